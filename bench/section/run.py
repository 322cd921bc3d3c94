#!/usr/bin/env python3
"""Cross-sections: this program against atlc on atlc's own accuracy cases, and a star quad at 200 frequencies.

  run.py BUILD [-o docs/bench-cables.md]     BUILD is a build directory that holds libhumdinger.a
"""
import argparse
import math
import os
import pathlib
import re
import resource
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
CASES = [(500, 400, 0, 1), (500, 200, 0, 1), (500, 200, 0, 100), (500, 100, 0, 1), (500, 50, 0, 1), (500, 25, 0, 1),
         (500, 400, 40, 2.15), (500, 200, 100, 1), (500, 50, 100, 1), (400, 40, 160, 1), (500, 100, 50, 10), (500, 100, 100, 10)]
ODD_COLOUR = "caff00"  # what atlc's generator paints a permittivity that it does not know


def compile_ours(build, folder):
    program = folder / "bench_section"
    subprocess.run([os.environ.get("CC", "cc"), "-std=gnu17", "-O2", "-D_POSIX_C_SOURCE=200809L", f"-I{ROOT}/include",
                    f"-I{ROOT}/src", str(HERE / "bench_section.c"), str(build / "libhumdinger.a"), "-lm", "-o", str(program)],
                   check=True)
    return program


def exact(outer, inner, offset, er):
    x = (inner**2 + outer**2 - 4 * offset**2) / (2 * inner * outer)
    return 1.25663706212e-6 * 299792458 / (2 * math.pi) * math.acosh(x) / math.sqrt(er)


def ask_atlc(case, folder):
    """Impedance and seconds: the least processor time of two runs of the solver alone, its bitmap made before."""
    bitmap = folder / "case.bmp"
    subprocess.run(["create_bmp_for_circ_in_circ", *map(str, case), str(bitmap)], check=True, stdout=subprocess.DEVNULL)
    best = math.inf
    for _ in range(2):
        start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        out = subprocess.run(["atlc", "-d", f"{ODD_COLOUR}={case[3]}", str(bitmap)], check=True, capture_output=True, text=True)
        best = min(best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start)
    return float(re.search(r"Zo=\s*([\d.]+)", out.stdout).group(1)), best


def ask_ours(program, case):
    out = subprocess.run([program, "coax", *map(str, case)], check=True, capture_output=True, text=True)
    ohm, us = map(float, out.stdout.split())
    return ohm, us * 1e-6


def row(program, case, folder):
    want = exact(*case)
    (atlc_ohm, atlc_s), (ohm, s) = ask_atlc(case, folder), ask_ours(program, case)
    error = max(abs(ohm / want - 1), 1e-12)
    name = "D {} d {} O {} er {}".format(*case)
    return (f"| {name} | {want:.6f} | {atlc_ohm:.3f} | {abs(atlc_ohm / want - 1):.0e} | {atlc_s:.2f} s | {ohm:.6f} | "
            f"{'< 1e-12' if error <= 1e-12 else f'{error:.0e}'} | {s * 1e6:.0f} us | {atlc_s / s:,.0f} |")


def page(program, folder):
    yield "# Benchmark: cross-sections"
    yield ""
    yield "Written by `bench/section/run.py BUILD`; times are processor time, the least of several runs on one machine, so look at the ratios."
    yield "Humdinger's are inside a running process, atlc's those of its command with the bitmap already made."
    yield ""
    order, set_up, sweep = subprocess.run([program, "quad"], check=True, capture_output=True, text=True).stdout.split()
    yield "## A shielded star quad"
    yield ""
    yield (f"Four stranded cores with coats in a braid, R, L, G and C of all five conductors at 200 frequencies from 10 Hz to 100 MHz, {order} harmonics "
           f"(1e-6): set-up with losses {set_up} ms, 200 frequencies {sweep} ms, together "
           f"**{float(set_up) + float(sweep):.1f} ms** (wanted: below 50 ms).")
    yield ""
    table, audio, wide, constant = subprocess.run([program, "stamp"], check=True, capture_output=True, text=True).stdout.split()
    yield "## The stamp of a line"
    yield ""
    yield (f"Three cores and a shield whose cross-section is stated, 10 m: the table over all frequencies {table} ms, once; then the exact pi for the "
           f"network **{audio} us** a frequency to 20 kHz (wanted: below 3 us), {wide} us to 10 MHz; {constant} us with matrices that do not depend on "
           "frequency. One frequency at a time; the solver's lanes do several at once.")
    yield ""
    yield "## Against atlc"
    yield ""
    yield ("The cases of atlc's own accuracy page (finite differences on the bitmap that its own generator makes; Debian's package). The exact value is "
           "59.9585 arcosh(x)/sqrt(er).")
    yield ""
    yield "| case | exact, ohm | atlc | its error | its time | Humdinger | error | time | times faster |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for case in CASES:
        yield row(program, case, folder)
    yield ""
    yield ("The last row is the one that atlc's page prints as 29.707 and solves as 29.713 ohm: that is the row before it, offset 50.")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("-o", default="-")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="humdinger-bench-") as folder:
        folder = pathlib.Path(folder)
        text = "\n".join(page(compile_ours(given.build, folder), folder)) + "\n"
    if given.o == "-":
        print(text, end="")
    else:
        pathlib.Path(given.o).write_text(text)


if __name__ == "__main__":
    main()
