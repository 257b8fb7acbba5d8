#!/usr/bin/env bash
# The same bytes from any number of ranks, and what a rank's end does to a job.
# `tests/tools/mpi_test.sh [RANKS ..]`, 1 2 3 7 unless they are given; builds build/mpi, wants Open MPI and
# the shim of `make check`, and runs all ranks on this machine. Prints one line per check and last `N passed, N failed`. Exit status: 1 if any failed, 3 if there is no Open MPI.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMP_WAIT_POLICY=passive
if [ $# = 0 ]; then set -- 1 2 3 7; fi
if ! command -v mpicc >/dev/null || [[ $(mpirun --version 2>/dev/null) != *'Open MPI'* ]]; then
    echo 'mpi_test: nothing was run: Open MPI is not installed (libopenmpi-dev, openmpi-bin)' >&2
    exit 3
fi
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
tests/tools/mpi_build.sh build mpicc >"$box/log" 2>&1 || { tail -n 20 "$box/log" | cut -c1-300 && exit 1; }

passed=0 failed=0
tell() { # OK WHAT
    if [ "$1" = 0 ]; then passed=$((passed + 1)) && echo "ok - $2"; else failed=$((failed + 1)) && echo "not ok - $2"; fi
}
job() { # RANKS WORDS..
    local ranks=$1
    shift
    timeout 120 mpirun --oversubscribe --bind-to none -n "$ranks" build/mpi/posbias "$@"
}

told() { grep '^posbias: ' | grep -v ': this takes about '; } # what is said of the command, not of the machine

# ---- The same bytes -------------------------------------------------------------------------------------------------
rope='--encoding=rope:base=5e5,dim=64'
commands=( # draws, contexts, rows, heads, proofs, claims; one that refuses, one that has unexpected verdicts
    "locality $rope --qk=aligned:rho=0.5 --context=1024,4096 --pairs=40"
    "consistency $rope --qk=gauss --distances=1:4096:log:12 --context=4096 --pairs=60"
    "aliasing $rope --qk=unit --context=1024 --dtype=bf16 --pairs=8 --format=json"
    "moments $rope --qk=gauss:mu=0.5,sigma=1 --test --scale=smoke"
    "heads $rope --qk=gauss:mu=0.5,sigma=1 --context=1024 --pairs=64"
    "reportcard $rope --qk=gauss --context=128 --pairs=32"
    "basebound --context=1024:32768:x2"
    "bounds $rope --scale=smoke"
    "precision $rope --pipelines=f32,position-bf16 --positions=256:4096:x2 --scale=smoke"
    "properties $rope --scale=smoke"
    "claims --scale=smoke DU-REGULAR FOPE-RELATIVE"
    "locality $rope --context=0"
)
for i in "${!commands[@]}"; do
    read -ra words <<<"${commands[i]}"
    build/posbias "${words[@]}" >"$box/one" 2>"$box/said"
    code=$?
    for ranks; do
        threads=$((1 + (i + ranks) % 2))
        job "$ranks" "${words[@]}" --threads=$threads >"$box/many" 2>"$box/told"
        [ $? = "$code" ] && cmp -s "$box/one" "$box/many" &&
            diff <(told <"$box/said") <(told <"$box/told") >/dev/null
        tell $? "$ranks x $threads: ${commands[i]}"
    done
done

# ---- Files, and what is rank 0's alone ------------------------------------------------------------------------------
read -ra words <<<"${commands[1]} -o $box/out.csv"
read -ra proof <<<"${commands[6]} --certificate=$box/base.txt -o $box/base.csv"
ranks=${*: -1}
build/posbias "${words[@]}" && mv "$box/out.csv" "$box/one.csv" && build/posbias "${proof[@]}" && mv "$box/base.txt" "$box/one.txt"
job "$ranks" "${words[@]}" && cmp -s "$box/out.csv" "$box/one.csv"
tell $? "$ranks ranks write one file"
job "$ranks" "${words[@]}" --reuse 2>"$box/told" && [ "$(grep -c 'up to date' "$box/told")" = 1 ]
tell $? 'a file that is up to date is kept, and said once'
job "$ranks" "${proof[@]}" && cmp -s "$box/base.txt" "$box/one.txt" && job "$ranks" verify "$box/base.txt" >"$box/verified"
tell $? 'a certificate is written once, and verified by rank 0'
[ "$(job "$ranks" list | wc -l)" = "$(build/posbias list | wc -l)" ]
tell $? 'what is no work is printed once'
! job "$ranks" "${commands[0]%% *}" -o "$box/missing/out.csv" 2>"$box/told" && [ "$(grep -c '^posbias: cannot write' "$box/told")" = 1 ]
tell $? 'a file that cannot be written ends all ranks'

# ---- Ends -----------------------------------------------------------------------------------------------------------
long=(locality "$rope" --qk=gauss --context=65536 --pairs=100000 --threads=1 --yes --quiet -o "$box/late.csv")
worker() { # RANK: the process that works, whose parent guards it
    local pid
    for pid in $(pgrep -f -- "$box/late.csv"); do
        if grep -qz "^OMPI_COMM_WORLD_RANK=$1\$" "/proc/$pid/environ" 2>/dev/null && [ -z "$(pgrep -P "$pid")" ]; then echo "$pid"; fi
    done
}
left() { find "$box" -name 'late.csv' -o -name '.posbias-*.tmp' | wc -l; }
for killed in 1 0; do
    for signal in KILL TERM SEGV; do
        job 2 "${long[@]}" >"$box/printed" 2>"$box/told" &
        launcher=$!
        for _ in {1..200}; do
            if [ "$(left)" = 1 ]; then break; fi
            sleep 0.1
        done
        sleep 0.5
        kill -s "$signal" "$(worker $killed)"
        wait "$launcher"
        code=$?
        [ "$code" = 3 ] && [ ! -e "$box/late.csv" ] && { [ "$killed $signal" = '0 KILL' ] || [ "$killed $signal" = '0 SEGV' ] || [ "$(left)" = 0 ]; }
        tell $? "rank $killed ended by SIG$signal ends the job: status $code, $(left) files left"
        rm -f "$box"/.posbias-*.tmp
    done
done

# ---- Going on -------------------------------------------------------------------------------------------------------
# A job of so many ranks, one of which is killed after a checkpoint stands, goes on with other numbers of them to the bytes
# of a run that nobody stopped. It takes seconds, so that none ends before it is killed. The shim's clock writes often what
# is written every ten seconds.
goes_on() { # RANKS KILLED OTHERS WORDS..
    local ranks=$1 killed=$2 others=$3 code
    shift 3
    rm -f "$box"/late.*
    timeout 120 mpirun --oversubscribe --bind-to none -x LD_PRELOAD="$PWD/build/tests/shim/fast_clock.so" -x FAST_CLOCK=2000 \
        -n "$ranks" build/mpi/posbias "$@" --threads=1 --yes -o "$box/late.csv" >"$box/printed" 2>"$box/told" &
    launcher=$!
    for _ in {1..600}; do
        if [ -e "$box/late.csv.checkpoint" ] || ! kill -0 "$launcher"; then break; fi
        sleep 0.05
    done
    kill -s KILL "$(worker "$killed")"
    wait "$launcher"
    code=$?
    [ "$code" = 3 ] && [ -e "$box/late.csv.checkpoint" ] && [ ! -e "$box/late.csv" ] || return 1
    job "$others" "$@" --threads=2 --yes -o "$box/late.csv" 2>"$box/told" && grep -q '^posbias: goes on from ' "$box/told" &&
        [ ! -e "$box/late.csv.checkpoint" ] && cmp -s "$box/late.csv" "$box/whole.csv" || return 1
    [ ! -e "$box/late.txt" ] || cmp -s "$box/late.txt" "$box/whole.txt"
}
sections="basebound --context=1024:131072:x2 --certificate=$box/late.txt"
draws="locality $rope --qk=gauss --context=32768 --pairs=20000"
for words in "$sections" "$draws"; do
    read -ra words <<<"$words"
    rm -f "$box"/late.*
    build/posbias "${words[@]}" --yes -o "$box/late.csv" 2>/dev/null
    for file in "$box"/late.*; do mv "$file" "${file/late/whole}"; done
    for jobs in '2 0 3' '3 1 2' '2 1 1' '1 0 2'; do
        read -ra jobs <<<"$jobs"
        goes_on "${jobs[@]}" "${words[@]}"
        tell $? "${words[0]}: of ${jobs[0]} ranks number ${jobs[1]} is killed, ${jobs[2]} go on"
    done
done
rm -f "$box"/late.* "$box"/.posbias-*.tmp

# Rank 1 alone has no more memory from some allocation on: in MPI's start, in its work.
for at in 2000 20000; do
    timeout 120 mpirun --oversubscribe --bind-to none -n 1 build/mpi/posbias "${long[@]}" : \
        -n 1 env LD_PRELOAD="$PWD/build/tests/shim/fail_memory.so" FAIL_AT=$at FAIL_REST=1 FAIL_TOLD="$box/failed" \
        build/mpi/posbias "${long[@]}" >"$box/printed" 2>"$box/told"
    code=$?
    [ "$code" = 3 ] && [ -e "$box/failed" ] && [ "$(left)" = 0 ]
    tell $? "rank 1 without memory from allocation $at on ends the job: status $code, $(left) files left"
    rm -f "$box/failed"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
