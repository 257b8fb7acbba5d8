#!/usr/bin/env python3
"""Queries and keys of small models of every architecture, and of a real one, by numpy.

    python3 tests/reference/golden_vectors.py OUTDIR [stories260K.bin]

writes OUTDIR/vectors.csv, and OUTDIR/vectors_real.csv if the second file is given: architecture, head, side, token,
and the coordinates joined by spaces, in the order that pairs stand side by side. Shares no code with posbias: the
formulas are those of the modeling files of Hugging Face transformers. The weights of a tensor come from its name:
splitmix64 from the 64-bit FNV-1a hash of the name, numbers u - 1/2 rounded to float32 (norms' weights u + 1/2), which
tests/tools/models/model_tools.c writes into files.
"""

import pathlib
import struct
import sys

import numpy as np

HIDDEN, HEADS, KEY_HEADS, DIM, VOCABULARY, EPSILON = 24, 4, 2, 6, 11, 1e-5
TOKENS, SHOWN_HEADS = (0, 7), (0, 3)

# model_type: norm before, projections, norm of rows, biases, rotated coordinates, interleaved, factor on the embedding
RMS, ONE, LAYER, BARE, NONE = "rms", "one", "layer", "bare", "none"
LLAMA = dict(norm=RMS, fused=None, rows=None, bias=False, rotary=DIM, interleaved=False, factor=1.0, key_heads=KEY_HEADS)
ARCHITECTURES = {
    "llama": {}, "mistral": {}, "ministral3": {}, "mixtral": {}, "smollm3": {},
    "granite": dict(factor=12.0),
    "qwen2": dict(bias=True), "qwen2_moe": dict(bias=True), "gpt_oss": dict(bias=True),
    "qwen3": dict(rows=RMS), "qwen3_moe": dict(rows=RMS),
    "gemma": dict(norm=ONE, factor=HIDDEN ** 0.5), "gemma2": dict(norm=ONE, factor=HIDDEN ** 0.5),
    "gemma3_text": dict(norm=ONE, rows=ONE, factor=HIDDEN ** 0.5),
    "phi3": dict(fused="blocks"),
    "phi": dict(norm=LAYER, bias=True, rotary=4),
    "gpt_neox": dict(norm=LAYER, fused="heads", bias=True, rotary=4, key_heads=HEADS),
    "starcoder2": dict(norm=LAYER, bias=True),
    "stablelm": dict(norm=LAYER, rotary=4),
    "cohere": dict(norm=LAYER, interleaved=True),
    "olmo": dict(norm=BARE, clip=0.3),
    "olmo2": dict(norm=NONE, rows="all"), "olmo3": dict(norm=NONE, rows="all"),
}


def numbers(name, *shape):
    """The tensor of a name."""
    state, count = 14695981039346656037, int(np.prod(shape))
    for byte in name.encode():
        state = (state ^ byte) * 1099511628211 % 2 ** 64
    out = np.empty(count)
    for i in range(count):
        state = (state + 0x9E3779B97F4A7C15) % 2 ** 64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2 ** 64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2 ** 64
        out[i] = ((z ^ z >> 31) >> 11) * 2.0 ** -53 + (0.5 if "norm" in name and name.endswith("weight") else -0.5)
    return out.astype(np.float32).astype(np.float64).reshape(shape)


def rms(x, weight, epsilon=EPSILON):
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def layer(x, weight, bias):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    return centred / np.sqrt(np.mean(centred * centred, axis=-1, keepdims=True) + EPSILON) * weight + bias


def side_by_side(x, rotary):
    """rotate_half turns coordinate i with i + rotary/2: both next to each other, the rest behind."""
    pairs = np.stack([x[..., :rotary // 2], x[..., rotary // 2:rotary]], axis=-1)
    return np.concatenate([pairs.reshape(*x.shape[:-1], rotary), x[..., rotary:]], axis=-1)


def queries_and_keys(name, a):
    """[heads, tokens, dim] each."""
    neox = name == "gpt_neox"
    at = "gpt_neox.layers.0." if neox else "model.layers.0."
    x = numbers("gpt_neox.embed_in.weight" if neox else "model.embed_tokens.weight", VOCABULARY, HIDDEN) * a["factor"]
    norm = at + "input_layernorm."
    if a["norm"] in (RMS, ONE):
        x = rms(x, numbers(norm + "weight", HIDDEN) + (a["norm"] == ONE))
    elif a["norm"] == LAYER:
        x = layer(x, numbers(norm + "weight", HIDDEN), 0.0 if name == "cohere" else numbers(norm + "bias", HIDDEN))
    elif a["norm"] == BARE:
        x = layer(x, 1.0, 0.0)
    heads = {"q": HEADS, "k": a["key_heads"]}
    out = {}
    for side, count in heads.items():
        if a["fused"] == "heads":
            base = at + "attention.query_key_value."
            weight = numbers(base + "weight", 3 * HEADS * DIM, HIDDEN).reshape(HEADS, 3, DIM, HIDDEN)
            bias = numbers(base + "bias", 3 * HEADS * DIM).reshape(HEADS, 3, DIM)
            part = 0 if side == "q" else 1
            y = np.einsum("td,hcd->thc", x, weight[:, part]) + bias[:, part]
        elif a["fused"] == "blocks":
            weight = numbers(at + "self_attn.qkv_proj.weight", (HEADS + 2 * KEY_HEADS) * DIM, HIDDEN)
            first = 0 if side == "q" else HEADS * DIM
            y = (x @ weight[first:first + count * DIM].T).reshape(-1, count, DIM)
        else:
            base = at + f"self_attn.{side}_proj."
            y = x @ numbers(base + "weight", count * DIM, HIDDEN).T
            if a["bias"]:
                y = y + numbers(base + "bias", count * DIM)
            if "clip" in a:
                y = np.clip(y, -a["clip"], a["clip"])
            weight_name = at + f"self_attn.{side}_norm.weight"
            if a["rows"] == "all":
                y = rms(y, numbers(weight_name, count * DIM))
            y = y.reshape(-1, count, DIM)
            if a["rows"] in (RMS, ONE):
                y = rms(y, numbers(weight_name, DIM) + (a["rows"] == ONE))
        out[side] = y if a["interleaved"] else side_by_side(y, a["rotary"])
    out["k"] = np.repeat(out["k"], HEADS // heads["k"], axis=1)
    return out


def real(path):
    """llama2.c's file: layer 0 of every head, pairs side by side already."""
    data = pathlib.Path(path).read_bytes()
    dim, _, layers, heads, key_heads, vocabulary, _ = struct.unpack("<7i", data[:28])
    floats = np.frombuffer(data, "<f4", offset=28).astype(np.float64)
    size, at = dim // heads, vocabulary * dim
    x = floats[:at].reshape(vocabulary, dim)
    x = rms(x, floats[at:at + dim])
    at += layers * dim
    q = (x @ floats[at:at + dim * dim].reshape(dim, dim).T).reshape(-1, heads, size)
    at += layers * dim * dim
    k = (x @ floats[at:at + key_heads * size * dim].reshape(-1, dim).T).reshape(-1, key_heads, size)
    return {"q": q, "k": np.repeat(k, heads // key_heads, axis=1)}


def write(path, tables, heads, tokens):
    with open(path, "w", newline="") as file:
        file.write("architecture,head,side,token,coordinates\n")
        for name, table in tables:
            for h in heads:
                for side in "qk":
                    for t in tokens:
                        row = " ".join(f"{x:.17g}" for x in table[side][t, h])
                        file.write(f"{name},{h},{side},{t},{row}\n")


def main():
    out = pathlib.Path(sys.argv[1])
    write(out / "vectors.csv", ((n, queries_and_keys(n, LLAMA | a)) for n, a in ARCHITECTURES.items()), SHOWN_HEADS, TOKENS)
    if len(sys.argv) > 2:
        write(out / "vectors_real.csv", [("stories260K", real(sys.argv[2]))], (0, 3, 7), (0, 1, 300, 511))


if __name__ == "__main__":
    main()
