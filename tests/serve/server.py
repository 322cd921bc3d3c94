"""Starts `humdinger serve` for a test, and asks it."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "living-room.hum"


class Server:
    """A running server with a file of its own in a folder of its own."""

    def __init__(self, program, text=None, options=(), no_file=False, path=None):
        self.folder = tempfile.TemporaryDirectory(prefix="humdinger-serve-")
        self.file = pathlib.Path(self.folder.name) / "system.hum"
        self.file.write_text(text if text is not None else EXAMPLE.read_text())
        environment = {**os.environ, "HUMDINGER_CATALOGUE": str(ROOT / "catalogue")}
        if path:
            environment["PATH"] = f"{path}:{environment['PATH']}"
        command = [program, "serve", *options, *([] if no_file else [str(self.file)])]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=environment)
        self.url = self.process.stdout.readline().strip()
        if "#key=" not in self.url:
            raise RuntimeError(f"no address: {self.process.communicate(timeout=30)}")
        self.base, self.key = self.url.split("/#key=")
        self.port = int(self.base.rsplit(":", 1)[1])

    def ask(self, method, path, body=None, headers=None, key=True, host="127.0.0.1"):
        """(status, headers, bytes)"""
        sent = {"X-Humdinger-Key": self.key} if key else {}
        sent.update(headers or {})
        connection = http.client.HTTPConnection(host, self.port, timeout=60)
        try:
            payload = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
            connection.request(method, path, payload, sent)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def json(self, method, path, body=None, **more):
        """The answer, when it is 200."""
        status, _, data = self.ask(method, path, body, **more)
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {data[:300]}")
        return json.loads(data)

    def report(self, text, variant=""):
        return self.json("POST", "/api/report", {"text": text, "variant": variant})

    def stop(self, how=signal.SIGTERM):
        """(exit status, what it said on standard error)"""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            said = self.process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        finally:
            self.folder.cleanup()
        return self.process.returncode, said
