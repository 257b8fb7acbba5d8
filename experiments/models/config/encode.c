#include "experiments/models/config/encode.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "theory/model/scaling.h"

struct message encode_number(double x)
{
    char digits[40], plain[400];
    struct message m;
    int precision = 0;
    if (!isfinite(x)) {
        message_set(&m, "%s",
                    isnan(x)  ? "undefined"
                    : x > 0.0 ? "over every number"
                              : "under every number");
        return m;
    }
    do
        snprintf(digits, sizeof digits, "%.*e", precision, x);
    while (strtod(digits, NULL) != x && ++precision < 17);
    /* "5.0000e+05" as "5e5" */
    char *e = strchr(digits, 'e');
    int exponent = atoi(e + 1);
    snprintf(e, sizeof digits - (size_t)(e - digits), "e%d", exponent);
    int places = precision - exponent > 0 ? precision - exponent : 0;
    snprintf(plain, sizeof plain, "%.*f", places < 340 ? places : 340, x);
    bool same = strtod(plain, NULL) == x;
    message_set(&m, "%s", same && strlen(plain) <= strlen(digits) ? plain : digits);
    return m;
}

/* A string that grows; too long is told at its end. */
struct line {
    char text[SPEC_TEXT_MAX];
    size_t length;
};

static void add(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(struct line *line, const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof line->text - line->length;
    va_start(arguments, format);
    int size = vsnprintf(line->text + line->length, room, format, arguments);
    va_end(arguments);
    line->length += (size_t)size < room ? (size_t)size : room - 1;
}

static void add_number(struct line *line, const char *key, double x)
{
    add(line, ",%s=%s", key, encode_number(x).text);
}

static void add_scaling(struct line *line, const struct frequency_rule *rule,
                        const double *extension)
{
    static const char *const names[] = {"none", "linear",     "ntk",    "dynamic",
                                        "yarn", "yarn-paper", "llama3", "longrope"};
    if (rule->scaling == SCALING_NONE)
        return;
    add(line, ",scaling=%s", names[rule->scaling]);
    if (rule->scaling == SCALING_NTK)
        add_number(line, "alpha", rule->alpha);
    else
        add_number(line, "factor", rule->factor);
    if (rule->scaling != SCALING_LINEAR && rule->scaling != SCALING_NTK)
        add_number(line, "orig", rule->orig);
    if (rule->scaling == SCALING_DYNAMIC)
        add_number(line, "length", rule->length);
    if (rule->scaling == SCALING_LLAMA3 && rule->low != 1.0)
        add_number(line, "low", rule->low);
    if (rule->scaling == SCALING_LLAMA3 && rule->high != 4.0)
        add_number(line, "high", rule->high);
    if (rule->scaling == SCALING_YARN && rule->beta_fast != 32.0)
        add_number(line, "beta_fast", rule->beta_fast);
    if (rule->scaling == SCALING_YARN && rule->beta_slow != 1.0)
        add_number(line, "beta_slow", rule->beta_slow);
    if (rule->scaling == SCALING_YARN && !rule->truncate)
        add(line, ",truncate=false");
    if (rule->attn > 0.0)
        add_number(line, "attn", rule->attn);
    if (rule->mscale > 0.0)
        add_number(line, "mscale", rule->mscale);
    if (rule->mscale_all > 0.0)
        add_number(line, "mscale_all_dim", rule->mscale_all);
    for (size_t n = 0; rule->scaling == SCALING_LONGROPE && n < rule->rotary / 2; n++)
        add(line, "%s%s", n ? "/" : ",ext=", encode_number(extension[n]).text);
}

static void add_norm(struct line *line, const struct frequency_rule *rule)
{
    if (rule->norm == NORM_NONE)
        add(line, ",norm=none");
    else if (rule->norm == NORM_SCALE)
        add_number(line, "scale", rule->scale);
}

static void write_line(struct line *line, const struct layer_kind *kind, double slope,
                       const double *extension)
{
    const struct frequency_rule *rule = &kind->rule;
    line->length = 0;
    line->text[0] = '\0';
    if (slope > 0.0) {
        add(line, "alibi:dim=%zu", rule->dim);
        add_number(line, "slope", slope);
    } else if (kind->rotates) {
        add(line, "rope:base=%s,dim=%zu", encode_number(rule->base).text, rule->dim);
        if (rule->rotary < rule->dim)
            add(line, ",rotary=%zu", rule->rotary);
        if (rule->rotary < rule->dim && rule->partial == PARTIAL_P)
            add(line, ",partial=p");
    } else if (rule->dim == 128 && rule->norm == NORM_SQRT) {
        add(line, "nope");
    } else {
        add(line, "nope:dim=%zu", rule->dim);
    }
    add_norm(line, rule);
    if (kind->rotates && !(slope > 0.0))
        add_scaling(line, rule, extension);
}

/* The line as the configuration keeps it; NULL with *error set: encodings do not take it. */
static const char *kept(struct draft *d, const struct line *line)
{
    struct encoding *encoding = NULL;
    struct message fault;
    if (line->length + 1 >= sizeof line->text) {
        message_set(d->error, "\"%s\": too many divisors for an encoding string", d->config->file);
        return NULL;
    }
    if (!encoding_parse(line->text, NULL, &encoding, &fault)) {
        if (message_is_memory(&fault))
            message_memory(d->error);
        else
            message_set(d->error, "\"%s\": %s", d->config->file, fault.text);
        return NULL;
    }
    encoding_free(encoding);
    return draft_copy(d, line->text);
}

char *encode_text(const struct layer_kind *kind)
{
    struct line line;
    write_line(&line, kind, 0.0, kind->rule.extension);
    return strdup(line.length + 1 < sizeof line.text ? line.text : "");
}

bool encode_kind(struct draft *d, struct layer_kind *kind, double slope)
{
    struct line line;
    write_line(&line, kind, slope, kind->rule.extension);
    kind->encoding = kept(d, &line);
    kind->attention_factor = kind->rotates && kind->encoding ? scaling_attention(&kind->rule) : 1.0;
    if (!kind->encoding || !kind->other_extension)
        return kind->encoding != NULL;
    write_line(&line, kind, slope, kind->other_extension);
    kind->other_encoding = kept(d, &line);
    return kind->other_encoding != NULL;
}
