#!/usr/bin/env bash
# build_deb.sh [FOLDER]: the Debian package of this tree's last commit, or of an unpacked archive, built in a scratch folder; what
# comes of it goes to FOLDER, build/deb unless it is given. Wants what packaging/debian/control names, and says what lintian says
# where that is installed. Exit status 1 if lintian has an error.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
out=$(mkdir -p -- "${1:-$here/build/deb}" && cd -- "${1:-$here/build/deb}" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
tree=$scratch/posbias
mkdir -- "$tree"
if [[ -z $(git -C "$here" rev-parse --show-prefix 2>&1) ]]; then
    git -C "$here" archive HEAD | tar -C "$tree" -xf -
else
    tar -C "$here" --exclude=./build --exclude=./out --exclude=./debian -cf - . | tar -C "$tree" -xf -
fi
cp -r -- "$tree/packaging/debian" "$tree/debian"
(cd -- "$tree" && dpkg-buildpackage -us -uc -b)
rm -f -- "$out"/{,lib}posbias*
cp -- "$scratch"/*.deb "$scratch"/posbias*.changes "$scratch"/posbias*.buildinfo "$out"
ls -l -- "$out"
if command -v lintian >/dev/null; then lintian --fail-on error --allow-root "$out"/posbias*.changes; fi
