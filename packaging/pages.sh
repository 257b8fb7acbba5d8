#!/usr/bin/env bash
# pages.sh PROGRAM FOLDER: pages of the manual and completion as the program makes them from its own tables, below FOLDER as they
# are installed below PREFIX/share. Which pages there are, the program's own page says at its end.
set -euo pipefail
export LC_ALL=C.UTF-8
program=$1 share=$2
rm -rf -- "$share"
mkdir -p -- "$share"/man/man1 "$share"/man/man7 "$share"/bash-completion/completions "$share"/zsh/site-functions
"$program" help --format=bash >"$share/bash-completion/completions/posbias"
"$program" help --format=zsh >"$share/zsh/site-functions/_posbias"
"$program" help --format=man >"$share/man/man1/posbias.1"
pages=$(sed -n 's/^\.BR posbias\\-\(.*\) (\([0-9]\)),*$/\1 \2/p' "$share/man/man1/posbias.1")
while read -r word section; do
    "$program" help "$word" --format=man >"$share/man/man$section/posbias-$word.$section"
done <<<"$pages"
