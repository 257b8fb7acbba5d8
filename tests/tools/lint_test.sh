#!/usr/bin/env bash
# Lint on a small tree of its own: clean as it is, and every rule fires on a violation planted for it.
set -uo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.." || exit 2
root=$(mktemp -d)
trap 'rm -rf -- "$root"' EXIT
passed=0 failed=0
tell() { # OK WHAT OUTPUT
    if [ "$1" = 0 ]; then passed=$((passed + 1)) && echo "ok $2"; else
        failed=$((failed + 1)) && printf 'not ok %s\n%s\n' "$2" "$3"
    fi
}

mkdir -p "$root"/tests/fixtures/configs "$root"/{tests,theory/{ground,model,order},kernels/{curves,counts},build,lib,verify} \
    "$root"/experiments/{harness/{claims,command,draws,output/process,report},bias}
cp tests/lint.sh "$root/tests/" && cp .clang-format "$root/"
printf '#!/bin/sh\nexit 0\n' | tee "$root/build/posbias" "$root/tests/readme.sh" >"$root/tests/page_numbers.sh"
chmod +x "$root/build/posbias" "$root"/tests/{readme,page_numbers}.sh
echo 'build/' >"$root/.gitignore"
printf 'VERSION := 1.2.3\nall:\n' >"$root/Makefile"
printf 'cff-version: 1.2.0\nversion: 1.2.3\n' >"$root/CITATION.cff"
printf '# Changes\n\n## 1.2.3, unreleased\n\n## 1.2.2, 2026-01-01\n' >"$root/CHANGELOG.md"
mkdir -p "$root/packaging/debian"
printf 'posbias (1.2.3) unstable; urgency=medium\n' >"$root/packaging/debian/changelog"
printf '/* A header. */\n#ifndef POSBIAS_THEORY_ORDER_A_H\n#define POSBIAS_THEORY_ORDER_A_H\n\n#endif\n' >"$root/theory/order/a.h"
echo 'int one;' >"$root/theory/order/one.c"
git -C "$root" init -q && git -C "$root" add -A

lint() { # STATUS SAYS WHAT: the tree gets this status, and a line that says this.
    local said status
    said=$("$root/tests/lint.sh" 2>&1) && status=0 || status=$?
    [ "$status" = "$1" ] && grep -qF -- "$2" <<<"$said"
    tell $? "$3" "status $status: $said"
}
planted() { # SAYS FILE TEXT: with this file beside the others, lint says so; without it, it is clean again.
    printf '%s\n' "$3" >"$root/$2"
    git -C "$root" add -A -f "$2"
    lint 1 "$1" "$1: $2"
    git -C "$root" rm -qf --cached "$2"
    rm "$root/$2"
}
includes() { # FROM TO: an arrow that must not be.
    planted 'against the arrows' "$1" "#include \"$2\""
}

lint 0 'lint: clean' 'a clean tree is clean'
planted 'clang-format would change' theory/order/b.c 'int  two;'
planted 'shellcheck found' tests/b.sh $'#!/bin/sh\nfor f in $(ls *); do echo $f; done'
planted 'may fail where it finds' tests/b.sh $'#!/bin/sh\nls / |'' grep -Eq tmp'
planted 'over 100 columns' theory/order/b.c "$(printf '/* %0100d */' 0)"
planted 'have no source' tests/fixtures/configs/b.json '{}'
planted 'have no source' tests/fixtures/configs/SOURCES.md $'| file |\n|---|\n| b |'
planted 'over 300 lines' theory/order/b.c "$(for i in $(seq 301); do echo "int i$i;"; done)"
planted 'not their paths' theory/order/b.h $'#ifndef POSBIAS_B_H\n#define POSBIAS_B_H\n\n#endif'
planted 'not their paths' theory/order/b.h $'#ifndef POSBIAS_THEORY_ORDER_B_H\n#define POSBIAS_THEORY_ORDER_A_H\n\n#endif'
for i in $(seq 15); do echo 'int i;' >"$root/theory/order/unit_$i.c"; done
lint 1 'theory/order: 17 units' 'over 15 units'
mkdir "$root/theory/order/p" && echo 'int i;' >"$root/theory/order/p/unit.c"
lint 1 'theory/order: 17 units' 'over 15 units, on both sides of a folder among them'
rm -r "$root"/theory/order/{unit_*.c,p}
includes theory/ground/b.c theory/model/schedule.h
includes theory/model/b.c theory/order/a.h
includes theory/order/b.c kernels/curves/bank.h
includes theory/order/b.c experiments/moments.h
includes kernels/curves/b.c theory/order/a.h
includes kernels/curves/b.c experiments/moments.h
includes experiments/harness/draws/b.c experiments/harness/command/experiment.h
includes experiments/harness/draws/b.c theory/order/a.h
includes experiments/harness/output/b.c kernels/curves/bank.h
includes experiments/harness/output/b.c experiments/harness/draws/qk.h
includes experiments/harness/output/b.c experiments/harness/claims/words.h
includes experiments/harness/output/process/b.c experiments/harness/output/table.h
includes experiments/harness/claims/b.c experiments/harness/command/run.h
includes experiments/harness/claims/b.c experiments/harness/report/page.h
includes experiments/harness/claims/b.c kernels/curves/bank.h
includes experiments/harness/report/b.c experiments/harness/claims/claim.h
includes experiments/harness/report/b.c experiments/harness/draws/qk.h
includes experiments/harness/report/b.c experiments/harness/command/run.h
includes experiments/harness/command/b.c experiments/bias/bias.h
includes experiments/harness/main.c experiments/harness/draws/qk.h
includes experiments/harness/b.c experiments/bias/bias.h
includes experiments/bias/b.c verify/verify.h
includes lib/b.c experiments/harness/output/table.h
includes lib/b.c experiments/bias/bias.h
includes kernels/curves/b.c lib/posbias.h
includes experiments/bias/b.c lib/posbias.h
includes verify/b.c theory/ground/status.h
includes experiments/bias/b.c experiments/harness/report/page.h
planted 'written from the root' kernels/curves/b.c '#include "bank.h"'
planted 'written from the root' kernels/curves/b.c '#include "../counts/sort.h"'
planted 'verify uses more' verify/b.c '#include <gsl/gsl_math.h>'
planted 'only the tests may call verify' experiments/bias/b.c '#include "verify/verify.h"'
planted 'no condition looks at' theory/order/b.c $'double *f(void)\n{\n    double *x = malloc(8);\n    x[0] = 1.0;\n    return g(x);\n}'
planted 'no condition looks at' experiments/bias/b.c $'void f(struct s *s, char *text)\n{\n    s->text = strdup(text);\n}\nvoid g(struct s *s)\n{\n    if (s->text)\n        h(s);\n}'
planted 'open_memstream forgets' experiments/bias/b.c 'FILE *f = open_memstream(&text, &size);'
planted 'goes through ending_tell' experiments/bias/b.c 'int f = fputs("no", stderr);'
planted 'fast-math is forbidden' kernels/curves/b.c '#pragma GCC optimize("Ofast")'
planted 'may drop a rounding' kernels/curves/b.c 'static double f(double x) { return (double)(float)x; }'
planted 'library code prints' kernels/curves/b.c 'void f(void) { exit(1); }'
planted 'library code prints' lib/b.c 'void f(void) { fputs("a", stderr); }'
planted 'in verify only main.c' verify/b.c 'void f(void) { fputs("", stderr); }'
planted 'only the driver starts threads' experiments/bias/b.c '#pragma omp parallel for'
planted 'which registers itself' tests/t_b.c 'START_TEST(b) {}'
printf '# Page\n\n## one-two\n\n[here](#one-two) theory/order/README.md#one-two, [there](../model/README.md#three-c)\n' >"$root/theory/order/README.md"
printf '# Page\n\n### Three: C!\n\n[there](../order/README.md#one-two)\n' >"$root/theory/model/README.md"
lint 0 'lint: clean' 'citations of headings that there are'
planted 'no page has the headings' theory/order/b.h $'/* theory/order/README.md#two */\n#ifndef POSBIAS_THEORY_ORDER_B_H\n#define POSBIAS_THEORY_ORDER_B_H\n\n#endif'
planted 'no page has the headings' theory/order/b.c '/* theory/README.md#one-two */'
planted 'no page has the headings' theory/b.md '[here](order/README.md#one-too)'
planted 'no page has the headings' theory/b.md $'## two\n\n```\n## three\n```\n\n[here](#three)'
planted 'no page has the headings' theory/b.md '[here](#two)'
planted 'without its other half' theory/b.md $'```math\n\\frac{1}{2\n```'
planted 'without its other half' theory/b.md $'```math\n\\left( x )\n```'
planted 'without its other half' theory/b.md $'```math\n\\begin{aligned} x\n```'
planted 'without its other half' theory/b.md $'```math\nx'
planted 'without its other half' theory/b.md $'The $`x_{1`$ of it.'
planted 'without its other half' theory/b.md $'The $`x` of it.'
for file in Makefile CITATION.cff CHANGELOG.md packaging/debian/changelog; do
    sed -i 's/1\.2\.3/1.2.4/' "$root/$file"
    lint 1 "$file: 1.2.4" "another version in $file"
    sed -i 's/1\.2\.4/1.2.3/' "$root/$file"
done
planted 'build products are tracked' theory/order/b.o ''
printf '#!/bin/sh\nexit 1\n' >"$root/tests/readme.sh"
lint 1 'a page does not show' 'a page does not show'
printf '#!/bin/sh\nexit 0\n' >"$root/tests/readme.sh"
printf '#!/bin/sh\nexit 1\n' >"$root/tests/page_numbers.sh"
lint 1 'a sentence of a page has another number' 'a sentence with another number'
printf '#!/bin/sh\nexit 0\n' >"$root/tests/page_numbers.sh"

# Workflows, beside a .ci/run of two parts.
mkdir -p "$root/.ci" "$root/.github/workflows"
# shellcheck disable=SC2016 # an expression of the file that is written
ci_run() { # HEAD LIST FUNCTION..
    printf '#!/bin/bash\n# Parts, all of them: %s.\necho "${parts[@]}"\n' "$1" >"$root/.ci/run"
    printf 'part_%s() { echo; }\n' "${@:3}" >>"$root/.ci/run"
    echo "parts=($2)" >>"$root/.ci/run"
}
sed -i 's/^mapfile -t scripts.*/scripts=(tests\/lint.sh)/' "$root/tests/lint.sh" # a part is called by no name that shellcheck could see
ci_run 'check, more' 'check more' check more
git -C "$root" add -A
lint 0 'lint: clean' 'parts that all name'
planted 'named and not there' .github/workflows/a.yml '      - run: bash .ci/run check mroe'
planted 'a script that is not there' .github/workflows/a.yml '      - run: cp a b && tests/lnit.sh build/deb'
planted 'a script that is not there' .github/workflows/a.yml '      - run: sh tests/lnit.sh'
printf '      - run: bash .ci/run\n      - run: bash .ci/run more check\n      - run: tests/lint.sh x && build/posbias\n' >"$root/.github/workflows/a.yml"
git -C "$root" add -A
lint 0 'lint: clean' 'a workflow that calls what is there'
ci_run 'check, more' 'check more' check
lint 1 'named and not there' 'a part without a function'
ci_run 'check, more' 'check more' check more other
lint 1 'named and not there' 'a function that is no part'
ci_run 'check' 'check more' check more
lint 1 'named and not there' 'a part that the head does not name'
rm -r "$root/.ci" "$root/.github" && cp tests/lint.sh "$root/tests/" && git -C "$root" add -A
# What is missing is said, and is not "clean".
rm "$root/build/posbias"
lint 3 'but for what was not checked: pages (build/posbias is not built)' 'a program that is not built'
mkdir "$root/bin"
for tool in bash git grep sed sort uniq awk wc tr cat dirname; do ln -s "$(command -v $tool)" "$root/bin/"; done
said=$(PATH=$root/bin "$root/tests/lint.sh" 2>&1) && status=0 || status=$?
[ "$status" = 3 ] && grep -qF 'layout (clang-format 14 is not installed); scripts (shellcheck is not installed)' <<<"$said"
tell $? 'no clang-format, no shellcheck' "status $status: $said"
rm "$root/bin/git"
said=$(PATH=$root/bin "$root/tests/lint.sh" 2>&1) && status=0 || status=$?
[ "$status" = 2 ] && grep -qF 'nothing was checked' <<<"$said"
tell $? 'no git' "status $status: $said"
rm -rf "$root/.git"
lint 2 'nothing was checked' 'no checkout'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
