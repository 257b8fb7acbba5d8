#!/usr/bin/env bash
# Time of the proofs: the base table and its certificates, the gap of a million far distances, a constructed witness.
#
#     tests/bench/bench_proofs.sh BUILDDIR
#
# Part of bench.sh, or alone; about ten minutes, most of them the row of 2^20. The search and the verifier share no code:
# that the second accepts what the first wrote comes before any time. Figures are remembered and exit status is as
# bench.sh's.
set -euo pipefail
export LC_ALL=C

if (($# != 1)) || [[ ! -x $1/posbias ]]; then
    echo 'usage: tests/bench/bench_proofs.sh BUILDDIR' >&2
    exit 2
fi
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd -- "$1" && pwd)
posbias=$build/posbias
cd -- "$root"
# shellcheck source=tests/bench/common.sh
. tests/bench/common.sh
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

seconds() { # NAME COMMAND..: its wall time.
    local TIMEFORMAT=%R
    { time "${@:2}" >"$work/out" 2>"$work/err"; } 2>"$work/seconds" || die "failed: ${*:2}: $(cat "$work/err")"
    echo "$1 seconds=$(<"$work/seconds") threads=$(nproc)" >>"$work/times"
    cat "$work/seconds"
}

rows() { # NAME CONTEXTS LIMIT: search, certificate, verification.
    local search check
    search=$(seconds "basebound_$1" "$posbias" basebound --context="$2" --certificate="$work/$1.txt" --quiet -o "$work/$1.csv")
    check=$(seconds "verify_$1" "$posbias" verify "$work/$1.txt")
    tail -n 1 "$work/out" | sed 's/^[^:]*: /agreement  verify: /'
    limit_row "base table, contexts $2" "basebound_$1" "$3"
    awk -v search="$search" -v check="$check" 'BEGIN {
        printf "%-40s %10.2f s   at most 20 times the search  %.2f  %s\n", "  its verification", check, check / search,
            (check <= 20 * search ? "met" : "missed") }'
}

printf '\nproofs, %d threads\n' "$(nproc)"
seconds gap_proved "$posbias" gap --prove --encoding=rope:base=5e5,dim=128,unit=turn \
    --qk=moments:mu0=1,nu0=0 --near=2:3 --far=500001:1548576 --quiet >/dev/null
limit_row 'gap proved, far to 2^20, D = 128' gap_proved 10
awk -F, '!/^#/ && !seen++ { for (i = 1; i <= NF; i++) before[$i] = NF - i; next } # the strings in front hold commas
    !/^#/ { printf "%-40s %s of %s\n", "  comparisons that took balls", $(NF - before["by_balls"]), $(NF - before["comparisons"]) }' \
    "$work/out"
seconds witness "$posbias" instability --method=lattice --target=-1 \
    --encoding=rope:base=5e5,dim=128,unit=turn --qk=moments:mu0=1,nu0=0 --quiet >/dev/null
limit_row 'a witness of gamma = -1, D = 128' witness 60
rows short 1024:131072:x2 60
rows long 1048576 900
remember_all
