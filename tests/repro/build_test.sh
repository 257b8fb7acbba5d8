#!/usr/bin/env bash
# Black-box test of what the Makefile makes of a checkout: its commit, or that it is not known; and the program itself
# from one that cannot be written. Wants what a build wants, and git; prints one line per check and last `N passed, N failed`; exit status 1 if any failed.
set -uo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
passed=0 failed=0
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
unset GIT_DIR GIT_WORK_TREE

ours() { git -c user.name=a -c user.email=a@b -C "$@"; }
tree() { # PATH: a few sources and the Makefile.
    mkdir -p "$1"/{theory,kernels,experiments,verify,tests}
    cp "$here/Makefile" "$1"
    for room in theory kernels experiments verify; do echo '/* a */' >"$1/$room/a.c"; done
    printf '%s\n' build/ >"$1/.gitignore"
}
commit() { # PATH: makes a repository of it.
    ours "$1" init -q && ours "$1" add -A && ours "$1" commit -qm first
}
says() { # TEXT PATTERN PATH [NAME=VALUE..]
    local found
    (cd -- "$3" && env "${@:4}" make -s CC=true build/include/build/version.h) >/dev/null 2>"$box/errors"
    found=$(sed -n 's/.*POSBIAS_COMMIT "\(.*\)"/\1/p' "$3/build/include/build/version.h")
    if [[ $found =~ ^$2$ ]]; then passed=$((passed + 1)) && echo "ok - $1"; else
        failed=$((failed + 1))
        echo "not ok - $1: ${found@Q}"
        cat "$box/errors"
    fi
}
clean='[0-9a-f]{12}' modified='[0-9a-f]{12}-modified'

tree "$box/plain"
says 'not a repository' unknown "$box/plain"
tree "$box/empty" && ours "$box/empty" init -q
says 'a repository without a commit' unknown "$box/empty"
tree "$box/it's \$(touch evil) here" && commit "$box/it's \$(touch evil) here"
says 'a commit, whatever the folder is called' "$clean" "$box/it's \$(touch evil) here"
tree "$box/own" && commit "$box/own"
says 'a commit' "$clean" "$box/own"
says 'of another owner' unknown "$box/own" GIT_TEST_ASSUME_DIFFERENT_OWNER=1
mkdir "$box/bin"
for tool in sh bash cat cut cmp cp mv rm mkdir dirname readlink sha256sum printf find sort true echo make env; do
    if tool=$(type -P "$tool"); then ln -s "$tool" "$box/bin/"; fi
done
says 'no git' unknown "$box/own" PATH="$box/bin"
mkdir "$box/links"
for name in Makefile theory kernels experiments verify tests; do ln -s "$box/own/$name" "$box/links/$name"; done
says 'a folder of links to it' "$clean" "$box/links"
echo '/* b */' >"$box/own/theory/b.c"
says 'a source that git does not track' "$modified" "$box/own"
says 'and through links' "$modified" "$box/links"
rm "$box/own/theory/b.c"
echo '/* b */' >"$box/own/theory/a.c"
says 'a source that is modified' "$modified" "$box/own"
tree "$box/own/below"
says "inside another's repository" unknown "$box/own/below"
rm -r "$box/own/below" && git -C "$box/own" checkout -q theory
mkdir "$box/own/packaging" && cp "$here/packaging/archive" "$box/own/packaging" && cp "$here/.gitattributes" "$box/own"
says 'not an archive, where git does not know it' unknown "$box/own" GIT_TEST_ASSUME_DIFFERENT_OWNER=1
ours "$box/own" add -A && ours "$box/own" commit -qm second
says 'the commit of a checkout, as before' "$clean" "$box/own"
mkdir "$box/unpacked" && ours "$box/own" archive HEAD | tar -C "$box/unpacked" -xf -
says 'the commit of an archive' "$(ours "$box/own" rev-parse --short=12 HEAD)-archive" "$box/unpacked"
# A real build from a real checkout that cannot be written, not even by root: who is root becomes nobody.
mkdir "$box/checkout" "$box/free"
(cd "$here" && find Makefile paper_repro.sh theory kernels experiments verify plots -type f -print0) |
    (cd "$here" && xargs -0 cp --parents -t "$box/checkout")
chmod -R a-w,a+rX "$box/checkout"
chmod 755 "$box"
chmod 777 "$box/free"
as_nobody=()
if [[ $(id -u) == 0 ]]; then as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
before=$(cd "$box/checkout" && find . | sort)
repro() { (cd / && TMPDIR=$box/free "${as_nobody[@]}" "$box/checkout/paper_repro.sh" --no-install "$@"); }
if repro --list --out "$box/free/out" >"$box/list" 2>"$box/errors" && "$box/free/out/.build/build/posbias" version >/dev/null &&
    "$box/free/out/.build/build/posbias" basebound --dim=16 --context=64 | grep '^16,64,' >/dev/null && grep -q 'bias' "$box/list" &&
    [[ $(cd "$box/checkout" && find . | sort) == "$before" ]]; then
    passed=$((passed + 1)) && echo 'ok - a checkout that cannot be written is built elsewhere'
else
    failed=$((failed + 1))
    echo 'not ok - a checkout that cannot be written is built elsewhere'
    cat "$box/errors"
fi
chmod -R u+w "$box/checkout"
echo "$passed passed, $failed failed"
exit $((failed > 0))
