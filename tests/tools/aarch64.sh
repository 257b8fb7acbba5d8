#!/usr/bin/env bash
# Cross builds for aarch64 and runs suites of it under qemu: tests/tools/aarch64.sh [SUITE..]
# The libraries are Debian's own for arm64, unpacked under build/aarch64/root; nothing is installed.
# Exit status: 0 all passed; 1 something failed; 3 nothing was run, the last line says why.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8
work=$PWD/build/aarch64 root=$PWD/build/aarch64/root
not_run() { echo "aarch64: nothing was run: $*"; exit 3; }

command -v aarch64-linux-gnu-gcc >/dev/null || not_run 'no cross compiler (Debian: gcc-aarch64-linux-gnu)'
command -v qemu-aarch64 >/dev/null || not_run 'no emulator (Debian: qemu-user)'

if ! [ -e "$root/done" ]; then
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$root"
    : >"$work/apt/status"
    private=(-qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$work/apt" -o Dir::State::status="$work/apt/status"
        -o Dir::Cache="$work/apt/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User=)
    apt-get "${private[@]}" update >"$work/apt.log" 2>&1 || not_run "apt-get update failed; $work/apt.log"
    arb=$(apt-cache "${private[@]}" show libflint-arb-dev 2>/dev/null | grep . >/dev/null && echo libflint-arb-dev)
    # shellcheck disable=SC2086 # none where FLINT carries it
    apt-get "${private[@]}" install -y --download-only --no-install-recommends libgsl-dev libjansson-dev libsleef-dev libmpfr-dev \
        libfftw3-dev libflint-dev librandom123-dev check libgomp1 $arb >>"$work/apt.log" 2>&1 || not_run "no packages for arm64; $work/apt.log"
    for package in "$work"/apt/cache/archives/*.deb; do dpkg-deb -x "$package" "$root"; done
    touch "$root/done"
fi

lib=$root/usr/lib/aarch64-linux-gnu
# make and its shell ask pkg-config for flags of this machine: what they find is overridden by the root's, which come first
make --no-print-directory -s -j"$(nproc)" BUILD=build/aarch64 CC="aarch64-linux-gnu-gcc --sysroot=$root" MARCH=armv8-a \
    CPPFLAGS="-I. -Ibuild/aarch64/include -I$root/usr/include -I$root/usr/include/aarch64-linux-gnu" \
    LDFLAGS="-L$lib -Wl,-rpath-link,$lib" build/aarch64/posbias build/aarch64/tests/check >"$work/make.log" 2>&1 ||
    { tail -n 20 "$work/make.log"; exit 1; }

# what the emulator runs starts programs of this machine: whoever starts one of the build's, a test or the program itself, meets a script
# in its place
emulated() { # PROGRAM
    if [[ $(head -c 2 "$1") != '#!' ]]; then
        mv "$1" "$1.elf"
        # shellcheck disable=SC2016 # the script expands them
        printf '#!/bin/sh\nexec qemu-aarch64 -0 "$0" -L "%s" -E LD_LIBRARY_PATH="%s" "%s" "$@"\n' "$root" "$lib" "$PWD/$1.elf" >"$1"
        chmod +x "$1"
    fi
}
for program in posbias posbias-verify tests/check; do emulated "build/aarch64/$program"; done
if (($# == 0)); then set -- vector bank turns product dtype sort inversions inversion_bins inversion_stream alias_count counts; fi
for suite; do
    printf '%-16s ' "$suite"
    CK_RUN_SUITE=$suite CK_DEFAULT_TIMEOUT=0 POSBIAS=build/aarch64/posbias build/aarch64/tests/check >"$work/log" 2>&1
    tail -n 1 "$work/log"
    grep -q '^100%' "$work/log" || { head -n 20 "$work/log"; exit 1; }
done
