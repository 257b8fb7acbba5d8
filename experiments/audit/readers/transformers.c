/* Older generations of the reference itself. */
#include <string.h>

#include "experiments/audit/readers/reader.h"
#include "experiments/models/config/encode.h"

/* Models whose classes took their frequencies from modeling_rope_utils then; newer ones those
 * versions do not load. */
static const char *const types[] = {
    "llama",    "qwen2",     "qwen2_moe", "qwen2_vl",          "phi",
    "phi3",     "persimmon", "stablelm",  "nemotron",          "falcon",
    "gpt_neox", "olmo",      "granite",   "mllama_text_model", NULL};

static bool serves(const struct subject *s) { return subject_is(s, types); }

/* rope_parameters is the fifth generation's. */
static enum outcome old_keys(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *inner = subject_inner(s, "rope_theta"), *top = subject_top(s, "rope_theta");
    if (!m->rotates || !inner || strncmp(inner->place, "rope_parameters", 15) != 0)
        return READ_ON;
    double base = top ? top->number : 1e4;
    if (m->rule.base == base && m->rule.scaling == SCALING_NONE)
        return READ_ON;
    reader_say(words, "rope_parameters is not read: base %s, no scaling rule",
               encode_number(base).text);
    m->rule.base = base;
    m->rule.scaling = SCALING_NONE;
    m->attention_factor = 1.0;
    return READ_ON;
}

static enum outcome quotient(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const llama[] = {"llama", NULL};
    size_t size = subject_quotient(s);
    if (!subject_is(s, llama) || !m->rotates || !subject_top(s, "head_dim") || size == 0 ||
        size == m->rule.dim)
        return READ_ON;
    reader_say(words, "frequencies for heads of %zu, hidden_size/num_attention_heads, not %zu",
               size, m->rule.dim);
    return READ_REFUSES;
}

static enum outcome yarn_orig(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_yarn(m))
        reader_orig(m, subject_length(s), words);
    return READ_ON;
}

static enum outcome yarn_446(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (reader_yarn(m))
        reader_attention(m, reader_mscale(m->rule.factor, 1.0), words);
    return READ_ON;
}

static enum outcome yarn_448(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_yarn(m))
        reader_attention(
            m, subject_number(s, "attention_factor", reader_mscale(m->rule.factor, 1.0)), words);
    return READ_ON;
}

static enum outcome longrope_448(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *top = subject_top(s, "original_max_position_embeddings");
    double length = subject_length(s);
    if (reader_longrope(m))
        reader_attention(
            m,
            subject_number(s, "attention_factor", reader_root(length, top ? top->number : length)),
            words);
    return READ_ON;
}

static const struct reading_rule rules_446[] = {
    {"rope_parameters", old_keys},
    {"head_dim", quotient},
    {"original_max_position_embeddings", yarn_orig},
    {"attention_factor", yarn_446},
    {"truncate", reader_rounds},
};

static const struct reading_rule rules_448[] = {
    {"rope_parameters", old_keys},  {"original_max_position_embeddings", yarn_orig},
    {"attention_factor", yarn_448}, {"truncate", reader_rounds},
    {"factor", longrope_448},
};

static const struct reader rows[] = {
    {"transformers 4.46", "modeling_rope_utils.py@0044e3b3facff1a1ad60b235c69d5b45beae75a4",
     "source", serves, READER_RULES(rules_446)},
    {"transformers 4.48", "modeling_rope_utils.py@ef46806472a64b0013ed413781e3afed82bfa047",
     "source", serves, READER_RULES(rules_448)},
};
const struct reader_table readers_transformers = {sizeof rows / sizeof *rows, rows};
