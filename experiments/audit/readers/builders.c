/* Programs that build a model of their own from the file: onnxruntime-genai, litgpt. */
#include <math.h>

#include "experiments/audit/readers/reader.h"
#include "theory/ground/constants.h"

/* DeepSeek-V4 has tables of its own everywhere. */
static bool serves(const struct subject *s)
{
    static const char *const deepseek_v4[] = {"deepseek_v4", NULL};
    return !subject_is(s, deepseek_v4);
}

/* ---- onnxruntime-genai ---- */

static enum outcome onnx_yarn(const struct subject *s, struct meaning *m, struct message *words)
{
    double one = subject_number(s, "mscale", 0.0), all = subject_number(s, "mscale_all_dim", 0.0),
           factor = reader_mscale(m->rule.factor, 1.0);
    if (!reader_yarn(m))
        return READ_ON;
    if (!subject_inner(s, "beta_fast")) {
        reader_say(words, "is not taken for YaRN, which is known by the key beta_fast");
        return READ_REFUSES;
    }
    if (one > 0.0 && all > 0.0)
        factor = reader_mscale(m->rule.factor, one) / reader_mscale(m->rule.factor, all);
    else if (one > 0.0)
        factor = one;
    reader_attention(m, factor, words);
    return READ_ON;
}

static enum outcome onnx_unrounded(const struct subject *s, struct meaning *m,
                                   struct message *words)
{
    (void)s;
    if (reader_yarn(m) && m->rule.truncate) {
        m->rule.truncate = false;
        reader_say(words, "the ramp's ends are not rounded");
    }
    return READ_ON;
}

static enum outcome onnx_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    if (!reader_longrope(m))
        return READ_ON;
    bool is_long = s->context > m->rule.orig;
    double own = subject_number(s, is_long ? "long_mscale" : "short_mscale", 0.0);
    reader_attention(m, own > 0.0 ? own : reader_root(subject_length(s), m->rule.orig), words);
    return READ_ON;
}

static const struct reading_rule onnx[] = {
    {"mscale", onnx_yarn},
    {"truncate", onnx_unrounded},
    {"long_mscale", onnx_longrope},
};

/* ---- litgpt: the same keys in a configuration of its own ---- */

static enum outcome lit_longrope(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (reader_longrope(m))
        reader_plain(m, words, "longrope is not known");
    return READ_ON;
}

static enum outcome lit_attention(const struct subject *s, struct meaning *m, struct message *words)
{
    double one = subject_number(s, "mscale", 0.0), all = subject_number(s, "mscale_all_dim", 0.0),
           factor = 1.0;
    if (!reader_yarn(m))
        return READ_ON;
    if (one != 0.0)
        factor = reader_mscale(m->rule.factor, one);
    if (all != 0.0)
        factor = one != 0.0 ? factor / reader_mscale(m->rule.factor, all)
                            : reader_mscale(m->rule.factor, all);
    reader_attention(m, factor, words);
    return READ_ON;
}

/* A pair's place on the ramp, D ln(L/(2 pi turns))/(2 ln b). */
static double ramp_end(const struct frequency_rule *rule, double turns)
{
    return (double)rule->rotary * log(rule->orig / (TWO_PI * turns)) / (2.0 * log(rule->base));
}

/* The ramp turned round: the fast pairs are divided, the slow ones kept. */
static enum outcome lit_ramp(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (!reader_yarn(m))
        return READ_ON;
    double low = fmax(floor(ramp_end(&m->rule, m->rule.beta_fast)), 0.0),
           high = fmin(ceil(ramp_end(&m->rule, m->rule.beta_slow)),
                       (double)m->rule.rotary / 2.0 - 1.0),
           factor = m->rule.factor, *divisor = meaning_divisors(m);
    if (!divisor)
        return READ_MEMORY;
    if (low == high)
        high += 0.001;
    for (size_t n = 0; n < m->rule.rotary / 2; n++) {
        double ramp = fmin(fmax(((double)n - low) / (high - low), 0.0), 1.0);
        divisor[n] = 1.0 / ((1.0 - ramp) / factor + ramp);
    }
    reader_say(words, "the ramp turned round: fast pairs are divided, slow ones kept");
    return READ_ON;
}

static enum outcome lit_llama3(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (!m->rotates || m->rule.scaling != SCALING_LLAMA3 || m->rule.low != m->rule.high)
        return READ_ON;
    reader_say(words, "divides by zero where low_freq_factor is high_freq_factor");
    return READ_REFUSES;
}

static const struct reading_rule litgpt[] = {
    {"long_factor", lit_longrope},
    {"attention_factor", lit_attention},
    {"beta_fast", lit_ramp},
    {"low_freq_factor", lit_llama3},
};

static const struct reader rows[] = {
    {"onnxruntime-genai", "builders/base.py@a0c04eb1313b", "source", serves, READER_RULES(onnx)},
    {"litgpt, the same keys", "litgpt/model.py@26857050fe3f (2026-06-29)", "source", serves,
     READER_RULES(litgpt)},
};
const struct reader_table readers_builders = {sizeof rows / sizeof *rows, rows};
