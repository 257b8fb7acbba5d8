#include "experiments/closed_forms.h"

#include <math.h>

#include "experiments/harness/draws/qk_rows.h"
#include "kernels/encodings/tapa.h"
#include "kernels/encodings/xpos.h"
#include "theory/limits/failure_laws.h"
#include "theory/moments/bank_moments.h"
#include "theory/moments/tapa_decay.h"
#include "theory/moments/tapa_moments.h"
#include "theory/moments/xpos_moments.h"
#include "theory/order/position_order.h"
#include "theory/order/tapa_position_order.h"
#include "theory/order/tapa_token_order.h"
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

static bool tapa_hold(const struct encoding *e) { return encoding_tapa_shape(e); }

static enum status tapa_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct estimate mean;
        double log10_abs;
        status = tapa_mean(encoding_tapa_shape(e), law, distance[i], &mean, &log10_abs);
        out[i] = mean.val;
    }
    return status;
}

static enum status tapa_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct estimate variance;
        status = tapa_variance(encoding_tapa_shape(e), law, distance[i], &variance);
        out[i] = variance.val;
    }
    return status;
}

static enum status tapa_exponent_closed(const struct encoding *e, const struct qk_law *law,
                                        double distance, double *out)
{
    return tapa_exponent(encoding_tapa_shape(e), law, distance, out);
}

static enum status tapa_exponent_limit(const struct encoding *e, const struct qk_law *law,
                                       double distance, double *out)
{
    return tapa_exponent_theory(encoding_tapa_shape(e), law, distance, out);
}

static enum status tapa_mean_log10(const struct encoding *e, const struct qk_law *law,
                                   double distance, double *out)
{
    struct estimate mean;
    return tapa_mean(encoding_tapa_shape(e), law, distance, &mean, out);
}

static enum status tapa_position(const struct encoding *e, const struct qk_law *law, double near,
                                 double far, struct estimate *p)
{
    return tapa_position_order(encoding_tapa_shape(e), law, near, far, p);
}

static double tapa_moment_seconds(const struct encoding *e)
{
    return encoding_tapa_shape(e)->linear ? 2e-6 : 3.5e-6;
}

static double tapa_exponent_seconds(const struct encoding *e)
{
    return encoding_tapa_shape(e)->linear ? 5e-6 : 2e-6;
}

/* A Fourier sum at every sign change, of which there are some 40 per turn of the phase up to 1e5;
 * it has most terms where the phase's characteristic function falls slowly, and then there are more
 * resonances, too. */
static double tapa_position_seconds(const struct encoding *e, double farthest)
{
    const struct tapa_shape *shape = encoding_tapa_shape(e);
    double turns = shape->scale * pow(farthest, shape->alpha),
           terms = shape->linear
                       ? 50.0
                       : fmin(16384.0, 50.0 + 8.0 * exp2(60.0 / (double)shape->dim_phase));
    if (40.0 * turns > 1e5 || 40.0 * turns * terms > 5e7)
        return terms > 1e3 ? 0.015 : 5e-3;
    return 45e-6 + (1.2e-9 * terms + 30e-9) * 40.0 * turns;
}

/* A narrow phase takes longer. */
static double tapa_token_seconds(const struct encoding *e, const struct qk_law *law,
                                 double distance)
{
    const struct tapa_shape *shape = encoding_tapa_shape(e);
    double turns = shape->scale * pow(distance, shape->alpha),
           centred = law->kind == QK_GAUSS && law->mu == 0.0 ? 1.0 : 5.0;
    return law->kind == QK_GAUSS || law->kind == QK_ALIGNED || law->kind == QK_CROSSED
               ? centred * (0.6e-3 + 0.2e-3 / fmax(turns, 1e-3))
               : 0.0;
}

static enum status tapa_token(const struct encoding *e, const struct qk_law *law, double distance,
                              struct estimate *p)
{
    return tapa_token_order(encoding_tapa_shape(e), law, distance, p);
}

static enum status xpos_mean_closed(const struct encoding *e, const struct qk_law *law,
                                    size_t count, const double *distance, double *out)
{
    return xpos_mean(encoding_xpos_shape(e), law, count, distance, out);
}

static enum status xpos_variance_closed(const struct encoding *e, const struct qk_law *law,
                                        size_t count, const double *distance, double *out)
{
    return xpos_variance(encoding_xpos_shape(e), law, count, distance, out);
}

static double xpos_moment_seconds(const struct encoding *e) { return 5e-7 + 2e-8 * (double)e->dim; }

#define BANK_FORMS                                                                         \
    .mean = bank_mean_closed, .variance = bank_variance_closed, .exponent = bank_exponent, \
    .position_order = bank_position, .position_seconds = bank_position_seconds,            \
    .token_order = bank_token, .token_order_aligned = bank_token_aligned,                  \
    .token_law = bank_token_law, .token_law_aligned = bank_token_law_aligned,              \
    .moment_seconds = bank_moment_seconds, .exponent_seconds = bank_exponent_seconds,      \
    .moment_pace = PACE_VECTOR, /* sums of cosines, which compilers make vectors of */     \
        .token_seconds = bank_token_seconds, .aligned_seconds = bank_aligned_seconds,      \
    .law_seconds = bank_law_seconds

static const struct closed_forms rows[] = {
    {.type = &encoding_rope, BANK_FORMS, .position_law = bank_position_law},
    {.type = &encoding_nope, BANK_FORMS},
    {.type = &encoding_alibi, BANK_FORMS},
    {.type = &encoding_tapa,
     .hold = tapa_hold,
     .held = "phase=quadratic or phase=linear",
     .mean = tapa_mean_closed,
     .variance = tapa_variance_closed,
     .exponent = tapa_exponent_closed,
     .exponent_limit = tapa_exponent_limit,
     .mean_log10 = tapa_mean_log10,
     .position_order = tapa_position,
     .position_seconds = tapa_position_seconds,
     .token_order = tapa_token,
     .moment_seconds = tapa_moment_seconds,
     .exponent_seconds = tapa_exponent_seconds,
     .moment_pace = PACE_SCALAR,
     .token_seconds = tapa_token_seconds},
    {.type = &encoding_xpos,
     .mean = xpos_mean_closed,
     .variance = xpos_variance_closed,
     .moment_seconds = xpos_moment_seconds,
     .moment_pace = PACE_SCALAR},
};

/* The row of a type, or one without forms. */
static const struct closed_forms *row_of(const struct encoding_type *type)
{
    static const struct closed_forms none;
    size_t i = 0;
    while (i < sizeof rows / sizeof *rows && rows[i].type != type)
        i++;
    return i < sizeof rows / sizeof *rows ? &rows[i] : &none;
}

const struct closed_forms *closed_forms(const struct encoding *encoding)
{
    const struct closed_forms *row = row_of(encoding->type);
    return !row->hold || row->hold(encoding) ? row : row_of(NULL);
}

const char *closed_where(const struct encoding *encoding) { return row_of(encoding->type)->held; }

bool closed_allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    /* expectations of A and B are enough for the mean of a sum over pairs */
    return (qk_stated(&qk->law) && encoding->type->bank && closed_forms(encoding)->mean) ||
           qk_drawable(qk, encoding, error);
}

enum status closed_moments(const struct encoding *encoding, const struct qk_law *law, size_t count,
                           const double *distance, double *mean, double *variance, bool *has_mean,
                           bool *has_variance)
{
    const struct closed_forms *closed = closed_forms(encoding);
    enum status status = closed->mean ? qk_measure(law, encoding->type->bank) : STATUS_UNDEFINED;
    status = status == STATUS_OK ? closed->mean(encoding, law, count, distance, mean) : status;
    *has_mean = status == STATUS_OK;
    *has_variance = false;
    if (status != STATUS_OK && status != STATUS_UNDEFINED)
        return status;
    status = closed->variance ? closed->variance(encoding, law, count, distance, variance)
                              : STATUS_UNDEFINED;
    *has_variance = status == STATUS_OK;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}
