#!/usr/bin/env python3
"""Whole processes side by side: bench/run.py BUILD prints docs/bench-report.md, with --write writes it.

Times of the small system come from hyperfine, both programs in one run; those of the large ones and peak memory from GNU
time, the least of three runs."""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SYSTEM = ROOT / "examples/living-room.hum"
LINKS = (100, 300, 1000, 3000)


def cpu_model():
    for line in open("/proc/cpuinfo", encoding="utf-8"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def measure(command):
    """Processor seconds and peak MiB; by GNU time, because a child of this process would inherit its peak."""
    done = subprocess.run(["/usr/bin/time", "-f", "%U %S %M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}")
    user, system, kib = done.stderr.splitlines()[-1].split()
    return float(user) + float(system), float(kib) / 1024


def least(command, runs=3):
    results = [measure(command) for _ in range(runs)]
    return min(r[0] for r in results), min(r[1] for r in results)


def side_by_side(program, ngspice, folder):
    netlist = folder / "living-room.cir"
    netlist.write_bytes(subprocess.run([program, "spice", SYSTEM], check=True, stdout=subprocess.PIPE).stdout)
    report = [program, "report", str(SYSTEM)]
    start = [program, "--version"]
    spice = [ngspice, "-b", str(netlist)]
    out = folder / "times.json"
    subprocess.run(["hyperfine", "-N", "--warmup", "20", "--runs", "200", "--style", "none", "--export-json", str(out)]
                   + [" ".join(c) for c in (report, start, spice)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    times = json.loads(out.read_text())["results"]
    return [(t, least(c)) for t, c in zip(times, (report, start, spice))]


def out_row(name, timed):
    t, (_, mib) = timed
    cpu = t["user"] + t["system"]
    print(f"| {name} | {1e3 * t['min']:.1f} | {1e3 * t['median']:.1f} | {1e3 * cpu:.1f} | {mib:.1f} |")


def out_small(program, ngspice, folder):
    report, start, spice = side_by_side(program, ngspice, folder)
    print("## Three boxes\n")
    print("`humdinger report examples/living-room.hum`, everything it says, against `ngspice -b` on the netlist of the same")
    print("system (`humdinger spice`), which runs one AC and one noise analysis of one output, 61 frequencies each, on")
    print("ladders of four sections.\n")
    print("| | wall ms, least | median | processor ms | peak MiB |\n|---|---|---|---|---|")
    out_row("humdinger report", report)
    out_row("of it, starting the program", start)
    out_row("ngspice -b", spice)
    ratio = spice[0]["min"] / report[0]["min"]
    print(f"\n**{ratio:.1f} times as fast** by the least wall time, {spice[0]['median'] / report[0]['median']:.1f} by the median;")
    print(f"{spice[1][1] / report[1][1]:.1f} times less memory.\n")


def out_large(program, folder, what, sizes):
    print("| links | processor s | ms for each link | peak MiB | KiB for each link |\n|---|---|---|---|---|")
    for n in sizes:
        path = folder / f"{n}.hum"
        text = subprocess.run([sys.executable, ROOT / "bench/chain.py", str(n), *what], check=True, stdout=subprocess.PIPE)
        path.write_bytes(text.stdout)
        cpu, mib = least([program, "report", str(path)])
        print(f"| {n} | {cpu:.2f} | {1e3 * cpu / n:.2f} | {mib:.0f} | {1024 * mib / n:.0f} |", flush=True)
    print()


def out_page(program, ngspice):
    print("# Benchmark: whole reports\n")
    print("Written by `make bench`, which is `bench/run.py BUILD --write` (packages: `tools/install-packages.sh bench`).")
    print(f"Measured on {cpu_model()}, one thread, optimised build; other work ran on the machine, so look at the ratios.")
    print("The solver by itself: [bench-solver.md](bench-solver.md); cables: [bench-cables.md](bench-cables.md).\n")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        out_small(program, ngspice, folder)
        print("## Many boxes\n")
        print("A chain of N balanced links with N earth wires that hum, `humdinger report`: every link's level, noise, hum,")
        print("rejection and response. Time and memory grow as the number of links ([physics/solve.md](physics/solve.md),")
        print('"Large systems").\n')
        out_large(program, folder, [], LINKS)
        print("A desk with N sources:\n")
        out_large(program, folder, ["star"], LINKS[:3])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    program = str((args.build / "src/cli/humdinger").resolve())
    os.chdir(ROOT)
    if args.write:
        page = subprocess.run([sys.executable, __file__, str(args.build.resolve())], check=True, stdout=subprocess.PIPE).stdout
        (ROOT / "docs/bench-report.md").write_bytes(page.rstrip(b"\n") + b"\n")
        return
    ngspice = subprocess.run(["which", "ngspice"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    out_page(program, ngspice)


if __name__ == "__main__":
    main()
