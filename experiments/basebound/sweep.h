/* A sweep in pieces that are kept, so that it goes on inside a row where a run was stopped. */
#ifndef POSBIAS_BASEBOUND_SWEEP_H
#define POSBIAS_BASEBOUND_SWEEP_H

#include "theory/proof/bases/base_search.h"

/* As base_sweep_run: the same ranges, the same end, the same effort, whatever of it was kept. */
enum status sweep_run(struct base_sweep *sweep, size_t length, double until, double tolerance,
                      const struct base_belows *belows, struct base_bracket *out);

#endif
