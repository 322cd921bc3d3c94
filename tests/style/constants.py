#!/usr/bin/env python3
"""No infinity or NaN of the type float in this program of doubles: clang warns of each (-Wdouble-promotion), gcc does not.

constants.py SOURCE_ROOT
"""
import pathlib
import re
import sys

FLOATS = re.compile(r"\bINFINITY\b|(?<!\(double\))(?<!\w)NAN\b")


def code_of(text):
    """The text without comments and string literals; lines keep their numbers."""
    def blank(match):
        return "\n" * match[0].count("\n")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


root = pathlib.Path(sys.argv[1])
wrong = 0
for folder in ("src", "include", "tests", "bench"):
    for path in sorted((root / folder).rglob("*.[ch]")):
        for number, line in enumerate(code_of(path.read_text()).splitlines(), 1):
            for found in FLOATS.findall(line):
                wrong += 1
                print(f"{path.relative_to(root)}:{number}: {found} is a float: write {'HUGE_VAL' if found == 'INFINITY' else '(double)NAN'}")
sys.exit(1 if wrong else 0)
