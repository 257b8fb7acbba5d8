"""What a published config.json means for positions, as Hugging Face transformers 5 has each model's class.

Written from the models' published code and the documentation of their configuration classes.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp, mpf

import scaling
from scaling import number

FULL, SLIDING, CHUNKED = "full_attention", "sliding_attention", "chunked_attention"

# Heads of query and key whose coordinates 2i and 2i + 1 turn together; in all others i and i + rotated/2 do.
INTERLEAVED = {"gptj", "cohere", "cohere2", "ernie4_5", "llama4", "llama4_text", "deepseek_v2", "deepseek_v3",
               "deepseek_v32", "deepseek_v4", "kimi_k2", "glm_moe_dsa", "mistral4"}

# Their attention multiplies 1/sqrt(D) by (0.1 mscale_all_dim ln s + 1)^2.
SCALED_SOFTMAX = {"deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2", "mistral4"}

# Layers of these types compute no softmax of scores.
SCORELESS = {"linear_attention", "mamba"}

# What classes take where the file has nothing.
ROTATED_SHARE = {"persimmon": 0.5}
HEAD_SIZE = {"gemma3_text": 256}


@dataclass
class Kind:
    """Layers whose scores are computed alike."""

    name: str
    count: int
    way: str
    dim: int
    base: object = 0
    rotated: int = 0
    layout: str = "-"
    attention: object = mpf(1)
    softmax: object = mpf(1)
    temperature: tuple = (0, 0, 0)
    ramp: tuple = scaling.NO_RAMP
    frequencies: tuple = ()
    slopes: tuple = ()


def text_model(config):
    return config.get("text_config", config)


def model_type(config):
    return text_model(config).get("model_type", "-")


def first(config, *keys, default=None):
    return next((config[key] for key in keys if config.get(key) is not None), default)


# max_position_embeddings of a class's constructor, for files that leave it out (Gemma3TextConfig, FalconConfig)
CLASS_CONTEXT = {"gemma3_text": 131072, "falcon": 2048}


def own_context(text):
    return first(text, "max_position_embeddings", "n_positions", "max_seq_len",
                 default=CLASS_CONTEXT.get(model_type(text), 0))


def layer_count(text):
    return first(text, "num_hidden_layers", "n_layer", "n_layers", default=0)


def head_count(text):
    return first(text, "num_attention_heads", "n_head", "n_heads")


def width(text):
    return first(text, "n_embed", "hidden_size", "n_embd", "d_model")


def rope_dict(text):
    return text.get("rope_scaling") or text.get("rope_parameters") or {}


def rope_type(rope):
    kind = rope.get("rope_type", rope.get("type", "default"))
    return {"su": "longrope", "mrope": "default"}.get(kind, kind)


def original_length(text, rope):
    """At the top level, else in the dict, else the trained length."""
    return first(text, "original_max_position_embeddings",
                 default=first(rope, "original_max_position_embeddings", default=own_context(text)))


def contexts(config):
    """The file's own context; where the length of a call decides, another one too."""
    text = text_model(config)
    own, rope = own_context(text), rope_dict(text)
    if rope_type(rope) == "longrope":
        return [own, original_length(text, rope)]
    if rope_type(rope) == "dynamic" and "alpha" not in rope:
        return [own, 2 * own]
    return [own]


def head_size(text):
    """All coordinates of a query that meet those of a key."""
    if "qk_nope_head_dim" in text:
        return text["qk_nope_head_dim"] + text["qk_rope_head_dim"]
    if model_type(text) == "zamba2":
        return text["attention_head_dim"]
    return first(text, "head_dim", default=HEAD_SIZE.get(model_type(text), width(text) // head_count(text)))


def rotated_size(text, rope, dim):
    if "qk_rope_head_dim" in text:
        return text["qk_rope_head_dim"]
    if "rotary_dim" in text:
        return text["rotary_dim"]
    if model_type(text) == "gpt_neox":
        return int(dim * text.get("rotary_pct", 0.25))
    share = first(text, "partial_rotary_factor", default=first(rope, "partial_rotary_factor"))
    return int(dim * (ROTATED_SHARE.get(model_type(text), 1) if share is None else share))


def softmax_factor(text, rope, dim):
    """What multiplies the score beside 1/sqrt(D)."""
    kind = model_type(text)
    if kind == "granite":
        return number(text["attention_multiplier"]) * mp.sqrt(dim)
    if kind in ("gemma2", "gemma3_text"):
        return mp.sqrt(mpf(dim) / number(text.get("query_pre_attn_scalar", 256)))
    if kind == "gemma4_text":
        return mp.sqrt(dim)
    if kind == "falcon_h1":  # the model multiplies its keys
        return number(text["key_multiplier"])
    if kind == "zamba2":  # 1/sqrt(D/2)
        return mp.sqrt(2)
    if kind in SCALED_SOFTMAX and rope_type(rope) != "default" and rope.get("mscale_all_dim"):
        return scaling.log_factor(number(rope["factor"]), number(rope["mscale_all_dim"])) ** 2
    return mpf(1)


def temperature(text, rope, rotates):
    if model_type(text) == "llama4_text" and not rotates and text.get("attn_temperature_tuning", True):
        return number(text.get("attn_scale", 0.1)), number(text.get("floor_scale", 8192)), 1
    if rope.get("llama_4_scaling_beta"):
        return number(rope["llama_4_scaling_beta"]), number(original_length(text, rope)), 0
    return 0, 0, 0


def table(text, rope, base, dim, rotated, context):
    """Frequencies, factor on cos and sin, base and ramp of one rope dict."""
    kind, trained = rope_type(rope), own_context(text)
    original = original_length(text, rope)
    if kind == "default":
        return scaling.plain(rope, base, rotated)
    if kind == "proportional":
        return scaling.proportional(rope, base, dim, Fraction(rope["partial_rotary_factor"]))
    if kind == "linear":
        return scaling.linear(rope, base, rotated)
    if kind == "dynamic" and "alpha" in rope:
        return scaling.alpha(rope, base, rotated)
    if kind == "dynamic":
        return scaling.dynamic(rope, base, rotated, context, trained)
    if kind == "yarn":
        return scaling.yarn(rope, base, rotated, original, trained)
    if kind == "longrope":
        return scaling.longrope(rope, base, rotated, context, original, trained, model_type(text) == "phimoe")
    if kind == "llama3":
        return scaling.llama3(rope, base, rotated, original)
    raise ValueError(f"unknown rope_type {kind}")


def rotating(text, rope, name, count, context, theta, dim=None, rotated=None):
    dim = head_size(text) if dim is None else dim
    rotated = rotated_size(text, rope, dim) if rotated is None else rotated
    frequencies, attention, base, ramp = table(text, rope, number(theta), dim, rotated, context)
    return Kind(name, count, "rope", dim, base, 2 * len(frequencies),
                "interleaved" if model_type(text) in INTERLEAVED else "half", attention,
                softmax_factor(text, rope, dim), temperature(text, rope, True), ramp, frequencies)


def unrotated(text, rope, name, count):
    dim = head_size(text)
    return Kind(name, count, "nope", dim, softmax=softmax_factor(text, rope, dim),
                temperature=temperature(text, rope, False))


def theta_of(text, rope, default=10000):
    return first(rope, "rope_theta", default=first(text, "rope_theta", "rotary_emb_base", default=default))


def alibi(text):
    dim, heads = head_size(text), head_count(text)
    slopes = scaling.alibi_slopes(heads)
    if model_type(text) == "mpt":
        slopes = scaling.mpt_slopes(heads, text["attn_config"]["alibi_bias_max"])
    if model_type(text) == "falcon":  # its bias joins q.k before both are divided by sqrt(D)
        slopes = [slope / mp.sqrt(dim) for slope in slopes]
    return [Kind("all", layer_count(text), "alibi", dim, slopes=slopes)]


def has_alibi(text):
    return model_type(text) == "bloom" or text.get("alibi") or text.get("attn_config", {}).get("alibi")


def types_of_layers(text):
    """The type of each layer, where the file or the class tells any apart."""
    kind, layers = model_type(text), layer_count(text)
    if "layer_types" in text:
        return text["layer_types"]
    if "layers_block_type" in text:
        return text["layers_block_type"]
    if kind == "modernbert":
        return [SLIDING if i % text["global_attn_every_n_layers"] else FULL for i in range(layers)]
    if kind == "cwm":
        return [SLIDING if i % 4 else FULL for i in range(layers)]
    if kind == "jamba":
        period, offset = text["attn_layer_period"], text["attn_layer_offset"]
        return ["attention" if i % period == offset else "mamba" for i in range(layers)]
    if kind == "kimi_linear":
        full = text["linear_attn_config"]["full_attn_layers"]
        return [FULL if i + 1 in full else "linear_attention" for i in range(layers)]
    if kind == "gemma2":
        return [SLIDING if (i + 1) % 2 else FULL for i in range(layers)]
    if kind in ("gemma3_text", "cohere2"):
        every = text.get("sliding_window_pattern", 4 if kind == "cohere2" else 6)
        return [SLIDING if (i + 1) % every else FULL for i in range(layers)]
    if kind == "mimo_v2_flash":
        return [SLIDING if sliding else FULL for sliding in text["hybrid_layer_pattern"][:layers]]
    return ["all"] * layers


def rotating_layers(text):
    """Which layers rotate, where some do not: llama4 and smollm3 leave out every fourth."""
    every = text.get("no_rope_layer_interval", 4)
    return text.get("no_rope_layers") or [int((i + 1) % every != 0) for i in range(layer_count(text))]


def by_layer_type(text, rope, context):
    """Kinds of a file whose layers have types, in the order of their first layer."""
    kind, types = model_type(text), types_of_layers(text)
    for name, count in Counter(types).items():
        if name in SCORELESS:
            continue
        if isinstance(rope.get(name), dict):
            own = rope[name]
            shared = {key: value for key, value in text.items() if key != "partial_rotary_factor"}
            dim = text["global_head_dim"] if kind == "gemma4_text" and name == FULL else head_size(text)
            yield rotating(shared, own, name, count, context, theta_of(shared, own), dim)
        elif kind in ("jamba", "kimi_linear") or (kind in ("exaone4", "cohere2") and name == FULL):
            yield unrotated(text, rope, name, count)
        elif kind == "modernbert":
            yield rotating(text, rope, name, count, context, text["local_rope_theta" if name == SLIDING else "global_rope_theta"])
        elif kind == "gemma3_text" and name == SLIDING:
            yield rotating(text, {}, name, count, context, text.get("rope_local_base_freq", 10000))
        elif kind == "gemma3_text":
            yield rotating(text, rope, name, count, context, theta_of(text, rope, 1000000))
        elif kind == "olmo3" and name == SLIDING:
            yield rotating(text, {}, name, count, context, theta_of(text, rope))
        elif kind == "mimo_v2_flash" and name == SLIDING:
            yield rotating(text, {}, name, count, context, text["swa_rope_theta"])
        else:
            yield rotating(text, rope, name, count, context, theta_of(text, rope))


def by_rotation(text, rope, context):
    flags = rotating_layers(text)
    names = (CHUNKED, FULL) if model_type(text) == "llama4_text" else ("rope", "nope")
    yield rotating(text, rope, names[0], sum(flags), context, theta_of(text, rope))
    yield unrotated(text, rope, names[1], len(flags) - sum(flags))


def by_compression(text, rope, context):
    """DeepSeek-V4: layers that compress their keys use YaRN at a base of its own, and no factor on cos and sin."""
    names = {0: SLIDING, 4: "compressed_sparse_attention", 128: "heavily_compressed_attention"}
    counts = Counter(names[ratio] for ratio in text["compress_ratios"][:layer_count(text)])
    for name, count in counts.items():
        if name == SLIDING:
            yield rotating(text, {}, name, count, context, text["rope_theta"])
        else:
            yield rotating(text, {**rope, "attention_factor": 1.0}, name, count, context, text["compress_rope_theta"])


def kinds(config, context):
    """The kinds of layers of a file in a context."""
    text = text_model(config)
    rope = rope_dict(text)
    if has_alibi(text):
        return alibi(text)
    if "compress_ratios" in text:
        return list(by_compression(text, rope, context))
    if model_type(text) in ("llama4_text", "smollm3"):
        return list(by_rotation(text, rope, context))
    return list(by_layer_type(text, rope, context))
