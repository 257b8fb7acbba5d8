#!/usr/bin/env bash
# The numbers in sentences of pages are the program's: each is computed anew, and the sentence has to have it.
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

grouped() { sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; ta' <<<"$1"; } # 4869104 as 4,869,104

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
bases=$(rows basebound --context=32k,128k)
bound() { awk -F, -v context="$1" -v column="$2" -v up="$3" '$2 == context { print int($column) + up }' <<<"$bases"; }
least=$(grouped "$(bound 131072 3 0)") safe=$(grouped "$(bound 131072 6 1)")
says README.md 'at 131,072 tokens, with heads of 128, every base under %s fails,' "$least"
says README.md 'and from %s on every base passes.' "$safe"
hundredths=$(awk -F, '$2 == 32768 { printf "%02d", int(100 * ($3 - int($3))) }' <<<"$bases")
says docs/choose.md 'every base under %s fails (proved' "$(grouped "$(bound 32768 3 0)").$hundredths"
says docs/choose.md '2e6 passes. From %s on every base passes.' "$(grouped "$(bound 32768 6 1)")"
says docs/choose.md 'At 128k every base under %s fails' "$least"
says docs/choose.md 'and every base from %s on passes' "$safe"
tried=$(rows basebound --context=32k --check=1e6,2e6 | awk -F, '$22 == "base" { next } { printf "%s%de6 %s", comma, $22 / 1e6, $23 ? "passes" : "fails"; comma = ", " }')
says docs/choose.md 'More is not always enough: %s.' "$tried"
says docs/base-table.md 'at 32k the popular %s.' "${tried/,/ and}"
changed=$(rows tradeoff --encoding=rope:base=1e6 --qk=aligned:rho=0.5 --context=32k --pairs=100 --format=json |
    sed -n 's/.*"token_failure":\([^,]*\).*/\1/p')
says docs/choose.md 'RoPE with base 1e6 at %s of the distances (measured)' "$(printf '%.2f' "$changed")"

theorem=$(rows claims TAPA-T2.2 TAPA-T3.3-CROSSED --scale=smoke --format=csv)
says README.md 'asks for a base over %s.' "$(awk -F, '$1 == "TAPA-T2.2" && $2 == "vacuous" { printf "%.0e", $7 }' <<<"$theorem" | tr -d +)"
proved=$(awk -F, '$2 == "verified" && $5 == "proved" && /inequality, at a base that its proof does not reach, at / { n++ } END { print n + 0 }' <<<"$theorem")
says README.md 'its conclusion holds at %s models if' "${in_words[proved],,}"
far=$(rows claims TAPA-T2.2-LLAMA-3-8B --scale=standard --format=csv | sed -n "s/.*r' <= base + \([0-9]*\) decided.*/\1/p")
says README.md 'against the first %s million far ones' "${in_words[far / 1000000],,}"
says docs/verdicts.md 'against the first %s far ones:' "$(grouped "$far")"
says docs/verdicts.md 'the first failure is at %s tokens' "$(grouped "$(sed -n "s/^TAPA-T2.2-BEYOND,.*llama-3-8b at r' = \([0-9]*\) .*/\1/p" <<<"$theorem")")"
says docs/verdicts.md 'only for bases over %s' "$(awk -F, '$1 == "TAPA-T2.2" { printf "%.0e", $7 }' <<<"$theorem" | tr -d +)"
says README.md 'is %s as stated' "$(awk -F, '$1 == "TAPA-T3.3-CROSSED" && $2 == "refuted" { print "false" }' <<<"$theorem")"

lemmas=$(rows claims TAPA-LC.1 TAPA-LC.2 --scale=smoke --format=csv)
beyond() { sed -n "s/^$1,.*for all r > \([0-9]*\) without end.*/\1/p" <<<"$lemmas"; }
says docs/verdicts.md 'Its sine bound says nothing beyond %s tokens' "$(beyond TAPA-LC.1)"
says docs/verdicts.md 'C.2 says nothing beyond %s' "$(beyond TAPA-LC.2)"
reach=$(rows claims TAPA-T2.1-REACH --scale=standard --format=csv | sed -n 's/.*over r = 1\.\.\([0-9]*\) at.*/\1/p')
says docs/verdicts.md 'beyond the first %s tokens' "$(grouped "$reach")"
variances=$(rows bias --encoding=tapa --qk='crossed:c=0.9;gauss:mu=0,sigma=1' --distances=131072 --format=json |
    sed -n 's/.*"var_closed":\([^,]*\).*/\1/p' | xargs printf '%.3g\n')
says docs/verdicts.md 'the variance is %s for correlated pairs' "${variances%%$'\n'*}"
says docs/verdicts.md 'for independent normal coordinates of mean 0 it is %s, the floor' "${variances#*$'\n'}"

# The packages that the page says how to remove are those that a run installs.
build_packages=() figure_packages=() check_packages=()
eval "$(sed -n '/^build_packages=(/,/^check_packages=/p' paper_repro.sh)"
common=' gcc libc6-dev make pkg-config libflint-arb-dev '
for package in "${build_packages[@]}" "${figure_packages[@]}" "${check_packages[@]}"; do
    [[ $common == *" $package "* ]] || removed+=("$package")
done
says docs/reproduce.md 'sudo apt-get remove %s sudo' "${removed[*]}"

exit "$wrong"
