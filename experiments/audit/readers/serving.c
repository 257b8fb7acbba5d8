/* Engines that serve a model over the net: vLLM, SGLang, lmdeploy, TensorRT-LLM. */
#include <math.h>
#include <string.h>

#include "experiments/audit/readers/reader.h"
#include "experiments/models/config/encode.h"

static const char *const deepseek_v4[] = {"deepseek_v4", NULL};
static const char *const laguna[] = {"laguna", NULL};
static const char *const gemma_4[] = {"gemma4", "gemma4_text", NULL};

/* ---- vLLM, and what SGLang took over ---- */

static enum outcome served_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    double own = subject_number(s, "attn_factor", 1.0);
    if (!reader_yarn(m) || subject_latent(s) || subject_is(s, deepseek_v4))
        return READ_ON;
    bool scales = subject_number(s, "apply_yarn_scaling", 1.0) != 0.0;
    reader_attention(m, (scales ? reader_mscale(m->rule.factor, 1.0) : 1.0) * own, words);
    return READ_ON;
}

/* Models of DeepSeek's code. */
static enum outcome served_latent(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!reader_yarn(m) || !subject_latent(s) || subject_is(s, deepseek_v4))
        return READ_ON;
    double ratio = reader_mscale(m->rule.factor, subject_number(s, "mscale", 1.0)) /
                   reader_mscale(m->rule.factor, subject_number(s, "mscale_all_dim", 0.0));
    reader_attention(m, ratio * subject_number(s, "attn_factor", 1.0), words);
    return reader_rounds(s, m, words);
}

/* The list is chosen once, by the longest length of the run. */
static enum outcome served_list(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_longrope(m) && s->context <= m->rule.orig && subject_length(s) > m->rule.orig)
        reader_other_list(s, m, words);
    return READ_ON;
}

static enum outcome served_longrope(const struct subject *s, struct meaning *m,
                                    struct message *words)
{
    if (!reader_longrope(m))
        return READ_ON;
    bool is_long = subject_length(s) > m->rule.orig;
    reader_attention(m,
                     subject_number(s, is_long ? "long_mscale" : "short_mscale",
                                    reader_root(subject_length(s), m->rule.orig)),
                     words);
    return READ_ON;
}

static enum outcome fixed_base(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (m->rotates && m->rule.scaling == SCALING_DYNAMIC && m->rule.length > m->rule.orig)
        reader_plain(m, words, "one table of base as it stands at every length");
    return READ_ON;
}

/* b (s^2 - s + 1)^(D/(D-2)) at every length. */
static enum outcome old_dynamic(const struct subject *s, struct meaning *m, struct message *words)
{
    double factor = m->rule.factor;
    (void)s;
    if (!m->rotates || m->rule.scaling != SCALING_DYNAMIC)
        return READ_ON;
    m->rule.scaling = SCALING_NTK;
    m->rule.alpha = factor * factor - factor + 1.0;
    reader_say(words, "base times %s^(D/(D-2)) at every length", encode_number(m->rule.alpha).text);
    return READ_ON;
}

static enum outcome undivided(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (m->rotates && m->rule.partial == PARTIAL_P && m->rule.scaling == SCALING_LINEAR &&
        m->rule.factor != 1.0)
        reader_plain(m, words, "proportional frequencies are not divided by factor");
    return READ_ON;
}

/* The model's own key does not decide, but the generation config or a length over 32K. */
static enum outcome untuned(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!m->rotates && m->temperature.present && s->context <= 32768.0) {
        m->temperature.present = false;
        reader_say(words, "no temperature for up to 32768 tokens");
    }
    return READ_ON;
}

static enum outcome nested_beta(const struct subject *s, struct meaning *m, struct message *words)
{
    if (m->rotates && m->temperature.present && subject_inner(s, "llama_4_scaling_beta")) {
        m->temperature.present = false;
        reader_say(words, "no temperature: a nested llama_4_scaling_beta is not read");
    }
    return READ_ON;
}

/* Dual chunk attention: within a chunk as they are, from then on folded. */
static enum outcome folded(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char place[] = "dual_chunk_attention_config";
    const struct fact *chunk = model_config_fact(s->config, place, "chunk_size"),
                      *local = model_config_fact(s->config, place, "local_size");
    double whole = chunk ? chunk->number : 8192.0, part = whole - (local ? local->number : 1024.0);
    if (!m->rotates || !chunk || s->context <= part)
        return READ_ON;
    reader_say(words,
               "positions begin again every %s tokens, and no distance is over %s: scores depend "
               "on the positions, not on their distance alone",
               encode_number(part).text, encode_number(whole).text);
    return READ_REFUSES;
}

static const struct reading_rule vllm_chunks[] = {{"chunk_size", folded}};
static const struct reading_rule vllm[] = {
    {"attention_factor", served_yarn}, {"mscale", served_latent}, {"long_factor", served_list},
    {"long_mscale", served_longrope},  {"factor", fixed_base},    {"factor", undivided},
};
static const struct reading_rule vllm_issue[] = {{"llama_4_scaling_beta", nested_beta}};
static const struct reading_rule vllm_llama4[] = {{"attn_temperature_tuning", untuned}};
static const struct reading_rule vllm_old[] = {{"factor", old_dynamic}};

/* ---- SGLang ---- */

static enum outcome squared(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!subject_is(s, laguna))
        return served_yarn(s, m, words);
    if (reader_yarn(m))
        reader_attention(
            m, reader_mscale(m->rule.factor, 1.0) * subject_number(s, "attention_factor", 1.0),
            words);
    return READ_ON;
}

static enum outcome needs_factor(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!m->rotates || m->rule.scaling != SCALING_NTK || subject_inner(s, "factor") ||
        strcmp(reader_type(s), "dynamic") != 0)
        return READ_ON;
    reader_say(words, "is refused: dynamic without factor");
    return READ_REFUSES;
}

static const struct reading_rule sglang[] = {
    {"attention_factor", squared},
    {"mscale", served_latent},
    {"long_mscale", served_longrope},
    {"factor", needs_factor},
};

/* ---- lmdeploy ---- */

static enum outcome own_orig(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *inner = subject_inner(s, "original_max_position_embeddings");
    if (reader_longrope(m) && inner && m->rule.orig != inner->number) {
        double factor = subject_number(s, "factor", subject_length(s) / inner->number);
        reader_orig(m, inner->number, words);
        if (!subject_fact(s, "attention_factor") && factor > 1.0)
            reader_attention(m, sqrt(1.0 + log(factor) / log(inner->number)), words);
    }
    return READ_ON;
}

static enum outcome no_proportional(const struct subject *s, struct meaning *m,
                                    struct message *words)
{
    if (strcmp(subject_word(s, "rope_type"), "proportional") != 0 || !m->rotates)
        return READ_ON;
    reader_say(words, "is refused: rope_type proportional is not known");
    return READ_REFUSES;
}

static enum outcome layer_theta(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *inner = subject_inner(s, "rope_theta");
    return inner && strchr(inner->place, '.') ? reader_top_theta(s, m, words) : READ_ON;
}

static const struct reading_rule lmdeploy[] = {
    {"rope_type", no_proportional},
    {"rope_theta", layer_theta},
    {"original_max_position_embeddings", own_orig},
};

/* ---- TensorRT-LLM ---- */

static enum outcome base_for_size(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const strangers[] = {"nomic_bert", "jina_embeddings_v3", "xlm-roberta",
                                            "gpt_neox_japanese", NULL};
    const struct fact *base = subject_top(s, "rotary_emb_base");
    if (subject_is(s, strangers) || !m->rotates || !base || subject_top(s, "rotary_dim"))
        return READ_ON;
    reader_say(words, "rotary_emb_base, %s, is taken for the number of coordinates that rotate",
               encode_number(base->number).text);
    return READ_REFUSES;
}

static enum outcome trt_orig(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *top = subject_top(s, "original_max_position_embeddings");
    if (reader_yarn(m) || (m->rotates && m->rule.scaling == SCALING_LLAMA3))
        reader_orig(
            m, top ? top->number : subject_number(s, "original_max_position_embeddings", 1024.0),
            words);
    return READ_ON;
}

static enum outcome trt_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    return subject_is(s, deepseek_v4) ? READ_ON : reader_ratio(s, m, words);
}

static enum outcome trt_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_longrope(m)) {
        served_list(s, m, words);
        reader_attention(m, reader_root(subject_length(s), m->rule.orig), words);
    }
    return READ_ON;
}

static enum outcome trt_dynamic(const struct subject *s, struct meaning *m, struct message *words)
{
    double alpha = subject_number(s, "alpha", 1.0);
    if (!m->rotates || m->rule.scaling != SCALING_DYNAMIC || m->rule.length <= m->rule.orig)
        return READ_ON;
    m->rule.scaling = SCALING_NTK;
    m->rule.alpha = alpha;
    reader_say(words, "alpha %s, factor is not used", encode_number(alpha).text);
    return READ_ON;
}

/* int(head p) coordinates with the exponent over them alone. */
static enum outcome trt_gemma4(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!subject_is(s, gemma_4) || !m->rotates || m->rule.partial != PARTIAL_P)
        return READ_ON;
    m->rule.partial = PARTIAL_NEOX;
    reader_say(words,
               "the first %zu coordinates as a head of their own, exponent over %zu, not %zu",
               m->rule.rotary, m->rule.rotary, m->rule.dim);
    return READ_ON;
}

/* Gemma 4 has a row of its own. */
static bool not_gemma4(const struct subject *s) { return !subject_is(s, gemma_4); }

static const struct reading_rule tensorrt[] = {
    {"type", reader_type_wins},         {"rope_theta", reader_top_theta},
    {"rotary_emb_base", base_for_size}, {"original_max_position_embeddings", trt_orig},
    {"attention_factor", trt_yarn},     {"truncate", reader_rounds},
    {"long_factor", trt_longrope},      {"factor", trt_dynamic},
};
static const struct reading_rule tensorrt_gemma4[] = {{"partial_rotary_factor", trt_gemma4}};

/* ---- threads about no engine alone ---- */

static const struct reading_rule theta[] = {{"rope_theta", reader_top_theta}};

static const struct reader rows[] = {
    {"vLLM",
     "get_rope@926c71f6f25f, yarn@ffdc985737c9, deepseek@7bc8d4081391, phi3@63c2b7abcd70, "
     "dynamic_ntk@3cfbaf333d80, gemma4@41c5903d049b",
     "source", NULL, READER_RULES(vllm)},
    {"vLLM, dual chunk attention", "dual_chunk_rope.py, copy 41881347857", "source", NULL,
     READER_RULES(vllm_chunks)},
    {"vLLM, Llama 4", "copy 71524849331", "document", NULL, READER_RULES(vllm_llama4)},
    {"vLLM, Ministral 3", "#48621", "thread", NULL, READER_RULES(vllm_issue)},
    {"vLLM before 2026-04-29", "#3488, #5093, pull request #41277", "thread", NULL,
     READER_RULES(vllm_old)},
    {"SGLang", "factory.py@eb047c169815, yarn.py@8448045c5b58; Laguna #33558", "source", NULL,
     READER_RULES(sglang)},
    {"lmdeploy", "rotary_embedding.py@1263d5cd889b", "source", NULL, READER_RULES(lmdeploy)},
    {"TensorRT-LLM", "interface.py@51ea5c963794", "source", not_gemma4, READER_RULES(tensorrt)},
    {"TensorRT-LLM, Gemma 4", "copies 55571014618, 52417697433", "document", NULL,
     READER_RULES(tensorrt_gemma4)},
    {"readers of a top-level rope_theta", "vllm#42624, DeepSpeed#8341, sglang#14745, lmdeploy#4304",
     "thread", NULL, READER_RULES(theta)},
};
const struct reader_table readers_serving = {sizeof rows / sizeof *rows, rows};
