/* B_r(b) = sum_{n<h} cos(r b^(-n/h)), its slope and its Lipschitz constant in ln b, in Arb's
 * balls. */
#ifndef POSBIAS_VERIFY_BANK_H
#define POSBIAS_VERIFY_BANK_H

#include <stdint.h>

#include "verify/arb.h"

/* Two limbs: less is no faster. The last is far beyond what doubles can need; see
 * README.md#undecided. */
enum { BITS_FIRST = 128, BITS_LAST = 4096 };

/* The frequencies b^(-n/h) of one base or of all bases of an interval, and room to work; one for
 * each thread. */
struct bank {
    /* h; precision of theta */
    slong pairs, bits;
    /* where a decision starts and gives up */
    slong bits_first, bits_last;
    arb_ptr theta;
    /* b^(-1/h) */
    arb_t ratio;
    arb_t angle, part, value, bound;
};

/* What balls say of a statement. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_OPEN };

void bank_init(struct bank *bank, slong pairs);
void bank_clear(struct bank *bank);

/* Sets the frequencies to those of every base in [from, to]; a point if they are equal. Cost: h
 * products, one log, one exp. */
void bank_bases(struct bank *bank, double from, double to, slong bits);

/* Sets the frequencies to the powers of b^(-1/h) = ratio. */
void bank_ratio(struct bank *bank, double ratio, slong bits);

/* B_r for the bases of the bank. Cost: h cosines. */
void bank_sum(arb_t out, struct bank *bank, uint32_t distance);

/* d B_r / d ln b = r sum (n/h) b^(-n/h) sin(r b^(-n/h)). Cost: h sines. */
void bank_slope(arb_t out, struct bank *bank, uint32_t distance);

/* Lambda = sum (n/h) b^(-n/h): |d B_r / d ln b| <= r Lambda. */
void bank_lambda(arb_t out, struct bank *bank);

/* K = r^2 sum (n/h)^2 b^(-2n/h) + r sum (n/h)^2 b^(-n/h): |d^2 B_r / d(ln b)^2| <= K. */
void bank_curvature(arb_t out, struct bank *bank, uint32_t distance);

/* Whether B_r(base) >= 0, with as many bits as that takes. Leaves the sum in bank->value. */
enum answer bank_passes(struct bank *bank, double base, uint32_t distance);

#endif
