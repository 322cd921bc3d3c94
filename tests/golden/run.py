#!/usr/bin/env python3
"""Runs transcripts: what a person types and what the program answers.

  run.py --program PATH FILE...            compare
  run.py --program PATH --update FILE...   rewrite the answers
  run.py --program PATH --docs             README.md and everything below docs/

In a .txt file a transcript is indented by two blanks; everything else is prose:

    The prose says why.

      $ humdinger calc 2 V to dBu
      8.24 dBu
      $ humdinger calc 2 furlongs
      2> error[HUM3791]: ...
      [3]

`$` is a command for bash, `> ` continues it, `2> ` is standard error, `[3]` an exit status other than 0. In a
.md file every ```console block is one, without indentation; there standard error comes as on a terminal and the
exit status is not shown.

Each file runs in a folder of its own with a copy of examples/. Text must be equal. When both the wanted and the
found output are JSON, numbers may differ by 1e-6 relative: libm differs between machines in the last places.
"""
import argparse
import difflib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REL_TOLERANCE = 1e-6
TIMEOUT_S = 120


class Step:
    """One command: lines [begin, end) of the file, the command, and the answer that is written there."""

    def __init__(self, begin, indent, command):
        self.begin = begin
        self.end = begin + 1
        self.indent = indent
        self.command = command
        self.wanted = []


def transcript_lines(lines, is_markdown):
    """(number, indent, text) of each transcript line; text None marks the end of a block."""
    inside = False
    for number, line in enumerate(lines):
        if is_markdown:
            if line.startswith("```"):
                inside = line.strip() == "```console"
                yield number, "", None
            elif inside:
                yield number, "", line
        elif line.startswith("  ") or not line:
            yield number, "  ", line[2:]
        else:
            yield number, "", None


def steps_of(lines, is_markdown):
    steps = []
    current = None
    for number, indent, text in transcript_lines(lines, is_markdown):
        if text is None:
            current = None
        elif text.startswith("$ "):
            current = Step(number, indent, text[2:])
            steps.append(current)
        elif current and not current.wanted and text.startswith("> "):
            current.command += "\n" + text[2:]
            current.end = number + 1
        elif current:
            current.wanted.append(text)
            current.end = number + 1
    return steps


def answer(step, folder, environment, is_markdown):
    """The lines that the command really gives."""
    error = subprocess.STDOUT if is_markdown else subprocess.PIPE
    done = subprocess.run(["bash", "-c", step.command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=error, timeout=TIMEOUT_S)
    text = done.stdout.decode(errors="backslashreplace")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines.append("(no newline at the end)")
    if not is_markdown:
        lines += ["2> " + line for line in done.stderr.decode(errors="backslashreplace").splitlines()]
    crashed = done.returncode < 0 or done.returncode > 125
    if crashed or (done.returncode and not is_markdown):
        lines.append(f"[{done.returncode}]")
    return lines


def is_message(line):
    return line.startswith("2> ") or line.startswith("[") and line[1:-1].isdigit()


def as_json(lines):
    try:
        return json.loads("\n".join(line for line in lines if not is_message(line)))
    except ValueError:
        return None


def near(a, b):
    """Whether two JSON values agree, numbers within the tolerance."""
    numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (a, b))
    if numbers:
        return a == b or abs(a - b) <= REL_TOLERANCE * max(abs(a), abs(b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(near(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(near(x, y) for x, y in zip(a, b))
    return type(a) is type(b) and a == b


def agree(wanted, found):
    if wanted == found:
        return True
    if [w for w in wanted if is_message(w)] != [f for f in found if is_message(f)]:
        return False
    a, b = as_json(wanted), as_json(found)
    return isinstance(a, (dict, list)) and near(a, b)


def environment_of(program, folder):
    path = f"{program.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    kept = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    return {**kept, "PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}


def run_steps(steps, program, is_markdown):
    with tempfile.TemporaryDirectory(prefix="humdinger-golden-") as folder:
        shutil.copytree(ROOT / "examples", pathlib.Path(folder) / "examples")
        environment = environment_of(program, folder)
        return [answer(step, folder, environment, is_markdown) for step in steps]


def show_difference(path, step, found):
    print(f"{path}:{step.begin + 1}: $ {step.command}")
    for line in difflib.unified_diff(step.wanted, found, "wanted", "found", lineterm="", n=2):
        print("    " + line)


def rewrite(path, lines, steps, answers):
    """Puts the answers found into the file, the last step first so that line numbers stay true."""
    for step, found in reversed(list(zip(steps, answers))):
        n_command = step.command.count("\n") + 1
        lines[step.begin + n_command:step.end] = [(step.indent + line).rstrip() for line in found]
    path.write_text("\n".join(lines) + "\n")


def trim(lines):
    """Takes blanks off the ends of lines and empty lines off the end; returns how many of these."""
    lines[:] = [line.rstrip() for line in lines]
    n = len(lines)
    while lines and not lines[-1]:
        lines.pop()
    return n - len(lines)


def run_file(path, program, update):
    """Number of commands, number of wrong answers."""
    lines = path.read_text().splitlines()
    is_markdown = path.suffix == ".md"
    steps = steps_of(lines, is_markdown)
    for step in steps:
        step.end -= trim(step.wanted)
    answers = run_steps(steps, program, is_markdown)
    for found in answers:
        trim(found)
    wrong = [(step, found) for step, found in zip(steps, answers) if not agree(step.wanted, found)]
    if update and wrong:
        rewrite(path, lines, steps, answers)
        return len(steps), 0
    for step, found in wrong:
        show_difference(path, step, found)
    return len(steps), len(wrong)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    files = args.files + ([ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))] if args.docs else [])
    counts = [run_file(path, args.program, args.update) for path in files]
    n, n_wrong = (sum(c) for c in zip(*counts)) if counts else (0, 0)
    print(f"{n} commands, {n_wrong} wrong")
    return 1 if n_wrong or not n else 0


if __name__ == "__main__":
    sys.exit(main())
