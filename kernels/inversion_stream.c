#include "kernels/inversion_stream.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/inversions.h"

/* Distances per window; windows of the pilot per side, and their length; cells of the linear map; scores gathered at once;
 * bins of the equalising map; threads that may bring a pair of histograms of their own. */
enum {
    SPAN = 131072,
    PILOT_WINDOWS = 32,
    PILOT_SPAN = 4096,
    CELL_BITS = 16,
    CELLS = 1 << CELL_BITS,
    SLAB = 1 << 21,
    BINS = 1 << 21,
    BIN_THREADS = 4
};
enum { NEAR, FAR, SIDES };

struct stream {
    const struct encoding *encoding;
    const struct score_input *input;
    struct curve_window side[SIDES];
    double middle, scale; /* the linear map to 32-bit keys */
};

/* What one thread needs to compute stretches of the curve. */
struct lane {
    double *window, *work, *score;
};

static bool lane_new(const struct stream *s, size_t span, struct lane *lane)
{
    size_t window = curve_window_size(s->encoding, span), work = curve_work_size(s->encoding, 1, span);
    double *at = malloc((window + work + span) * sizeof *at);
    *lane = (struct lane){at, at + window, at + window + work};
    return at != NULL;
}

/* A score's place on a scale of 2^32 steps; scores beyond the ends share the end's. Monotone. */
static inline uint32_t place_of(const struct stream *s, double score)
{
    double x = (score - s->middle) * s->scale;
    x = x < 2147483000.0 ? x : 2147483000.0;
    return (uint32_t)(int32_t)(x > -2147483000.0 ? x : -2147483000.0) ^ UINT32_C(0x80000000);
}

/* Calls take on every stretch number index, index + step, .. of one side. */
static enum status sweep(const struct stream *s, int side, size_t index, size_t step, struct lane *lane, void *context,
                         void (*take)(const struct stream *s, int side, size_t count, const double *score, void *context))
{
    size_t count = s->side[side].count, filled = 0;
    enum status status = STATUS_OK;
    for (size_t start = index * SPAN; status == STATUS_OK && start < count; start += step * SPAN) {
        size_t n = count - start < SPAN ? count - start : SPAN;
        double first = s->side[side].first + (double)start;
        status = n == filled ? curve_window_move(s->encoding, first, n, lane->window)
                             : curve_window_fill(s->encoding, first, n, lane->window);
        filled = n;
        if (status == STATUS_OK)
            status = curve_scores(s->encoding, n, lane->window, s->input, lane->work, lane->score);
        if (status == STATUS_OK)
            take(s, side, n, lane->score, context);
    }
    return status;
}

/* Scores of evenly spread short windows: sets the linear map and returns the samples' places. */
static enum status pilot(struct stream *s, size_t *count, uint32_t *place)
{
    struct lane lane;
    double *sample = malloc(SIDES * PILOT_WINDOWS * PILOT_SPAN * sizeof *sample), lo = HUGE_VAL, hi = -HUGE_VAL;
    enum status status = lane_new(s, PILOT_SPAN, &lane) && sample ? STATUS_OK : STATUS_MEMORY;
    *count = 0;
    for (size_t i = 0; status == STATUS_OK && i < SIDES * PILOT_WINDOWS; i++) {
        const struct curve_window *side = &s->side[i % SIDES];
        size_t n = side->count < PILOT_SPAN ? side->count : PILOT_SPAN;
        double start = floor((double)(side->count - n) * (double)(i / SIDES) / (PILOT_WINDOWS - 1));
        status = curve_window_fill(s->encoding, side->first + start, n, lane.window);
        if (status == STATUS_OK)
            status = curve_scores(s->encoding, n, lane.window, s->input, lane.work, sample + *count);
        *count += n;
    }
    for (size_t i = 0; status == STATUS_OK && i < *count; i++) {
        lo = sample[i] < lo ? sample[i] : lo;
        hi = sample[i] > hi ? sample[i] : hi;
    }
    s->middle = 0.5 * lo + 0.5 * hi;
    s->scale = 2.0 * 2147483000.0 / (1.2 * (hi - lo));
    if (!isfinite(s->scale)) /* a constant sample: anything else goes to the ends */
        s->scale = 1e300;
    for (size_t i = 0; status == STATUS_OK && i < *count; i++)
        place[i] = place_of(s, sample[i]);
    free(lane.window);
    free(sample);
    return status;
}

/* ---- Exactly: slabs of the score range ------------------------------------------------------------------------------ */

/* One thread's histogram over cells. */
static void take_cells(const struct stream *s, int side, size_t count, const double *score, void *context)
{
    uint32_t *cells = (uint32_t *)context + (size_t)side * CELLS;
    for (size_t i = 0; i < count; i++)
        cells[place_of(s, score[i]) >> (32 - CELL_BITS)]++;
}

/* The scores of some cells, gathered by all threads in any order: far ones, and the near ones of these cells and of the next
 * on either side, since a tie may lie across the edge of a cell but is narrower than one. */
struct slab {
    uint32_t first[SIDES], last[SIDES]; /* cells */
    size_t count[SIDES];
    double *score[SIDES];
};

static void take_slab(const struct stream *s, int side, size_t count, const double *score, void *context)
{
    struct slab *slab = context;
    uint32_t first = slab->first[side], width = slab->last[side] - first;
    for (size_t i = 0; i < count; i++)
        if ((place_of(s, score[i]) >> (32 - CELL_BITS)) - first < width) {
            size_t at;
#pragma omp atomic capture
            at = slab->count[side]++;
            slab->score[side][at] = score[i];
        }
}

/* Both sides by all threads; contexts[thread] or, if shared, contexts[0]. */
static enum status sweep_all(const struct stream *s, size_t stride, void *contexts,
                             void (*take)(const struct stream *, int, size_t, const double *, void *))
{
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        struct lane lane;
        size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
        enum status status = lane_new(s, SPAN, &lane) ? STATUS_OK : STATUS_MEMORY;
        for (int side = NEAR; status == STATUS_OK && side < SIDES; side++)
            status = sweep(s, side, thread, threads, &lane, (char *)contexts + stride * thread, take);
        free(lane.window);
        if (status != STATUS_OK) {
#pragma omp critical(inversion_stream_failure)
            worst = status;
        }
    }
    return worst;
}

/* Gathers a slab and counts its pairs; near scores in cells below its own are less than all its far ones. */
static enum status count_slab(const struct stream *s, struct slab *slab, double tie, double *work, uint64_t below,
                              struct inversion_bounds *out)
{
    struct inversions inside;
    enum status status = sweep_all(s, 0, slab, take_slab);
    if (status != STATUS_OK)
        return status;
    inversions_count(slab->count[NEAR], slab->score[NEAR], slab->count[FAR], slab->score[FAR], tie, work, &inside);
    out->less_lo += below * slab->count[FAR] + inside.less;
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

/* Cuts the cells into slabs of at most SLAB scores, or of one cell, and counts one after the other. */
static enum status count_slabs(const struct stream *s, const uint32_t *cells, double tie, struct inversion_bounds *out)
{
    const uint32_t *near = cells, *far = cells + CELLS;
    uint64_t below = 0, largest = SLAB; /* near scores in the cells before the slab's own and the one beside them */
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
        slab.last[NEAR] = c < CELLS ? c + 1 : CELLS;
        slab.last[FAR] = c;
        status = count_slab(s, &slab, tie, held + 2 * largest, below, out);
        for (uint32_t b = slab.first[NEAR]; b + 1 < c; b++)
            below += near[b];
    }
    free(held);
    out->less_hi = out->less_lo;
    out->ties_hi = out->ties_lo;
    return status;
}

static enum status stream_exact(struct stream *s, double tie, struct inversion_bounds *out)
{
    size_t samples, threads = (size_t)omp_get_max_threads(), cells = SIDES * CELLS;
    uint32_t *place = malloc(SIDES * PILOT_WINDOWS * PILOT_SPAN * sizeof *place),
             *histogram = calloc(threads * cells, sizeof *histogram);
    enum status status = place && histogram ? pilot(s, &samples, place) : STATUS_MEMORY;
    s->scale = fmin(s->scale, 0.5 * CELLS / tie); /* a tie is at most half a cell wide */
    if (status == STATUS_OK)
        status = sweep_all(s, cells * sizeof *histogram, histogram, take_cells);
    for (size_t i = cells; status == STATUS_OK && i < threads * cells; i++)
        histogram[i % cells] += histogram[i];
    if (status == STATUS_OK)
        status = count_slabs(s, histogram, tie, out);
    free(place);
    free(histogram);
    return status;
}

/* ---- Beyond: bins of an equalising map ------------------------------------------------------------------------------- */

/* Each cell is cut into as many bins as its share of the pilot deserves: bin = base + (place within the cell) width. */
struct bins {
    uint32_t base[CELLS], width[CELLS];
    uint32_t *count;
};

static void bins_set(size_t samples, const uint32_t *place, struct bins *bins)
{
    uint32_t sum = 0;
    memset(bins->width, 0, sizeof bins->width);
    for (size_t i = 0; i < samples; i++)
        bins->width[place[i] >> (32 - CELL_BITS)]++;
    for (size_t c = 0; c < CELLS; c++) {
        uint32_t share = (uint32_t)((double)bins->width[c] / (double)samples * (BINS - CELLS));
        bins->width[c] = 1 + (share < CELLS ? share : CELLS - 1); /* a cell has no more places */
        bins->base[c] = sum;
        sum += bins->width[c];
    }
}

static void take_bins(const struct stream *s, int side, size_t count, const double *score, void *context)
{
    const struct bins *bins = context;
    (void)side;
    for (size_t i = 0; i < count; i++) {
        uint32_t place = place_of(s, score[i]), cell = place >> (32 - CELL_BITS), inside = place & (CELLS - 1);
        bins->count[bins->base[cell] + (uint32_t)((uint64_t)inside * bins->width[cell] >> (32 - CELL_BITS))]++;
    }
}

/* Half the threads take the near side, half the far one, so that a histogram has one writer; alone, a thread takes both. */
static enum status sweep_bins(const struct stream *s, struct bins *bins, size_t threads, uint32_t *const count[SIDES])
{
    enum status worst = STATUS_OK;
#pragma omp parallel num_threads((int)threads)
    {
        struct lane lane;
        size_t thread = (size_t)omp_get_thread_num(), all = (size_t)omp_get_num_threads();
        enum status status = lane_new(s, SPAN, &lane) ? STATUS_OK : STATUS_MEMORY;
        for (size_t job = thread; status == STATUS_OK && job < threads + (threads == 1); job += all) {
            size_t side = job % SIDES, copy = job / SIDES, copies = threads > 1 ? threads / SIDES : 1;
            struct bins *own = malloc(sizeof *own);
            status = own ? STATUS_OK : STATUS_MEMORY;
            if (own) {
                *own = *bins;
                own->count = count[side] + copy * BINS;
                status = sweep(s, (int)side, copy, copies, &lane, own, take_bins);
            }
            free(own);
        }
        free(lane.window);
        if (status != STATUS_OK) {
#pragma omp critical(inversion_stream_failure)
            worst = status;
        }
    }
    return worst;
}

static enum status stream_bins(struct stream *s, struct inversion_bounds *out)
{
    size_t samples, threads = (size_t)omp_get_max_threads(), copies;
    threads = threads > BIN_THREADS ? BIN_THREADS : threads > 1 ? threads - threads % 2 : 1;
    copies = threads > 1 ? threads / 2 : 1;
    uint32_t *place = malloc(SIDES * PILOT_WINDOWS * PILOT_SPAN * sizeof *place);
    struct bins *bins = malloc(sizeof *bins);
    enum status status = place && bins ? pilot(s, &samples, place) : STATUS_MEMORY;
    if (status == STATUS_OK)
        bins_set(samples, place, bins);
    free(place);
    uint32_t *count[SIDES] = {calloc(copies * BINS, sizeof(uint32_t)), calloc(copies * BINS, sizeof(uint32_t))};
    if (status == STATUS_OK)
        status = count[NEAR] && count[FAR] ? sweep_bins(s, bins, threads, count) : STATUS_MEMORY;
    uint64_t below = 0, undecided = 0;
    *out = (struct inversion_bounds){0};
    for (size_t b = 0; status == STATUS_OK && b < BINS; b++) {
        uint64_t near = 0, far = 0;
        for (size_t c = 0; c < copies; c++)
            near += count[NEAR][c * BINS + b], far += count[FAR][c * BINS + b];
        out->less_lo += below * far;
        undecided += near * far;
        below += near;
    }
    out->less_hi = out->less_lo + undecided;
    out->ties_hi = undecided;
    free(bins);
    free(count[NEAR]);
    free(count[FAR]);
    bool narrow = (double)undecided <= 1e-6 * (double)s->side[NEAR].count * (double)s->side[FAR].count;
    return status == STATUS_OK && !narrow ? STATUS_CONVERGENCE : status;
}

enum status inversion_stream(const struct encoding *encoding, const struct score_input *input, struct curve_window near,
                             struct curve_window far, double tie, struct inversion_bounds *out)
{
    struct stream stream = {.encoding = encoding, .input = input, .side = {near, far}};
    double scores = (double)near.count + (double)far.count;
    if (near.count == 0 || far.count == 0 || scores > INVERSION_LIMIT)
        return STATUS_DOMAIN;
    return scores <= INVERSION_EXACT_LIMIT ? stream_exact(&stream, tie, out) : stream_bins(&stream, out);
}
