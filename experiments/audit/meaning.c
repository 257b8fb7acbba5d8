#include "experiments/audit/meaning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/encode.h"

struct meaning meaning_of(const struct layer_kind *kind)
{
    return (struct meaning){.rotates = kind->rotates,
                            .rule = kind->rule,
                            .layout = kind->layout,
                            .attention_factor = kind->attention_factor,
                            .softmax_factor = kind->softmax_factor,
                            .temperature = kind->temperature};
}

void meaning_free(struct meaning *meaning)
{
    free(meaning->owned);
    meaning->owned = NULL;
}

bool meaning_near(double a, double b) { return fabs(a - b) <= 1e-12 * fabs(a); }

double meaning_temperature(const struct temperature *t, double position)
{
    double whole = t->present ? floor((position + t->shift) / t->length) : 0.0;
    return whole > 0.0 ? 1.0 + t->beta * log1p(whole) : 1.0;
}

double *meaning_divisors(struct meaning *m)
{
    double *divisors = calloc(m->rule.rotary / 2 + 1, sizeof *divisors);
    if (divisors) {
        free(m->owned);
        m->owned = divisors;
        m->rule.scaling = SCALING_LONGROPE;
        m->rule.extension = divisors;
        meaning_attention(m, m->attention_factor);
    }
    return divisors;
}

void meaning_attention(struct meaning *m, double factor)
{
    m->attention_factor = m->rule.attn = factor;
    m->rule.mscale = m->rule.mscale_all = 0.0;
}

/* The fields of a rule that its scaling reads, but those of the factor on cos and sin alone. */
static bool rule_changed(const struct frequency_rule *a, const struct frequency_rule *b)
{
    bool changed = a->base != b->base || a->dim != b->dim || a->rotary != b->rotary ||
                   a->partial != b->partial || a->scaling != b->scaling;
    switch (changed ? SCALING_NONE : a->scaling) {
    case SCALING_NONE:
        return changed;
    case SCALING_LINEAR:
    case SCALING_PLANE:
        return a->factor != b->factor;
    case SCALING_NTK:
        return a->alpha != b->alpha;
    case SCALING_DYNAMIC:
        return a->factor != b->factor || a->orig != b->orig || a->length != b->length;
    case SCALING_YARN:
    case SCALING_YARN_PAPER:
        return a->factor != b->factor || a->orig != b->orig || a->truncate != b->truncate ||
               a->beta_fast != b->beta_fast || a->beta_slow != b->beta_slow;
    case SCALING_MRROPE_UNI:
    case SCALING_MRROPE_PRO:
        return a->factor != b->factor || a->orig != b->orig || a->beta_fast != b->beta_fast ||
               a->beta_slow != b->beta_slow;
    case SCALING_TAPER:
        return a->taper != b->taper;
    case SCALING_WAVES:
        return false;
    case SCALING_EVQ:
        return a->tau != b->tau;
    case SCALING_LLAMA3:
        return a->factor != b->factor || a->orig != b->orig || a->low != b->low ||
               a->high != b->high;
    case SCALING_LONGROPE:
        return memcmp(a->extension, b->extension, a->rotary / 2 * sizeof *a->extension) != 0;
    }
    return true;
}

bool meaning_changed(const struct meaning *a, const struct meaning *b)
{
    const struct temperature *s = &a->temperature, *t = &b->temperature;
    return a->rotates != b->rotates || (a->rotates && rule_changed(&a->rule, &b->rule)) ||
           a->rule.dim != b->rule.dim || a->layout != b->layout ||
           !meaning_near(a->attention_factor, b->attention_factor) ||
           !meaning_near(a->softmax_factor, b->softmax_factor) || s->present != t->present ||
           (s->present && (!meaning_near(s->beta, t->beta) || !meaning_near(s->length, t->length) ||
                           s->shift != t->shift));
}

char *meaning_text(const struct meaning *m)
{
    struct layer_kind kind = {.rotates = m->rotates, .rule = m->rule};
    double scale = m->softmax_factor / sqrt((double)m->rule.dim);
    kind.rule.norm = meaning_near(1.0, scale)               ? NORM_NONE
                     : meaning_near(1.0, m->softmax_factor) ? NORM_SQRT
                                                            : NORM_SCALE;
    kind.rule.scale = scale;
    return encode_text(&kind);
}
