#include "experiments/models/statistics/token_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/driver/driver.h"
#include "experiments/models/statistics/token_products.h"
#include "theory/ground/arrays.h"

/* Rows that are read at once; rows whose mean is the pivot. */
enum { CHUNK = 128, PIVOT_ROWS = 64 };

/* What a unit, a group of tokens, works with. */
struct pass {
    const struct token_plan *plan;
    struct token_sums *sums;
    size_t part_size;
};

/* A thread's buffers: rows, rows less the pivot and lengths, [CHUNK][dim] and [CHUNK][pairs]. */
struct lane {
    double *row[TOKEN_SIDES], *shifted[TOKEN_SIDES], *norm[TOKEN_SIDES], *work;
};

static size_t lane_doubles(size_t dim, bool matrices)
{
    return CHUNK * (2 * TOKEN_SIDES * dim + TOKEN_SIDES * (dim / 2)) +
           (matrices ? token_products_work_size(dim, CHUNK) : 0);
}

static struct lane lane_at(double *at, size_t dim)
{
    struct lane lane;
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        lane.row[side] = at;
        lane.shifted[side] = at + CHUNK * dim;
        lane.norm[side] = at + 2 * CHUNK * dim;
        at += CHUNK * (2 * dim + dim / 2);
    }
    lane.work = at;
    return lane;
}

/* Where a group's rows of a side begin. */
static size_t group_start(const struct token_sums *s, size_t side, size_t group)
{
    size_t whole = s->tokens[side] / s->groups, rest = s->tokens[side] % s->groups;
    return group * whole + size_min(group, rest);
}

static enum status side_chunk(const struct pass *pass, size_t side, size_t first, size_t count,
                              struct lane *lane, struct token_part *part)
{
    const struct token_rows *rows = pass->plan->rows;
    size_t dim = rows->dim;
    enum status status = rows->read(rows->self, side, first, count, lane->row[side]);
    if (status == STATUS_OK)
        token_part_add(part, side, dim, count, lane->row[side], pass->sums->pivot + side * dim,
                       lane->shifted[side], lane->norm[side]);
    return status;
}

/* Both sides of the same tokens, and their products. */
static enum status joint_chunk(const struct pass *pass, size_t first, size_t count,
                               struct lane *lane, struct token_part *part, double *matrices)
{
    enum status status = STATUS_OK;
    for (size_t side = 0; status == STATUS_OK && side < TOKEN_SIDES; side++)
        status = side_chunk(pass, side, first, count, lane, part);
    if (status != STATUS_OK)
        return status;
    token_part_add_joint(part, pass->sums->dim, count, lane->shifted, lane->norm);
    if (pass->plan->matrices) {
        struct token_chunk chunk = {
            .dim = pass->sums->dim,
            .count = count,
            .first = first,
            .key = lane->row[TOKEN_KEY],
            .shuffle = pass->plan->shuffle ? pass->plan->shuffle + first : NULL,
            .shifted = {lane->shifted[TOKEN_QUERY], lane->shifted[TOKEN_KEY]},
            .norm = {lane->norm[TOKEN_QUERY], lane->norm[TOKEN_KEY]}};
        token_products_add(&chunk, pass->plan->schedule, lane->work, matrices);
    }
    return STATUS_OK;
}

/* One side alone. */
static enum status single_chunk(const struct pass *pass, size_t side, size_t first, size_t count,
                                struct lane *lane, struct token_part *part, double *matrices)
{
    enum status status = side_chunk(pass, side, first, count, lane, part);
    if (status == STATUS_OK && pass->plan->matrices) {
        struct token_chunk chunk = {.dim = pass->sums->dim, .count = count, .first = first};
        chunk.key = side == TOKEN_KEY ? lane->row[side] : NULL;
        chunk.shuffle = pass->plan->shuffle ? pass->plan->shuffle + first : NULL;
        chunk.shifted[side] = lane->shifted[side];
        chunk.norm[side] = lane->norm[side];
        token_products_add(&chunk, pass->plan->schedule, lane->work, matrices);
    }
    return status;
}

static enum status group_run(const void *context, size_t unit, void *area, void *out)
{
    const struct pass *pass = context;
    const struct token_sums *s = pass->sums;
    struct lane lane = lane_at(area, s->dim);
    struct token_part part = token_part_at(out, s->dim);
    double *matrices = (double *)out + token_part_size(s->dim);
    enum status status = STATUS_OK;
    memset(out, 0, pass->part_size);
    for (size_t side = 0; side < (s->joint ? 1 : TOKEN_SIDES); side++) {
        size_t end = group_start(s, side, unit + 1);
        for (size_t t = group_start(s, side, unit); status == STATUS_OK && t < end; t += CHUNK) {
            size_t count = size_min(CHUNK, end - t);
            status = s->joint ? joint_chunk(pass, t, count, &lane, &part, matrices)
                              : single_chunk(pass, side, t, count, &lane, &part, matrices);
        }
    }
    return status;
}

/* Packs what a group's keys make: the sums less the pivot taken back to zero, and the rotated. */
static void pack_grams(const struct token_sums *s, const struct token_part *part,
                       const double *matrices, size_t group)
{
    size_t dim = s->dim;
    const double *pivot = s->pivot + TOKEN_KEY * dim, *sum = part->sum[TOKEN_KEY],
                 *key = matrices + MATRIX_KEY * dim * dim,
                 *rotated = matrices + MATRIX_ROTATED * dim * dim;
    double *out = s->gram + group * 2 * packed_size(dim), count = part->count[TOKEN_KEY];
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j <= i; j++, out++) {
            *out = key[i * dim + j] + pivot[i] * sum[j] + sum[i] * pivot[j] +
                   count * pivot[i] * pivot[j];
            out[packed_size(dim)] = rotated[i * dim + j];
        }
}

static void group_fold(void *total, size_t unit, const void *from)
{
    struct pass *pass = total;
    struct token_sums *s = pass->sums;
    size_t size = token_part_size(s->dim);
    const double *block = from, *matrices = block + size;
    memcpy(s->group + unit * size, block, size * sizeof *block);
    for (size_t i = 0; i < size; i++)
        s->total[i] += block[i];
    if (!pass->plan->matrices)
        return;
    for (size_t m = 0; m < MATRIX_COUNT; m++)
        for (size_t i = 0; i < s->dim * s->dim; i++)
            s->matrix[m][i] += matrices[m * s->dim * s->dim + i];
    struct token_part part = token_part_at(s->group + unit * size, s->dim);
    pack_grams(s, &part, matrices, unit);
}

static void group_blocks(void *total, void *context, driver_take *take)
{
    struct pass *pass = total;
    struct token_sums *s = pass->sums;
    size_t size = token_part_size(s->dim);
    take(context, s->group, s->groups * size * sizeof *s->group);
    take(context, s->total, size * sizeof *s->total);
    if (!pass->plan->matrices)
        return;
    for (size_t m = 0; m < MATRIX_COUNT; m++)
        take(context, s->matrix[m], s->dim * s->dim * sizeof *s->matrix[m]);
    take(context, s->gram, s->groups * 2 * packed_size(s->dim) * sizeof *s->gram);
}

/* The mean of a side's first rows. */
static enum status pivot_take(const struct token_rows *rows, size_t side, double *pivot)
{
    size_t count = size_min(PIVOT_ROWS, rows->tokens[side]), dim = rows->dim;
    double *row = malloc(count * dim * sizeof *row);
    enum status status = row ? rows->read(rows->self, side, 0, count, row) : STATUS_MEMORY;
    for (size_t t = 0; status == STATUS_OK && t < count; t++)
        for (size_t d = 0; d < dim; d++)
            pivot[d] += row[t * dim + d] / (double)count;
    free(row);
    return status;
}

static struct token_sums *sums_new(const struct token_plan *plan)
{
    const struct token_rows *rows = plan->rows;
    size_t dim = rows->dim, size = token_part_size(dim);
    struct token_sums *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->dim = dim;
    s->pairs = dim / 2;
    s->joint = token_rows_joint(rows);
    s->groups = TOKEN_GROUPS;
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        s->tokens[side] = rows->tokens[side];
        s->groups = size_min(s->groups, rows->tokens[side]);
    }
    s->pivot = calloc(TOKEN_SIDES * dim, sizeof *s->pivot);
    s->group = calloc(s->groups * size, sizeof *s->group);
    s->total = calloc(size, sizeof *s->total);
    bool ok = s->pivot && s->group && s->total;
    for (size_t m = 0; plan->matrices && m < MATRIX_COUNT; m++) {
        s->matrix[m] = calloc(dim * dim, sizeof *s->matrix[m]);
        ok = ok && s->matrix[m];
    }
    if (plan->matrices) {
        s->gram = calloc(s->groups * 2 * packed_size(dim), sizeof *s->gram);
        ok = ok && s->gram;
    }
    if (ok)
        return s;
    token_sums_free(s);
    return NULL;
}

enum status token_sums_take(const struct token_plan *plan, struct token_sums **out)
{
    struct token_sums *s = *out = sums_new(plan);
    enum status status = s ? STATUS_OK : STATUS_MEMORY;
    for (size_t side = 0; status == STATUS_OK && side < TOKEN_SIDES; side++)
        status = pivot_take(plan->rows, side, s->pivot + side * s->dim);
    if (status == STATUS_OK) {
        struct pass pass = {plan, s, 0};
        pass.part_size = (token_part_size(s->dim) +
                          (plan->matrices ? MATRIX_COUNT * s->dim * s->dim : 0)) *
                         sizeof(double);
        struct driver_work work = {.units = s->groups,
                                   .context = &pass,
                                   .lane_size = lane_doubles(s->dim, plan->matrices) *
                                                sizeof(double),
                                   .part_size = pass.part_size,
                                   .run = group_run,
                                   .total = &pass,
                                   .fold = group_fold,
                                   .blocks = group_blocks};
        status = driver_run(&work);
    }
    if (status == STATUS_OK)
        return status;
    token_sums_free(s);
    *out = NULL;
    return status;
}

void token_sums_free(struct token_sums *sums)
{
    if (!sums)
        return;
    for (size_t m = 0; m < MATRIX_COUNT; m++)
        free(sums->matrix[m]);
    free(sums->gram);
    free(sums->pivot);
    free(sums->group);
    free(sums->total);
    free(sums);
}

void token_sums_cost(struct cost *cost, size_t dim, const double tokens[TOKEN_SIDES], bool matrices)
{
    /* seconds of a coordinate, and of a product of two */
    static const double COORDINATE = 3e-9, PRODUCT = 0.05e-9;
    double rows = 0.5 * (tokens[TOKEN_QUERY] + tokens[TOKEN_KEY]), d = (double)dim,
           part = (double)token_part_size(dim) * sizeof(double),
           squares = matrices ? MATRIX_COUNT * d * d : 0.0;
    cost_work(cost, PACE_VECTOR, rows * (2.0 * d * COORDINATE + squares * PRODUCT), TOKEN_GROUPS);
    cost_peak(cost,
              part * (TOKEN_GROUPS + 1) +
                  (squares + (matrices ? TOKEN_GROUPS * d * (d + 1.0) : 0.0)) * sizeof(double),
              part + (squares + (double)lane_doubles(dim, matrices)) * sizeof(double),
              TOKEN_GROUPS);
}
