#!/usr/bin/env python3
"""A long study that is interrupted says what is done, at once, and one that is killed leaves the file of before as it was.

interrupted.py PROGRAM SOURCE_ROOT
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

ASKED = "cmrr of rx.xlr at 60 Hz"
KILLS = 40
WORKS_S = 2  # ten million samples take half an hour


def chain_in(folder):
    """Twenty boxes with a hundred and more uncertain values: their worst corners take minutes."""
    path = pathlib.Path(folder) / "chain.hum"
    boxes = [f"box b{i}\n  in i z 10 kohm +-20%\n  out o z 100 ohm +-20% max 2 V\n" for i in range(20)]
    path.write_text("".join(boxes) + "".join(f"cable b{i}.o -> b{i + 1}.i rca 1 m\n" for i in range(19)))
    return path


def replace_and_kill(program, environment, example):
    """A file that is being replaced is the old one or the new one, whole; all that a kill may leave is one named .new-XXXXXX beside it."""
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "room.hum"
        texts = set()
        for z in ("40 kohm", "41 kohm"):
            file.write_text(example.read_text())
            subprocess.run([program, "set", file, f"amp.line.z={z}"], check=True, env=environment)
            texts.add(file.read_text())
        assert len(texts) == 2
        began = time.monotonic()
        subprocess.run([program, "set", file, "amp.line.z=40 kohm"], check=True, env=environment)
        took = time.monotonic() - began
        for i in range(KILLS):
            killed = subprocess.Popen([program, "set", file, f"amp.line.z={40 + i % 2} kohm"], env=environment)
            time.sleep(took * i / KILLS)
            killed.kill()
            killed.wait()
            assert file.read_text() in texts
        left = [name for name in os.listdir(scratch) if not re.fullmatch(r"room\.hum(\.new-\w{6})?", name)]
        assert not left, left


def main(program, root):
    base = [program, "tolerance", f"{root}/examples/matching.hum", ASKED]
    environment = {**os.environ, "HUMDINGER_CATALOGUE": f"{root}/catalogue"}

    for patience in (1, 3, 10):  # a busy machine may not have come to the first samples
        study = subprocess.Popen([*base, "--samples", "10000000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env=environment)
        time.sleep(patience * WORKS_S)
        study.send_signal(signal.SIGINT)
        said, told = study.communicate(timeout=60)
        assert study.returncode == 130, study.returncode
        done = re.search(r"^humdinger: interrupted after (\d+) of 10000000 samples", told)
        assert done, told
        if done[1] != "0":
            break
    assert "5 % are worse than" in said, said

    with tempfile.TemporaryDirectory() as scratch:
        corners = subprocess.Popen([program, "tolerance", chain_in(scratch)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, env=environment)
        time.sleep(WORKS_S)
        corners.send_signal(signal.SIGINT)
        said, told = corners.communicate(timeout=60)  # to the end they would take many minutes
        assert corners.returncode in (130, -signal.SIGINT), corners.returncode  # the latter: before it was held back
        assert not said and (corners.returncode < 0 or "interrupted after 0 of 10000 samples" in told), (said, told)

    with tempfile.TemporaryDirectory() as scratch:
        part = pathlib.Path(scratch) / "part.json"
        subprocess.run([*base, "--samples", "100", "--shard", "1/1", "-o", part], check=True, env=environment)
        before = part.read_bytes()
        killed = subprocess.Popen([*base, "--samples", "10000000", "--shard", "1/1", "-o", part], env=environment)
        time.sleep(WORKS_S)
        killed.kill()
        killed.wait()
        assert part.read_bytes() == before
        assert os.listdir(scratch) == ["part.json"], os.listdir(scratch)
        merged = subprocess.run([program, "tolerance", "--merge", part], check=True, capture_output=True, text=True)
        assert " 100 samples" in merged.stdout, merged.stdout
    replace_and_kill(program, environment, pathlib.Path(root) / "examples" / "living-room.hum")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
