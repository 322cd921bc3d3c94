#!/usr/bin/env python3
"""Turns the files of web/ into the table of src/serve/assets.c: path, type, bytes.

  embed-web.py FOLDER OUTPUT DEPFILE
"""
import pathlib
import sys

TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
PER_LINE = 24


def array(number, data):
    lines = [",".join(map(str, data[i:i + PER_LINE])) for i in range(0, len(data), PER_LINE)]
    return f"static const char asset_{number}[] = {{\n" + ",\n".join(lines) + "\n};\n"


def signed(data):
    """Bytes as `char` has them where it is signed; -Wconversion minds the others."""
    return [b - 256 if b > 127 else b for b in data]


def main(folder, output, depfile):
    files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix in TYPES)
    text = ""
    rows = ""
    for number, path in enumerate(files):
        text += array(number, signed(path.read_bytes()))
        name = "/" + path.relative_to(folder).as_posix()
        row = f'"{TYPES[path.suffix]}", {{asset_{number}, sizeof asset_{number}}}}},\n'
        rows += f'    {{"{name}", {row}'
        rows += f'    {{"/", {row}' if name == "/index.html" else ""
    pathlib.Path(output).write_text(f"{text}static const serve_asset assets[] = {{\n{rows}}};\n")
    folders = [folder, *map(str, (p for p in pathlib.Path(folder).rglob("*") if p.is_dir()))]
    pathlib.Path(depfile).write_text(f"{output}: {' '.join(folders)} {' '.join(map(str, files))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
