/* Whether every base of an interval passes at a context: B_r(b) >= 0 for all r < context. */
#ifndef POSBIAS_VERIFY_PASS_H
#define POSBIAS_VERIFY_PASS_H

#include "verify/cell.h"

/* Proves B_r(b) >= 0 for all bases in [from, to] and all r < context, 2 pairs = D; a point if from
 * = to. Bases are cut into cells, at whose middle a sum of at least r Lambda times half the cell's
 * width covers the cell; a cell that is hard is cut again, and where balls give the slope a sign
 * the cell's ends decide (README.md#window). The outcome, also which base and distance refute, does
 * not depend on the number of threads.
 * Cost: about context h products for each cell, for a point one cell. */
struct pass_proof pass_prove(slong pairs, uint32_t context, double from, double to);

/* One task of a proof; where it does not prove, it settles p->proof. */
typedef void task_function(struct cell_prover *p, const void *context, uint64_t task);

/* Runs the tasks 0 .. tasks - 1 on all threads.
 * In: from, the least base of any cell; distances_max, as for cell_prover_init.
 * Returns: what the first task found that does not prove, the same for any threads. */
struct pass_proof tasks_prove(slong pairs, double from, uint32_t distances_max, uint64_t tasks,
                              task_function *run, const void *context);

#endif
