#!/usr/bin/env python3
"""Makes docs/thread.md from examples/thread/: each claim of the discussion, and what the program says of it.

  thread-page.py --program PATH              write the page
  thread-page.py --program PATH --check      exit 1 when the page is stale

The head of each file is a block of comments, `# field: text`, continued on lines that begin with `#` and three
blanks. A name at the end of an expectation, `expect ...  # name`, stands for what `humdinger check --json` has found:

    {name}          with its unit; decibels to one decimal place, the rest to three digits
    {name|2}        decibels to two decimal places, or as many digits
    {name|abs}      without its sign
    {name|dBu}      a voltage as a level; options may be joined: {name|dBu,2}
    {name|dBA}      as A-weighted decibels

so that no number on the page can differ from what the tests have found.
"""
import argparse
import difflib
import json
import math
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "thread"
PAGE = ROOT / "docs" / "thread.md"
FIELDS = ["claim", "verdict", "answer", "turns", "number", "depends", "derived"]
OPTIONAL = {"turns"}
VERDICTS = ["confirmed", "refuted", "depends"]
DECIBELS = {"dB", "dBA", "dBSPL", "dBu"}
PREFIXES = [(1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p")]
ZERO_DBU_V = math.sqrt(0.6)
TIMEOUT_S = 120

INTRODUCTION = """# Forty claims and their answers

A long public discussion, "Switched from RCA to XLR interconnects: WOW", and a maker's paper that is quoted in it, hold some forty claims about balanced and
unbalanced connections. Each is a system (or several) in [examples/thread/](../examples/thread), with expectations that were derived by hand before the program was
asked; the derivation stands at the head of each file, and the tests run them all. What is not known of a box is marked as a guess there. This page is made from
those files by `tools/thread-page.py`; its numbers are what the program found.{missing}

"""


class Stale(Exception):
    pass


def fields_of(path):
    fields = {}
    name = None
    for line in path.read_text().splitlines():
        start = re.match(r"# (\w+): (.*)", line)
        if start:
            name = start[1]
            fields[name] = start[2].strip()
        elif name and line.startswith("#   "):
            fields[name] += " " + line[1:].strip()
        else:
            break
    missing = [f for f in FIELDS if f not in fields and f not in OPTIONAL]
    if missing or fields["verdict"] not in VERDICTS or set(fields) - set(FIELDS):
        raise Stale(f"{path.name}: the head needs {', '.join(FIELDS)}, and nothing else; missing: {missing}")
    return fields


def found_in(program, path):
    """Name of each expectation -> (value, unit)."""
    environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([program, "check", "--json", str(path)], env=environment, capture_output=True, text=True,
                          timeout=TIMEOUT_S)
    if done.returncode not in (0, 1):
        raise Stale(f"{path.name}: {done.stderr}")
    answers = json.loads(done.stdout)["expectations"]
    lines = [line for line in path.read_text().splitlines() if line.startswith("expect ")]
    if len(lines) != len(answers):
        raise Stale(f"{path.name}: expectations belong at the end, one below the other")
    found = {}
    for line, answer in zip(lines, answers):
        name = line.rpartition("# ")[2].strip()
        if not line.startswith(answer["expect"]) or not re.fullmatch(r"\w+", name) or name in found:
            raise Stale(f"{path.name}: '{line}' needs a name of its own, # name")
        if not answer["met"]:
            raise Stale(f"{path.name}: not met: {line}")
        found[name] = (answer["found"], answer["unit"])
    return found


def printed(value, unit, options):
    digits = next((int(o) for o in options if o.isdigit()), None)
    if value is None:
        return "none at all"
    if "abs" in options:
        value = abs(value)
    if "dBu" in options:
        value, unit = 20 * math.log10(value / ZERO_DBU_V), "dBu"
    if "dBA" in options:
        unit = "dBA"
    if unit in DECIBELS:
        text = f"{value:.{1 if digits is None else digits}f}"
        text = text.removeprefix("-") if not float(text) else text
        return f"{text} {'dB SPL' if unit == 'dBSPL' else unit}"
    for factor, prefix in PREFIXES:
        if abs(value) >= factor * 0.9995 or prefix == "p":
            significant = digits or 3
            places = max(0, significant - 1 - math.floor(math.log10(abs(value) / factor))) if value else 0
            return f"{value / factor:.{places}f} {prefix}{unit}"


def filled(text, found, name):
    def put(match):
        if match[1] not in found:
            raise Stale(f"{name}: no expectation is called '{match[1]}'")
        return printed(*found[match[1]], (match[2] or "").split(","))
    return re.sub(r"\{(\w+)(?:\|([\w,]+))?\}", put, text)


def page(program):
    paths = sorted(FOLDER.glob("T*.hum"))
    rows, sections = [], []
    absent = sorted({f"T{n:02}" for n in range(1, 41)} - {path.name[:3] for path in paths})
    for path in paths:
        fields = fields_of(path)
        found = found_in(program, path)
        f = {key: filled(text, found, path.name) for key, text in fields.items()}
        number = path.name[:3]
        rows.append(f"| [{number}](#{number.lower()}) | {f['claim']} | {f['verdict']} | {f['number']} |\n")
        turns = f"*Where it turns:* {f['turns']}\n\n" if "turns" in f else ""
        sections.append(f"### {number}\n\n**{f['claim']}** {f['verdict'].capitalize()}.\n\n{f['answer']}\n\n{turns}"
                        f"*It rests on:* {f['depends']}\n\n*By hand:* {f['derived']}\n\n"
                        f"[{path.name}](../examples/thread/{path.name})\n\n")
    table = "| | claim | verdict | number |\n|---|---|---|---|\n" + "".join(rows)
    missing = f" Without an answer yet: {', '.join(absent)}." if absent else ""
    return INTRODUCTION.replace("{missing}", missing) + table + "\n## One by one\n\n" + "".join(sections).rstrip("\n") + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    try:
        text = page(options.program)
    except Stale as why:
        print(why)
        return 1
    if not options.check:
        PAGE.write_text(text)
        return 0
    old = PAGE.read_text() if PAGE.exists() else ""
    difference = list(difflib.unified_diff(old.splitlines(), text.splitlines(), "docs/thread.md", "as it should be", n=0,
                                           lineterm=""))
    if difference:
        print("docs/thread.md is stale; 'ninja update-thread' makes it anew")
        print("\n".join(difference[:20]))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
