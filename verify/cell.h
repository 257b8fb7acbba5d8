/* One cell of a proof that an interval passes: B_r(b) >= 0 for all bases of the cell and the
 * distances of a list, by steps 1 to 3 of README.md#window. */
#ifndef POSBIAS_VERIFY_CELL_H
#define POSBIAS_VERIFY_CELL_H

#include <stddef.h>

#include "verify/bank.h"
#include "verify/table.h"

enum pass { PASS_PROVED, PASS_REFUTED, PASS_OPEN, PASS_NO_MEMORY };

struct pass_proof {
    enum pass pass;
    /* refuted: B_distance(base) = value < 0; open: balls could not tell there */
    double base;
    uint32_t distance;
    double value;
};

/* Distances, ascending, that are still to be proved for a cell. */
struct distances {
    uint32_t *list;
    size_t count;
};

/* One thread's room, and what it has found. */
struct cell_prover {
    struct bank middle, cell, end;
    struct table table;
    /* the most that a sum of the table is off by */
    double error;
    double lambda;
    struct pass_proof proof;
};

/* Room to prove cells of an interval, 2 pairs = D.
 * In: lambda, at least Lambda of every base of the interval; distances_max, the most distances from
 *     the first to the last of a list.
 * Returns: false if there is no memory; to be freed with cell_prover_clear either way. */
bool cell_prover_init(struct cell_prover *p, slong pairs, double lambda, uint32_t distances_max);
void cell_prover_clear(struct cell_prover *p);

/* Proves the cell [from, to], a point if they are equal, for the distances left, which it uses up.
 * Returns: false if p->proof is settled: a sum is negative, or undecided, or memory ran out. */
bool cell_passes(struct cell_prover *p, double from, double to, struct distances *left);

/* At least r lambda |ln(b/middle)| for every b in [from, to]: B_r moves by no more if lambda bounds
 * Lambda there. The last factor makes good the few roundings of the others. */
double cell_drift(double lambda, uint32_t distance, double from, double middle, double to);

/* What is found where it is no proof; value NULL: no sum was decided. */
void cell_settle(struct cell_prover *p, enum pass pass, double base, uint32_t distance,
                 const arb_t value);

#endif
