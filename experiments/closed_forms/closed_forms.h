/* What is known in closed form of each encoding's score: one table, a row per encoding type. */
#ifndef POSBIAS_CLOSED_FORMS_CLOSED_FORMS_H
#define POSBIAS_CLOSED_FORMS_CLOSED_FORMS_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"
#include "theory/ground/status.h"

/* A number at each of count distances. */
typedef enum status closed_curve(const struct encoding *encoding, const struct qk_law *law,
                                 size_t count, const double *distance, double *out);

/* A number at one distance, or in one context, tokens. */
typedef enum status closed_number(const struct encoding *encoding, const struct qk_law *law,
                                  double distance, double *out);

/* A probability with its error bound. */
typedef enum status closed_probability(const struct encoding *encoding, const struct qk_law *law,
                                       double distance, struct estimate *out);

/* A row. A member is NULL where the encoding has no such form, and returns STATUS_UNDEFINED where
 * the law has none. */
struct closed_forms {
    const struct encoding_type *type;
    /* whether the forms hold for this encoding of the type; NULL: for every one */
    bool (*hold)(const struct encoding *encoding);
    /* for which those are, in a user's words */
    const char *held;
    closed_curve *mean, *variance;
    /* d ln |mean|/d ln r where the mean is not zero, and that of the mean's envelope in the
     * limit */
    closed_number *exponent, *exponent_limit;
    /* log10 |mean| also where the mean underflows */
    closed_number *mean_log10;
    /* of a position inversion: the far score exceeds the near one */
    enum status (*position_order)(const struct encoding *encoding, const struct qk_law *law,
                                  double near, double far, struct estimate *p);
    /* seconds of one thread for one of those, no further than `farthest` */
    double (*position_seconds)(const struct encoding *encoding, double farthest);
    /* position inversions between the halves of a context */
    closed_number *position_law;
    /* of a token inversion at a distance: with an independent second key, with an aligned one */
    closed_probability *token_order, *token_order_aligned;
    /* its law for many pairs */
    closed_number *token_law, *token_law_aligned;
    /* seconds of one thread, as experiments/harness/draws/prices.h takes them: for mean and
     * variance at one distance, and for the exponent and the mean's logarithm, both at moment_pace;
     * at PACE_SCALAR for token_order, for token_order_aligned and for a token law */
    double (*moment_seconds)(const struct encoding *encoding);
    double (*exponent_seconds)(const struct encoding *encoding);
    enum pace moment_pace;
    double (*token_seconds)(const struct encoding *encoding, const struct qk_law *law,
                            double distance);
    double (*aligned_seconds)(const struct encoding *encoding);
    double (*law_seconds)(const struct encoding *encoding);
};

/* The encoding's row; one without forms if none of them hold for it. */
const struct closed_forms *closed_forms(const struct encoding *encoding);

/* For which encodings of its type there are forms, if not for every one; else NULL. */
const char *closed_where(const struct encoding *encoding);

/* True if this model can be evaluated for this encoding at all; else *error says what can. */
bool closed_allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error);

/* True if the mean exists in closed form where no tokens are drawn; else *error says what has one.
 * In: who asks, for the message. */
bool closed_mean_allowed(const struct encoding *encoding, const struct qk_model *qk,
                         const char *who, struct message *error);

/* Adds what closed_moments takes, and what the exponent and the mean's logarithm take, at count
 * distances. */
void closed_moments_cost(struct cost *cost, const struct encoding *encoding,
                         const struct qk_law *law, double count);
void closed_exponents_cost(struct cost *cost, const struct encoding *encoding, double count);

/* Takes what the mean and the variance read of a law with rows in files, whose forms are undefined
 * before: called wherever they are, so that none depends on what was measured for another encoding.
 * Returns: as qk_measure. */
enum status closed_measure(const struct encoding *encoding, const struct qk_law *law);

/* Mean and variance at each distance; has_mean and has_variance say which exist in closed form. Of
 * a law with rows in files its moments are taken first.
 * Out: mean [count], variance [count]. */
enum status closed_moments(const struct encoding *encoding, const struct qk_law *law, size_t count,
                           const double *distance, double *mean, double *variance, bool *has_mean,
                           bool *has_variance);

#endif
