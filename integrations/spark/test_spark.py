#!/usr/bin/env python3
"""The adapter on a cluster of two executors, one of which is killed in the middle, against one local run.

usage: test_spark.py BINARY FOLDER... [--files 30]

Needs what requirements.txt lists, and a Java of version 17 or later. Among a sample of the papers are one that is missing, one that
is garbage, one at which the scan is killed once, and one at which it is killed each time. The deaths come from the scan itself,
behind answers that are counted, and so at the same places in each run of this test. Rows must be inputs, and the records and
tables those of one local run.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from crosscurrent_rows import rows  # noqa: E402

ONCE, ALWAYS = "once.pdf", "always.pdf"
# Answers of a partition behind which its executor is killed.
MIDDLE = 3
PARTITIONS = 4

# Stands for the binary, which lies beside it under the name `scanner`.
WRAPPER = """#!{python}
import os, signal, subprocess, sys, threading

BINARY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scanner")
os.chmod(BINARY, 0o755)
child = subprocess.Popen([BINARY, *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

def feed():
    try:
        for line in sys.stdin.buffer:
            child.stdin.write(line)
            child.stdin.flush()
        child.stdin.close()
    except OSError:
        pass

def first(what):
    try:
        os.close(os.open(os.path.join("{marks}", what), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True

def executor():
    process = os.getpid()
    while process > 1:
        with open(f"/proc/{{process}}/status") as status:
            process = next(int(line.split()[1]) for line in status if line.startswith("PPid:"))
        with open(f"/proc/{{process}}/cmdline") as command:
            if "CoarseGrainedExecutorBackend" in command.read():
                return process

def die():
    child.kill()
    os.kill(os.getpid(), signal.SIGKILL)

threading.Thread(target=feed, daemon=True).start()
for answered, line in enumerate(child.stdout):
    if b"{always}" in line or (b"{once}" in line and first("scan")):
        die()
    if answered == {middle} and (cluster := executor()) and first("executor"):
        os.kill(cluster, signal.SIGKILL)
        die()
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
sys.exit(child.wait())
"""


def ship(binary, folder):
    """The files to be shipped: the wrapper under the name that is looked for, and the binary."""
    for place in (folder, folder / "marks"):
        place.mkdir()
    wrapper, scanner = folder / "crosscurrent", folder / "scanner"
    wrapper.write_text(
        WRAPPER.format(python=sys.executable, marks=folder / "marks", once=ONCE, always=ALWAYS, middle=MIDDLE)
    )
    wrapper.chmod(0o755)
    # A copy: Spark ships what a link stands for, under the name of that.
    shutil.copy(binary, scanner)
    return wrapper, scanner


def check_rows(binary, papers, folder):
    """Without Spark: deaths at one input, once and always."""
    wrapper, _ = ship(binary, folder)
    inputs = [*papers[:3], ONCE, *papers[3:5], {"path": ALWAYS, "row": 7}, *papers[5:8]]
    made = [json.loads(line) for line in rows(inputs, str(wrapper), ["--no-cache"])]
    told = [(it["path"], it["status"]) for it in made]
    assert [path for path, _ in told] == [it if isinstance(it, str) else it["path"] for it in inputs], told
    assert dict(told)[ONCE] == "missing" and dict(told)[ALWAYS] == "crash", told
    assert made[6]["extra"] == {"row": 7}, made[6]
    try:
        list(rows(papers[:1], binary, ["--models", "/nowhere.toml"]))
    except RuntimeError as error:
        assert "nowhere.toml" in str(error), error
    else:
        raise AssertionError("a wrong option was not told")


def submit(shipped, listed, out, folder):
    import pyspark

    # The workers of such a cluster keep their files in Spark's own folder.
    home = folder / "spark"
    home.mkdir()
    for path in pathlib.Path(pyspark.__file__).parent.iterdir():
        (home / path.name).symlink_to(path)
    # Short runs are over before the better compiler has paid for itself.
    java = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    settings = {
        "spark.executor.memory": "1g",
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": java,
        "spark.shuffle.io.retryWait": "1s",
        "spark.local.dir": folder / "scratch",
        "spark.ui.enabled": "false",
    }
    command = [
        home / "bin" / "spark-submit",
        "--master", "local-cluster[2,1,1024]",
        *(word for name, value in settings.items() for word in ("--conf", f"{name}={value}")),
        "--files", ",".join(map(str, shipped)), "--py-files", HERE / "crosscurrent_rows.py",
        HERE / "crosscurrent_spark.py", listed, out,
        "--partitions", PARTITIONS, "--", "--no-cache", "--jobs", "1",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }
    run = subprocess.run(
        [str(it) for it in command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    # Spark says much when it ends: what it could not do stands where its own lines leave off.
    told = [line for line in run.stderr.splitlines() if " INFO " not in line and not line.startswith("\tat ")]
    assert run.returncode == 0, "\n".join(line[:300] for line in told[:100])
    assert any("Lost executor" in line for line in told), "Spark missed no executor"


def by_path(lines):
    """Records by path; one for each."""
    found = {json.loads(line)["path"]: line for line in lines}
    assert len(found) == len(lines), "there are inputs twice"
    return found


def tables(binary, records, out):
    """The files of the tables of some records but the one with times."""
    subprocess.run([binary, "tables", "--quiet", records, "-o", out], check=True)
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def check_spark(binary, papers, folder):
    shipped = ship(binary, folder)
    inputs = [*papers, str(folder / "garbage.pdf"), str(folder / ONCE), {"path": str(folder / "missing.pdf"), "row": 7}]
    (folder / "garbage.pdf").write_bytes(b"%PDF-1.7 and no more")
    always = str(folder / ALWAYS)
    listed, local, far = folder / "list", folder / "local.jsonl", folder / "parquet"
    lines = [it if isinstance(it, str) else json.dumps(it) for it in inputs]
    listed.write_text("\n".join([*lines[: len(lines) // 2], always, *lines[len(lines) // 2 :]]) + "\n")
    submit(shipped, listed, far, folder)
    for what in ("scan", "executor"):
        assert (folder / "marks" / what).exists(), f"no {what} was killed"
    listed.write_text("\n".join(lines) + "\n")
    subprocess.run([binary, "scan", "--quiet", "--no-cache", "--files-from", listed, "-o", local], check=True)
    here = by_path(local.read_text(encoding="utf-8").splitlines())
    there = by_path(pq.read_table(far, columns=["record"])["record"].to_pylist())
    assert len(here) == len(inputs) and len(there) == len(inputs) + 1, (len(here), len(there))
    assert json.loads(there[always])["status"] == "crash", there[always]
    # What kills each scan has a record on the cluster alone.
    here[always] = there[always]
    for path, record in here.items():
        assert there[path] == record, f"{path} differs from one local run"
    local.write_text("".join(record + "\n" for record in here.values()), encoding="utf-8")
    near, away = tables(binary, local, folder / "near"), tables(binary, far, folder / "away")
    assert near.keys() == away.keys()
    for name, content in near.items():
        assert away[name] == content, f"{name} differs"
    return len(there)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=30, help="the most of each folder")
    args = parser.parse_args()
    papers = []
    for folder in args.folders:
        found = sorted(str(path.resolve()) for path in folder.rglob("*.pdf"))
        papers += found[:: -(-len(found) // args.files)]
    # Executors may still say their last words into it.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = pathlib.Path(folder)
        start = time.time()
        check_rows(args.binary, papers, folder / "rows")
        print(f"rows: deaths of the scan lose and double nothing ({time.time() - start:.0f} s)", flush=True)
        start = time.time()
        made = check_spark(args.binary, papers, folder / "cluster")
        print(f"spark: {made} inputs, {made} rows, as one local run, one executor killed ({time.time() - start:.0f} s)")


main()
