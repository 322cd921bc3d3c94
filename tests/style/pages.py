#!/usr/bin/env python3
"""Every diagnostic has a page with an example that provokes it and one that does not, and both are run.

  pages.py --program PATH [PAGE...]     (all pages, and that none is missing)

A page docs/diagnostics/HUMnnnn.md:

    # HUMnnnn: title as in src/base/diag_codes.def
    (why, in a paragraph; what to do)
    ```hum   the bad example         ```hum   the good one

A line "Seen with `humdinger COMMAND FILE`." says what to run when it is not `humdinger check FILE`. An example
in a ```sh block is a script that writes FILE, which the shell knows as $FILE.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = ROOT / "docs" / "diagnostics"
TIMEOUT_S = 120


def kinds():
    """code "HUM0312" -> (severity, title)."""
    rows = re.findall(r'HUM_DIAG\(\w+,\s*(\d+),\s*HUM_(\w+),\s*"([^"]*)"\)',
                      (ROOT / "src/base/diag_codes.def").read_text())
    return {f"HUM{int(number):04d}": (severity, title) for number, severity, title in rows}


def examples_of(text):
    """(language, source) of the hum and sh blocks."""
    return re.findall(r"^```(hum|sh)\n(.*?)^```$", text, re.M | re.S)


def run(program, command, example):
    """Exit status and messages of the command for an example."""
    language, source = example
    with tempfile.TemporaryDirectory(prefix="humdinger-page-") as folder:
        path = pathlib.Path(folder) / "example.hum"
        environment = {**os.environ, "FILE": str(path), "LC_ALL": "C.UTF-8", "TERM": "dumb",
                       "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
        if language == "sh":
            subprocess.run(["sh", "-e", "-c", source], cwd=folder, env=environment, check=True)
        else:
            path.write_text(source)
        words = ["example.hum" if word == "FILE" else word for word in command.split()]
        done = subprocess.run([program, *words], cwd=folder, env=environment, capture_output=True, text=True,
                              errors="replace", timeout=TIMEOUT_S)
        return done.returncode, done.stderr


def complaints(program, code, kind):
    page = PAGES / f"{code}.md"
    severity, title = kind
    if not page.exists():
        return [f"docs/diagnostics/{code}.md is missing ({title})"]
    text = page.read_text()
    examples = examples_of(text)
    wrong = []
    if text.splitlines()[0] != f"# {code}: {title}":
        wrong.append(f"the first line is not '# {code}: {title}'")
    if len(examples) != 2:
        return wrong + [f"{len(examples)} examples, not a bad one and a good one"]
    if not program:
        return wrong
    seen = re.search(r"Seen with `humdinger ([^`]*)`", text)
    command = seen.group(1) if seen else "check FILE"
    status, told = run(program, command, examples[0])
    if f"[{code}]" not in told:
        wrong.append(f"the bad example does not provoke it (status {status}):\n{told}")
    if (status == 0) != (severity != "ERROR"):
        wrong.append(f"the bad example ends with status {status}")
    status, told = run(program, command, examples[1])
    if status != 0 or f"[{code}]" in told:
        wrong.append(f"the good example ends with status {status}:\n{told}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=lambda p: pathlib.Path(p).resolve(), help="without it, only the form of the pages is looked at")
    parser.add_argument("codes", nargs="*")
    args = parser.parse_args()
    known = kinds()
    wrong = 0
    for code in args.codes or known:
        for line in complaints(args.program, code, known[code]):
            print(f"{code}: {line}")
            wrong += 1
    for page in PAGES.glob("*.md"):
        if page.stem not in known and page.stem != "README":
            print(f"{page.name}: there is no such code")
            wrong += 1
    print(f"{len(known)} codes, {wrong} complaints")
    return 1 if wrong or not known else 0


if __name__ == "__main__":
    sys.exit(main())
