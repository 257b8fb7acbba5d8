#!/usr/bin/env bash
# Lines that the tests run, for each folder: tests/tools/coverage.sh BUILD, after a check of that build with FLAVOUR=gcov.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8
for room in theory kernels experiments lib verify; do
    find "$1/$room" -path "$1/lib/rooms" -prune -o -name '*.gcno' -print0 # in lib/rooms are objects that no test is linked from
done | xargs -0 gcov -n 2>/dev/null | awk '
    /^File / { gsub(/\x27/, "", $2); file = $2; next }
    /^Lines executed:/ && file ~ /^(theory|kernels|experiments|lib|verify)\/.*\.c$/ {
        split($0, part, /[:% ]+/); folder = file; sub(/\/[^\/]*$/, "", folder)
        lines[folder] += part[5]; run[folder] += part[3] * part[5] / 100
        all += part[5]; all_run += part[3] * part[5] / 100; file = ""
    }
    END {
        for (folder in lines) printf "%5.1f %% of %5d lines  %s\n", 100 * run[folder] / lines[folder], lines[folder], folder | "sort -k6"
        close("sort -k6")
        if (all) printf "%5.1f %% of %5d lines  in all\n", 100 * all_run / all, all
        exit !all
    }'
