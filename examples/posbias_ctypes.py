#!/usr/bin/env python3
"""The frequencies of YaRN, and how far two bases of RoPE prefer near tokens, from Python without numpy.

    python3 posbias_ctypes.py [libposbias.so.0]

prints

    rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768
    pair  radians per token             weight  attention factor
       0  1.00000000000e+00  1.296476992780706  1.13862943611199
      32  6.02941176471e-04  1.296476992780706  1.13862943611199
      63  3.10234440188e-07  1.296476992780706  1.13862943611199
    encoding               first negative  position inversions  token inversions
    rope:base=1e4,dim=128            1707   7276011 of 16777216      4558 of 8192
    rope:base=5e5,dim=128           18438   7461512 of 16777216      2440 of 8192

For each pair: the angle it turns by, and its weight in the score. The weight is the square of the factor that engines put on cos
and sin, since query and key both have it.

For each base: the first distance at which the expected score is negative. Then, of one drawn query and its keys over 8192 tokens:
how many pairs of distances have the far one score higher (position inversions), and at how many distances two keys are ranked
otherwise than at distance 0 (token inversions).
"""
import ctypes
import math
import sys
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_int64, c_size_t, c_void_p

YARN = "rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768"
CONTEXT = 8192


class Count(ctypes.Structure):
    _fields_ = [(name, c_int64) for name in ("least", "most", "ties_least", "ties_most", "total")]


def load(path="libposbias.so.0"):
    """The library, with the argument types of the functions used here."""
    lib = ctypes.CDLL(path)
    doubles, error = POINTER(c_double), (c_char_p, c_size_t)
    arguments = {
        "posbias_encoding_parse": (c_char_p, POINTER(c_void_p), *error),
        "posbias_model_parse": (c_char_p, POINTER(c_void_p), *error),
        "posbias_frequencies": (c_void_p, c_size_t, doubles, doubles, doubles, *error),
        "posbias_draw": (c_void_p, c_void_p, c_int64, c_int64, c_size_t, doubles, doubles, *error),
        "posbias_closed_mean": (c_void_p, c_void_p, c_size_t, doubles, doubles, *error),
        "posbias_position_inversions": (c_void_p, c_size_t, doubles, doubles, c_int64, c_int64, c_int64, c_int64,
                                        POINTER(Count), *error),
        "posbias_token_inversions": (c_void_p, c_size_t, doubles, doubles, doubles, c_int64, POINTER(Count), *error),
    }
    for name, types in arguments.items():
        getattr(lib, name).argtypes, getattr(lib, name).restype = types, c_int
    for name in ("posbias_encoding_free", "posbias_model_free"):
        getattr(lib, name).argtypes, getattr(lib, name).restype = (c_void_p,), None
    lib.posbias_encoding_dim.argtypes, lib.posbias_encoding_dim.restype = (c_void_p,), c_size_t
    return lib


def call(lib, name, *arguments):
    """Calls a function that can fail, which then raises what the library says."""
    error = ctypes.create_string_buffer(1024)
    if getattr(lib, name)(*arguments, error, len(error)) != 0:
        raise ValueError(error.value.decode())


def parse(lib, kind, text):
    handle = c_void_p()
    call(lib, f"posbias_{kind}_parse", text.encode(), byref(handle))
    return handle


def print_frequencies(lib, text):
    """Some pairs of an encoding: radians per token and weight."""
    encoding = parse(lib, "encoding", text)
    pairs = lib.posbias_encoding_dim(encoding) // 2
    radians, weight = (c_double * pairs)(), (c_double * pairs)()
    call(lib, "posbias_frequencies", encoding, pairs, radians, None, weight)
    print(text)
    print("pair  radians per token             weight  attention factor")
    for n in (0, pairs // 2, pairs - 1):
        print(f"{n:>4}  {radians[n]:>17.11e}  {weight[n]:.15f}  {math.sqrt(weight[n]):>16.14f}")
    lib.posbias_encoding_free(encoding)


def first_negative(lib, encoding, model, most=1 << 20, step=4096):
    """The first distance at which the mean is negative; None below `most`."""
    mean = (c_double * step)()
    for first in range(0, most, step):
        distance = (c_double * step)(*range(first, first + step))
        call(lib, "posbias_closed_mean", encoding, model, step, distance, mean)
        for at, value in enumerate(mean):
            if value < 0:
                return first + at
    return None


def main():
    lib = load(*sys.argv[1:])
    print_frequencies(lib, YARN)
    model = parse(lib, "model", "aligned:rho=0.5")
    print("encoding               first negative  position inversions  token inversions")
    for text in ("rope:base=1e4,dim=128", "rope:base=5e5,dim=128"):
        encoding = parse(lib, "encoding", text)
        dim = lib.posbias_encoding_dim(encoding)
        query, key, unused, other = ((c_double * dim)() for _ in range(4))
        position, token = Count(), Count()
        call(lib, "posbias_draw", encoding, model, 1, 0, dim, query, key)
        call(lib, "posbias_draw", encoding, model, 1, 1, dim, unused, other)
        call(lib, "posbias_position_inversions", encoding, dim, query, key, 0, CONTEXT // 2, CONTEXT // 2, CONTEXT // 2,
             byref(position))
        call(lib, "posbias_token_inversions", encoding, dim, query, key, other, CONTEXT, byref(token))
        print(f"{text}  {first_negative(lib, encoding, model):>14}  {position.least:>8} of {position.total}"
              f"  {token.least:>8} of {token.total}")
        lib.posbias_encoding_free(encoding)
    lib.posbias_model_free(model)


if __name__ == "__main__":
    main()
