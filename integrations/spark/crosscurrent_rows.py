"""Inputs to records through one long-lived `crosscurrent scan`, whatever happens to it.

No engine is known here: `rows` is a plain generator, which PySpark, Ray Data or Daft run in each partition. For each
input there is exactly one record, in the order of the inputs. A child that dies is started again and goes on behind
what it has answered; an input at which children die again and again gets a record with the status `crash`.
"""

import json
import queue
import subprocess
import tempfile
import threading
from collections import deque

TRIES = 3
# So many inputs are sent and not yet answered; more than a child reads at once, so that it never waits.
AHEAD = 64
ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst", ".zip")


class Child:
    """One `crosscurrent scan` that answers line by line. What is sent is written by a thread: a full pipe must not keep us
    from reading answers."""

    def __init__(self, command, lines):
        self.words = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.words
        )
        self.lines = queue.SimpleQueue()
        for line in lines:
            self.lines.put(line)
        self.writer = threading.Thread(target=self._write, daemon=True)
        self.writer.start()

    def send(self, line):
        self.lines.put(line)

    def _write(self):
        try:
            while (line := self.lines.get()) is not None:
                self.process.stdin.write(line)
                self.process.stdin.flush()
        except OSError:
            pass  # Its death shows when it is asked for an answer.

    def answer(self):
        """The next record; None where the child has died before it was whole."""
        line = self.process.stdout.readline()
        return line if line.endswith(b"\n") else None

    def end(self, dead=False):
        """Stops a child that is not dead already; its exit code and last words."""
        self.lines.put(None)
        if not dead:
            self.process.kill()
        code = self.process.wait()
        self.writer.join()
        self.process.stdout.close()
        try:
            self.process.stdin.close()
        except OSError:
            pass
        self.words.seek(0)
        return code, self.words.read().decode("utf-8", "replace").strip()[-500:]


def rows(inputs, binary="./crosscurrent", options=()):
    """Yields one record, as bytes of JSON with the end of the line, for each input.

    `inputs` are paths or dicts with `path` and whatever is to be carried along. `options` go to `crosscurrent scan`,
    such as ["--timeout", "60s"]. Whole archives are refused, since they hold many papers: name their members, as in
    `crawl.tar!a.pdf`.
    """
    command = [binary, "scan", "--quiet", "--files-from", "-", "--output", "-", *options]
    inputs, waiting, child, died_at_first = iter(inputs), deque(), None, 0
    try:
        while True:
            while len(waiting) < AHEAD:
                item = next(inputs, None)
                if item is None:
                    break
                line = _line(item)
                waiting.append(line)
                if child:
                    child.send(line)
            if not waiting:
                return
            if child is None:
                child = Child(command, waiting)
            record = child.answer()
            if record is not None:
                died_at_first = 0
                waiting.popleft()
                yield record
                continue
            code, words = child.end(dead=True)
            child = None
            if code == 2:
                raise RuntimeError(f"crosscurrent cannot run: {words}")
            died_at_first += 1
            if died_at_first == TRIES:
                died_at_first = 0
                why = f"crosscurrent ended {TRIES} times at this paper, at last with exit code {code}: {words}"
                yield _crashed(json.loads(waiting.popleft()), command, why)
    finally:
        if child:
            child.end()


def _line(item):
    item = dict(item) if not isinstance(item, str) else {"path": item}
    if item["path"].lower().endswith(ARCHIVES):
        raise ValueError(f"{item['path']} is an archive of many papers; name its members, as in {item['path']}!a.pdf")
    return json.dumps(item, ensure_ascii=False).encode() + b"\n"


def _crashed(item, command, why):
    """The record of a paper that none could make: that of a missing one, with what happened."""
    line = json.dumps({**item, "path": "/dev/null/none"}).encode()
    run = subprocess.run(command, input=line + b"\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode:
        raise RuntimeError(f"crosscurrent cannot run: {run.stderr.decode('utf-8', 'replace')}")
    record = json.loads(run.stdout)
    record["path"], record["status"] = item["path"], "crash"
    record["problems"] = [{"kind": "crash", "detail": why, "page": None}]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
