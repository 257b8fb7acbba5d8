/* What an experiment is: one descriptor with its options, columns, figures, claims and run
 * function. */
#ifndef POSBIAS_HARNESS_COMMAND_EXPERIMENT_H
#define POSBIAS_HARNESS_COMMAND_EXPERIMENT_H

#include <stdint.h>

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/random.h"
#include "experiments/harness/output/table.h"
#include "experiments/harness/report/figures.h"
#include "kernels/encodings/encoding.h"
#include "theory/ground/arrays.h"

enum option_type {
    OPTION_ENCODINGS, /* encoding strings joined by ';' */
    OPTION_QKS,       /* query-key models joined by ';' */
    /* ascending distinct whole numbers: 1,10,100  0:100  1:131072:log:40  1024:1048576:x2 */
    OPTION_INTEGERS,
    OPTION_RANGE, /* A:B, whole numbers */
    OPTION_REALS, /* numbers joined by ',' */
    OPTION_WHOLE, /* one whole number */
    OPTION_CHOICE,
    OPTION_NAMES, /* distinct choices joined by ',' */
    OPTION_FILE,  /* a file to write besides the result */
    OPTION_FLAG   /* no value */
};

/* An option as the user sees it. A fallback per scale; NULL means the experiment derives it, as
 * meaning says. */
struct option_spec {
    const char *name;
    enum option_type type;
    const char *fallback[SCALE_COUNT];
    double lo, hi;              /* bounds of whole numbers, of list entries and of range ends */
    const char *const *choices; /* NULL-terminated */
    const char *meaning;        /* one line, with the unit */
};

/* The value of one option. */
struct option_value {
    bool given, present;
    const char *text; /* as typed or defaulted */
    struct encoding **encodings;
    struct qk_model *qks;
    /* INTEGERS, REALS and NAMES (as indices): the list; RANGE: two ends; WHOLE and CHOICE: one */
    double *numbers;
    size_t count;
};

struct run;

struct experiment {
    const char *name, *summary;
    const char *measures; /* a paragraph for `posbias help` */
    const char *source;   /* paper equations */
    const struct option_spec *options;
    size_t option_count;
    const struct column *columns;
    size_t column_count;
    const struct figure *figures;
    size_t figure_count;
    /* columns that the report shows as a table under the first figure, up to a NULL; or NULL */
    const char *const *tabulated;
    /* NULL: it judges none */
    const struct claim_set *claims;
    enum status (*run)(struct run *run);
    double (*seconds)(
        /* rough time on two cores, so that nobody starts hours by mistake; NULL: minutes at most */
        const struct run *run);
};

/* One run: resolved options in the order of the descriptor's table, and the table to fill. */
struct run {
    const struct experiment *experiment;
    enum scale scale;
    struct random_stream stream; /* keyed by seed and experiment */
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

/* The lists of a descriptor, with their counts; what an experiment does not have is left out. */
#define EXPERIMENT_OPTIONS(list) .options = list, .option_count = ARRAY_COUNT(list)
#define EXPERIMENT_COLUMNS(list) .columns = list, .column_count = ARRAY_COUNT(list)
#define EXPERIMENT_FIGURES(list) .figures = list, .figure_count = ARRAY_COUNT(list)

/* Common rows for the option tables. */
#define OPTION_ENCODING_ROW(standard)                                                             \
    {                                                                                             \
        .name = "encoding", .type = OPTION_ENCODINGS, .fallback = {standard, standard, standard}, \
        .meaning = "encodings to evaluate, joined by ';'; see `posbias help encodings`"           \
    }
#define OPTION_QK_ROW(standard)                                                       \
    {                                                                                 \
        .name = "qk", .type = OPTION_QKS, .fallback = {standard, standard, standard}, \
        .meaning = "query-key models, joined by ';'; see `posbias help qk`"           \
    }
#define OPTION_DISTANCES_ROW(smoke, standard, full)                                             \
    {                                                                                           \
        .name = "distances", .type = OPTION_INTEGERS, .fallback = {smoke, standard, full},      \
        .lo = 0, .hi = DISTANCE_LIMIT,                                                          \
        .meaning = "distances, tokens: 1,10,100 or 0:100 or 1:131072:log:40 or 1024:1048576:x2" \
    }
#define OPTION_PAIRS_ROW(smoke, standard, full)                                              \
    {                                                                                        \
        .name = "pairs", .type = OPTION_WHOLE, .fallback = {smoke, standard, full}, .lo = 2, \
        .hi = 1e12, .meaning = "Monte Carlo draws of q and k"                                \
    }
#define OPTION_CONTEXT_ROW(smoke, standard, full, least, most)                           \
    {                                                                                    \
        .name = "context", .type = OPTION_INTEGERS, .fallback = {smoke, standard, full}, \
        .lo = least, .hi = most, .meaning = "context lengths M, tokens"                  \
    }
#define OPTION_DRAWS_ROW(smoke, standard, full)                                              \
    {                                                                                        \
        .name = "pairs", .type = OPTION_WHOLE, .fallback = {smoke, standard, full}, .lo = 1, \
        .hi = 1e9, .meaning = "draws of q and k; 1 is used for a deterministic model"        \
    }
#define OPTION_SEED_ROW                                                             \
    {                                                                               \
        .name = "seed", .type = OPTION_WHOLE, .fallback = {"1", "1", "1"}, .lo = 0, \
        .hi = DISTANCE_LIMIT, .meaning = "seed of the random stream"                \
    }

extern const struct experiment *const experiments[];
extern const size_t experiment_count;
/* The experiment of that name, or NULL. */
const struct experiment *experiment_find(const char *name);

#endif
