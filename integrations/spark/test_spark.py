#!/usr/bin/env python3
"""The adapter on a cluster of two executors, one of which is killed, against one local run.

usage: test_spark.py BINARY FOLDER

Needs pyspark, pyarrow and a Java. Among the papers of FOLDER are one that is missing, one that is garbage, and one at which
the binary itself is made to die each time. Rows must be inputs, and the tables those of one local run.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
from crosscurrent_rows import rows  # noqa: E402

# A scan that dies at one of its inputs, and at another one for the first time only.
WRAPPER = """#!/bin/sh
[ "$1" = scan ] || exec {binary} "$@"
{python} -c '
import sys, os
for line in sys.stdin.buffer:
    if b"poison.pdf" in line: os.kill(os.getppid(), 9)
    if b"once.pdf" in line and not os.path.exists("{flag}"):
        open("{flag}", "w").close(); os.kill(os.getppid(), 9)
    sys.stdout.buffer.write(line); sys.stdout.flush()
' | {binary} "$@"
"""


def canonical(path):
    return sorted(json.dumps(json.loads(line), sort_keys=True) for line in open(path, encoding="utf-8"))


def wrapper(folder, binary):
    path = folder / "crosscurrent"
    path.write_text(WRAPPER.format(binary=binary, python=sys.executable, flag=folder / "flag"))
    path.chmod(0o755)
    return path


def check_rows(binary, papers, folder):
    """Without Spark: deaths at one input, once and always."""
    inputs = [*papers[:3], "once.pdf", *papers[3:5], {"path": "poison.pdf", "row": 7}, *papers[5:8]]
    made = [json.loads(line) for line in rows(inputs, str(wrapper(folder, binary)), ["--no-cache"])]
    told = [(it["path"], it["status"]) for it in made]
    assert [path for path, _ in told] == [it if isinstance(it, str) else it["path"] for it in inputs], told
    assert dict(told)["once.pdf"] == "missing" and dict(told)["poison.pdf"] == "crash", told
    assert made[6]["extra"] == {"row": 7}, made[6]
    try:
        list(rows(papers[:1], binary, ["--models", "/nowhere.toml"]))
    except RuntimeError as error:
        assert "nowhere.toml" in str(error), error
    else:
        raise AssertionError("a wrong option was not told")


def kill_one_executor(killed):
    """The first executor that shows, once it works."""
    while not killed.is_set():
        found = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend.*--executor-id 0"], capture_output=True, text=True)
        working = subprocess.run(["pgrep", "-f", "scan --quiet --files-from"], capture_output=True, text=True)
        if found.stdout and working.stdout:
            time.sleep(2)
            for process in found.stdout.split():
                os.kill(int(process), signal.SIGKILL)
            killed.set()
        time.sleep(0.2)


def check_spark(binary, papers, folder):
    listed = folder / "list"
    listed.write_text("\n".join(papers) + "\n")
    killed = threading.Event()
    threading.Thread(target=kill_one_executor, args=(killed,), daemon=True).start()
    command = [
        pathlib.Path(sys.executable).parent / "spark-submit",
        "--master", "local-cluster[2,1,1024]",
        "--conf", "spark.executor.memory=1g", "--conf", "spark.ui.enabled=false",
        "--conf", f"spark.pyspark.python={sys.executable}",
        "--files", binary, "--py-files", HERE / "crosscurrent_rows.py",
        HERE / "crosscurrent_spark.py", listed, folder / "parquet",
        "--partitions", "8", "--export", folder / "spark.jsonl", "--", "--no-cache", "--jobs", "1",
    ]  # fmt: skip
    run = subprocess.run([str(it) for it in command], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-5000:]
    assert killed.is_set(), "no executor was killed"
    subprocess.run(
        [binary, "scan", "--quiet", "--no-cache", "--files-from", listed, "-o", folder / "local.jsonl"], check=True
    )
    assert canonical(folder / "spark.jsonl") == canonical(folder / "local.jsonl"), "rows differ from one local run"
    for name in ("spark", "local"):
        subprocess.run([binary, "tables", "--quiet", folder / f"{name}.jsonl", "-o", folder / name], check=True)
    for path in (folder / "local").iterdir():
        if path.name != "run.json":
            assert path.read_bytes() == (folder / "spark" / path.name).read_bytes(), f"{path.name} differs"


def main():
    binary = os.path.abspath(sys.argv[1])
    papers = sorted(str(path.resolve()) for path in pathlib.Path(sys.argv[2]).rglob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        start = time.time()
        check_rows(binary, papers, folder)
        print(f"rows: deaths of the child lose and double nothing ({time.time() - start:.0f} s)")
        (folder / "garbage.pdf").write_bytes(b"%PDF-1.7 and no more")
        inputs = [*papers, str(folder / "garbage.pdf"), str(folder / "missing.pdf")]
        start = time.time()
        check_spark(binary, inputs, folder)
        print(f"spark: {len(inputs)} inputs, {len(inputs)} rows, as one local run, one executor killed ({time.time() - start:.0f} s)")


main()
