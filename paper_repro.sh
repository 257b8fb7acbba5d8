#!/bin/bash -p
# From a bare Debian or Ubuntu machine to every figure and verdict: installs, builds, runs, draws, judges, reports.
# Every number comes from build/posbias; this script only conducts. `./paper_repro.sh --help` is its contract.
# With -p bash runs and takes over nothing from the environment but variables; this also serves `sh paper_repro.sh`.
case ${BASH_VERSION:+$-} in
    *p*) ;;
    *) exec bash -p -- "$0" "$@" ;;
esac
set +o posix
set -euo pipefail
unset POSIXLY_CORRECT BASH_ENV ENV TMOUT FUNCNEST GREP_OPTIONS MAKEFLAGS MFLAGS GNUMAKEFLAGS MAKEFILES MAKELEVEL FLAVOUR
export LC_ALL=C.UTF-8
# For words of its own: a trap runs among the redirections of what it stops.
if [[ -e /dev/fd/2 ]]; then exec 6>&2; else exec 6>/dev/null; fi

# ---- Debian packages: the only list ---------------------------------------------------------------------------------
build_packages=(gcc libc6-dev make pkg-config libgsl-dev librandom123-dev libjansson-dev libsleef-dev
    libmpfr-dev libfftw3-dev libflint-dev)
# FLINT 3 carries Arb's balls; the releases before it have them in a package of their own.
case $(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null) in
    bullseye | bookworm | focal | jammy) build_packages+=(libflint-arb-dev) ;;
esac
sources=(Makefile theory kernels experiments verify plots) # what is built, in a folder of links
figure_packages=(gnuplot-nox fonts-dejavu-core) # wanted, not needed: all but the figures works without
check_packages=(check)                          # for --check only

# ---- What a run costs, in milliseconds on the two cores for which `posbias plan` is right ------------------------------
declare -A claims_weight=([smoke]=10500 [standard]=23000 [full]=220000)
figure_weight=300 drawing_patience=60000 long=3600000
calibrating=(locality --encoding=rope:dim=128 --qk=gauss --context=65536 --pairs=1024) calibration=220

# ---- Words to the user ----------------------------------------------------------------------------------------------
usage() {
    cat <<'END'
usage: ./paper_repro.sh [--scale smoke|standard|full] [--only STEM,..] [--jobs N] [--out DIR] [--weights FILE]
                        [--yes] [--list] [--no-install]
       ./paper_repro.sh --check [--no-install]

Installs what is missing, builds, runs every experiment, draws every figure, judges every claim, and writes
DIR/STEM.csv, DIR/STEM.svg, DIR/STEM.png, DIR/claims.csv and DIR/report.html.

  --scale S      smoke (within 60 s on 2 cores), standard (2 min, at most 10; the default) or full (half an hour, by estimate)
  --only STEMS   run and draw only these experiments, separated by commas; the claims are all judged just the same
  --jobs N       experiments at a time, sharing the cores (default 1: each experiment uses every core by itself)
  --out DIR      where results go; made if absent (default: out, beside this script); if the checkout cannot be
                 written, the program is built in DIR/.build
  --weights FILE a model's file: claims about a real model are judged on it; without it they are not judged
  --yes          run also what would take over an hour, or most of the memory; without it that is refused
  --list         build, then print every stem and, after a tab, the command line that makes its CSV
  --check        install what the tests need, build, run the tests
  --no-install   install nothing: if a package is missing, print the one apt line and exit 2;
                 if only packages for figures are missing, say so and go on
  --help         this text

A result that exists and is still valid is reused, so a run that was stopped goes on where it was, from FILE.checkpoint
within an experiment or the claims; one that another program or command left in DIR is removed. Ctrl-C leaves no
half-written file. Progress goes to stderr; the claims table and the one closing line go to stdout.

A figure that cannot be drawn stops nothing else; the last line on stderr names it.

Exit status: 0 all as expected; 1 a claim's verdict is not the expected one (--check: a test failed);
2 bad usage, or packages are missing and may not be installed; 3 something broke, or a figure is missing;
130 interrupted.
END
}

progress() { # TEXT: on a terminal, one line that the next one overwrites; elsewhere nothing.
    local width=80 # a number in the environment is text until it has been looked at
    if [[ ${COLUMNS-} =~ ^[1-9][0-9]{0,3}$ ]]; then width=$COLUMNS; fi
    if $terminal && [[ $1 != "$shown" ]]; then printf '\r\033[K%.*s' $((width - 1)) "$1" >&6; fi
    shown=$1
}

say() { # TEXT..: a line that stays.
    progress ''
    printf '%s\n' "$*" >&6
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
scale=standard only='' jobs=1 out=out model=() yes=() list=false check=false install=true
work='' shown='' owns_out=false program=build/posbias bound=()

parse_options() { # The options of the command line, as typed.
    local option value given=' '
    while (($#)); do
        option=${1%%=*}
        require_name option "$option" --scale --only --jobs --out --weights --yes --list --check --no-install --help
        if [[ $given == *" $option "* ]]; then die 2 "$option is given twice: expected once"; fi
        given+="$option "
        case $option in
        --scale | --only | --jobs | --out | --weights)
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
        --out)
            # Such a name could stand neither in a page nor in a command that is shown.
            if LC_ALL=C grep -q '[[:cntrl:]]' <<<"$value" || [[ $value == *$'\n'* ]] || ! grep -qax '.*' <<<"$value"; then
                die 2 "bad folder --out=${value@Q}: expected a name without control characters, in UTF-8"
            fi
            if [[ $value == /* || $PWD -ef $root ]]; then out=$value; else out=$PWD/$value; fi
            ;;
        --weights)
            if [[ $value != /* ]]; then value=$PWD/$value; fi # the program runs elsewhere
            if [[ ! -f $value || ! -r $value ]]; then
                die 2 "bad file --weights=${value@Q}: expected a model's file that can be read"
            fi
            model=(--weights "$value")
            ;;
        --yes) yes=(--yes) ;;
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
    "${bound[@]}" "$@" </dev/null 6>&- 8>&- 9>&- & # the locks are this script's alone
    child=$!
    set +m
}

pause() { sleep 0.1 6>&- 8>&- 9>&-; } # outlives a killed script, whose locks it must not hold

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
    while ((patience-- > 0)) && [[ -n $(jobs -pr) ]]; do pause; done
    for pid in $pids; do kill -KILL -- "-$pid"; done
    rm -rf -- "$work"
    if $owns_out; then remove_unfinished; fi
}

unlocked() { # FILE COMMAND..: runs it if the file is plain and no process holds it.
    if [[ -f $1 && ! -L $1 ]]; then (exec 7<"$1" && flock -n 7 && "${@:2}") 2>/dev/null || true; fi
}

remove_unfinished() { # What killed runs of the program have left in $out.
    local file
    if ! command -v flock >/dev/null; then return; fi
    for file in "$out"/.posbias-*.tmp; do
        if [[ ${file##*/} =~ ^\.posbias-[0-9a-f]{16}-[0-9a-f]{16}\.tmp$ ]]; then unlocked "$file" rm -f -- "$file"; fi
    done
}

make_work() { # A scratch folder, locked while this script lives; those of killed runs are removed.
    local parent=${TMPDIR:-/tmp} old
    if [[ $parent != /* ]]; then parent=$PWD/$parent; fi
    work=$(mktemp -d -- "$parent/posbias-repro.XXXXXXXX" 2>/dev/null) ||
        die 3 "no folder can be made in TMPDIR=${parent@Q}: expected one that exists and can be written"
    trap clean_up EXIT
    if ! command -v flock >/dev/null; then return; fi
    exec 8>"$work/starting"
    flock 8
    mv -- "$work/starting" "$work/alive" # from here on whoever finds it unlocked may remove it
    for old in "$parent"/posbias-repro.*; do
        if [[ -d $old && ! -L $old && -O $old ]]; then unlocked "$old/alive" rm -rf -- "$old"; fi
    done
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
choose_folder() { # Where to build: the checkout or, if that cannot be written, a folder of links to it in $out.
    local name place=$out/.build
    if [[ -w $root && ! -e $root/build || -w $root/build ]]; then return; fi
    if $check; then die 3 "${root@Q} cannot be written, and the tests need that: expected a copy of your own"; fi
    if [[ $place != /* ]]; then place=$root/$place out=$root/$out; fi
    mkdir -p -- "$place" 2>/dev/null || die 3 "neither ${root@Q} nor ${out@Q} can be written: expected --out=DIR that can"
    if [[ $(readlink -- "$place/Makefile" || true) != "$root/Makefile" ]]; then rm -rf -- "$place/build"; fi
    for name in "${sources[@]}"; do ln -sfn -- "$root/$name" "$place/$name"; done
    cd -- "$place"
    program=$place/build/posbias
}

build() {
    step 'building' "${make[@]}" -j"$cores" build/posbias
}

check_model() { # FILE: that the program can read it is known before the work, not after it.
    local name=${1//%/%25} said
    name=${name//,/%2C} name=${name//;/%3B} name=${name//=/%3D} name=${name//\#/%23}
    if ! said=$("$program" scores --qk="weights:$name,head=0" --distances=0 --pairs=1 2>&1 >/dev/null); then
        progress ''
        die 2 "bad file --weights=${1@Q}: ${said#posbias: }"
    fi
}

read_plan() { # Fills stems and, by stem, weights (rough milliseconds on 2 cores) and arguments_of.
    local plan stem weight arguments i
    plan=$("$program" plan --scale "$scale") || die 3 "$program plan exited with status $?"
    while IFS=$'\t' read -r stem weight arguments; do
        if ! [[ $stem =~ ^[[:alnum:]_-]+$ && $weight =~ ^[0-9]+(\.[0-9]+)?$ && -n $arguments ]]; then
            die 3 "$program plan printed ${stem@Q}, ${weight@Q}: expected stem, seconds and arguments, tabs between"
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
    printf '%q %s%s%s --reuse -o %q' "$program" "${arguments_of[$1]}" "$threads" "${yes[0]:+ --yes}" "$out/$1.csv"
}

read_clock() { now=$((${EPOCHREALTIME/[.,]/} / 1000)); } # milliseconds

calibrate() { # How long what takes $calibration milliseconds on the machine of the plan takes here, when nothing else runs.
    local began
    spent=0 weighed=$calibration
    for _ in 1 2 3; do
        read_clock
        began=$now
        run "$program" "${calibrating[@]}" >/dev/null 2>&1
        read_clock
        if ((spent == 0 || now - began + 1 < spent)); then spent=$((now - began + 1)); fi
    done
    last_end=$now
}

show_left() { # WHAT: and the time left: the weight to come, as weight took so far, less what this step took already.
    local left
    read_clock
    left=$((to_come * spent / weighed - (now - last_end)))
    duration $((left > 1000 ? left / 1000 * 1000 : 1000))
    progress "$1: about $duration left"
}

took() { # WEIGHT [made]: a step of that weight is over; unless it made something, its time says nothing.
    read_clock
    to_come=$((to_come - $1))
    if (($# > 1)); then spent=$((spent + now - last_end)) weighed=$((weighed + $1)); fi
    last_end=$now
}

watch() { # WEIGHT WHAT COMMAND..: runs it to its end, showing the time left; leaves its exit status in $status.
    start "${@:3}" >"$work/output" 2>"$work/errors"
    show_left "$2"
    while kill -0 "$child" 2>/dev/null; do
        pause
        show_left "$2"
    done
    wait "$child" && status=0 || status=$?
    took "$1" made
}

pass_on() { # What the command just watched had to say.
    progress ''
    cat "$work/errors" >&2
}

drop_checkpoint() { # CSV ERRORS: removes CSV.checkpoint if these say that another program or command left it.
    if [[ ! -f $1.checkpoint || -L $1.checkpoint ]] || ! grep -q 'checkpoint" is a checkpoint of another ' "$2"; then return 1; fi
    say "removed $1.checkpoint: another program or command left it"
    rm -f -- "$1.checkpoint"
}

begin() { # STEM: starts its experiment.
    local words=()
    eval "words=($(command_of "$1"))"
    start "${words[@]}" >"$work/$1.log" 2>&1
    running[$child]=$1 began[$child]=$now
}

finish() { # PID: the experiment it ran has ended.
    local stem=${running[$1]} how='up to date'
    wait "$1" && status=0 || status=$?
    if ((status == 2)) && drop_checkpoint "$out/$stem.csv" "$work/$stem.log"; then
        unset "running[$1]"
        begin "$stem"
        return
    fi
    if ((status)); then
        progress ''
        cat "$work/$stem.log" >&2
        die 3 "$stem exited with status $status; what was finished is kept: run again to go on"
    fi
    ended=$((ended + 1))
    if grep -q ' is up to date$' "$work/$stem.log"; then
        took "${weights[$stem]}"
    else
        duration $((now - began[$1]))
        how="done in $duration"
        took "${weights[$stem]}" made
    fi
    unset "running[$1]"
    say "[$ended/${#stems[@]}] $stem ... $how"
    grep -vE ' is up to date$|: this takes about ' "$work/$stem.log" >&2 || true # what else it had to say
}

run_experiments() {
    local pid started=0 ended=0
    local -A running=() began=()
    while ((ended < ${#stems[@]})); do
        while ((started < ${#stems[@]} && ${#running[@]} < jobs)); do
            begin "${stems[started]}"
            started=$((started + 1))
        done
        show_left "[$ended/${#stems[@]}] ${running[*]}"
        pause
        read_clock
        for pid in "${!running[@]}"; do
            if ! kill -0 "$pid" 2>/dev/null; then finish "$pid"; fi
        done
    done
}

draw_figures() { # Each by itself: what cannot be drawn is noted in $undrawn, and after a minute of that no more is tried.
    local stem wasted=0 began
    if ! command -v gnuplot >/dev/null; then
        say 'gnuplot is not installed: no figure is drawn, all else is made'
        return
    fi
    for stem in "${stems[@]}"; do
        read_clock
        began=$now status=1
        if ((wasted < drawing_patience)); then
            watch "$figure_weight" "drawing $stem" "$program" plot "$out/$stem.csv"
            pass_on
        else
            took "$figure_weight"
        fi
        if ((status)); then
            read_clock
            undrawn+=("$stem") wasted=$((wasted + now - began))
        fi
    done
}

judge_claims() { # Once; the table waits in a file, to be shown last. Leaves the exit status in $verdict.
    local judge=("$program" claims --scale "$scale" "${model[@]}" "${yes[@]}" --reuse -o "$out/claims.csv")
    watch "${claims_weight[$scale]}" 'judging every claim' "${judge[@]}"
    if ((status == 2)) && drop_checkpoint "$out/claims.csv" "$work/errors"; then watch 0 'judging every claim' "${judge[@]}"; fi
    verdict=$status
    pass_on
    mv -- "$work/output" "$work/claims"
    if ((verdict > 1)); then die 3 "$program claims exited with status $verdict"; fi
}

write_report() { # What it cannot show it says, and is noted in $undrawn.
    watch 0 'writing the report' "$program" report --out "$out"
    pass_on
    if ((status)); then undrawn+=(report.html); else say "the report: $out/report.html"; fi
}

take_out() { # From here on $out is this run's alone.
    local lock=$out/.lock
    if ! mkdir -p -- "$out" 2>/dev/null || ! [[ -w $out ]]; then
        die 3 "bad folder --out=${out@Q}: expected one that can be made and written"
    fi
    if ! command -v flock >/dev/null; then return; fi
    if [[ ! -e $lock ]]; then (set -C && : >"$lock") 2>/dev/null || true; fi # never through a link
    if [[ -L $lock || ! -f $lock ]] || ! { exec 9<"$lock"; } 2>/dev/null || ! [[ $lock -ef /dev/fd/9 ]]; then
        die 3 "${lock@Q} is not a plain file that can be read: expected the lock of these runs, or nothing"
    fi
    # The processes of a killed run may need a moment to end.
    flock -w 1 9 || die 3 "another run is writing into ${out@Q}: wait for it, or give another --out"
    owns_out=true
}

# ---- All of it ------------------------------------------------------------------------------------------------------
main() {
    local root cores stem child status verdict duration terminal=false stems=() undrawn=() make=(make)
    local to_come=0 weighed=1 spent=1 now last_end most=''
    local -A weights=() arguments_of=()
    if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then terminal=true; fi
    root=$(readlink -f -- "$0" && echo /) # what $(..) cuts off may be part of a name
    root=${root%/*/}
    parse_options "$@"
    make_work
    cd -- "$root"
    trap 'die 130 "interrupted; what was finished is kept: run again to go on"' INT TERM HUP
    cores=$(nproc)
    # Children end with this script even if it is killed outright.
    if setpriv --pdeathsig TERM true 2>/dev/null; then bound=(setpriv --pdeathsig TERM); fi
    if command -v flock >/dev/null; then make=(flock -o . "${bound[@]}" make); fi # two scripts at once build in turn

    if $check; then
        install_missing "${build_packages[@]}" "${check_packages[@]}"
        choose_folder
        build
        progress ''
        run "${make[@]}" -j"$cores" check
        exit $((status ? 1 : 0))
    fi
    if ! $list; then take_out; fi
    install_missing "${build_packages[@]}"
    choose_folder
    build
    if ((${#model[@]})); then check_model "${model[1]}"; fi
    read_plan
    if $list; then
        progress ''
        for stem in "${stems[@]}"; do printf '%s\t%s\n' "$stem" "$(command_of "$stem")"; done
        exit 0
    fi
    remove_unfinished
    for stem in "${stems[@]}"; do to_come=$((to_come + weights[$stem] + figure_weight)); done
    to_come=$((to_come + claims_weight[$scale]))
    calibrate
    duration $((to_come * spent / weighed))
    if [[ -e $out/claims.csv ]]; then most='at most '; fi
    if ((to_come * spent / weighed > long && ${#yes[@]} == 0)); then
        die 2 "this would take ${most}about $duration: expected less than an hour, or --yes"
    fi
    say "${most}about $duration: experiments and figures (${#stems[@]}), claims, report"
    run_experiments
    draw_figures
    judge_claims
    write_report
    cat "$work/claims"
    if ((${#undrawn[@]})); then
        say "paper_repro.sh: not made, for the reasons above: ${undrawn[*]}"
        if ((verdict == 0)); then verdict=3; fi
    fi
    exit "$verdict"
}

main "$@"
