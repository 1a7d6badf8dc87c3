"""The same rows on Ray Data: paths in, Parquet out.

    python crosscurrent_ray.py LIST OUT BINARY [OPTIONS OF crosscurrent scan]

LIST, OUT and BINARY must mean the same on all nodes; OUT is a folder of Parquet with one column, the record as JSON.
"""

import json
import sys

import pyarrow as pa
import ray
from ray import cloudpickle

import crosscurrent_rows

# It goes to the nodes with the function that uses it.
cloudpickle.register_pickle_by_value(crosscurrent_rows)


def scan(batch, binary, options):
    """One batch of lines, one child: make batches large."""
    lines = (line for line in batch.column(0).to_pylist() if line.strip())
    inputs = (json.loads(line) if line.lstrip().startswith("{") else line for line in lines)
    records = [record.decode().rstrip("\n") for record in crosscurrent_rows.rows(inputs, binary, options)]
    return pa.table({"record": pa.array(records, pa.string())})


def main():
    listed, out, binary, *options = sys.argv[1:]
    papers = ray.data.read_text(listed)
    arguments = {"binary": binary, "options": options}
    made = papers.map_batches(scan, fn_kwargs=arguments, batch_format="pyarrow", batch_size=2000)
    made.write_parquet(out)


if __name__ == "__main__":
    main()
