/* Sweeps over failing bases, cut into sections that are units of work: threads and ranks share
 * them, and a run that is stopped goes on inside a row. */
#ifndef POSBIAS_BASEBOUND_SWEEP_H
#define POSBIAS_BASEBOUND_SWEEP_H

#include "theory/proof/bases/base_search.h"

/* Takes what a sweep finds, in the order of the bases. What a function returns ends the sweep
 * unless STATUS_OK. */
struct sweep_sink {
    struct base_belows belows; /* the ranges, each from where the one before it ends, or NULL */
    /* The search for the length of that number has ended here, as base_sweep_run says; and what it
     * took from the start to here. */
    enum status (*ended)(void *context, size_t number, const struct base_bracket *least,
                         const struct base_effort *effort);
    void *context;
};

/* Goes up from a base to the first one that passes at each of so many lengths, or to `until`. A
 * section is swept from its own first base on; ranges are cut where the next section begins. That
 * depends on what was found before, not on who computes it: the ranges are the same for any number
 * of threads and ranks.
 * Source: theory/proof/README.md#base-sweep.
 * In:      length [count], ascending; from, until, tolerance, as base_sweep_run.
 * Returns: as base_sweep_new and base_sweep_run, or what the sink returns. */
enum status sweep_run(size_t dim, double from, double until, size_t count, const double *length,
                      double tolerance, const struct sweep_sink *sink);

#endif
