/* RoPE's frequencies for one base after another, and signs of B_r(b) that no rounding can turn. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_BANK_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_BANK_H

#include <stdint.h>

#include "theory/proof/filter/prover.h"

/* Largest distance and base a bank takes: up to there its error is the one stated. */
#define BASE_BANK_DISTANCE 0x1p40
#define BASE_BANK_BASE     1e100

/* B_r(b) = sum_{n < h} cos(r b^(-n/h)), h = dim/2, at one base at a time; for one thread, except
 * where said. */
struct base_bank;

/* How many times a sum was evaluated, and how many of these took balls. */
struct base_counts {
    double evaluations, balls;
};

/* A bank for that head dimension, turned to no base yet; to be released with base_bank_free.
 * In:      dim, even, from 2 to DIM_LIMIT.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY. */
enum status base_bank_new(size_t dim, struct base_bank **out);
void base_bank_free(struct base_bank *bank);

/* Turns the bank to a base: f_n = b^(-n/h)/(2 pi) as the product of two powers of q = b^(-1/h).
 * Source: derived in theory/proof/README.md#base-bank.
 * In:      base, in [1, BASE_BANK_BASE], exact as it stands.
 * Returns: STATUS_DOMAIN, STATUS_CONVERGENCE if balls of 160 bits do not give q's powers to 120.
 * Error:   each f_n within 2^-102 relative.
 * Cost:    about 2 sqrt(h) products of balls and h of double-doubles. */
enum status base_bank_set(struct base_bank *bank, double base);
double base_bank_base(const struct base_bank *bank);

/* At least Lambda(b) = sum_n (n/h) b^(-n/h), and at most (1 + (h + 24) 2^-52) of it: |d B_r/d ln b|
 * <= r Lambda(b). */
double base_bank_lipschitz(const struct base_bank *bank);

/* At least sum_n (n/h) min(x_n, x_n^2) for every x_n <= r stretch b^(-n/h): a bound on |d B_r/d ln
 * b| at one distance r, sharp near zero too.
 * In: stretch, from 1 on. */
double base_bank_slope(const struct base_bank *bank, double distance, double stretch);

/* At least r^2 sum_n (n/h)^2 b^(-2n/h) + r sum_n (n/h)^2 b^(-n/h), by a few roundings: |d2 B_r/d(ln
 * b)^2| is at most that at this base and every larger one.
 * Source: theory/proof/README.md#base-chord. */
double base_bank_bend(const struct base_bank *bank, double distance);

/* The frequencies b^(-n/h)/(2 pi) and their number, to be read until the bank is turned. */
const struct schedule *base_bank_schedule(const struct base_bank *bank);

/* Bound on |value - B_r(b)| of base_bank_value and base_bank_values: trig_sums_error and what the
 * frequencies' own error adds. */
double base_bank_error(const struct base_bank *bank);

/* B_r(b) in doubles.
 * In:    distance, whole, from 0 to BASE_BANK_DISTANCE.
 * Error: base_bank_error. */
double base_bank_value(struct base_bank *bank, double distance);

/* B_r(b) in doubles at r = first, first + 1, ..; reads the bank only, so that threads may share it.
 * Returns: STATUS_MEMORY.
 * Cost:    as trig_run. */
enum status base_bank_values(const struct base_bank *bank, size_t first, size_t count,
                             double *value);

/* Sign of B_r(b) where it is already known as value, within base_bank_error: balls only if that
 * leaves it open.
 * Source: theory/proof/README.md#base-bank. */
enum proof base_bank_sign(struct base_bank *bank, double distance, double value);

/* A lower bound on -B_r(b), over (1 - 1e-7) of it; 0 if it cannot be shown that B_r(b) < 0.
 * Source: theory/proof/README.md#base-bank. */
double base_bank_margin(struct base_bank *bank, double distance, double value);

/* A lower bound on B_r(b): value less the bound on its error, or from one ball where that is most
 * of it. */
double base_bank_least(struct base_bank *bank, double distance, double value);

/* The sums so far; those of base_bank_values are told by base_bank_count. */
struct base_counts base_bank_counts(const struct base_bank *bank);
void base_bank_count(struct base_bank *bank, double evaluations);

#endif
