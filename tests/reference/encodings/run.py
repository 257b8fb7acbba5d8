#!/usr/bin/env python3
"""Second implementation of the score of every encoding, in 40 digits, from its definition.

Usage: run.py POSBIAS [STRINGS [TYPE ..]]
Writes queries and keys as .npy files, asks `scores` for their scores under STRINGS random strings
(12) of each encoding, all keys off their defaults, and compares: a score may be off by its own
score_err, and that may be no more than the roundings of its sums explain. Shares no code with the
program. Then a small report card by loops. Exit status 1 on any difference, on an encoding that has no definition here, and on a key
of a string whose change would not be seen.
"""
import math
import sys
import tempfile

import numpy as np
from mpmath import mpf
from scipy import stats

import banks
import card
import linear
import mixed
import paths
import pointwise
import sloped
from parts import Keys
from program import Program

DISTANCES = (0, 1, 2, 3, 7, 50, 127, 128, 1000, 32768, 65537, 1000000)


def each(score):
    return lambda name, keys, q, k, distances: [score(keys, q, k, r) for r in distances]


TYPES = {name: (banks.scores, draw) for name, draw in banks.STRINGS.items()}
for module in (linear, pointwise):
    TYPES |= {name: (each(module.SCORES[name]), draw) for name, draw in module.STRINGS.items()}


def vectors(random, d):
    """Pairs of a query and a key: normal ones, with a mean and alike, and of many sizes."""
    q, k = random.normal(size=(2, 3, d))
    q[1] += 0.7
    k[1] = 0.9 * q[1] + 0.4 * k[1]
    q[2] *= np.exp(2 * random.normal(size=d))
    k[2] *= np.exp(2 * random.normal(size=d))
    return list(zip(q, k))


def unit(keys, bound):
    """Roundings of a sum of products of D coordinates, in units of its largest size: 8 of each
    product and its angle, and 160 of what the whole is multiplied by or lost to a bias."""
    return (8 * keys.whole("dim") + 160) * 2.0 ** -53 * float(bound)


def differences(keys, wanted, seen, distances=DISTANCES):
    """What is wrong, as texts: scores beyond their bounds, and bounds that are too wide."""
    out = []
    for r, (score, bound), (value, error) in zip(distances, wanted, seen):
        if not abs(mpf(value) - score) <= error:
            out.append(f"r={r}: {value!r} +- {error:.2g}, here {float(score)!r}")
        if not error <= unit(keys, bound):
            out.append(f"r={r}: score_err {error:.3g}, sums explain {unit(keys, bound):.3g}")
    return out


CHOICES = {"norm": {"sqrt": "none", "none": "sqrt"}, "unit": {"rad": "turn", "turn": "rad"},
           "partial": {"neox": "p", "p": "neox"}, "taper": {"soft": "hard", "hard": "soft"},
           "part": {"im": "pair", "pair": "im"},
           "phase": {"quadratic": "linear", "linear": "quadratic"},
           "truncate": {"true": "false", "false": "true"},
           "scaling": {"yarn": "none", "yarn-paper": "none", "mrrope-uni": "mrrope-pro"}}


def others(keys):
    """The same keys with one of them changed: a number in its fourth digit, a whole one by 1."""
    for key, text in keys.items():
        if key in ("dim", "rotary", "buckets"):
            continue
        if key in CHOICES:
            other = CHOICES[key].get(str(text), "linear" if "factor" in keys else None)
        elif key == "values":
            other = "/".join(f"{float(x) + 1e-4:.5g}" for x in text.split("/"))
        elif key == "split":
            other = float(text) / 2
        elif key == "bar":
            other = int(text) + 2
        elif key == "clip":
            other = max(0, int(text) - 1) if int(text) else None
        elif key in ("at", "l0", "orig", "length", "most", "train") and str(text).isdigit():
            other = int(text) + 1 + int(text) // 3
        else:
            other = repr(float(text) * 1.0003)
        if other is not None:
            yield key, Keys(keys | {key: other})


def digit(keys, wanted, seen, distances=DISTANCES):
    """How many scores would be found wrong if their tenth significant digit were another."""
    other = [(s + 10.0 ** (math.floor(math.log10(abs(s))) - 9) if s else 1e-10, e)
             for s, e in seen]
    return sum(bool(differences(keys, [w], [o], [r]))
               for w, o, r in zip(wanted, other, distances))


def look(program, name, random, count):
    """Compares strings of one encoding; the number of scores compared, that of those whose changed
    digit was seen, what differs, and by key whether a change of it was seen."""
    score, draw = TYPES[name]
    compared, digits, wrong, seen_keys, worst = 0, 0, [], {}, 0.0
    for i in range(count):
        keys = Keys(draw(random))
        text, every = keys.text(name), vectors(random, keys.whole("dim"))
        for v, ((q, k), seen) in enumerate(zip(every, program.scores(text, every, DISTANCES))):
            wanted = score(name, keys, q, k, DISTANCES)
            compared += len(wanted)
            digits += digit(keys, wanted, seen)
            wrong += [f"{text} vector {v} {x}" for x in differences(keys, wanted, seen)]
            worst = max([worst] + [float(abs(mpf(s) - w[0])) / e for w, (s, e) in
                                   zip(wanted, seen) if e > 0])
        for key, other in others(keys):
            if not seen_keys.get(key):
                try:
                    mutant = score(name, other, q, k, DISTANCES)
                except (ZeroDivisionError, ValueError, IndexError, KeyError):
                    continue
                seen_keys[key] = bool(differences(keys, mutant, seen))
    return compared, digits, wrong, seen_keys, worst


def mixtures(program, random, count):
    """FoPE's own way; the number of differences."""
    ask = lambda keys, every, r: program.scores(keys.text("fope"), every, r)[..., 0]
    compared, wrong, noise = mixed.look(ask, random, count)
    p = stats.kstest(noise, "norm").pvalue
    print(f"fope: {compared} scores of {count} strings by matrices read off others, {len(wrong)} "
          f"differ; {len(noise)} entries over their deviation: mean {noise.mean():.3f}, sd "
          f"{noise.std():.3f}, normal with p = {p:.2g}", flush=True)
    for x in wrong[:8]:
        print("DIFFERS", x)
    return len(wrong) + (p < 1e-6)


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    with tempfile.TemporaryDirectory() as folder:
        program = Program(sys.argv[1], folder)
        have = program.types()
        bad = 0
        if not sys.argv[3:]:
            missing = [x for x in have if x not in TYPES and x not in OTHERS]
            for name in missing:
                print("NO DEFINITION here of", name)
            bad += len(missing)
        for name in sys.argv[3:] or [x for x in have if x in TYPES or x in OTHERS]:
            random = np.random.default_rng([12, *name.encode()])
            if name in OTHERS:
                bad += OTHERS[name](program, name, random, count)
                continue
            compared, digits, wrong, seen, worst = look(program, name, random, count)
            blind = [key for key, ok in seen.items() if not ok]
            print(f"{name}: {compared} scores of {count} strings, {len(wrong)} differ, by at most "
                  f"{worst:.2g} of the bound; changed, {digits} tenth digits are seen and",
                  ", ".join(key for key, ok in seen.items() if ok), flush=True)
            for x in wrong[:8]:
                print("DIFFERS", x)
            for key in blind:
                print(f"BLIND {name}: no change of {key} would be seen")
            bad += len(wrong) + len(blind) + (digits < compared / 2)
        if not sys.argv[3:]:
            bad += card.look(program, TYPES, np.random.default_rng(8))
    return 1 if bad else 0


def walk(program, name, random, count):
    """A path encoding: tokens alike, then drawn; the number of differences."""
    score, draw = paths.EXACT[name]
    compared, wrong, digits = 0, [], 0
    for _ in range(count):
        keys, law = draw(random)
        keys, value = Keys(keys), paths.value_of(law)
        text, every = keys.text(name), vectors(random, keys.whole("dim"))
        seen = program.scores(text, every, NEAR, *(["--tokens=" + law] if law else []))
        for (q, k), row in zip(every, seen):
            wanted = [score(keys, value, q, k, r) for r in NEAR]
            compared += len(wanted)
            digits += digit(keys, wanted, row, NEAR)
            wrong += [f"{text} {law or ''} {x}" for x in differences(keys, wanted, row, NEAR)]
    drawn, other = paths.moments(program, name, random, count // 2)
    print(f"{name}: {compared} scores of {count} strings of equal tokens, {len(wrong)} differ; "
          f"changed, {digits} tenth digits are seen; {drawn} moments over drawn tokens, "
          f"{len(other)} differ", flush=True)
    for x in (wrong + other)[:8]:
        print("DIFFERS", x)
    return len(wrong) + len(other) + (digits < compared / 2)


NEAR = (0, 1, 2, 3, 7, 50, 127, 128, 1000, 20000)
OTHERS = {"model": lambda *_: 0, "fope": lambda p, _, *a: mixtures(p, *a),
          "grape-a": sloped.look}
OTHERS |= {name: walk for name in paths.EXACT}

if __name__ == "__main__":
    sys.exit(main())
