"""Queries and keys that are looked at twice: a real model's first layer and two made here.

A subject has q and k (heads, tokens, dim), pair n the coordinates 2n and 2n + 1 and keys repeated
over their group; radians per token of each pair, 0 where it does not rotate; and what else the
program reads from the same files.
"""
import json
import os
from types import SimpleNamespace

import numpy as np

COUNTS = ("dim", "hidden", "layers", "heads", "kv", "vocab", "context")


def frequencies(base, rotary, dim):
    n = np.arange(dim // 2)
    return np.where(2 * n < rotary, float(base) ** (-2.0 * n / rotary), 0.0)


def rms(x, weight, epsilon):
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def heads_of(x, heads):
    return x.reshape(len(x), heads, -1).transpose(1, 0, 2)


def slots(wq, wk, heads, kv):
    """Products of the Frobenius norms of a pair's two rows, (heads, pairs)."""
    size = lambda w, n: np.sqrt((w.reshape(n, -1, 2, w.shape[1]) ** 2).sum((2, 3)))
    return size(wq, heads) * np.repeat(size(wk, kv), heads // kv, axis=0)


def llama2c(path):
    """Layer 0 of a llama2.c file of version 0, whose base is 1e4 by that program's source."""
    raw = open(path, "rb").read()
    c = SimpleNamespace(**dict(zip(COUNTS, (int(x) for x in np.frombuffer(raw, "<i4", 7)))))
    f = np.frombuffer(raw, "<f4", offset=28).astype(float)
    vocab, head = abs(c.vocab), c.dim // c.heads
    take = lambda at, rows, width: f[at:at + rows * width].reshape(rows, width)
    at = vocab * c.dim
    x = rms(take(0, vocab, c.dim), f[at:at + c.dim], 1e-5)
    at += c.layers * c.dim
    wq = take(at, c.dim, c.dim)
    wk = take(at + c.layers * c.dim * c.dim, c.kv * head, c.dim)
    return SimpleNamespace(
        name="model", qk=f"weights:{path}", options=[], weights=path, context=c.context,
        q=heads_of(x @ wq.T, c.heads), norm=head ** -0.5, theta=frequencies(1e4, head, head),
        k=np.repeat(heads_of(x @ wk.T, c.kv), c.heads // c.kv, axis=0),
        slot=slots(wq, wk, c.heads, c.kv), reach=None, pairs=512)


def arrays(folder):
    """Two .npy files: 4 heads of queries, 2 of keys, 12 of 16 coordinates rotate."""
    random = np.random.default_rng(55)
    mix = random.normal(size=(4, 16, 16)) / 3 + np.eye(16)
    q = random.normal(size=(4, 61, 16)) @ mix + random.normal(size=(4, 1, 16)) / 2
    k = random.normal(size=(2, 61, 16)) @ mix[:2] + 0.4 * q[::2] + random.normal(size=(2, 1, 16))
    k[1, :, 3] *= 30
    q[2, :, 15] *= 25
    for name, x in (("q", q), ("k", k)):
        np.save(os.path.join(folder, name + ".npy"), x)
    return SimpleNamespace(
        name="arrays", qk=f"npy:q={folder}/q.npy,k={folder}/k.npy", weights=None, context=15,
        options=["--encoding=rope:base=100,dim=16,rotary=12", "--context=15"], norm=0.25, q=q,
        k=np.repeat(k, 2, axis=0), theta=frequencies(100, 12, 16), slot=None,
        reach=None, pairs=4096)


def normed(folder):
    """A safetensors file as Qwen3 has them: halves that turn together, norms of heads."""
    random = np.random.default_rng(11)
    hidden, heads, kv, head, vocab, base, context, epsilon = 24, 4, 2, 8, 90, 1e3, 100, 1e-6
    t = {"model.embed_tokens.weight": random.normal(size=(vocab, hidden)),
         "model.layers.0.input_layernorm.weight": random.uniform(0.5, 2, hidden)}
    for side, n in (("q", heads), ("k", kv)):
        a = f"model.layers.0.self_attn.{side}_"
        t[a + "proj.weight"] = random.normal(size=(n * head, hidden))
        t[a + "norm.weight"] = random.uniform(0.5, 3, head) * random.choice([-1, 1], head)
    t = {n: x.astype("<f4") for n, x in t.items()}
    t["model.embed_tokens.weight"] += np.float32(0.5)
    entries, at = {}, 0
    for n, x in t.items():
        entries[n] = {"dtype": "F32", "shape": list(x.shape), "data_offsets": [at, at + x.nbytes]}
        at += x.nbytes
    start = json.dumps(entries).encode()
    path = os.path.join(folder, "model.safetensors")
    with open(path, "wb") as file:
        file.write(len(start).to_bytes(8, "little") + start + b"".join(
            x.tobytes() for x in t.values()))
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump({"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"],
                   "hidden_size": hidden, "num_attention_heads": heads, "head_dim": head,
                   "num_key_value_heads": kv, "num_hidden_layers": 1, "vocab_size": vocab,
                   "rope_theta": base, "max_position_embeddings": context,
                   "rms_norm_eps": epsilon, "attention_bias": False}, file)
    x = {n.split(".")[-2]: v.astype(float) for n, v in t.items()}
    order = np.arange(head).reshape(2, -1).T.ravel()
    pairs = lambda w: w.reshape(-1, head, hidden)[:, order].reshape(-1, hidden)
    e = rms(x["embed_tokens"], x["input_layernorm"], epsilon)
    side = lambda s, n: rms(heads_of(e @ x[s + "_proj"].T, n), x[s + "_norm"], epsilon)[..., order]
    largest = lambda s: np.abs(x[s + "_norm"][order]).reshape(-1, 2).max(1)
    return SimpleNamespace(
        name="normed", qk=f"weights:{path}", options=[], weights=path, context=context,
        q=side("q", heads), k=np.repeat(side("k", kv), heads // kv, axis=0), norm=head ** -0.5,
        theta=frequencies(base, head, head), reach=head ** 0.5 * max(largest("q") * largest("k")),
        slot=slots(pairs(x["q_proj"]), pairs(x["k_proj"]), heads, kv), pairs=512)
