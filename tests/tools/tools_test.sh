#!/usr/bin/env bash
# What the tests' own tools refuse, and what mutants.py works on.
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

echo "$passed passed, $failed failed"
exit $((failed > 0))
