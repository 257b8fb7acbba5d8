"""Claims about a real model, judged over every pair of tokens, beside `claims --weights`."""
import json
import re
import subprocess

import numpy as np

from drawn import amplitude_max
from pairs import tests

POSITIONS, KEYS, SHIFTS = (256, 512), (1, 16, 200), (0, 1, 16, 1000)
f32 = np.float32


def bf16(x):
    bits = x.view("<u4").astype(np.uint64)
    return ((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000).astype("<u4").view("<f4")


def rotated(x, position, theta):
    """Rows turned to a position in float throughout, and by float tables in double."""
    angle = (f32(position) * theta.astype(f32)).astype(float)
    c, s = np.cos(angle).astype(f32), np.sin(angle).astype(f32)
    turn = lambda a, b, c, s: np.stack([a * c - b * s, b * c + a * s], -1).reshape(x.shape)
    y = x.astype(f32)
    return (bf16(turn(y[:, 0::2], y[:, 1::2], c, s)),
            turn(x[:, 0::2], x[:, 1::2], c.astype(float), s.astype(float)))


def products(q, k):
    """All scores but for the norm: bf16 vectors summed in float in order, and doubles."""
    total = np.zeros((len(q[0]), len(k[0])), f32)
    for d in range(q[0].shape[1]):
        total += np.outer(q[0][:, d], k[0][:, d])
    return np.array([total, q[1] @ k[1].T])


def changes(s, h, position):
    """Mean change over shifts of the first token's score and over shifts and keys of the others',
    each (pipeline, tokens, tokens)."""
    q = [rotated(s.q[h], position + m, s.theta) for m in SHIFTS]
    out = []
    for places in ([0], [position - key for key in KEYS]):
        total = 0
        for at in places:
            scores = [products(a, rotated(s.k[h], at + m, s.theta)) for a, m in zip(q, SHIFTS)]
            total = total + sum(np.abs(x - scores[0]) for x in scores[1:])
        out.append(total / (len(places) * (len(SHIFTS) - 1)))
    return out


def ratios(s):
    """Medians over all pairs of tokens: by (head, position), of the keys' changes those in bf16
    over those in float, and in bf16 the first token's over the keys'."""
    out = {}
    for h in range(len(s.q)):
        for position in POSITIONS:
            first, others = changes(s, h, position)
            with np.errstate(divide="ignore"):
                out[h, position] = [np.median(others[0] / others[1]),
                                    np.median(first[0] / others[0])]
    return out


def judge(s):
    """Per claim its value and whether the statement holds."""
    every = tests(s)
    worst = lambda name: np.log10(max(max(t[name]["p_holm"] for t in every), 1e-300))
    largest = max(amplitude_max(q, k) for q, k in zip(s.q, s.k))
    return {"TAPA-A2.1-MODEL": (worst("assumption-2.1"), worst("assumption-2.1") > -9),
            "DU-REGULAR-MODEL": (worst("amplitude"), worst("amplitude") > -9),
            "DU-REGULAR-MODEL-LARGEST": (largest, largest < 0.5)}


def compare(posbias, s, count):
    """Prints each verdict of both and counts."""
    drift = ratios(s)
    mine = judge(s)
    for claim, which, level in (("BF16-SHIFT-MODEL", 0, 10), ("BF16-FIRST-MODEL", 1, 2)):
        value = min(x[which] for x in drift.values())
        mine[claim] = value, value > level
    run = subprocess.run([posbias, "claims", "--quiet", "--format=json", "--scale=full",
                          f"--weights={s.weights}", *("=" + c for c in mine)],
                         stdout=subprocess.PIPE, check=False)
    theirs = {c["id"]: c for c in json.loads(run.stdout)}
    for claim, (value, holds) in mine.items():
        c, fair = theirs[claim], True
        same = c["verdict"] == ("verified" if holds else "refuted")
        if claim.startswith("BF16"):
            which = int("FIRST" in claim)
            seen = re.search(r"head (\d+) .*position (\d+): median (\S+), its limits (\S+) and "
                             r"([^ ,]+)", c["detail"])
            h, position = int(seen[1]), int(seen[2])
            low, high = float(seen[4]), float(seen[5])
            fair = low <= drift[h, position][which] <= high and c["value"] <= value
        else:
            fair = abs(c["value"] - value) <= 1e-9 * abs(value)
        print(f"{s.name} {claim}: {c['verdict']}, value {c['value']:.6g}; here "
              f"{'holds' if holds else 'does not hold'}, {value:.6g}"
              f"{'' if same and fair else '  DIFFERS'}")
        count.agree += same and fair
        count.differ += not (same and fair)
