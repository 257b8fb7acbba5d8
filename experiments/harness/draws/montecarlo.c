#include "experiments/harness/draws/montecarlo.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/driver/driver.h"

/* Distances per table, and coordinates drawn per engine call: both fit the second-level cache at
 * dim 128. */
enum { PANEL = 2048, CHUNK_MOST = 256, CHUNK_COORDINATES = 1 << 15 };

/* Draws per engine call, fewer for a vast dim. */
static size_t chunk_of(size_t dim)
{
    size_t chunk = CHUNK_COORDINATES / dim;
    return chunk < 1 ? 1 : chunk > CHUNK_MOST ? CHUNK_MOST : chunk;
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

/* What every chunk of draws reads: the encodings with their tables for a panel of distances, and
 * where in the result the panel starts. */
struct panel {
    size_t encoding_count, draws, count, chunk, offset;
    const struct encoding *const *encodings;
    double **tables; /* one per encoding */
    const struct qk_law *law;
    const struct random_stream *stream;
    bool differences; /* from the first encoding */
    struct sample *const *out;
};

/* Doubles of scratch for the scores of a chunk. */
static size_t score_work(const struct panel *p)
{
    size_t work = 0;
    for (size_t e = 0; e < p->encoding_count; e++) {
        size_t needed = encoding_work_size(p->encodings[e], p->chunk);
        work = needed > work ? needed : work;
    }
    return work;
}

/* A chunk's draws, numbered from first. */
static size_t chunk_draws(const struct panel *p, size_t unit, size_t *first)
{
    *first = unit * p->chunk;
    return p->draws - *first < p->chunk ? p->draws - *first : p->chunk;
}

/* Doubles of a chunk's scores, the first encoding's beside another's where they are compared. */
static size_t score_size(size_t chunk, size_t count, bool differences)
{
    return (differences ? 2 : 1) * chunk * count;
}

/* Draws a chunk of pairs and sums the scores of every encoding, or their differences from the
 * first's: per encoding, four rows of count. */
static enum status chunk_sums(const void *context, size_t unit, void *lane, void *part)
{
    const struct panel *p = context;
    size_t dim = p->encodings[0]->dim, count = p->count, first,
           draws = chunk_draws(p, unit, &first);
    double *query = lane, *key = query + p->chunk * dim, *draw_work = key + p->chunk * dim,
           *work = draw_work + qk_work_size(dim), *first_score = work + score_work(p);
    enum status status = STATUS_OK;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        status = qk_draw(p->law, p->stream, first + d, dim, draw_work, query + d * dim,
                         key + d * dim);
    /* the offset is added exactly afterwards, instead of swamping the scores */
    struct score_input input = {.draws = draws, .query = query, .key = key, .level = true};
    for (size_t e = 0; status == STATUS_OK && e < p->encoding_count; e++) {
        double *sums = (double *)part + 4 * count * e;
        bool compared = p->differences && e > 0;
        double *score = first_score + (compared ? draws * count : 0);
        struct token_stream tokens;
        input.tokens = token_stream(&tokens, p->encodings[e], p->stream, first);
        status = encoding_scores(p->encodings[e], count, p->tables[e], &input, work, score);
        for (size_t i = 0; compared && i < draws * count; i++)
            score[i] -= first_score[i];
        block_samples(draws, count, score, sums, sums + count, sums + 2 * count, sums + 3 * count);
    }
    return status;
}

static void chunk_join(void *total, size_t unit, const void *part)
{
    const struct panel *p = total;
    size_t count = p->count, first, draws = chunk_draws(p, unit, &first);
    for (size_t i = 0; i < p->encoding_count * count; i++) {
        const double *sums = (const double *)part + 4 * count * (i / count) + i % count;
        struct sample s = {(double)draws, sums[0], sums[count], sums[2 * count], sums[3 * count]};
        sample_join(&p->out[i / count][p->offset + i % count], &s);
    }
}

static void chunk_blocks(void *total, void *context, driver_take *take)
{
    const struct panel *p = total;
    for (size_t e = 0; e < p->encoding_count; e++)
        take(context, &p->out[e][p->offset], p->count * sizeof p->out[e][0]);
}

/* One panel of distances against every draw. */
static enum status panel_run(struct panel *p)
{
    size_t dim = p->encodings[0]->dim;
    struct driver_work work = {.units = (p->draws + p->chunk - 1) / p->chunk,
                               .context = p,
                               .lane_size = (2 * p->chunk * dim + qk_work_size(dim) +
                                             score_work(p) +
                                             score_size(p->chunk, p->count, p->differences)) *
                                            sizeof(double),
                               .part_size = 4 * p->count * p->encoding_count * sizeof(double),
                               .run = chunk_sums,
                               .total = p,
                               .fold = chunk_join,
                               .blocks = chunk_blocks};
    return driver_run(&work);
}

static enum status samples(size_t encoding_count, const struct encoding *const *encodings,
                           bool differences, const struct qk_law *law,
                           const struct random_stream *stream, size_t draws, size_t count,
                           const double *distance, struct sample *const *out)
{
    double **tables = calloc(encoding_count, sizeof *tables);
    enum status status = tables ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; i < encoding_count * count; i++)
        out[i / count][i % count] = (struct sample){0};
    for (size_t first = 0; status == STATUS_OK && first < count; first += PANEL) {
        size_t width = count - first < PANEL ? count - first : PANEL;
        struct panel panel = {encoding_count, draws,       width,  chunk_of(encodings[0]->dim),
                              first,          encodings,   tables, law,
                              stream,         differences, out};
        for (size_t e = 0; status == STATUS_OK && e < encoding_count; e++) {
            tables[e] = malloc(encoding_table_size(encodings[e], width) * sizeof **tables);
            status = tables[e]
                         ? encoding_table_fill(encodings[e], width, distance + first, tables[e])
                         : STATUS_MEMORY;
        }
        driver_stage(first / PANEL, (count + PANEL - 1) / PANEL);
        if (status == STATUS_OK)
            status = panel_run(&panel);
        for (size_t e = 0; e < encoding_count; e++) {
            free(tables[e]);
            tables[e] = NULL;
        }
    }
    driver_stage(0, 1);
    for (size_t i = 0; status == STATUS_OK && i < encoding_count * count; i++) {
        double r = distance[i % count], *mean = &out[i / count][i % count].mean;
        *mean += encoding_offset(encodings[i / count], r);
        if (differences && i >= count)
            *mean -= encoding_offset(encodings[0], r);
    }
    free(tables);
    return status;
}

enum status montecarlo_scores(size_t encoding_count, const struct encoding *const *encodings,
                              const struct qk_law *law, const struct random_stream *stream,
                              size_t draws, size_t count, const double *distance,
                              struct sample *const *out)
{
    return samples(encoding_count, encodings, false, law, stream, draws, count, distance, out);
}

enum status montecarlo_differences(size_t encoding_count, const struct encoding *const *encodings,
                                   const struct qk_law *law, const struct random_stream *stream,
                                   size_t draws, size_t count, const double *distance,
                                   struct sample *const *out)
{
    return samples(encoding_count, encodings, true, law, stream, draws, count, distance, out);
}

void montecarlo_cost(struct cost *cost, size_t encoding_count,
                     const struct encoding *const *encodings, bool differences,
                     const struct qk_law *law, double draws, double count, double farthest)
{
    static const double SUMS = 0.5e-9; /* seconds per score of the passes over a block */
    size_t dim = encodings[0]->dim;
    double chunk = fmin((double)chunk_of(dim), draws), width = fmin(count, PANEL),
           panels = ceil(count / PANEL), units = ceil(draws / chunk), tables = 0.0, work = 0.0;
    for (size_t e = 0; e < encoding_count; e++) {
        const struct encoding *encoding = encodings[e];
        tables += (double)(encoding_table_size(encoding, (size_t)width) * sizeof(double));
        work = fmax(work, (double)encoding_work_size(encoding, (size_t)chunk));
        cost_work(cost, PACE_VECTOR,
                  draws * count * (SUMS + price_score(encoding, chunk, width, farthest)) +
                      draws * panels * price_matrices(encoding),
                  units);
        cost_work(cost, PACE_VECTOR, count * price_column(encoding), 1.0);
    }
    cost_work(cost, PACE_VECTOR, draws * panels * price_draw(law, dim, SECOND_NONE), units);
    cost_peak(cost, tables,
              sizeof(double) * (2.0 * chunk * (double)dim + (double)qk_work_size(dim) + work +
                                (differences ? 2.0 : 1.0) * chunk * width +
                                4.0 * width * (double)encoding_count),
              units);
}
