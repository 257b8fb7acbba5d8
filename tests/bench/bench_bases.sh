#!/usr/bin/env bash
# Time of the proved base table against its targets, and of checking its certificate against that of making it.
#
#     tests/bench/bench_bases.sh BUILDDIR [--full-run]
#
# Part of bench.sh, or alone; --full-run adds the row of 2^20 tokens. A missed target is printed and is no failure.
set -euo pipefail
export LC_ALL=C

if (($# < 1 || $# > 2)) || [[ ! -x $1/posbias || ${2---full-run} != --full-run ]]; then
    echo 'usage: tests/bench/bench_bases.sh BUILDDIR [--full-run]' >&2
    exit 2
fi
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

seconds() { # COMMAND..: how long it takes
    local start=$EPOCHREALTIME
    "$@" || { echo "bench_bases.sh: failed: $*" >&2; exit 3; }
    awk -v start="$start" -v stop="$EPOCHREALTIME" 'BEGIN { print stop - start }'
}

table() { # BUILDDIR NAME CONTEXTS TARGET
    local search check
    search=$(seconds "$1/posbias" basebound --context="$3" --certificate="$work/certificate" -o "$work/table.csv")
    awk -v task="bases, $2" -v x="$search" -v most="$4" \
        'BEGIN { printf "%-40s %10.1f s   under %d s   %s\n", task, x, most, (x < most ? "met" : "missed") }'
    if "$1/posbias" help 2>&1 | grep -q 'posbias verify'; then
        check=$(seconds "$1/posbias" verify "$work/certificate" 2>&1 | tail -n 1)
        awk -v x="$search" -v y="$check" \
            'BEGIN { printf "%-40s %10.2f x   under 20 x   %s\n", "  its certificate checked, over that", y / x, (y < 20 * x ? "met" : "missed") }'
    fi
}

echo
table "$1" 'contexts 1k to 128k' 1024:131072:x2 60
if (($# == 2)); then table "$1" 'contexts 1k to 1M' 1024:1048576:x2 900; fi
