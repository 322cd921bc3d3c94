#!/usr/bin/env python3
"""The local server over real sockets: who may ask, what may be asked, and that nobody can keep the others out.

  test_http.py PROGRAM
"""
import contextlib
import json
import os
import pathlib
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
from server import EXAMPLE, ROOT, Server

PROGRAM = ""
TEXT = EXAMPLE.read_text()
SECONDS = 15  # SERVE_SECONDS of src/serve/clients.h


def without_bands(data):
    if isinstance(data, list):
        return [without_bands(d) for d in data]
    if isinstance(data, dict):
        return {k: without_bands(v) for k, v in data.items() if not k.endswith("_band")}
    return data


class WithServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        status, said = cls.server.stop()
        if status != 0 or "Sanitizer" in said:
            raise AssertionError(f"the server ended with {status}: {said}")

    def raw(self, data, shut=False, timeout=30):
        """What comes back for these bytes, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=timeout) as s:
            s.sendall(data)
            if shut:
                with contextlib.suppress(OSError):  # it may have answered and closed already
                    s.shutdown(socket.SHUT_WR)
            got = b""
            while block := s.recv(65536):
                got += block
            return got

    def status_of(self, data):
        got = self.raw(data)
        return int(got.split()[1]) if got else None


class WhoMayAsk(WithServer):
    def head(self, *lines, path="/"):
        return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode()

    def test_own_names(self):
        for name in ("127.0.0.1", "localhost", "[::1]"):
            self.assertEqual(self.status_of(self.head(f"Host: {name}:{self.server.port}")), 200, name)

    def test_other_names(self):
        port = self.server.port
        for name in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", f"127.0.0.1.evil:{port}",
                     f"localhost:{port}.evil", f"0.0.0.0:{port}", f"127.0.0.2:{port}", f" localhost:{port}x", ""):
            self.assertIn(self.status_of(self.head(f"Host: {name}")), (400, 403), name)

    def test_no_name(self):
        self.assertEqual(self.status_of(self.head()), 400)
        self.assertEqual(self.status_of(b"GET / HTTP/1.0\r\n\r\n"), 403)

    def test_origin(self):
        port = self.server.port
        for origin, status in ((f"http://127.0.0.1:{port}", 200), (f"http://localhost:{port}", 200),
                               ("http://evil.example", 403), (f"https://127.0.0.1:{port}", 403), ("null", 403),
                               (f"http://127.0.0.1:{port}.evil.example", 403), ("", 403), ("http://", 403)):
            answer = self.server.ask("POST", "/api/report", {"text": TEXT}, headers={"Origin": origin})
            self.assertEqual(answer[0], status, origin)

    def test_key(self):
        key = self.server.key
        wrong = (key[:-1] + ("0" if key[-1] != "0" else "1"), key[:-1], key + "0", key.upper() + " ", "", "0" * 32)
        for method, path in (("POST", "/api/report"), ("GET", "/api/file"), ("PUT", "/api/file"), ("GET", "/api/x"),
                             ("POST", "/api/set"), ("GET", "/api/catalogue"), ("POST", "/api/html")):
            for said in wrong:
                answer = self.server.ask(method, path, b"{}", headers={"X-Humdinger-Key": said}, key=False)
                self.assertEqual(answer[0], 403, (path, said))
            self.assertEqual(self.server.ask(method, path, b"{}", key=False)[0], 403)
            self.assertNotIn(b"Living", self.server.ask(method, path, b"{}", key=False)[2])

    def test_key_is_new_each_time(self):
        other = Server(PROGRAM)
        other.stop()
        self.assertNotEqual(other.key, self.server.key)
        self.assertRegex(other.key, "^[0-9a-f]{32}$")

    def test_loopback_only(self):
        listening = {}
        for table in ("tcp", "tcp6"):
            for line in pathlib.Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                address, state = line.split()[1], line.split()[3]
                if state == "0A" and int(address.split(":")[1], 16) == self.server.port:
                    listening[table] = address.split(":")[0]
        self.assertEqual(listening["tcp"], "0100007F")
        self.assertIn(listening.get("tcp6"), (None, "00000000000000000000000001000000"))

    def test_both_addresses(self):
        if not os.path.exists("/proc/net/if_inet6") or "lo" not in pathlib.Path("/proc/net/if_inet6").read_text():
            self.skipTest("no IPv6 here")
        self.assertEqual(self.server.ask("GET", "/", host="::1")[0], 200)


class Answers(WithServer):
    def test_headers(self):
        for path in ("/", "/api/file", "/no-such"):
            _, headers, _ = self.server.ask("GET", path)
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertNotIn("unsafe", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertFalse([name for name in headers if name.lower().startswith("access-control")])

    def test_page(self):
        for path, kind in (("/", "text/html"), ("/index.html", "text/html"), ("/style.css", "text/css")):
            status, headers, data = self.server.ask("GET", path, key=False)
            self.assertEqual(status, 200, path)
            self.assertTrue(headers["Content-Type"].startswith(kind))
            name = "index.html" if path == "/" else path[1:]
            self.assertEqual(data, (ROOT / "web" / name).read_bytes())
        self.assertEqual(self.server.ask("HEAD", "/")[2], b"")

    def test_report_is_that_of_the_command(self):
        environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
        for variant in ("", "XLR"):
            command = [PROGRAM, "report", "--json", str(self.server.file), "--variant", variant]
            wanted = json.loads(subprocess.run(command, capture_output=True, env=environment, check=True).stdout)
            answer = self.server.report(TEXT, variant)
            self.assertEqual(answer["report"], wanted)
            self.assertEqual(answer["variants"], ["XLR"])
            for name in ("system", "spectrum", "limits", "levels"):
                self.assertTrue(answer["pictures"][name].startswith("<svg "), name)
            self.assertEqual(answer["system"]["schema"], "humdinger.system/1")

    def test_quick_answer(self):
        """Without doubts every number is the same, and what tells of doubts is not there; only the pictures named come."""
        full = self.server.report(TEXT)
        quick = self.server.json("POST", "/api/report", {"text": TEXT, "doubts": False, "pictures": ["limits", "sunset", 7]})
        for part in ("links", "outputs", "seat", "limits"):
            self.assertEqual(without_bands(quick["report"][part]), without_bands(full["report"][part]), part)
        self.assertTrue(any(a["moves_db"] for a in full["report"]["assumed"]))
        self.assertFalse(any(a.get("moves_db") for a in quick["report"]["assumed"]))
        self.assertEqual(quick["pictures"], {"limits": full["pictures"]["limits"]})
        self.assertEqual(self.server.json("POST", "/api/report", {"text": TEXT, "pictures": []})["pictures"], {})
        self.assertEqual(set(self.server.json("POST", "/api/report", {"text": TEXT, "pictures": "no list"})["pictures"]),
                         set(full["pictures"]))

    def test_pictures_to_measure(self):
        """As wide as asked, and with another variant behind."""
        wide = self.server.report(TEXT, "XLR")["pictures"]["spectrum"]
        narrow = self.server.json("POST", "/api/report", {"text": TEXT, "variant": "XLR", "width": 360})["pictures"]["spectrum"]
        ghost = self.server.json("POST", "/api/report", {"text": TEXT, "variant": "XLR", "against": "base"})["pictures"]["spectrum"]
        self.assertIn('viewBox="0 0 760 ', wide)
        self.assertIn('viewBox="0 0 360 ', narrow)
        self.assertNotIn("before", wide)
        self.assertIn(">before: ", ghost)
        for width, wanted in ((1, 320), (1e300, 760), (-5, 760), ("wide", 760), (None, 760)):
            svg = self.server.json("POST", "/api/report", {"text": TEXT, "width": width, "pictures": ["limits"]})["pictures"]["limits"]
            self.assertIn(f'viewBox="0 0 {wanted} ', svg)
        answer = self.server.json("POST", "/api/report", {"text": TEXT, "against": "nowhere"})
        self.assertIsNone(answer["pictures"]["spectrum"])
        self.assertIsNotNone(answer["report"])

    def test_cable(self):
        answer = self.server.json("POST", "/api/cable", {"name": "canare/l-4e6s", "length": "5 m"})
        self.assertEqual((answer["schema"], answer["diagnostics"]), ("humdinger.page-cable/1", []))
        cable, = answer["cable"]["cables"]
        self.assertEqual((cable["type"], cable["length_m"]), ("canare/l-4e6s", 5))
        short, = self.server.json("POST", "/api/cable", {"name": "canare/l-4e6s", "load": "100 kohm"})["cable"]["cables"]
        self.assertEqual(short["length_m"], 1)
        for question in ({"name": "nobody/nothing"}, {"name": "rca", "length": "5 s"}, {"name": "rca 1 m\nbox"}, {"name": ""}):
            answer = self.server.json("POST", "/api/cable", question)
            self.assertIsNone(answer["cable"], question)
            self.assertTrue(answer["diagnostics"], question)
        for body in ("", "{", "[]", "{}", '{"name": 3}'):
            self.assertEqual(self.server.ask("POST", "/api/cable", body)[0], 400, body)

    def test_cable_picture(self):
        answer = self.server.json("POST", "/api/cable", {"name": "rca", "width": 360})
        self.assertIn('viewBox="0 0 360 ', answer["picture"])
        self.assertIn("Characteristic impedance", answer["picture"])
        self.assertIsNone(self.server.json("POST", "/api/cable", {"name": "nobody/nothing"})["picture"])

    def command(self, *words):
        environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
        return json.loads(subprocess.run([PROGRAM, *words], capture_output=True, env=environment, check=True).stdout)

    def test_eye_is_that_of_the_command(self):
        file = ROOT / "examples" / "digital.hum"
        text = file.read_text()
        self.assertEqual(self.server.json("POST", "/api/eye", {"text": text})["eye"], self.command("eye", "--json", str(file)))
        wanted = self.command("eye", "--json", str(file), "--port", "dac.coax", "--length", "100 m", "--rate", "96")["eyes"][0]
        answer = self.server.json("POST", "/api/eye", {"text": text, "port": "dac.coax", "length": "100 m", "rate": 96e3})
        self.assertEqual(answer["eye"]["eyes"], [wanted])
        self.assertIn("100 m", answer["picture"])
        quick = self.server.json("POST", "/api/eye", {"text": text, "port": "dac.coax", "longest": False, "equalised": True, "width": 360})
        self.assertNotIn("longest_m", quick["eye"]["eyes"][0]["plain"])
        self.assertIn('viewBox="0 0 360 ', quick["picture"])
        self.assertIn("behind the equaliser", quick["picture"])

    def test_no_eye(self):
        text = (ROOT / "examples" / "digital.hum").read_text()
        for question in ({"text": TEXT}, {"text": text, "port": "no.body"}, {"text": text, "length": "5 s"}, {"text": text, "rate": 1},
                         {"text": text, "variant": "nowhere"}, {"text": text, "length": "-1 m"}):
            answer = self.server.json("POST", "/api/eye", question)
            self.assertIsNone(answer["eye"], question)
            self.assertIsNone(answer["picture"], question)
            self.assertTrue(answer["diagnostics"], question)

    def test_tolerance_is_that_of_the_command(self):
        file = ROOT / "examples" / "receiver.hum"
        wanted = self.command("tolerance", str(file), "cmrr of rx.a at 60 Hz > 60 dB", "--samples", "2000", "--precision", "--json")
        question = {"text": file.read_text(), "quantities": ["cmrr of rx.a at 60 Hz"], "target": "> 60 dB", "precision": True, "width": 400}
        answer = self.server.json("POST", "/api/tolerance", question)
        self.assertEqual((answer["schema"], answer["diagnostics"]), ("humdinger.page-tolerance/1", []))
        found = answer["tolerance"]
        self.assertEqual(found["done"], 2000)
        for one in (found["quantities"][0], wanted["quantities"][0]):
            one.pop("what")  # as it was asked for, with its target or without
        self.assertEqual(found["quantities"], wanted["quantities"])
        self.assertIn('viewBox="0 0 400 ', answer["picture"])
        self.assertIn(">target<", answer["picture"])

    def test_tolerance_of_what_the_file_expects(self):
        text = (ROOT / "examples" / "receiver.hum").read_text()
        found = self.server.json("POST", "/api/tolerance", {"text": text, "samples": 10})["tolerance"]
        self.assertEqual([q["what"].split()[0] for q in found["quantities"]], ["cmrr", "noise"])
        self.assertEqual(found["done"], 10)
        self.assertNotIn("precision", found["quantities"][0])

    def test_tolerance_that_cannot_be(self):
        for question in ({"quantities": ["sunset of amp.line"]}, {"quantities": ["cmrr of no.body"]}, {"quantities": [""]},
                         {"quantities": ["cmrr of amp.line"], "target": "> 5 m"}, {"variant": "nowhere"}):
            answer = self.server.json("POST", "/api/tolerance", {"text": TEXT, "samples": 10, **question})
            self.assertIsNone(answer["tolerance"], question)
            self.assertIsNone(answer["picture"], question)
            self.assertTrue(answer["diagnostics"], question)
        for question in ({"samples": 0}, {"samples": 20001}, {"samples": "many"}, {"samples": -1}, {"samples": 1e300}, {"samples": None},
                         {"quantities": "hum"}, {"quantities": ["hum"] * 9}, {"quantities": [3]}, {"quantities": {}}):
            self.assertEqual(self.server.ask("POST", "/api/tolerance", {"text": TEXT, **question})[0], 400, question)

    def test_same_answer_from_memory(self):
        self.assertEqual(self.server.report(TEXT), self.server.report(TEXT))
        self.assertNotEqual(self.server.report(TEXT)["report"], self.server.report(TEXT, "XLR")["report"])

    def test_mistakes_are_told_in_place(self):
        answer = self.server.report('system "x"\nbox a\n  out b max 2 volts\n')
        self.assertIsNone(answer["report"])
        self.assertIsNone(answer["pictures"]["system"])
        self.assertTrue(any(d["line"] == 3 and d["severity"] == "error" for d in answer["diagnostics"]))

    def test_no_seat(self):
        answer = self.server.report(TEXT.replace("speaker amp.spk", "# ").replace("expect", "# "))
        self.assertIsNotNone(answer["report"])
        self.assertIsNone(answer["pictures"]["spectrum"])
        self.assertEqual([d for d in answer["diagnostics"] if d["severity"] == "error"], [])

    def test_no_such_variant(self):
        answer = self.server.report(TEXT, "nowhere")
        self.assertIsNone(answer["report"])
        self.assertTrue(answer["diagnostics"])

    def test_set(self):
        answer = self.server.json("POST", "/api/set", {"text": TEXT, "path": "catv.emf", "value": "5 mV"})
        self.assertEqual(answer["text"], TEXT.replace("emf 80 mV", "emf 5 mV"))
        answer = self.server.json("POST", "/api/set", {"text": TEXT, "path": "amp.leakage", "value": "1 mA"})
        self.assertIn("outlet wall leakage 1 mA", answer["text"])
        for path, value in (("amp.leakage", "1 mV"), ("nobody.z", "1 ohm"), ("amp.line.z", "\n"), ("", ""), ("catv.emf", "\x00")):
            status, _, data = self.server.ask("POST", "/api/set", {"text": TEXT, "path": path, "value": value})
            if status == 200:
                self.assertIsNone(json.loads(data)["text"], path)
            else:
                self.assertEqual(status, 400)

    def test_compare(self):
        answer = self.server.json("POST", "/api/compare", {"text": TEXT, "a": "", "b": "XLR"})
        self.assertAlmostEqual(answer["compare"]["level_difference_db"], 6, delta=0.1)
        self.assertIsNone(self.server.json("POST", "/api/compare", {"text": TEXT, "a": "no", "b": "XLR"})["compare"])

    def test_html(self):
        html = self.server.json("POST", "/api/html", {"text": TEXT, "variant": ""})["html"]
        self.assertTrue(html.startswith("<!doctype html>"))
        self.assertNotIn("<script", html)

    def test_catalogue(self):
        found = self.server.json("GET", "/api/catalogue?search=CANARE%20quad")["entries"]
        self.assertIn("canare/l-4e6s", [entry["name"] for entry in found])
        entry = self.server.json("GET", "/api/catalogue?name=benchmark/dac3")["entry"]
        self.assertTrue(any(line.startswith("out xlr") for line in entry["lines"]))
        self.assertEqual(self.server.json("GET", "/api/catalogue?search=%22%3C")["entries"], [])
        for name in ("../../../etc/passwd", "/etc/passwd", "benchmark/../benchmark/dac3", "", "benchmark"):
            self.assertEqual(self.server.ask("GET", f"/api/catalogue?name={name}")[0], 404, name)

    def test_methods(self):
        for method, path, allow in (("GET", "/api/report", "POST"), ("POST", "/api/file", "GET, PUT"), ("POST", "/", "GET, HEAD"),
                                    ("OPTIONS", "/api/file", "GET, PUT"), ("DELETE", "/api/file", "GET, PUT")):
            status, headers, _ = self.server.ask(method, path)
            self.assertEqual((status, headers["Allow"]), (405, allow), (method, path))

    def test_bodies_that_are_none(self):
        deep = b"[" * 100000
        for body in (b"", b"{", b"[]", b"{}", b'{"text": 1}', b"\xff\xfe", deep, b'{"text": "a", "text": "b"}',
                     b'{"text": "\\u0000"}', b'{"text": "\xff"}', b"null", b'{"text": "\\ud800"}'):
            for path in ("/api/report", "/api/set", "/api/compare", "/api/html", "/api/eye", "/api/tolerance"):
                self.assertEqual(self.server.ask("POST", path, body)[0], 400, (path, body[:20]))

    def test_strange_texts(self):
        for text in ("", "\n" * 1000, "{", "{}", "box " * 1000, "#" * 100000, "\r", "\ufeffsystem \"x\"\n",
                     'system "<script>alert(1)</script>"\n' + TEXT):
            answer = self.server.report(text)
            self.assertEqual(answer["schema"], "humdinger.page/1")
            for svg in answer["pictures"].values():
                self.assertNotIn("<script", svg or "")


class Disk(WithServer):
    def test_no_path_reaches_the_disk(self):
        for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/etc/passwd", "/web/index.html",
                     "/..%2fmeson.build", "/api/../api/file", "/api/file/../../etc/passwd", "/style.css/", "/%00", "/index.html%00.js",
                     "/.git/config", str(self.server.file)):
            status, _, data = self.server.ask("GET", path)
            self.assertNotIn(b"root:", data)
            self.assertNotIn(b"Living", data)
            self.assertIn(status, (404, 200) if "%00" in path else (404,), path)

    def test_use_reaches_no_other_file(self):
        for name in ("/etc/passwd", "../../../../etc/passwd", str(EXAMPLE), "/proc/self/environ"):
            answer = self.server.report(f'use "{name}"\n')
            told = json.dumps(answer)
            self.assertNotIn("root:", told)
            self.assertNotIn("Living room", told)
            self.assertTrue(answer["diagnostics"])

    def test_like_reaches_no_other_file(self):
        answer = self.server.report("box a like ../../etc/passwd\ncable x.y -> z.w ../../../etc/passwd 2 m\n")
        self.assertNotIn("root:", json.dumps(answer))

    def test_used_file_is_known(self):
        folder = self.server.file.parent
        (folder / "mains.hum").write_text("mains 100 V 50 Hz\n")
        text = TEXT.replace("mains 120 V 60 Hz", 'use "mains.hum"')
        server = Server.__new__(Server)
        self.server.file.write_text(text)
        environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
        server.process = subprocess.Popen([PROGRAM, "serve", str(self.server.file)], stdout=subprocess.PIPE,
                                          stderr=subprocess.PIPE, text=True, env=environment)
        base, server.key = server.process.stdout.readline().strip().split("/#key=")
        server.port = int(base.rsplit(":", 1)[1])
        answer = server.report(text)
        server.process.terminate()
        server.process.communicate(timeout=60)
        self.assertEqual(answer["report"]["conditions"]["mains_hz"], 50)


class Saving(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROGRAM)

    def tearDown(self):
        status, said = self.server.stop()
        self.assertEqual(status, 0, said)
        self.assertNotIn("Sanitizer", said)

    def put(self, text, version):
        return self.server.ask("PUT", "/api/file", {"text": text, "version": version})

    def beside(self):
        return sorted(p.name for p in self.server.file.parent.iterdir())

    def test_save(self):
        self.server.file.chmod(0o640)
        before = self.server.json("GET", "/api/file")
        self.assertEqual(before["text"], TEXT)
        changed = TEXT.replace("5 m ", "7 m ") + "# µ\r\n"
        status, _, data = self.put(changed, before["version"])
        self.assertEqual(status, 200)
        self.assertEqual(self.server.file.read_bytes().decode(), changed)
        self.assertEqual(stat.S_IMODE(self.server.file.stat().st_mode), 0o640)
        self.assertEqual(self.beside(), ["system.hum"])
        again = self.put(TEXT, json.loads(data)["version"])
        self.assertEqual(again[0], 200)
        self.assertEqual(self.server.file.read_text(), TEXT)

    def test_never_over_a_change(self):
        before = self.server.json("GET", "/api/file")
        self.server.file.write_text(TEXT + "# by another program\n")
        self.assertEqual(self.put("mine", before["version"])[0], 409)
        self.assertEqual(self.server.file.read_text(), TEXT + "# by another program\n")
        self.assertEqual(self.beside(), ["system.hum"])

    def test_never_over_a_change_of_one_byte_in_the_same_instant(self):
        before = self.server.json("GET", "/api/file")
        times = self.server.file.stat()
        self.server.file.write_text(TEXT.replace("80 mV", "81 mV"))
        os.utime(self.server.file, ns=(times.st_atime_ns, times.st_mtime_ns))
        self.assertEqual(self.put("mine", before["version"])[0], 409)

    def test_file_gone(self):
        before = self.server.json("GET", "/api/file")
        self.server.file.unlink()
        self.assertEqual(self.put("mine", before["version"])[0], 409)
        self.assertEqual(self.beside(), [])
        self.assertEqual(self.server.ask("GET", "/api/file")[0], 500)

    def test_wrong_versions(self):
        for version in ("", "0", None, 5, "x" * 10000):
            self.assertIn(self.put("mine", version)[0], (400, 409))
        self.assertEqual(self.server.file.read_text(), TEXT)

    def test_two_at_once(self):
        version = self.server.json("GET", "/api/file")["version"]
        answers = []
        threads = [threading.Thread(target=lambda n=n: answers.append(self.put(f"# {n}\n" * 1000, version)[0])) for n in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(sorted(answers), [200] + [409] * 7)

    def test_large(self):
        version = self.server.json("GET", "/api/file")["version"]
        self.assertEqual(self.put("#" * (513 << 10), version)[0], 413)
        self.assertEqual(self.server.file.read_text(), TEXT)

    def test_no_room_beside(self):
        if os.geteuid() == 0:
            self.skipTest("root may write anywhere")
        version = self.server.json("GET", "/api/file")["version"]
        self.server.file.parent.chmod(0o500)
        try:
            self.assertEqual(self.put("mine", version)[0], 500)
        finally:
            self.server.file.parent.chmod(0o700)
        self.assertEqual(self.server.file.read_text(), TEXT)

    def test_not_text_any_more(self):
        self.server.file.write_bytes(b"\xff\xfe\x00")
        self.assertEqual(self.server.ask("GET", "/api/file")[0], 422)


class NoFile(unittest.TestCase):
    def test_nothing_to_save(self):
        server = Server(PROGRAM, no_file=True)
        self.assertIsNone(server.json("GET", "/api/file")["name"])
        self.assertEqual(server.ask("PUT", "/api/file", {"text": "x", "version": "y"})[0], 404)
        self.assertIsNotNone(server.report(TEXT)["report"])
        self.assertEqual(server.stop()[0], 0)

    def refused(self, *words):
        done = subprocess.run([PROGRAM, "serve", *words], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stderr

    def test_what_cannot_be_served(self):
        self.assertEqual(self.refused("/no/such.hum")[0], 4)
        self.assertEqual(self.refused("/")[0], 4)
        self.assertEqual(self.refused("-")[0], 2)
        self.assertEqual(self.refused("--port", "0")[0], 2)
        self.assertEqual(self.refused("--port", "65536")[0], 2)
        self.assertEqual(self.refused("--port", "http")[0], 2)

    def test_port_taken(self):
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family) as s:
                try:
                    s.bind((address, 0))
                except OSError:
                    continue
                s.listen()
                status, said = self.refused("--port", str(s.getsockname()[1]))
                self.assertEqual(status, 4, address)
                self.assertIn("in use", said)

    def test_link_stays_a_link(self):
        server = Server(PROGRAM)
        link = server.file.with_name("link.hum")
        link.symlink_to(server.file)
        server.process.terminate()
        server.process.wait(timeout=60)
        server.process.stdout.close()
        server.process.stderr.close()
        process = subprocess.Popen([PROGRAM, "serve", str(link)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        base, server.key = process.stdout.readline().strip().split("/#key=")
        server.port = int(base.rsplit(":", 1)[1])
        version = server.json("GET", "/api/file")["version"]
        self.assertEqual(server.ask("PUT", "/api/file", {"text": "# new\n", "version": version})[0], 200)
        process.terminate()
        process.communicate(timeout=60)
        self.assertTrue(link.is_symlink())
        self.assertEqual(server.file.read_text(), "# new\n")
        server.folder.cleanup()


class Limits(WithServer):
    def head(self, *lines, method="POST", path="/api/report"):
        own = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", f"X-Humdinger-Key: {self.server.key}"]
        return "\r\n".join([*own, *lines, "", ""]).encode()

    def test_body_of_the_largest_size(self):
        text = "#" * ((1 << 20) - len('{"text": ""}'))
        self.assertEqual(self.server.ask("POST", "/api/report", {"text": text})[0], 200)
        self.assertEqual(self.server.ask("POST", "/api/report", {"text": text + "#"})[0], 413)

    def test_body_is_refused_before_it_is_sent(self):
        for length in ("4194305", "99999999999"):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as s:
                s.sendall(self.head(f"Content-Length: {length}"))
                self.assertIn(b" 413 ", s.recv(4096))

    def test_length_that_is_no_number(self):
        for length in ("-1", "1e9", "99999999999999999999999999", "0x10", ""):
            got = self.raw(self.head(f"Content-Length: {length}", "Connection: close") + b"{}", shut=True)
            self.assertNotIn(b" 200 ", got[:20], length)

    def test_body_without_length(self):
        chunk = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
        got = b""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as s:
            s.sendall(self.head("Transfer-Encoding: chunked", "Connection: close") + chunk * 40 + b"0\r\n\r\n")
            while block := s.recv(65536):
                got += block
        self.assertIn(b" 413 ", got[:20])

    def test_long_headers(self):
        got = self.raw(self.head("X-Long: " + "x" * 40000, "Content-Length: 0", "Connection: close"), shut=True)
        self.assertNotIn(b" 200 ", got[:20])
        self.assertEqual(self.status_of(f"GET /{'x' * 40000} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) // 100, 4)

    def test_garbage(self):
        for data in (b"\x00" * 1000, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n",
                     b"POST /api/report HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):
            got = self.raw(data, shut=True)
            self.assertNotIn(b" 200 ", got[:20])
        self.assertIsNotNone(self.server.report(TEXT)["report"])

    def crowd(self, n, first=b""):
        """n connections that send something and then wait."""
        sockets = []
        for _ in range(n):
            s = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            if first:
                s.sendall(first)
            sockets.append(s)
        return sockets

    def is_prompt(self):
        begin = time.monotonic()
        self.assertIsNotNone(self.server.report(TEXT + f"# {begin}\n")["report"])
        return time.monotonic() - begin < 10  # generous: the machine may be busy; a server that is blocked takes longer

    def test_crowd_of_silent_clients(self):
        crowd = self.crowd(300)
        self.assertTrue(self.is_prompt())
        for s in crowd:
            s.close()

    def test_crowd_of_slow_clients(self):
        crowd = self.crowd(300, b"POST /api/report HTTP/1.1\r\nHost: 127.0")
        self.assertTrue(self.is_prompt())
        for s in crowd:
            s.close()

    def test_known_client_outlives_a_crowd(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as s:
            ask = self.head(method="GET", path="/api/catalogue?search=none-such")
            s.sendall(ask)
            self.assertIn(b" 200 ", s.recv(65536))
            crowd = self.crowd(200)
            s.sendall(ask)
            self.assertIn(b" 200 ", s.recv(65536))
            for other in crowd:
                other.close()

    def test_slow_client_is_let_go(self):
        """One byte a second is never silent, but its time is over after SECONDS."""
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=1) as s:
            s.sendall(self.head("Content-Length: 100000"))
            while time.monotonic() - begin < 3 * SECONDS:
                try:
                    s.sendall(b"x")
                    if s.recv(4096) == b"":
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
        took = time.monotonic() - begin
        self.assertGreater(took, SECONDS - 2)
        self.assertLess(took, 2 * SECONDS + 5)

    def test_slow_reader_is_let_go(self):
        """Asks for much and reads nothing."""
        body = json.dumps({"text": TEXT}).encode()
        begin = time.monotonic()
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        s.connect(("127.0.0.1", self.server.port))
        s.settimeout(3 * SECONDS)
        ask = self.head(f"Content-Length: {len(body)}") + body
        with self.assertRaises(OSError), s:
            while time.monotonic() - begin < 3 * SECONDS:
                s.sendall(ask)
        self.assertLess(time.monotonic() - begin, 3 * SECONDS)


    def large_study(self):
        """A question whose samples take seconds."""
        lines = [TEXT]
        for i in range(12):
            lines.append(f"box b{i}\n  in i z 10 kohm +-20%\n  out o z 100 ohm +-20% max 2 V")
        lines += [f"cable b{i}.o -> b{i + 1}.i rca 1 m" for i in range(11)]
        return {"text": "\n".join(lines), "samples": 20000, "quantities": [f"hum of b{i}.i" for i in range(1, 9)]}

    def test_large_study_ends_in_time(self):
        """A study that would take minutes: what is done in its time is told, without what takes longest."""
        began = time.monotonic()
        answer = self.server.json("POST", "/api/tolerance", self.large_study())["tolerance"]
        self.assertGreater(answer["done"], 0)
        self.assertEqual(answer["samples"], 20000)
        self.assertGreater(answer["parameters"], 40)
        self.assertNotIn("worst_corner", answer["quantities"][0])
        if answer["done"] < 20000:
            self.assertGreaterEqual(time.monotonic() - began, 10)

    def test_others_are_answered_beside_studies(self):
        study = json.dumps(self.large_study()).encode()
        head = (f"POST /api/tolerance HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nX-Humdinger-Key: {self.server.key}\r\n"
                f"Content-Length: {len(study)}\r\n\r\n").encode()
        sockets = [socket.create_connection(("127.0.0.1", self.server.port), timeout=60) for _ in range(4)]
        try:
            for s in sockets:
                s.sendall(head + study)
            for _ in range(3):
                self.assertEqual(self.server.report(TEXT)["report"]["schema"], "humdinger.report/1")
                self.assertEqual(self.server.ask("GET", "/api/file")[0], 200)
            still_studied = [not select.select([s], [], [], 0)[0] for s in sockets]
            self.assertIn(True, still_studied, "the questions came while there were studies")
        finally:
            for s in sockets:
                s.close()


class Together(WithServer):
    """Many at once, each question of every kind, new texts and old, some who leave in the middle. .ci/run does it with ThreadSanitizer too."""
    CLIENTS = 6
    ROUNDS = 3

    def one_of_each(self, n):
        text = TEXT.replace("5 m ", f"{1 + n % 7} m ") + f"# {n % 5}\n"
        report = self.server.json("POST", "/api/report", {"text": text, "doubts": n % 2 == 0, "variant": ["", "XLR"][n % 2]})
        self.assertIsNotNone(report["report"])
        self.assertIsNotNone(self.server.json("POST", "/api/set", {"text": text, "path": "amp.line.z", "value": f"{10 + n} kohm"})["text"])
        self.assertIsNotNone(self.server.json("POST", "/api/compare", {"text": text, "a": "", "b": "XLR"})["compare"])
        study = self.server.json("POST", "/api/tolerance", {"text": text, "samples": 70, "quantities": ["hum of amp.line"]})
        self.assertEqual(study["tolerance"]["done"], 70)
        self.assertEqual(len(self.server.json("GET", "/api/catalogue?search=benchmark+dac3")["entries"]), 1)
        file = self.server.json("GET", "/api/file")
        self.assertIn(self.server.ask("PUT", "/api/file", {"text": text, "version": file["version"]})[0], (200, 409))

    def leave_in_the_middle(self, n):
        body = json.dumps({"text": TEXT + f"# gone {n}\n"}).encode()
        head = (f"POST /api/{['report', 'fix', 'tolerance'][n % 3]} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n"
                f"X-Humdinger-Key: {self.server.key}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as s:
            s.sendall((head + body)[: len(head) + len(body) * (n % 4) // 3])

    def client(self, k, complaints):
        try:
            self.ready.wait()
            for i in range(8):
                self.server.json("POST", "/api/report", {"text": TEXT + f"# {k} {i}\n", "doubts": False, "pictures": []})
            for i in range(self.ROUNDS):
                self.leave_in_the_middle(self.ROUNDS * k + i)
                self.one_of_each(self.ROUNDS * k + i)
        except Exception as e:  # a thread's own is not seen by the test
            complaints.append(repr(e))

    def test_together(self):
        complaints = []
        self.ready = threading.Barrier(self.CLIENTS)
        clients = [threading.Thread(target=self.client, args=(k, complaints)) for k in range(self.CLIENTS)]
        for c in clients:
            c.start()
        for c in clients:
            c.join()
        self.assertEqual(complaints, [])


class Ending(unittest.TestCase):
    def test_ends_in_the_middle_of_a_study(self):
        server = Server(PROGRAM)
        study = json.dumps(Limits.large_study(self)).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as s:
            s.sendall((f"POST /api/tolerance HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-Humdinger-Key: {server.key}\r\n"
                       f"Content-Length: {len(study)}\r\n\r\n").encode() + study)
            time.sleep(0.3)
            status, said = server.stop()
        self.assertEqual(status, 0, said)
        self.assertNotIn("Sanitizer", said)

    def test_ends_in_the_middle_of_a_large_report(self):
        """Nobody waits half a minute for the report of a hall with thousands of boxes after Ctrl+C."""
        server = Server(PROGRAM)
        lines = ["box b0\n  out o z 100 ohm max 2 V"]
        for i in range(1, 5000):
            lines.append(f"box b{i}\n  in i z 10 kohm\n  out o z 100 ohm max 2 V\ncable b{i - 1}.o -> b{i}.i rca 1 m")
        asked = json.dumps({"text": "\n".join(lines), "variant": ""}).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as s:
            s.sendall((f"POST /api/report HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-Humdinger-Key: {server.key}\r\n"
                       f"Content-Length: {len(asked)}\r\n\r\n").encode() + asked)
            time.sleep(1)
            begin = time.monotonic()
            status, said = server.stop()
            self.assertLess(time.monotonic() - begin, 10)
        self.assertEqual(status, 0, said)

    def test_signals(self):
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            server = Server(PROGRAM)
            idle = socket.create_connection(("127.0.0.1", server.port))
            half = socket.create_connection(("127.0.0.1", server.port))
            half.sendall(b"POST /api/report HTTP/1.1\r\nHost")
            server.report(TEXT)
            begin = time.monotonic()
            status, said = server.stop(how)
            self.assertEqual(status, 0, said)
            self.assertNotIn("Sanitizer", said)
            self.assertLess(time.monotonic() - begin, 10)
            idle.close()
            half.close()

    def test_browser_heeds_signals(self):
        """What --open starts does not inherit the signals that the server holds back."""
        with tempfile.TemporaryDirectory() as folder:
            told = pathlib.Path(folder) / "told"
            program = pathlib.Path(folder) / "xdg-open"
            program.write_text(f"""#!{sys.executable}
import os, signal, sys
open("{told}.part", "w").write(f"{{len(signal.pthread_sigmask(signal.SIG_BLOCK, []))}}\\n{{sys.argv[1]}}\\n")
os.rename("{told}.part", "{told}")
""")  # no shell: it would forget what is held back
            program.chmod(0o700)
            server = Server(PROGRAM, options=("--open",), path=folder)
            until = time.monotonic() + 60
            while not told.exists() and time.monotonic() < until:
                time.sleep(0.05)
            self.assertEqual(server.stop()[0], 0)
            blocked, url = told.read_text().splitlines()
            self.assertEqual(blocked, "0")
            self.assertEqual(url, server.url)

    def test_port_is_free_again(self):
        server = Server(PROGRAM)
        server.ask("GET", "/")
        port = server.port
        server.stop()
        again = Server(PROGRAM, options=("--port", str(port)))
        self.assertEqual(again.port, port)
        self.assertEqual(again.stop()[0], 0)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
