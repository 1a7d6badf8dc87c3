#!/usr/bin/env python3
"""The laws of scale over real papers and hostile files, within minutes.

usage: laws.py BINARY FOLDER... [--kills 50] [--files 60]

A sample of the files, spread evenly, is scanned once; then in shares, in other orders, from an archive; with workers, shares and whole
runs killed at random moments and started again; by several runs on one cache; and with no room left for the cache, where a
small file system can be mounted. Every time the merged records are the same bytes. CI runs it with fewer kills and files.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tarfile
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("binary", type=os.path.abspath)
parser.add_argument("folders", nargs="+", type=lambda typed: pathlib.Path(typed).resolve())
parser.add_argument("--kills", type=int, default=50)
parser.add_argument("--files", type=int, default=60)
args = parser.parse_args()
random.seed(8)
began = time.time()


def step(words):
    print(f"{time.time() - began:5.0f} s  {words}", flush=True)


def run(*command, check=True, **more):
    done = subprocess.run([args.binary, *map(str, command)], capture_output=True, text=True, **more)
    assert not check or done.returncode == 0, f"{command}: {done.stderr}"
    return done


def merged(*records):
    """The files of the tables of some records but the one with times."""
    out = work / "merged"
    run("tables", *records, "-o", out, "--quiet")
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def same(files, words):
    assert files.keys() == whole.keys(), f"{words}: {sorted(files)}"
    for name, content in files.items():
        assert content == whole[name], f"{words}: {name} differs"


def children(process):
    found = []
    for task in pathlib.Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            pass
    return found


def kill(processes):
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    os.chdir(work)
    (work / "papers").mkdir()
    for at, folder in enumerate(args.folders):
        pdfs = sorted(folder.rglob("*.pdf"))
        share = max(1, args.files // len(args.folders))
        for pdf in pdfs[:: max(1, len(pdfs) // share)][:share]:
            shutil.copy(pdf, work / "papers" / f"{at}-{pdf.name}")
    names = sorted(str(path.relative_to(work)) for path in (work / "papers").iterdir())
    scan = ["scan", "--quiet", "--timeout", "60s"]
    start = time.time()
    run(*scan, "papers", "--no-cache", "-o", "whole.jsonl")
    length = time.time() - start
    whole = merged("whole.jsonl")
    assert len((work / "whole.jsonl").read_text().splitlines()) == len(names)
    step(f"{len(names)} files, {length:.1f} s a run: lines out are lines in")

    for jobs in (1, 2, 7):
        random.shuffle(names)
        (work / "list").write_text("\n".join(names))
        run(*scan, "--files-from", "list", "--no-cache", "--jobs", jobs, "-o", "other.jsonl")
        same(merged("other.jsonl"), f"{jobs} jobs, another order")
        shares = [f"share-{number}.jsonl" for number in range(1, jobs + 1)]
        for number, share in enumerate(shares, 1):
            run(*scan, "papers", "--cache", "shares.sqlite", "--shard", f"{number}/{jobs}", "-o", share)
        same(merged(*reversed(shares)), f"{jobs} shares")
    step("any order, any jobs, any shares: the same bytes")

    with tarfile.open("papers.tar.gz", "w:gz", compresslevel=1) as tar:
        tar.add("papers")
    run(*scan, "papers.tar.gz", "--no-cache", "-o", "packed.jsonl")
    packed = (work / "packed.jsonl").read_text().replace('"path":"papers.tar.gz!', '"path":"')
    (work / "packed.jsonl").write_text(packed)
    same(merged("packed.jsonl"), "an archive")
    step("from an archive: the same bytes")

    killed = {"worker": 0, "share": 0, "run": 0}
    while sum(killed.values()) < args.kills:
        what = ("worker", "share", "run")[sum(killed.values()) % 3]
        output = f"killed-{what}.jsonl"
        shard = ["--shard", "1/2"] if what == "share" else []
        command = [args.binary, *scan, "papers", "--cache", f"{what}.sqlite", *shard, "-o", output]
        if random.random() < 0.2:
            for path in work.glob(f"{what}.sqlite*"):
                path.unlink()
        child = subprocess.Popen(command, stderr=subprocess.PIPE)
        time.sleep(random.random() * length)
        if child.poll() is None:
            if what == "worker":
                kill(children(child.pid))
            else:
                workers = children(child.pid)
                kill([child.pid, *workers])
            killed[what] += 1
        else:
            # It had come to its end with what was kept: from the beginning again.
            for path in work.glob(f"{what}.sqlite*"):
                path.unlink()
        child.communicate()
        if what == "worker":
            same(merged(output), "a killed worker")
        elif random.random() < 0.3:
            run(*command[1:])
            parts = [output]
            if shard:
                run(*scan, "papers", "--cache", f"{what}.sqlite", "--shard", "2/2", "-o", "rest.jsonl")
                parts.append("rest.jsonl")
            same(merged(*parts), f"a killed {what}, started again")
    left = [path.name for path in work.iterdir() if path.name.startswith(".crosscurrent-draft")]
    assert len(left) <= 1, left
    step(f"killed {killed} and started again: the same bytes")

    for number in range(5):
        outputs = [f"together-{each}.jsonl" for each in range(4)]
        runs = [
            subprocess.Popen([args.binary, *scan, "papers", "--cache", f"together-{number}.sqlite", "-o", output])
            for output in outputs[: 2 + 2 * (number == 0)]
        ]
        for child in runs:
            assert child.wait(timeout=300) == 0, "a run on a shared cache failed"
        for output in outputs[: len(runs)]:
            same(merged(output), "a run on a shared cache")
        state = sqlite3.connect(f"together-{number}.sqlite").execute("PRAGMA integrity_check").fetchone()
        assert state == ("ok",), state
    step("several runs on one cache: the same bytes, and the cache is whole")

    small = work / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        step("no file system can be mounted here: a full disk and a read-only cache are left out")
    else:
        try:
            full = run(*scan, "papers", "--cache", small / "cache.sqlite", "-o", "full.jsonl", check=False)
            assert full.returncode == 2 and "full" in full.stderr and "--cache FILE" in full.stderr, full.stderr
            assert not (work / "full.jsonl").exists(), "a run without room wrote records"
            full = run(*scan, "papers", "--no-cache", "-o", small / "full.jsonl", check=False)
            assert full.returncode == 2 and "No space left" in full.stderr, full.stderr
            subprocess.run(["mount", "-o", "remount,size=100m", str(small)], check=True)
            run(*scan, "papers", "--cache", small / "cache.sqlite", "-o", "full.jsonl")
            same(merged("full.jsonl"), "a cache that had no room for a while")
            subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
            for path in work.glob("papers/*"):
                os.utime(path)
            locked = run(*scan, "papers", "--cache", small / "cache.sqlite", "-o", "locked.jsonl", check=False)
            assert locked.returncode == 2 and "--no-cache" in locked.stderr, locked.stderr
            subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
            run(*scan, "papers", "--cache", small / "cache.sqlite", "-o", "locked.jsonl")
            same(merged("locked.jsonl"), "a cache that was read-only for a while")
        finally:
            subprocess.run(["umount", str(small)], check=True)
        step("a full disk and a read-only cache: told, and usable afterwards")
