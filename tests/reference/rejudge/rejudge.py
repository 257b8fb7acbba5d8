#!/usr/bin/env python3
"""Judges the claims a second time, from their statements and domains, and compares with the program.

Shares nothing with the program: numbers come from the definitions, in numpy, scipy and mpmath, with draws
of its own. Usage: rejudge.py [PROGRAM | CLAIMS.csv] [ID ..]; PROGRAM is build/posbias if not named. Claims
about a real model are judged where POSBIAS_WEIGHTS names its file, in llama2.c's format. Prints
one line per claim; exit status 1 if one differs, if one that was named is not judged, or else fewer than LEAST.
"""
import csv
import importlib
import importlib.util
import multiprocessing
import multiprocessing.connection
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = ["bases", "tapa_gap", "tapa_lemmas", "tapa_closed", "tapa_drawn", "order_positions", "order_tokens",
           "laws", "alias", "alias_trends", "normal", "follow", "attention", "formats", "model"]
# Seconds of a processor that one function may take, three times what the longest took, and how many run at once.
SECONDS = 150
AT_ONCE = 2
LEAST = 150


def program_claims(source):
    """The program's claims by id: run now at standard scale, or from a CSV made before."""
    if source.endswith(".csv"):
        text = Path(source).read_text(encoding="utf-8")
    else:
        command = [source, "claims", "--scale=standard", "--format=csv"]
        if os.environ.get("POSBIAS_WEIGHTS"):
            command.append("--weights=" + os.environ["POSBIAS_WEIGHTS"])
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True)
        if done.returncode > 1:
            sys.exit(f"rejudge: '{' '.join(command)}' ended with {done.returncode}")
        text = done.stdout
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return {row["id"]: row for row in csv.DictReader(lines)}


def judged(function, end):
    """Runs one function within its time and sends back what it found."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    try:
        end.send(("done", function()))
    except Exception as error:
        end.send(("broke", f"{type(error).__name__}: {error}"))


def answers(functions):
    """Yields (ids, what, results, seconds) for every function, some at a time."""
    waiting, running = list(functions), []
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            ids, function = waiting.pop(0)
            ours, theirs = multiprocessing.Pipe(False)
            process = multiprocessing.Process(target=judged, args=(function, theirs))
            process.start()
            theirs.close()
            running.append((ids, process, ours, time.time()))
        ready = multiprocessing.connection.wait([item[2] for item in running])
        for item in [item for item in running if item[2] in ready]:
            ids, process, ours, start = item
            try:
                what, found = ours.recv()
            except EOFError:
                what, found = "broke", f"stopped after {SECONDS} s of computing"
            process.join()
            running.remove(item)
            yield ids, what, found, time.time() - start


def difference(own, row):
    """What sets a judgement apart from the program's, or nothing."""
    if own.verdict != row["verdict"]:
        return f"verdict {own.verdict} against the program's {row['verdict']}"
    if own.tolerance is None:
        return ""
    theirs = float(row["value"])
    low, high = own.tolerance if isinstance(own.tolerance, tuple) else (-own.tolerance, own.tolerance)
    if own.value + low <= theirs <= own.value + high:
        return ""
    return f"value {own.value:.10g} ({low:+.2g} to {high:+.2g}) against the program's {theirs:.10g}"


def line(name, own, row):
    """The line of one claim, and whether it differs."""
    apart = difference(own, row)
    value = "" if own.value is None else f" value {own.value:.8g}"
    theirs = "" if row["value"] in ("", None) else f" program {float(row['value']):.8g}"
    note = f"; {own.how}" if own.how else ""
    if apart:
        return f"{name} differs: {apart}{note}", True
    return f"{name} agrees: {own.verdict},{value}{theirs}{note}".replace(",;", ";").rstrip(","), False


def main():
    """Judges, compares, counts."""
    missing = [name for name in ("numpy", "scipy", "mpmath") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"rejudge: skipped, {', '.join(missing)} not installed")
        return 1 if sys.argv[2:] else 0
    sys.path.insert(0, str(HERE))
    frame = importlib.import_module("frame")
    for name in MODULES:
        importlib.import_module(name)
    source = sys.argv[1] if len(sys.argv) > 1 else "build/posbias"
    asked = sys.argv[2:]
    rows = program_claims(source)
    with open(HERE / "read.csv", newline="") as file:
        read = {row["id"]: row for row in csv.DictReader(file)}
    wanted = [(ids, function) for ids, function in frame.FUNCTIONS if not asked or set(ids) & set(asked)]
    agreed, differing, seen = 0, 0, set()

    def left(name, why):
        print(f"{name} not re-judged: {why}", flush=True)

    for ids, what, found, seconds in answers(wanted):
        for name in ids:
            seen.add(name)
            if asked and name not in asked:
                continue
            if name not in rows:
                left(name, "the program has no such claim")
            elif any(rows[name][key] != read[name][key] for key in ("domain", "quantity", "relation")):
                left(name, "its domain, quantity or relation has changed since it was read")
            elif rows[name]["verdict"] == "not judged":
                left(name, "the program had no file to judge it of")
            elif what == "broke":
                left(name, found)
            else:
                text, apart = line(name, found if isinstance(found, frame.Own) else found[name], rows[name])
                print(text, flush=True)
                agreed, differing = agreed + (not apart), differing + apart
        if os.environ.get("REJUDGE_TIMES"):
            print(f"# {seconds:.0f} s for {', '.join(ids[:3])}", flush=True)
    for name in rows:
        if name not in seen and not asked:
            left(name, frame.LEFT.get(name, "nobody has written a judgement of it"))
    print(f"rejudge: {len(rows)} claims, {agreed} agree, {differing} differ")
    unanswered = agreed < (len(set(asked)) if asked else LEAST)
    return 1 if differing or unanswered else 0


if __name__ == "__main__":
    for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    sys.exit(main())
