/* --versus: encodings less another one, on the same draws. */
#ifndef POSBIAS_VERSUS_H
#define POSBIAS_VERSUS_H

#include "experiments/harness/command/run.h"
#include "experiments/share.h"

#define OPTION_VERSUS_ROW                                                                \
    {                                                                                    \
        .name = "versus", .type = OPTION_ENCODINGS,                                      \
        .meaning = "an encoding of the same dim to subtract, draw by draw; default none" \
    }

/* The encoding of --versus. */
const struct encoding *versus_other(const struct run *run);

/* Whether --versus is one encoding, of the dim of all others, and every encoding and it are allowed
 * with every model; else the run's error says what is wrong. */
bool versus_comparable(struct run *run,
                       bool (*allowed)(const struct run *run, const struct encoding *encoding,
                                       const struct qk_model *qk, struct message *error));

/* The draws of a model: one of a deterministic one. */
size_t versus_draws(const struct run *run, const struct qk_model *qk);

/* What is found of an encoding and a model over a context: of [failures]. */
struct versus_row {
    const struct encoding *encoding;
    const struct qk_model *qk;
    double length; /* the context, tokens */
    const struct share_difference *of;
};

/* What is compared over each context of the run. */
struct versus_plan {
    struct run *run;
    size_t failures;
    /* Out: share[failure * draws + draw]. */
    enum status (*shares)(const struct run *run, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t draws,
                          struct share *share);
    void (*row)(struct run *run, const struct versus_row *row);
};

/* Counts the other encoding once per model and context, and every encoding of the run beside it,
 * each a step of the run; then calls row for every encoding, model and context, the last running
 * fastest, with 95 % limits. None without contexts.
 * Returns: what shares did, with the run's `where`; STATUS_MEMORY. */
enum status versus_rows(const struct versus_plan *plan);

/* Adds what that takes: counted adds one count of shares. */
void versus_cost(const struct run *run, struct cost *cost, size_t failures,
                 void (*counted)(const struct run *run, struct cost *cost,
                                 const struct encoding *encoding, const struct qk_law *law,
                                 double context, size_t draws));

#endif
