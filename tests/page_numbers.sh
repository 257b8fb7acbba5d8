#!/usr/bin/env bash
# The numbers in README's sentences are the program's: each is computed anew, and the sentence has to have it.
set -euo pipefail
cd "$(dirname "$0")/.."
wrong=0

says() { # PAGE WORDS NUMBER: the page's text has WORDS, with NUMBER in the place of %s
    local words=${2/\%s/$3}
    if [[ $(tr -s '[:space:]' ' ' <"$1") != *"$words"* ]]; then
        printf 'page_numbers.sh: %s does not say "%s"; the program says %s\n' "$1" "$2" "$3" >&2
        wrong=1
    fi
}

rows() { build/posbias "$@" --quiet | grep -v '^#'; } # the CSV, without its comments

number() { # of a share, in two digits: CRITERION BASE
    awk -F, -v row="rope:base=$2" -v criterion="$1" '$1 == row && $4 == criterion { printf "%.2f", $5 }' <<<"$card"
}

in_words=(No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve)

card=$(rows reportcard --encoding='rope:base=1e4,5e5' --qk=aligned:rho=0.5 --context=8192 --scale=standard)
says README.md 'wins at %s of the distances: a coin' "$(number token_inversion 1e4)"
says README.md 'Base 500,000 brings that to %s.' "$(number token_inversion 5e5)"
says README.md 'as often with either, %s of the time.' "$(number position_inversion 1e4) and $(number position_inversion 5e5)"
says README.md 'All %s encodings' "$(rows reportcard --qk=aligned:rho=0.5 --context=128 --pairs=6 | grep -c ',aligned_mean,')"

published=$(rows claims MEN --scale=smoke --format=csv | awk -F, '$1 ~ /-PASSES$/ { n++; failed += $2 == "refuted" } END { print failed, n }')
says README.md '%s published bases fail by their own criterion' "${in_words[${published% *}]} of ${in_words[${published#* }],,}"
with_commas() { sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; ta' <<<"$1"; }
read -r least safe < <(rows basebound --context=131072 | awk -F, 'NR == 2 { print int($3), int($6) + 1 }')
says README.md 'at 131,072 tokens every base under %s fails,' "$(with_commas "$least")"
says README.md 'and from %s on every base passes.' "$(with_commas "$safe")"

theorem=$(rows claims TAPA-T2.2 TAPA-T3.3-CROSSED --scale=smoke --format=csv)
says README.md 'asks for a base over %s.' "$(awk -F, '$1 == "TAPA-T2.2" && $2 == "vacuous" { printf "%.0e", $7 }' <<<"$theorem" | tr -d +)"
proved=$(awk -F, '$2 == "verified" && $5 == "proved" && /conclusion, without its hypothesis, at / { n++ } END { print n + 0 }' <<<"$theorem")
says README.md 'its conclusion holds at %s models, proved' "${in_words[proved],,}"
far=$(rows claims TAPA-T2.2-LLAMA-3-8B --scale=standard --format=csv | sed -n "s/.*r' <= base + \([0-9]*\) decided.*/\1/p")
says README.md 'against the first %s million far ones' "${in_words[far / 1000000],,}"
says README.md 'is %s as stated' "$(awk -F, '$1 == "TAPA-T3.3-CROSSED" && $2 == "refuted" { print "false" }' <<<"$theorem")"

exit "$wrong"
