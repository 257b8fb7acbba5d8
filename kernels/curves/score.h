/* What an engine is: functions that score queries and keys over distance, on a state of their
 * own. */
#ifndef POSBIAS_KERNELS_CURVES_SCORE_H
#define POSBIAS_KERNELS_CURVES_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

/* The tokens on the way from query to key, for a path encoding: read writes the width numbers that
 * the encoding needs of each of count tokens in draw `draw`, from the one `back` places before the
 * query (0: the query's own) to the one back + count - 1 places before it. Read by blocks, since
 * all of them at once would be distance times width numbers per draw.
 * Out: out [count][width]. */
struct token_source {
    size_t width;
    void (*read)(const struct token_source *source, size_t draw, size_t back, size_t count,
                 double *out);
};

/* Queries and keys to score: draws rows of as many coordinates as the head has. */
struct score_input {
    size_t draws;
    const double *query, *key;
    /* tokens from the start to each draw's query, for an absolute encoding; NULL: where that
     * encoding itself says (encoding.at) */
    const double *position;
    /* for a path encoding; else NULL */
    const struct token_source *tokens;
    /* leave out what depends on the distance alone, score_method.offset */
    bool level;
};

/* Scores have vanished where they are this many powers of e under the first ones. */
#define SCORE_VANISHED 8.0

/* Seconds of one thread on the machine that prices are taken on, at the pace of vectors. */
struct score_price {
    /* a table's entries for one distance; of a draw, what no distance changes: its coefficients; a
     * score of them and of a table in the caches; a bound, error and offset together */
    double column, draw, score, bound;
    /* what a score takes besides where the query has a position of its own, and what a token on the
     * way takes, drawing it aside */
    double moved, token;
    /* the distance from which scores repeat nearer ones or have vanished; infinite: none does */
    double distinct;
};

/* How scores at any distances are computed; `state` is what the engine keeps of its encoding. The
 * table depends on the distances only and is shared by all draws and threads. */
struct score_method {
    size_t (*table_size)(const void *state, size_t count); /* doubles */
    enum status (*table_fill)(const void *state, size_t count, const double *distance,
                              double *table);
    /* doubles, one area per thread */
    size_t (*work_size)(const void *state, size_t draws);
    enum status (*score)(const void *state, size_t count, const double *table,
                         const struct score_input *input, double *work, double *score);
    /* Bound on the absolute error of one draw's level scores at every distance up to farthest. */
    double (*error)(const void *state, const double *query, const double *key, double farthest);
    /* The term of the score that no query and no key changes, largest in size at the farthest
     * distance, known to one rounding; NULL: there is none. */
    double (*offset)(const void *state, double distance);
    /* What these take. */
    void (*price)(const void *state, struct score_price *out);
};

/* The two vectors whose product is the level score, as a model forms them of a query and a key at
 * their positions and keeps them; an encoding whose score a model forms from the distance has
 * none. */
enum factor_side { FACTOR_QUERY, FACTOR_KEY };
struct factor_method {
    size_t (*width)(const void *state);
    /* In:  position, tokens from the start; vector [dim]. Out: out [width]; the query's has the
     *      factor on the score. */
    void (*form)(const void *state, enum factor_side side, double position, const double *vector,
                 double *out);
    /* of a number of out and of its rounding to a format, as in score_price */
    double (*seconds)(const void *state);
};

/* What an engine does for runs of consecutive distances, where it has something faster than its
 * score_method. The window depends on the run only and is shared by all draws and threads. */
struct curve_method {
    size_t (*window_size)(const void *state, size_t count); /* doubles */
    enum status (*window_fill)(const void *state, double first, size_t count, double *window);
    /* of a filled window */
    void (*window_move)(const void *state, double first, size_t count, double *window);
    /* doubles, one area per thread */
    size_t (*work_size)(const void *state, size_t draws, size_t count);
    enum status (*scores)(const void *state, size_t count, const double *window,
                          const struct score_input *input, double *work, double *score);
    /* of a score, as in score_price */
    double (*seconds)(const void *state);
};

#endif
