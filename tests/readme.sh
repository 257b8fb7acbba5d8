#!/usr/bin/env bash
# The generated parts of README.md, each between two markers: the proved base table, from plots/shown/basebound.csv, whose
# first rows are proved anew; and the table of verdicts, from the program itself. --write rewrites them, --check fails if
# they differ. Verdicts do not depend on the scale; smoke is the quickest.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:---check}
shown=plots/shown/basebound.csv
case $mode in
--write | --check) ;;
*) printf 'readme.sh: unknown option "%s"; expected --write or --check\n' "$mode" >&2 && exit 2 ;;
esac

# The columns of the base table that README rests on, to all digits.
base_columns() { awk -F, '/^[0-9]/ { print $1, $2, $3, $4, $5, $6, $7, $8, $9 }'; }

# One Markdown row per context. What no base reaches and a window's end are rounded down, the safe base up.
base_table() {
    awk -F, '
    function cut(x, up,  scale) { scale = 10 ^ (8 - int(log(x) / log(10))); return sprintf("%.9g", (int(x * scale) + up) / scale) }
    function length_of(x) { return x < 1048576 ? x / 1024 "k" : x / 1048576 "M" }
    function printed(base, passes) { return sprintf("%g %s", base, passes ? "passes" : "**fails**") }
    /^dim,/ { for (i = 1; i <= NF; i++) at[$i] = i
        print "| context | no base under | passes up to | every base from | arXiv 2405.14591 | finer search |"
        print "|---|---|---|---|---|---|"; next }
    /^[0-9]/ && $at["proved"] == 1 { printf "| %s | %s | %s | %s | %s | %s |\n", length_of($at["context_tok"]),
        cut($at["base_inf_lo"], 0), cut($at["window_hi"], 0), cut($at["base_safe"], 1),
        printed($at["published_men"], $at["men_passes"]), printed($at["published_second"], $at["second_passes"]) }' "$shown"
}

again=$(build/posbias basebound --scale=smoke --quiet | base_columns)
diff <(printf '%s\n' "$again") <(base_columns <"$shown" | head -n "$(wc -l <<<"$again")") >&2 ||
    { echo "readme.sh: $shown is not what posbias basebound --scale=full says" >&2 && exit 1; }

verdicts=$(build/posbias claims --scale=smoke --format=markdown --quiet)
bases=$(base_table)
new=$(VERDICTS=$verdicts BASES=$bases awk '
    /^<!-- verdicts/ { print; print ""; print ENVIRON["VERDICTS"]; print ""; skip = 1; next }
    /^<!-- base table/ { print; print ""; print ENVIRON["BASES"]; print ""; skip = 1; next }
    /^<!-- end of/ { skip = 0 }
    !skip { print }' README.md)
case $mode in
--write) printf '%s\n' "$new" >README.md ;;
--check) diff <(printf '%s\n' "$new") README.md ;;
esac
