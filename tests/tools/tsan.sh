#!/usr/bin/env bash
# Data races in what runs on several threads, by clang's thread sanitizer: tests/tools/tsan.sh [SUITE..]
# gcc's OpenMP runtime hides its barriers from the sanitizer, so only clang's with Archer can be believed.
# Exit status: 0 no race; 1 one, or a suite fails; 3 nothing was run, the last line says why.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8

archer=$(find /usr/lib -name 'libarcher.so' 2>/dev/null | head -n 1)
if ! command -v clang >/dev/null || [ -z "$archer" ]; then
    echo 'tsan: nothing was run: no clang with libarcher.so (Debian: clang and libomp-dev)'
    exit 3
fi
make --no-print-directory -s -j"$(nproc)" CC=clang FLAVOUR=tsan build/tsan/posbias build/tsan/tests/check || exit 1

# Archer tells the sanitizer of OpenMP's order; libraries that are not instrumented would be misread. A test's process leaves
# by _exit (tests/tools/main.c): after a fork Archer may not end in the usual way.
export OMP_TOOL_LIBRARIES=$archer OMP_NUM_THREADS=4
export TSAN_OPTIONS='allocator_may_return_null=1 ignore_noninstrumented_modules=1 halt_on_error=1 exitcode=66'
for suite in "${@:-driver curve_draws montecarlo prover base_search gap_proof lemma_proof verify}"; do
    # shellcheck disable=SC2086 # a list
    for one in $suite; do
        printf '%-16s ' "$one"
        CK_RUN_SUITE=$one POSBIAS=build/tsan/posbias build/tsan/tests/check >build/tsan/log 2>&1
        tail -n 1 build/tsan/log
        grep -q '^100%' build/tsan/log || { grep -a -A 12 'WARNING: ThreadSanitizer' build/tsan/log | head -n 30; exit 1; }
    done
done
# the program itself, every way that it starts threads
for words in 'locality --scale=smoke' 'bias --scale=smoke' 'aliasing --scale=smoke' 'normality --scale=smoke' 'basebound --scale=smoke'; do
    printf '%-24s ' "$words"
    # shellcheck disable=SC2086 # words
    build/tsan/posbias $words --threads=4 --quiet >/dev/null 2>build/tsan/log || { head -n 30 build/tsan/log; exit 1; }
    echo 'no race'
done
