/* Mean and variance of a score over a window of distances, exactly, and what DU and FOLLOW put in
 * their place. */
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
 *   D(f) = (1/count) sum_r exp(2 pi i f r) = exp(i pi f (2 first + count - 1)) sin(pi count
 *   f)/(count sin(pi f)), mean cos x_n = Re D(f_n), mean sin x_n = Im D(f_n), and products through
 *   D(f_n - f_k), D(f_n + f_k).
 * Source: FOLLOW Eq. 175-179; derived in theory/README.md#window-moments.
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
 * Error: (2 pairs + 40) 2^-53 W, W = sum_n |cosine_n| + |sine_n|. */
double window_mean(const struct window_moments *window, const double *cosine, const double *sine);

/* Its variance, divisor count.
 * Error: (4 pairs + 40) 2^-53 W^2, absolute: windows in which nothing turns keep no digit of it.
 * Cost:  4 pairs^2 multiply-adds. */
double window_variance(const struct window_moments *window, const double *cosine,
                       const double *sine);

/* DU's law of a score over r < count. */
struct window_split {
    double mean, variance;
    size_t fast; /* pairs that turn more than once */
};

/* DU's split: pairs that turn more than once are noise of variance a_n^2/2 each, the others stand
 * at their value at distance 0,
 *   mean = sum over count f_n <= 1 of cosine_n,   variance = sum over count f_n > 1 of (cosine_n^2
 *   + sine_n^2)/2;
 * for plain RoPE in rad the fast ones are n < h log_b(count/(2 pi)). A pair of whole turns per
 * token stands still.
 * Source: DU's normal law, second-hand; theory/README.md#du-split. */
struct window_split window_split(const struct schedule *schedule, double count,
                                 const double *cosine, const double *sine);

/* Number of pairs in FOLLOW's high band H = {n : count theta_n >= 4 pi/((1 - b^(-1/h)) epsilon)},
 * the first ones.
 * Source: FOLLOW Eq. 4 with the constant of its proof, C_F = 2 pi.
 * In:     count >= 2; epsilon in (0, 1/2).
 * Returns: STATUS_UNDEFINED if the schedule is not plain RoPE in radians, which the proof needs;
 *          STATUS_DOMAIN. */
enum status follow_band(const struct schedule *schedule, double count, double epsilon,
                        size_t *band);

/* The largest |E S_H|/U_H and |Var S_H - U_H^2/2|/U_H^2 that any amplitudes and phases of the first
 * `band` pairs reach,
 *   sqrt(sum_(n in H) |D(f_n)|^2),   max |eigenvalue of covariance_H - I/2|,    U_H^2 = sum a_n^2:
 * what Proposition 1 says is at most epsilon.
 * Source: FOLLOW Proposition 1; derived in theory/README.md#follow-proposition-1.
 * In:     1 <= band <= pairs.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE.
 * Error:  100 band 2^-53: the entries', and the eigenvalues' backward error.
 * Cost:   eigenvalues of one symmetric matrix of 2 band rows. */
enum status follow_extremes(const struct window_moments *window, size_t band, double *mean,
                            double *variance);

#endif
