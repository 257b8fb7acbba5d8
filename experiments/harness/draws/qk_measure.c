/* Moments over all rows that a query-key model stands for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/driver/driver.h"
#include "theory/ground/arrays.h"

enum { BLOCK = 128 }; /* rows whose moments are taken at once */

/* One side's moments as they are added up: the sums over rows are of deviations from their mean. */
struct measuring {
    const struct qk_law *law;
    const struct qk_rows *rows;
    size_t side;
    bool covariance;
    double count, *mean, *square;
};

static size_t block_rows(const struct measuring *m, size_t unit)
{
    return size_min(BLOCK, m->rows->tokens[m->side] - unit * BLOCK);
}

/* Mean and deviations' products of a block: part is mean [dim], square [dim][dim]. */
static enum status block_run(const void *context, size_t unit, void *lane, void *part)
{
    const struct measuring *m = context;
    size_t count = block_rows(m, unit), dim = m->rows->dim;
    double *row = lane, *mean = part, *square = mean + dim;
    enum status status = qk_rows_read(m->law, m->side, unit * BLOCK, count, row);
    if (status != STATUS_OK)
        return status;
    memset(mean, 0, (dim + (m->covariance ? dim * dim : 0)) * sizeof *mean);
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < dim; i++)
            mean[i] += row[t * dim + i] / (double)count;
    for (size_t t = 0; m->covariance && t < count; t++) {
        double *at = row + t * dim;
        for (size_t i = 0; i < dim; i++)
            at[i] -= mean[i];
        for (size_t i = 0; i < dim; i++)
            for (size_t j = 0; j < dim; j++)
                square[i * dim + j] += at[i] * at[j];
    }
    return STATUS_OK;
}

/* Joins a block to the sums. Source: Pebay, SAND2008-6212, Eq. 3.14. */
static void block_join(void *total, size_t unit, const void *part)
{
    struct measuring *m = total;
    size_t dim = m->rows->dim;
    const double *mean = part, *square = mean + dim;
    double count = (double)block_rows(m, unit), all = m->count + count;
    for (size_t i = 0; m->covariance && i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            m->square[i * dim + j] += square[i * dim + j] + m->count * count / all *
                                                                (mean[i] - m->mean[i]) *
                                                                (mean[j] - m->mean[j]);
    for (size_t i = 0; i < dim; i++)
        m->mean[i] += (mean[i] - m->mean[i]) * (count / all);
    m->count = all;
}

static void measuring_blocks(void *total, void *context, driver_take *take)
{
    struct measuring *m = total;
    size_t dim = m->rows->dim;
    take(context, &m->count, sizeof m->count);
    take(context, m->mean, dim * sizeof *m->mean);
    if (m->covariance)
        take(context, m->square, dim * dim * sizeof *m->square);
}

static enum status side_measure(const struct qk_law *law, size_t side, bool covariance)
{
    const struct qk_rows *rows = qk_rows_of(law);
    struct qk_measured *measured = qk_rows_measured(law);
    size_t dim = rows->dim, squares = covariance ? dim * dim : 0;
    double *mean = calloc(dim, sizeof *mean),
           *square = covariance ? calloc(squares, sizeof *square) : NULL;
    struct measuring m = {law, rows, side, covariance, 0.0, mean, square};
    struct driver_work work = {.units = (rows->tokens[side] + BLOCK - 1) / BLOCK,
                               .context = &m,
                               .lane_size = BLOCK * dim * sizeof *mean,
                               .part_size = (dim + squares) * sizeof *mean,
                               .run = block_run,
                               .total = &m,
                               .fold = block_join,
                               .blocks = measuring_blocks};
    enum status status = mean && (square || !covariance) ? driver_run(&work) : STATUS_MEMORY;
    for (size_t i = 0; i < squares && status == STATUS_OK; i++)
        square[i] /= m.count;
    if (status == STATUS_OK) {
        free((void *)measured->mean[side]);
        measured->mean[side] = mean;
        measured->covariance[side] = square;
    } else {
        free(mean);
        free(square);
    }
    return status;
}

enum status qk_measure(const struct qk_law *law, bool covariance)
{
    const struct qk_measured *s = qk_rows_measured(law);
    enum status status = STATUS_OK;
    for (size_t side = 0; s && status == STATUS_OK && side < QK_SIDES; side++)
        if (covariance ? !s->covariance[side] : !s->mean[side])
            status = side_measure(law, side, covariance);
    return status;
}

void qk_measure_cost(struct cost *cost, const struct qk_law *law, bool covariance)
{
    static const double COORDINATE = 1e-9, PRODUCT = 0.15e-9; /* seconds of one, and of two's */
    const struct qk_rows *s = qk_rows_of(law);
    for (size_t side = 0; s && side < QK_SIDES; side++) {
        double dim = (double)s->dim, tokens = (double)s->tokens[side],
               entries = dim + (covariance ? dim * dim : 0.0);
        cost_work(cost, PACE_VECTOR,
                  tokens * (s->many_seconds + COORDINATE * dim + PRODUCT * (entries - dim)),
                  ceil(tokens / BLOCK));
        cost_hold(cost, entries * sizeof(double));
        cost_peak(cost, 0.0, (BLOCK * dim + entries) * sizeof(double), ceil(tokens / BLOCK));
    }
}
