#!/usr/bin/env bash
# Makes the specimen papers from their sources. Needs pdflatex with the packages of Debian's texlive-latex-recommended
# texlive-fonts-recommended and texlive-latex-extra. The PDFs are committed: tests need no LaTeX.
set -euo pipefail
cd "$(dirname "$0")/sources"
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
for source in *.tex; do
    for _ in 1 2; do
        pdflatex -interaction=batchmode -halt-on-error -output-directory="$build" "$source" >/dev/null ||
            { tail -40 "$build/${source%.tex}.log"; exit 1; }
    done
    cp "$build/${source%.tex}.pdf" "../${source%.tex}.pdf"
done
