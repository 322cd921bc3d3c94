#!/usr/bin/env python3
"""Every key that an answer in JSON has is in docs/json.md, and every schema has its heading there.

json_keys.py SOURCE_ROOT PROGRAM
"""
import json
import os
import pathlib
import re
import subprocess
import sys

COMMANDS = (
    ("report", "--json", "FILE"),
    ("report", "--json", "--variant", "XLR", "FILE"),
    ("compare", "--json", "FILE"),
    ("fix", "--json", "FILE"),
    ("tolerance", "--json", "--samples", "64", "--stats", "--precision", "--sweep", "r of catv", "FILE", "hum > 0 dBSPL"),
    ("check", "--json", "FILE"),
    ("check", "--json", "/dev/stdin"),  # a file with an error
    ("calc", "--json", "thermal", "10", "kohm"),
    ("catalogue", "--json", "canare"),
    ("catalogue", "--json", "canare/l-4e6s"),
    ("explain", "--json", "cmrr"),
    ("eye", "--json", "DIGITAL"),
    ("report", "--json", "DIGITAL"),
    ("cable", "--json", "FILE"),
)


def keys_of(value):
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def answer_of(root, program, command):
    files = {"FILE": "examples/living-room.hum", "DIGITAL": "examples/digital.hum"}
    words = [str(root / files[word]) if word in files else word for word in command]
    environment = {**os.environ, "HUMDINGER_CATALOGUE": str(root / "catalogue")}
    done = subprocess.run([program, *words], capture_output=True, text=True, env=environment, input="nonsense 1\n",
                          timeout=120)
    return json.loads(done.stdout)


def main(root, program):
    page = (root / "docs/json.md").read_text()
    named = set(re.findall(r"`([\w<>.]+)`", page))
    wrong = []
    n = 0
    for command in COMMANDS:
        answer = answer_of(root, program, command)
        if f"`{answer['schema']}`" not in page:
            wrong.append(f"humdinger {' '.join(command)}: no heading for {answer['schema']}")
        keys = {key.removesuffix("_band") for key in keys_of(answer)} - {"schema"}
        n += len(keys)
        wrong += [f"humdinger {' '.join(command)}: '{key}' is not in docs/json.md" for key in sorted(keys - named)]
    print("\n".join(wrong + [f"{n} keys looked at, {len(wrong)} complaints"]))
    return 1 if wrong or not n else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())))
