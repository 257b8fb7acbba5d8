/* Every registered type's specimen against its score from the definition, in long double. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 40, DRAWS = 4 };

static long double dot(size_t n, const double *q, const double *k)
{
    long double sum = 0.0L;
    for (size_t c = 0; c < n; c++)
        sum += (long double)q[c] * k[c];
    return sum;
}

/* The pair's query turned by r theta, theta = base^(-2n/8), times its key. */
static long double turned(const double *q, const double *k, size_t n, long double base,
                          long double r)
{
    long double x = r * powl(base, -2.0L * (long double)n / DIM), c = cosl(x), s = sinl(x),
                q0 = q[2 * n] * c - q[2 * n + 1] * s, q1 = q[2 * n] * s + q[2 * n + 1] * c;
    return q0 * k[2 * n] + q1 * k[2 * n + 1];
}

static long double rope(const double *q, const double *k, long double r)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < DIM / 2; n++)
        sum += turned(q, k, n, 100.0L, r);
    return sum / sqrtl(DIM);
}

static long double xpos(const double *q, const double *k, long double r)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < DIM / 2; n++)
        sum += powl((2.0L * (long double)n / DIM + 0.4L) / 1.4L, r / 512.0L) *
               turned(q, k, n, 100.0L, r);
    return sum / sqrtl(DIM);
}

static long double tapa(const double *q, const double *k, long double r)
{
    return dot(4, q, k) / 2.0L * cosl(2.0L * PI_L * sqrtl(r) * dot(4, q + 4, k + 4) / 2.0L);
}

static long double nope(const double *q, const double *k, long double r)
{
    (void)r;
    return dot(DIM, q, k) / sqrtl(DIM);
}

static long double alibi(const double *q, const double *k, long double r)
{
    return dot(DIM, q, k) / sqrtl(DIM) - 0.25L * r;
}

static const struct {
    const char *specimen;
    long double (*score)(const double *q, const double *k, long double r);
} references[] = {
    {"rope:dim=8,base=100", rope},  {"tapa:dim=8,alpha=0.5", tapa},
    {"nope:dim=8,norm=sqrt", nope}, {"alibi:dim=8,slope=0.25", alibi},
    {"xpos:dim=8,base=100", xpos},
};

/* The error is within the engine's bound, besides the reference's own: coordinates under 1 in size
 * make at most 8 sqrt 2/sqrt 8 = 4 of a score, and an angle of r radians (tapa's is 4 pi sqrt r) is
 * within 4 (r + 16) 2^-64, a power and a sum of eight terms included. */
TEST(every_score_is_its_definition_within_the_bound)
{
    struct worst w = {0};
    double q[DRAWS * DIM], k[DRAWS * DIM], r[COUNT];
    uint64_t state = 29;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
    for (size_t j = 0; j < COUNT; j++)
        r[j] = j < COUNT / 2 ? (double)j : floor(3000.0 * tools_uniform(&state));
    for (size_t i = 0; i < encoding_type_count; i++) {
        const struct encoding_type *type = encoding_types[i];
        size_t row = 0;
        while (row < TOOLS_COUNT(references) &&
               strcmp(references[row].specimen, type->specimen) != 0)
            row++;
        ck_assert_msg(row < TOOLS_COUNT(references),
                      "encoding type %s has no reference for its specimen %s", type->name,
                      type->specimen);
        struct encoding *e = tools_encoding(type->specimen);
        double *score = tools_scores(e, COUNT, r, DRAWS, q, k);
        for (size_t j = 0; j < DRAWS * COUNT; j++) {
            const double *query = q + j / COUNT * DIM, *key = k + j / COUNT * DIM;
            double at = r[j % COUNT];
            long double want = references[row].score(query, key, at);
            worst_take(&w, (double)fabsl(score[j] - want),
                       curve_error(e, query, key, at) + 16.0 * (at + 16.0) * 0x1p-64, "%s at %.0f",
                       e->text, at);
        }
        free(score);
        encoding_free(e);
    }
    worst_check(&w);
}
