#!/usr/bin/env bash
# libposbias as others get it: what it exports and asks of the C library, its header in C and C++, what is installed and how
# pkg-config says to link it. Wants what a build wants; prints one line per check and last `N passed, N failed`; what needs
# a tool that is not installed is told as skipped. Exit status 1 if any failed. FLAVOUR as for make.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
build=build
if [[ ${FLAVOUR:-release} != release ]]; then build=build/$FLAVOUR; fi
compiler=${CC:-gcc}
passed=0 failed=0
tell() { # OK WHAT
    if [ "$1" = 0 ]; then passed=$((passed + 1)) && echo "ok - $2"; else failed=$((failed + 1)) && echo "not ok - $2"; fi
}
skip() { echo "skipped - $1"; }

make -s library >"$box/log" 2>&1 || { tail -n 20 "$box/log" && exit 1; }
make -s install-lib DESTDIR="$box/root" PREFIX=/opt/p >"$box/log" 2>&1
tell $? 'it is installed'
here=$box/root/opt/p
diff <(cd "$here" && find . -type f -o -type l | sort) - <<'END'
./include/posbias.h
./lib/libposbias.a
./lib/libposbias.so
./lib/libposbias.so.0
./lib/pkgconfig/posbias.pc
END
tell $? 'a header, both libraries and what pkg-config reads are there, and nothing else'

# ---- Names -----------------------------------------------------------------------------------------------------------
declared=$(grep -oE '\bposbias_[a-z_]+\(' lib/posbias.h | tr -d '(' | sort -u)
diff <(nm -D --defined-only "$here/lib/libposbias.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort) - <<<"$declared"
tell $? 'the shared library exports what the header declares'
diff <(nm -g --defined-only "$here/lib/libposbias.a" | awk 'NF == 3 { print $3 }' | sort) - <<<"$declared"
tell $? 'and so does the static one'
[ "$(readelf -d "$here/lib/libposbias.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" = libposbias.so.0 ]
tell $? 'its name is libposbias.so.0'
if [[ $build == build ]]; then # a sanitizer's part of it prints and ends
    found=$(nm -u "$here/lib/libposbias.a" | awk '{ print $2 }' |
        grep -xE '_?exit|abort|atexit|getenv|setlocale|std(in|out|err)|f?open(64)?|f?(printf|puts|putc|write)|putchar|perror|__assert_fail|signal|sigaction')
    [ -z "$found" ]
    tell $? "it neither prints, opens a file nor ends the process: ${found:-nothing of the kind}"
fi

# ---- The header ------------------------------------------------------------------------------------------------------
printf '#include <posbias.h>\n#include <posbias.h>\n' >"$box/header.c"
for standard in c99 c11; do
    "$compiler" -std=$standard -pedantic -Wall -Wextra -Werror -I"$here/include" -fsyntax-only "$box/header.c"
    tell $? "the header is $standard"
done
if command -v g++ >/dev/null; then
    for standard in c++98 c++17; do
        g++ -std=$standard -pedantic -Wno-long-long -Wno-variadic-macros -Wall -Wextra -Werror -I"$here/include" -fsyntax-only -x c++ "$box/header.c"
        tell $? "the header is $standard"
    done
else
    skip 'the header in C++: g++ is not installed'
fi

# ---- Away again ------------------------------------------------------------------------------------------------------
make -s uninstall-lib DESTDIR="$box/root" PREFIX=/opt/p >"$box/log" 2>&1 && [ -z "$(find "$here" ! -type d)" ]
tell $? 'nothing of it is left'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
