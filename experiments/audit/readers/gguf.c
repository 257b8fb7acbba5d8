/* Files that are converted to GGUF: llama.cpp and its converter, ollama's converter; and who reads
 * a GGUF file otherwise than llama.cpp. */
#include <math.h>
#include <string.h>

#include "experiments/audit/readers/reader.h"
#include "experiments/models/config/encode.h"

static const char *const deepseek_v4[] = {"deepseek_v4", NULL};
static const char *const ministral[] = {"ministral3", "mistral3", NULL};
static const char *const phi_3[] = {"phi3", "phi3small", "phi3_v", NULL};
static const char *const llama[] = {"llama", "mistral", NULL};
static const char *const gemma_3[] = {"gemma3", "gemma3_text", NULL};
static const char *const qwen_3[] = {"qwen3", NULL};

/* yarn_log_multiplier is written for DeepSeek and Ministral 3 alone; elsewhere mscale and an
 * explicit factor are lost. */
static enum outcome ggml_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!reader_yarn(m) || subject_is(s, deepseek_v4))
        return READ_ON;
    double s_factor = m->rule.factor, all = subject_number(s, "mscale_all_dim", 0.0),
           factor = reader_mscale(s_factor, 1.0);
    if (all != 0.0 && subject_latent(s))
        factor = 1.0; /* mscale is taken to be mscale_all_dim */
    else if (all != 0.0 && subject_is(s, ministral))
        factor /= reader_mscale(s_factor, all);
    reader_attention(m, factor, words);
    return READ_ON;
}

/* sqrt(1 + ln(M/L)/ln L) whatever the file says; the list that the run's context chooses. */
static enum outcome ggml_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_longrope(m))
        reader_attention(m, reader_root(subject_length(s), m->rule.orig), words);
    return READ_ON;
}

static const struct reading_rule llama_cpp[] = {
    {"attention_factor", ggml_yarn},
    {"truncate", reader_rounds},
    {"long_factor", ggml_longrope},
};

/* ---- ollama ---- */

static enum outcome ollama_llama(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!subject_is(s, llama) || !m->rotates || m->rule.scaling == SCALING_NONE)
        return READ_ON;
    bool linear = strcmp(subject_word(s, "type"), "linear") == 0,
         llama3 = strcmp(subject_word(s, "rope_type"), "llama3") == 0;
    if (!linear && !llama3)
        reader_plain(m, words, "linear is found by type alone, llama3 by rope_type alone");
    return READ_ON;
}

static enum outcome ollama_size(const struct subject *s, struct meaning *m, struct message *words)
{
    size_t size = subject_quotient(s);
    if (!subject_is(s, llama) || !m->rotates || size == 0 || size == m->rule.dim)
        return READ_ON;
    reader_say(words, "heads of %zu, hidden_size/num_attention_heads, not %zu", size, m->rule.dim);
    return READ_REFUSES;
}

static enum outcome ollama_gemma(const struct subject *s, struct meaning *m, struct message *words)
{
    if (subject_is(s, gemma_3) && m->rotates && m->rule.scaling == SCALING_LINEAR)
        reader_plain(m, words, "the linear factor is not written");
    return READ_ON;
}

/* Gemma 3 has 64 turns where the file has none; OLMo's are not written at all. */
static enum outcome ollama_betas(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const olmo[] = {"olmo", "olmo2", "olmo3", NULL};
    double fast = m->rule.beta_fast, slow = m->rule.beta_slow;
    if (!reader_yarn(m))
        return READ_ON;
    if (subject_is(s, gemma_3) && !subject_inner(s, "beta_fast"))
        fast = 64.0;
    if (subject_is(s, olmo))
        fast = 32.0, slow = 1.0;
    if (fast == m->rule.beta_fast && slow == m->rule.beta_slow)
        return READ_ON;
    reader_say(words, "%s to %s turns, not %s to %s", encode_number(fast).text,
               encode_number(slow).text, encode_number(m->rule.beta_fast).text,
               encode_number(m->rule.beta_slow).text);
    m->rule.beta_fast = fast;
    m->rule.beta_slow = slow;
    return READ_ON;
}

static enum outcome ollama_phi(const struct subject *s, struct meaning *m, struct message *words)
{
    size_t size = subject_quotient(s);
    if (!subject_is(s, phi_3) || !reader_longrope(m))
        return READ_ON;
    reader_attention(m, reader_root(subject_length(s), m->rule.orig), words);
    if (m->rule.rotary == m->rule.dim || size == 0)
        return READ_ON;
    reader_say(words,
               "all %zu coordinates rotate, partial_rotary_factor is lost: %zu pairs for %zu "
               "divisors",
               size, size / 2, m->rule.rotary / 2);
    return READ_REFUSES;
}

static enum outcome ollama_qwen(const struct subject *s, struct meaning *m, struct message *words)
{
    if (subject_is(s, qwen_3) && reader_yarn(m))
        reader_orig(m, subject_length(s), words);
    return READ_ON;
}

static enum outcome ollama_rounds(const struct subject *s, struct meaning *m, struct message *words)
{
    static const char *const gpt_oss[] = {"gpt_oss", NULL};
    return subject_is(s, gpt_oss) ? reader_rounds(s, m, words) : READ_ON;
}

static const struct reading_rule ollama[] = {
    {"rope_type", ollama_llama},
    {"head_dim", ollama_size},
    {"factor", ollama_gemma},
    {"beta_fast", ollama_betas},
    {"partial_rotary_factor", ollama_phi},
    {"original_max_position_embeddings", ollama_qwen},
    {"truncate", ollama_rounds},
};

/* ---- GGUF files themselves ---- */

static bool maps(const struct subject *s)
{
    static const char *const types[] = {"llama", "qwen2", NULL};
    return subject_is(s, types);
}

/* Its table of keys has the base and no key of scaling, and tensors of divisors are no weights. */
static enum outcome hf_scaling(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (m->rotates && m->rule.scaling != SCALING_NONE)
        reader_plain(m, words, "neither rope.scaling keys nor tensors of divisors are taken over");
    return READ_ON;
}

static enum outcome hf_size(const struct subject *s, struct meaning *m, struct message *words)
{
    size_t size = subject_quotient(s);
    if (size == 0 || size == m->rule.dim)
        return READ_ON;
    reader_say(words, "heads of %zu, embedding_length/head_count, not %zu", size, m->rule.dim);
    return READ_REFUSES;
}

static const struct reading_rule hf_loader[] = {
    {"rope.scaling", hf_scaling},
    {"attention.key_length", hf_size},
};

static const struct reader of_gguf[] = {
    {"transformers of 2024, from GGUF", "integrations/ggml.py@02261d3c7826", "source", maps,
     READER_RULES(hf_loader)},
};
const struct reader_table readers_of_gguf = {sizeof of_gguf / sizeof *of_gguf, of_gguf};

static const struct reader rows[] = {
    {"llama.cpp, as converted",
     "llama-context.cpp@4c7103b96d72, pull request #17945; converter copies 54764560297, "
     "51878483406, 52248777518",
     "source", NULL, READER_RULES(llama_cpp)},
    {"ollama", "convert@fb3076099687", "source", NULL, READER_RULES(ollama)},
};
const struct reader_table readers_gguf = {sizeof rows / sizeof *rows, rows};
