/* What is known in closed form of banks. */
#include "experiments/closed_forms/rows.h"

#include <math.h>

#include "theory/limits/failure_laws.h"
#include "theory/moments/bank_moments.h"
#include "theory/order/position_order.h"
#include "theory/order/token_aligned.h"
#include "theory/order/token_order.h"

static enum status bank_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    const struct frequency_bank *bank = encoding_bank(e);
    return bank_mean(bank->schedule, bank->slope, law, count, distance, out);
}

static enum status bank_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    return bank_variance(encoding_schedule(e), law, count, distance, out);
}

static enum status bank_exponent(const struct encoding *e, const struct qk_law *law,
                                 double distance, double *out)
{
    const struct frequency_bank *bank = encoding_bank(e);
    double mean, slope;
    enum status status = bank_mean(bank->schedule, bank->slope, law, 1, &distance, &mean);
    if (status == STATUS_OK)
        status = bank_mean_slope(bank->schedule, bank->slope, law, 1, &distance, &slope);
    if (status != STATUS_OK)
        return status;
    *out = slope / mean;
    return mean == 0.0 || !isfinite(*out) ? STATUS_UNDEFINED : STATUS_OK;
}

static enum status bank_position(const struct encoding *e, const struct qk_law *law, double near,
                                 double far, struct estimate *p)
{
    const struct frequency_bank *bank = encoding_bank(e);
    return position_order_bank(bank->schedule, bank->slope, law, near, far, p);
}

static double bank_moment_seconds(const struct encoding *e) { return 1e-9 * (double)e->dim; }

static double bank_exponent_seconds(const struct encoding *e)
{
    return 0.5e-6 + 2.5e-9 * (double)e->dim;
}

static double bank_position_seconds(const struct encoding *e, double farthest)
{
    (void)farthest;
    return 10e-6 + 0.18e-6 * (double)e->dim;
}

/* Inversions of a characteristic function that has a factor per pair. */
static double bank_token_seconds(const struct encoding *e, const struct qk_law *law,
                                 double distance)
{
    (void)distance;
    return law->kind == QK_GAUSS || law->kind == QK_ALIGNED ? 1e-3 + 15e-6 * (double)e->dim : 0.0;
}

/* One inversion; the law costs as much as a mean. */
static double bank_aligned_seconds(const struct encoding *e)
{
    return 0.1e-3 + 6e-6 * (double)e->dim;
}

static double bank_law_seconds(const struct encoding *e) { return 0.2e-6 + 8e-9 * (double)e->dim; }

static enum status bank_position_law(const struct encoding *e, const struct qk_law *law,
                                     double context, double *p)
{
    return law->kind == QK_UNIT ? law_position_unit(encoding_schedule(e), context, p)
                                : STATUS_UNDEFINED;
}

static enum status bank_token(const struct encoding *e, const struct qk_law *law, double distance,
                              struct estimate *p)
{
    return token_order_bank(encoding_schedule(e), law, distance, p);
}

static enum status bank_token_aligned(const struct encoding *e, const struct qk_law *law,
                                      double distance, struct estimate *p)
{
    return token_aligned_exact(encoding_schedule(e), law, distance, p);
}

static enum status bank_token_law(const struct encoding *e, const struct qk_law *law,
                                  double distance, double *p)
{
    (void)law;
    return token_order_arccos(encoding_schedule(e), distance, p);
}

static enum status bank_token_law_aligned(const struct encoding *e, const struct qk_law *law,
                                          double distance, double *p)
{
    return token_aligned_normal(encoding_schedule(e), law, distance, p);
}

#define BANK_FORMS                                                                         \
    .mean = bank_mean_closed, .variance = bank_variance_closed, .exponent = bank_exponent, \
    .position_order = bank_position, .position_seconds = bank_position_seconds,            \
    .token_order = bank_token, .token_order_aligned = bank_token_aligned,                  \
    .token_law = bank_token_law, .token_law_aligned = bank_token_law_aligned,              \
    .moment_seconds = bank_moment_seconds, .exponent_seconds = bank_exponent_seconds,      \
    .moment_pace = PACE_VECTOR, /* sums of cosines, which compilers make vectors of */     \
        .token_seconds = bank_token_seconds, .aligned_seconds = bank_aligned_seconds,      \
    .law_seconds = bank_law_seconds

/* Only RoPE has a law of position inversions of the curve a_n = 1, phi_n = 0. */
const struct closed_forms closed_rope = {
    .type = &encoding_rope, BANK_FORMS, .position_law = bank_position_law};
const struct closed_forms closed_nope = {.type = &encoding_nope, BANK_FORMS};
const struct closed_forms closed_grape_m = {.type = &encoding_grape_m, BANK_FORMS};
const struct closed_forms closed_alibi = {.type = &encoding_alibi, BANK_FORMS};
const struct closed_forms closed_hope_fast = {.type = &encoding_hope_fast, BANK_FORMS};
const struct closed_forms closed_cope_clip = {.type = &encoding_cope_clip, BANK_FORMS};
const struct closed_forms closed_rope_id = {.type = &encoding_rope_id, BANK_FORMS};
const struct closed_forms closed_evq = {.type = &encoding_evq, BANK_FORMS};
