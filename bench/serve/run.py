#!/usr/bin/env python3
"""Requests a second of the report of the three-box system on loopback, and memory over many of them, with wrk.

  bench/serve/run.py PROGRAM [SECONDS [REQUESTS]]
"""
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "examples" / "living-room.hum"


def memory_kb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


def processor_s(pid):
    words = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def wrk(url, key, seconds, fresh, bare=False, connections=8):
    environment = {**os.environ, "KEY": key, "FILE": str(FILE), "FRESH": "1" if fresh else "0", "BARE": "1" if bare else "0"}
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", str(ROOT / "bench/serve/report.lua"), url]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    if told.stderr:
        sys.exit(told.stderr[:500])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told.stdout).group(1))
    n = int(re.search(r"(\d+) requests in", told.stdout).group(1))
    latency = dict(re.findall(r"\s+(50|99)%\s+(\S+)", told.stdout))
    return n, rate, latency


def main(program, seconds=10, requests=100000):
    environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
    server = subprocess.Popen([program, "serve", str(FILE)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=environment)
    url, key = server.stdout.readline().strip().split("/#key=")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    for name, fresh, bare in (("the same question", False, False), ("a new text each time, the numbers alone", True, True),
                              ("a new text each time, with doubts and pictures", True, False)):
        before = processor_s(server.pid)
        n, rate, latency = wrk(url, key, seconds, fresh, bare)
        each = 1000 * (processor_s(server.pid) - before) / n
        print(f"{name}: {rate:.0f} requests/s, median {latency.get('50')}, 99 % {latency.get('99')}, {each:.2f} ms of a core each, "
              f"{memory_kb(server.pid)} kB")
    done = 0
    begin = time.monotonic()
    while done < requests:
        n, rate, _ = wrk(url, key, seconds, fresh=done % 2 == 1)
        done += n
        print(f"{done} requests after {time.monotonic() - begin:.0f} s: {memory_kb(server.pid)} kB")
    server.terminate()
    return server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
