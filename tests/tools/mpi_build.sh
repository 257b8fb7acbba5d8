#!/usr/bin/env bash
# Builds for MPI beside a build that is there, from the same objects: tests/tools/mpi_build.sh [BUILD [MPICC]] brings BUILD
# (build) up to date and makes BUILD/mpi/posbias of its objects, in seconds. Exit status: 3 if there is no MPICC (mpicc).
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
build=${1:-build} mpicc=${2:-mpicc}
if ! command -v "$mpicc" >/dev/null; then
    echo "mpi_build: $mpicc is not installed" >&2
    exit 3
fi
make -j"$(nproc)" BUILD="$build" all
to=$build/${mpicc/#mpicc/mpi}
mkdir -p "$to"
cp -a "$build"/{theory,kernels,experiments,verify,include} "$to"
# What objects depend on stands in their .d files: the copies' are the copies.
find "$to" -name '*.d' -exec sed -i "s|\\(^\\| \\)$build/|\\1$to/|g" {} +
make -j"$(nproc)" MPI=1 MPICC="$mpicc" BUILD="$to" all
