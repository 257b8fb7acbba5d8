/* The sorting test: what a score needs to know, read off the scores themselves. */
#ifndef POSBIAS_PROPERTIES_MEASURE_H
#define POSBIAS_PROPERTIES_MEASURE_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

enum property {
    PROPERTY_LINEAR,
    PROPERTY_ORIGIN,
    PROPERTY_GROUP,
    PROPERTY_ADDITIVE,
    PROPERTY_RELATIVE,
    PROPERTY_PATH,
    PROPERTY_ABSOLUTE,
    PROPERTY_COUNT
};
extern const char *const property_names[PROPERTY_COUNT];
extern const char *const property_kind_names[];

/* Two numbers that a property says are equal (of path and absolute: that it says are not). */
struct property_pair {
    double left, right;
    double bound;      /* how far rounding can have put them apart */
    double r, s;       /* tokens; s negative: there is none */
    size_t draw;       /* of query and key */
    bool taken, apart; /* there is one; they differ by more than the bound */
};

/* What is compared, q and k of a draw, p and l of the next, r and s of `distances` or 0, the query
 * at twice the farthest of them and the same tokens where nothing else is said:
 *   linear    S(q + p, k, r) and S(q, k, r) + S(p, k, r); the same of keys
 *   origin    S(q, k, 0) and S(k, q, 0); S(q, q, 0) and its size
 *   group     q'A(r + s) A(0) k and q'A(r) A(s) k, A(r)_ij the score of the unit vectors i and j
 *   additive  S(q, k, r) - S(q, k, 0) and S(p, l, r) - S(p, l, 0)
 *   relative, absolute  S(q, k, r) with the query at m and at m + s, the tokens moved along
 *   path      S(q, k, r) with the tokens of the draw and of the next */
struct property_plan {
    const struct encoding *encoding;
    const struct qk_law *law; /* drawable for the encoding */
    const struct random_stream *stream;
    size_t draws, count;
    const double *distances; /* [count] ascending, up to PROPERTY_FARTHEST */
    /* of a path encoding, all draws' tokens; else NULL */
    const struct token_source *tokens;
};
#define PROPERTY_FARTHEST (DISTANCE_LIMIT / 4.0)

/* Of each property the pair farthest apart, of those apart by more than rounding where there are
 * such, and the size that its difference is relative to: the largest score, of the group's law the
 * largest number compared. */
struct property_result {
    struct property_pair worst[PROPERTY_COUNT];
    double size[PROPERTY_COUNT];
};

/* Compares.
 * Error:   the engine's bounds (curve_error), summed as the numbers are.
 * Returns: as qk_draw and the engine.
 * Cost:    2 dim + 9 + count scores per draw and distance, of which there are count (count + 3)/2
 *          at most. */
enum status properties_measure(const struct property_plan *plan, struct property_result *out);

/* Scores of a plan per draw, at each of how many distances, and bytes of a thread. */
struct property_size {
    double rows, distances, bytes;
};
struct property_size properties_size(const struct property_plan *plan);

/* The comparison that says most against a property (of path and absolute: for it), and the size its
 * difference is relative to: of a group that of linear, where that says more. */
struct property_pair property_witness(const struct property_result *result, enum property property,
                                      double *size);

/* The witness's difference over its size; 0 where nothing was compared. */
double property_deviation(const struct property_result *result, enum property property);

/* Whether the property holds: nothing is apart, and of a group the score is linear; of path and
 * absolute: something is. */
bool property_holds(const struct property_result *result, enum property property);

/* The kind that the properties say: path, or else absolute; or else a group, if A(0) is that of an
 * inner product besides, since another A(0) turns every key by itself; additive; relative. */
enum encoding_kind properties_kind(const struct property_result *result);

#endif
