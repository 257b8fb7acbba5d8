#include "theory/model/schedule.h"

#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

#include "theory/model/scaling.h"

struct frequency_rule frequency_rule_rope(double base, size_t dim)
{
    return (struct frequency_rule){.base = base,
                                   .dim = dim,
                                   .rotary = dim,
                                   .partial = PARTIAL_NEOX,
                                   .unit = UNIT_RAD,
                                   .norm = NORM_SQRT,
                                   .scaling = SCALING_NONE};
}

bool frequency_rule_in_range(const struct frequency_rule *rule)
{
    return rule->base > 1.0 && rule->base <= BASE_LIMIT && rule->dim >= 2 &&
           rule->dim <= DIM_LIMIT && rule->dim % 2 == 0 && rule->rotary <= rule->dim &&
           rule->rotary % 2 == 0 &&
           (rule->norm != NORM_SCALE || (rule->scale >= NORM_LEAST && rule->scale <= NORM_MOST)) &&
           !scaling_condition(rule);
}

static struct schedule *schedule_alloc(const struct frequency_rule *rule)
{
    struct schedule *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->rule = *rule;
    s->pairs = rule->dim / 2;
    s->rotating = rule->rotary / 2;
    s->theta = calloc(5 * s->pairs, sizeof *s->theta);
    if (!s->theta) {
        free(s);
        return NULL;
    }
    s->turn_hi = s->theta + s->pairs;
    s->turn_lo = s->turn_hi + s->pairs;
    s->weight = s->turn_lo + s->pairs;
    if (rule->scaling == SCALING_LONGROPE) /* the caller's list may not live as long */
        s->rule.extension = memcpy(s->weight + s->pairs, rule->extension,
                                   s->rotating * sizeof(double));
    return s;
}

void schedule_free(struct schedule *schedule)
{
    if (!schedule)
        return;
    free(schedule->theta);
    free(schedule);
}

/* 1, the rule's own factor, or 1/sqrt(D), correctly rounded because D is exact and sqrt and the
 * division round once each in MPFR. */
double frequency_rule_norm(const struct frequency_rule *rule)
{
    if (rule->norm == NORM_NONE)
        return 1.0;
    if (rule->norm == NORM_SCALE)
        return rule->scale;
    mpfr_t x;
    mpfr_init2(x, FREQUENCY_BITS);
    mpfr_set_ui(x, rule->dim, MPFR_RNDN);
    mpfr_rec_sqrt(x, x, MPFR_RNDN);
    double norm = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clear(x);
    return norm;
}

enum status schedule_new(const struct frequency_rule *rule, struct schedule **out)
{
    *out = NULL;
    if (!frequency_rule_in_range(rule))
        return STATUS_DOMAIN;
    struct schedule *s = schedule_alloc(rule);
    mpfr_t *theta = malloc((rule->rotary / 2 + 1) * sizeof *theta);
    if (!s || !theta) {
        schedule_free(s);
        free(theta);
        return STATUS_MEMORY;
    }
    for (size_t n = 0; n < s->rotating; n++)
        mpfr_init2(theta[n], FREQUENCY_BITS);

    double weight;
    enum status status = scaling_frequencies(rule, theta, &weight);
    if (status == STATUS_OK) {
        mpfr_t turn, rest;
        mpfr_inits2(FREQUENCY_BITS, turn, rest, (mpfr_ptr)0);
        for (size_t n = 0; n < s->rotating; n++) {
            s->theta[n] = mpfr_get_d(theta[n], MPFR_RNDN);
            if (rule->unit == UNIT_RAD) {
                mpfr_const_pi(turn, MPFR_RNDN);
                mpfr_mul_2ui(turn, turn, 1, MPFR_RNDN);
                mpfr_div(turn, theta[n], turn, MPFR_RNDN);
            } else {
                mpfr_set(turn, theta[n], MPFR_RNDN);
            }
            s->turn_hi[n] = mpfr_get_d(turn, MPFR_RNDN);
            /* the exact reduction of angles is proved up to a turn per token */
            if (!(s->turn_hi[n] <= 1.0 && s->turn_hi[n] >= FREQUENCY_LEAST))
                status = STATUS_DOMAIN;
            mpfr_sub_d(rest, turn, s->turn_hi[n], MPFR_RNDN);
            s->turn_lo[n] = mpfr_get_d(rest, MPFR_RNDN);
        }
        mpfr_clears(turn, rest, (mpfr_ptr)0);
        for (size_t n = 0; n < s->pairs; n++)
            s->weight[n] = n < s->rotating ? weight : 1.0;
        s->norm = frequency_rule_norm(rule);
    }
    for (size_t n = 0; n < s->rotating; n++)
        mpfr_clear(theta[n]);
    free(theta);
    if (status != STATUS_OK)
        schedule_free(s);
    else
        *out = s;
    return status;
}

bool schedule_is_plain(const struct schedule *schedule)
{
    return schedule && schedule->rule.scaling == SCALING_NONE &&
           schedule->rule.rotary == schedule->rule.dim;
}

size_t frequency_rule_span(const struct frequency_rule *rule)
{
    return rule->rotary && rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
}
