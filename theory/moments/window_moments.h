/* Mean and variance of a score over a window of distances, exactly. */
#ifndef POSBIAS_THEORY_MOMENTS_WINDOW_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_WINDOW_MOMENTS_H

#include "theory/model/schedule.h"

/* First and second moments of cos x_n(r) and sin x_n(r) over r uniform on first, .., first + count
 * - 1. Order of the 2 pairs rows and columns: cosines, then sines. */
struct window_moments {
    size_t pairs;
    double count;
    double *mean;       /* 2 pairs */
    double *covariance; /* 2 pairs x 2 pairs, symmetric */
};

/* Prepares the moments of a window from Dirichlet kernels,
 *   D(f) = (1/count) sum_r exp(2 pi i f r)
 *        = exp(i pi f (2 first + count - 1)) sin(pi count f)/(count sin(pi f)),
 *   mean cos x_n = Re D(f_n),   mean sin x_n = Im D(f_n),
 * and products through D(f_n - f_k) and D(f_n + f_k).
 * Source: FOLLOW Eq. 175-179; derived in theory/moments/README.md#window-moments.
 * In:     first >= 0, count >= 1, whole, 2 first + count - 1 <= DISTANCE_LIMIT (so that angles are
 *         exact).
 * Out:    *out, to be released with window_moments_free.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY.
 * Error:  every entry within 40 2^-53, also where frequencies nearly agree.
 * Cost:   pairs^2 kernels of two sines and a cosine; none depends on count. */
enum status window_moments_new(const struct schedule *schedule, double first, double count,
                               struct window_moments **out);

/* Releases the moments; NULL is allowed. */
void window_moments_free(struct window_moments *window);

/* Mean of sum_n cosine_n cos x_n + sine_n sin x_n over the window.
 * Source: theory/moments/README.md#window-moments.
 * Error: (2 pairs + 40) 2^-53 W, W = sum_n |cosine_n| + |sine_n|. */
double window_mean(const struct window_moments *window, const double *cosine, const double *sine);

/* Variance, divisor count, of sum_n cosine_n cos x_n + sine_n sin x_n over the window.
 * Source: theory/moments/README.md#window-moments.
 * Error: (4 pairs + 40) 2^-53 W^2, W as for window_mean, absolute: windows in which nothing turns
 *        keep no digit of it.
 * Cost:  4 pairs^2 multiply-adds. */
double window_variance(const struct window_moments *window, const double *cosine,
                       const double *sine);

#endif
