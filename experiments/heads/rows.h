/* Rows of heads: one per head, and a summary of heads that stand in one layer. */
#ifndef POSBIAS_HEADS_ROWS_H
#define POSBIAS_HEADS_ROWS_H

#include "experiments/harness/command/experiment.h"
#include "experiments/heads/quantities.h"

/* Which models are heads of one whole: the string of a model with all for its head, or itself where
 * it has no head. In: out [size]. */
void heads_whole(const char *text, size_t size, char *out);

/* How many models from `from` on are heads of one whole. */
size_t heads_of_whole(const struct option_value *qks, size_t from);

/* The context that quantities of a model are taken at: the run's, else the files' own, else the
 * encoding's, else 4096. */
double heads_context(const struct run *run, const struct encoding *encoding,
                     const struct qk_model *qk);

/* Level of the comparisons with the null, corrected for the heads of a whole. */
#define HEADS_LEVEL 0.05

/* A model that was measured. */
struct heads_row {
    double tokens, context;
    struct head_value value[HEAD_QUANTITIES];
};

/* Writes the rows of models that are heads of one whole.
 * In:      qk and row [count], consecutive ones of the run. */
enum status heads_rows(struct run *run, const struct encoding *encoding, size_t count,
                       const struct qk_model *qk, struct heads_row *row);

#endif
