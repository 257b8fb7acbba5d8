#!/usr/bin/env bash
# What pages have generated, each part between two markers: the tables of criteria and of token order with their
# commands, which are run; the proved base table, from plots/shown/basebound.csv, whose first rows are proved anew; the
# verdicts and the keys of encodings, from the program itself; the index of the derivations, from the Source lines of doc
# comments; and between `run` and `end of run` what each "$ COMMAND" prints. --write rewrites them, --check fails if they differ. Verdicts do not depend on the scale; smoke is the quickest.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:---check}
shown=plots/shown/basebound.csv
case $mode in
--write | --check) ;;
*) printf 'readme.sh: unknown option "%s"; expected --write or --check\n' "$mode" >&2 && exit 2 ;;
esac

criteria_encodings="'rope:base=1e4,5e5,1e6,1e8,dim=128;tapa:dim=128,scale=1,0.01;alibi:dim=128,slope=0.0039;nope:dim=128'"
criteria_asked='--qk=aligned:rho=0.5 --context=131072'
criteria_commands=("build/posbias tradeoff --encoding=$criteria_encodings $criteria_asked --pairs=100"
    "build/posbias aliasing --encoding=$criteria_encodings $criteria_asked --dtype=bf16 --pairs=24")

# A member of a JSON object of one line, for awk.
# shellcheck disable=SC2016 # $0 is awk's
awk_cell='function cell(name,  text) { match($0, "\"" name "\":(\"[^\"]*\"|[^,}]*)"); text = substr($0, RSTART, RLENGTH)
        sub(/^"[^"]*":/, "", text); gsub(/"/, "", text); return text }'

# One Markdown row per encoding, and the commands. Half-widths of limits may not exceed 0.08, but of a share that is all ties.
criteria_table() {
    for command in "${criteria_commands[@]}"; do eval "$command --format=json --quiet"; done | awk "$awk_cell"'
    function within(name, of) { if ((cell(name "_hi") - cell(name "_lo")) / of > 0.16) wide = wide " " name " of " cell("encoding") }
    function share(name) { within(name, 1); if (cell(name) + 0 > 0) return sprintf("%.2f", cell(name))
        return sprintf("0 (at most %.2f)", cell(name "_hi")) }
    /^[{]"encoding".*"position_failure"/ { e[n++] = cell("encoding")
        tied = cell("position_tie") + 0 > 0.999999; near[n - 1] = tied ? "never: all distances tie" : share("position_failure")
        token[n - 1] = share("token_failure") }
    /^[{]"encoding".*"positions_aliased"/ { within("positions_aliased", cell("context_tok"))
        alias[cell("encoding")] = sprintf("%.1f %%", 100 * cell("positions_aliased") / cell("context_tok")) }
    END { if (wide) { print "readme.sh: limits wider than README says:" wide >"/dev/stderr"; exit 1 }
        print "| encoding | a far key beats a near one | two tokens change order | distances aliased in bf16 |"
        print "|---|---|---|---|"
        for (i = 0; i < n; i++) printf "| `%s` | %s | %s | %s |\n", e[i], near[i], token[i], alias[e[i]] }' || return
    printf '\n'
    printf '    %s\n' "${criteria_commands[@]}"
}

order_command="build/posbias tradeoff --encoding='nope:dim=128;alibi:dim=128,heads=8,head=3;kerple-log:dim=128;sandwich:dim=128;fox:dim=128;tapa:dim=128,scale=0.01,1;fope:dim=128;carope:dim=128;cope-clip:dim=128;rope:base=1e4,5e5,1e6,2e6,dim=128;pope:dim=128;xpos:dim=128' --qk=aligned:rho=0.5 --context=32k --pairs=100"

# One Markdown row per encoding, the one that keeps token order best first, and the command.
order_table() {
    printf '%s\n' '| encoding | two tokens change order | a far key beats a near one |' '|---|---|---|'
    eval "$order_command --format=json --quiet" | awk "$awk_cell"'
    function share(name) { if (cell(name) + 0 > 0) return sprintf("%.2f (%.2f to %.2f)", cell(name), cell(name "_lo"), cell(name "_hi"))
        return sprintf("0 (at most %.2f)", cell(name "_hi")) }
    /^[{]"encoding"/ { tied = cell("position_tie") + 0 > 0.999999
        printf "%s\t| `%s` | %s | %s |\n", cell("token_failure"), cell("encoding"), share("token_failure"),
            tied ? "never: all distances tie" : share("position_failure") }' |
        LC_ALL=C sort -s -g -k1,1 | cut -f2 || return
    printf '\n    %s\n' "$order_command"
}

# The columns of the base table that README rests on, to all digits.
base_columns() { awk -F, '/^[0-9]/ { print $1, $2, $3, $4, $5, $6, $7, $8, $9 }'; }

# One Markdown row per context. Rounded so that each base passes as printed: the least and the safe one up, a window's end down.
base_table() {
    awk -F, '
    function cut(x, up,  scale) { scale = 10 ^ (8 - int(log(x) / log(10))); return sprintf("%.9g", (int(x * scale) + up) / scale) }
    function length_of(x) { return x < 1048576 ? x / 1024 "k" : x / 1048576 "M" }
    function printed(base, passes) { return base ? sprintf("%g %s", base, passes ? "passes" : "**fails**") : "" }
    /^dim,/ { for (i = 1; i <= NF; i++) at[$i] = i
        print "| context | least base that passes | passes from there to | safe: every base from here | arXiv 2405.14591 prints | J. Su prints |"
        print "|---|---|---|---|---|---|"; next }
    /^[0-9]/ && $at["proved"] == 1 { printf "| %s | %s | %s | %s | %s | %s |\n", length_of($at["context_tok"]),
        cut($at["base_inf_hi"], 1), cut($at["window_hi"], 0), cut($at["base_safe"], 1),
        printed($at["published_men"], $at["men_passes"]), printed($at["published_second"], $at["second_passes"]) }' "$shown"
}

# One line per encoding, its keys as its help has them, a default in brackets or, of choices, first.
strings_table() {
    build/posbias help encodings | awk '
    function put(word) { if (length(line) + length(word) > 140) { print line; line = sprintf("%17s", "") }
        line = line " " word }
    function part(words,  text) { if (!match($0, "; " words "[^;]*")) return ""
        text = substr($0, RSTART, RLENGTH); sub("; " words, "", text); return text }
    /^  scaling=/ { exit }
    /^  [^ -]/ { if (line) print line; line = sprintf("    %-13s", $1) }
    /^    [^ ]/ && line { word = $1; choices = part("one of "); default_ = part("default ")
        if (!default_ && match($0, /default ([0-9.e]+|dim|true)/)) default_ = substr($0, RSTART + 8, RLENGTH - 8)
        tokens = /; a number of tokens/ ? default_ ? " tokens" : "tokens" : ""
        if (choices) { word = word "=" default_; n = split(choices, choice, ", ")
            for (i = 1; i <= n; i++) if (choice[i] != default_) word = word (word ~ /=$/ ? "" : "|") choice[i] }
        else if (default_ tokens) word = word " (" default_ tokens ")"
        put(word) }
    END { print line }'
}

again=$(build/posbias basebound --scale=smoke --quiet | base_columns)
diff <(printf '%s\n' "$again") <(base_columns <"$shown" | head -n "$(wc -l <<<"$again")") >&2 ||
    { echo "readme.sh: $shown is not what posbias basebound --scale=full says" >&2 && exit 1; }

verdicts=$(build/posbias claims --scale=smoke --format=markdown --quiet)
bases=$(base_table)
criteria=$(criteria_table)
order=$(order_table)
index=$(tests/theory_index.sh)
strings=$(strings_table)

# The output of every "    $ COMMAND" between two marks is made anew.
run_again() {
    local line output inside=false
    while IFS= read -r line; do
        if [[ $line == '<!-- run -->' ]]; then
            inside=true
            printf '%s\n\n' "$line"
        elif [[ $line == '<!-- end of run -->' ]]; then
            inside=false
        fi
        if ! $inside; then
            printf '%s\n' "$line"
        elif [[ $line == '    $ '* ]]; then
            output=$(bash -c "${line#    \$ }" </dev/null 2>"$scratch/errors" | sed 's/^/    /; s/ *$//') || true
            if [[ -z $output ]]; then printf 'readme.sh: prints nothing: %s\n' "$line" >&2 && cat "$scratch/errors" >&2 && return 1; fi
            printf '%s\n%s\n\n' "$line" "$output"
        fi
    done
}

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
for file in README.md VERDICTS.md kernels/README.md theory/README.md docs/*.md; do
    VERDICTS=$verdicts BASES=$bases CRITERIA=$criteria ORDER=$order STRINGS=$strings INDEX=$index awk '
        /^<!-- verdicts/ { print; print ""; print ENVIRON["VERDICTS"]; print ""; skip = 1; next }
        /^<!-- criteria/ { print; print ""; print ENVIRON["CRITERIA"]; print ""; skip = 1; next }
        /^<!-- order/ { print; print ""; print ENVIRON["ORDER"]; print ""; skip = 1; next }
        /^<!-- base table/ { print; print ""; print ENVIRON["BASES"]; print ""; skip = 1; next }
        /^<!-- index/ { print; print ""; print ENVIRON["INDEX"]; print ""; skip = 1; next }
        /^<!-- strings/ { print; print ""; print ENVIRON["STRINGS"]; print ""; skip = 1; next }
        /^<!-- end of/ { skip = 0 }
        !skip { print }' "$file" | run_again >"$scratch/page"
    case $mode in
    --write) cat "$scratch/page" >"$file" ;;
    --check) diff "$scratch/page" "$file" ;;
    esac
done
