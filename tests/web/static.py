#!/usr/bin/env python3
"""What can be said of the page without a browser: nothing from outside, no markup from text, no loose ends.

static.py SOURCE_ROOT
"""
import pathlib
import re
import sys

BUDGET_BYTES = 160 << 10  # of the whole page, as it is embedded


def complaints(web):
    html = (web / "index.html").read_text()
    ids = set(re.findall(r'id="([^"]+)"', html))
    modules = sorted(web.glob("*.js"))
    made = set(re.findall(r"id: '([\w-]+)'", "".join(m.read_text() for m in modules)))
    if re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)", html):
        yield "index.html: a script or style in line, which the page's policy forbids"
    for path in [web / "index.html", web / "style.css", *modules]:
        text = path.read_text()
        for url in re.findall(r"https?://[^\s'\"<)]+|(?<=url\()[^)]+|@import", text):
            yield f"{path.name}: reaches outside: {url}"
        for sink in re.findall(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function)\b", text):
            yield f"{path.name}: {sink}: text must stay text"
    for path in modules:
        text = path.read_text()
        if not text.startswith("/**"):
            yield f"{path.name}: does not begin by saying what it is"
        for target in re.findall(r"from '\./([^']+)'", text):
            if not (web / target).exists():
                yield f"{path.name}: there is no {target}"
        for used in re.findall(r"(?:byId|field|choice|select)\('([\w-]+)'\)", text):
            if used not in ids | made:
                yield f"{path.name}: there is no #{used}"
    for label in re.findall(r'<label[^>]* for="([^"]+)"', html):
        if label not in ids:
            yield f"index.html: a label for #{label}, which is not there"
    if re.search(r"(?<!never )(?<!Never )\blift(?:s|ing)? (?:the|a|your) (?:protective )?earth", " ".join(m.read_text() for m in modules)):
        yield "somewhere an earth is lifted"
    size = sum(p.stat().st_size for p in web.iterdir())
    if size > BUDGET_BYTES:
        yield f"the page is {size} bytes, more than {BUDGET_BYTES}"


def main(root):
    web = root / "web"
    wrong = sorted(set(complaints(web)))
    n = len(list(web.glob("*.js")))
    print("\n".join(wrong + [f"{n} modules looked at, {len(wrong)} complaints"]))
    return 1 if wrong or not n else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
