/* One run of an experiment: what it is given, what it takes, and where its rows go. */
#ifndef POSBIAS_HARNESS_COMMAND_RUN_H
#define POSBIAS_HARNESS_COMMAND_RUN_H

#include "experiments/harness/command/option_values.h"
#include "experiments/harness/draws/cost.h"
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
    bool long_run;           /* estimate_long */
    const struct cost *cost; /* what it will take here; NULL: not known */
    bool yes, quiet;         /* as in the settings */
    size_t steps;            /* done */
    struct table *table;
    /* set by run for a usage error, with STATUS_DOMAIN; with another status something broke */
    struct message error;
    struct message where; /* set by run_each: what a failure of its rows happened to */
};

/* The value of an option of this run's experiment; the name must exist. */
const struct option_value *run_value(const struct run *run, const char *name);
double run_number(const struct run *run, const char *name);

/* The last number of a list, the largest of one that ascends; 0 if it has none. */
double run_last(const struct run *run, const char *name);

/* Whether every encoding may be run with every query-key model; else the run's error says which may
 * not. The options "encoding" and "qk" must exist. */
bool run_allowed(struct run *run,
                 bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                 struct message *error));

/* Runs rows on every encoding with every query-key model, in the order typed, after checking that
 * all are allowed; the options "encoding" and "qk" must exist. */
enum status run_each(struct run *run,
                     bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                     struct message *error),
                     enum status (*rows)(struct run *run, const struct encoding *encoding,
                                         const struct qk_model *qk));

/* To be called once the request is found valid, before the work: refuses distances beyond an
 * absolute encoding's query and what takes too long or too much memory, and says what the work
 * takes.
 * Returns: false with the run's error set, for STATUS_DOMAIN. */
bool run_begin(struct run *run);

/* Ends a step of the run, where its cost function called cost_step. */
void run_step(struct run *run);

/* Uses n threads from here on, or as many of them as start; 0 stands for the number there is. */
void run_threads(int n);

/* The cost of a run here, on the threads it has; to be released with cost_free. */
void estimate_here(const struct run *run, struct cost *cost);

/* The cost of the run that words ask for, on so many cores of this machine.
 * In:      words [count], options of the experiment.
 * Returns: false with *error set if they are not valid; then there is nothing to release. */
bool estimate_words(const struct experiment *experiment, size_t count, const char *const *words,
                    double cores, struct cost *cost, struct message *error);

/* Whether it takes over an hour on one thread of the machine that prices were taken on: it depends
 * on the request alone, so that what is printed of it does too. */
bool estimate_long(const struct run *run);

/* Says on standard error what a run of over ten seconds takes, or on a terminal tells how far it
 * is, until progress_end. */
void estimate_tell(const char *name, const struct cost *cost);

#endif
