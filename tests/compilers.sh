#!/usr/bin/env bash
# The same bytes from two compilers: builds a copy of the sources with another one, looks for its warnings in the tests too, and
# compares every CSV of `posbias plan --scale smoke` and claims.csv with those of build/posbias, but for the lines that name the program.
# Before that it looks for instructions that round a product and a sum once where the sources round twice: gcc's vectoriser
# makes them of a pair (ac + bd, bc - ad) even under -ffp-contract=off.
# `tests/compilers.sh [COMPILER [VARIABLE=VALUE..]]`, clang unless it is given; CFLAGS and the variables go to the copy's build:
# with `gcc MARCH=x86-64` it shows that a build for any processor gives the bytes of one for this. Exit status 1 if a byte differs.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
compiler=${1-clang}
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

mkdir "$scratch/copy"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -cf - | tar -C "$scratch/copy" -xf -
targets=(all library)
if [ "$compiler" != gcc ]; then targets+=(warnings); fi
make -C "$scratch/copy" -j"$(nproc)" CC="$compiler" "${@:2}" "${targets[@]}" >"$scratch/log" 2>&1 || { tail -n 40 "$scratch/log" && exit 1; }

for program in build/posbias "$scratch/copy/build/posbias"; do
    objdump -d "$program" | awk '/^[0-9a-f]+ <.*>:$/ { at = $2 } /\tvfm(addsub|subadd)/ { print at, $0; found = 1 } END { exit found }' ||
        { echo "$program rounds the above once, the sources twice" && exit 1; }
done

compared=0 differ=0
same() { # NAME ARGUMENTS: as a shell reads them
    local program side
    for side in here copy; do
        program=build/posbias
        if [ "$side" = copy ]; then program=$scratch/copy/$program; fi
        # a claims run with unexpected verdicts exits 1: its rows are compared all the same
        sh -c "'$program' $2 -o '$scratch/$side.csv'" >/dev/null 2>"$scratch/err" || [ "$1" = claims ] ||
            { echo "$1 fails: $(cat "$scratch/err")" >&2 && exit 1; }
        sed '/^# version /d; /^# program /d' "$scratch/$side.csv" >"$scratch/$side.rows"
        rm "$scratch/$side.csv"
    done
    compared=$((compared + 1))
    cmp -s "$scratch/here.rows" "$scratch/copy.rows" && return 0
    differ=$((differ + 1))
    echo "$1: build/posbias (<) against that of ${*:-clang} (>)"
    diff "$scratch/here.rows" "$scratch/copy.rows" | head -n 6 | cut -c1-300
}
while IFS=$'\t' read -r stem _ arguments; do same "$stem" "$arguments --quiet"; done < <(build/posbias plan --scale smoke)
same claims 'claims --scale smoke'

# The libraries as well: every function that has a number.
make library >"$scratch/log" 2>&1 || { tail -n 40 "$scratch/log" && exit 1; }
cat >"$scratch/bits.c" <<'END'
#include <posbias.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    static const char *const text[] = {"rope:base=5e5,dim=128", "model:llama-3.1-8b", "tapa:dim=64", "xpos:dim=64", "pope:dim=16", "hyspe:dim=8"};
    double q[128], k[128], r[256], x[256], y[256];
    posbias_model *m;
    posbias_count n;
    if (posbias_model_parse("gauss:mu=0.3", &m, NULL, 0))
        return 1;
    for (int i = 0; i < 256; i++)
        r[i] = i < 200 ? i : i * i * (double)i;
    for (size_t e = 0; e < sizeof text / sizeof *text; e++) {
        posbias_encoding *of;
        if (posbias_encoding_parse(text[e], &of, NULL, 0))
            return 1;
        size_t dim = posbias_encoding_dim(of);
        if (posbias_draw(of, m, 3, 4, dim, q, k, NULL, 0) || posbias_scores(of, dim, q, k, 256, r, x, y, NULL, 0))
            return 1;
        for (int i = 0; i < 256; i++)
            printf("%s %.0f %a %a\n", text[e], r[i], x[i], y[i]);
        if (posbias_closed_mean(of, m, 256, r, x, NULL, 0) || posbias_closed_variance(of, m, 256, r, y, NULL, 0))
            return 1;
        for (int i = 0; i < 256; i++)
            printf("%s %.0f %a %a\n", text[e], r[i], x[i], y[i]);
        if (posbias_position_inversions(of, dim, q, k, 0, 1000, 1000, 1000, &n, NULL, 0))
            return 1;
        printf("%s %lld\n", text[e], (long long)n.least);
        posbias_encoding_free(of);
    }
    posbias_model_free(m);
    return 0;
}
END
"${CC:-gcc}" -Ilib "$scratch/bits.c" -o "$scratch/bits" -Lbuild/lib -lposbias
LD_LIBRARY_PATH=build/lib "$scratch/bits" >"$scratch/here.bits"
LD_LIBRARY_PATH=$scratch/copy/build/lib "$scratch/bits" >"$scratch/copy.bits"
compared=$((compared + 1))
cmp "$scratch/here.bits" "$scratch/copy.bits" || { differ=$((differ + 1)) && echo 'the libraries differ'; }
echo "$compared files compared with those of ${*:-clang}, $differ differ"
[ "$differ" = 0 ]
