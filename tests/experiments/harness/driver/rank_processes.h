/* A job of ranks without a launcher: processes that tell each other through memory they share. */
#ifndef POSBIAS_TESTS_EXPERIMENTS_HARNESS_DRIVER_RANK_PROCESSES_H
#define POSBIAS_TESTS_EXPERIMENTS_HARNESS_DRIVER_RANK_PROCESSES_H

#include <stddef.h>

enum { RANKS_MOST = 7 };

/* Memory of zeros that all processes started afterwards share. */
void *rank_memory(size_t size);

/* Runs body in so many processes, each a rank of one job; checks that each ends with status 0. */
void rank_processes(size_t count, void (*body)(void *context), void *context);

#endif
