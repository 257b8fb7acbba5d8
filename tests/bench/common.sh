# What bench.sh and the scripts it calls share; sourced, with $work a folder of its own for times and results, and $build the
# folder of the programs, whose bench.jsonl remembers every figure.
# shellcheck shell=bash disable=SC2154
#
# A figure is a name, measured by lines "NAME UNIT=VALUE .. threads=N" of $work/times, one per run.

die() {
    echo "${0##*/}: $*" >&2
    exit 3
}

agree() { # NAME PEER..: the peer compares its results with ours; this run also warms it up.
    local said
    said=$("${@:2}") || die "$1: results disagree: $said"
    sed -n '/^[^ ]* seconds=/!s/^/agreement  '"$1"': /p' <<<"$said"
}

run() { # THREADS COMMAND..: what it measured joins the rest; its other lines are for `agree` alone.
    local said
    said=$("${@:2}") || die "failed: ${*:2}"
    sed -n 's/^[^ ]* [a-z]*=[0-9.]* *.*/& threads='"$1"'/p' <<<"$said" >>"$work/times"
}

# The quantile of x[1..n], sorted, by straight lines between its values.
quantile_awk='function quantile(x, n, p,    at, i) { at = 1 + (n - 1) * p; i = int(at); return i >= n ? x[n] : x[i] + (at - i) * (x[i + 1] - x[i]) }
function sort(x, n,    i, j, v) { for (i = 2; i <= n; i++) { v = x[i]; for (j = i - 1; j > 0 && x[j] > v; j--) x[j + 1] = x[j]; x[j + 1] = v } }'

summary() { # NAME [FILE]: unit, median, width of the middle half (- for one run), runs and threads; fails if it has no line.
    awk -v name="$1" "$quantile_awk"'
        $1 == name { split($2, part, "="); x[++n] = part[2] + 0; unit = part[1]; threads = $NF }
        END {
            if (!n) exit 1
            sort(x, n)
            sub(/.*=/, "", threads)
            printf "%s %.9g %s %d %s\n", unit, quantile(x, n, 0.5), (n > 1 ? sprintf("%.3g", quantile(x, n, 0.75) - quantile(x, n, 0.25)) : "-"), n, threads
        }' "${2-$work/times}"
}

median() { # NAME: of all its runs so far; fails if there is none.
    local _ value
    read -r _ value _ < <(summary "$1") && echo "$value"
}

version_line() { # KEY: what the measured program says of itself.
    local said=
    if [[ -x $build/posbias ]]; then said=$("$build/posbias" version | sed -n "s/^$1 //p"); fi
    echo "${said:-unknown}"
}

machine() {
    echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | head -n 1), $(nproc) usable"
}

remember() { # NAME UNIT MEDIAN SPREAD RUNS THREADS [COMMIT]: a line of bench.jsonl; - for a spread or a number of threads that is none
    : "${bench_machine=$(machine)}" "${bench_commit=$(version_line commit)}" "${bench_instructions=$(version_line instructions)}"
    printf '{"time":"%(%Y-%m-%dT%H:%M:%SZ)T","name":"%s","unit":"%s","median":%s,"spread":%s,"runs":%d,"threads":%s,"machine":"%s","instructions":"%s","commit":"%s"}\n' \
        -1 "$1" "$2" "$3" "${4/#-/null}" "$5" "${6/#-/null}" "$bench_machine" "$bench_instructions" "${7-$bench_commit}" >>"$build/bench.jsonl"
}

names() { # FILE: of its figures, in the order of their first lines
    awk '!seen[$1]++ { print $1 }' "$1"
}

remember_all() { # every figure of $work/times
    local name unit rest
    while read -r name; do
        read -r unit rest < <(summary "$name")
        # shellcheck disable=SC2086 # median, spread, runs, threads
        remember "$name" "$unit" $rest
    done < <(names "$work/times")
}

past() { # NAME [UNIT]: "  was MEDIAN" and its unit (x) as this machine last had it, or nothing.
    : "${bench_machine=$(machine)}"
    [[ -e $build/bench.jsonl ]] || return 0
    awk -v name="\"name\":\"$1\"," -v machine="\"machine\":\"$bench_machine\"," -v unit="${2-x}" \
        'index($0, name) && index($0, machine) { sub(/.*"median":/, ""); last = $0 + 0 } END { if (last) printf "  was %.2f%s", last, unit }' "$build/bench.jsonl"
}

ratio_row() { # TASK OURS THEIRS TARGET: two figures, theirs over ours, whether that is at least TARGET (- for none), and what it was.
    local ours theirs ratio was
    ours=$(median "$2") || die "no time for $2"
    theirs=$(median "$3") || die "no time for $3"
    ratio=$(awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "%.6g", theirs / ours }')
    was=$(past "$3/$2")
    awk -v task="$1" -v ours="$ours" -v theirs="$theirs" -v ratio="$ratio" -v target="$4" -v was="$was" 'BEGIN {
        printf "%-40s %10.4f %10.4f %7.2fx", task, ours, theirs, ratio
        if (target != "-") printf "  at least %sx  %s", target, (ratio >= target ? "met" : "missed")
        print was
    }'
    remember_ratio "$2" "$3" "$ratio"
}

remember_ratio() { # OURS THEIRS RATIO: theirs over ours, as THEIRS/OURS
    remember "$2/$1" ratio "$3" "$(ratio_spread "$1" "$2")" "$(summary "$1" | cut -d' ' -f4)" "$(summary "$1" | cut -d' ' -f5)"
}

ratio_spread() { # OURS THEIRS [FILES]: width of the middle half of the ratios of runs in the same place; - if they are not as many, or one
    ratio_quartiles "$@" | awk '{ print ($2 == "-" ? "-" : sprintf("%.3g", $3 - $1)) }'
}

ratio_quartiles() { # OURS THEIRS [FILE OF OURS [FILE OF THEIRS]]: quartiles of the ratios of runs in the same place
    awk -v a="$1" -v b="$2" "$quantile_awk"'
        { split($2, part, "=") }
        side == 1 && $1 == a { x[++n] = part[2] + 0 }
        side == 2 && $1 == b { y[++m] = part[2] + 0 }
        END {
            if (n != m || n < 2) { print "- - -"; exit }
            for (i = 1; i <= n; i++) r[i] = y[i] / x[i]
            sort(r, n)
            printf "%.6g %.6g %.6g\n", quantile(r, n, 0.25), quantile(r, n, 0.5), quantile(r, n, 0.75)
        }' side=1 "${3-$work/times}" side=2 "${4-${3-$work/times}}"
}

most_row() { # TASK NAME PEER TARGET: two figures, the first over the second, whether that is at most TARGET, and what it was.
    local ours theirs ratio was
    ours=$(median "$2") || die "no time for $2"
    theirs=$(median "$3") || die "no time for $3"
    ratio=$(awk -v ours="$ours" -v theirs="$theirs" 'BEGIN { printf "%.6g", ours / theirs }')
    was=$(past "$2/$3")
    awk -v task="$1" -v ours="$ours" -v theirs="$theirs" -v ratio="$ratio" -v target="$4" -v was="$was" 'BEGIN {
        printf "%-44s %8.3f %8.3f %7.2fx  at most %gx  %s%s\n", task, ours, theirs, ratio, target, (ratio <= target ? "met" : "missed"), was }'
    remember_ratio "$3" "$2" "$ratio"
}

limit_row() { # TASK NAME LIMIT [DIGITS]: a figure in seconds, whether that is under LIMIT, and what it was.
    local seconds was
    seconds=$(median "$2") || die "no time for $2"
    was=$(past "$2" ' s')
    awk -v task="$1" -v seconds="$seconds" -v limit="$3" -v digits="${4-2}" -v was="$was" 'BEGIN {
        printf "%-40s %10.*f s   under %s s  %s%s\n", task, digits, seconds, limit, (seconds < limit ? "met" : "missed"), was }'
}

measured() { # FILE FORMAT COMMAND..: runs it and leaves what /usr/bin/time says in FILE; its own exit status.
    /usr/bin/time -q -o "$1" -f "$2" "${@:3}"
}
