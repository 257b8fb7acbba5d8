/* Engines for one machine: mlx-lm, exllamav3, mistral.rs. */
#include <math.h>
#include <string.h>

#include "experiments/audit/readers/reader.h"
#include "experiments/models/config/encode.h"

static const char *const deepseek_v4[] = {"deepseek_v4", NULL};
static const char *const phi_3[] = {"phi3", "phimoe", NULL};

/* ---- mlx-lm ---- */

static enum outcome mlx_orig(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *inner = subject_inner(s, "original_max_position_embeddings");
    if (reader_yarn(m))
        reader_orig(m, inner ? inner->number : 4096.0, words);
    if (m->rotates && m->rule.scaling == SCALING_LLAMA3)
        reader_orig(m, inner ? inner->number : 8192.0, words);
    return READ_ON;
}

static enum outcome mlx_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    return subject_is(s, deepseek_v4) ? READ_ON : reader_ratio(s, m, words);
}

static enum outcome mlx_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!reader_longrope(m))
        return READ_ON;
    if (s->context <= m->rule.orig)
        reader_other_list(s, m, words);
    reader_attention(
        m, subject_number(s, "long_mscale", reader_root(subject_length(s), m->rule.orig)), words);
    return READ_ON;
}

static enum outcome mlx_gemma2(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const gemma_2[] = {"gemma2", NULL};
    if (subject_is(s, gemma_2) && !subject_top(s, "query_pre_attn_scalar")) {
        m->softmax_factor = sqrt((double)m->rule.dim / 144.0);
        reader_say(words, "query_pre_attn_scalar is 144 where it is absent");
    }
    return READ_ON;
}

static enum outcome mlx_size(const struct subject *s, struct meaning *m, struct message *words)
{
    size_t size = subject_quotient(s);
    if (!subject_is(s, phi_3) || !m->rotates || size == 0 || size == m->rule.dim)
        return READ_ON;
    reader_say(words, "heads of %zu, hidden_size/num_attention_heads, not %zu", size, m->rule.dim);
    return READ_REFUSES;
}

/* Every sixth layer, or as the pattern says, is full_attention, whatever layer_types says. */
static enum outcome mlx_gemma3(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const gemma_3[] = {"gemma3_text", NULL};
    const struct model_config *c = s->config;
    const size_t every = (size_t)subject_number(s, "sliding_window_pattern", 6.0);
    const struct layer_kind *other = NULL;
    size_t moved = 0;
    if (!subject_is(s, gemma_3) || !c->kind_of_layer || c->kind_count != 2 || every == 0)
        return READ_ON;
    for (size_t i = 0; i < c->layers; i++) {
        const char *type = (i + 1) % every == 0 ? "full_attention" : "sliding_attention";
        size_t kind = c->kind_of_layer[i];
        if (kind > 1 || &c->kinds[kind] != s->kind || strcmp(s->kind->name, type) == 0)
            continue;
        other = &c->kinds[1 - kind];
        moved++;
    }
    if (!other)
        return READ_ON;
    reader_say(words, "%zu of its layers are %s, by every %zu-th layer: layer_types is not read",
               moved, other->name, every);
    m->rule = other->rule;
    m->attention_factor = other->attention_factor;
    return READ_ON;
}

static const struct reading_rule mlx[] = {
    {"type", reader_type_wins},     {"original_max_position_embeddings", mlx_orig},
    {"attention_factor", mlx_yarn}, {"truncate", reader_rounds},
    {"long_factor", mlx_longrope},  {"query_pre_attn_scalar", mlx_gemma2},
    {"head_dim", mlx_size},         {"layer_types", mlx_gemma3},
};

/* ---- exllamav3 ---- */

static enum outcome exl_refuses(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!m->rotates || (m->rule.scaling != SCALING_DYNAMIC && m->rule.scaling != SCALING_NTK))
        return READ_ON;
    reader_say(words, "is refused: %s is not known", reader_type(s));
    return READ_REFUSES;
}

static enum outcome exl_theta(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *top = subject_top(s, "rope_theta"), *inner = subject_inner(s, "rope_theta");
    if (m->rotates && top && inner && m->rule.base == inner->number &&
        top->number != inner->number) {
        m->rule.base = top->number;
        reader_say(words, "base %s, rope_theta at top level before the nested one",
                   encode_number(top->number).text);
    }
    return READ_ON;
}

/* s = M/L where L is there, the explicit factor ignored. */
static enum outcome exl_factor(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *orig = subject_fact(s, "original_max_position_embeddings");
    double factor = orig ? subject_length(s) / orig->number : m->rule.factor;
    if (!reader_yarn(m) || factor == m->rule.factor)
        return READ_ON;
    reader_say(words, "factor %s, max_position_embeddings over the trained length, not %s",
               encode_number(factor).text, encode_number(m->rule.factor).text);
    double attention = m->attention_factor;
    m->rule.factor = factor;
    meaning_attention(m, attention);
    return READ_ON;
}

static enum outcome exl_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *own = subject_fact(s, "attention_factor");
    double factor = reader_mscale(m->rule.factor, 1.0), one = subject_number(s, "mscale", 0.0),
           all = subject_number(s, "mscale_all_dim", 0.0);
    if (!reader_yarn(m) || subject_is(s, deepseek_v4))
        return READ_ON;
    if (own)
        factor = own->number;
    else if (subject_latent(s) && one != 0.0 && all != 0.0)
        factor = reader_mscale(m->rule.factor, one) / reader_mscale(m->rule.factor, all);
    else if (subject_truthy(s, "llama_4_scaling_beta"))
        factor = 1.0;
    reader_attention(m, factor, words);
    return READ_ON;
}

static enum outcome exl_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!reader_longrope(m))
        return READ_ON;
    if (s->context <= m->rule.orig && subject_length(s) > m->rule.orig)
        reader_other_list(s, m, words);
    reader_attention(m, reader_root(subject_length(s), m->rule.orig), words);
    return READ_ON;
}

static const struct reading_rule exllama[] = {
    {"rope_type", exl_refuses},     {"rope_theta", exl_theta},     {"factor", exl_factor},
    {"attention_factor", exl_yarn}, {"long_factor", exl_longrope},
};

/* ---- mistral.rs ---- */

static enum outcome rs_phi(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!subject_is(s, phi_3) || !reader_longrope(m))
        return READ_ON;
    bool is_long = s->context > m->rule.orig,
         both = subject_fact(s, "short_mscale") && subject_fact(s, "long_mscale");
    reader_attention(m,
                     both ? subject_number(s, is_long ? "long_mscale" : "short_mscale", 1.0)
                          : reader_root(subject_length(s), m->rule.orig),
                     words);
    return READ_ON;
}

static enum outcome rs_latent(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const needed[] = {"original_max_position_embeddings",
                                         "beta_fast",
                                         "beta_slow",
                                         "mscale",
                                         "mscale_all_dim",
                                         "factor",
                                         "type"};
    static const char *const deepseek[] = {"deepseek_v2", "deepseek_v3", NULL};
    if (!subject_is(s, deepseek) || !m->rotates || m->rule.scaling == SCALING_NONE)
        return READ_ON;
    if (!reader_yarn(m)) {
        reader_say(words, "is refused: only yarn is known for this model");
        return READ_REFUSES;
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!subject_inner(s, needed[i])) {
            reader_say(words, "is refused: yarn without %s", needed[i]);
            return READ_REFUSES;
        }
    reader_ratio(s, m, words);
    return reader_rounds(s, m, words);
}

static enum outcome rs_ministral(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const types[] = {"ministral3", "mistral3", "mistral", NULL};
    if (!subject_is(s, types) || !reader_yarn(m))
        return READ_ON;
    reader_ratio(s, m, words);
    return reader_rounds(s, m, words);
}

static enum outcome rs_llama(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const types[] = {"llama", "smollm3", NULL};
    if (!subject_is(s, types) || !m->rotates || m->rule.scaling == SCALING_NONE ||
        m->rule.scaling == SCALING_LINEAR || m->rule.scaling == SCALING_LLAMA3)
        return READ_ON;
    reader_say(words, "is refused: default, linear and llama3 are known for this model");
    return READ_REFUSES;
}

static const struct reading_rule mistral_rs[] = {
    {"long_mscale", rs_phi},
    {"mscale", rs_latent},
    {"attention_factor", rs_ministral},
    {"rope_type", rs_llama},
};

static const struct reader rows[] = {
    {"mlx-lm", "rope_utils.py@d78bf58e217c", "source", NULL, READER_RULES(mlx)},
    {"exllamav3", "util/rope.py@4f8ad0121f48", "source", NULL, READER_RULES(exllama)},
    {"mistral.rs", "layers.rs@9e922623f24b (2026-08-22)", "source", NULL, READER_RULES(mistral_rs)},
};
const struct reader_table readers_local = {sizeof rows / sizeof *rows, rows};
