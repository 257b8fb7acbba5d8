#!/usr/bin/env python3
"""Regenerate readings.tsv: how far apart an engine's reading of a file puts the scores from the reference's.

    python3 tests/reference/readings/golden_readings.py OUTFILE

Needs numpy and mpmath, takes a minute and gives the same bytes every time. It shares no code with posbias and none with
golden_configs.py: each case states both meanings in numbers, from the formulas of the engines' sources, and the scores
come from the definition: q'M(p)k with M the matrix of rotations at distance p, written coordinate by coordinate.

    unit    the score of q = k with every coordinate 1/sqrt 2: every pair adds its cosine
    gauss   independent standard normal coordinates: the Frobenius norm of the difference of the two matrices

A scan in doubles finds the positions that come near the largest value; they are then computed in 50 digits, and the first
of the largest is kept. Columns, separated by tabs: fixture, context asked for (0: the file's own), kind of layers, engine,
unit, its position, gauss, its position.
"""

import json
import pathlib
import sys

import numpy as np
from mpmath import mp, mpf

mp.dps = 50
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "configs"


class Meaning:
    """Pairs of coordinates with frequencies, what multiplies cos and sin, the whole score, and the temperature."""

    def __init__(self, dim, pairs, frequencies, attention, softmax=mpf(1), temperature=None):
        self.dim, self.pairs, self.frequencies = dim, pairs, frequencies
        self.weight, self.scale, self.temperature = mpf(attention) ** 2, mpf(softmax) / mp.sqrt(dim), temperature

    def factor(self, position):
        if not self.temperature:
            return self.scale
        beta, length, shift = self.temperature
        return self.scale * (1 + mpf(beta) * mp.log(1 + (position + shift) // length))


def half(count, apart):
    return [(i, i + apart) for i in range(count)]


def g(s, m=1):
    return mpf(1) if s <= 1 else mpf(m) * mp.log(s) / 10 + 1


def plain(base, dim, count=None):
    return [mpf(base) ** (-mpf(2 * i) / dim) for i in range(dim // 2 if count is None else count)]


def ramp(base, dim, orig, fast, slow, rounded, upper):
    place = [dim * mp.log(mpf(orig) / (2 * mp.pi * turns)) / (2 * mp.log(mpf(base))) for turns in (fast, slow)]
    low, high = (mp.floor(place[0]), mp.ceil(place[1])) if rounded else place
    low, high = max(low, mpf(0)), min(high, mpf(upper))
    if low == high:
        high += mpf("0.001")
    return [min(max((i - low) / (high - low), mpf(0)), mpf(1)) for i in range(dim // 2)]


def yarn(base, dim, s, orig, fast=32, slow=1, rounded=True):
    up = ramp(base, dim, orig, fast, slow, rounded, dim - 1)
    return [w * (1 - r) + w / s * r for w, r in zip(plain(base, dim), up)]


def turned_round(base, dim, s, orig, fast=32, slow=1):
    up = ramp(base, dim, orig, fast, slow, True, dim // 2 - 1)
    return [w / s * (1 - r) + w * r for w, r in zip(plain(base, dim), up)]


def scan(a, b, positions, distance):
    """Unit and gauss of both meanings at every position, in doubles."""
    unit, gauss = np.empty(positions), np.empty(positions)
    fa = np.array([float(a.factor(p)) for p in range(positions)]) if a.temperature else np.full(positions, float(a.scale))
    fb = np.array([float(b.factor(p)) for p in range(positions)]) if b.temperature else np.full(positions, float(b.scale))
    columns = [coordinates(m) for m in (a, b)]
    for first in range(0, positions, 2048):
        p = np.arange(first, min(first + 2048, positions))
        r = np.minimum(p, distance)[:, None]
        (ca, sa, with_a), (cb, sb, with_b) = [
            (w * np.cos(r * f), np.where(turns, w, 0) * np.sin(r * f), partner) for f, w, turns, partner in columns]
        x, y = fa[p][:, None], fb[p][:, None]
        unit[p] = np.abs((x * ca - y * cb).sum(1)) / 2
        shared = with_a == with_b
        straight = ((x * ca - y * cb) ** 2).sum(1)
        crossed = np.where(shared, (x * sa - y * sb) ** 2, (x * sa) ** 2 + (y * sb) ** 2).sum(1)
        gauss[p] = np.sqrt(straight + crossed)
    return unit, gauss


def coordinates(m):
    """Frequency, weight, whether it turns and with which coordinate, of each coordinate."""
    f, w = np.zeros(m.dim), np.ones(m.dim)
    turns, partner = np.zeros(m.dim, bool), np.arange(m.dim)
    for (i, j), frequency in zip(m.pairs, m.frequencies):
        f[[i, j]], w[[i, j]], turns[[i, j]] = float(frequency), float(m.weight), True
        partner[i], partner[j] = j, i
    return f, w, turns, partner


def matrix(m, distance):
    """The entries of a meaning's matrix that are not 0."""
    entries = {(d, d): mpf(1) for d in range(m.dim)}
    for (i, j), frequency in zip(m.pairs, m.frequencies):
        c, s = m.weight * mp.cos(distance * frequency), m.weight * mp.sin(distance * frequency)
        entries[i, i] = entries[j, j] = c
        entries[i, j], entries[j, i] = s, -s
    return entries


def exact(a, b, position, distance):
    x, y = a.factor(position), b.factor(position)
    m, n = matrix(a, distance), matrix(b, distance)
    difference = {key: x * m.get(key, 0) - y * n.get(key, 0) for key in m.keys() | n.keys()}
    unit = abs(mp.fsum(difference[d, d] for d in range(a.dim))) / 2
    return unit, mp.sqrt(mp.fsum(v * v for v in difference.values()))


def largest(a, b, positions, window):
    distance = min(window or positions, positions) - 1
    length = positions if a.temperature or b.temperature else distance + 1
    found = []
    for which, values in enumerate(scan(a, b, length, distance)):
        near = np.flatnonzero(values >= values.max() - 1e-9)
        step = max(1, len(near) // 8)
        best = max((mpf(mp.nstr(exact(a, b, int(p), min(int(p), distance))[which], 40)), -int(p))
                   for p in sorted({near[0], *near[::step]}))
        found += [best[0], -best[1]]
    return found


def file(name):
    config = json.loads((FIXTURES / f"{name}.json").read_text())
    return config.get("text_config", config)


def cases():
    pairs = half(64, 64)
    tuned = (mpf("0.1"), 16384, 0)
    ministral = Meaning(128, pairs, yarn(1e6, 128, 16, 16384), 1, temperature=tuned)
    name = "ministral-3-3b-2512"
    yield name, 0, "all", "vLLM", ministral, Meaning(128, pairs, ministral.frequencies, g(16), temperature=tuned), 262144, 0
    yield name, 0, "all", "vLLM, Ministral 3", ministral, Meaning(128, pairs, ministral.frequencies, 1), 262144, 0
    yield name, 0, "all", "TensorRT-LLM", ministral, Meaning(
        128, pairs, yarn(1e4, 128, 16, 16384), 1, temperature=tuned), 262144, 0
    yield name, 0, "all", "onnxruntime-genai", ministral, Meaning(
        128, pairs, yarn(1e6, 128, 16, 16384, rounded=False), 1, temperature=tuned), 262144, 0
    small = half(32, 32)
    oss = Meaning(64, small, yarn(150000, 64, 32, 4096, rounded=False), g(32))
    yield "gpt-oss-20b", 0, "full_attention", "mlx-lm", oss, Meaning(
        64, small, yarn(150000, 64, 32, 4096), g(32)), 131072, 0
    yield "gpt-oss-20b", 0, "sliding_attention", "litgpt, the same keys", oss, Meaning(
        64, small, turned_round(150000, 64, 32, 4096), 1), 131072, 128
    attention = file("olmo-3.1-32b-instruct")["rope_scaling"]["attention_factor"]
    yield "olmo-3.1-32b-instruct", 0, "full_attention", "litgpt, the same keys", Meaning(
        128, pairs, yarn(5e5, 128, 8, 8192), attention), Meaning(
            128, pairs, turned_round(5e5, 128, 8, 8192), 1), 65536, 0
    phi, lists = half(48, 48), file("phi-3-mini-128k")["rope_scaling"]
    divided = {k: [w / mpf(d) for w, d in zip(plain(1e4, 96), lists[k])] for k in ("short_factor", "long_factor")}
    root = mp.sqrt(1 + mp.log(32) / mp.log(4096))
    yield "phi-3-mini-128k", 4096, "all", "mlx-lm", Meaning(96, phi, divided["short_factor"], root), Meaning(
        96, phi, divided["long_factor"], root), 4096, 0
    yield "phi-3-mini-128k", 0, "all", "litgpt, the same keys", Meaning(96, phi, divided["long_factor"], root), Meaning(
        96, phi, plain(1e4, 96), 1), 131072, 0
    gemma = half(128, 128)
    yield "gemma-3-12b-it-text", 0, "full_attention", "ollama", Meaning(
        256, gemma, [w / 8 for w in plain(1e6, 256)], 1), Meaning(256, gemma, plain(1e6, 256), 1), 131072, 0
    yield "gemma-4-26b-a4b", 4096, "full_attention", "TensorRT-LLM, Gemma 4", Meaning(
        512, half(64, 256), plain(1e6, 512, 64), 1, mp.sqrt(512)), Meaning(
            512, half(64, 64), plain(1e6, 128), 1, mp.sqrt(512)), 4096, 0
    base = mpf(file("internlm2_5-7b-chat")["rope_theta"])
    yield "internlm2_5-7b-chat", 0, "all", "vLLM before 2026-04-29", Meaning(128, pairs, plain(base, 128), 1), Meaning(
        128, pairs, plain(base * mpf(3) ** (mpf(128) / 126), 128), 1), 32768, 0
    yield "yarn-llama-2-13b-64k", 0, "all", "transformers 4.46", Meaning(
        128, pairs, yarn(1e4, 128, 16, 4096), g(16)), Meaning(128, pairs, yarn(1e4, 128, 16, 65536), g(16)), 65536, 0


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("# Written by tests/reference/readings/golden_readings.py, whose first lines say what stands here.\n")
        for name, context, layers, engine, a, b, positions, window in cases():
            unit, unit_at, gauss, gauss_at = largest(a, b, positions, window)
            out.write("\t".join(map(str, (name, context, layers, engine, f"{float(unit):.17g}", unit_at,
                                          f"{float(gauss):.17g}", gauss_at))) + "\n")


if __name__ == "__main__":
    main()
