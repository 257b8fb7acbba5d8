#!/usr/bin/env bash
# Speed of the counts over whole score curves, as ratios against numpy, torch, a bare matrix product and bare cosines.
#
#     tests/bench/bench_counts.sh BUILDDIR
#
# Part of bench.sh, or alone. PYTHON names the interpreter of the peers (default /usr/bin/python3); a peer whose library it
# has not is reported as missing. Results are compared first, and every count must be equal; then the programs run in
# alternation and medians are set against targets. Figures are remembered and exit status is as bench.sh's.
set -euo pipefail
export LC_ALL=C

if (($# != 1)) || [[ ! -d $1 ]]; then
    echo 'usage: tests/bench/bench_counts.sh BUILDDIR' >&2
    exit 2
fi
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd -- "$1" && pwd)
python=${PYTHON:-/usr/bin/python3}
cd -- "$root"
# shellcheck source=tests/bench/common.sh
. tests/bench/common.sh
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
programs=$build/tests/bench
# OpenBLAS takes processors newer than itself for its oldest one: the peers shall have the kernels bench_floor asks for.
core=
if [[ -x $programs/bench_floor ]]; then core=$("$programs/bench_floor" 1 1 | sed -n 's/.* core=//p'); fi
two_threads=(env OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=2 ${core:+OPENBLAS_CORETYPE="$core"})
one_thread=(env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1)

headline() { # WHAT OURS THEIRS
    printf '\n%-40s %10s %10s %8s  %s\n' "$1" "$2" "$3" ratio target
}

times() { # NAME: the median over all runs so far.
    median "$1" || die "no time for $1"
}

missing() { # TASK LIBRARY
    printf '%-40s %s\n' "$1" "no peer: $2 is not installed for $python"
}

# ---- Exact locality: numpy, torch, the product alone ----------------------------------------------------------------
locality_peers=()
for library in numpy torch; do
    if "$python" -c "import $library" 2>/dev/null; then locality_peers+=("$library"); fi
done

has_peer() { [[ " ${locality_peers[*]-} " == *" $1 "* ]]; }

time_locality() {
    "$programs/bench_locality" 2 1 "$work" >/dev/null || die 'bench_locality failed'
    mv -- "$work/counts.bin" "$work/counts.two"
    "$programs/bench_locality" 1 1 "$work" >/dev/null || die 'bench_locality failed'
    cmp -s "$work/counts.bin" "$work/counts.two" || die 'locality: 1 and 2 threads count differently'
    echo 'agreement  locality: 1 and 2 threads give the same bytes'
    for library in "${locality_peers[@]}"; do
        agree "locality, $library" "${two_threads[@]}" "$python" "tests/bench/locality_$library.py" "$work" 1
    done
    for ((i = 0; i < 7; i++)); do
        run 2 "$programs/bench_locality" 2 1
        if [[ -x $programs/bench_floor ]]; then run 2 "$programs/bench_floor" 2 3; fi
        run 1 "$programs/bench_locality" 1 1
        run 2 "$programs/bench_stream" 2 1
        run 1 "$programs/bench_stream" 1 1
        if ((i % 3 == 0)); then # the slow ones thrice
            for library in "${locality_peers[@]}"; do
                run 2 "${two_threads[@]}" "$python" "tests/bench/locality_$library.py" "$work" 1
            done
        fi
    done
}

locality_row() { # LIBRARY TARGET
    if ! has_peer "$1"; then
        missing "256 exact localities, M = 131072" "$1"
        return
    fi
    ratio_row "256 exact localities, $1" locality_2 "locality_$1" "$2"
    ratio_row '  without the table of cosines and sines' locality_2 "locality_$1_counting" -
}

show_locality() {
    headline 'median seconds, 2 threads' posbias peer
    locality_row numpy 40
    locality_row torch 20
    if [[ -x $programs/bench_floor ]]; then
        ratio_row '  the bare product, dgemm' locality_2 floor_2 0.6
    else
        echo '  the bare product, dgemm: OpenBLAS is not installed'
    fi
    ratio_row '256 exact localities, 2 threads for 1' locality_2 locality_1 1.8
    ratio_row 'one curve, M = 2^28, 2 threads for 1' stream_2 stream_1 1.8
}

# ---- Aliasing -------------------------------------------------------------------------------------------------------
time_alias() {
    "$programs/bench_alias" 1 1 "$work" >/dev/null || die 'bench_alias failed'
    if has_peer numpy; then agree aliases "${one_thread[@]}" "$python" tests/bench/alias_numpy.py "$work" 1; fi
    for ((i = 0; i < 5; i++)); do
        run 1 "$programs/bench_alias" 25 1
        run 2 "$programs/bench_alias" 25 2
        if has_peer numpy; then run 1 "${one_thread[@]}" "$python" tests/bench/alias_numpy.py "$work" 5; fi
    done
}

show_alias() {
    headline 'median seconds, 1 thread' posbias peer
    if ! has_peer numpy; then
        missing 'aliases in 4 formats, M = 131072' numpy
        ratio_row '  per curve, 2 threads for 1 of posbias' alias_2 alias_1 -
        return
    fi
    ratio_row 'aliases in 4 formats, M = 131072' alias_1 alias_numpy 20
    ratio_row '  16-bit types widened to 32 for numpy' alias_1 alias_numpy_wide -
    ratio_row '  per curve, 2 threads for 1 of posbias' alias_2 alias_1 -
}

# ---- TAPA -----------------------------------------------------------------------------------------------------------
time_tapa() {
    for ((i = 0; i < 3; i++)); do run 1 "${one_thread[@]}" "$programs/bench_tapa" 9; done
}

show_tapa() {
    ratio_row 'TAPA curves; one cosine each' tapa_curve tapa_cosine 0.5
}

# ---- A curve of 2^30 distances --------------------------------------------------------------------------------------
long_run() { # NAME BITS THREADS
    measured "$work/usage" '%e %M' "$build/posbias" locality --encoding='rope:base=5e5,dim=128' --qk=gauss:mu=0,sigma=1 \
        --pairs=1 --context="$((1 << $2))" --threads="$3" --quiet -o "$work/$1.csv" || die "posbias locality failed"
    local seconds kilobytes
    read -r seconds kilobytes <"$work/usage"
    printf '%s threads=%d\n' "$1 seconds=$seconds" "$3" "$1_peak kilobytes=$kilobytes" "$3" >>"$work/times"
}

time_long() {
    for ((i = 0; i < 3; i++)); do
        for bits in 28 29 30; do long_run "long_$bits" "$bits" 2; done
        long_run long_28_alone 28 1
    done
    cmp -s "$work/long_28.csv" "$work/long_28_alone.csv" || die 'locality of 2^28 distances: 1 and 2 threads differ'
    echo 'agreement  locality of 2^28 distances: 1 and 2 threads give the same bytes'
}

show_long() {
    local bits
    printf '\n%-40s %10s %10s\n' 'one curve, 2 threads' 'seconds' 'ns each'
    for bits in 28 29 30; do
        awk -v bits="$bits" -v seconds="$(times "long_$bits")" 'BEGIN {
            printf "%-40s %10.2f %10.3f\n", "locality, M = 2^" bits, seconds, 1e9 * seconds / 2 ^ bits }'
    done
    awk -v short="$(times long_28)" -v long="$(times long_30)" 'BEGIN {
        growth = long / short / 4
        printf "%-40s %21.3f   within 10 %% of 1  %s\n", "  time per distance, 2^30 over 2^28", growth, (growth >= 0.9 && growth <= 1.1 ? "met" : "missed") }'
    sed -n 's/^long_30_peak kilobytes=\([0-9]*\).*/\1/p' "$work/times" | sort -n | tail -n 1 |
        awk '{ printf "%-40s %18.1f MB   under 64 MB  %s\n", "  peak memory at 2^30", $1 / 1024, ($1 / 1024 < 64 ? "met" : "missed") }'
    ratio_row '  2^28, 2 threads for 1' long_28 long_28_alone 1.8
}

time_locality
time_alias
time_tapa
if [[ -x /usr/bin/time && -x $build/posbias ]]; then time_long; fi
show_locality
show_alias
show_tapa
if [[ -x /usr/bin/time && -x $build/posbias ]]; then
    show_long
else
    echo 'no /usr/bin/time or no posbias: curves of 2^30 distances are not measured'
fi
remember_all
