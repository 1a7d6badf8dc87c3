#!/bin/bash
#SBATCH --job-name=crosscurrent
#SBATCH --cpus-per-task=8
#SBATCH --mem=8G
#SBATCH --time=04:00:00
# One share of the papers for each task of an array: sbatch --array=1-100 slurm.sh
set -euo pipefail
papers=${PAPERS:-papers}
records=${RECORDS:-records}
share=$SLURM_ARRAY_TASK_ID
of=${SHARES:-$SLURM_ARRAY_TASK_COUNT}
mkdir -p "$records"
# On the disk of the node: it is gone with the task, but costs the network nothing.
exec crosscurrent scan "$papers" --shard "$share/$of" --jobs "${SLURM_CPUS_PER_TASK:-1}" \
    --cache "${TMPDIR:-/tmp}/crosscurrent-$share.sqlite" -o "$records/$share.jsonl"
