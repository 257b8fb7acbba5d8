#!/usr/bin/env bash
# From a bare Debian or Ubuntu machine to every figure and verdict: installs, builds, runs, draws, judges, reports.
# Every number comes from build/posbias; this script only conducts. `./paper_repro.sh --help` is its contract.
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@" # it was started as `sh paper_repro.sh`
set -euo pipefail

# ---- Debian packages: the only list ---------------------------------------------------------------------------------
build_packages=(gcc libc6-dev make pkg-config libgsl-dev librandom123-dev libjansson-dev libsleef-dev
    libmpfr-dev libfftw3-dev libflint-dev)
# FLINT 3 carries Arb's balls; the releases before it have them in a package of their own.
case $(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null) in
    bullseye | bookworm | focal | jammy) build_packages+=(libflint-arb-dev) ;;
esac
figure_packages=(gnuplot-nox fonts-dejavu-core) # wanted, not needed: all but the figures works without
check_packages=(check)                          # for --check only

# ---- Words to the user ----------------------------------------------------------------------------------------------
usage() {
    cat <<'END'
usage: ./paper_repro.sh [--scale smoke|standard|full] [--only STEM,..] [--jobs N] [--out DIR] [--list] [--no-install]
       ./paper_repro.sh --check [--no-install]

Installs what is missing, builds, runs every experiment, draws every figure, judges every claim, and writes
DIR/STEM.csv, DIR/STEM.svg, DIR/STEM.png, DIR/claims.csv and DIR/report.html.

  --scale S      smoke (within 60 s on 2 cores), standard (within 10 min, the default) or full (a few hours)
  --only STEMS   run and draw only these experiments, separated by commas; the claims are all judged just the same
  --jobs N       experiments at a time, sharing the cores (default 1: each experiment uses every core by itself)
  --out DIR      where results go; made if absent (default: out, beside this script)
  --list         build, then print every stem and, after a tab, the command line that makes its CSV
  --check        install what the tests need, build, run the tests
  --no-install   install nothing: if a package is missing, print the one apt line and exit 2;
                 if only packages for figures are missing, say so and go on
  --help         this text

A result that exists and is still valid is reused, so a run that was stopped goes on where it was. Ctrl-C leaves no
half-written file. Progress goes to stderr; the claims table and the one closing line go to stdout.

Exit status: 0 all as expected; 1 a claim's verdict is not the expected one (--check: a test failed);
2 bad usage, or packages are missing and may not be installed; 3 something broke; 130 interrupted.
END
}

progress() { # TEXT: on a terminal, one line that the next one overwrites; elsewhere nothing.
    if $terminal && [[ $1 != "$shown" ]]; then printf '\r\033[K%.*s' $((${COLUMNS:-80} - 1)) "$1" >&2; fi
    shown=$1
}

say() { # TEXT..: a line that stays.
    progress ''
    printf '%s\n' "$*" >&2
}

die() { # STATUS TEXT..
    say "paper_repro.sh: ${*:2}"
    exit "$1"
}

duration() { # MILLISECONDS: readable, in $duration.
    local s=$(($1 / 1000))
    if ((s < 60)); then
        duration="$s.$(($1 % 1000 / 100)) s"
    elif ((s < 3600)); then
        duration="$((s / 60)) min $((s % 60)) s"
    else
        duration="$((s / 3600)) h $((s % 3600 / 60)) min"
    fi
}

edit_distance() { # A B: Levenshtein's, in $distance.
    local a=${1:0:64} b=$2 i j corner best row=()
    for ((j = 0; j <= ${#b}; j++)); do row[j]=$j; done
    for ((i = 1; i <= ${#a}; i++)); do
        corner=${row[0]} row[0]=$i
        for ((j = 1; j <= ${#b}; j++)); do
            best=$corner
            if [[ ${a:i-1:1} != "${b:j-1:1}" ]]; then best=$((corner + 1)); fi
            if ((row[j] + 1 < best)); then best=$((row[j] + 1)); fi
            if ((row[j - 1] + 1 < best)); then best=$((row[j - 1] + 1)); fi
            corner=${row[j]} row[j]=$best
        done
    done
    distance=${row[${#b}]}
}

require_name() { # KIND TEXT VALID..: exits 2 with the nearest valid name unless TEXT is one of VALID.
    local name nearest='' least=1000 distance
    for name in "${@:3}"; do
        if [[ $2 == "$name" ]]; then return; fi
        edit_distance "$2" "$name"
        if ((distance < least)); then least=$distance nearest=$name; fi
    done
    die 2 "unknown $1 ${2@Q}: expected one of ${*:3} (nearest: $nearest)"
}

# ---- Options --------------------------------------------------------------------------------------------------------
scale=standard only='' jobs=1 out=out list=false check=false install=true work='' shown=''

parse_options() { # The options of the command line, as typed.
    local option value given=' '
    while (($#)); do
        option=${1%%=*}
        require_name option "$option" --scale --only --jobs --out --list --check --no-install --help
        if [[ $given == *" $option "* ]]; then die 2 "$option is given twice: expected once"; fi
        given+="$option "
        case $option in
        --scale | --only | --jobs | --out)
            if [[ $1 == "$option" ]]; then set -- "$option=${2-}" "${@:3}"; fi # --opt value is --opt=value
            value=${1#*=}
            if [[ -z $value ]]; then die 2 "$option has no value: expected $option=VALUE"; fi
            ;;
        *) if [[ $1 != "$option" ]]; then die 2 "unexpected value in ${1@Q}: expected $option alone"; fi ;;
        esac
        case $option in
        --scale) require_name scale "$value" smoke standard full && scale=$value ;;
        --only) only=$value ;;
        --jobs)
            if ! [[ $value =~ ^[1-9][0-9]{0,2}$ ]]; then
                die 2 "bad number --jobs=${value@Q}: expected a whole number from 1 to 999"
            fi
            jobs=$value
            ;;
        --out) if [[ $value == /* || $PWD -ef $root ]]; then out=$value; else out=$PWD/$value; fi ;;
        --list) list=true ;;
        --check) check=true ;;
        --no-install) install=false ;;
        --help) usage && exit 0 ;;
        esac
        shift
    done
    given=${given/ --no-install / }
    if $check && [[ $given != ' --check ' ]]; then
        die 2 "--check is given with${given/ --check / }: expected it alone or with --no-install"
    fi
    if [[ $out == -* ]]; then out=./$out; fi
}

# ---- Children: each in a process group of its own, so that this script can stop all of it ----------------------------
start() { # COMMAND..: leaves its process id in $child.
    set -m
    "$@" </dev/null &
    child=$!
    set +m
}

run() { # COMMAND..: to its end; leaves its exit status in $status.
    start "$@"
    wait "$child" && status=0 || status=$?
}

step() { # WHAT COMMAND..: its output is shown only if it fails, which ends this script.
    progress "$1"
    run "${@:2}" >"$work/step.log" 2>&1
    if ((status)); then
        progress ''
        cat "$work/step.log" >&2
        die 3 "${*:2} exited with status $status"
    fi
}

# shellcheck disable=SC2317 # called by trap
clean_up() {
    local pid pids patience=50
    set +e
    trap '' INT TERM HUP
    exec 2>/dev/null # bash's own "Terminated" lines
    pids=$(jobs -pr)
    for pid in $pids; do kill -TERM -- "-$pid"; done
    while ((patience-- > 0)) && [[ -n $(jobs -pr) ]]; do sleep 0.1; done
    for pid in $pids; do kill -KILL -- "-$pid"; done
    rm -rf -- "$work"
    if [[ -n ${owns_out-} ]]; then rm -f -- "$out"/.*.tmp-*; fi
}

# ---- Install --------------------------------------------------------------------------------------------------------
missing() { # PACKAGE..: those not installed, one a line.
    local package
    for package; do
        # A gnuplot from another package (gnuplot-qt, say) does as well, and gnuplot-nox would push it out.
        if [[ $package == gnuplot-nox ]] && command -v gnuplot >/dev/null; then continue; fi
        # shellcheck disable=SC2016 # ${..} is for dpkg-query
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed* ]] || echo "$package"
    done
}

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

apt_install() { # PACKAGE..: with a second try, as the package lists may be absent or old.
    if compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || ! apt update; then
        apt install -y --no-install-recommends "$@" && return
        apt update || true
    fi
    apt install -y --no-install-recommends "$@"
} >>"$work/apt.log" 2>&1

install_missing() { # PACKAGE..: and those for figures.
    local needed absent line as_root=() sudo=''
    if ! command -v dpkg-query >/dev/null; then
        say "this is neither Debian nor Ubuntu, so this is taken for installed: $*"
        return
    fi
    mapfile -t needed < <(missing "$@")
    mapfile -t absent < <(missing "$@" "${figure_packages[@]}")
    if ((${#absent[@]} == 0)); then return; fi
    if [[ $(id -u) != 0 ]]; then
        as_root=(sudo)
        if command -v sudo >/dev/null; then sudo='sudo '; else install=false; fi
    fi
    if ! $install; then
        line="${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${absent[*]}"
        say "not installed: ${absent[*]}; the line that installs them${as_root[*]:+ (as root)}:"
        if ((${#needed[@]} == 0)); then say "$line" && return; fi
        echo "$line"
        exit 2
    fi
    say "installing ${absent[*]}"
    if apt_install "${absent[@]}"; then return; fi
    if ((${#needed[@]} < ${#absent[@]})); then # not for the figures' sake
        if ((${#needed[@]} == 0)) || apt_install "${needed[@]}"; then return; fi
    fi
    tail -n 20 "$work/apt.log" >&2
    die 3 "apt-get could not install ${needed[*]}: expected a package mirror within reach"
}

# ---- Build, run, draw, judge ----------------------------------------------------------------------------------------
read_plan() { # Fills stems and, by stem, weights (rough milliseconds on 2 cores) and arguments_of.
    local plan stem weight arguments i
    plan=$(build/posbias plan --scale "$scale") || die 3 "build/posbias plan exited with status $?"
    while IFS=$'\t' read -r stem weight arguments; do
        if ! [[ $stem =~ ^[[:alnum:]_-]+$ && $weight =~ ^[0-9]+(\.[0-9]+)?$ && -n $arguments ]]; then
            die 3 "build/posbias plan printed ${stem@Q}, ${weight@Q}: expected stem, seconds and arguments, tabs between"
        fi
        stems+=("$stem") arguments_of[$stem]=$arguments
        printf -v "weights[$stem]" %.0f "${weight}e3"
    done <<<"$plan"
    if [[ -z $only ]]; then return; fi
    while IFS= read -rd, stem; do require_name stem "$stem" "${stems[@]}"; done <<<"$only,"
    for i in "${!stems[@]}"; do
        if [[ ",$only," != *",${stems[i]},"* ]]; then unset "stems[i]"; fi
    done
    stems=("${stems[@]}")
}

command_of() { # STEM: the command line that makes its CSV, ready for a shell.
    local threads=''
    if ((jobs > 1)); then threads=" --threads=$((cores > jobs ? cores / jobs : 1))"; fi
    printf 'build/posbias %s%s --reuse -o %q' "${arguments_of[$1]}" "$threads" "$out/$1.csv"
}

read_clock() { now=$((${EPOCHREALTIME/[.,]/} / 1000)); } # milliseconds

finish() { # PID: the experiment it ran has ended.
    local stem=${running[$1]} how='up to date'
    wait "$1" && status=0 || status=$?
    if ((status)); then
        progress ''
        cat "$work/$stem.log" >&2
        die 3 "$stem exited with status $status; what was finished is kept: run again to go on"
    fi
    ended=$((ended + 1)) to_come=$((to_come - weights[$stem]))
    if ! grep -q ' is up to date$' "$work/$stem.log"; then
        duration $((now - began[$1]))
        how="done in $duration"
        spent=$((spent + now - last_end)) weighed=$((weighed + weights[$stem]))
    fi
    unset "running[$1]"
    last_end=$now
    say "[$ended/${#stems[@]}] $stem ... $how"
    grep -vE ' is up to date$|: this takes about ' "$work/$stem.log" >&2 || true # what else it had to say
}

run_experiments() { # The time left is the weight to come, scaled by what weight took so far (at first: 2 / cores).
    local stem pid started=0 ended=0 to_come=0 weighed=0 spent=0 left now last_end
    local -A running=() began=()
    for stem in "${stems[@]}"; do to_come=$((to_come + weights[$stem])); done
    read_clock
    last_end=$now
    while ((ended < ${#stems[@]})); do
        while ((started < ${#stems[@]} && ${#running[@]} < jobs)); do
            stem=${stems[started]} started=$((started + 1))
            start bash -c "exec $(command_of "$stem")" >"$work/$stem.log" 2>&1
            running[$child]=$stem began[$child]=$now
        done
        left=$(((weighed ? to_come * spent / weighed : to_come * 2 / cores) - (now - last_end)))
        duration $((left > 1000 ? left / 1000 * 1000 : 1000))
        progress "[$ended/${#stems[@]}] ${running[*]}: about $duration left"
        sleep 0.1
        read_clock
        for pid in "${!running[@]}"; do
            if ! kill -0 "$pid" 2>/dev/null; then finish "$pid"; fi
        done
    done
}

draw_figures() {
    local figures=(all) figure
    if ! command -v gnuplot >/dev/null; then
        say 'gnuplot is not installed: no figure is drawn, all else is made'
        return
    fi
    if [[ -n $only ]]; then figures=("${stems[@]}"); fi
    for figure in "${figures[@]}"; do step "drawing $figure" build/posbias plot "$figure" --out "$out"; done
}

judge_claims() { # Once; the table waits in a file, to be shown last. Leaves the exit status in $verdict.
    progress 'judging every claim'
    run build/posbias claims --scale "$scale" --reuse -o "$out/claims.csv" >"$work/claims"
    verdict=$status
    if ((verdict > 1)); then die 3 "build/posbias claims exited with status $verdict"; fi
}

take_out() { # From here on $out is this run's alone, and free of what a killed run left.
    if ! mkdir -p -- "$out" 2>/dev/null || ! [[ -w $out ]]; then
        die 2 "bad folder --out=${out@Q}: expected one that can be made and written"
    fi
    if command -v flock >/dev/null; then
        exec 9>"$out/.lock" # children keep it too, should this script be killed
        flock -n 9 || die 3 "another run is writing into ${out@Q}: wait for it, or give another --out"
    fi
    owns_out=true
    rm -f -- "$out"/.*.tmp-*
}

# ---- All of it ------------------------------------------------------------------------------------------------------
main() {
    local root cores stem child status verdict duration terminal=false stems=() make=(make)
    local -A weights=() arguments_of=()
    if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then terminal=true; fi
    root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
    parse_options "$@"
    cd -- "$root"
    work=$(mktemp -d)
    trap clean_up EXIT
    trap 'die 130 "interrupted; what was finished is kept: run again to go on"' INT TERM HUP
    export LC_ALL=C.UTF-8
    cores=$(nproc)
    if command -v flock >/dev/null; then make=(flock -o . make); fi # two scripts at once build in turn

    if $check; then
        install_missing "${build_packages[@]}" "${check_packages[@]}"
        step 'building' "${make[@]}" -j"$cores" build/posbias
        progress ''
        run "${make[@]}" -j"$cores" check
        exit $((status ? 1 : 0))
    fi
    if ! $list; then take_out; fi
    install_missing "${build_packages[@]}"
    step 'building' "${make[@]}" -j"$cores" build/posbias
    read_plan
    if $list; then
        progress ''
        for stem in "${stems[@]}"; do printf '%s\t%s\n' "$stem" "$(command_of "$stem")"; done
        exit 0
    fi
    run_experiments
    draw_figures
    judge_claims
    step 'writing the report' build/posbias report --out "$out"
    say "the report: $out/report.html"
    cat "$work/claims"
    exit "$verdict"
}

main "$@"
