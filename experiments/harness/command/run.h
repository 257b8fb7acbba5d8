/* One run of an experiment: what it is given and where its rows go. */
#ifndef POSBIAS_HARNESS_COMMAND_RUN_H
#define POSBIAS_HARNESS_COMMAND_RUN_H

#include "experiments/harness/command/option_values.h"
#include "experiments/harness/draws/random.h"
#include "experiments/harness/output/scale.h"
#include "experiments/harness/output/table.h"
#include "theory/ground/message.h"
#include "theory/ground/status.h"

struct experiment;

/* Resolved options in the order of the descriptor's table, and the table to fill. */
struct run {
    const struct experiment *experiment;
    enum scale scale;
    struct random_stream stream; /* the draws of its seed */
    struct option_value *values;
    bool long_run; /* takes over an hour on one thread, by its own estimate */
    struct table *table;
    /* set by run for a usage error, with STATUS_DOMAIN; with another status something broke */
    struct message error;
    struct message where; /* set by run_each: what a failure of its rows happened to */
};

/* The value of an option of this run's experiment; the name must exist. */
const struct option_value *run_value(const struct run *run, const char *name);
double run_number(const struct run *run, const char *name);

/* Runs rows on every encoding with every query-key model, in the order typed, after checking that
 * all are allowed; the options "encoding" and "qk" must exist. */
enum status run_each(struct run *run,
                     bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                     struct message *error),
                     enum status (*rows)(struct run *run, const struct encoding *encoding,
                                         const struct qk_model *qk));

/* Uses n threads from here on; 0 leaves their number as it is. */
void run_threads(int n);

#endif
