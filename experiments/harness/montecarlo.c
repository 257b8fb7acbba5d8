#include "experiments/harness/montecarlo.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/qk.h"

/* Draws per engine call, and distances per table: both fit the second-level cache at dim 128. */
enum { CHUNK = 256, PANEL = 2048 };

void sample_join(struct sample *a, const struct sample *b)
{
    double n = a->count + b->count, delta = b->mean - a->mean, p = a->count, q = b->count;
    if (n == 0.0 || q == 0.0)
        return;
    double d_n = delta / n, d2 = delta * d_n;
    a->m4 += b->m4 + d2 * d_n * d_n * p * q * (p * p - p * q + q * q) + 6.0 * d_n * d_n * (p * p * b->m2 + q * q * a->m2) +
             4.0 * d_n * (p * b->m3 - q * a->m3);
    a->m3 += b->m3 + d2 * d_n * p * q * (p - q) + 3.0 * d_n * (p * b->m2 - q * a->m2);
    a->m2 += b->m2 + d2 * p * q;
    a->mean += d_n * q;
    a->count = n;
}

struct sample sample_of(size_t n, const double *x)
{
    struct sample s = {.count = (double)n};
    for (size_t i = 0; i < n; i++)
        s.mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double d = x[i] - s.mean, d2 = d * d;
        s.m2 += d2, s.m3 += d2 * d, s.m4 += d2 * d2;
    }
    return s;
}

double sample_variance(const struct sample *s) { return s->m2 / (s->count - 1.0); }

double sample_mean_error(const struct sample *s) { return sqrt(sample_variance(s) / s->count); }

double sample_variance_error(const struct sample *s)
{
    double variance = sample_variance(s), n = s->count;
    return sqrt(fmax(0.0, s->m4 / n - (n - 3.0) / (n - 1.0) * variance * variance) / n);
}

double sample_skewness(const struct sample *s)
{
    double variance = s->m2 / s->count;
    return variance > 0.0 ? s->m3 / s->count / (variance * sqrt(variance)) : 0.0;
}

/* Sums by columns of a draws x count block of scores, in four passes a compiler can vectorise. */
static void block_samples(size_t draws, size_t count, const double *score, double *restrict mean, double *restrict m2,
                          double *restrict m3, double *restrict m4)
{
    for (size_t i = 0; i < count; i++)
        mean[i] = m2[i] = m3[i] = m4[i] = 0.0;
    for (size_t d = 0; d < draws; d++)
        for (size_t i = 0; i < count; i++)
            mean[i] += score[d * count + i];
    for (size_t i = 0; i < count; i++)
        mean[i] /= (double)draws;
    for (size_t d = 0; d < draws; d++)
        for (size_t i = 0; i < count; i++) {
            double x = score[d * count + i] - mean[i], x2 = x * x;
            m2[i] += x2, m3[i] += x2 * x, m4[i] += x2 * x2;
        }
}

/* Buffers of one thread. */
struct lane {
    double *query, *key, *draw_work, *score_work, *score, *sums;
};

static void lane_free(struct lane *lane)
{
    free(lane->query);
}

static bool lane_new(const struct encoding *e, size_t width, struct lane *lane)
{
    size_t vectors = CHUNK * e->dim, work = e->type->method->work_size(e, CHUNK);
    double *p = malloc((2 * vectors + qk_work_size(e->dim) + work + CHUNK * width + 4 * width) * sizeof *p);
    *lane = (struct lane){.query = p};
    if (p) {
        lane->key = p + vectors;
        lane->draw_work = lane->key + vectors;
        lane->score_work = lane->draw_work + qk_work_size(e->dim);
        lane->score = lane->score_work + work;
        lane->sums = lane->score + CHUNK * width;
    }
    return p != NULL;
}

/* One panel of distances against every draw. */
static enum status panel(const struct encoding *e, const struct qk_law *law, const struct random_stream *stream,
                         size_t draws, size_t count, const double *table, struct sample *out)
{
    size_t chunks = (draws + CHUNK - 1) / CHUNK;
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        struct lane lane;
        bool ready = lane_new(e, count, &lane);
#pragma omp for ordered schedule(static, 1)
        for (size_t c = 0; c < chunks; c++) {
            size_t first = c * CHUNK, n = draws - first < CHUNK ? draws - first : CHUNK;
            enum status status = ready ? STATUS_OK : STATUS_MEMORY;
            if (ready) {
                for (size_t d = 0; d < n; d++)
                    qk_draw(law, stream, first + d, e->dim, lane.draw_work, lane.query + d * e->dim,
                            lane.key + d * e->dim);
                struct score_input input = {.draws = n, .query = lane.query, .key = lane.key};
                status = e->type->method->score(e, count, table, &input, lane.score_work, lane.score);
                block_samples(n, count, lane.score, lane.sums, lane.sums + count, lane.sums + 2 * count,
                              lane.sums + 3 * count);
            }
#pragma omp ordered
            {
                if (status != STATUS_OK)
                    worst = status;
                for (size_t i = 0; status == STATUS_OK && i < count; i++) {
                    struct sample s = {(double)n, lane.sums[i], lane.sums[count + i], lane.sums[2 * count + i],
                                       lane.sums[3 * count + i]};
                    sample_join(&out[i], &s);
                }
            }
        }
        lane_free(&lane);
    }
    return worst;
}

enum status montecarlo_scores(const struct encoding *encoding, const struct qk_law *law, const struct random_stream *stream,
                              size_t draws, size_t count, const double *distance, struct sample *out)
{
    const struct score_method *method = encoding->type->method;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        out[i] = (struct sample){0};
    for (size_t first = 0; status == STATUS_OK && first < count; first += PANEL) {
        size_t width = count - first < PANEL ? count - first : PANEL;
        double *table = malloc(method->table_size(encoding, width) * sizeof *table);
        status = table ? method->table_fill(encoding, width, distance + first, table) : STATUS_MEMORY;
        if (status == STATUS_OK)
            status = panel(encoding, law, stream, draws, width, table, out + first);
        free(table);
    }
    return status;
}
