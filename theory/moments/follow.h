/* FOLLOW's high band, and how far its score can be from a centred normal law's moments
 * (Proposition 1). */
#ifndef POSBIAS_THEORY_MOMENTS_FOLLOW_H
#define POSBIAS_THEORY_MOMENTS_FOLLOW_H

#include "theory/moments/window_moments.h"

/* Number of pairs in FOLLOW's high band H = {n : count theta_n >= 4 pi/((1 - b^(-1/h)) epsilon)},
 * the first ones.
 * Source: FOLLOW Eq. 4 with the constant of its proof, C_F = 2 pi;
 *         theory/moments/README.md#follow-proposition-1, #follow-whole-band.
 * In:     count >= 2; epsilon in (0, 1/2).
 * Returns: STATUS_UNDEFINED if the schedule is not plain RoPE in radians, which the proof needs;
 *          STATUS_DOMAIN. */
enum status follow_band(const struct schedule *schedule, double count, double epsilon,
                        size_t *band);

/* The largest |E S_H|/U_H and |Var S_H - U_H^2/2|/U_H^2 that any amplitudes and phases of the first
 * `band` pairs reach,
 *   sqrt(sum_(n in H) |D(f_n)|^2),   max |eigenvalue of covariance_H - I/2|,    U_H^2 = sum a_n^2:
 * what Proposition 1 says is at most epsilon.
 * Source: FOLLOW Proposition 1; derived in theory/moments/README.md#follow-proposition-1.
 * In:     1 <= band <= pairs.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE.
 * Error:  100 band 2^-53: the entries', and the eigenvalues' backward error.
 * Cost:   eigenvalues of one symmetric matrix of 2 band rows. */
enum status follow_extremes(const struct window_moments *window, size_t band, double *mean,
                            double *variance);

#endif
