/* Help on the strings that encodings and query-key models are written as. */
#include <stdio.h>

#include "experiments/harness/command/help/help.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/token_types.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/output/process/failure.h"
#include "kernels/encodings/presets.h"
#include "kernels/encodings/unevaluated.h"
#include "theory/ground/arrays.h"

static void print_keys(struct sheet *s, size_t count, const struct spec_key *keys)
{
    for (size_t i = 0; i < count; i++) {
        struct message expected = spec_expected(&keys[i]);
        sheet_lines(s, "    %-15s %s", keys[i].name, keys[i].meaning);
        if (keys[i].type != SPEC_TEXT && keys[i].type != SPEC_FIRST)
            sheet_lines(s, "; %s", expected.text);
        sheet_lines(s, keys[i].fallback ? "; default %s\n" : "\n", keys[i].fallback);
    }
}

/* A string as it is typed, how many it stands for, and what it shows. */
struct example {
    const char *text;
    int count;
    const char *shows;
};

static const struct example encoding_examples[] = {
    {"rope:base=5e5,dim=128;tapa;nope", 3, "joined by ';'"},
    {"tapa:alpha=0.1,0.2", 2, "a list in a key makes an encoding of each value"},
    {"tapa:alpha=0.1,0.2,split=0.5,0.25", 4,
     "each value with each, the last list changing fastest"},
    {"rope:scaling=yarn,factor=4,orig=32k", 1, "tokens in k, 1024, or M, 1048576"},
    {"model:Llama-3-8B,QWEN3-8B,norm=none", 2, "presets, in any case, with a key of one's own"},
    {"model:qwen3-8b-yarn,scaling=none", 1, "a preset without its scaling"},
};

static const struct example qk_examples[] = {
    {"gauss:mu=0.5;aligned;crossed:c=0.8", 3, "joined by ';'"},
    {"gauss:mu=0,0.5,1", 3, "a list in a key makes a model of each value"},
    {"gauss:mu=0,1,sigma=0.5,2", 4, "each value with each, the last list changing fastest"},
};

static void print_examples(struct sheet *s, const char *option, size_t count,
                           const struct example *examples)
{
    for (size_t i = 0; i < count; i++)
        sheet_lines(s, "  --%s='%s'    makes %d: %s\n", option, examples[i].text, examples[i].count,
                    examples[i].shows);
    sheet_lines(s, "\nA value out of its key's range is refused, never moved into it.\n\n");
}

static int help_encodings(struct sheet *s)
{
    sheet_lines(s, "An encoding is a string NAME:key=value,key=value, a value may be a list:\n\n");
    print_examples(s, "encoding", ARRAY_COUNT(encoding_examples), encoding_examples);
    for (size_t i = 0; i < encoding_type_count; i++) {
        sheet_lines(s, "  %s    %s\n", encoding_types[i]->name, encoding_types[i]->summary);
        print_keys(s, encoding_types[i]->key_count, encoding_types[i]->keys);
        sheet_lines(s, "\n");
    }
    sheet_lines(
        s, "  model:NAME[,key=value..]    the configuration of a published model, its name in any "
           "case; keys override it,\n                              scaling=none drops its "
           "scaling\n");
    for (size_t i = 0; i < preset_count; i++)
        sheet_lines(s, "    %-22s %s\n%27scontext %ld tokens; %s\n", presets[i].name,
                    presets[i].spec, "", presets[i].context, presets[i].source);
    sheet_lines(s, "\n  scaling=longrope takes ext=NAME of:\n");
    for (size_t i = 0; i < extension_list_count; i++)
        sheet_lines(s, "    %-26s %zu divisors; %s\n", extension_lists[i].name,
                    extension_lists[i].count, extension_lists[i].source);
    sheet_lines(s, "\n  Not evaluated:\n");
    for (size_t i = 0; i < unevaluated_count; i++)
        sheet_lines(s, "    %-10s %s\n%15s%s\n", unevaluated[i].name, unevaluated[i].reason, "",
                    unevaluated[i].source);
    return EXIT_DONE;
}

static int help_qk(struct sheet *s)
{
    sheet_lines(s,
                "A query-key model is a string NAME or NAME:key=value,key=value, a value may be a "
                "list:\n\n");
    print_examples(s, "qk", ARRAY_COUNT(qk_examples), qk_examples);
    for (size_t i = 0; i < qk_type_count; i++) {
        sheet_lines(s, "  %s    %s\n", qk_types[i].name, qk_types[i].summary);
        print_keys(s, qk_types[i].key_count, qk_types[i].keys);
        sheet_lines(s, "\n");
    }
    sheet_lines(
        s,
        "  npy and weights draw, for each pair of q and k, a query's token and a key's token "
        "independently and\n  uniformly from the tokens, with replacement; a second key of the "
        "query likewise. Limits and errors are over\n  these draws and hold for any file as for "
        "any law. Expectations are those of all pairs of tokens, exactly.\n  head=all makes a "
        "model of each head. weights reads layer 0, which needs no forward pass, and its scores "
        "are\n  by the encoding of the config.json beside the file, or of its own header, unless "
        "--encoding is given.\n  Of other layers, and of models it does not know, dump q and k "
        "to .npy files; docs/models.md shows how.\n  In the name of a file %%2C is ',', %%3B ';', %%3D '=', "
        "%%23 '#' and %%25 '%%'; others stand for themselves.\n");
    return EXIT_DONE;
}

static int help_tokens(struct sheet *s)
{
    sheet_lines(
        s,
        "A path encoding's score depends on the tokens between query and key, independent of each "
        "other\nand of both. Their law is a string NAME or NAME:key=value,key=value:\n\n"
        "  --tokens='uniform:lo=0.3,hi=0.7;sphere'    two models, each for the encodings that "
        "read such numbers\n"
        "  --tokens='carope=uniform;fox=logit:mu=4'    each for one type of encoding\n\n"
        "Every path encoding takes the one model that serves it; where --tokens is left out, its "
        "own:\n\n");
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = NULL;
        struct message error;
        if (encoding_types[i]->tokens == TOKEN_NOTHING)
            continue;
        if (!encoding_parse(encoding_types[i]->specimen, NULL, &e, &error))
            return failure_print(EXIT_BROKEN, &error);
        sheet_lines(s, "  %-12s %s each, %s\n", e->type->name, token_need_names[e->type->tokens],
                    token_text(&e->tokens).text);
        encoding_free(e);
    }
    sheet_lines(s, "\n");
    for (size_t i = 0; i < token_type_count; i++) {
        sheet_lines(s, "  %s    %s\n", token_types[i].name, token_types[i].summary);
        print_keys(s, token_types[i].key_count, token_types[i].keys);
        sheet_lines(s, "\n");
    }
    sheet_lines(
        s, "The tokens of a draw are the same for every encoding, key and distance of a seed.\n");
    return EXIT_DONE;
}

const struct help_topic help_topics[] = {
    {"encodings", "the strings that encodings are written as", help_encodings},
    {"qk", "the strings that query-key models are written as", help_qk},
    {"tokens", "the strings that models of tokens are written as", help_tokens}};
const size_t help_topic_count = ARRAY_COUNT(help_topics);
