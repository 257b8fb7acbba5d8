/* What the comparisons of one draw share. */
#ifndef POSBIAS_PROPERTIES_COMPARING_H
#define POSBIAS_PROPERTIES_COMPARING_H

#include "experiments/properties/compare.h"

/* Rows of an engine's call. */
enum { CHUNK = 16 };

struct lane {
    double *query, *key;               /* [CHUNK][dim], rows of a call */
    double *work, *draw_work;          /* of the engine, of qk_draw */
    double *score;                     /* [CHUNK][count] */
    double *q, *k, *other_q, *other_k; /* [dim] */
    double *image[2], *error[2];       /* [dim][count]: q'A(r), A(r)k, and their bounds */
};

/* What one draw's comparisons read. */
struct comparing {
    const struct compare_shared *shared;
    const struct encoding *encoding;
    struct lane lane;
    size_t draw;
    struct property_result *result;
};

/* The farthest distance scored, where the query stands if nothing moves it. */
double compare_farthest(const struct compare_shared *shared);

/* Puts a query and a key into a row of the lane; the bound on that row's score at a distance. */
void compare_put(const struct comparing *c, size_t row, const double *query, const double *key);
double compare_error(const struct comparing *c, size_t row, double distance);

/* Scores of the rows in the lane, row i's query at position[i], the tokens those of a draw. */
enum status compare_scores(const struct comparing *c, size_t rows, const double *position,
                           size_t token_draw);

/* Takes the comparisons of the group's law. */
enum status compare_group(const struct comparing *c);

#endif
