#!/usr/bin/env bash
# Black-box test of paper_repro.sh: options, errors, exit statuses, stopping, locking, installing.
# It runs a copy in a scratch folder, on a PATH that holds only links to basic tools and the fakes below (make, apt-get,
# dpkg-query, sudo, id, gnuplot, and the build/posbias that the fake make makes), so it needs no compiler and no root.
# Prints one line per check and last `N passed, N failed`; exit status 1 if any failed. Takes about 10 s.
# shellcheck disable=SC2016,SC2317 # conditions are text for eval, and functions that ok calls
set -uo pipefail

# What this is started with ignored (nohup, a job in the background), all under test would ignore.
if [ -z "${REPRO_TEST_HEARS-}" ]; then REPRO_TEST_HEARS=1 exec env --default-signal bash "$0" "$@"; fi
unset REPRO_TEST_HEARS

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
passed=0 failed=0

# ---- The fakes ------------------------------------------------------------------------------------------------------
mkdir -p "$box/bin" "$box/tree/build"
cp "$here/paper_repro.sh" "$box/tree/"
for tool in bash sh env cat cp chmod mv rm ln mkdir mktemp sleep grep tail touch true nproc readlink flock setpriv; do
    if tool=$(type -P "$tool"); then ln -s "$tool" "$box/bin/"; fi
done

fake() { # NAME: its text comes on stdin; every fake logs its command line.
    { printf '#!/usr/bin/env bash\nlog() { printf "%%s\\n" "$*" >>"%s/log"; }\nbox=%q\n' "$box" "$box" && cat; } >"$box/bin/$1"
    chmod +x "$box/bin/$1"
}

fake make <<'END'
log "make ${MAKEFLAGS-}$*"
if [ "${FAKE_HANGS-}" = make ]; then echo "$$" >>"$box/pids"; sleep 60 & echo "$!" >>"$box/pids"; wait; fi
case "${*: -1}" in
check) [ -z "${FAKE_CHECK_FAILS-}" ] || { echo '66%: Checks: 3, Failures: 1, Errors: 0'; exit 2; }
    echo '100%: Checks: 3, Failures: 0, Errors: 0' ;;
*) [ -z "${FAKE_BUILD_FAILS-}" ] || { echo 'x.c:1: error: no' >&2; exit 2; }
    mkdir -p build && cp "$box/bin/fake_posbias" build/posbias ;;
esac
END

fake fake_posbias <<'END'
log "posbias[$#] $*"
refuse_checkpoint() { # FILE
    if [ ! -e "$1.checkpoint" ]; then return; fi
    if grep -q old "$1.checkpoint"; then echo "posbias: \"$1.checkpoint\" is a checkpoint of another program, \"old\"" >&2
    else echo "posbias: \"$1.checkpoint\" is no checkpoint" >&2; fi
    exit 2
}
case $1 in
plan)
    printf 'bias\t%s\tbias %s --qk=gauss\n' "${FAKE_SECONDS-0.2}" "'--encoding=rope:base=1e4,dim=128;tapa:dim=128'"
    printf 'gap\t0.1\tgap --near 1:2\n'
    printf 'decay\t0.3\tdecay\n'
    printf 'decay_phase\t0.1\tdecay --phase\n'
    ;;
plot) # DIR/STEM.csv, beside it
    base=${2%.csv} stem=${2##*/} stem=${stem%.csv}
    if [ -n "${FAKE_LATE-}" ]; then sleep 0.7; echo "posbias: plot $stem: gnuplot was ended" >&2; exit 3; fi
    [ "$stem" != "${FAKE_UNDRAWN-}" ] || { echo "posbias: plot $stem: gnuplot failed" >&2; exit 3; }
    [ -e "$2" ] || { echo "posbias: plot $stem: no CSV" >&2; exit 3; }
    if [ "plot-$stem" = "${FAKE_HANGS-}" ]; then echo "$$" >>"$box/pids"; sleep 60 & echo "$!" >>"$box/pids"; wait; fi
    echo svg >"$base.svg" ;;
claims) refuse_checkpoint "${*: -1}"; echo id,verdict >"${*: -1}"; echo 'T2.2  verified'
    echo "posbias: 1 claim, 1 verified, 0 refuted, 0 vacuous, 0 inconclusive: as expected"; exit "${FAKE_CLAIMS:-0}" ;;
locality) # how fast this machine is
    if [ -n "${FAKE_BUSY-}" ] && [ ! -e "$box/busy" ]; then touch "$box/busy"; sleep 2; fi
    if [ "${FAKE_HANGS-}" = locality ]; then echo "$$" >>"$box/pids"; sleep 60 & echo "$!" >>"$box/pids"; wait; fi ;;
scores) # can a model's file be read?
    [ -z "${FAKE_UNREADABLE-}" ] || { echo 'posbias: option --qk: no file of a model' >&2; exit 2; } ;;
report) [ -z "${FAKE_REPORT_FAILS-}" ] || { echo "posbias: report: no" >&2; exit 3; }; echo html >"$3/report.html" ;;
*)
    file=${*: -1} folder=${file%/*} stem=${file##*/}
    [ "$1" != "${FAKE_BREAKS-}" ] || { echo "posbias: disk full" >&2; exit 3; }
    [ ! -e "$file" ] || { echo "posbias: $stem is up to date" >&2; exit 0; }
    refuse_checkpoint "$file"
    half=$folder/.posbias-0123456789abcdef-$(printf %016x "$$").tmp
    echo half >"$half"
    if [ "$1" = "${FAKE_HANGS-}" ]; then echo "$$" >>"$box/pids"; sleep 60 & echo "$!" >>"$box/pids"; wait; fi
    mv "$half" "$file" ;;
esac
END

fake dpkg-query <<'END'
[[ " ${FAKE_MISSING-} " != *" ${*: -1} "* ]] && printf installed
END
fake apt-get <<'END'
log "apt-get $* (${DEBIAN_FRONTEND-})"
[[ $* != *" ${FAKE_UNAVAILABLE:-none}"* ]]
END
fake sudo <<'END'
log "sudo $*"
exec "$@"
END
fake id <<'END'
echo "${FAKE_UID:-0}"
END
fake gnuplot </dev/null

# ---- Checking -------------------------------------------------------------------------------------------------------
fresh() { # [NAME=VALUE..]: an empty tree to run in, and the environment of the runs that follow.
    rm -rf "$box/tree/out" "$box/tree/build/posbias" "$box/log" "$box/pids"
    touch "$box/log"
    environment=("PATH=$box/bin" "TMPDIR=$box" "HOME=$box" "$@")
}

repro() { # OPTION..: runs the script in the tree; leaves $status, $stdout, $stderr and $log, the fakes' log.
    (cd "$box/tree" && exec env -i "${environment[@]}" ./paper_repro.sh "$@") >"$box/stdout" 2>"$box/stderr" </dev/null
    status=$?
    stdout=$(<"$box/stdout") stderr=$(<"$box/stderr") log=$(<"$box/log")
}

launch() { # OPTION..: the same in the background, with SIGINT as a terminal would leave it; waits until it hangs.
    set -m
    (cd "$box/tree" && exec env -i "${environment[@]}" ./paper_repro.sh "$@") >"$box/stdout" 2>"$box/stderr" </dev/null &
    set +m
    launched=$!
    for _ in {1..100}; do
        if [[ -e $box/pids && $(wc -l <"$box/pids") -ge ${hang_lines:-2} ]]; then break; fi
        sleep 0.05
    done
}

gone() { # True once every process that the hanging fake recorded has ended (one that nobody reaps has, too).
    local pid
    while read -r pid; do
        for _ in {1..40}; do
            if ! kill -0 "$pid" 2>/dev/null || grep -qs '^State:.Z' "/proc/$pid/status"; then continue 2; fi
            sleep 0.05
        done
        return 1
    done <"$box/pids"
}

ok() { # TEXT CONDITION..: the condition is a command.
    if "${@:2}"; then
        passed=$((passed + 1))
        echo "ok $((passed + failed)) - $1"
    else
        failed=$((failed + 1))
        echo "not ok $((passed + failed)) - $1"
        printf '# status %s\n# stdout: %s\n# stderr: %s\n' "$status" "${stdout//$'\n'/$'\n'# }" "${stderr//$'\n'/$'\n'# }"
    fi
}
is() { [[ $1 == "$2" ]]; }
has() { [[ $1 == *"$2"* ]]; }
lacks() { [[ $1 != *"$2"* ]]; }
no_file() { ! [[ -e $1 ]]; }
no_match() { ! compgen -G "$1" >/dev/null; }
refused() { # STATUS TEXT: one line on stderr that holds TEXT, nothing on stdout, nothing was built.
    [[ $status == "$1" && $stderr == *"$2"* && $stderr != *$'\n'* && -z $stdout && $log != *make* ]]
}

# ---- Options --------------------------------------------------------------------------------------------------------
fresh
bad_options=(
    '--scael=smoke|nearest: --scale'
    'bias|nearest: --'
    '--scale=smoek|nearest: smoke'
    '--scale|--scale=VALUE'
    '--only=|--only=VALUE'
    '--jobs=0|from 1 to 999'
    '--jobs=2x|from 1 to 999'
    '--jobs=-1|from 1 to 999'
    '--list=yes|--list alone'
    '--yes=1|--yes alone'
    '--check --scale=smoke|--check is given with --scale'
    '--list --list|given twice'
)
for row in "${bad_options[@]}"; do
    read -ra words <<<"${row%%|*}"
    repro "${words[@]}"
    ok "${row%%|*}: one line, exit 2" refused 2 "${row#*|}"
done
repro $'--a\nb'
ok 'a newline in an option does not break the one line' refused 2 'a\nb'
repro --help
ok '--help: exit 0' is "$status" 0
ok '--help names every option' eval 'has "$stdout" --scale && has "$stdout" --only && has "$stdout" --jobs &&
    has "$stdout" --list && has "$stdout" --out && has "$stdout" --check && has "$stdout" --no-install'
ok 'no bad option made anything' no_file "$box/tree/out"

# ---- A whole run ----------------------------------------------------------------------------------------------------
fresh
mkdir "$box/tree/out"
touch "$box/tree/out/.posbias-"{0123456789abcdef-0123456789abcdef.tmp,mine.tmp} "$box/tree/out/.notes.tmp-keep"
repro --scale smoke
ok 'a run: exit 0' is "$status" 0
ok 'stdout ends in the closing line' is "${stdout##*$'\n'}" \
    'posbias: 1 claim, 1 verified, 0 refuted, 0 vacuous, 0 inconclusive: as expected'
ok 'stdout has nothing before the table' is "${stdout%%$'\n'*}" 'T2.2  verified'
ok 'plain progress lines' grep -qE '^\[2/4\] gap \.\.\. done in [0-9]+\.[0-9] s$' "$box/stderr"
ok 'every file is there' test -s "$box/tree/out/bias.csv" -a -s "$box/tree/out/gap.csv" -a -s "$box/tree/out/decay.csv" \
    -a -s "$box/tree/out/bias.svg" -a -s "$box/tree/out/claims.csv" -a -s "$box/tree/out/report.html"
ok 'quoted arguments arrive whole' has "$log" \
    'posbias[6] bias --encoding=rope:base=1e4,dim=128;tapa:dim=128 --qk=gauss --reuse -o out/bias.csv'
ok 'claims are judged once' is "$(grep -c claims "$box/log")" 1
ok 'the scale is passed on' has "$log" 'claims --scale smoke'
ok 'stale temporary files are gone' no_match "$box/tree/out/.posbias-0*"
ok "others' hidden files stay" test -e "$box/tree/out/.posbias-mine.tmp" -a -e "$box/tree/out/.notes.tmp-keep"
ok 'an estimate comes first' grep -qE '^about [0-9.]+ (s|min [0-9]+ s): experiments and figures \(4\), claims, report$' "$box/stderr"
ok 'no scratch folder is left' no_match "$box/posbias-repro.*"
ok 'nothing was installed' lacks "$log" apt-get
repro --scale smoke
ok 'a second run reuses' has "$stderr" '[3/4] decay ... up to date'
environment+=(FAKE_CLAIMS=1)
repro --scale=smoke
ok 'a wrong verdict: exit 1' is "$status" 1
ok 'a wrong verdict: the report is written' has "$log" 'report --out out'

fresh
repro --jobs 3
ok '--jobs 3: exit 0' is "$status" 0
ok '--jobs 3 shares the cores' has "$log" ' --threads='
fresh
(cd / && env -i "${environment[@]}" sh "$box/tree/paper_repro.sh" --only gap >/dev/null 2>&1)
ok 'from elsewhere, through sh: out is beside the script' test -s "$box/tree/out/gap.csv"
fresh
mkdir "$box/else where"
(cd "$box/else where" && env -i "${environment[@]}" "$box/tree/paper_repro.sh" --out 'my out' --only gap >/dev/null 2>&1)
ok 'a relative --out is where the caller stands' test -s "$box/else where/my out/gap.csv"

# ---- --only, --list -------------------------------------------------------------------------------------------------
fresh
repro --only gap,decay
ok '--only: exit 0' is "$status" 0
ok '--only: the others are not run' no_file "$box/tree/out/bias.csv"
ok '--only: figures of these' has "$log" 'plot out/decay.csv'
for only in bias gap decay decay_phase; do
    fresh
    repro --only "$only"
    ok "--only $only: that stem alone, and to the end" eval 'is "$status" 0 && is "$(cd "$box/tree/out" && ls)" \
        "$(printf "%s\n" claims.csv "$only".{csv,svg} report.html | sort)"'
done
for only in dcay 'gap,' ',gap' 'gap,,bias' $'gap\nbias'; do
    repro --only "$only"
    ok "--only ${only@Q}: one line with the nearest stem, exit 2" eval 'is "$status" 2 && has "$stderr" nearest &&
        lacks "$stderr" $'"'\n'"
done
ok '--only dcay: decay is near' eval 'repro --only dcay; has "$stderr" "(nearest: decay)"'
fresh
repro --list
ok '--list: exit 0, one line per stem' eval 'is "$status" 0 && is "$(wc -l <"$box/stdout")" 4'
ok '--list: a line can be pasted' is "${stdout%%$'\n'*}" \
    $'bias\tbuild/posbias bias \'--encoding=rope:base=1e4,dim=128;tapa:dim=128\' --qk=gauss --reuse -o out/bias.csv'
ok '--list makes no folder' no_file "$box/tree/out"

# ---- --yes ----------------------------------------------------------------------------------------------------------
fresh FAKE_SECONDS=100000000
repro
ok 'over an hour: one line that says so, exit 2, nothing is run' eval 'is "$status" 2 && lacks "$stderr" $'"'\n'"' &&
    has "$stderr" "this would take about" && has "$stderr" "or --yes" && no_file "$box/tree/out/bias.csv"'
fresh FAKE_SECONDS=1000 FAKE_BUSY=1
repro
ok 'a machine that was busy for a moment is no slow one' is "$status" 0
fresh FAKE_SECONDS=100000000
repro --yes
ok '--yes: it runs, and so do experiments and claims' eval 'is "$status" 0 && test -s "$box/tree/out/bias.csv" &&
    has "$log" "--qk=gauss --yes --reuse" && has "$log" "claims --scale standard --yes"'
fresh
printf model >"$box/a model.bin"
repro --weights "$box/a model.bin"
ok '--weights: the file is passed on to the claims, and read before' eval 'is "$status" 0 &&
    is "$(grep -c weights "$box/log")" 2 && has "$log" "--qk=weights:$box/a model.bin,head=0" &&
    has "$log" "claims --scale standard --weights $box/a model.bin"'
fresh FAKE_UNREADABLE=1
printf model >"$box/50%,;=#.bin"
repro --weights "$box/50%,;=#.bin"
ok '--weights: a file that the program cannot read, one line, exit 2, before any work' eval 'is "$status" 2 &&
    has "$log" "--qk=weights:$box/50%25%2C%3B%3D%23.bin,head=0" && lacks "$stderr" $'"'\n'"' &&
    has "$stderr" "option --qk: no file of a model" && lacks "$log" " plan" &&
    no_file "$box/tree/out/bias.csv"'
repro --weights "$box/none.bin"
ok '--weights: no such file, exit 2' eval 'is "$status" 2 && has "$stderr" "bad file --weights="'
fresh
repro
ok 'no --yes: none is passed on' eval 'is "$status" 0 && lacks "$log" --yes'

# ---- --check --------------------------------------------------------------------------------------------------------
repro --check
ok "--check: exit 0, Check's closing line last" eval 'is "$status" 0 &&
    is "${stdout##*$'"'\n'"'}" "100%: Checks: 3, Failures: 0, Errors: 0"'
environment+=(FAKE_CHECK_FAILS=1)
repro --check
ok '--check: a failing test: exit 1' is "$status" 1

# ---- Things that break ----------------------------------------------------------------------------------------------
fresh FAKE_BUILD_FAILS=1
repro
ok 'a failing build: exit 3, the compiler is heard' eval 'is "$status" 3 && has "$stderr" "x.c:1: error"'
# A checkpoint of another program is in the way of its result: it goes, and the run goes on. What is none stays.
fresh
mkdir "$box/tree/out"
for name in gap claims; do echo old >"$box/tree/out/$name.csv.checkpoint"; done
repro
ok 'an old checkpoint: exit 0' is "$status" 0
ok 'an old checkpoint is removed, and said to be' eval 'no_file "$box/tree/out/gap.csv.checkpoint" &&
    no_file "$box/tree/out/claims.csv.checkpoint" && has "$stderr" "removed out/gap.csv.checkpoint" && has "$stderr" "gap ... done"'
fresh
mkdir "$box/tree/out"
echo mine >"$box/tree/out/gap.csv.checkpoint"
repro
ok 'what is no checkpoint: exit 3, and it stays' eval 'is "$status" 3 && has "$stderr" "is no checkpoint" && test -s "$box/tree/out/gap.csv.checkpoint"'

fresh FAKE_BREAKS=gap
repro
ok 'an experiment breaks: exit 3, it is heard' eval 'is "$status" 3 && has "$stderr" "posbias: disk full"'
ok 'an experiment breaks: what was finished stays' test -s "$box/tree/out/bias.csv"

fresh FAKE_UNDRAWN=gap
repro
ok 'a figure that fails: exit 3, the last line names it' eval 'is "$status" 3 &&
    is "${stderr##*$'"'\n'"'}" "paper_repro.sh: not made, for the reasons above: gap"'
ok 'a figure that fails: it is heard' has "$stderr" 'posbias: plot gap: gnuplot failed'
ok 'a figure that fails: all else is made' test -s "$box/tree/out/decay.svg" -a -s "$box/tree/out/claims.csv" \
    -a -s "$box/tree/out/report.html"
ok 'a figure that fails: the closing line' has "$stdout" ': as expected'
environment+=(FAKE_CLAIMS=1)
repro
ok 'a wrong verdict outweighs a missing figure' eval 'is "$status" 1 && has "$stderr" "above: gap"'
fresh FAKE_REPORT_FAILS=1
repro
ok 'a report that fails: exit 3, claims are shown' eval 'is "$status" 3 && has "$stderr" "above: report.html" &&
    has "$stdout" ": as expected"'

# Drawing that ends only by its own patience: a script with a second of patience in place of a minute tries two.
mv "$box/tree/paper_repro.sh" "$box/whole.sh"
sed 's/drawing_patience=60000/drawing_patience=1000/' "$box/whole.sh" >"$box/tree/paper_repro.sh"
chmod +x "$box/tree/paper_repro.sh"
fresh FAKE_LATE=1
repro
ok 'gnuplot hangs: exit 3, the last line names every figure' eval 'is "$status" 3 &&
    is "${stderr##*$'"'\n'"'}" "paper_repro.sh: not made, for the reasons above: bias gap decay decay_phase"'
ok 'gnuplot hangs: no more is tried once its minute is over' is "$(grep -c ' plot ' "$box/log")" 2
ok 'gnuplot hangs: claims and report are made' eval 'test -s "$box/tree/out/claims.csv" -a -s "$box/tree/out/report.html" &&
    has "$stdout" ": as expected"'
mv "$box/whole.sh" "$box/tree/paper_repro.sh"

# ---- Places that cannot be used -------------------------------------------------------------------------------------
broken() { # TEXT: one line on stderr that holds TEXT, exit 3, nothing on stdout, nothing was built.
    refused 3 "$1" && no_file "$box/tree/build/posbias"
}
for place in /nonexistent /dev/null /proc; do
    fresh
    environment+=("TMPDIR=$place")
    for option in --list --check --scale=smoke; do
        repro "$option"
        ok "TMPDIR=$place, $option: one line, exit 3" broken "TMPDIR='$place'"
    done
done
for what in 'mkdir' 'ln -s /nonexistent' "ln -s $box/target" 'mkfifo'; do
    fresh
    mkdir "$box/tree/out"
    echo kept >"$box/target"
    $what "$box/tree/out/.lock"
    repro
    ok ".lock made by ${what%% /*}: one line, exit 3" broken "out/.lock'"
    ok ".lock made by ${what%% /*}: what it leads to is as it was" is "$(<"$box/target")" kept
done
fresh
mkdir "$box/tree/out"
echo kept >"$box/tree/out/.lock"
repro
ok '.lock is not emptied' eval 'is "$status" 0 && is "$(<"$box/tree/out/.lock")" kept'
fresh
touch "$box/tree/out"
repro
ok 'out is a file: one line, exit 3' broken "--out='out'"
for place in /dev/null/x /proc/x; do
    fresh
    repro --out "$place"
    ok "--out $place: one line, exit 3" broken "--out='$place'"
done

# ---- Names ----------------------------------------------------------------------------------------------------------
names=("it's" '"quoted"' 'back\slash' '`touch evil`' '$(touch evil)' 'a b  c' -dash --list '~' '%s' '*' '#' 'a;touch evil'
    '&' '|touch evil' 'é' '{a,b}' '!')
for name in "${names[@]}"; do
    fresh
    repro --only gap --out "$name"
    ok "--out ${name@Q}: made" eval 'is "$status" 0 && test -s "$box/tree/$name/gap.svg" -a -s "$box/tree/$name/report.html"'
    rm -rf -- "$box/tree/${name:?}"
done
for name in $'new\nline' $'end\n' $'tab\t' $'\xff' $'\e[31m' $'\x7f'; do
    fresh
    repro --only gap --out "$name"
    ok "--out ${name@Q}: one line, exit 2" refused 2 'expected a name without control characters, in UTF-8'
done
fresh
ok 'no name was run as a command' no_file "$box/tree/evil"
for name in "it's" $'new\nline\n' '$(touch evil)' '`touch evil`' 'a b;touch evil'; do # the checkout's
    fresh
    mkdir -p "$box/$name/build"
    cp "$here/paper_repro.sh" "$box/$name"
    (cd / && env -i "${environment[@]}" "$box/$name/paper_repro.sh" --only gap --out "$box/elsewhere") \
        >"$box/stdout" 2>"$box/stderr" </dev/null
    status=$?
    ok "a checkout called ${name@Q}" eval 'is "$status" 0 && test -s "$box/elsewhere/gap.svg"'
    rm -rf -- "$box/${name:?}" "$box/elsewhere"
done

# ---- The environment ------------------------------------------------------------------------------------------------
# Every word of the script as a variable: what is used as a number before it is set would run the command in it.
mapfile -t words < <(grep -oE '[A-Za-z_][A-Za-z0-9_]*' "$here/paper_repro.sh" | LC_ALL=C sort -u | grep -vxE 'PATH|TMPDIR|HOME|TERM|LC_ALL|OPTIND|FAKE_.*')
words+=(LINES JOBS IFS GNUTERM SECONDS RANDOM EPOCHSECONDS HISTFILE PS4 BASH_SOURCE SHELLOPTS BASHOPTS)
fresh
for word in "${words[@]}"; do environment+=("$word=PATH[\$(touch $box/evil)]"); done
environment+=("BASH_FUNC_say%%=() { touch $box/evil; }" "BASH_FUNC_kill%%=() { touch $box/evil; }"
    "BASH_FUNC_wait%%=() { touch $box/evil; }" CDPATH=/ POSIXLY_CORRECT=1 GLOBIGNORE='*' GREP_OPTIONS=-v MAKEFLAGS=-n)
repro
ok 'no variable is taken for a number or a command' eval 'is "$status" 0 && no_file "$box/evil" && test -s "$box/tree/out/gap.csv"'
ok 'make has no options from elsewhere' eval 'has "$log" "make -j" && lacks "$log" "make -n"'
(cd "$box/tree" && env -i "${environment[@]}" BASH_ENV= sh ./paper_repro.sh --list) >"$box/stdout" 2>"$box/stderr"
status=$? stderr=$(<"$box/stderr")
ok 'nor through sh' eval 'is "$status" 0 && no_file "$box/evil"'

# ---- Installing -----------------------------------------------------------------------------------------------------
fresh 'FAKE_MISSING=libgsl-dev check'
repro --scale smoke --only gap
ok 'only what is missing is installed, once' is "$(grep -o 'install -y .*' "$box/log")" \
    'install -y --no-install-recommends libgsl-dev (noninteractive)'
ok 'root needs no sudo' lacks "$log" sudo
repro --check
ok '--check installs check' has "$log" 'libgsl-dev check'
fresh 'FAKE_MISSING=libgsl-dev' FAKE_UID=1000
repro --scale smoke --only gap
ok 'not root: through sudo' has "$log" 'sudo env DEBIAN_FRONTEND=noninteractive apt-get'
repro --no-install
ok '--no-install: exit 2 and the one line' eval 'is "$status" 2 && is "$stdout" \
    "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgsl-dev"'
mv "$box/bin/sudo" "$box/sudo"
repro
ok 'no sudo: the line is for root' eval 'is "$status" 2 && has "$stderr" "as root" && is "$stdout" \
    "apt-get update && apt-get install -y --no-install-recommends libgsl-dev"'
mv "$box/sudo" "$box/bin/sudo"
fresh 'FAKE_MISSING=libgsl-dev' FAKE_UNAVAILABLE=libgsl-dev
repro
ok 'apt-get fails twice: exit 3' eval 'is "$status" 3 && is "$(grep -c "apt-get.* install" "$box/log")" 2'
mv "$box/bin/gnuplot" "$box/gnuplot"
fresh 'FAKE_MISSING=libgsl-dev gnuplot-nox' FAKE_UNAVAILABLE=gnuplot-nox
repro
ok 'gnuplot cannot be installed: all else is made' eval 'is "$status" 0 && has "$stderr" "gnuplot is not installed" &&
    lacks "$log" " plot " && has "$log" report'
fresh 'FAKE_MISSING=gnuplot-nox'
repro --no-install
ok '--no-install, only figures missing: goes on' eval 'is "$status" 0 && has "$stderr" "gnuplot-nox" && lacks "$stdout" apt'
mv "$box/gnuplot" "$box/bin/gnuplot"

# ---- A checkout that cannot be written ------------------------------------------------------------------------------
if [[ $(id -u) == 0 ]] && as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups) && "${as_nobody[@]}" true 2>/dev/null; then
    fresh
    rm -rf "$box/tree/build"
    chmod 755 "$box" "$box/tree"
    mkdir -m 777 "$box/free"
    chmod 666 "$box/log"
    environment+=("TMPDIR=$box/free")
    for out in "$box/free/a b" out; do
        (cd "$box/tree" && exec "${as_nobody[@]}" env -i "${environment[@]}" ./paper_repro.sh --only gap --out "$out") \
            >"$box/stdout" 2>"$box/stderr" </dev/null
        status=$? stdout=$(<"$box/stdout") stderr=$(<"$box/stderr")
        if [[ $out == out ]]; then
            ok 'a read-only checkout: one line, exit 3' eval 'is "$status" 3 && lacks "$stderr" $'"'\n'"' && has "$stderr" "--out="'
        else
            ok 'a read-only checkout is built below --out' eval 'is "$status" 0 && test -s "$out/gap.svg" -a -x "$out/.build/build/posbias"'
            ok 'through links to its sources' test "$out/.build/theory" -ef "$box/tree/theory" -o -L "$out/.build/theory"
        fi
    done
    ok 'a read-only checkout stays as it was' no_file "$box/tree/build"
    mkdir "$box/tree/build"
    rm -rf "$box/free"
fi

# ---- Stopping and locking -------------------------------------------------------------------------------------------
for row in gap-INT gap-TERM gap-HUP plot-gap-INT plot-gap-TERM make-INT make-TERM make-HUP locality-INT locality-TERM; do
    signal=${row##*-}
    fresh FAKE_HANGS="${row%-*}"
    launch
    kill -"$signal" "$launched"
    wait "$launched"
    status=$? stdout=$(<"$box/stdout") stderr=$(<"$box/stderr")
    signal="$signal during ${row%-*}"
    ok "$signal: exit 130" is "$status" 130
    ok "$signal: one line says so" eval 'has "$stderr" interrupted && lacks "$stderr" Terminated'
    ok "$signal: children are gone" gone
    ok "$signal: nothing half-written" no_match "$box/tree/out/*gap.svg"
    ok "$signal: no temporary file" no_match "$box/tree/out/.posbias-*"
    ok "$signal: no scratch folder" no_match "$box/posbias-repro.*"
done
fresh FAKE_HANGS=gap
launch
kill -TERM "$launched"
wait "$launched"
environment=("PATH=$box/bin" "TMPDIR=$box")
repro
ok 'the next run goes on' eval 'is "$status" 0 && has "$stderr" "bias ... up to date" && has "$stderr" "gap ... done"'

if command -v flock >/dev/null; then
    fresh FAKE_HANGS=gap
    launch
    repro
    ok 'a second run into the same folder: one line, exit 3' eval 'is "$status" 3 && has "$stderr" "another run" &&
        lacks "$stderr" $'"'\n'"
    ok 'it leaves the temporary files of the first alone' eval 'compgen -G "$box/tree/out/.posbias-*" >/dev/null'
    repro --only decay --out other
    ok 'another folder is free' is "$status" 0
    kill -KILL "$launched"
    wait "$launched" 2>/dev/null
    if ! command -v setpriv >/dev/null; then while read -r pid; do kill -KILL "$pid" 2>/dev/null; done <"$box/pids"; fi
    environment=("PATH=$box/bin" "TMPDIR=$box")
    mapfile -t ids <"$box/pids"
    echo "${ids[0]}" >"$box/pids"
    if command -v setpriv >/dev/null; then ok 'kill -9: its experiment ends, too' gone; fi
    kill -KILL "${ids[1]}" # what the fake experiment has started
    mkdir "$box/posbias-repro.mine" "$box/posbias-repro.live"
    touch "$box/posbias-repro.live/alive" "$box/posbias-repro.file"
    exec 5<"$box/posbias-repro.live/alive"
    flock 5
    ln -s "$box/posbias-repro.mine" "$box/posbias-repro.link"
    repro
    ok 'kill -9: the next run goes on at once' eval 'is "$status" 0 && has "$stderr" "gap ... done"'
    ok 'kill -9: its scratch folder is gone, others stay' is "$(cd "$box" && echo posbias-repro.*)" \
        'posbias-repro.file posbias-repro.link posbias-repro.live posbias-repro.mine'
    exec 5<&-
    rm -r "$box"/posbias-repro.*
    ok 'kill -9: its temporary file is gone' no_match "$box/tree/out/.posbias-*"
fi

# ---- On a terminal --------------------------------------------------------------------------------------------------
if script -qec true /dev/null >/dev/null 2>&1; then # not in a chroot without /dev/pts
    fresh TERM=xterm
    command="cd '$box/tree' && exec env -i PATH='$box/bin' TMPDIR='$box' TERM=xterm ./paper_repro.sh"
    script -qec "$command" /dev/null >"$box/stdout" </dev/null
    status=$? stdout=$(<"$box/stdout") stderr=''
    ok 'terminal: exit 0' is "$status" 0
    ok 'terminal: an estimate, in place' eval 'has "$stdout" $'"'\r\e[K'"'"[0/4] bias: about " && has "$stdout" " left"'
    ok 'terminal: the closing line is last' is "$(tail -n 1 "$box/stdout" | grep -c 'as expected')" 1
fi

echo "$passed passed, $failed failed"
exit $((failed > 0))
