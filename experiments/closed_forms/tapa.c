/* What is known in closed form of TAPA. */
#include "experiments/closed_forms/rows.h"

#include <math.h>

#include "kernels/encodings/relative/tapa.h"
#include "theory/moments/tapa_decay.h"
#include "theory/moments/tapa_moments.h"
#include "theory/order/tapa_position_order.h"
#include "theory/order/tapa_token_order.h"

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
    return 45e-6 + (1.2e-9 * terms + 4e-9 * fmax(terms - 100.0, 0.0) + 30e-9) * 40.0 * turns;
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

const struct closed_forms closed_tapa = {.type = &encoding_tapa,
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
                                         .token_seconds = tapa_token_seconds};
