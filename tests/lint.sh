#!/usr/bin/env bash
# Formatting, shell scripts, hygiene of the repository, and the generated part of README.md.
# What needs a tool that is not installed is skipped and says so.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
fail() { printf 'lint: %s\n' "$*" >&2; failed=1; }

ours() { git ls-files --cached --others --exclude-standard -- "$@"; } # new files too
mapfile -t sources < <(ours '*.c' '*.h')
mapfile -t scripts < <(ours '*.sh' .ci/run)

if command -v clang-format >/dev/null && clang-format --version | grep -q 'version 14\.'; then
    clang-format --dry-run --Werror "${sources[@]}" || fail 'clang-format would change the files above'
else
    echo 'lint: clang-format 14 is not installed, layout not checked'
fi
if command -v shellcheck >/dev/null; then
    shellcheck "${scripts[@]}" || fail 'shellcheck found the above'
else
    echo 'lint: shellcheck is not installed, scripts not checked'
fi

git grep --untracked -nE 'ffast-math|Ofast' -- Makefile '*.c' '*.h' && fail 'fast-math is forbidden'
git grep --untracked -nE '#include "(\.\./|[a-z_]+\.h")' -- '*.c' '*.h' && fail 'includes are written from the root'
git grep --untracked -nE '#include "(experiments|kernels)/' -- 'theory/*' && fail 'theory includes kernels or experiments'
git grep --untracked -nE '#include "experiments/' -- 'kernels/*' && fail 'kernels include experiments'
git grep --untracked -nE '#include "theory/' -- 'kernels/*' | grep -vE '"theory/(ground|model)/' \
    && fail 'kernels reach into theory beyond ground and model'
git grep --untracked -nE '#include "' -- 'verify/*' | grep -v '#include "verify/' && fail 'verify includes what is not its own'
git grep --untracked -hE '#include <' -- 'verify/*' | grep -vE '<(ctype|errno|float|inttypes|math|omp|stdarg|stdbool|stddef|stdint|stdio|stdlib|string)\.h>|<(flint/(flint|acb|arb)|acb|arb)\.h>' \
    && fail 'verify uses more than the C library, OpenMP and Arb'
git grep --untracked -nE '#include "verify/' -- '*.c' '*.h' | grep -vE '^(verify|tests)/' && fail 'only the tests may call verify'
git grep --untracked -nE '\b(printf|puts|exit|abort|getenv)\(' -- 'theory/*.c' 'kernels/*.c' && fail 'library code prints, exits or reads the environment'
git grep --untracked -nE '\b(printf|puts|putchar|stdout|stderr|exit|abort|getenv)\b' -- 'verify/*.c' ':!verify/main.c' && fail 'in verify only main.c prints, exits or reads the environment'
git ls-files | grep -E '(^|/)(build|out)/|\.(o|d|csv\.tmp)$' && fail 'build products are tracked'

if [ -x build/posbias ]; then
    tests/readme.sh --check || fail 'README.md does not show what the program says; run make readme'
else
    echo 'lint: build/posbias is not built, README.md not checked'
fi
[ "$failed" = 0 ] && echo 'lint: clean'
exit "$failed"
