/* Variance of a score whose query and key have measured moments. */
#ifndef POSBIAS_THEORY_MOMENTS_MEASURED_MOMENTS_H
#define POSBIAS_THEORY_MOMENTS_MEASURED_MOMENTS_H

#include "theory/model/qk_law.h"

/* Var S of S = q'Ak = sum_n cosine_n A_n + sine_n B_n, q and k independent, A the blocks
 * (cosine_n, sine_n; -sine_n, cosine_n), C_q and C_k the covariances, m_q and m_k the means:
 *   Var S = tr(C_q A C_k A') + m_q' A C_k A' m_q + m_k' A' C_q A m_k.
 * Source:  derived in theory/moments/README.md#measured-variance.
 * In:      pairs, of the encoding that asks; cosine, sine [pairs], with the pairs' weights.
 * Returns: STATUS_UNDEFINED for a law without covariances, or with vectors of another dimension.
 * Error:   (2 dim + 12) 2^-53 sum_ij (|Q_ij| |Y|_ij + |C_q|_ij |v_i v_j|), Q = C_q + m_q m_q',
 *          |Y| = |A| |C_k| |A|', |v| = |A| |m_k|, entries by their sizes.
 * Cost:    20 pairs^2 multiply-adds. */
enum status measured_variance(const struct qk_law *law, size_t pairs, const double *cosine,
                              const double *sine, double *variance);

#endif
