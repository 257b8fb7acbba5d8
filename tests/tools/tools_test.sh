#!/usr/bin/env bash
# What the tests' own tools refuse, what mutants.py works on, and what the benches remember and compare.
# Wants build/tests/check, a compiler, git and Python; prints one line per check and last `N passed, N failed`; exit status 1 if any failed.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
passed=0 failed=0
tell() { # OK WHAT
    if [ "$1" = 0 ]; then passed=$((passed + 1)) && echo "ok - $2"; else failed=$((failed + 1)) && echo "not ok - $2"; fi
}

compiles() { # TIMES: a test that runs so many times
    printf '#include "tests/tools/suites.h"\nstatic const int rows[3] = {0};\nTEST_EACH(one, %s)\n{\n    ck_assert_int_eq(rows[_i], 0);\n}\n' "$1" |
        "${CC:-gcc}" -std=gnu11 -I. -fsyntax-only -x c - 2>"$box/errors"
}
compiles 'sizeof rows / sizeof *rows'
tell $? 'a test runs for each row of a table'
! compiles rows
tell $? 'the table itself is no number of times'
! compiles '&rows[1]'
tell $? 'nor is a place in it'

once() { # NAME=WORD: the runner, asked for a suite or a test that there is not, suggests names, none of them twice
    local said
    said=$(env "$1" build/tests/check 2>&1)
    grep -qF '; did you mean' <<<"$said" && [ -z "$(grep -o '"[^"]*"' <<<"$said" | sort | uniq -d)" ]
    tell $? "$1 suggests what there is, once: $said"
}
once CK_RUN_SUITE=reportcard_r
once CK_RUN_CASE=bad_strings

# The runner on tests of its own: however a process ends, only a test that ran to its end has passed.
cat >"$box/t_ends_badly.c" <<'END'
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/tools/suites.h"

SUITE_SECONDS(1);

static void *volatile kept;

TEST(passes) {}
TEST(fails) { ck_assert_int_eq(1, 2); }
TEST(leaves_with_1) { exit(1); }
TEST(leaves_with_0) { exit(0); }
TEST(aborts) { abort(); }
TEST(waits) { pause(); }
TEST(hears)
{
    static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        sigaction(numbers[i], NULL, &action);
        ck_assert_msg(action.sa_handler != SIG_IGN, "signal %d is ignored", numbers[i]);
    }
}
TEST(overruns)
{
    char *volatile x = malloc(3);
    x[3] = 1;
    free((void *)x);
}
TEST(leaks)
{
    kept = malloc(30);
    kept = NULL;
}
END
read -ra flags < <(pkg-config --cflags --libs check gsl)
"${CC:-gcc}" -std=gnu11 -fsanitize=address -fopenmp -I. -Ibuild/include tests/tools/main.c tests/tools/suites.c "$box/t_ends_badly.c" \
    build/theory/ground/*.o "${flags[@]}" -lm -o "$box/check" 2>"$box/errors" || cat "$box/errors"
# What ignores signals: a background job, nohup, a profiler.
# shellcheck disable=SC2016 # $0 is for the inner shell: timeout itself would hear some of them
timeout -s KILL 30 bash -c 'trap "" HUP INT QUIT PIPE TERM ALRM USR1 USR2 XCPU VTALRM && exec "$0"' "$box/check" >"$box/said" 2>/dev/null
tell "$(($? != 1))" 'the runner fails if a test does'
sed -n 's/.*:[FE]:ends_badly:\([a-z_0-9]*\):0: /\1: /p' "$box/said" | sort | diff - <(printf '%s\n' "fails: Assertion '1 == 2' failed: 1 == 1, 2 == 2" \
    'leaves_with_1: ended with status 1' 'leaves_with_0: ended with status 0' 'aborts: ended by signal 6 (Aborted)' 'waits: no end after 1 s' \
    'overruns: ended with status 1' 'leaks: ended with status 1' | sort)
tell $? 'and says how each ended: failed, left, aborted, timed out, overran, leaked'
grep -qx '22%: Checks: 9, Failures: 1, Errors: 6' "$box/said"
tell $? 'and counts them; the signals that it was told to ignore are heard'

git -C "$box" init -q top
mkdir -p "$box"/top/theory "$box"/root/{theory,build}
touch "$box"/top/theory/{kept,moved}.c "$box"/root/theory/{deleted,moved}.c "$box"/root/build/made.o
git -C "$box/top" add -A
rm "$box/top/theory/moved.c"
python3 - "$box" <<'END'
import pathlib
import sys

sys.path.insert(0, "tests/tools")
import mutants

box = pathlib.Path(sys.argv[1])
mutants.copy_tracked(box / "top", box / "root")
there = sorted(str(f.relative_to(box / "root")) for f in (box / "root").rglob("*") if f.is_file())
sys.exit(there != ["build/made.o", "theory/kept.c"])
END
tell $? 'mutants are made in what is there now, and in no source that is gone'

# ---- The benches: a toy program whose speed and results its revision's file `speed` tells ----------------------------
toy=$box/toy
mkdir -p "$toy/tests/bench" "$toy/build"
cp tests/bench/common.sh tests/bench/compare.sh "$toy/tests/bench"
touch "$toy/tests/bench/bench_locality.c"
cat >"$toy/Makefile" <<'TOY'
build/tests/bench/bench_locality: tests/bench/bench_locality.c speed
	mkdir -p $(@D)
	read -r seconds checksum <speed; printf '#!/bin/sh\necho locality_2 seconds=%s checksum=%s\n' $$seconds $$checksum >$@
	chmod +x $@
TOY
printf 'build/\n' >"$toy/.gitignore"
in_toy() { (cd "$toy" && PAIRS=3 tests/bench/compare.sh build "$@" 2>"$box/errors"); }
revision() { # SECONDS CHECKSUM
    echo "$*" >"$toy/speed" && git -C "$toy" add -A && git -C "$toy" -c user.name=x -c user.email=x@example.org commit -qm "$*" &&
        make -s -C "$toy" build/tests/bench/bench_locality
}
git init -q "$toy"
revision 0.5 7 && revision 0.25 7
in_toy HEAD~ 'locality_2$' >"$box/table"
grep -qE '^locality_2 +seconds +0\.5 +0\.25 +2 +2 to 2$' "$box/table"
tell $? 'bench-compare builds the other revision, and its ratio is old over new'
python3 - "$toy" <<'END'
import json
import pathlib
import subprocess
import sys

top = pathlib.Path(sys.argv[1])
lines = [json.loads(line) for line in (top / "build/bench.jsonl").read_text().splitlines()]
old = subprocess.run(["git", "-C", top, "rev-parse", "HEAD~"], capture_output=True, text=True).stdout[:12]
found = [(x["name"], x["unit"], x["median"], x["spread"], x["runs"], x["threads"], x["commit"] == old) for x in lines if x["name"] == "locality_2"]
sys.exit(found != [("locality_2", "seconds", 0.5, 0, 3, 2, True), ("locality_2", "seconds", 0.25, 0, 3, 2, False)] or not all(x["machine"] for x in lines))
END
tell $? 'and both revisions join build/bench.jsonl, a line of JSON per figure'
revision 0.25 8
in_toy HEAD~ 'locality_2$' >"$box/table"
grep -q '^locality_2 .* 1 to 1  other results$' "$box/table"
tell $? 'results that changed are said to'
! in_toy nothing && grep -qx 'compare.sh: REV=nothing: not a commit here' "$box/errors"
tell $? 'a revision that is none is refused'
! in_toy HEAD unknown && grep -qx 'compare.sh: ONLY=unknown: no bench has such a name' "$box/errors"
tell $? 'and so is a bench that is none'

# shellcheck source=tests/bench/common.sh
figures() { (work=$box build=$box && . tests/bench/common.sh && "$@"); }
printf 'a seconds=%s checksum=1 threads=1\n' 4 1 2 3 >"$box/times"
printf 'b seconds=%s threads=1\n' 8 4 2 6 >>"$box/times"
[ "$(figures summary a)" = 'seconds 2.5 1.5 4 1' ] && ! figures summary c && [ "$(figures ratio_quartiles a b)" = '1.75 2 2.5' ]
tell $? 'median, middle half and paired ratios of a figure'
figures ratio_row task a b 3 >"$box/first" && figures ratio_row task a b 3 >"$box/second" &&
    grep -q '2.00x  at least 3x  missed$' "$box/first" && grep -q 'missed  was 2.00x$' "$box/second"
tell $? 'a ratio stands beside what it was'
rm "$box/bench.jsonl"
figures most_row task b a 1.5 >"$box/first" && figures most_row task b a 2 >"$box/second" &&
    grep -q '2.00x  at most 1.5x  missed$' "$box/first" && grep -q 'at most 2x  met  was 2.00x$' "$box/second"
tell $? 'and so does one that is to be small'
figures limit_row task a 3 >"$box/first" && figures remember_all && figures limit_row task a 2 >"$box/second" &&
    grep -q '2.50 s   under 3 s  met$' "$box/first" && grep -q 'under 2 s  missed  was 2.50 s$' "$box/second"
tell $? 'and a time'

echo "$passed passed, $failed failed"
exit $((failed > 0))
