/* What several readers do. */
#include "experiments/audit/readers/reader.h"
#include "experiments/models/config/encode.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

double reader_mscale(double factor, double m)
{
    return factor > 1.0 ? 0.1 * m * log(factor) + 1.0 : 1.0;
}

const char *reader_type(const struct subject *s)
{
    const char *type = subject_word(s, "rope_type");
    return *type ? type : subject_word(s, "type");
}

bool reader_yarn(const struct meaning *m) { return m->rotates && m->rule.scaling == SCALING_YARN; }

bool reader_longrope(const struct meaning *m)
{
    return m->rotates && m->rule.scaling == SCALING_LONGROPE;
}

void reader_say(struct message *words, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    message_add(words, "%s%s", words->text[0] ? "; " : "", text);
}

void reader_attention(struct meaning *m, double factor, struct message *words)
{
    if (meaning_near(m->attention_factor, factor))
        return;
    reader_say(words, "factor %s on cos and sin, not %s", encode_number(factor).text,
               encode_number(m->attention_factor).text);
    meaning_attention(m, factor);
}

enum outcome reader_rounds(const struct subject *s, struct meaning *m, struct message *words)
{
    (void)s;
    if (reader_yarn(m) && !m->rule.truncate) {
        m->rule.truncate = true;
        reader_say(words, "the ramp's ends are rounded to whole pairs");
    }
    return READ_ON;
}

enum outcome reader_ratio(const struct subject *s, struct meaning *m, struct message *words)
{
    if (reader_yarn(m))
        reader_attention(
            m,
            reader_mscale(m->rule.factor, subject_number(s, "mscale", 1.0)) /
                reader_mscale(m->rule.factor, subject_number(s, "mscale_all_dim", 0.0)),
            words);
    return READ_ON;
}

void reader_orig(struct meaning *m, double length, struct message *words)
{
    if (m->rule.orig == length)
        return;
    reader_say(words, "trained length %s, not %s", encode_number(length).text,
               encode_number(m->rule.orig).text);
    m->rule.orig = length;
}

void reader_other_list(const struct subject *s, struct meaning *m, struct message *words)
{
    bool short_now = s->context <= m->rule.orig;
    if (!s->kind->other_extension)
        return;
    m->rule.extension = s->kind->other_extension;
    reader_say(words, "the %s list", short_now ? "long" : "short");
}

double reader_root(double length, double orig)
{
    return length > orig ? sqrt(1.0 + log(length / orig) / log(orig)) : 1.0;
}

void reader_plain(struct meaning *m, struct message *words, const char *why)
{
    m->rule.scaling = SCALING_NONE;
    m->attention_factor = 1.0;
    reader_say(words, "no scaling rule: %s", why);
}

enum outcome reader_type_wins(const struct subject *s, struct meaning *m, struct message *words)
{
    static const struct {
        const char *name;
        enum scaling_rule rule;
    } rules[] = {{"linear", SCALING_LINEAR}, {"llama3", SCALING_LLAMA3}, {"yarn", SCALING_YARN}};
    const char *type = subject_word(s, "type"), *rope_type = subject_word(s, "rope_type");
    if (!m->rotates || !*type || !*rope_type || strcmp(type, rope_type) == 0)
        return READ_ON;
    if (strcmp(type, "mrope") == 0 || strcmp(type, "default") == 0) {
        if (m->rule.scaling != SCALING_NONE)
            reader_plain(m, words, "type goes before rope_type");
        return READ_ON;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(type, rules[i].name) == 0 && m->rule.scaling != rules[i].rule) {
            m->rule.scaling = rules[i].rule;
            m->rule.factor = subject_number(s, "factor", 1.0);
            m->rule.orig = subject_number(s, "original_max_position_embeddings", subject_length(s));
            m->rule.beta_fast = subject_number(s, "beta_fast", 32.0);
            m->rule.beta_slow = subject_number(s, "beta_slow", 1.0);
            m->rule.truncate = true;
            m->rule.low = subject_number(s, "low_freq_factor", 1.0);
            m->rule.high = subject_number(s, "high_freq_factor", 4.0);
            meaning_attention(m, rules[i].rule == SCALING_YARN ? reader_mscale(m->rule.factor, 1.0)
                                                               : 1.0);
            reader_say(words, "type, which says %s, goes before rope_type", rules[i].name);
        }
    return READ_ON;
}

enum outcome reader_top_theta(const struct subject *s, struct meaning *m, struct message *words)
{
    const struct fact *top = subject_top(s, "rope_theta");
    double base = top ? top->number : 1e4;
    if (m->rotates && subject_inner(s, "rope_theta") && m->rule.base != base) {
        reader_say(words, "base %s: rope_theta is looked for at top level only",
                   encode_number(base).text);
        m->rule.base = base;
    }
    return READ_ON;
}
