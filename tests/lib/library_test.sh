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
make -s install DESTDIR="$box/root" PREFIX=/opt/p/ LIBDIR=lib/here >"$box/log" 2>&1
tell $? 'it is installed'
here=$box/root/opt/p
diff <(cd "$here" && find include lib ! -type d | sort) - <<'END'
include/posbias.h
lib/here/libposbias.a
lib/here/libposbias.so
lib/here/libposbias.so.0
lib/here/pkgconfig/posbias.pc
END
tell $? 'a header, both libraries and what pkg-config reads are there, and nothing else'
[ "$(PKG_CONFIG_PATH=$here/lib/here/pkgconfig pkg-config --cflags --libs posbias)" = '-I/opt/p/include -L/opt/p/lib/here -lposbias ' ]
tell $? 'which tells where they will be'

# ---- Names -----------------------------------------------------------------------------------------------------------
declared=$(grep -oE '\bposbias_[a-z_]+\(' lib/posbias.h | tr -d '(' | sort -u)
diff <(nm -D --defined-only "$here/lib/here/libposbias.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort) - <<<"$declared"
tell $? 'the shared library exports what the header declares'
diff <(nm -g --defined-only "$here/lib/here/libposbias.a" | awk 'NF == 3 { print $3 }' | sort) - <<<"$declared"
tell $? 'and so does the static one'
[ "$(readelf -d "$here/lib/here/libposbias.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" = libposbias.so.0 ]
tell $? 'its name is libposbias.so.0'
if [[ $build == build ]]; then # a sanitizer's part of it prints and ends
    found=$(nm -u "$here/lib/here/libposbias.a" | awk '{ print $2 }' |
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

# ---- Examples, as who has it installed builds and runs them ------------------------------------------------------------
home=$box/home
sanitize=() python=(python3)
if [[ $build == build/asan ]]; then
    sanitize=("-fsanitize=address,undefined")
    python=(env "LD_PRELOAD=$("$compiler" -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 python3)
fi
make -s install PREFIX="$home" >"$box/log" 2>&1
export PKG_CONFIG_PATH=$home/lib/pkgconfig
shown() { # FILE MARGIN: what the example says that it prints, behind the command that runs it.
    sed -n "s/^$2    //p" "$1" | sed 1d
}
read -ra flags < <(pkg-config --cflags --libs posbias)
"$compiler" "${sanitize[@]}" examples/score_curve.c "${flags[@]}" -lm -o "$box/shared" && LD_LIBRARY_PATH=$home/lib "$box/shared" >"$box/out"
tell $? 'the example in C runs with the shared library'
diff <(shown examples/score_curve.c ' \* ') "$box/out"
tell $? 'and prints what it says'
read -ra flags < <(pkg-config --cflags --static --libs posbias)
"$compiler" "${sanitize[@]}" examples/score_curve.c "${flags[@]/#-lposbias/$home/lib/libposbias.a}" -o "$box/static" && "$box/static" >"$box/again" &&
    ! readelf -d "$box/static" | grep 'libposbias' && cmp "$box/out" "$box/again"
tell $? 'and the same with the static one alone'
LD_LIBRARY_PATH=$home/lib "$box/shared" rope:dim=7 2>"$box/errors"
[ "$?" = 1 ] && grep -qF 'encoding "rope:dim=7": dim="7" is odd' "$box/errors"
tell $? 'it says what the library says of a wrong string'
if [[ $build == build ]]; then # a sanitizer has an answer of its own to memory that runs out
    make -s build/tests/shim/fail_memory.so >"$box/log" 2>&1
    wrong='' at=0
    while [ "$at" = 0 ] || [ -e "$box/told" ]; do
        at=$((at + 1)) && rm -f "$box/told"
        (LD_LIBRARY_PATH=$home/lib LD_PRELOAD=$PWD/build/tests/shim/fail_memory.so FAIL_AT=$at FAIL_TOLD=$box/told \
            "$box/shared" >"$box/again" 2>"$box/errors"; exit "$?") 2>/dev/null && status=0 || status=$?
        # GMP and MPFR know no other answer; the buffer of stdout can be done without
        if [ "$status" != 0 ] && ! grep -qE 'out of memory|^(GNU MP|MPFR): ' "$box/errors" || [ "$status" = 0 ] && ! cmp -s "$box/out" "$box/again"; then
            wrong="$at: status $status, $(head -c 200 "$box/errors")"
        fi
    done
    [ -z "$wrong" ] && [ "$at" -gt 30 ]
    tell $? "of $at allocations each fails in turn, and is told: ${wrong:-so it is}"
fi
if command -v "${python[0]}" >/dev/null && command -v python3 >/dev/null; then
    "${python[@]}" examples/posbias_ctypes.py "$home/lib/libposbias.so.0" >"$box/out"
    diff "$box/out" <(sed '/^For each/,$d' examples/posbias_ctypes.py | sed -n 's/^    //p' | sed 1d)
    tell $? 'the example in Python prints what it says'
    diff "$box/out" <(sed -n '/^    rope:.*scaling=yarn/,/^$/ s/^    //p' docs/library.md)
    tell $? 'and docs/library.md shows that'
    awk '/^```/ { inside = /python/; next } inside' docs/library.md | sed "s|build/lib/|$home/lib/|" >"$box/few.py"
    "${python[@]}" "$box/few.py" >"$box/out"
    diff "$box/out" <(sed -n 's/^print(.*)  # //p' docs/library.md)
    tell $? 'its lines for frequencies alone print what they say'
else
    skip 'the example in Python: python3 is not installed'
fi

# ---- Away again ------------------------------------------------------------------------------------------------------
make -s uninstall DESTDIR="$box/root" PREFIX=/opt/p >"$box/log" 2>&1 && [ -z "$(find "$box/root" ! -type d)" ]
tell $? 'nothing of it is left'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
