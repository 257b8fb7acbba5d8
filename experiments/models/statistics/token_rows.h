/* Queries and keys of tokens as rows, whatever they come from. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_ROWS_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_ROWS_H

#include "experiments/harness/draws/random.h"
#include "theory/ground/status.h"
#include "theory/model/qk_law.h"

enum { TOKEN_QUERY, TOKEN_KEY, TOKEN_SIDES };

/* Rows first to first + count - 1 of a side are read into out [count][dim], before any rotation:
 * coordinates 2n and 2n + 1 turn together. Equal numbers are equal rows, from any thread.
 *
 * A drawn pair is a query and a key as a score takes them: the rows of two tokens drawn
 * independently; or, where rows are coupled, query and key of one number, which may depend on each
 * other. */
struct token_rows {
    const void *self;
    size_t dim, tokens[TOKEN_SIDES];
    bool coupled; /* as many of both sides */
    enum status (*read)(const void *self, size_t side, size_t first, size_t count, double *out);
};

/* Whether token t's query and its key belong together: as many of both. */
bool token_rows_joint(const struct token_rows *rows);

/* The draws of a law as rows: token t is draw t of the stream, coupled. */
struct token_draws {
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t dim;
};
struct token_rows token_rows_drawn(const struct token_draws *draws, size_t tokens);

/* What is taken of the drawn pairs of coupled rows. */
enum token_pair_value {
    PAIR_COEFFICIENTS, /* (A_n, -B_n), as a query that the key (1, 0, 1, 0, ..) leaves as it is */
    PAIR_PRODUCTS      /* q_d k_d, as a query beside the key (1, 1, ..) */
};

/* Rows of which every query with every key is a drawn pair, uncoupled: those of rows that are so
 * already; else, for what is asked of pairs, rows with the same A_n, B_n and |z_n|, or the same
 * products of coordinates. Both live as long as `rows`. */
struct token_pairs {
    const struct token_rows *rows;
    enum token_pair_value value;
};
struct token_rows token_rows_paired(const struct token_pairs *pairs);

#endif
