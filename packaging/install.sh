#!/usr/bin/env bash
# Puts files below $DESTDIR$PREFIX, or takes them away again:
#   install.sh install DEST=SOURCE..   DEST below PREFIX, in which @LIBDIR@ is $LIBDIR; a SOURCE that is a folder stands for all
#                                      files in it, a link stays one. Nothing is put if another's file is in the way
#   install.sh uninstall               exactly the files that install put there, as it put them, and the folders that it made
# Both go by a list, PREFIX/share/posbias/installed: a checksum and a path without DESTDIR, a folder's name ending in "/". A file
# with a checksum that the list does not have is somebody else's and stays. The list is written before anything is put, with what
# was there already and what is to be, so that it holds whatever ends an install. A second install takes away what the first had
# and it has not. What an uninstall cannot take away stays on the list.
set -euo pipefail
export LC_ALL=C.UTF-8
umask 022
destdir=${DESTDIR-} prefix=${PREFIX:-/usr/local} libdir=${LIBDIR:-lib}
while [[ $prefix == *//* ]]; do prefix=${prefix//\/\//\/}; done
while [[ $libdir == *//* ]]; do libdir=${libdir//\/\//\/}; done
prefix=${prefix%/} libdir=${libdir%/}
list=$prefix/share/posbias/installed
sources=() paths=() folders=() # what is to be put and where, and the folders that are not there for it
declare -A planned=() ours=()  # of a path its checksum; of "checksum  path" that the list has it
declare -A sums=()             # of what is there

die() { printf 'install.sh: %s\n' "$*" >&2 && exit 2; }
tell() { printf 'install.sh: %s\n' "$*" >&2; }

sum_all() { # PATH..: into $sums, of a file its bytes', of a link where it leads; of all else, of nothing too, a word that no list has.
    local path files=()
    for path in "$@"; do
        sums[$path]=none
        if [[ -L $path ]]; then
            sums[$path]=link:$(readlink -- "$path" | sha256sum)
            sums[$path]=${sums[$path]%% *}
        elif [[ -f $path ]]; then
            files+=("$path")
        fi
    done
    if ((${#files[@]} == 0)); then return; fi
    while IFS= read -rd '' path; do sums[${path#*  }]=${path%%  *}; done < <(sha256sum -z -- "${files[@]}") # -z: names as they are
}

is_ours() { [[ -n ${ours["${sums[$destdir$1]-none}  $1"]-} ]]; } # PATH: what is there is as it was put; summed before

plan_folder() { # PATH: with those above it
    if [[ -z $1 || -d $destdir$1 || -n ${planned["$1/"]-} ]]; then return; fi
    if [[ -e $destdir$1 || -L $destdir$1 ]]; then die "$destdir$1 is no folder, and files go below it: expected it gone"; fi
    plan_folder "${1%/*}"
    planned["$1/"]=folder
    folders+=("$1")
}

plan() { # SOURCE PATH
    if [[ ! -e $1 ]]; then die "$1 is not there: expected make to have made it"; fi
    plan_folder "${2%/*}"
    sources+=("$1") paths+=("$2")
}

plan_all() { # DEST=SOURCE..
    local row file to i
    for row in "$@"; do
        to=$prefix/${row%%=*}
        to=${to/@LIBDIR@/"$libdir"}
        if [[ -d ${row#*=} ]]; then
            while IFS= read -r file; do plan "${row#*=}/$file" "$to/$file"; done \
                < <(cd -- "${row#*=}" && find . \( -type f -o -type l \) -printf '%P\n' | sort)
        else
            plan "${row#*=}" "$to"
        fi
    done
    plan_folder "${list%/*}"
    sum_all "${sources[@]}" "${paths[@]/#/"$destdir"}"
    for i in "${!paths[@]}"; do
        file=$destdir${paths[i]}
        if [[ (-e $file || -L $file) ]] && ! is_ours "${paths[i]}"; then
            die "$file is not posbias's, or was changed since: expected it gone, or another PREFIX"
        fi
        planned[${paths[i]}]=${sums[${sources[i]}]}
    done
}

fresh() { # FILE: a file of no other name beside it, taken away if this ends before it is moved there
    temporary=$(mktemp -- "$1.XXXXXX")
}

put() { # SOURCE PATH: it is there whole or, if this ends, as it was
    fresh "$destdir$2"
    if [[ -L $1 ]]; then
        cp -PT --remove-destination -- "$1" "$temporary"
    elif [[ -x $1 ]]; then
        install -Tm 755 -- "$1" "$temporary"
    else
        install -Tm 644 -- "$1" "$temporary"
    fi
    mv -fT -- "$temporary" "$destdir$2"
    temporary=
}

write_list() { # LINE..: into its folder, which is there; folders before what is in them
    fresh "$destdir$list"
    printf '%s\n' "$@" | sort -uk 2 -k 1,1 >"$temporary"
    chmod 644 -- "$temporary"
    mv -fT -- "$temporary" "$destdir$list"
    temporary=
}

install_all() { # DEST=SOURCE..
    local i line lines=()
    plan_all "$@"
    for line in "${!ours[@]}"; do if [[ $line == */ && -d $destdir${line#*  } ]]; then planned[${line#*  }]=folder; fi; done
    for i in "${!planned[@]}"; do lines+=("${planned[$i]}  $i"); done
    for i in "${!folders[@]}"; do mkdir -p -- "$destdir${folders[i]}"; done
    write_list "${!ours[@]}" "${lines[@]}"
    for i in "${!paths[@]}"; do put "${sources[i]}" "${paths[i]}"; done
    sum_listed
    for line in "${!ours[@]}"; do take_away "${line#*  }"; done
    write_list "${lines[@]}"
}

sum_listed() {
    local listed=("${!ours[@]}")
    listed=("${listed[@]#*  }")
    sum_all "${listed[@]/#/"$destdir"}"
}

take_away() { # PATH: a file of the list that is not to be there; false if it cannot be.
    if [[ $1 == */ || -n ${planned[$1]-} || (! -e $destdir$1 && ! -L $destdir$1) ]]; then return; fi
    if is_ours "$1"; then rm -f -- "$destdir$1"; else tell "$destdir$1 stays: it is not as posbias put it"; fi
}

uninstall_all() {
    local line path left=()
    sum_listed
    for line in "${!ours[@]}"; do take_away "${line#*  }" || left+=("$line"); done
    if ((${#left[@]})); then
        for line in "${!ours[@]}"; do if [[ $line == */ ]]; then left+=("$line"); fi; done
        write_list "${left[@]}"
        die "cannot take away $destdir${left[0]#*  }: it stays on the list $destdir$list"
    fi
    rm -f -- "$destdir$list"
    while IFS= read -r path; do # what is in a folder stands before it
        if [[ -d $path && ! -L ${path%/} ]]; then rmdir --ignore-fail-on-non-empty -- "$path"; fi
    done < <(for line in "${!ours[@]}"; do if [[ $line == */ ]]; then printf '%s\n' "$destdir${line#*  }"; fi; done | sort -r)
}

temporary=
trap 'if [[ -n $temporary ]]; then rm -f -- "$temporary"; fi' EXIT
if [[ $destdir$prefix$libdir == *$'\n'* ]]; then die "a line's end is in DESTDIR, PREFIX or LIBDIR: expected a path of one line"; fi
if [[ $prefix != /* && -n $prefix ]]; then die "PREFIX=${prefix@Q} is relative: expected a folder from / on"; fi
if [[ $libdir == /* || /$libdir/ == */../* ]]; then die "LIBDIR=${libdir@Q} is not below PREFIX: expected a folder like lib"; fi
if [[ -e $destdir$list ]]; then while IFS= read -r line; do ours[$line]=1; done <"$destdir$list"; fi
case ${1-} in
install)
    if [[ -n $destdir ]]; then mkdir -p -- "$destdir"; fi # the packager's, and stays
    install_all "${@:2}"
    ;;
uninstall)
    if ((${#ours[@]} == 0)); then die "nothing to take away: there is no list $destdir$list"; fi
    uninstall_all
    ;;
*) die "unknown word ${1-}: expected install or uninstall" ;;
esac
