/* Queries and keys of tokens as rows, whatever they come from. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_ROWS_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_ROWS_H

#include "experiments/harness/draws/random.h"
#include "theory/ground/status.h"
#include "theory/model/qk_law.h"

enum { TOKEN_QUERY, TOKEN_KEY, TOKEN_SIDES };

/* Rows first to first + count - 1 of a side are read into out [count][dim], before any rotation:
 * coordinates 2n and 2n + 1 turn together. Equal numbers are equal rows, from any thread. */
struct token_rows {
    const void *self;
    size_t dim, tokens[TOKEN_SIDES];
    enum status (*read)(const void *self, size_t side, size_t first, size_t count, double *out);
};

/* Whether token t's query and its key belong together: as many of both. */
bool token_rows_joint(const struct token_rows *rows);

/* The draws of a law as rows: token t is draw t of the stream. */
struct token_draws {
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t dim;
};
struct token_rows token_rows_drawn(const struct token_draws *draws, size_t tokens);

#endif
