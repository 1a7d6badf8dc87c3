#!/usr/bin/env python3
"""Time, memory and disk of a scan, of the tables and of the page, for growing numbers of papers.

usage: scale.py BINARY FOLDER [--papers 1000 10000 100000] [--cold 1000 4000]

The PDFs of FOLDER are repeated under other names by hard links. `--cold` reads that many without a cache; `--papers` with
one. For the tables the records get an id and a title of their own, so that each is a paper and not a copy.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("binary", type=os.path.abspath)
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--papers", type=int, nargs="*", default=[1_000, 10_000, 100_000])
parser.add_argument("--cold", type=int, nargs="*", default=[1_000, 4_000])
parser.add_argument("--work", default=None, help="where the links lie: the file system of FOLDER")
args = parser.parse_args()
pdfs = sorted(args.folder.rglob("*.pdf"))
assert pdfs, f"no PDF in {args.folder}"


def measure(command, cwd, stdin=None):
    """Wall and CPU seconds, and the peak of the process itself in MiB (not that of its workers)."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    child = subprocess.Popen(command, cwd=cwd, stdin=stdin and open(stdin), stderr=subprocess.PIPE)
    peak = 0

    def watch():
        nonlocal peak
        while child.poll() is None:
            try:
                status = open(f"/proc/{child.pid}/status").read()
                peak = max(peak, int(status.split("VmHWM:")[1].split()[0]))
            except (OSError, IndexError):
                pass
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said = child.communicate()[1].decode()
    watcher.join()
    if child.returncode:
        sys.exit(f"{command}: {said}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.time() - start, cpu, peak / 1024


def row(stage, papers, measured, produced):
    wall, cpu, peak = measured
    print(f"| {stage} | {papers} | {wall:.1f} | {cpu:.1f} | {1e3 * cpu / papers:.2f} | {peak:.0f} | "
          f"{produced / 2**20:.0f} |", flush=True)


def of_files(*paths):
    return sum(p.stat().st_size for p in paths)


with tempfile.TemporaryDirectory(dir=args.work) as work:
    work = pathlib.Path(work)
    most = max(args.papers + args.cold)
    for number in range(most):
        name = work / "links" / f"{number // 1000:04}" / f"{number:07}.pdf"
        name.parent.mkdir(parents=True, exist_ok=True)
        pdf = pdfs[number % len(pdfs)]
        try:
            os.link(pdf, name)
        except OSError:
            os.symlink(pdf.resolve(), name)
    names = sorted(str(p.relative_to(work)) for p in (work / "links").rglob("*.pdf"))
    print("| stage | papers | wall s | CPU s | CPU ms a paper | peak MiB | output MiB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    scan = [args.binary, "scan", "--quiet", "--files-from", "list", "-o", "records.jsonl"]
    for number in args.cold:
        (work / "list").write_text("\n".join(names[:number]))
        measured = measure(scan + ["--no-cache"], work)
        row("scan, no cache", number, measured, of_files(work / "records.jsonl"))
    (work / "list").write_text("\n".join(names[: len(pdfs)]))
    measure(scan + ["--cache", "cache"], work)
    for number in args.papers:
        (work / "list").write_text("\n".join(names[:number]))
        measured = measure(scan + ["--cache", "cache"], work)
        row("scan, cached", number, measured, of_files(work / "records.jsonl"))
        with open(work / "records.jsonl") as records, open(work / "own.jsonl", "w") as own:
            for at, line in enumerate(records):
                record = json.loads(line)
                record["id"] = f"{at:064x}"
                record["title"] = f"{record['title']} {at}"
                own.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        measured = measure([args.binary, "tables", "--quiet", "own.jsonl", "-o", "out"], work)
        row("tables", number, measured, of_files(*(work / "out").iterdir()))
        measured = measure([args.binary, "report", "--quiet", "own.jsonl", "-o", "page.html"], work)
        row("report", number, measured, of_files(work / "page.html"))
