#!/bin/bash
# A table on four nodes: sbatch docs/slurm.sh, from a checkout on a file system that all nodes see.
#SBATCH --job-name=posbias
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=16
#SBATCH --time=04:00:00
#SBATCH --output=posbias-%j.log
set -euo pipefail
mkdir -p out
# A rank that dies ends the step: srun would let the others wait.
export OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK
srun --kill-on-bad-exit=1 --cpus-per-task="$SLURM_CPUS_PER_TASK" --cpu-bind=cores \
    build/posbias locality --encoding='rope:base=5e5,dim=128' --qk=gauss --context=1048576 --pairs=10000 --yes \
    --reuse --output=out/locality.csv
