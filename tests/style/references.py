#!/usr/bin/env python3
"""What the source and the documents point to is there: equations, assumptions, documents, files.

references.py SOURCE_ROOT
"""
import pathlib
import re
import sys


def texts(root, *patterns):
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            yield path, path.read_text()


def equations(root):
    """Every "eq. C-3" of the code is an equation "(C-3)" of docs/physics/."""
    defined = set()
    for _, text in texts(root, "docs/physics/*.md"):
        defined |= set(re.findall(r"\(([A-Z]-\d+)[a-z]?\)", text))
    for path, text in texts(root, "src/*/*.[ch]", "tests/*/*.c"):
        for cited in re.findall(r"eqs?\. ([A-Z]-\d+)", text):
            yield path, f"eq. {cited}", cited in defined


def assumptions(root):
    """The rows of docs/physics/assumptions.md are numbered 1, 2, 3 ..., name files of src/, and every AS-n cited is one of them."""
    table = root / "docs/physics/assumptions.md"
    rows = [re.split(r" \| ", row) for row in re.findall(r"^\| (AS-\d+ \|.*)", table.read_text(), re.M)]
    numbers = [row[0] for row in rows]
    for i, row in enumerate(rows, 1):
        yield table, f"AS-{i} at row {i}", row[0] == f"AS-{i}"
        for named in re.findall(r"`(\w+/[\w*]+\.c)`", row[2]):
            yield table, named, any((root / "src").glob(named))
    for path, text in texts(root, "src/*/*.[ch]", "docs/**/*.md", "tests/*/*.c"):
        for cited in re.findall(r"\bAS-\d+", text):
            yield path, cited, cited in numbers


def documents(root):
    """Every docs/... that the code names."""
    for path, text in texts(root, "src/*/*.[ch]", "include/*/*.h", "tests/*/*.[ch]", "man/*.scd", "*.md", "docs/*.md"):
        for named in re.findall(r"docs/[\w/-]+\.md", text):
            yield path, named, (root / named).exists() or "nnnn" in named
    for _, name in re.findall(r'()\.physics = "([a-z]+)"', (root / "src/report/glossary.c").read_text()):
        yield root / "src/report/glossary.c", f"docs/physics/{name}.md", (root / f"docs/physics/{name}.md").exists()


def links(root):
    """Every relative link of a document, and every file of src/ or tests/ that the tour names."""
    for path, text in texts(root, "*.md", "docs/**/*.md"):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]+)?\)", text):
            if "." in target or "/" in target: # not a formula such as [a + b](f)
                yield path, target, (path.parent / target).exists()
    tour = root / "docs/tour.md"
    floors = [p for p in (root / "src").iterdir() if p.is_dir()]
    for named in re.findall(r"`(\w+\.(?:c|h|def))`", tour.read_text()):
        yield tour, named, any((floor / named).exists() for floor in floors)


def main(root):
    found = [*equations(root), *assumptions(root), *documents(root), *links(root)]
    wrong = sorted({f"{path.relative_to(root)}: there is no {what}" for path, what, is_there in found if not is_there})
    print("\n".join(wrong + [f"{len(found)} references looked at, {len(wrong)} lead nowhere"]))
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
