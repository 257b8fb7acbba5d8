/* What an experiment is: one descriptor with its options, columns, figures, claims and run
 * function. */
#ifndef POSBIAS_HARNESS_COMMAND_EXPERIMENT_H
#define POSBIAS_HARNESS_COMMAND_EXPERIMENT_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/command/option_spec.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/cost.h"
#include "experiments/harness/output/figure.h"
#include "experiments/harness/output/table.h"
#include "theory/ground/arrays.h"

/* A table that one of an experiment's options asks for in place of the usual one. */
struct experiment_table {
    const char *option; /* given: this table is made */
    const struct column *columns;
    size_t column_count;
    enum status (*run)(struct run *run);
};

struct experiment {
    const char *name, *summary;
    const char *measures; /* a paragraph for `posbias help` */
    const char *source;   /* paper equations */
    const struct option_spec *options;
    size_t option_count;
    const struct column *columns;
    size_t column_count;
    /* the first whose option is given is made */
    const struct experiment_table *tables;
    size_t table_count;
    const struct figure *figures;
    size_t figure_count;
    /* columns that the report shows as a table under the first figure, up to a NULL; or NULL */
    const char *const *tabulated;
    /* NULL: it judges none */
    const struct claim_set *claims;
    enum status (*run)(struct run *run);
    /* adds up what a run takes, loop by loop, and ends a step where the run does */
    void (*cost)(const struct run *run, struct cost *cost);
};

/* The lists of a descriptor, with their counts; what an experiment does not have is left out. */
#define EXPERIMENT_OPTIONS(list) .options = list, .option_count = ARRAY_COUNT(list)
#define EXPERIMENT_COLUMNS(list) .columns = list, .column_count = ARRAY_COUNT(list)
#define EXPERIMENT_TABLES(list)  .tables = list, .table_count = ARRAY_COUNT(list)
#define EXPERIMENT_FIGURES(list) .figures = list, .figure_count = ARRAY_COUNT(list)

extern const struct experiment *const experiments[];
extern const size_t experiment_count;
/* The experiment of that name, or NULL. */
const struct experiment *experiment_find(const char *name);

/* `posbias EXPERIMENT options...`: returns the exit status; every error is one line on stderr. */
int experiment_main(const struct experiment *experiment, int argc, char **argv);

#endif
