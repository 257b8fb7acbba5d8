/* The engine of frequency banks: coefficients of q and k times a table of cosines and sines, one matrix product. */
#ifndef POSBIAS_KERNELS_BANK_H
#define POSBIAS_KERNELS_BANK_H

#include "kernels/encoding.h"

/* score = norm sum_n w_n [A_n cos(2 pi f_n r) + B_n sin(2 pi f_n r)] - slope r, with
 * A_n = q_2n k_2n + q_2n+1 k_2n+1 and B_n = q_2n k_2n+1 - q_2n+1 k_2n; pairs that do not rotate share one column.
 * Source: TAPA Eq. 3.
 * Error:  (pairs + 8) 2^-53 norm sum_n w_n (|A_n| + |B_n|).
 * Cost:   2 rotating + 1 multiply-adds per (draw, distance). */
extern const struct score_method bank_method;

/* True if the encoding is scored by bank_method itself, so that its schedule and slope say everything about it: the closed
 * forms for banks hold for such an encoding and no other. */
bool bank_is_plain(const struct encoding *encoding);

#endif
