#!/usr/bin/env python3
"""A chain of N balanced links, as .hum text: bench/chain.py N [star]. With `star`, N sources into one desk instead."""
import sys

OUT = "symmetric  max 10 V  z 200 ohm  noise 10 uV"
IN = "difference  z 40 kohm  zcm 20 kohm  cmrr 60 dB  noise 4 uV"


def chain(n):
    yield f'humdinger 1\nsystem "A chain of {n} links"\nmains 230 V 50 Hz\n'
    for i in range(n + 1):
        yield f'box b{i} "Box {i}"  plug 3-pin  leakage 100 uA'
        if i:
            yield f"  in a  {IN}\n  gain 0 dB"
        yield f"  out z  {OUT}\n"
    for i in range(n):
        yield f"cable b{i}.z -> b{i + 1}.a  xlr 3 m"


def star(n):
    yield f'humdinger 1\nsystem "A desk with {n} sources"\nmains 230 V 50 Hz\n'
    yield 'box desk "Desk"  plug 3-pin  leakage 100 uA  mix'
    for i in range(n):
        yield f"  in a{i}  {IN}"
    for k in range((n + 31) // 32):
        yield f"  out o{k}  {OUT}"
    for i in range(n):
        yield f"  gain a{i} -> o{i // 32} 0 dB"
    for i in range(n):
        yield f"\nbox s{i} \"Source {i}\"  plug 3-pin  leakage 100 uA\n  out z  {OUT}"
    for i in range(n):
        yield f"cable s{i}.z -> desk.a{i}  xlr 3 m"


if __name__ == "__main__":
    make = star if sys.argv[2:] == ["star"] else chain
    print("\n".join(make(int(sys.argv[1]))))
