"""Papers to records on Apache Spark: a table of paths in, partitioned Parquet out.

    spark-submit --files target/release/crosscurrent --py-files crosscurrent_rows.py \
        crosscurrent_spark.py LIST OUT [--partitions N] [-- OPTIONS OF crosscurrent scan]

LIST is a file of paths, or of JSON objects with `path`; OUT is a folder of Parquet, partitioned by status, that
`crosscurrent tables` reads. Each row has a few typed columns to work with, and the whole record as JSON.
"""

import argparse
import json
import os
import sys

import pyarrow as pa

from crosscurrent_rows import rows

SCHEMA = (
    "path string, id string, status string, title string, year int, venue string, countries array<string>, "
    "models array<string>, record string"
)
ARROW = pa.schema(
    [
        ("path", pa.string()),
        ("id", pa.string()),
        ("status", pa.string()),
        ("title", pa.string()),
        ("year", pa.int32()),
        ("venue", pa.string()),
        ("countries", pa.list_(pa.string())),
        ("models", pa.list_(pa.string())),
        ("record", pa.string()),
    ]
)
# Rows of a batch: a record takes some 10 kB.
BATCH = 64


def scan(batches, binary=None, options=()):
    """For `DataFrame.mapInArrow`: the rows of one partition."""
    binary = binary or _shipped("crosscurrent")
    inputs = (json.loads(line) if line.lstrip().startswith("{") else line
              for batch in batches for line in batch.column(0).to_pylist())
    made = []
    for line in rows(inputs, binary, options):
        made.append(_row(line))
        if len(made) == BATCH:
            yield pa.RecordBatch.from_pylist(made, schema=ARROW)
            made = []
    if made:
        yield pa.RecordBatch.from_pylist(made, schema=ARROW)


def _row(line):
    record = json.loads(line)
    row = {key: record[key] for key in ("path", "id", "status", "title", "year", "venue", "countries")}
    return {**row, "models": [model["id"] for model in record["models"]], "record": line.decode().rstrip("\n")}


def _shipped(name):
    """A file that was shipped by --files. It comes without leave to be run, and its folder may be read by others."""
    from pyspark import SparkFiles

    path = SparkFiles.get(name)
    if not os.access(path, os.X_OK):
        os.chmod(path, 0o755)
    return path


def records(spark, lines, partitions, options=()):
    """A DataFrame of records of a DataFrame with one column of paths or JSON objects."""
    spread = lines.repartition(partitions)
    return spread.mapInArrow(lambda batches: scan(batches, options=options), SCHEMA)


def main():
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list")
    parser.add_argument("out")
    parser.add_argument("--partitions", type=int, default=64)
    typed = sys.argv[1:]
    behind = typed.index("--") if "--" in typed else len(typed)
    args, options = parser.parse_args(typed[:behind]), tuple(typed[behind + 1 :])
    spark = SparkSession.builder.appName("crosscurrent").getOrCreate()
    lines = spark.read.text(args.list).filter("trim(value) != ''")
    made = records(spark, lines, args.partitions, options)
    # Snappy, the default, does not load where musl is installed beside glibc; crosscurrent does not read Zstandard.
    made.write.mode("overwrite").partitionBy("status").parquet(args.out, compression="gzip")
    spark.stop()


if __name__ == "__main__":
    main()
