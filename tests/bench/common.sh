# What bench.sh and the scripts it calls share; sourced, with $work a folder of its own for times and results.
# shellcheck shell=bash

die() {
    echo "${0##*/}: $*" >&2
    exit 3
}

agree() { # NAME PEER..: the peer compares its results with ours; this run also warms it up.
    local said
    said=$("${@:2}") || die "$1: results disagree: $said"
    sed -n '/seconds=/!s/^/agreement  '"$1"': /p' <<<"$said"
}

median() { # NAME FILE: the median seconds of the lines of that name.
    sed -n "s/^$1 seconds=\([0-9.]*\) .*/\1/p" "$2" | sort -n |
        awk '{ x[NR] = $1 } END { if (NR == 0) exit 1; print NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'
}

ratio_row() { # TASK OURS THEIRS TARGET: both medians, their ratio, and whether it is at least TARGET (- for none).
    awk -v task="$1" -v ours="$2" -v theirs="$3" -v target="$4" 'BEGIN {
        ratio = theirs / ours
        printf "%-40s %10.4f %10.4f %7.2fx", task, ours, theirs, ratio
        if (target == "-") print ""
        else printf "  at least %sx  %s\n", target, (ratio >= target ? "met" : "missed")
    }'
}

measured() { # FILE FORMAT COMMAND..: runs it and leaves what /usr/bin/time says in FILE; its own exit status.
    /usr/bin/time -q -o "$1" -f "$2" "${@:3}"
}
