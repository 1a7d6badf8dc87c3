"""The same rows on Ray Data: paths in, Parquet out.

    python crosscurrent_ray.py LIST OUT BINARY [OPTIONS OF crosscurrent scan]
"""

import json
import sys

import pyarrow as pa
import ray

from crosscurrent_rows import rows


def scan(batch, binary, options):
    """One batch of lines, one child: make batches large."""
    lines = batch.column(0).to_pylist()
    inputs = [json.loads(line) if line.lstrip().startswith("{") else line for line in lines]
    records = [record.decode().rstrip("\n") for record in rows(inputs, binary, options)]
    return pa.table({"record": records})


def main():
    listed, out, binary, *options = sys.argv[1:]
    papers = ray.data.read_text(listed)
    arguments = {"binary": binary, "options": options}
    made = papers.map_batches(scan, fn_kwargs=arguments, batch_format="pyarrow", batch_size=2000)
    made.write_parquet(out)


if __name__ == "__main__":
    main()
