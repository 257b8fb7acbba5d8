/* Plain RoPE's cosine sums in Arb, from the definition: what the rigorous evaluator is judged by,
 * sharing no code with it. */
#ifndef POSBIAS_TESTS_TOOLS_PROOF_REFERENCE_H
#define POSBIAS_TESTS_TOOLS_PROOF_REFERENCE_H

#include <stddef.h>

#include "theory/proof/filter/flint.h"

/* theta_n = b^(-n/h), n < h; pair n turns by r theta_n radians, or by r theta_n turns. */
struct proof_reference {
    size_t pairs;
    slong bits;
    int turns;
    arb_ptr theta, turn; /* radians per token; turns per token */
};

void proof_reference_init(struct proof_reference *ref, double base, size_t pairs, int turns,
                          slong bits);
void proof_reference_clear(struct proof_reference *ref);

/* sum_n a_n cos x_n(r) + b_n sin x_n(r) in operations of the given bits; a and b may be NULL for
 * zero. */
void proof_reference_sum(const struct proof_reference *ref, const double *a, const double *b,
                         const fmpz_t r, slong bits, arb_t sum);

/* The double next to the middle of a ball, the sign of sum - x (0 if the ball leaves it open), |sum
 * - x|. */
double proof_reference_middle(const arb_t sum);
int proof_reference_sign(const arb_t sum, double x);
double proof_reference_miss(const arb_t sum, double x);

/* Denominators up to limit of the convergents of `parts` times the turns of a pair: at each the
 * phase is next to a whole multiple of 1/parts turn. Returns their number, at most room. */
size_t proof_reference_convergents(const struct proof_reference *ref, size_t pair, unsigned parts,
                                   double limit, size_t room, double *out);

#endif
