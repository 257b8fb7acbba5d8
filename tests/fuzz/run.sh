#!/usr/bin/env bash
# Builds every fuzz target and runs each for a while, two at a time: tests/fuzz/run.sh SECONDS [NAME..]
# What is found stands in build/fuzz/found/NAME-*; the inputs that reach new code are kept in build/fuzz/corpus/NAME.
# FUZZ_SEED=N starts from N, else every run goes another way. Exit status: 0 nothing was found; 1 something was; 3 nothing was run, the last line says why.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8
seconds=${1:-10}
shift
compiler=${FUZZ_CC:-clang}

if ! printf '#include <stddef.h>\nint LLVMFuzzerTestOneInput(const unsigned char *d, size_t n) { return d && n > 9; }\n' |
    "$compiler" -x c -fsanitize=fuzzer,address,undefined -o /dev/null - 2>/dev/null; then
    echo "fuzz: nothing was run: no $compiler with libFuzzer (Debian: clang and libclang-rt-dev)"
    exit 3
fi
make --no-print-directory -s -j"$(nproc)" CC="$compiler" FLAVOUR=fuzz fuzzers || exit 1

names=("$@")
if ((${#names[@]} == 0)); then
    mapfile -t names < <(find tests/fuzz -name 'f_*.c' | sed 's|.*/f_||; s|\.c$||' | sort)
fi
mkdir -p build/fuzz/found

one() { # NAME SECONDS
    local log=build/fuzz/$1.log longest=4096 folder
    folder=$(find tests/fuzz -name "f_$1.c" -printf '%h')
    mkdir -p "build/fuzz/corpus/$1"
    if [[ $1 == certificate ]]; then longest=8192; fi
    if UBSAN_OPTIONS=print_stacktrace=1 "build/fuzz/$folder/f_$1" "build/fuzz/corpus/$1" "$folder/$1" \
        -seed="${FUZZ_SEED:-0}" -max_total_time="$2" -max_len="$longest" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$1-" </dev/null >"$log" 2>&1; then
        printf '%-12s %9d runs, %5d inputs kept\n' "$1" \
            "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$(find "build/fuzz/corpus/$1" -type f | wc -l)"
    else
        printf '%-12s FOUND something:\n' "$1"
        grep -aE 'ERROR|runtime error|does not hold|SUMMARY|Test unit written|^    #[0-9]+ .*(theory|kernels|experiments|verify|tests)/' "$log" | head -n 12
        return 1
    fi
}
export -f one
# shellcheck disable=SC2016 # the inner bash expands them
printf '%s\n' "${names[@]}" | xargs -P 2 -I{} bash -c 'one "$1" "$2"' _ {} "$seconds" || exit 1
