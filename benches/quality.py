#!/usr/bin/env python3
"""How well `crosscurrent text` agrees with other engines on the words of a folder of PDFs.

usage: quality.py BINARY FOLDER [--words N] [--worst N] [--least-f1 F] [--least-paper F]

Engines: pdftotext (package poppler-utils) and PDFium (`pip install pypdfium2`); one that is not installed is left out and
said to be. For each paper the multiset of its words is compared: runs of letters, three and more, case folded, NFKC,
hyphenated line ends rejoined. F1 = 2·common / (ours + theirs). Two good engines agree at about .995.

Printed are mean and median F1 against each engine and of the engines among themselves, the papers furthest from both, and with
`--words N` for each of these the words that only we have and those that all others have and we do not: where the others
agree against us the mistake is probably ours. Exit code 1 when the mean against pdftotext is below `--least-f1`, or a paper
below `--least-paper` against its nearest engine.
"""
import argparse
import collections
import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import unicodedata


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("folder")
    parser.add_argument("--words", type=int, default=0)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--least-f1", type=float, default=0.0)
    parser.add_argument("--least-paper", type=float, default=0.0)
    return parser.parse_args()


def printed_by(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300, check=False)
    return result.stdout.decode("utf-8", "replace")


def engines():
    """Names of the other engines that are installed, each with a function from path to text."""
    found = {}
    if shutil.which("pdftotext"):
        found["pdftotext"] = lambda path: printed_by("pdftotext", "-enc", "UTF-8", path, "-")
    try:
        import pypdfium2
    except ImportError:
        return found

    def pdfium(path):
        document = pypdfium2.PdfDocument(path)
        pages = [page.get_textpage().get_text_range(errors="replace") for page in document]
        # U+FFFE and U+0002 stand where PDFium took a hyphen for that of a divided word.
        return re.sub("[\ufffe\x02](\r?\n)?", "", "\n".join(pages))

    found["PDFium"] = pdfium
    return found


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", text)
    return collections.Counter(word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= 3)


def f1(ours, theirs):
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def listed(counter, most):
    return " ".join(f"{word}:{count}" if count > 1 else word for word, count in counter.most_common(most)) or "none"


def main():
    args = arguments()
    others = engines()
    for name in ("pdftotext", "PDFium"):
        if name not in others:
            print(f"{name} is not installed and left out")
    scores = collections.defaultdict(list)
    papers = []
    only_ours, only_theirs = collections.Counter(), collections.Counter()
    for path in sorted(glob.glob(os.path.join(args.folder, "*.pdf"))):
        ours = words(printed_by(args.binary, "text", path))
        theirs = {name: words(read(path)) for name, read in others.items()}
        for name, counted in theirs.items():
            scores[f"ours against {name}"].append(f1(ours, counted))
        if len(theirs) == 2:
            scores["the others among themselves"].append(f1(*theirs.values()))
        surplus, missing = ours, None
        for counted in theirs.values():
            surplus = surplus - counted
            missing = counted - ours if missing is None else missing & (counted - ours)
        only_ours += surplus
        only_theirs += missing or collections.Counter()
        nearest = max((f1(ours, counted) for counted in theirs.values()), default=1.0)
        papers.append((nearest, os.path.basename(path), {n: f1(ours, c) for n, c in theirs.items()}, surplus, missing))
    for name, values in scores.items():
        print(f"{name}: mean {statistics.mean(values):.4f} median {statistics.median(values):.4f} least {min(values):.4f}")
    papers.sort(key=lambda paper: paper[0])
    for _, name, each, surplus, missing in papers[: args.worst]:
        print("  ".join(f"{engine} {value:.4f}" for engine, value in each.items()), name)
        if args.words:
            print("    only ours:", surplus.total(), listed(surplus, args.words))
            print("    only theirs:", missing.total(), listed(missing, args.words))
    print(f"words that only we have {only_ours.total()}, that all others have and we do not {only_theirs.total()}")
    if args.words:
        print("    only ours:", listed(only_ours, 6 * args.words))
        print("    only theirs:", listed(only_theirs, 6 * args.words))
    mean = statistics.mean(scores.get("ours against pdftotext") or [1.0])
    least = min((paper[0] for paper in papers), default=1.0)
    return 0 if mean >= args.least_f1 and least >= args.least_paper else 1


if __name__ == "__main__":
    sys.exit(main())
