#!/usr/bin/env python3
"""The JSON twin against its published schema.

schema.py TEST_ROUNDTRIP SCHEMA CORPUS. Every .hum of the corpus that has no errors must have a twin that the schema
accepts; of the .json files it must refuse those called not-*, and accept those called ok-*. Its list of units must be
the program's. Exit 77 (skipped) without python3-jsonschema.
"""
import json
import pathlib
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)


def run(*command):
    return subprocess.run(command, capture_output=True)


def main(program, schema_path, corpus):
    schema = json.loads(schema_path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong, accepted, refused = [], 0, 0

    def check(name, twin, is_good):
        nonlocal accepted, refused
        errors = list(validator.iter_errors(twin))
        accepted += not errors
        refused += bool(errors)
        if bool(errors) == is_good:
            wrong.append(f"{name}: {errors[0].message if errors else 'accepted'}")

    for path in sorted(corpus.glob("parse/*.hum")):
        answer = run(program, "--json", str(path))
        if answer.returncode == 0:
            check(path.name, json.loads(answer.stdout), True)
    for path in sorted(corpus.glob("json/*.json")):
        if path.name.startswith(("ok-", "not-")):
            is_good = path.name.startswith("ok-")
            check(path.name, json.loads(path.read_text()), is_good)
            if (run(program, "--text", str(path)).returncode == 0) != is_good:
                wrong.append(f"{path.name}: the program and the schema differ")
    if run(program, "--units").stdout.decode().split() != schema["$defs"]["plain_unit"]["enum"]:
        wrong.append("the units of the schema are not those of the program")
    print("\n".join(wrong + [f"{accepted} accepted, {refused} refused"]))
    return 1 if wrong or accepted < 10 or refused < 5 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])))
