#!/usr/bin/env bash
# The index of theory/README.md, a row per section of its chapters: what the section is the source of besides itself, the
# functions whose doc comment names it in its Source line, the tests of these units or functions, the claims whose source
# names it (or, where a source names no section, that of the claim's experiment), and figures of experiments that do.
set -euo pipefail
cd "$(dirname "$0")/.."

ours() { git ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r f; do if [ -e "$f" ]; then echo "$f"; fi; done; }
mapfile -t chapters < <(sed -n 's/^| \[\([a-z]*\)\](\1\/README\.md) .*/theory\/\1\/README.md/p' theory/README.md)
mapfile -t headers < <(ours 'theory/*.h' 'kernels/*.h' 'experiments/*.h')
mapfile -t tests < <(ours 'tests/*/t_*.c')
diff <(printf '%s\n' "${chapters[@]}" | sort) <(ours 'theory/*/README.md' | sort) >&2 ||
    { echo 'theory_index.sh: the table of theory/README.md has other chapters than there are' >&2 && exit 1; }

build/posbias list --json | awk -F'"' '
    function add(list, name, value, between) { # each value once
        if (!((name, value) in had)) { had[name, value]; list[name] = list[name] (list[name] == "" ? "" : between) value } }
    # "theory/CHAPTER/README.md, sections a, b and c", as often as that stands in the text
    function sections(text, found,  n) {
        for (n = 0; match(text, /theory\/[a-z]+\/README\.md, sections? /);)
            for (text = substr(text, RSTART + RLENGTH); match(text, /^[a-z0-9-]+/);) {
                found[++n] = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
                if (!sub(/^(, | and )/, "", text)) break }
        return n }
    function keep(list, text, value,  n, i, found) { n = sections(text, found)
        for (i = 1; i <= n; i++) add(list, found[i], value, " ")
        return n }
    function cited(words,  name, unit, part, parts, i, text) { # by the function in FILENAME, in its Source line
        if (match(words, /as for [a-z_0-9]+/)) {
            words = sections_of[substr(words, RSTART + 7, RLENGTH - 7)]; gsub(/[^ ]+/, "theory/x/README.md#&;", words) }
        unit = "../" FILENAME; sub(/^\.\.\/theory\//, "", unit)
        parts = split(words, part, /; */)
        for (i = 1; i <= parts; i++) {
            gsub(/(derived in )?theory\/[a-z]+\/README\.md#[a-z0-9-]+((,| and) #[a-z0-9-]+)*/, "", part[i])
            gsub(/^[ ,.]+|[ ,.]+$/, "", part[i]); gsub(/\|/, "\\\\|", part[i])
            if (part[i] !~ /^#?$/) text = text (text == "" ? "" : "; ") part[i] }
        for (; match(words, /#[a-z0-9-]+/); words = substr(words, RSTART + RLENGTH)) {
            name = substr(words, RSTART + 1, RLENGTH - 1)
            if (text != "") add(besides, name, text, "; ")
            add(units, name, unit, " "); add(functions, name SUBSEP unit, "`" called "`", ", ")
            add(sections_of, called, name, " "); base = FILENAME; sub(/.*\//, "", base); add(sections_of, base, name, " ") } }
    # ids by their first two parts, "A-B-*" for several, "A-*" for more than six of these
    function claims_in(ids,  n, i, id, part, parts, stem, count, kinds, cell, all) {
        n = split(ids, id, " ")
        for (i = 1; i <= n; i++) { parts = split(id[i], part, "-"); stem = part[1] "-" part[2]; if (!count[stem]++) kinds[part[1]]++
            if (parts > 2) all[stem] = stem "-*"; else all[stem] = stem }
        for (i = 1; i <= n; i++) { split(id[i], part, "-"); stem = part[1] "-" part[2]
            if (kinds[part[1]] > 6) { if (!(part[1] in had_kind)) cell = cell ", " part[1] "-*"; had_kind[part[1]] }
            else if (count[stem] == 1) cell = cell ", " id[i]
            else if (count[stem] > 0) { cell = cell ", " stem "-*"; count[stem] = -1 } }
        split("", had_kind)
        return substr(cell, 3) }

    FILENAME ~ /README\.md$/ { if (/^## /) { name = substr($0, 4); order[++count] = name; page = FILENAME
        sub(/^theory\//, "", page); where[name] = page "#" name }
        next }
    FILENAME ~ /\.c$/ {
        for (line = $0; match(line, /[a-z][a-z_0-9]*/); line = substr(line, RSTART + RLENGTH)) {
            called = substr(line, RSTART, RLENGTH); if (!(called in sections_of) || (FILENAME, called) in seen) continue
            seen[FILENAME, called]; test = FILENAME; sub(/.*\//, "", test)
            n = split(sections_of[called], found, " "); for (i = 1; i <= n; i++) add(tests, found[i], test, ", ") }
        if (FNR == 1) { test = FILENAME; gsub(/.*\/|\.c$/, "", test); sub(/^t_/, "", test)
            n = split(sections_of[test ".h"], found, " "); for (i = 1; i <= n; i++) add(tests, found[i], "t_" test ".c", ", ") }
        next }
    FILENAME ~ /\.h$/ { # comments that have a Source, and the name before the first parenthesis behind them
        if (/^\/\*/) { comment = ""; inside = 1 }
        if (inside) { line = $0; gsub(/^ *\/?\*+|\*\/ *$/, "", line); comment = comment " " line; source = after = ""
            if (/\*\/ *$/) { inside = 0; gsub(/ +/, " ", comment)
                if (match(comment, / Source[A-Za-z, ]*: /)) source = substr(comment, RSTART + RLENGTH)
                if (match(source, / [A-Z][a-z]+(, [A-Z][a-z]+)*: /)) source = substr(source, 1, RSTART - 1) } }
        else if (source != "" && /^}/) { members = 0; after = "" }
        else if (source != "" && !members) { after = after $0; members = /^struct .*{$/
            if (/[;{]$/) { if (match(after, /[a-z_0-9]+\(/) && after !~ /_free\(/) { called = substr(after, RSTART, RLENGTH - 1); cited(source) }
                after = "" }
            if (/^$/ || /^{/) source = "" }
        next }
    # the list of experiments
    $2 == "name" { experiment = $4 }
    { value = $0; sub(/^[^:]*: "/, "", value); sub(/",?$/, "", value) }
    $2 == "source" && /^    "/ { source_of[experiment] = value }
    /^      "/ && NF == 3 { keep(figures, source_of[experiment], $2) }
    $2 == "id" { id = $4 }
    $2 == "source" && /^        +"/ { if (!keep(claims, value, id)) keep(claims, source_of[experiment], id) }
    END {
        print "| section | source | functions | tests | claims | figures |\n|---|---|---|---|---|---|"
        for (i = 1; i <= count; i++) { name = order[i]; cell = ""
            n = split(units[name], unit, " ")
            for (j = 1; j <= n; j++) { base = unit[j]; sub(/.*\//, "", base)
                cell = cell (j > 1 ? "; " : "") functions[name, unit[j]] " ([" base "](" unit[j] "))" }
            if (!n) { print "theory_index.sh: no Source line names " where[name] >"/dev/stderr"; failed = 1 }
            gsub(/ /, ", ", figures[name])
            printf "| [%s](%s) | %s | %s | %s | %s | %s |\n", name, where[name], besides[name], cell, tests[name], claims_in(claims[name]), figures[name] }
        exit failed
    }' "${chapters[@]}" - "${headers[@]}" "${tests[@]}"
