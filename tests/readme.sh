#!/usr/bin/env bash
# The generated part of README.md: the table of verdicts between its two markers, from the program itself.
# --write rewrites it, --check fails if it differs. Verdicts do not depend on the scale; smoke is the quickest.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:---check}
table=$(build/posbias claims --scale=smoke --format=markdown)
new=$(TABLE=$table awk '
    /^<!-- verdicts/ { print; print ""; print ENVIRON["TABLE"]; print ""; skip = 1; next }
    /^<!-- end of verdicts/ { skip = 0 }
    !skip { print }' README.md)
case $mode in
--write) printf '%s\n' "$new" > README.md ;;
--check) diff <(printf '%s\n' "$new") README.md ;;
*) printf 'readme.sh: unknown option "%s"; expected --write or --check\n' "$mode" >&2; exit 2 ;;
esac
