#!/usr/bin/env bash
# Speed of posbias as ratios against the numpy and torch scripts beside it, and the memory it takes.
#
#     tests/bench/bench.sh BUILDDIR [--full-run]
#
# First the results of each pair of programs are compared; then the two run in alternation, five times after a warm-up,
# and the medians are set against the targets. bench_counts.sh does the same for the exact counts over whole curves, with
# fewer runs of the slowest peers; bench_heads.sh times heads and moments, bench_proofs.sh the proofs, some ten
# minutes each. Every figure joins BUILDDIR/bench.jsonl: a line of JSON with its median, spread (the middle half's width),
# number of runs, threads, machine and commit; figures that have a target are printed beside those of the last run there.
# --full-run also times ./paper_repro.sh at smoke scale. PYTHON names the interpreter (default /usr/bin/python3). A missed
# target is printed and is no failure: exit status 0 unless results disagree or something broke.
set -euo pipefail
export LC_ALL=C

pairs=5
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
# shellcheck source=tests/bench/common.sh
. "$root/tests/bench/common.sh"

usage() {
    echo 'usage: tests/bench/bench.sh BUILDDIR [--full-run]' >&2
    exit 2
}

if (($# < 1 || $# > 2)) || [[ ! -d $1 || ${2---full-run} != --full-run ]]; then usage; fi
build=$(cd -- "$1" && pwd)
full_run=$(($# == 2))
cd -- "$root"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
one_thread=(env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1)
bias=("${one_thread[@]}" "$build/tests/bench/bench_bias" 7)
bias_peer=("${one_thread[@]}" "$python" tests/bench/bias_numpy.py 7)
montecarlo=("${one_thread[@]}" "$build/tests/bench/bench_montecarlo" 1 3)
montecarlo_peer=("${one_thread[@]}" "$python" tests/bench/montecarlo_numpy.py 1)

# ---- Where this runs ------------------------------------------------------------------------------------------------
describe_numpy() { # numpy's version, and the BLAS it loaded with the kernels that BLAS chose for this processor.
    "${one_thread[@]}" "$python" - <<'END'
import ctypes, sys
import numpy

def config(path):
    try:
        get = ctypes.CDLL(path).openblas_get_config
    except (OSError, AttributeError):
        return None
    get.restype = ctypes.c_char_p
    return get().decode().strip()

with open("/proc/self/maps") as maps:
    loaded = sorted({line.split()[-1] for line in maps if "blas" in line.rsplit("/", 1)[-1]})
configs = [text for text in map(config, loaded) if text]
print(f"numpy      {numpy.__version__}, python {sys.version.split()[0]}")
print("its BLAS   " + (configs[0] if configs else "not OpenBLAS") + ": " + (", ".join(loaded) or "built in"))
END
}

echo "load       $(cut -d' ' -f1-3 /proc/loadavg): ratios mean something only where nothing else runs"
echo "processor  $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | head -n 1), $(nproc) usable"
peer=false
if "$python" -c 'import numpy' 2>/dev/null; then
    peer=true
    describe_numpy
else
    echo 'no peer: python3-numpy is not installed'
fi

# ---- Do the results agree? ------------------------------------------------------------------------------------------
"${bias[@]}" "$work/bias.bin" >/dev/null || die 'bench_bias failed'
"${montecarlo[@]}" "$work/montecarlo.bin" >/dev/null || die 'bench_montecarlo failed'
if $peer; then
    agree bias "${bias_peer[@]}" "$work/bias.bin"
    agree montecarlo "${montecarlo_peer[@]}" "$work/montecarlo.bin"
fi

# ---- Speed ----------------------------------------------------------------------------------------------------------
for ((i = 0; i < pairs; i++)); do
    run 1 "${bias[@]}"
    if $peer; then run 1 "${bias_peer[@]}"; fi
    run 1 "${montecarlo[@]}"
    if $peer; then run 1 "${montecarlo_peer[@]}"; fi
    run 1 "${one_thread[@]}" "$build/tests/bench/bench_encodings" 5
done

row() { # TASK NAME PEER TARGET: one line of the table; TARGET is the least ratio asked for, or - for none.
    if $peer; then
        ratio_row "$@"
    else
        printf '%-40s %10.4f\n' "$1" "$(median "$2")"
    fi
}

echo
if $peer; then
    printf '%-40s %10s %10s %8s  %s\n' "median seconds of $pairs, 1 thread" posbias numpy ratio 'target'
else
    printf '%-40s %10s\n' "median seconds of $pairs, 1 thread" posbias
fi
row 'bias, closed form, 1e6 distances' bias_closed bias_numpy 5
row 'Monte Carlo, RoPE and TAPA' montecarlo_both montecarlo_both_numpy 3
row '  RoPE alone' montecarlo_rope montecarlo_rope_numpy -
row '  TAPA alone' montecarlo_tapa montecarlo_tapa_numpy -

# ---- Curves of every kind of encoding ------------------------------------------------------------------------------
printf '\n%-44s %8s %8s %8s  %s\n' 'ns per score, draws' curve peer ratio target
while read -r name peer_name most; do most_row "$name" "$name" "$peer_name" "$most"; done < <(
    sed -n 's/^\([^ ]*\) nanoseconds=.* peer=\([^ ]*\) most=\([^ ]*\) .*/\1 \2 \3/p' "$work/times" | awk '!seen[$0]++'
)
limit_row 'path, 131072 distances, one draw' path_131072 0.1 3

# ---- Memory ---------------------------------------------------------------------------------------------------------
memory() { # TASK COMMAND..: peak memory of one run with every thread.
    measured "$work/peak" %M "${@:2}" >/dev/null || die "$1 failed"
    awk -v task="$1" '{ printf "%-40s %7.0f MB  under 500 MB  %s\n", task, $1 / 1024, ($1 / 1024 < 500 ? "met" : "missed") }' \
        "$work/peak"
    awk -v program="${2##*/}" '{ print program "_peak", "kilobytes=" $1, "threads=-" }' "$work/peak" >>"$work/times"
}

echo
if [[ -x /usr/bin/time ]]; then
    memory 'peak memory, bench_bias' "$build/tests/bench/bench_bias" 1
    memory 'peak memory, bench_montecarlo' "$build/tests/bench/bench_montecarlo" "$(nproc)" 1
    if [[ -x $build/posbias ]]; then
        memory 'peak memory, posbias bias' "$build/posbias" bias --scale standard --quiet -o "$work/bias.csv"
    fi
else
    echo 'no /usr/bin/time: peak memory is not measured'
fi
remember_all

# ---- Counts over whole curves ---------------------------------------------------------------------------------------
PYTHON=$python tests/bench/bench_counts.sh "$build"
if [[ -x $build/posbias ]]; then
    PYTHON=$python tests/bench/bench_heads.sh "$build"
    tests/bench/bench_proofs.sh "$build"
fi

# ---- The whole ------------------------------------------------------------------------------------------------------
if ((full_run)) && [[ -x $build/posbias ]]; then
    whole=(./paper_repro.sh --no-install --scale smoke --out "$work/out")
    start=$EPOCHREALTIME status=0
    if [[ -x /usr/bin/time ]]; then
        measured "$work/peak" %M "${whole[@]}" >"$work/whole.log" 2>&1 || status=$?
    else
        "${whole[@]}" >"$work/whole.log" 2>&1 || status=$?
    fi
    stop=$EPOCHREALTIME
    if ((status > 1)); then
        tail -n 5 "$work/whole.log" >&2
        die "paper_repro.sh exited with status $status"
    fi
    awk -v start="$start" -v stop="$stop" 'BEGIN {
        seconds = stop - start
        printf "%-40s %7.1f s   under 60 s    %s\n", "paper_repro.sh, smoke", seconds, (seconds < 60 ? "met" : "missed")
    }'
    if [[ -s $work/peak && -x /usr/bin/time ]]; then
        awk '{ printf "%-40s %7.0f MB  under 500 MB  %s\n", "  its largest process", $1 / 1024, ($1 / 1024 < 500 ? "met" : "missed") }' \
            "$work/peak"
    fi
    tail -n 1 "$work/whole.log"
fi
