#include "kernels/counts/inversion_slabs.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "kernels/counts/inversions.h"

/* Cells of the linear map; scores gathered at once. */
enum { CELL_BITS = 16, CELLS = 1 << CELL_BITS, SLAB = 1 << 21 };

/* One thread's histogram over cells. */
static void take_cells(const struct sweep *s, int side, size_t count, const double *score,
                       void *context)
{
    uint32_t *cells = (uint32_t *)context + (size_t)side * CELLS;
    for (size_t i = 0; i < count; i++)
        cells[sweep_place(s, score[i]) >> (32 - CELL_BITS)]++;
}

/* The scores of some cells, gathered by all threads in any order: far ones, and the near ones of
 * these cells and of the next on either side, since a tie may lie across the edge of a cell but is
 * narrower than one. */
struct slab {
    uint32_t first[SWEEP_SIDES], last[SWEEP_SIDES]; /* cells */
    size_t count[SWEEP_SIDES];
    double *score[SWEEP_SIDES];
};

static void take_slab(const struct sweep *s, int side, size_t count, const double *score,
                      void *context)
{
    struct slab *slab = context;
    uint32_t first = slab->first[side], width = slab->last[side] - first;
    for (size_t i = 0; i < count; i++)
        if ((sweep_place(s, score[i]) >> (32 - CELL_BITS)) - first < width) {
            size_t at;
#pragma omp atomic capture
            at = slab->count[side]++;
            slab->score[side][at] = score[i];
        }
}

/* Gathers a slab and counts its pairs; near scores in cells below its own are less than all its far
 * ones. */
static enum status count_slab(const struct sweep *s, struct slab *slab, double tie, double *work,
                              uint64_t below, struct inversion_bounds *out)
{
    struct inversions inside;
    enum status status = sweep_sides(s, 0, slab, take_slab);
    if (status != STATUS_OK)
        return status;
    inversions_count(slab->count[SWEEP_NEAR], slab->score[SWEEP_NEAR], slab->count[SWEEP_FAR],
                     slab->score[SWEEP_FAR], tie, work, &inside);
    out->less_lo += below * slab->count[SWEEP_FAR] + inside.less;
    out->ties_lo += inside.ties;
    return STATUS_OK;
}

/* Scores that a slab of one cell gathers, and how many more it does with the next one, c. */
static uint64_t scores_with(const uint32_t *near, const uint32_t *far, uint32_t c)
{
    return (uint64_t)far[c] + (c + 1 < CELLS ? near[c + 1] : 0);
}

static uint64_t scores_of(const uint32_t *near, const uint32_t *far, uint32_t c)
{
    return scores_with(near, far, c) + near[c] + (c > 0 ? near[c - 1] : 0);
}

/* Cuts the cells into slabs of at most SLAB scores, or of one cell, and counts one
 * after the other. */
static enum status count_slabs(const struct sweep *s, const uint32_t *cells, double tie,
                               struct inversion_bounds *out)
{
    const uint32_t *near = cells, *far = cells + CELLS;
    /* near scores in the cells before the slab's own and the one beside them */
    uint64_t below = 0, largest = SLAB;
    for (uint32_t c = 0; c < CELLS; c++)
        largest = scores_of(near, far, c) > largest ? scores_of(near, far, c) : largest;
    double *held = malloc((2 * largest + inversions_work_size(largest, largest)) * sizeof *held);
    enum status status = held ? STATUS_OK : STATUS_MEMORY;
    *out = (struct inversion_bounds){0};
    for (uint32_t c = 0; status == STATUS_OK && c < CELLS;) {
        struct slab slab = {.first = {c > 0 ? c - 1 : 0, c}, .score = {held, held + largest}};
        uint64_t scores = scores_of(near, far, c);
        while (++c < CELLS && scores + scores_with(near, far, c) <= largest)
            scores += scores_with(near, far, c);
        slab.last[SWEEP_NEAR] = c < CELLS ? c + 1 : CELLS;
        slab.last[SWEEP_FAR] = c;
        status = count_slab(s, &slab, tie, held + 2 * largest, below, out);
        for (uint32_t b = slab.first[SWEEP_NEAR]; b + 1 < c; b++)
            below += near[b];
    }
    free(held);
    out->less_hi = out->less_lo;
    out->ties_hi = out->ties_lo;
    return status;
}

enum status inversion_slabs(struct sweep *s, double tie, struct inversion_bounds *out)
{
    size_t threads = (size_t)omp_get_max_threads(), cells = SWEEP_SIDES * CELLS;
    uint32_t *place = malloc(SWEEP_SIDES * SWEEP_PILOT * sizeof *place),
             *histogram = calloc(threads * cells, sizeof *histogram);
    enum status status = place && histogram ? sweep_pilot(s, place) : STATUS_MEMORY;
    s->scale = fmin(s->scale, 0.5 * CELLS / tie); /* a tie is at most half a cell wide */
    if (status == STATUS_OK)
        status = sweep_sides(s, cells * sizeof *histogram, histogram, take_cells);
    for (size_t i = cells; status == STATUS_OK && i < threads * cells; i++)
        histogram[i % cells] += histogram[i];
    if (status == STATUS_OK)
        status = count_slabs(s, histogram, tie, out);
    free(place);
    free(histogram);
    return status;
}
