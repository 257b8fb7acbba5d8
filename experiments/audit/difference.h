/* How far apart two meanings of one layer put the scores. */
#ifndef POSBIAS_AUDIT_DIFFERENCE_H
#define POSBIAS_AUDIT_DIFFERENCE_H

#include "experiments/audit/cosines.h"
#include "experiments/audit/meaning.h"

/* A query at each position p that is looked at and a key p tokens before it, or as far before it as
 * the layer sees. With M the matrix of one meaning, score q'M(p)k, and N that of the other:
 *   unit   |q'(M - N)k| for q = k with every coordinate 1/sqrt(2), so that every A_n is 1 and every
 *          B_n is 0, whichever coordinates are pairs
 *   gauss  sqrt(E (q'(M - N)k)^2) for independent standard normal coordinates, which is the
 *          Frobenius norm of M - N
 * Each is the largest over the positions that are looked at, with the first where it is attained.
 */
struct difference {
    bool defined; /* both have heads of the same size */
    bool same;    /* no frequency, factor or temperature differs */
    double unit, unit_at, gauss, gauss_at;
};

/* The tables that several comparisons of one layer share. */
struct bench;

/* In:      window, tokens the layer sees, 0 for all; length, tokens.
 * Out:     *out, to be released with bench_free.
 * Returns: STATUS_DOMAIN if the rule is out of range, STATUS_MEMORY. */
enum status bench_new(const struct meaning *meaning, double window, double length,
                      struct bench **out);
void bench_free(struct bench *bench);

/* The schedule of the bench's meaning; NULL if nothing rotates. */
const struct schedule *bench_schedule(const struct bench *bench);

/* Which positions are looked at: those that a layer sees the start from, by which the distance
 * grows; and, once a temperature was compared, those after them, from 0 for the first. */
struct positions {
    struct looks within, beyond;
    double window;
};
const struct positions *bench_positions(const struct bench *bench);

/* Compares another meaning with the bench's. Returns: as bench_new. */
enum status bench_compare(struct bench *bench, const struct meaning *other, struct difference *out);

#endif
