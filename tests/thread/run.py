#!/usr/bin/env python3
"""`humdinger check` over the claims of the discussion and the other examples.

  run.py --program PATH

Fails when an expectation is not met, when a file has none, and when fewer claims than there are have been run.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
CLAIMS = 40
NOT_MEANT_TO_HOLD = {"living-room.hum"}  # its expectation fails on purpose; tests/golden/answers.txt has the answer
TIMEOUT_S = 120


def complaint(program, path):
    """What is wrong with one file, or nothing."""
    environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue"), "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    done = subprocess.run([program, "check", "--json", str(path)], env=environment, capture_output=True, text=True,
                          errors="replace", timeout=TIMEOUT_S)
    if done.returncode != 0:
        return f"exit status {done.returncode}\n{done.stderr}"
    return "" if json.loads(done.stdout)["expected"] else "it expects nothing"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    claims = sorted((EXAMPLES / "thread").glob("T*.hum"))
    others = sorted(p for p in EXAMPLES.glob("*.hum") if p.name not in NOT_MEANT_TO_HOLD)
    n_wrong = 0
    for path in claims + others:
        wrong = complaint(program, path)
        n_wrong += bool(wrong)
        if wrong:
            print(f"{path.relative_to(ROOT)}: {wrong}")
    listed = (EXAMPLES / "README.md").read_text()
    unlisted = [p.name for p in EXAMPLES.glob("*.hum") if f"({p.name})" not in listed]
    if unlisted:
        print(f"not in examples/README.md: {', '.join(unlisted)}")
    if len(claims) < CLAIMS:
        print(f"only {len(claims)} of {CLAIMS} claims")
    print(f"{len(claims)} claims and {len(others)} other examples, {n_wrong} wrong")
    return 1 if n_wrong or unlisted or len(claims) < CLAIMS else 0


if __name__ == "__main__":
    sys.exit(main())
