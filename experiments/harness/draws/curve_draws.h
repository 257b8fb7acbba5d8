/* Whole score curves of drawn queries and keys, handed draw by draw to whoever measures them. */
#ifndef POSBIAS_HARNESS_DRAWS_CURVE_DRAWS_H
#define POSBIAS_HARNESS_DRAWS_CURVE_DRAWS_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/curve.h"
#include "theory/model/qk_law.h"

/* Distances whose curves may be held at once: the most all windows of a draw can have together. */
#define CURVE_HELD_LIMIT 16777216.0

enum { CURVE_WINDOWS_MOST = 2 };

/* The second token a query is shown beside the first. */
enum second_key {
    SECOND_NONE,
    SECOND_INDEPENDENT, /* another key of the law, independent given the query */
    /* pair by pair the first key's length along the query: the same a_n, phi_n = 0; banks only */
    SECOND_ALIGNED
};

/* The vectors of draws number first, .. first + draws - 1.
 * In:  work [qk_second_work_size(dim)].
 * Out: query, key, other [draws][dim], distinct; other untouched by SECOND_NONE.
 * Returns: as qk_draw. */
enum status curve_draw_vectors(const struct qk_law *law, const struct random_stream *stream,
                               enum second_key second, size_t dim, size_t first, size_t draws,
                               double *work, double *query, double *key, double *other);

/* The curves of one draw. */
struct curve_draw {
    const double *query, *key[2]; /* dim coordinates each */
    /* of key 0 and, if asked for, key 1, along each window */
    const double *score[2][CURVE_WINDOWS_MOST];
    /* bound on the absolute error of either key's scores */
    double error[2];
};

struct curve_plan {
    const struct encoding *encoding;
    const struct qk_law *law; /* drawable for the encoding */
    const struct random_stream *stream;
    size_t draws;
    enum second_key second;
    /* leave out what depends on the distance alone */
    bool level;
    size_t window_count;
    struct curve_window window[CURVE_WINDOWS_MOST];
    const void *context;
    size_t scratch; /* doubles of visit's scratch, one area per thread */
    size_t results; /* doubles that visit fills per draw, and nothing else: at least one */
    enum status (*visit)(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result);
};

/* Calls visit once for every draw, on several threads.
 * Out:     result [draws][results], the same whatever the number of threads.
 * Returns: the first draw's failure, by draw number; STATUS_MEMORY; STATUS_DOMAIN for a distance
 *          over DISTANCE_LIMIT or scores that overflow.
 * Cost:    curve_scores per key and draw; memory for the windows of one draw, at least 131,072
 *          distances, per thread. */
enum status curve_draws(const struct curve_plan *plan, double *result);

/* What curve_draws allocates for a plan, bytes: the windows, and the buffers of each thread that
 * takes one of the units, of so many draws. */
struct curve_footprint {
    double shared, each, units, batch;
};
struct curve_footprint curve_draws_footprint(const struct curve_plan *plan);

#endif
