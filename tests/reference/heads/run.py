#!/usr/bin/env python3
"""Second implementation of what posbias says of a model's queries and keys.

Usage: run.py POSBIAS
Compares every column of `moments`, `moments --test`, `heads` and `heads --octaves`, and the
verdicts of `claims --weights`, of the llama2.c file that POSBIAS_MODEL names and of two small files
made here, with definitions in numpy; and asks of every column that a changed digit would be seen.
Shares no code with the program. Exit status 1 on any difference. Two minutes.
"""
import os
import subprocess
import sys
import tempfile

import expect
import subjects
import verdicts
from compare import Count, Same, read


def table(posbias, folder, s, command, *options):
    path = os.path.join(folder, "table.csv")
    subprocess.run([posbias, command, "--quiet", *s.options, *options, f"--qk={s.qk},head=all",
                    "-o", path], check=True)
    return read(path)


def keyed(rows, wanted, key, what, count):
    """Rows found by head and another column: all that are wanted and no other."""
    seen = [(r["head"], r[key]) for r in rows]
    if sorted(seen) != sorted(wanted):
        count.differ += 1
        print(f"DIFFERS {what}: rows {sorted(set(seen) ^ set(wanted))}")
    for row in rows:
        at = row["head"], row[key]
        checks = {**wanted.get(at, {}), key: Same(at[1])}
        count.row(checks, row, f"{what} head {at[0]} {key} {at[1]}")


def look(posbias, folder, s, count):
    get = lambda *a: table(posbias, folder, s, *a)
    context = [] if s.options else [f"--context={s.context}"]
    keyed(get("moments", *context), expect.moments(s), "pair", f"{s.name} moments", count)
    keyed(get("moments", "--test"), expect.tests(s), "test", f"{s.name} moments", count)
    keyed(get("heads", "--octaves"), expect.octaves(s), "octave", f"{s.name} octaves", count)
    rows = get("heads", f"--pairs={s.pairs}")
    for h, (row, checks) in enumerate(zip(rows, expect.heads(s, rows[:-1], s.pairs))):
        count.row(checks, row, f"{s.name} heads head {h}")
    count.row(expect.summary(rows[:-1]), rows[-1], f"{s.name} heads summary")


def main():
    posbias, model, count = sys.argv[1], os.environ.get("POSBIAS_MODEL"), Count()
    with tempfile.TemporaryDirectory() as folder:
        every = [subjects.arrays(folder), subjects.normed(folder)]
        if model:
            every.insert(0, subjects.llama2c(model))
        else:
            print("reference/heads: real model SKIPPED, POSBIAS_MODEL names no llama2.c file")
        for s in every:
            before = count.agree, count.differ
            look(posbias, folder, s, count)
            if s.weights:
                verdicts.compare(posbias, s, count)
            print(f"{s.name}: {count.agree - before[0]} agree, {count.differ - before[1]} differ")
    blind = [c for c, seen in count.kinds.items() if not seen]
    for name in blind:
        print(f"BLIND {name}: a changed digit would not be seen")
    print(f"{count.agree} agree, {count.differ} differ; too near a level to tell {count.unclear}; "
          f"a changed digit is seen in {len(count.kinds) - len(blind)} of {len(count.kinds)} "
          "columns")
    return 1 if count.differ or blind or not count.agree else 0


if __name__ == "__main__":
    sys.exit(main())
