#!/usr/bin/env python3
"""Every #include under src/ obeys src/LAYERS: text flows one way, up the floors. cli/ uses the public API only.

layers.py SOURCE_ROOT
"""
import pathlib
import re
import sys

GENERATED = {"cli_config.h": "cli", "explain_pages.inc": "report", "web_assets.inc": "serve"}  # made by the build, and for which floor


def read_layers(path):
    """floor -> the floors it may include, in the order of the file."""
    rows = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return {row.split(":")[0]: row.split(":")[1].split() for row in rows if row}


def complaints_about_layers(layers, src):
    above = []
    for floor, below in layers.items():
        for other in below:
            if other not in above:
                yield f"src/LAYERS: {floor} builds on {other}, which is not below it"
        above.append(floor)
    for folder in sorted(p.name for p in src.iterdir() if p.is_dir()):
        if folder not in layers:
            yield f"src/{folder} is not in src/LAYERS"


def complaint_about(named, floor, layers, src):
    """Why `floor` may not include "named"; None when it may."""
    if "/" not in named:
        here = GENERATED.get(named) == floor or (src / floor / named).exists()
        return None if here else f'there is no "{named}" in src/{floor}/'
    if named.count("/") > 1 or named.startswith("."):
        return f'"{named}" is not one folder and one file'
    folder = named.split("/")[0]
    allowed = {"humdinger", floor, *layers.get(floor, [])} if floor != "cli" else {"humdinger", *layers["cli"]}
    return None if folder in allowed else f'{floor}/ may not include "{named}"'


def main(root):
    src = root / "src"
    layers = read_layers(src / "LAYERS")
    wrong = list(complaints_about_layers(layers, src))
    n = 0
    for path in sorted(p for p in src.glob("*/*") if p.suffix in {".c", ".h", ".def", ".inl"}):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            named = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<((?:humdinger|[a-z]+)/[^>]+)>)', line)
            if not named or (named[2] and named[2].split("/")[0] not in {*layers, "humdinger"}):
                continue
            n += 1
            why = complaint_about(named[1] or named[2], path.parent.name, layers, src)
            if why:
                wrong.append(f"{path.relative_to(root)}:{number}: {why}")
    print("\n".join(wrong + [f"{n} includes looked at, {len(wrong)} complaints"]))
    return 1 if wrong or not n else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
