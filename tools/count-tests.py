#!/usr/bin/env python3
"""Counts the tests of one or more Meson build folders from their logs.

The last line is `N passed, N failed`. Exit 1 when a test failed, when a folder has no log, or when a suite
(a folder of tests/ with a meson.build) ran nothing.
"""
import json
import pathlib
import subprocess
import sys

PASSED = {"OK", "EXPECTEDFAIL"}
NOT_RUN = {"SKIP", "IGNORED", "PENDING"}
ROOT = pathlib.Path(__file__).resolve().parent.parent


def results_of(build):
    """Test name -> result, of the last run in this folder."""
    log = build / "meson-logs" / "testlog.json"
    if not log.exists():
        return {}
    rows = [json.loads(line) for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return {row["name"].split(" / ")[-1]: row["result"] for row in rows}


def suites_of(build):
    """Test name -> its suites, without the project's name."""
    answer = subprocess.run(["meson", "introspect", "--tests", str(build)], capture_output=True, text=True)
    tests = json.loads(answer.stdout) if answer.returncode == 0 else []
    return {test["name"]: {suite.split(":")[-1] for suite in test["suite"]} for test in tests}


def complaints(build, results):
    """What is wrong beyond a failed test."""
    if not results:
        return [f"{build}: no test ran"]
    suites = suites_of(build)
    ran = set().union(*(suites.get(name, set()) for name, r in results.items() if r not in NOT_RUN))
    wanted = {path.parent.name for path in (ROOT / "tests").glob("*/meson.build")}
    return [f"{build}: suite '{suite}' ran nothing" for suite in sorted(wanted - ran)]


def main(folders):
    passed = failed = 0
    for folder in folders:
        build = pathlib.Path(folder)
        results = results_of(build)
        wrong = complaints(build, results)
        for line in wrong:
            print(f"error: {line}")
        passed += sum(r in PASSED for r in results.values())
        failed += sum(r not in PASSED | NOT_RUN for r in results.values()) + len(wrong)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["build"]))
