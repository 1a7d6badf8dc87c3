#!/usr/bin/env python3
"""The sketch for Ray Data on this machine, against one local run.

usage: test_ray.py BINARY FOLDER

Needs what requirements.txt lists. At most twenty papers, and one that is missing; the records must be those of one local run.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parent
PAPERS = 20


def main():
    binary, papers = (pathlib.Path(typed).resolve() for typed in sys.argv[1:3])
    found = sorted(map(str, papers.rglob("*.pdf")))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        missing = json.dumps({"path": str(folder / "missing.pdf"), "row": 7})
        lines = [*found[:: -(-len(found) // PAPERS)], missing]
        listed, out, local = folder / "list", folder / "parquet", folder / "local.jsonl"
        listed.write_text("\n".join(lines) + "\n")
        script = [sys.executable, HERE / "crosscurrent_ray.py", listed, out, binary, "--no-cache", "--jobs", "1"]
        run = subprocess.run(script, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr[-5000:]
        subprocess.run([binary, "scan", "--quiet", "--no-cache", "--files-from", listed, "-o", local], check=True)
        far = sorted(pq.read_table(out)["record"].to_pylist())
        assert far == sorted(local.read_text(encoding="utf-8").splitlines()), "records differ from one local run"
        assert len(far) == len(lines), (len(far), len(lines))
        tables = {}
        for records in (out, local):
            tables[records] = folder / f"{records.name}-tables"
            subprocess.run([binary, "tables", "--quiet", records, "-o", tables[records]], check=True)
        for path in tables[local].iterdir():
            same = path.read_bytes() == (tables[out] / path.name).read_bytes()
            assert same or path.name == "run.json", f"{path.name} differs from one local run"
    print(f"ray: {len(lines)} inputs, {len(lines)} rows, as one local run")


main()
