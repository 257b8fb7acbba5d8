#include "experiments/harness/draws/montecarlo.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk.h"

/* Distances per table, and coordinates drawn per engine call: both fit the second-level cache at
 * dim 128. */
enum { PANEL = 2048, CHUNK_MOST = 256, CHUNK_COORDINATES = 1 << 15 };

/* Draws per engine call, fewer for a vast dim. */
static size_t chunk_of(size_t dim)
{
    size_t chunk = CHUNK_COORDINATES / dim;
    return chunk < 1 ? 1 : chunk > CHUNK_MOST ? CHUNK_MOST : chunk;
}

void sample_join(struct sample *a, const struct sample *b)
{
    double n = a->count + b->count, delta = b->mean - a->mean, p = a->count, q = b->count;
    if (n == 0.0 || q == 0.0)
        return;
    double d_n = delta / n, d2 = delta * d_n;
    a->m4 += b->m4 + d2 * d_n * d_n * p * q * (p * p - p * q + q * q) +
             6.0 * d_n * d_n * (p * p * b->m2 + q * q * a->m2) +
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
    double excess = s->m4 / n - (n - 3.0) / (n - 1.0) * variance * variance;
    return sqrt((excess < 0.0 ? 0.0 : excess) / n); /* NaN stays NaN */
}

double sample_skewness(const struct sample *s)
{
    double variance = s->m2 / s->count;
    return variance > 0.0 ? s->m3 / s->count / (variance * sqrt(variance)) : 0.0;
}

/* Sums by columns of a draws x count block of scores, in four passes a compiler can vectorise. */
static void block_samples(size_t draws, size_t count, const double *score, double *restrict mean,
                          double *restrict m2, double *restrict m3, double *restrict m4)
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

/* What every thread reads: the encodings with their tables for a panel of distances. */
struct panel {
    size_t encoding_count, draws, count, chunk;
    const struct encoding *const *encodings;
    double **tables; /* one per encoding */
    const struct qk_law *law;
    const struct random_stream *stream;
};

/* Buffers of one thread, in one allocation. */
struct lane {
    double *query, *key, *draw_work, *score_work, *score, *sums;
};

static bool lane_new(const struct panel *p, struct lane *lane)
{
    size_t dim = p->encodings[0]->dim, vectors = p->chunk * dim, work = 0;
    for (size_t e = 0; e < p->encoding_count; e++) {
        size_t needed = p->encodings[e]->type->method->work_size(p->encodings[e], p->chunk);
        work = needed > work ? needed : work;
    }
    double *at = malloc((2 * vectors + qk_work_size(dim) + work + p->chunk * p->count +
                         4 * p->count * p->encoding_count) *
                        sizeof *at);
    *lane = (struct lane){.query = at};
    if (at) {
        lane->key = at + vectors;
        lane->draw_work = lane->key + vectors;
        lane->score_work = lane->draw_work + qk_work_size(dim);
        lane->score = lane->score_work + work;
        lane->sums = lane->score + p->chunk * p->count;
    }
    return at != NULL;
}

/* Draws a chunk of pairs and sums the scores of every encoding into the lane: per encoding, four
 * rows of count. */
static enum status chunk_sums(const struct panel *p, size_t first, size_t draws,
                              const struct lane *lane)
{
    size_t dim = p->encodings[0]->dim, count = p->count;
    enum status status = STATUS_OK;
    for (size_t d = 0; d < draws; d++)
        qk_draw(p->law, p->stream, first + d, dim, lane->draw_work, lane->query + d * dim,
                lane->key + d * dim);
    struct score_input input = {.draws = draws, .query = lane->query, .key = lane->key};
    for (size_t e = 0; status == STATUS_OK && e < p->encoding_count; e++) {
        double *sums = lane->sums + 4 * count * e;
        status = p->encodings[e]->type->method->score(p->encodings[e], count, p->tables[e], &input,
                                                      lane->score_work, lane->score);
        block_samples(draws, count, lane->score, sums, sums + count, sums + 2 * count,
                      sums + 3 * count);
    }
    return status;
}

/* One panel of distances against every draw; out[e] + offset receives encoding e's samples. */
static enum status panel_run(const struct panel *p, size_t offset, struct sample *const *out)
{
    size_t chunks = (p->draws + p->chunk - 1) / p->chunk, count = p->count;
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        struct lane lane;
        bool ready = lane_new(p, &lane);
#pragma omp for ordered schedule(static, 1)
        for (size_t c = 0; c < chunks; c++) {
            size_t first = c * p->chunk,
                   n = p->draws - first < p->chunk ? p->draws - first : p->chunk;
            enum status status = ready ? chunk_sums(p, first, n, &lane) : STATUS_MEMORY;
#pragma omp ordered
            {
                if (status != STATUS_OK)
                    worst = status;
                for (size_t i = 0; status == STATUS_OK && i < p->encoding_count * count; i++) {
                    const double *sums = lane.sums + 4 * count * (i / count) + i % count;
                    struct sample s = {(double)n, sums[0], sums[count], sums[2 * count],
                                       sums[3 * count]};
                    sample_join(&out[i / count][offset + i % count], &s);
                }
            }
        }
        free(lane.query);
    }
    return worst;
}

/* The encodings without their slopes: a constant that is subtracted exactly afterwards, instead of
 * swamping the scores. */
static struct encoding *level(size_t count, const struct encoding *const *encodings)
{
    struct encoding *copies = malloc(count * sizeof *copies);
    for (size_t e = 0; copies && e < count; e++) {
        copies[e] = *encodings[e];
        copies[e].slope = 0.0;
    }
    return copies;
}

size_t montecarlo_group(size_t count, struct encoding *const *encodings, size_t first,
                        size_t *member)
{
    size_t members = 0;
    for (size_t e = 0; e < count; e++) {
        if (encodings[e]->dim != encodings[first]->dim)
            continue;
        if (e < first)
            return 0;
        member[members++] = e;
    }
    return members;
}

enum status montecarlo_scores(size_t encoding_count, const struct encoding *const *encodings,
                              const struct qk_law *law, const struct random_stream *stream,
                              size_t draws, size_t count, const double *distance,
                              struct sample *const *out)
{
    struct encoding *copies = level(encoding_count, encodings);
    const struct encoding **list = calloc(encoding_count, sizeof *list);
    double **tables = calloc(encoding_count, sizeof *tables);
    enum status status = copies && list && tables ? STATUS_OK : STATUS_MEMORY;
    for (size_t e = 0; status == STATUS_OK && e < encoding_count; e++)
        list[e] = &copies[e];
    for (size_t i = 0; i < encoding_count * count; i++)
        out[i / count][i % count] = (struct sample){0};
    for (size_t first = 0; status == STATUS_OK && first < count; first += PANEL) {
        size_t width = count - first < PANEL ? count - first : PANEL;
        struct panel panel = {encoding_count, draws,  width, chunk_of(encodings[0]->dim),
                              list,           tables, law,   stream};
        for (size_t e = 0; status == STATUS_OK && e < encoding_count; e++) {
            const struct score_method *method = list[e]->type->method;
            tables[e] = malloc(method->table_size(list[e], width) * sizeof **tables);
            status = tables[e] ? method->table_fill(list[e], width, distance + first, tables[e])
                               : STATUS_MEMORY;
        }
        if (status == STATUS_OK)
            status = panel_run(&panel, first, out);
        for (size_t e = 0; e < encoding_count; e++) {
            free(tables[e]);
            tables[e] = NULL;
        }
    }
    for (size_t i = 0; status == STATUS_OK && i < encoding_count * count; i++)
        out[i / count][i % count].mean -= encodings[i / count]->slope * distance[i % count];
    free(copies);
    free(list);
    free(tables);
    return status;
}
