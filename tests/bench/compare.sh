#!/usr/bin/env bash
# Speed against another revision: builds it under BUILDDIR/revision and runs both in turn.
#
#     tests/bench/compare.sh BUILDDIR REV [PATTERN]
#
# The benches are this checkout's on both sides, so that both are measured alike; one that the other revision's library
# cannot build is named and left out. PATTERN, a regular expression, chooses among the benches below. PAIRS=9 pairs of runs,
# the order of the two turning round from pair to pair. A line per figure: both medians, then the median of the pairs'
# ratios, old over new, between its quartiles; times are the clock's, and the processor's for a whole bench. Figures of both
# join BUILDDIR/bench.jsonl. REV_FLAGS are make's for the other revision alone, as MARCH=x86-64. Exit status 3 if something
# broke, 2 for a revision that is none.
set -euo pipefail
export LC_ALL=C

if (($# < 2 || $# > 3)) || [[ ! -d $1/tests/bench ]]; then
    echo 'usage: tests/bench/compare.sh BUILDDIR REV [PATTERN]' >&2
    exit 2
fi
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd -- "$1" && pwd)
cd -- "$root"
# shellcheck source=tests/bench/common.sh
. tests/bench/common.sh
commit=$(git rev-parse --verify --quiet "$2^{commit}") || {
    echo "compare.sh: REV=$2: not a commit here" >&2
    exit 2
}
commit=${commit:0:12}
[[ ${PAIRS:=9} =~ ^[1-9][0-9]{0,2}$ ]] || die "PAIRS=$PAIRS: expected a whole number from 1 to 999"
read -ra flags <<<"${REV_FLAGS-}"
other=$build/revision/$commit
if ((${#flags[@]})); then other+=-$(tr -c '[:alnum:]=\n' _ <<<"${flags[*]}"); fi
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# ---- What is compared: name, threads, program and its arguments -----------------------------------------------------
benches=(
    'locality_2 2 bench_locality 2 1'
    'locality_1 1 bench_locality 1 1'
    'alias_1 1 bench_alias 15 1'
    'montecarlo 1 bench_montecarlo 1 1'
    'bias 1 bench_bias 5'
    'tapa 1 bench_tapa 3'
    'stream_2 2 bench_stream 2 1'
    'encodings 1 bench_encodings 3'
)
mapfile -t benches < <(printf '%s\n' "${benches[@]}" | awk -v pattern="${3-.}" '$1 ~ pattern')
((${#benches[@]})) || die "ONLY=$3: no bench has such a name"

# ---- The other revision ---------------------------------------------------------------------------------------------
mkdir -p "$other"
git archive "$commit" | tar -x -C "$other"
rm -rf -- "$other/tests/bench"
cp -R -- tests/bench "$other/tests/bench"
echo "builds $commit ${REV_FLAGS-}" >&2
kept=()
for bench in "${benches[@]}"; do
    read -r name _ program _ <<<"$bench"
    if make -C "$other" -j"$(nproc)" "${flags[@]}" BUILD=build "build/tests/bench/$program" >"$other/log" 2>&1; then
        kept+=("$bench")
    else
        echo "$name: $commit cannot build this checkout's $program: $(grep -m 1 -E 'error|\*\*\*' "$other/log")" >&2
    fi
done
((${#kept[@]})) || die 'nothing to compare'

# ---- Both in turn ---------------------------------------------------------------------------------------------------
bench() { # SIDE NAME THREADS PROGRAM ARGUMENTS..: what it prints, and the processor's seconds as figure NAME:processor
    local programs=$build TIMEFORMAT='%U %S' said
    if [[ $1 = old ]]; then programs=$other/build; fi
    { time said=$(env OMP_NUM_THREADS="$3" "$programs/tests/bench/$4" "${@:5}"); } 2>"$work/spent" ||
        die "$4 failed: $(cat "$work/spent")"
    sed -n 's/^[^ ]* [a-z]*=[0-9.]* *.*/& threads='"$3"'/p' <<<"$said" >>"$work/$1"
    awk -v name="$2" -v threads="$3" 'END { printf "%s:processor seconds=%.3f threads=%s\n", name, $1 + $2, threads }' "$work/spent" >>"$work/$1"
}

for ((i = 0; i < PAIRS; i++)); do
    sides=(old new)
    if ((i % 2)); then sides=(new old); fi
    for row in "${kept[@]}"; do
        read -ra words <<<"$row"
        for side in "${sides[@]}"; do bench "$side" "${words[@]}"; done
    done
done

# ---- The table ------------------------------------------------------------------------------------------------------
checksum() { # FILE NAME
    awk -v name="$2" '$1 == name { for (i = 2; i <= NF; i++) if ($i ~ /^checksum=/) { print $i; exit } }' "$1"
}

old_side=$commit${REV_FLAGS:+ $REV_FLAGS}
echo "load $(cut -d' ' -f1-3 /proc/loadavg); old is $old_side, new $(version_line commit); medians of $PAIRS"
printf '%-50s %-11s %10s %10s %8s  %s\n' figure unit old new old/new quartiles
while read -r name; do
    read -r unit old rest_old < <(summary "$name" "$work/old")
    read -r _ new rest_new < <(summary "$name" "$work/new")
    read -r low ratio high < <(ratio_quartiles "$name" "$name" "$work/new" "$work/old")
    note=
    if [[ $(checksum "$work/old" "$name") != "$(checksum "$work/new" "$name")" ]]; then note='  other results'; fi
    printf '%-50s %-11s %10.6g %10.6g %8s  %s to %s%s\n' "$name" "$unit" "$old" "$new" "${ratio:0:6}" "${low:0:6}" "${high:0:6}" "$note"
    # shellcheck disable=SC2086 # spread, runs, threads
    remember "$name" "$unit" "$old" $rest_old "$old_side"
    # shellcheck disable=SC2086
    remember "$name" "$unit" "$new" $rest_new
done < <(names "$work/new")
