/* Distances at which a bank's expected score comes to a given value, constructed where no scan
 * reaches, and proved. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_WITNESS_H
#define POSBIAS_THEORY_PROOF_TAPA_WITNESS_H

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* V(r) = (2/D) sum_n w_n [ mu0 cos x_n(r) + nu0 sin x_n(r) ], (2/sqrt D) E S for plain RoPE; one
 * thread at a time. */
struct witness_search;

/* What is proved of a distance, whatever the search that found it. */
struct witness_value {
    double value; /* V there, rounded */
    double error; /* no less than |V - target| */
};

/* Number of pairs that move at whole distances: those that turn, but not by whole turns per
 * token. */
size_t witness_pairs(const struct schedule *schedule);

/* A search in V of one schedule; to be released with witness_free.
 * In:     schedule, kept until then; mu0, nu0, not both 0.
 * Returns: STATUS_DOMAIN if no pair turns or more than PHASE_LATTICE_PAIRS do, STATUS_MEMORY. */
enum status witness_new(const struct schedule *schedule, double mu0, double nu0,
                        struct witness_search **out);
void witness_free(struct witness_search *search);

/* The smallest distance r >= 1 found with |V(r) - target| <= error: the smallest there is up to
 * WITNESS_SCAN, beyond it the smallest of the lattice points tried; if none is found, the one with
 * the least error among all tried.
 * Source: TAPA Theorem 2.1; theory/proof/README.md#witness.
 * Out:     distance; *value, proved; the same for every order of calls.
 * Returns: STATUS_DOMAIN if target or error is not finite, or error not over 0; STATUS_MEMORY.
 * Cost:    64 pairs: 0.5 s for the first reductions, then 0.05 s. */
enum { WITNESS_SCAN = 1 << 17 };
enum status witness_find(struct witness_search *search, double target, double error,
                         fmpz_t distance, struct witness_value *value);

/* V at a distance, by balls.
 * Source: theory/proof/README.md#witness. */
enum status witness_enclose(struct witness_search *search, const fmpz_t distance, double target,
                            struct witness_value *value);

/* Digits expected of the smallest distance with |V(r) - target| <= error, if all phases are met
 * alike.
 * Source: theory/proof/README.md#witness. */
double witness_digits(const struct witness_search *search, double target, double error);

#endif
