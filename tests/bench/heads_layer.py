"""Writes a model of one layer, as bench_heads.sh measures it: FOLDER/config.json and FOLDER/model.safetensors in bfloat16.

    heads_layer.py FOLDER TOKENS WIDTH HEADS

Normal numbers of a fixed seed, a block of rows at a time; shares no code with the readers.
"""

import json
import os
import struct
import sys

import numpy as np

ROWS = 1000


def tensors(tokens, width):
    """Name, shape and size of each tensor in the order of the file."""
    layer = "model.layers.0."
    return [
        ("model.embed_tokens.weight", (tokens, width), 1.0),
        (layer + "input_layernorm.weight", (1, width), 1.0),
        (layer + "self_attn.q_proj.weight", (width, width), width**-0.5),
        (layer + "self_attn.k_proj.weight", (width, width), width**-0.5),
    ]


def main():
    folder, (tokens, width, heads) = sys.argv[1], map(int, sys.argv[2:])
    os.makedirs(folder, exist_ok=True)
    config = {
        "model_type": "llama", "hidden_size": width, "num_attention_heads": heads, "num_key_value_heads": heads,
        "num_hidden_layers": 1, "vocab_size": tokens, "max_position_embeddings": 4096, "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
    }
    with open(os.path.join(folder, "config.json"), "w", encoding="ascii") as file:
        json.dump(config, file)
    header, end = {}, 0
    for name, (rows, columns), _ in tensors(tokens, width):
        shape = [columns] if rows == 1 else [rows, columns]
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + 2 * rows * columns]}
        end += 2 * rows * columns
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    random = np.random.default_rng(1)
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, (rows, columns), size in tensors(tokens, width):
            for first in range(0, rows, ROWS):
                block = random.standard_normal((min(ROWS, rows - first), columns), dtype=np.float32) * np.float32(size)
                file.write((block.view(np.uint32) >> 16).astype("<u2").tobytes())


main()
