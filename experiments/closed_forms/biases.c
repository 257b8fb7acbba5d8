/* What is known in closed form of additive biases: the bank's forms of norm q.k, of which no pair
 * moves, and the term. */
#include "experiments/closed_forms/rows.h"

#include "kernels/encodings/biases/bias.h"
#include "theory/moments/bank_moments.h"
#include "theory/moments/bias_moments.h"
#include "theory/order/token_aligned.h"
#include "theory/order/token_order.h"

static const struct schedule *level_of(const struct encoding *e)
{
    return encoding_bias_shape(e)->schedule;
}

static enum status bias_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    return bias_mean(encoding_bias_shape(e), law, count, distance, out);
}

static enum status bias_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    return bank_variance(level_of(e), law, count, distance, out);
}

static enum status bias_exponent_closed(const struct encoding *e, const struct qk_law *law,
                                        double distance, double *out)
{
    return bias_exponent(encoding_bias_shape(e), law, distance, out);
}

static enum status bias_position(const struct encoding *e, const struct qk_law *law, double near,
                                 double far, struct estimate *p)
{
    return bias_position_order(encoding_bias_shape(e), law, near, far, p);
}

static double bias_position_seconds(const struct encoding *e, double farthest)
{
    (void)farthest;
    return 5e-6 + 0.02e-6 * (double)e->dim;
}

/* Both keys of a token inversion stand at one distance, where they lose the same. */
static enum status bias_token(const struct encoding *e, const struct qk_law *law, double distance,
                              struct estimate *p)
{
    return token_order_bank(level_of(e), law, distance, p);
}

static enum status bias_token_aligned(const struct encoding *e, const struct qk_law *law,
                                      double distance, struct estimate *p)
{
    return token_aligned_exact(level_of(e), law, distance, p);
}

static enum status bias_token_law(const struct encoding *e, const struct qk_law *law,
                                  double distance, double *p)
{
    (void)law;
    return token_order_arccos(level_of(e), distance, p);
}

static enum status bias_token_law_aligned(const struct encoding *e, const struct qk_law *law,
                                          double distance, double *p)
{
    return token_aligned_normal(level_of(e), law, distance, p);
}

static double bias_moment_seconds(const struct encoding *e)
{
    return 0.1e-6 + 1e-9 * (double)e->dim;
}

static double bias_exponent_seconds(const struct encoding *e)
{
    return 0.6e-6 + 1e-9 * (double)e->dim;
}

static double bias_token_seconds(const struct encoding *e, const struct qk_law *law,
                                 double distance)
{
    (void)law, (void)distance;
    return 1e-6 + 10e-9 * (double)e->dim;
}

static double bias_token_price(const struct encoding *e)
{
    return bias_token_seconds(e, NULL, 0.0);
}

#define BIAS_FORMS                                                                                \
    .mean = bias_mean_closed, .variance = bias_variance_closed, .exponent = bias_exponent_closed, \
    .position_order = bias_position, .position_seconds = bias_position_seconds,                   \
    .token_order = bias_token, .token_order_aligned = bias_token_aligned,                         \
    .token_law = bias_token_law, .token_law_aligned = bias_token_law_aligned,                     \
    .moment_seconds = bias_moment_seconds, .exponent_seconds = bias_exponent_seconds,             \
    .moment_pace = PACE_SCALAR, .token_seconds = bias_token_seconds,                              \
    .aligned_seconds = bias_token_price, .law_seconds = bias_token_price

const struct closed_forms closed_kerple = {.type = &encoding_kerple, BIAS_FORMS};
const struct closed_forms closed_t5 = {.type = &encoding_t5, BIAS_FORMS};
const struct closed_forms closed_fire = {.type = &encoding_fire, BIAS_FORMS};
const struct closed_forms closed_sandwich = {.type = &encoding_sandwich, BIAS_FORMS};
