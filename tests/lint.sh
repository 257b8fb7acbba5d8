#!/usr/bin/env bash
# Layout, shell scripts, arrows between rooms, hygiene of the repository, and the generated parts of pages.
# Exit status: 0 only if everything was checked and is clean; 1 if something is not; 3 if what was checked is clean, and
# the last line says what was not.
set -uo pipefail
shopt -s lastpipe # what ends in none is judged here and not in a process of its own
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 2
if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    echo 'lint: nothing was checked: git is not installed, or this is not a checkout of it' >&2
    exit 2
fi
failed=0 skipped=()
fail() { printf 'lint: %s\n' "$*" >&2; failed=1; }
none() { # WHAT: fails with it if there is anything on stdin, which is shown.
    local found
    found=$(cat)
    if [ -n "$found" ]; then printf '%s\n' "$found" && fail "$*"; fi
}
ours() { git ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r f; do if [ -e "$f" ]; then echo "$f"; fi; done; }
find_in() { git grep --untracked -nE "$@" || true; } # PATTERN -- FILES

mapfile -t sources < <(ours '*.c' '*.h')
mapfile -t scripts < <(ours '*.sh' .ci/run)

# ---- Layout ---------------------------------------------------------------------------------------------------------
if command -v clang-format >/dev/null && [[ $(clang-format --version) == *'version 14.'* ]]; then
    clang-format --dry-run --Werror "${sources[@]}" || fail 'clang-format would change the files above'
else
    skipped+=('layout (clang-format 14 is not installed)')
fi
if command -v shellcheck >/dev/null; then
    shellcheck "${scripts[@]}" || fail 'shellcheck found the above'
else
    skipped+=('scripts (shellcheck is not installed)')
fi
# grep -q leaves at the first line, whoever writes on is killed, and pipefail takes that for "not found"
grep -nE '[^|][|][[:space:]]*grep -[a-zA-Z]*q' "${scripts[@]}" /dev/null | none 'a pipe into grep -q may fail where it finds'
grep -nE '^.{101,}' "${sources[@]}" /dev/null | grep -vE '^[^:]*:[0-9]*:[ ({]*"([^"\\]|\\.)*"[^"]*$' |
    none 'the lines above are over 100 columns and not one string'
wc -l "${sources[@]}" | awk '$2 != "total" && $1 > 300 { print $2 ": " $1 " lines" }' | none 'the files above have over 300 lines'
printf '%s\n' "${sources[@]}" | sed 's/\.[ch]$//' | sort -u | sed 's|/[^/]*$||' | sort | uniq -c |
    awk '$1 > 15 { print $2 ": " $1 " units" }' | none 'the folders above hold over 15 units'
for header in $(ours '*.h'); do
    guard=POSBIAS_$(tr 'a-z/.' 'A-Z__' <<<"${header#experiments/}")
    grep -qx "#ifndef $guard" "$header" && grep -qx "#define $guard" "$header" || echo "$header: expected $guard"
done | none 'the guards of the headers above are not their paths'

# ---- Arrows: what a folder or a file may include, by the longest row that begins its path. "." is its own folder, -X is all but X
arrows='
theory/ground             .
theory/model              theory/model theory/ground
theory                    theory
kernels                   kernels theory/ground theory/model
kernels/precision         . theory/ground theory/model kernels/counts/dtype kernels/curves/vector
experiments/readers       . theory/ground
experiments/models/statistics . experiments/harness/driver experiments/harness/draws kernels theory
experiments/models/vectors   . experiments/harness/draws experiments/harness/output/checksum experiments/models/config experiments/readers kernels/curves kernels/encodings theory/ground theory/model
experiments/harness/output  . experiments/harness/driver/ranks theory/ground kernels/curves/vector build/version
experiments/harness/output/files . experiments/harness/driver/ranks experiments/harness/output/checksum theory/ground
experiments/harness/output/process . experiments/harness/output/files theory/ground
experiments/harness/draws   . experiments/harness/driver theory/ground theory/model kernels/encodings kernels/curves
experiments/harness/driver  . experiments/harness/output theory/ground
experiments/harness/draws/tokens experiments/harness/draws theory/ground theory/model kernels/encodings kernels/curves
experiments/harness/claims  . experiments/harness/driver experiments/harness/output experiments/harness/draws theory/ground theory/model kernels/encodings
experiments/harness/report  . experiments/harness/output experiments/harness/claims/words theory/ground
experiments/harness/report/plot . experiments/harness/report/figures experiments/harness/output theory/ground
experiments/harness/command experiments/harness experiments/readers experiments/models kernels theory build/version
experiments/harness         experiments/harness/job experiments/harness/rank_guard experiments/harness/command experiments/harness/driver/ranks experiments/harness/output experiments/readers/mapped build/version theory/ground theory/proof/filter/ball_memory
experiments               experiments -experiments/harness/report kernels theory
experiments/models/config/gguf experiments/models/config experiments/readers theory/ground theory/model
experiments/models/config . experiments/readers kernels/encodings theory/ground theory/model
experiments/subject       experiments/harness/report/subject theory/ground
lib                       lib experiments/closed_forms experiments/harness/draws experiments/turning kernels theory/ground theory/model build/version
verify                    .
tests                     tests experiments kernels theory lib verify build
'
grep -nE '^#include "' "${sources[@]}" /dev/null | awk -v table="$arrows" '
    function under(path, folder) { return index(path "/", folder "/") == 1 }
    BEGIN {
        rows = split(table, row, "\n")
        for (i = 1; i <= rows; i++) { split(row[i], word, " "); if (word[1]) { to = row[i]; sub(/^[^ ]+ +/, "", to); may[word[1]] = to } }
    }
    {
        split($0, part, ":"); file = folder = part[1]; sub(/\.[ch]$/, "", file); sub(/\/[^\/]*$/, "", folder)
        target = $0; sub(/^[^"]*"/, "", target); sub(/\.h".*/, "", target)
        longest = ""
        for (f in may) if (under(file, f) && length(f) > length(longest)) longest = f
        split(may[longest], allowed, " "); good = 0
        for (i in allowed) if (under(target, allowed[i] == "." ? folder : allowed[i])) good = 1
        for (i in allowed) if (allowed[i] ~ /^-/ && under(target, substr(allowed[i], 2))) good = 0
        delete allowed
        if (!good) print $0
    }' | none 'the includes above are against the arrows between rooms'
registered() { # KIND TABLE: what is defined as one and stands in no table.
    git grep --untracked -hoE "^const struct $1 [a-z_0-9]+ =" -- '*.c' ':!tests/*' | awk '{ print $4 }' |
        while IFS= read -r name; do grep -q "&$name\b" "$2" || echo "$name"; done
}
git grep --untracked -hoE "^const struct encoding_type encoding_[a-z_0-9]+ =" -- '*.c' ':!tests/*' | awk '{ print $4 }' |
    while IFS= read -r name; do grep -q "X(${name#encoding_})" kernels/encodings/encoding.h || echo "$name"; done |
    none 'the encodings above are in no row of encoding_types'
registered experiment experiments/registry.c | none 'the experiments above are in no row of the registry'
registered command experiments/registry.c | none 'the commands above are in no row of the registry'
find_in '#include "(\.\./|[a-z_]+\.h")' -- '*.c' '*.h' | none 'includes are written from the root'
find_in '#include <' -- 'verify/*' |
    grep -vE '<(ctype|errno|float|inttypes|math|omp|pthread|signal|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdio_ext|stdlib|string|sys/stat|unistd)\.h>|<(flint/(flint|acb|arb)|acb|arb)\.h>' |
    none 'verify uses more than the C library, OpenMP and Arb'
find_in '#include "verify/' -- '*.c' '*.h' | grep -vE '^(verify|tests)/' | none 'only the tests may call verify'

# ---- What code may do -----------------------------------------------------------------------------------------------
find_in 'ffast-math|Ofast' -- Makefile '*.c' '*.h' | none 'fast-math is forbidden'
find_in '\(double\) ?\(float\)' -- 'theory/*.c' 'kernels/*.c' 'experiments/*.c' 'lib/*.c' '*.h' ':!kernels/precision/pipeline.c' ':!experiments/audit/stored.c' |
    none 'gcc 12 may drop a rounding to float and back: see experiments/audit/stored.c'
find_in '\b(printf|puts|exit|abort|getenv)\(|\b(stdout|stderr)\b' -- 'theory/*.c' 'kernels/*.c' 'lib/*.c' |
    none 'library code prints, exits or reads the environment'
find_in '\b(printf|puts|putchar|stdout|stderr|exit|abort|getenv)\b' -- 'verify/*.c' ':!verify/main.c' |
    none 'in verify only main.c prints, exits or reads the environment'
git grep --untracked -lE '^ *\.result = ' -- 'experiments/*.c' | xargs -r grep -l 'struct driver_work' | xargs -r grep -L 'result_size' |
    none 'work in the files above has a result and no size: no other process would have it'
find_in '#include <mpi\.h>' -- '*.c' '*.h' ':!experiments/harness/driver/ranks_mpi.c' | none 'only the ranks know of MPI'
find_in '#pragma omp (parallel|for|task|sections)' -- 'experiments/*.c' ':!experiments/harness/driver/driver.c' |
    none 'above the kernels only the driver starts threads'
mapfile -t program < <(printf '%s\n' "${sources[@]}" | grep -E '^(theory|kernels|experiments|lib|verify)/.*\.c$')
awk '
    function judge(i, j, rest, name, member, looked) { # each NAME = malloc(..): a condition looks at NAME before the function ends
        for (i = 1; i <= lines; i++)
            for (rest = text[i]; match(rest, call); ) {
                name = substr(rest, RSTART, RLENGTH); sub(/ = .*/, "", name); gsub(/[].[]/, "\\\\&", name)
                rest = substr(rest, RSTART + RLENGTH)
                member = "\\*?([a-z_]+(\\.|->))?" name
                looked = "!" member "|!\\(" name " = |(if|while) \\(" member "\\)|(&&|\\|\\||;) " member "[;) ]|[(= ]" member \
                    "( (\\?|&&|\\|\\||[!=]= NULL)|$)|return " member ";"
                for (j = i; j <= lines && text[j] !~ looked && (j == i || text[j] !~ /^}/); j++);
                if (text[j] !~ looked) print file ":" i ":" text[i]
            }
        lines = 0
    }
    BEGIN { call = "[A-Za-z_][A-Za-z_0-9.>\\[\\]-]* = (malloc|calloc|realloc|aligned_alloc|strdup|strndup|fopen|fdopen|fopencookie|tmpfile|gsl_[a-z_]*alloc|fftw_malloc|fftw_plan_[a-z0-9_]*)\\(" }
    FNR == 1 { judge(); file = FILENAME }
    { text[++lines] = $0 }
    END { judge() }' "${program[@]}" /dev/null | none 'no condition looks at what the allocations above return'
find_in '\b(open_memstream|fmemopen)\(' -- 'theory/*.c' 'kernels/*.c' 'experiments/*.c' 'lib/*.c' 'verify/*.c' |
    none 'open_memstream forgets where memory ran out: use text_stream.h'
find_in '\bstderr\b' -- 'experiments/*.c' ':!experiments/harness/output/process/ending.c' |
    none 'what is said on standard error goes through ending_tell'
find_in '\b(START_TEST|srunner_create|suite_create)\b' -- 'tests/*.c' ':!tests/tools/main.c' |
    none 'a test is TEST(what_it_shows), which registers itself'

# ---- Versions -------------------------------------------------------------------------------------------------------
for file in $(ours Makefile CITATION.cff CHANGELOG.md packaging/debian/changelog); do
    awk '/^(VERSION := |version: |## |posbias \()[0-9]/ { match($0, /[0-9][0-9.]*/); print FILENAME ": " substr($0, RSTART, RLENGTH); exit }' "$file"
done | awk '{ version[$2] = 1; all = all $0 "\n" } END { for (v in version) n++; if (n > 1) printf "%s", all }' |
    none 'the files above do not name the same version first'

# ---- What runs elsewhere ---------------------------------------------------------------------------------------------
for file in $(ours .ci/run); do
    parts=$(sed -n 's/^parts=(\(.*\))$/\1/p' "$file")
    [ "$(tr ' ' '\n' <<<"$parts" | sort)" = "$(sed -n 's/^part_\([a-z]*\)() {.*/\1/p' "$file" | sort)" ] || echo "$file: functions and parts=($parts)"
    [[ $(sed -n '2,/^[^#]/ s/^# //p' "$file" | tr '\n' ' ') == *": ${parts// /, }."* ]] || echo "$file: its head and parts=($parts)"
    for workflow in $(ours '.github/workflows/*'); do
        sed -n 's/^.*run: bash \.ci\/run *//p' "$workflow" | tr -s ' ' '\n' |
            while IFS= read -r part; do [[ -z $part || " $parts " == *" $part "* ]] || echo "$workflow: bash .ci/run $part"; done
    done
done | none 'the parts of .ci/run above are named and not there, or there and not named'
for workflow in $(ours '.github/workflows/*'); do
    { grep -oE '(run: |[&;] )(sh |bash )?[A-Za-z_./]*/[A-Za-z_./]+' "$workflow" || true; } | sed 's/.* //' | sort -u |
        while IFS= read -r script; do [ -e "$script" ] || [[ $script == build/* ]] || echo "$workflow: $script"; done
done | none 'a workflow calls a script that is not there'

# ---- The repository -------------------------------------------------------------------------------------------------
find_in '^(<{7}|\|{7}|>{7}) ' -- . | none 'the lines above are left of a merge'
git ls-files | grep -E '(^|/)(build|out)/|\.(o|d|csv\.tmp)$' | none 'build products are tracked'
headings() { # "has PAGE#ANCHOR" of every heading.
    ours '*.md' | while IFS= read -r page; do
        awk -v page="$page" '/^```/ { code = !code }
            !code && /^#+ / { name = tolower($0); sub(/^#+ /, "", name); gsub(/[^a-z0-9 _-]/, "", name); gsub(/ /, "-", name)
                print "has " page "#" name }' "$page"
    done
}
{ # a path is from the root, but in a link from the page's own folder
    headings
    find_in -o 'theory/([a-z]+/)*README\.md#[a-z0-9-]+' -- . ':!tests/tools/lint_test.sh'
    find_in -o '\]\([^):]*#[^)]*\)' -- '*.md'
} | awk '
    /^has / { has[$2]; next }
    {
        page = $0; sub(/:.*/, "", page); cited = $0; sub(/^[^:]*:[0-9]*:/, "", cited)
        if (sub(/^\]\(/, "", cited)) {
            sub(/\)$/, "", cited); folder = page; if (!sub(/[^\/]*$/, "", folder)) folder = ""
            cited = (cited ~ /^#/ ? page : folder) cited
            while (sub(/[^\/]+\/\.\.\//, "", cited));
        }
        if (!(cited in has)) print $0
    }' | none 'no page has the headings that the lines above cite'
mapfile -t pages < <(ours '*.md')
awk '
    function fault(text,  opened, closed) { # \{ and \} are signs
        gsub(/\\[{}]/, "", text); opened = gsub(/{/, "", text); closed = gsub(/}/, "", text)
        return opened != closed || gsub(/\\left[^a-z]/, "", text) != gsub(/\\right[^a-z]/, "", text) ||
            gsub(/\\begin/, "", text) != gsub(/\\end/, "", text) }
    function close_page() { if (block) print page ":" start ": not closed"; block = fence = 0 }
    FNR == 1 { close_page(); page = FILENAME }
    /^```/ { if (block && fault(text)) print FILENAME ":" start ":" text
        block = !fence && /^```math$/; fence = !fence; text = ""; start = FNR; next }
    block { text = text " " $0 }
    !fence && !/^    / { line = $0
        while (match(line, /\$`[^`]*`\$/)) {
            if (fault(substr(line, RSTART, RLENGTH))) print FILENAME ":" FNR ": " substr(line, RSTART, RLENGTH)
            line = substr(line, 1, RSTART - 1) "x" substr(line, RSTART + RLENGTH) }
        if (line ~ /\$`|`\$/) print FILENAME ":" FNR ": " $0 }
    END { close_page() }' "${pages[@]}" /dev/null | none 'the formulas above have a brace, bracket or quote without its other half'
comm -3 <(ours 'tests/fixtures/configs/*.json' | sed 's|.*/||; s|\.json$||' | sort) \
    <(ours 'tests/fixtures/configs/SOURCES.md' | while IFS= read -r f; do sed -n '/^|---/,$ s/^| \([^ |]*\) |.*/\1/p' "$f"; done | sort) |
    none 'the configurations above have no source in SOURCES.md (first column), or a source and no file (second)'
if [ -x build/posbias ]; then
    tests/readme.sh --check || fail 'a page does not show what the program says; run make readme'
    tests/page_numbers.sh || fail 'a sentence of a page has another number than the program'
else
    skipped+=('pages (build/posbias is not built)')
fi

if [ "$failed" != 0 ]; then exit 1; fi
if [ "${#skipped[@]}" = 0 ]; then echo 'lint: clean' && exit 0; fi
printf -v list '%s; ' "${skipped[@]}"
echo "lint: clean but for what was not checked: ${list%; }"
exit 3
