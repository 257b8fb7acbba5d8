#include "kernels/inversion_stream.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/inversions.h"

/* Distances per stretch; of the pilot, per side and at once; cells of the linear map; scores gathered at once; bins of the
 * equalising map, its zones, and how many of them a second pass can look into; threads that may bring a pair of histograms of their own. */
enum {
    SPAN = 131072,
    PILOT = 131072,
    PILOT_SPAN = 512,
    CELL_BITS = 16,
    CELLS = 1 << CELL_BITS,
    SLAB = 1 << 21,
    BINS = 1 << 21,
    ZONE_BITS = 13,
    ZONES = 1 << ZONE_BITS,
    CROWDED_MOST = 65536,
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

/* Scores at distances spread over both sides, one in each of PILOT equal strata: sets the linear map and returns the samples'
 * places. Scattered, since neighbours of a slow curve all say the same. */
static enum status pilot(struct stream *s, uint32_t *place)
{
    const struct score_method *method = s->encoding->type->method;
    double distance[PILOT_SPAN], *sample = malloc(SIDES * PILOT * sizeof *sample), lo = HUGE_VAL, hi = -HUGE_VAL;
    size_t table_size = method->table_size(s->encoding, PILOT_SPAN);
    double *table = malloc((table_size + method->work_size(s->encoding, 1)) * sizeof *table);
    enum status status = table && sample ? STATUS_OK : STATUS_MEMORY;
    for (size_t first = 0; status == STATUS_OK && first < SIDES * PILOT; first += PILOT_SPAN) {
        const struct curve_window *side = &s->side[first / PILOT];
        for (size_t i = 0; i < PILOT_SPAN; i++) {
            double number = (double)(first % PILOT + i), shift = number * 0.6180339887498949;
            distance[i] = side->first + floor((number + shift - floor(shift)) * ((double)side->count / PILOT));
        }
        status = method->table_fill(s->encoding, PILOT_SPAN, distance, table);
        if (status == STATUS_OK)
            status = method->score(s->encoding, PILOT_SPAN, table, s->input, table + table_size, sample + first);
    }
    for (size_t i = 0; status == STATUS_OK && i < SIDES * PILOT; i++) {
        lo = sample[i] < lo ? sample[i] : lo;
        hi = sample[i] > hi ? sample[i] : hi;
    }
    s->middle = 0.5 * lo + 0.5 * hi;
    s->scale = 2.0 * 2147483000.0 / (1.2 * (hi - lo));
    if (!isfinite(s->scale)) /* a constant sample: anything else goes to the ends */
        s->scale = 1e300;
    for (size_t i = 0; status == STATUS_OK && i < SIDES * PILOT; i++)
        place[i] = place_of(s, sample[i]);
    free(table);
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
    size_t threads = (size_t)omp_get_max_threads(), cells = SIDES * CELLS;
    uint32_t *place = malloc(SIDES * PILOT * sizeof *place), *histogram = calloc(threads * cells, sizeof *histogram);
    enum status status = place && histogram ? pilot(s, place) : STATUS_MEMORY;
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

/* A zone is cut into as many bins as its share of the pilot deserves: bin = base + (place within the zone) width. Some thirty
 * samples per zone keep the bins' contents even. */
struct bins {
    uint32_t base[ZONES], width[ZONES];
    uint32_t *count;
};

static void bins_set(const uint32_t *place, struct bins *bins)
{
    const double samples = SIDES * PILOT;
    uint32_t sum = 0;
    memset(bins->width, 0, sizeof bins->width);
    for (size_t i = 0; i < SIDES * PILOT; i++)
        bins->width[place[i] >> (32 - ZONE_BITS)]++;
    for (size_t z = 0; z < ZONES; z++) {
        uint32_t share = (uint32_t)(bins->width[z] / samples * (BINS - ZONES)), most = UINT32_C(1) << (32 - ZONE_BITS);
        bins->width[z] = 1 + (share < most ? share : most - 1); /* a zone has no more places */
        bins->base[z] = sum;
        sum += bins->width[z];
    }
}

static size_t bin_of(const struct stream *s, const struct bins *bins, double score)
{
    uint32_t place = place_of(s, score), zone = place >> (32 - ZONE_BITS), inside = place << ZONE_BITS >> ZONE_BITS;
    return bins->base[zone] + (size_t)((uint64_t)inside * bins->width[zone] >> (32 - ZONE_BITS));
}

static void take_bins(const struct stream *s, int side, size_t count, const double *score, void *context)
{
    const struct bins *bins = context;
    (void)side;
    for (size_t i = 0; i < count; i++)
        bins->count[bin_of(s, bins, score[i])]++;
}

/* The ends of the scores in crowded bins, as one thread saw them: a bin no wider than a tie holds nothing but ties. */
struct crowd {
    const struct bins *bins;
    const uint32_t *number; /* [BINS], from 1; 0 for a bin that is not crowded */
    double lo[CROWDED_MOST], hi[CROWDED_MOST];
};

static void take_crowd(const struct stream *s, int side, size_t count, const double *score, void *context)
{
    struct crowd *crowd = context;
    (void)side;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = crowd->number[bin_of(s, crowd->bins, score[i])];
        if (number > 0) {
            crowd->lo[number - 1] = fmin(crowd->lo[number - 1], score[i]);
            crowd->hi[number - 1] = fmax(crowd->hi[number - 1], score[i]);
        }
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

/* Undecided pairs of a bin. */
static uint64_t pairs_of(uint32_t *const count[SIDES], size_t bin) { return (uint64_t)count[NEAR][bin] * count[FAR][bin]; }

/* A second pass over a curve of clusters, when too many pairs share bins: returns the pairs of crowded bins whose scores are
 * all ties of each other. */
static enum status settle_crowds(const struct stream *s, const struct bins *bins, uint32_t *const count[SIDES], double tie,
                                 uint64_t *ties)
{
    size_t threads = (size_t)omp_get_max_threads(), crowded = 0;
    double pairs = (double)s->side[NEAR].count * (double)s->side[FAR].count;
    uint32_t *number = calloc(BINS, sizeof *number);
    struct crowd *crowd = malloc(threads * sizeof *crowd);
    enum status status = number && crowd ? STATUS_OK : STATUS_MEMORY;
    for (size_t b = 0; status == STATUS_OK && b < BINS && crowded < CROWDED_MOST; b++)
        if ((double)pairs_of(count, b) > 1e-7 * pairs / CROWDED_MOST)
            number[b] = (uint32_t)++crowded;
    for (size_t t = 0; status == STATUS_OK && t < threads; t++) {
        crowd[t].bins = bins;
        crowd[t].number = number;
        for (size_t i = 0; i < crowded; i++)
            crowd[t].lo[i] = HUGE_VAL, crowd[t].hi[i] = -HUGE_VAL;
    }
    if (status == STATUS_OK)
        status = sweep_all(s, sizeof *crowd, crowd, take_crowd);
    *ties = 0;
    for (size_t b = 0; status == STATUS_OK && b < BINS; b++) {
        double lo = HUGE_VAL, hi = -HUGE_VAL;
        for (size_t t = 0; number[b] > 0 && t < threads; t++) {
            lo = fmin(lo, crowd[t].lo[number[b] - 1]);
            hi = fmax(hi, crowd[t].hi[number[b] - 1]);
        }
        if (number[b] > 0 && hi - lo <= tie)
            *ties += pairs_of(count, b);
    }
    free(number);
    free(crowd);
    return status;
}

static enum status stream_bins(struct stream *s, double tie, struct inversion_bounds *out)
{
    size_t threads = (size_t)omp_get_max_threads(), copies;
    threads = threads > BIN_THREADS ? BIN_THREADS : threads > 1 ? threads - threads % 2 : 1;
    copies = threads > 1 ? threads / 2 : 1;
    uint32_t *place = malloc(SIDES * PILOT * sizeof *place);
    struct bins *bins = malloc(sizeof *bins);
    enum status status = place && bins ? pilot(s, place) : STATUS_MEMORY;
    if (status == STATUS_OK)
        bins_set(place, bins);
    free(place);
    uint32_t *count[SIDES] = {calloc(copies * BINS, sizeof(uint32_t)), calloc(copies * BINS, sizeof(uint32_t))};
    if (status == STATUS_OK)
        status = count[NEAR] && count[FAR] ? sweep_bins(s, bins, threads, count) : STATUS_MEMORY;
    uint64_t below = 0, undecided = 0, ties = 0;
    *out = (struct inversion_bounds){0};
    for (size_t b = 0; status == STATUS_OK && b < BINS; b++) {
        for (size_t c = 1; c < copies; c++)
            for (size_t side = NEAR; side < SIDES; side++)
                count[side][b] += count[side][c * BINS + b];
        out->less_lo += below * count[FAR][b];
        undecided += pairs_of(count, b);
        below += count[NEAR][b];
    }
    double allowed = 1e-6 * (double)s->side[NEAR].count * (double)s->side[FAR].count;
    if (status == STATUS_OK && (double)undecided > allowed)
        status = settle_crowds(s, bins, count, tie, &ties);
    undecided -= ties;
    out->less_hi = out->less_lo + undecided;
    out->ties_lo = ties;
    out->ties_hi = ties + undecided;
    free(bins);
    free(count[NEAR]);
    free(count[FAR]);
    return status == STATUS_OK && (double)undecided > allowed ? STATUS_CONVERGENCE : status;
}

enum status inversion_stream(const struct encoding *encoding, const struct score_input *input, struct curve_window near,
                             struct curve_window far, double tie, struct inversion_bounds *out)
{
    struct stream stream = {.encoding = encoding, .input = input, .side = {near, far}};
    double scores = (double)near.count + (double)far.count;
    if (near.count == 0 || far.count == 0 || scores > INVERSION_LIMIT)
        return STATUS_DOMAIN;
    return scores <= INVERSION_EXACT_LIMIT ? stream_exact(&stream, tie, out) : stream_bins(&stream, tie, out);
}
