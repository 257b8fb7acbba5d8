#!/usr/bin/env python3
"""Regenerate the golden tables of published models' configurations.

    python3 tests/reference/configs/golden_configs.py OUTFILE

reads every tests/fixtures/configs/*.json and writes OUTFILE, which is committed as golden.tsv beside this script.
Needs mpmath and nothing else, takes a few seconds and gives the same bytes every time. It shares no code with posbias:
what a file means is read here anew, from the published formulas and from what Hugging Face transformers 5 does with
each model's class (meaning.py), and every number comes from the definition in 60 digits (scaling.py). A decimal in a
file is the double nearest to it, as every reader of JSON takes it.

Lines of the table, columns separated by tabs:

    #        comment
    file     name of the fixture, model_type ("-": the file has none), context in tokens (0: neither the file nor its class names one),
             "own" if that is the file's own context, else "asked"
    kind     kind of layer ("all" where the file tells none apart), number of layers, one of rope, nope and alibi,
             base after what dynamic scaling makes of it (0: no base), D, rotated coordinates,
             layout: half (i, i + rotated/2) or interleaved (2i, 2i + 1), "-" where nothing rotates;
             factor on cos and sin, factor on the score beside 1/sqrt(D),
             temperature beta, length, shift (all 0: none): q times 1 + beta ln(1 + floor((position + shift)/length)),
             YaRN's ramp ends, in pairs, as they are used, or "-"
    freq     of a kind that rotates: radians per token of each pair that turns, fastest pair of the list first
    slope    of ALiBi: what the score loses per token, head by head

Numbers are the nearest doubles, to 17 significant digits. Under partial_rotary_factor "rotated" coordinates turn and
are those of the exponent; under type proportional they keep D in the exponent, and the pairs are (i, i + D/2).
"""

import json
import pathlib
import sys

from mpmath import mp

import meaning

WORKING_DIGITS = 60
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "configs"


def text_of(value):
    """A double to 17 digits, a whole number as such."""
    if isinstance(value, (int, str)):
        return str(value)
    return f"{float(value):.17g}"


def lines_of(path):
    """The lines of one fixture, at each of its contexts."""
    with open(path, encoding="utf-8") as file:
        config = json.load(file)
    model_type, contexts = meaning.model_type(config), meaning.contexts(config)
    for i, context in enumerate(contexts):
        yield "file", path.stem, model_type, context, "asked" if i else "own"
        for kind in meaning.kinds(config, context):
            yield ("kind", kind.name, kind.count, kind.way, kind.base, kind.dim, kind.rotated, kind.layout,
                   kind.attention, kind.softmax, *kind.temperature, *kind.ramp)
            if kind.way == "rope":
                yield "freq", *kind.frequencies
            if kind.way == "alibi":
                yield "slope", *kind.slopes


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: golden_configs.py OUTFILE")
    mp.dps = WORKING_DIGITS
    with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as table:
        table.write("# Written by tests/reference/configs/golden_configs.py, whose first lines say what stands here.\n")
        for path in sorted(FIXTURES.glob("*.json")):
            for line in lines_of(path):
                table.write("\t".join(text_of(cell) for cell in line) + "\n")


if __name__ == "__main__":
    main()
