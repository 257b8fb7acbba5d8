#!/usr/bin/env bash
# Black-box test of what `make install` puts where and `make uninstall` takes away, with the programs that are built: the
# whole is moved and run from another folder, through links. One line per check and last `N passed, N failed`; exit status 1 if any failed.
# shellcheck disable=SC2016,SC2317 # eval and ok run them
set -uo pipefail
export LC_ALL=C.UTF-8
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
passed=0 failed=0
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR PREFIX

ok() { # WHAT COMMAND..: it exits with 0.
    if "${@:2}" >"$box/said" 2>&1; then passed=$((passed + 1)) && echo "ok - $1"; else
        failed=$((failed + 1))
        echo "not ok - $1"
        cat "$box/said"
    fi
}
is() { [[ $1 == "$2" ]] || { printf '%s\nis not\n%s\n' "$1" "$2" && false; }; }
has() { [[ $1 == *"$2"* ]] || { printf '%s\nhas no %s\n' "$1" "$2" && false; }; }
made() { make -s --no-print-directory -C "$here" "$@"; }
all_of() { (cd -- "$1" && find . ! -name . | sort); }
gone() { [[ ! -e $1 ]]; }

# ---- Installed, moved, run from elsewhere ---------------------------------------------------------------------------
first="$box/it's one" root="$box/two"
ok 'install' made install DESTDIR="$first" PREFIX=/opt/pos
mv -- "$first" "$root"
share=$root/opt/pos/share/posbias program=$root/opt/pos/bin/posbias
ok 'the list is of what is there' is "$(sed 's|^.*  |.|; s|/$||' "$share/installed" | sort)" "$(all_of "$root" | grep -v '/installed$')"
ok 'with checksums that hold' eval '(cd "$root" && grep -vE "^(folder|link:)" "$share/installed" | sed "s|  /|  |" | sha256sum -c --quiet)'
ok 'everybody may read it' is "$(find "$root" ! -perm -444)" ''
mkdir -p "$box/else where/bin"
ln -s "$program" "$box/else where/bin/posbias"
cd -- "$box/else where" || exit 2
ok 'an experiment, through a link' bin/posbias bias --scale=smoke --encoding=rope:dim=4 --pairs=16 -o bias.csv
command=$(sed -n 's/^# command //p' bias.csv)
ok 'its command is one that runs here' has "$command" 'posbias bias --scale=smoke'
ok 'and does not name a checkout' is "${command%%/*}" "$command"
PATH=$box/else\ where/bin:$PATH sh -c "$command -o again.csv" 2>/dev/null
ok 'it makes the same bytes' cmp bias.csv again.csv
if command -v gnuplot >/dev/null; then
    ok 'a figure' bin/posbias plot bias --out=.
    ok 'is drawn' grep -q '</svg>' bias.svg
fi
anybody=() && chmod 755 "$box" && mkdir -m 777 "$box/free" # who is root becomes nobody, who may write nothing else
if [[ $(id -u) == 0 ]]; then anybody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
bare() { (cd / && "${anybody[@]}" env -i PATH="$root/opt/pos/bin:/usr/bin:/bin" "$@"); }
ok 'without HOME, from a folder that cannot be written' bare posbias bias --scale=smoke --encoding=rope:dim=4 --pairs=16 -o "$box/free/bias.csv"
ok 'it makes the same numbers' is "$(grep -v '^#' "$box/free/bias.csv")" "$(grep -v '^#' bias.csv)"
if command -v gnuplot >/dev/null; then ok 'and a figure, beside the table' bare posbias plot "$box/free/bias.csv"; fi
ok 'what cannot be written there is said' has "$(bare posbias bias --scale=smoke --encoding=rope:dim=4 --pairs=16 -o bias.csv 2>&1)" 'cannot write "bias.csv": Permission denied'
claim=$(bin/posbias claims TAPA-T2.1-HYPOTHESIS --scale=smoke 2>/dev/null)
ok 'a claim, with a command that runs' has "$claim" 'again: posbias claims TAPA-T2.1-HYPOTHESIS --scale=smoke'
ok 'and shows no build folder' eval '[[ $claim != *build/posbias* ]]'
ok 'the verifier is found' bin/posbias verify "$here/tests/reference/certificate_8.cert"
ok 'in a checkout nothing changes' has "$("$here/build/posbias" claims CONTROL-FALSE --scale=smoke 2>/dev/null)" 'again: build/posbias claims'

# ---- The manual and completion --------------------------------------------------------------------------------------
manual=$root/opt/pos/share/man
for word in $(bin/posbias list | cut -d' ' -f1) claims verify; do
    ok "a page on $word" test -s "$manual/man1/posbias-$word.1"
done
faults() { # COMMAND..: what it says of each page
    find "$manual" -name 'posbias*' -print0 | xargs -0 -n 1 "$@" 2>&1 >/dev/null | head -n 20
}
if command -v groff >/dev/null; then ok 'groff takes every page' is "$(faults groff -man -ww -Tutf8)" ''; fi
if command -v mandoc >/dev/null; then
    ok 'mandoc takes every page' is "$(find "$manual" -name 'posbias*' -print0 | xargs -0 mandoc -T lint -W warning | head)" ''
fi
if [[ $(man --version 2>/dev/null) == 'man 2'* ]]; then # a container may have another in its place
    ok 'man finds and shows it' has "$(MANPATH=$manual man -P cat posbias-locality 2>/dev/null)" 'posbias help qk'
fi
completion=$root/opt/pos/share/bash-completion/completions/posbias
if command -v shellcheck >/dev/null; then ok 'shellcheck takes the completion' shellcheck "$completion"; fi
if command -v zsh >/dev/null; then ok 'zsh takes its own' zsh -n "$root/opt/pos/share/zsh/site-functions/_posbias"; fi
completes() { # LINE WORDS: what stands behind the last '=', ':' or open quote, as bash asks for it
    local found
    # shellcheck source=/dev/null
    found=$(source "$completion" && COMP_LINE=$1 COMP_POINT=${#1} && read -ra COMP_WORDS <<<"$1" &&
        if [[ $1 == *' ' ]]; then COMP_WORDS+=(''); fi && COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _posbias; echo "${COMPREPLY[*]}")
    is "$found" "$2"
}
ok 'completes a command' completes 'posbias local' locality
ok 'an option' completes 'posbias locality --windo' --windows=
ok 'a value' completes 'posbias locality --windows=' 'half follow'
ok 'a value behind a blank' completes 'posbias locality --scale s' 'smoke standard'
ok 'an encoding' completes 'posbias locality --encoding=tap' tapa:
ok 'its key' completes 'posbias locality --encoding=tapa:dim=8,sp' 8,split=
ok 'a second one in quotes' completes "posbias locality --encoding='tapa:dim=8;rope-" 'tapa:dim=8;rope-id: tapa:dim=8;rope-im:'
ok 'one of several words' completes 'posbias bias --qk=gauss --encoding=rope:scaling=ll' llama3
ok 'a claim' completes 'posbias claims CONTROL-F' CONTROL-FALSE
ok 'a file' completes 'posbias verify bias.c' bias.csv
ok 'a format, of its own command' completes 'posbias claims --format=m' markdown
ok 'one of several formats' completes 'posbias plot bias.csv --format=svg,pn' svg,png
ok 'a figure' completes 'posbias plot bias.csv --figure=locality_' locality_unit
ok 'nothing where nothing fits' completes 'posbias nosuch --x' ''
# The line as readline leaves it, quotes among it, in a shell that talks to a terminal.
printf '%s\n' "source '$completion'" "bind -x '\"\C-t\": echo \"<<\$READLINE_LINE>>\"'" >"$box/rc"
tabbed() { # LINE WHAT: after one TAB
    local found
    found=$({ printf '%s\t\x14' "$1" && sleep 1 && printf '\x15exit\n' && sleep 0.2; } |
        TERM=dumb script -qec "bash --noprofile --rcfile $box/rc -i" /dev/null | tr -d '\r' | sed -n 's/.*<<\(.*\)>>.*/\1/p')
    is "$found" "$2"
}
if command -v script >/dev/null; then
    for mark in "'" '"'; do
        ok "a key within $mark keeps it open" tabbed "posbias locality --encoding=${mark}rope:bas" "posbias locality --encoding=${mark}rope:base="
        ok 'a name' tabbed "posbias locality --encoding=${mark}rope:dim=8;tap" "posbias locality --encoding=${mark}rope:dim=8;tapa:"
        ok 'an option' tabbed "posbias locality ${mark}--windo" "posbias locality ${mark}--windows="
        ok 'a whole word closes it' tabbed "posbias plot ${mark}bias.c" "posbias plot ${mark}bias.csv${mark} "
    done
    ok 'without any, a key is begun' tabbed 'posbias locality --encoding=rope:bas' 'posbias locality --encoding=rope:base='
    ok 'and a word is ended' tabbed 'posbias local' 'posbias locality '
fi

# ---- The archive ----------------------------------------------------------------------------------------------------
if [[ -z $(git -C "$here" rev-parse --show-prefix 2>&1) ]]; then
    ok 'make dist' made dist
    version=$(sed -n 's/^VERSION := //p' "$here/Makefile")
    mkdir "$box/unpacked" && tar -C "$box/unpacked" -xzf "$here/build/posbias-$version.tar.gz"
    ok 'packs what is tracked' is "$(cd "$box/unpacked/posbias-$version" && find . -type f | sed 's|^./||' | sort)" \
        "$(git -C "$here" ls-tree -r --name-only HEAD | sort)"
    make -s -C "$box/unpacked/posbias-$version" CC=true build/include/build/version.h >/dev/null 2>&1
    ok 'it knows its commit' grep -q "POSBIAS_COMMIT \"$(git -C "$here" rev-parse --short=12 HEAD)-archive\"" \
        "$box/unpacked/posbias-$version/build/include/build/version.h"
    cp "$here/build/posbias-$version.tar.gz" "$box/first.tar.gz"
    printf '[tar]\numask = 0077\n[core]\nautocrlf = true\nattributesFile = %s\n' "$box/attributes" >"$box/gitconfig"
    echo '*.c export-ignore' >"$box/attributes"
    ok 'by whose git is set otherwise, at another time' env GIT_CONFIG_GLOBAL="$box/gitconfig" TZ=Asia/Tokyo make -s -C "$here" dist
    ok 'it has the same bytes' cmp "$here/build/posbias-$version.tar.gz" "$box/first.tar.gz"
    ok 'an archive is the only one' eval '! made -C "$box/unpacked/posbias-$version" dist'
fi

# ---- Again, and away ------------------------------------------------------------------------------------------------
echo old >"$share/plots/old.gp"
echo "$(sha256sum <"$share/plots/old.gp" | cut -d' ' -f1)  /opt/pos/share/posbias/plots/old.gp" >>"$share/installed"
ok 'a second install' made install DESTDIR="$root" PREFIX=/opt/pos
ok 'takes away what is no more' gone "$share/plots/old.gp"
echo mine >"$root/opt/pos/share/mine"
ok 'uninstall' made uninstall DESTDIR="$root" PREFIX=/opt/pos
ok 'leaves what is not its own' is "$(all_of "$root")" $'./opt\n./opt/pos\n./opt/pos/share\n./opt/pos/share/mine'
rm "$root/opt/pos/share/mine" && rmdir "$root/opt/pos/share" "$root/opt/pos" "$root/opt"
mkdir "$root/usr"
ok 'into a folder that is there' made install DESTDIR="$root" PREFIX=/usr/
ok 'and away' made uninstall DESTDIR="$root" PREFIX=/usr
ok 'the folder stays' is "$(all_of "$root")" ./usr
ok 'nothing to take away: it says so' eval '! made uninstall DESTDIR="$root" PREFIX=/usr'
ok 'a relative PREFIX is refused' eval '! made install DESTDIR="$root" PREFIX=usr'
ok 'a PREFIX of two lines is refused' eval '! made install DESTDIR="$root" PREFIX=$'"'/a\n/b'"

# ---- What stands in the way ------------------------------------------------------------------------------------------
clear() { rm -rf -- "$root" && mkdir "$root"; }
put_in() { made install DESTDIR="$root" PREFIX=/p >"$box/errors" 2>&1; }
away() { made uninstall DESTDIR="$root" PREFIX=/p >"$box/errors" 2>&1; }
for way in bin/posbias share/zsh/site-functions/_posbias lib/libposbias.so; do
    clear && mkdir -p "$root/p/${way%/*}" && echo theirs >"$root/p/$way"
    before=$(all_of "$root")
    ok "another's $way is in the way: refused" eval '! put_in'
    ok 'in one line' is "$(grep -c install.sh "$box/errors"), $(grep -oF "$root/p/$way is not posbias's" "$box/errors")" "1, $root/p/$way is not posbias's"
    ok 'and all is as it was' is "$(all_of "$root"), $(cat "$root/p/$way")" "$before, theirs"
done
clear && mkdir -p "$root/p/bin" && ln -s nowhere "$root/p/bin/posbias"
ok "another's link: refused" eval '! put_in'
clear && mkdir -p "$root/p/share" && touch "$root/p/share/zsh"
ok 'a file where a folder goes: refused' eval '! put_in'
ok 'before anything is put' is "$(all_of "$root")" $'./p\n./p/share\n./p/share/zsh'
mkdir "$box/shim"
printf '%s\n' '#!/bin/bash' 'case ${!#} in */man7/*) exit 1 ;; esac' 'exec /bin/mv "$@"' >"$box/shim/mv" && chmod +x "$box/shim/mv"
unlisted() { # what is there and not on the list
    (cd "$root" && find . \( -type f -o -type l \) -printf '/%P\n') | grep -v '/installed$' | sort |
        comm -23 - <(sed 's/^[^ ]*  //' "$root/p/share/posbias/installed" | sort)
}
clear
mkdir -p "$root/p/bin" && echo theirs | tee "$root/p/bin/posbias.new" >"$root/p/bin/posbias.posbias-new"
theirs=$'/p/bin/posbias.new\n/p/bin/posbias.posbias-new'
ok 'an install that fails' eval '! PATH=$box/shim:$PATH put_in'
ok 'has put something' test -e "$root/p/bin/posbias"
ok 'leaves nothing half-written' is "$(unlisted)" "$theirs"
ok 'can be begun again' put_in
ok 'and leaves nothing either' is "$(unlisted), $(cat "$root"/p/bin/posbias.*)" "$theirs, "$'theirs\ntheirs'
clear
PATH=$box/shim:$PATH put_in
ok 'and what it put, uninstall knows' away
ok 'all of it' is "$(all_of "$root")" ''
clear && put_in && echo theirs >"$root/p/bin/posbias"
ok 'what was changed since: refused' eval '! put_in'
ok 'uninstall' away
ok 'names it' grep -qF "$root/p/bin/posbias stays" "$box/errors"
ok 'and it stays alone' is "$(all_of "$root"), $(cat "$root/p/bin/posbias")" $'./p\n./p/bin\n./p/bin/posbias, theirs'
clear && put_in && rm "$root/p/lib/libposbias.so" && ln -s theirs "$root/p/lib/libposbias.so" && away
ok "and another's link" is "$(all_of "$root")" $'./p\n./p/lib\n./p/lib/libposbias.so'
clear && mkdir -p "$root/p/bin/posbias"
ok 'a folder where a file goes: refused' eval '! made install DESTDIR="$root" PREFIX=/p'
ok 'and left empty' is "$(all_of "$root/p/bin")" ./posbias
clear && made install DESTDIR="$root" PREFIX=/p
mv "$root/p/share/posbias/plots" "$box/moved" && ln -s "$box/moved" "$root/p/share/posbias/plots"
ok 'a folder that was moved behind a link' made uninstall DESTDIR="$root" PREFIX=/p
ok 'keeps the link alone' is "$(all_of "$root")" $'./p\n./p/share\n./p/share/posbias\n./p/share/posbias/plots'
clear && put_in && rm "$root/p/bin/posbias" && mkdir "$root/p/bin/posbias" && away
ok 'a folder in the place of a file stays' is "$(all_of "$root")" $'./p\n./p/bin\n./p/bin/posbias'
printf '%s\n' '#!/bin/bash' 'case ${!#} in */posbias.1) exit 1 ;; esac' 'exec /bin/rm "$@"' >"$box/shim/rm" && chmod +x "$box/shim/rm"
clear && put_in
ok 'what cannot be taken away' eval '! PATH=$box/shim:$PATH away'
ok 'is named' grep -qF "cannot take away $root/p/share/man/man1/posbias.1:" "$box/errors"
ok 'and stays on the list, by which it goes' away
ok 'with all else' is "$(all_of "$root")" ''

# ---- Names of folders ------------------------------------------------------------------------------------------------
for place in '//a b&c|d//' '/a"b;c#d]e[é'"'"'s'; do
    at=${place%%/} at=${at/#\/\//\/} && at=${at%/}
    clear
    ok "PREFIX $place, LIBDIR with a blank" made install DESTDIR="$root" PREFIX="$place" LIBDIR="my lib/$at.x/"
    libdir="$at/my lib/${at#/}.x"
    ok 'two slashes are one' test -e "$root$libdir/libposbias.so.0"
    ok 'the program is found there' eval 'PATH=$root$at/bin:$PATH posbias verify "$here/tests/reference/certificate_8.cert"'
    if command -v pkg-config >/dev/null; then
        words=()
        eval "words=($(PKG_CONFIG_PATH=$root$libdir/pkgconfig pkg-config --cflags --libs posbias))"
        ok 'pkg-config tells it' is "$(printf '%s\n' "${words[@]}")" "-I$at/include"$'\n'"-L$libdir"$'\n-lposbias'
    fi
    ok 'and away' made uninstall DESTDIR="$root" PREFIX="$place"
    ok 'all of it' is "$(all_of "$root")" ''
done
for place in /usr/lib lib/../.. ..; do
    ok "LIBDIR=$place, which is not below PREFIX: refused" eval '! made install DESTDIR="$root" PREFIX=/p LIBDIR="$place"'
done
ok 'and nothing is put' is "$(all_of "$root")" ''

echo "$passed passed, $failed failed"
exit $((failed > 0))
