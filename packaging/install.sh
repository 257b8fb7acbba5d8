#!/usr/bin/env bash
# Puts files below $DESTDIR$PREFIX, or takes them away again:
#   install.sh install DEST=SOURCE..   DEST below PREFIX; a SOURCE that is a folder stands for all files in it, a link stays one
#   install.sh uninstall               exactly the files that install put there, and the folders that it made
# Both go by a list of paths without DESTDIR, PREFIX/share/posbias/installed, in which the name of a folder ends in "/". A second
# install takes away what the first had and it has not. What an install that fails has put is on the list too, and what an
# uninstall cannot take away stays on it.
set -euo pipefail
export LC_ALL=C.UTF-8
umask 022
destdir=${DESTDIR-} prefix=${PREFIX:-/usr/local}
while [[ $prefix == *//* ]]; do prefix=${prefix//\/\//\/}; done
prefix=${prefix%/}
list=$prefix/share/posbias/installed
before=() now=()

die() { printf 'install.sh: %s\n' "$*" >&2 && exit 2; }

make_folder() { # PATH: with those above it, each noted if it was not there.
    if [[ -z $1 || -d $destdir$1 ]]; then return 0; fi # 0: a trap's own status would be that of what failed
    make_folder "${1%/*}"
    mkdir -- "$destdir$1"
    now+=("$1/")
}

put() { # SOURCE PATH
    make_folder "${2%/*}"
    if [[ -L $1 ]]; then
        cp -PTf -- "$1" "$destdir$2"
    elif [[ -x $1 ]]; then
        install -Tm 755 -- "$1" "$destdir$2"
    else
        install -Tm 644 -- "$1" "$destdir$2"
    fi
    now+=("$2")
}

put_all() { # DEST=SOURCE..
    local row file
    for row in "$@"; do
        if [[ -d ${row#*=} ]]; then
            while IFS= read -r file; do put "${row#*=}/$file" "$prefix/${row%%=*}/$file"; done \
                < <(cd -- "${row#*=}" && find . \( -type f -o -type l \) -printf '%P\n' | sort)
        else
            put "${row#*=}" "$prefix/${row%%=*}"
        fi
    done
}

write_list() { # PATH..: into its folder, which is there
    printf '%s\n' "$@" "$list" | sort -u >"$destdir$list"
    chmod 644 -- "$destdir$list"
}

note() { # Files of the list before that are not put now go, folders made then stay noted.
    local path
    local -A kept=()
    make_folder "${list%/*}"
    for path in "${now[@]}" "$list"; do kept[$path]=1; done
    for path in "${before[@]}"; do
        if [[ -n ${kept[$path]-} ]]; then continue; fi
        if [[ $path == */ ]]; then now+=("$path"); else rm -f -- "$destdir$path"; fi
    done
    write_list "${now[@]}"
}

take_away() {
    local i path left=()
    for path in "${before[@]}"; do
        if [[ $path == */ || $path == "$list" ]]; then continue; fi
        if [[ -d $destdir$path && ! -L $destdir$path ]] || ! rm -f -- "$destdir$path"; then left+=("$path"); fi
    done
    if ((${#left[@]})); then
        for path in "${before[@]}"; do if [[ $path == */ ]]; then left+=("$path"); fi; done
        write_list "${left[@]}"
        die "cannot take away $destdir${left[0]}: it stays on the list $destdir$list"
    fi
    rm -f -- "$destdir$list"
    for ((i = ${#before[@]} - 1; i >= 0; i--)); do # what is in a folder stands after it
        path=$destdir${before[i]}
        if [[ $path == */ && -d $path && ! -L ${path%/} ]]; then rmdir --ignore-fail-on-non-empty -- "$path"; fi
    done
}

if [[ $destdir$prefix == *$'\n'* ]]; then die "a line's end is in DESTDIR or PREFIX: expected a path of one line"; fi
if [[ $prefix != /* && -n $prefix ]]; then die "PREFIX=${prefix@Q} is relative: expected a folder from / on"; fi
if [[ -e $destdir$list ]]; then mapfile -t before <"$destdir$list"; fi
case ${1-} in
install)
    if [[ -n $destdir ]]; then mkdir -p -- "$destdir"; fi # the packager's, and stays
    trap 'make_folder "${list%/*}"; write_list "${before[@]}" "${now[@]}"' EXIT
    put_all "${@:2}"
    trap - EXIT
    note
    ;;
uninstall)
    if ((${#before[@]} == 0)); then die "nothing to take away: there is no list $destdir$list"; fi
    take_away
    ;;
*) die "unknown word ${1-}: expected install or uninstall" ;;
esac
