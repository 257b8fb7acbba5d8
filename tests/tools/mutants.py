#!/usr/bin/env python3
"""Changes one operator at a time and says which changes no test notices.

    python3 tests/tools/mutants.py N [SEED] [PATH..]

Works on a copy of what is tracked, in build/mutants. Each of N places, drawn with SEED among the files below PATH (default: theory kernels
experiments lib verify), is changed and built; then the suites of the file run, t_STEM first, then the folder of tests that mirrors its own, for
what is an experiment's the command's too. A mutant that does not build, fails a suite or does not end in time is dead. Prints one line
for each; exit status 0 whatever survives. Needs Python alone.
"""

import pathlib
import random
import re
import shutil
import subprocess
import sys

ROOMS = ("theory", "kernels", "experiments", "lib", "verify")
PATIENCE = 300  # seconds that a suite may take
SWAPS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == ", " && ": " || ", " || ": " && ",
         " + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ", " += ": " -= ", " -= ": " += ", "return true": "return false",
         "return false": "return true", " ? ": " ? !", "if (": "if (!"}
CODE = re.compile("|".join(re.escape(s) for s in sorted(SWAPS, key=len, reverse=True)))
# strings, comments, and lines of the preprocessor or of constants that only name things
BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|^\s*#[^\n]*', re.S | re.M)


def places(root, paths):
    found = []
    for path in paths:
        for file in sorted((root / path).rglob("*.c")) if (root / path).is_dir() else [root / path]:
            text = file.read_text()
            plain = BLANKED.sub(lambda m: re.sub(r"[^\n]", "\0", m[0]), text)
            found += [(file.relative_to(root), m.start(), m[0]) for m in CODE.finditer(plain)]
    return found


def mutated(text, at, old):
    new = SWAPS[old]
    if old != "if (":
        return text[:at] + new + text[at + len(old):]
    end, depth = at + len(old), 1
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[:at] + "if (!(" + text[at + len(old):end - 1] + "))" + text[end:]


def suites(root, file):
    """What may notice: a list of values of SUITE, the likeliest first."""
    tried = [t.stem[2:] for t in sorted((root / "tests").rglob(f"t_{file.stem}*.c"))][:3]
    folder = file.parent
    while not (root / "tests" / folder).is_dir():
        folder = folder.parent
    own = [t.stem[2:] for t in sorted((root / "tests" / folder).rglob(f"t_{file.parent.name}*.c"))]
    tried += [",".join(own)] if own else [str(folder)]
    return tried + (["cli"] if file.parts[0] == "experiments" else [])


def copy_tracked(top, root):
    """Makes root hold what top tracks and no other source: one that is gone in top would still be built."""
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=top, capture_output=True, text=True, check=True).stdout.split("\0")[:-1]
    tracked = {name for name in listed if (top / name).is_file()}
    for file in [f for f in root.rglob("*") if f.is_file() or f.is_symlink()]:
        name = str(file.relative_to(root))
        if name not in tracked and not name.startswith("build/"):
            file.unlink()
    for name in sorted(tracked):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if not (root / name).exists() or (root / name).read_bytes() != (top / name).read_bytes():
            shutil.copy(top / name, root / name)


def run(root, *words, patience=None):
    try:
        return subprocess.run(words, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=patience).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def build(root):
    return run(root, "make", "-s", "-j2", "FLAVOUR=debug", "build/debug/posbias", "build/debug/tests/check")


def survives(root, file):
    if not build(root):
        return "does not build"
    for suite in suites(root, file):
        if not run(root, "make", "-s", "FLAVOUR=debug", "check", f"SUITE={suite}", patience=PATIENCE):
            return f"dies in {suite}"
    return None


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    top = pathlib.Path(__file__).resolve().parents[2]
    root = top / "build" / "mutants"
    copy_tracked(top, root)
    if not build(root):
        sys.exit("mutants: what is not changed does not build")
    found = places(root, sys.argv[3:] or ROOMS)
    chosen = random.Random(seed).sample(found, min(count, len(found)))
    alive = 0
    for file, at, old in chosen:
        text = (root / file).read_text()
        number = text.count("\n", 0, at) + 1
        (root / file).write_text(mutated(text, at, old))
        verdict = survives(root, file)
        (root / file).write_text(text)
        alive += verdict is None
        print(f"{verdict or 'SURVIVES'}: {file}:{number}: {old.strip()!r} to {SWAPS[old].strip()!r}: {text.splitlines()[number - 1].strip()}",
              flush=True)
    print(f"mutants: {alive} of {len(chosen)} survive (of {len(found)} places, seed {seed})")


if __name__ == "__main__":
    main()
