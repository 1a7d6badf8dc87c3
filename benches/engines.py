#!/usr/bin/env python3
"""Speed, memory, quality and failures of PDF text engines on one folder, measured in one run.

usage: engines.py FOLDER [--rounds 3] [--limit N] [--only NAME]… [--most-cpu RATIO]

Engines: ours and pdf-extract (both in process, by `cargo bench --bench read`), pdftotext (package poppler-utils), mutool
(mupdf-tools) and PDFium (`pip install pypdfium2`); one that is not installed is left out. Rounds alternate between the
engines, so that a busy machine is busy for all of them.

CPU: user and system seconds for a thousand pages, the least of the rounds; of an engine that runs once a file, what a file of
one empty page costs is taken off. Ratio: to pdftotext, the median over the rounds. Memory: the largest peak of a process
that reads one file; of PDFium, which is a library, of the process that read them all. F1: of words, as in quality.py. Names:
of the names of models.toml that at least two of pdftotext, mutool and PDFium find in a paper, the share that the engine
finds. Lost: files of which it gives no text. The last line is the peak memory of a worker of `scan` that has read all files.
Exit code 1 when our ratio is above `--most-cpu`.
"""
import argparse
import glob
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

import quality

ROOT = pathlib.Path(__file__).resolve().parent.parent
EMPTY = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
# Reads the files named on standard input, prints seconds, pages, peak KiB and the texts.
PDFIUM = """
import json, resource, sys, time
import pypdfium2
paths = json.load(sys.stdin)
start, pages, texts = time.process_time(), 0, []
for path in paths:
    try:
        document = pypdfium2.PdfDocument(path)
        texts.append("\\n".join(page.get_textpage().get_text_range(errors="replace") for page in document))
        pages += len(document)
    except pypdfium2.PdfiumError:
        texts.append("")
seconds = time.process_time() - start
json.dump([seconds, pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, texts], sys.stdout)
"""


def run(command):
    """Standard output, CPU seconds and peak KiB of a process."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        out.seek(0)
        return out.read().decode("utf-8", "replace"), usage.ru_utime + usage.ru_stime, usage.ru_maxrss


class PerFile:
    """An engine that is a command, run once a file."""

    def __init__(self, command):
        self.command = command

    def round(self, paths, empty, keep):
        start_up = statistics.median(run(self.command(empty))[1] for _ in range(15))
        seconds, peak, texts = 0.0, 0, []
        for path in paths:
            text, spent, memory = run(self.command(path))
            seconds += max(spent - start_up, 0.0)
            peak = max(peak, memory)
            texts.append(text if keep else "")
        return seconds, peak, texts


class InProcess:
    """An engine of this project: time by the benchmark, text and memory by the command."""

    def __init__(self, bench, binary, engine):
        self.bench, self.binary, self.engine = bench, binary, engine

    def round(self, paths, _, keep):
        with tempfile.TemporaryDirectory() as folder:
            for path in paths:
                os.symlink(os.path.abspath(path), os.path.join(folder, os.path.basename(path)))
            out, _, _ = run([self.bench, folder, "--engine", self.engine])
        seconds = json.loads(out)["seconds"][0]
        peak, texts = 0, []
        for path in paths if keep else []:
            text, _, memory = run([self.binary, "text", "--engine", self.engine, path])
            peak = max(peak, memory)
            texts.append(text)
        return seconds, peak, texts


class Pdfium:
    def round(self, paths, _, keep):
        child = subprocess.run(
            [sys.executable, "-c", PDFIUM], input=json.dumps(paths), stdout=subprocess.PIPE, text=True, check=True
        )
        seconds, _, peak, texts = json.loads(child.stdout)
        # U+FFFE and U+0002 stand where PDFium took a hyphen for that of a divided word.
        return seconds, peak, [re.sub("[\ufffe\x02](\r?\n)?", "", text) for text in texts] if keep else []


def build():
    """The benchmark and the command, built."""
    out = subprocess.run(
        ["cargo", "build", "--release", "--bench", "read", "--bin", "crosscurrent", "--message-format=json"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout
    built = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    executables = {it["target"]["name"]: it["executable"] for it in built if it.get("executable")}
    return executables["read"], executables["crosscurrent"]


def names_in(text, names):
    text = re.sub(r"(\w)-\s*\n\s*", r"\1-", text)
    text = re.sub(r"\s+", " ", text)
    found = set()
    for name in names:
        at = text.find(name)
        while at >= 0:
            before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
            if not before.isalnum() and not after.isalpha():
                found.add(name)
                break
            at = text.find(name, at + 1)
    return found


def worker_peak(binary, paths):
    """Peak KiB of the worker that read all files."""
    command = [binary, "scan", "--jobs", "1", "--no-cache", "-o", os.devnull, *paths]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        for status in glob.glob(f"/proc/{process.pid}/task/*/children"):
            try:
                for child in pathlib.Path(status).read_text().split():
                    found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{child}/status").read_text())
                    peak = max(peak, int(found[1]) if found else 0)
            except OSError:
                continue
        time.sleep(0.02)
    return peak


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--only", action="append", metavar="NAME", help="an engine to measure; all if not given")
    parser.add_argument("--most-cpu", type=float)
    args = parser.parse_args()
    paths = sorted(glob.glob(os.path.join(args.folder, "*.pdf")))
    if args.limit:
        paths = paths[:: max(1, len(paths) // args.limit)][: args.limit]
    bench, binary = build()
    engines = {"ours": InProcess(bench, binary, "hayro"), "pdf-extract": InProcess(bench, binary, "pdf-extract")}
    if shutil.which("pdftotext"):
        engines["pdftotext"] = PerFile(lambda path: ["pdftotext", "-enc", "UTF-8", path, "-"])
    if shutil.which("mutool"):
        engines["mutool"] = PerFile(lambda path: ["mutool", "draw", "-q", "-F", "txt", path])
    if subprocess.run([sys.executable, "-c", "import pypdfium2"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        engines["PDFium"] = Pdfium()
    engines = {name: engine for name, engine in engines.items() if not args.only or name in args.only}
    pages = None if args.limit else json.loads(run([bench, args.folder])[0])["pages"]
    seconds = {name: [] for name in engines}
    peaks, texts = {}, {}
    with tempfile.NamedTemporaryFile(suffix=".pdf") as empty:
        empty.write(EMPTY)
        empty.flush()
        for index in range(args.rounds):
            for name, engine in engines.items():
                spent, peak, read = engine.round(paths, empty.name, keep=index == 0)
                seconds[name].append(spent)
                if index == 0:
                    peaks[name], texts[name] = peak, read
    with open(ROOT / "models.toml", "rb") as file:
        names = {model["name"] for model in tomllib.load(file)["model"] if len(model["name"]) > 3}
    found = {name: [names_in(text, names) for text in read] for name, read in texts.items()}
    judges = [found[name] for name in ("pdftotext", "mutool", "PDFium") if name in found]
    agreed = [
        {name for name in names if sum(name in judge[at] for judge in judges) >= 2} for at in range(len(paths))
    ]
    counted = {name: [quality.words(text) for text in read] for name, read in texts.items()}
    unit = "1000 pages" if pages else "the run"
    print(f"{len(paths)} files, {pages or '?'} pages, {args.rounds} rounds, {sum(map(len, agreed))} names agreed on\n")
    print(f"| engine | CPU s / {unit} | × pdftotext | peak MiB | word F1 pdftotext | PDFium | names | lost |")
    print("|---|---|---|---|---|---|---|---|")
    ratios = {}
    for name in engines:
        cpu = min(seconds[name]) * (1000 / pages if pages else 1)
        if "pdftotext" in seconds:
            ratios[name] = statistics.median(a / b for a, b in zip(seconds[name], seconds["pdftotext"]))
        cells = [f"{cpu:.2f}", f"{ratios.get(name, float('nan')):.3f}", f"{peaks[name] / 1024:.0f}"]
        for other in ("pdftotext", "PDFium"):
            scores = [quality.f1(*pair) for pair in zip(counted[name], counted.get(other, []))]
            cells.append(f"{statistics.mean(scores):.4f}" if scores and other != name else "–")
        total = sum(map(len, agreed))
        cells.append(f"{sum(len(a & b) for a, b in zip(found[name], agreed)) / total:.3f}" if total else "–")
        cells.append(str(sum(not text.strip() for text in texts[name])))
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(f"\npeak memory of one worker that read all files: {worker_peak(binary, paths) / 1024:.0f} MiB")
    return 1 if args.most_cpu and ratios.get("ours", 0.0) > args.most_cpu else 0


if __name__ == "__main__":
    sys.exit(main())
