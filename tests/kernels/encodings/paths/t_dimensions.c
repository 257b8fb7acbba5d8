/* Path encodings whose tokens have as many numbers as the vectors, from the definition, at
 * dimensions under a processor's vector, over several of them, and with a rest. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { COUNT = 6, DIM_MAX = 130 };
static const double r[COUNT] = {0, 1, 2, 7, 129, 700};

/* tokens[b] is b places before the query. */
typedef long double path_score(size_t dim, const double *q, const double *k, size_t count,
                               const double *tokens);

static long double dot(size_t dim, const double *q, const double *k)
{
    long double sum = 0.0L;
    for (size_t c = 0; c < dim; c++)
        sum += (long double)q[c] * k[c];
    return sum;
}

/* The key is taken through H_(n+1) .. H_m, the other way round than the engine goes. */
static long double householder(size_t dim, const double *q, const double *k, size_t count,
                               const double *tokens)
{
    long double key[DIM_MAX], sum = 0.0L;
    for (size_t c = 0; c < dim; c++)
        key[c] = k[c];
    while (count-- > 0) {
        const double *w = tokens + count * dim;
        long double along = 0.0L;
        for (size_t c = 0; c < dim; c++)
            along += w[c] * key[c];
        for (size_t c = 0; c < dim; c++)
            key[c] -= 1.5L * along * w[c];
    }
    for (size_t c = 0; c < dim; c++)
        sum += q[c] * key[c];
    return sum;
}

static long double turned(const double *q, const double *k, size_t n, long double angle)
{
    const double *a = q + 2 * n, *b = k + 2 * n;
    return ((long double)a[0] * b[0] + (long double)a[1] * b[1]) * cosl(angle) +
           ((long double)a[0] * b[1] - (long double)a[1] * b[0]) * sinl(angle);
}

static long double gate_powers(size_t dim, const double *q, const double *k, size_t count,
                               const double *tokens)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < dim / 2; n++) {
        long double angle = 0.0L;
        for (size_t b = 0; b < count; b++)
            angle += powl(tokens[b], (long double)(n + 1));
        sum += turned(q, k, n, angle);
    }
    return sum;
}

static long double own_phases(size_t dim, const double *q, const double *k, size_t count,
                              const double *tokens)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < dim / 2; n++) {
        long double phase = 0.0L;
        for (size_t b = 0; b < count; b++)
            phase += tokens[b * (dim / 2) + n];
        sum += turned(q, k, n, phase * powl(100.0L, -2.0L * (long double)n / (long double)dim));
    }
    return sum;
}

static long double open_gates(size_t dim, const double *q, const double *k, size_t count,
                              const double *tokens)
{
    long double level = dot(dim, q, k), p = 1.0L / (1.0L + expl(-level));
    for (size_t b = 0; b < count; b++)
        p += 1.0L / (1.0L + expl(-dot(dim, q, tokens + b * dim)));
    return level - 0.25L * fminl(p, 99.0L);
}

/* Besides the bound the reference's own error: its steps of `dim` roundings each and its angle, on
 * a score of at most dim/2 in size and of 25 of the table. */
TEST(scores_are_their_definition_at_every_dimension)
{
    static const struct {
        const char *text;
        path_score *score;
    } types[] = {{"path:beta=1.5", householder},
                 {"carope:", gate_powers},
                 {"selective:base=100", own_phases},
                 {"cope-ctx:slope=0.25,rows=100", open_gates}};
    static const size_t dims[] = {2, 6, 10, 16, 20, 34, 64, DIM_MAX};
    struct worst w = {0};
    double q[DIM_MAX], k[DIM_MAX];
    uint64_t state = 41;
    for (size_t c = 0; c < DIM_MAX; c++) {
        q[c] = 2.0 * tools_uniform(&state) - 1.0;
        k[c] = 2.0 * tools_uniform(&state) - 1.0;
    }
    for (size_t i = 0; i < TOOLS_COUNT(types); i++)
        for (size_t n = 0; n < TOOLS_COUNT(dims); n++) {
            char text[80];
            snprintf(text, sizeof text, "%s%sdim=%zu,norm=none", types[i].text,
                     strchr(types[i].text, '=') ? "," : "", dims[n]);
            struct encoding *e = tools_encoding(text);
            struct token_stream stream;
            const struct token_source *source = tools_tokens(&stream, e);
            size_t most = (size_t)r[COUNT - 1];
            double *score = tools_scores(e, COUNT, r, 1, q, k),
                   *tokens = malloc(most * e->token_width * sizeof *tokens);
            ck_assert(source && tokens);
            source->read(source, 0, 0, most, tokens);
            for (size_t j = 0; j < COUNT; j++) {
                long double want = types[i].score(dims[n], q, k, (size_t)r[j], tokens);
                double dim = (double)dims[n];
                worst_take(&w, (double)fabsl(score[j] - want),
                           curve_error(e, q, k, r[j]) +
                               (0.5 * dim + 25.0) * (r[j] + 1.0) * (dim + 16.0) * 0x1p-64,
                           "%s at %.0f", text, r[j]);
            }
            free(score), free(tokens);
            encoding_free(e);
        }
    worst_check(&w);
}
