#!/usr/bin/env python3
"""Turns docs/diagnostics/HUMnnnn.md into rows of the table in src/report/explain.c: {312, "text"}.

  embed-pages.py FOLDER OUTPUT DEPFILE

The text is the page as a terminal shows it: no '#', code indented by four blanks instead of fenced.
"""
import json
import pathlib
import sys


def plain(page):
    lines = []
    inside = False
    for line in page.read_text().splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside:
            lines.append("    " + line if line else "")
        else:
            lines.append(line.removeprefix("# "))
    return "\n".join(lines) + "\n"


def main(folder, output, depfile):
    pages = sorted(pathlib.Path(folder).glob("HUM[0-9]*.md"))
    rows = []
    for page in pages:
        text = "\n     ".join(json.dumps(line + "\n", ensure_ascii=False) for line in plain(page).splitlines())
        rows.append(f"    {{{int(page.stem[3:])},\n     {text}}},\n")
    pathlib.Path(output).write_text("".join(rows))
    pathlib.Path(depfile).write_text(f"{output}: {folder} {' '.join(map(str, pages))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
