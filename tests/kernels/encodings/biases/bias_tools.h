/* What tests of biases share. */
#ifndef POSBIAS_TESTS_KERNELS_ENCODINGS_BIASES_BIAS_TOOLS_H
#define POSBIAS_TESTS_KERNELS_ENCODINGS_BIASES_BIAS_TOOLS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "tests/tools/check_tools.h"

/* Refuses to parse a string with the words in the message, and with the string. */
static inline void bias_refused(const char *text, const char *words)
{
    struct encoding *e;
    struct message error = {""};
    ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s", text);
    ck_assert_msg(strstr(error.text, words) && strstr(error.text, text) &&
                      !strchr(error.text, '\n'),
                  "%s", error.text);
}

static const double bias_distances[] = {0, 1, 2, 7, 15, 16, 17, 100, 2500, 1e6};
enum { BIAS_DIM = 32, BIAS_COUNT = sizeof bias_distances / sizeof *bias_distances };

/* Scores of two drawn pairs at the distances, to be freed. */
static inline double *bias_scores(const char *text, size_t count, const double *r)
{
    struct encoding *e = tools_encoding(text);
    double q[2 * BIAS_DIM], k[2 * BIAS_DIM];
    uint64_t state = 3;
    ck_assert_uint_eq(e->dim, BIAS_DIM);
    for (size_t i = 0; i < 2 * BIAS_DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
    double *score = tools_scores(e, count, r, 2, q, k);
    encoding_free(e);
    return score;
}

/* Both encodings score alike to the last bit at the first distances. */
static inline void bias_same(const char *a, const char *b, size_t count)
{
    double *left = bias_scores(a, count, bias_distances),
           *right = bias_scores(b, count, bias_distances);
    ck_assert_msg(memcmp(left, right, 2 * count * sizeof *left) == 0, "%s is not %s", a, b);
    free(left), free(right);
}

/* Position inversions are certain or impossible, and tokens never change their order. */
static inline void bias_orders(const char *text, double near, double far, double inverted)
{
    static const char *const laws[] = {"gauss:mu=0.5", "aligned:rho=0.5", "crossed:c=0.5"};
    struct encoding *e = tools_encoding(text);
    const struct closed_forms *closed = closed_forms(e);
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        struct qk_law law = tools_law(laws[i]);
        struct estimate p = {NAN, NAN}, token = {NAN, NAN};
        ck_assert_int_eq(closed->position_order(e, &law, near, far, &p), STATUS_OK);
        ck_assert_msg(p.val == inverted && p.err == 0.0, "%s from %.0f to %.0f: %g", text, near,
                      far, p.val);
        if (law.kind == QK_CROSSED)
            continue;
        ck_assert_int_eq(closed->token_order(e, &law, far, &token), STATUS_OK);
        ck_assert(token.val == 0.0 && token.err == 0.0);
    }
    encoding_free(e);
}

#endif
