/* Two strings that are one encoding to the last bit, and strings that are refused. */
#ifndef POSBIAS_TESTS_KERNELS_ENCODINGS_BANKS_ALIKE_H
#define POSBIAS_TESTS_KERNELS_ENCODINGS_BANKS_ALIKE_H

#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

/* Whether drawn scores at near and far distances have the same bits. */
static inline bool alike(const char *one, const char *other)
{
    static const double r[] = {0.0, 1.0, 2.0, 17.0, 1000.0, 123457.0, 9007199254740992.0};
    struct encoding *a = tools_encoding(one), *b = tools_encoding(other);
    uint64_t state = 5;
    ck_assert_uint_eq(a->dim, b->dim);
    double *q = malloc(2 * a->dim * sizeof *q), *k = q + a->dim;
    for (size_t i = 0; i < 2 * a->dim; i++)
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
    double *s = tools_scores(a, TOOLS_COUNT(r), r, 1, q, k),
           *t = tools_scores(b, TOOLS_COUNT(r), r, 1, q, k);
    bool same = memcmp(s, t, sizeof r) == 0;
    free(q), free(s), free(t);
    encoding_free(a), encoding_free(b);
    return same;
}

/* In: cases, a string and a part of its message each, which also names the string. */
static inline void check_refused(size_t count, const char *const (*cases)[2])
{
    for (size_t i = 0; i < count; i++) {
        struct encoding *e;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}

#endif
