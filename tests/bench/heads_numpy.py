"""The bare matrix product of heads and moments over a layer's weights, and what they print checked by it.

    heads_numpy.py FOLDER TOKENS WIDTH HEADS [MOMENTS.csv HEADS.csv]

Times normalised inputs times both matrices, in doubles and in single precision, a block of tokens at a time, nothing else
within the clock. With files, every head's mean_a and usage of `moments` and offset_q and usage_slow of `heads` must be what
the doubles give; exit status 1 if one is off.
"""

import csv
import json
import sys
import time

import numpy as np

BLOCK, CONTEXT = 2000, 4096
folder, (tokens, width, heads) = sys.argv[1], map(int, sys.argv[2:5])
size = width // heads


def layer():
    """Embedding (as stored), norm, and both matrices side by side, [width][2 width]."""
    path = folder + "/model.safetensors"
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))

    def tensor(name):
        entry = header[name]
        at = 8 + length + entry["data_offsets"][0]
        return np.memmap(path, "<u2", "r", at, tuple(entry["shape"]))

    prefix = "model.layers.0."
    sides = [wide(tensor(prefix + f"self_attn.{side}_proj.weight")).T for side in "qk"]
    return tensor("model.embed_tokens.weight"), wide(tensor(prefix + "input_layernorm.weight")), np.hstack(sides)


def wide(stored):
    return (stored.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


def product(kind, add):
    """Seconds of the products alone; add takes each block of rows, [tokens][2 width]."""
    embedding, norm, matrix = layer()
    matrix = np.ascontiguousarray(matrix, dtype=kind)
    seconds = 0.0
    for first in range(0, tokens, BLOCK):
        x = wide(embedding[first : first + BLOCK])
        x = (x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-5) * norm).astype(kind)
        start = time.perf_counter()
        rows = x @ matrix
        seconds += time.perf_counter() - start
        add(rows)
    return seconds


class Sums:
    """What tokens add up to; a head's coordinates n and n + size/2 are pair n."""

    def __init__(self):
        self.row, self.square, self.usage = 0.0, 0.0, 0.0

    def add(self, rows):
        self.row = self.row + rows.sum(axis=0)
        self.square = self.square + (rows * rows).sum(axis=0)
        x = rows.reshape(len(rows), 2, heads, 2, size // 2)
        length = np.hypot(x[:, :, :, 0], x[:, :, :, 1])
        self.usage = self.usage + (length[:, 0] * length[:, 1]).sum(axis=0)


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return [row for row in csv.DictReader(line for line in file if line[0] != "#") if row["head"]]


def check(sums, moments, summary):
    """The largest difference relative to the size of what is compared."""
    mean = (sums.row / tokens).reshape(2, heads, 2, size // 2)
    a = (mean[0] * mean[1]).sum(axis=1)
    usage = sums.usage / tokens
    square = (sums.square / tokens).reshape(2, heads, size)[0]
    centre = (mean[0] ** 2).sum(axis=(1, 2))
    offset = np.sqrt(centre / (square.sum(axis=1) - centre))
    turns = CONTEXT * 1e4 ** (-np.arange(size // 2) / (size / 2)) / (2.0 * np.pi)
    slow = usage[:, turns < 2.0].sum(axis=1) / usage.sum(axis=1)
    found, worst = 0, 0.0
    for row in rows_of(moments):
        head, pair = int(row["head"]), int(row["pair"])
        worst = max(worst, abs(float(row["mean_a"]) - a[head, pair]) / np.abs(a).max())
        worst = max(worst, abs(float(row["usage"]) / usage[head, pair] - 1.0))
        found += 1
    for row in rows_of(summary):
        head = int(row["head"])
        worst = max(worst, abs(float(row["usage_slow"]) / slow[head] - 1.0), abs(float(row["offset_q"]) / offset[head] - 1.0))
        found += 1
    return found, worst


def main():
    sums = Sums()
    print(f"heads_dgemm seconds={product(np.float64, sums.add):.6f} ")
    if len(sys.argv) > 5:
        found, worst = check(sums, *sys.argv[5:])
        print(f"{found} rows, largest relative difference {worst:.1e}")
        if found != heads * (size // 2 + 1) or not worst < 1e-9:
            sys.exit(1)
    else:
        print(f"heads_sgemm seconds={product(np.float32, lambda rows: None):.6f} ")


main()
