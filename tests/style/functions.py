#!/usr/bin/env python3
"""Functions stay short: none above 80 lines; those above 60 are listed; the median is told.

functions.py SOURCE_ROOT. The layout is .clang-format's: a function's braces stand in the first column.
"""
import pathlib
import re
import statistics
import sys

LIMIT, LISTED = 80, 60
NESTING = 4


def functions_of(path):
    """(name, first line, number of lines, deepest nesting) of each function."""
    name = start = None
    deepest = 0
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if start is None:
            called = re.match(r"[A-Za-z_].*?(\w+)\(", line)
            if called and not line.rstrip().endswith(";"):
                name = called.group(1)
            if line == "{" and name:
                start, deepest = number, 0
        elif line == "}":
            yield name, start, number - start + 1, deepest
            name = start = None
        elif line.strip() and not line.strip().startswith(("case ", "default:")) and line.rstrip().endswith("{"):
            deepest = max(deepest, (len(line) - len(line.lstrip(" "))) // 4)


def main(root):
    found = [(path, *f) for path in sorted(root.glob("src/*/*.c")) for f in functions_of(path)]
    wrong = 0
    for path, name, start, n, deepest in found:
        where = f"{path.relative_to(root)}:{start}: {name}"
        if n > LIMIT:
            print(f"{where}: {n} lines, more than {LIMIT}")
            wrong += 1
        elif n > LISTED:
            print(f"note: {where}: {n} lines")
        if deepest > NESTING:
            print(f"{where}: blocks nested {deepest} deep, more than {NESTING}")
            wrong += 1
    lengths = [f[3] for f in found]
    if not lengths:
        print("no functions found")
        return 1
    print(f"{len(lengths)} functions, median {statistics.median(lengths):.0f} lines, longest {max(lengths)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
