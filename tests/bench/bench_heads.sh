#!/usr/bin/env bash
# Speed of heads and moments over every head of a layer, set against reading the file and against the bare matrix product.
#
#     tests/bench/bench_heads.sh BUILDDIR [TOKENS]
#
# Part of bench.sh, or alone: 32 heads of a layer 4096 wide, 32,000 tokens unless said otherwise, some ten minutes on two
# processors. The file is written into a temporary folder and removed. What both print is first compared with the product's
# doubles; one run each. The product is OpenBLAS's by its own choice of kernels, without the variables that steer it. The
# target is twice the larger of the two peers, in doubles as the sums are. Figures are remembered and exit status is as bench.sh's.
set -euo pipefail
export LC_ALL=C

if (($# < 1 || $# > 2)) || [[ ! -d $1 || ! ${2-32000} =~ ^[1-9][0-9]{0,6}$ ]]; then
    echo 'usage: tests/bench/bench_heads.sh BUILDDIR [TOKENS]' >&2
    exit 2
fi
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd -- "$1" && pwd)
tokens=${2-32000} width=4096 heads=32
python=${PYTHON:-/usr/bin/python3}
cd -- "$root"
# shellcheck source=tests/bench/common.sh
. tests/bench/common.sh
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

if ! "$python" -c 'import numpy' 2>/dev/null; then
    echo 'heads, moments: python3-numpy is not installed, which writes the layer'
    exit 0
fi
free=$(df -Pk -- "$work" | awk 'NR == 2 { print $4 }')
need=$(((tokens + 2 * width) * width * 2 / 1024 + 102400))
if ((free < need)); then
    echo "heads, moments: $need kB are needed in ${work%/*}"
    exit 0
fi
"$python" tests/bench/heads_layer.py "$work/layer" "$tokens" "$width" "$heads" || die 'no layer'
model=weights:$work/layer/model.safetensors,head=all
peer=(env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS="$(nproc)" "$python" tests/bench/heads_numpy.py
    "$work/layer" "$tokens" "$width" "$heads")

timed() { # NAME COMMAND..
    local name=$1 start=$EPOCHREALTIME
    "${@:2}" >/dev/null || die "$name failed"
    awk -v name="$name" -v start="$start" -v stop="$EPOCHREALTIME" \
        -v threads="$(nproc)" 'BEGIN { printf "%s seconds=%.6f threads=%s\n", name, stop - start, threads }' >>"$work/times"
}

run_command() { # COMMAND OPTIONS..: with what it took at most, where that can be told.
    local command=("$build/posbias" "$1" "--qk=$model" --quiet --yes -o "$work/$1.csv" "${@:2}")
    if [[ -x /usr/bin/time ]]; then command=(/usr/bin/time -q -o "$work/$1.peak" -f %M "${command[@]}"); fi
    timed "$1" "${command[@]}"
}

run_command moments
run_command heads --context=4096
said=$("${peer[@]}" "$work/moments.csv" "$work/heads.csv") || die "heads, moments: results disagree: $said"
sed -n '/seconds=/!s/^/agreement  heads, moments: /p' <<<"$said"
timed cat cat "$work/layer/model.safetensors"
run "$(nproc)" "${peer[@]}"

doubles=$(median heads_dgemm) floor=$(median cat)
larger=$(awk -v a="$doubles" -v b="$floor" 'BEGIN { print (a > b ? "heads_dgemm" : "cat") }')
printf '\n%-40s %10s %10s %8s  %s\n' "seconds, $heads heads, $tokens tokens" posbias floor ratio target
printf '%-40s %10s %10.4f\n' '  the file through cat' '' "$floor"
printf '%-40s %10s %10.4f\n' '  the product in doubles' '' "$doubles"
printf '%-40s %10s %10.4f\n' '  the product in single precision' '' "$(median heads_sgemm)"
for name in moments heads; do
    ratio_row "$name" "$name" "$larger" 0.5
    if [[ -s $work/$name.peak ]]; then awk '{ printf "%-40s %7.0f MB\n", "  resident, the file mapped once", $1 / 1024 }' "$work/$name.peak"; fi
done
remember_all
