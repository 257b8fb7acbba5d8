#include "kernels/counts/inversion_bins.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Scores that find their bins before any is counted: the bins lie all over eight megabytes, and
 * nothing but such accesses, one after the other, keeps as many of them under way as a core can.
 */
enum { GROUP = 1024 };
/* Bins of the equalising map, its zones, and how many of the bins a second pass can look into;
 * threads that may bring a pair of histograms of their own. */
enum {
    BINS = 1 << 21,
    ZONE_BITS = 13,
    ZONES = 1 << ZONE_BITS,
    CROWDED_MOST = 65536,
    BIN_THREADS = 4
};

/* A zone is cut into as many bins as its share of the pilot deserves: bin = base + (place within
 * the zone) width. Some thirty samples per zone keep the bins' contents even. */
struct bins {
    uint32_t base[ZONES], width[ZONES];
    uint32_t *count;
};

static void bins_set(const uint32_t *place, struct bins *bins)
{
    const double samples = SWEEP_SIDES * SWEEP_PILOT;
    uint32_t sum = 0;
    memset(bins->width, 0, sizeof bins->width);
    for (size_t i = 0; i < SWEEP_SIDES * SWEEP_PILOT; i++)
        bins->width[place[i] >> (32 - ZONE_BITS)]++;
    for (size_t z = 0; z < ZONES; z++) {
        uint32_t share = (uint32_t)(bins->width[z] / samples * (BINS - ZONES)),
                 most = UINT32_C(1) << (32 - ZONE_BITS);
        bins->width[z] = 1 + (share < most ? share : most - 1); /* a zone has no more places */
        bins->base[z] = sum;
        sum += bins->width[z];
    }
}

static size_t bin_of(const struct sweep *s, const struct bins *bins, double score)
{
    uint32_t place = sweep_place(s, score), zone = place >> (32 - ZONE_BITS),
             inside = place << ZONE_BITS >> ZONE_BITS;
    return bins->base[zone] + (size_t)((uint64_t)inside * bins->width[zone] >> (32 - ZONE_BITS));
}

static void take_bins(const struct sweep *s, int side, size_t count, const double *score,
                      void *context)
{
    const struct bins *bins = context;
    uint32_t bin[GROUP];
    (void)side;
    for (size_t first = 0; first < count; first += GROUP) {
        size_t n = count - first < GROUP ? count - first : GROUP;
        for (size_t i = 0; i < n; i++)
            bin[i] = (uint32_t)bin_of(s, bins, score[first + i]);
        for (size_t i = 0; i < n; i++)
            bins->count[bin[i]]++;
    }
}

/* The ends of the scores in crowded bins, as one thread saw them: a bin no wider than a tie holds
 * nothing but ties. */
struct crowd {
    const struct bins *bins;
    const uint32_t *number; /* [BINS], from 1; 0 for a bin that is not crowded */
    double lo[CROWDED_MOST], hi[CROWDED_MOST];
};

static void take_crowd(const struct sweep *s, int side, size_t count, const double *score,
                       void *context)
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

/* Half the threads take the near side, half the far one, so that a histogram has one writer; alone,
 * a thread takes both. */
static enum status sweep_bins(const struct sweep *s, struct bins *bins, size_t threads,
                              uint32_t *const count[SWEEP_SIDES])
{
    enum status worst = STATUS_OK;
#pragma omp parallel num_threads((int)threads)
    {
        struct sweep_lane lane;
        size_t thread = (size_t)omp_get_thread_num(), all = (size_t)omp_get_num_threads();
        enum status status = sweep_lane_new(s, &lane) ? STATUS_OK : STATUS_MEMORY;
        for (size_t job = thread; status == STATUS_OK && job < threads + (threads == 1);
             job += all) {
            size_t side = job % SWEEP_SIDES, copy = job / SWEEP_SIDES,
                   copies = threads > 1 ? threads / SWEEP_SIDES : 1;
            struct bins *own = malloc(sizeof *own);
            status = own ? STATUS_OK : STATUS_MEMORY;
            if (own) {
                *own = *bins;
                own->count = count[side] + copy * BINS;
                status = sweep_side(s, (int)side, copy, copies, &lane, own, take_bins);
            }
            free(own);
        }
        free(lane.window);
        if (status != STATUS_OK) {
#pragma omp critical(inversion_sweep_failure)
            worst = status;
        }
    }
    return worst;
}

/* Undecided pairs of a bin. */
static uint64_t pairs_of(uint32_t *const count[SWEEP_SIDES], size_t bin)
{
    return (uint64_t)count[SWEEP_NEAR][bin] * count[SWEEP_FAR][bin];
}

/* A second pass over a curve of clusters, when too many pairs share bins: returns the pairs of
 * crowded bins whose scores are all ties of each other. */
static enum status settle_crowds(const struct sweep *s, const struct bins *bins,
                                 uint32_t *const count[SWEEP_SIDES], double tie, uint64_t *ties)
{
    size_t threads = (size_t)omp_get_max_threads(), crowded = 0;
    double pairs = (double)s->side[SWEEP_NEAR].count * (double)s->side[SWEEP_FAR].count;
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
        status = sweep_sides(s, sizeof *crowd, crowd, take_crowd);
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

enum status inversion_bins(struct sweep *s, double tie, struct inversion_bounds *out)
{
    size_t threads = (size_t)omp_get_max_threads(), copies;
    threads = threads > BIN_THREADS ? BIN_THREADS : threads > 1 ? threads - threads % 2 : 1;
    copies = threads > 1 ? threads / 2 : 1;
    uint32_t *place = malloc(SWEEP_SIDES * SWEEP_PILOT * sizeof *place);
    struct bins *bins = malloc(sizeof *bins);
    enum status status = place && bins ? sweep_pilot(s, place) : STATUS_MEMORY;
    if (status == STATUS_OK)
        bins_set(place, bins);
    free(place);
    uint32_t *count[SWEEP_SIDES] = {calloc(copies * BINS, sizeof(uint32_t)),
                                    calloc(copies * BINS, sizeof(uint32_t))};
    if (status == STATUS_OK)
        status = count[SWEEP_NEAR] && count[SWEEP_FAR] ? sweep_bins(s, bins, threads, count)
                                                       : STATUS_MEMORY;
    uint64_t below = 0, undecided = 0, ties = 0;
    *out = (struct inversion_bounds){0};
    for (size_t b = 0; status == STATUS_OK && b < BINS; b++) {
        for (size_t c = 1; c < copies; c++)
            for (size_t side = SWEEP_NEAR; side < SWEEP_SIDES; side++)
                count[side][b] += count[side][c * BINS + b];
        out->less_lo += below * count[SWEEP_FAR][b];
        undecided += pairs_of(count, b);
        below += count[SWEEP_NEAR][b];
    }
    double allowed = 1e-6 * (double)s->side[SWEEP_NEAR].count * (double)s->side[SWEEP_FAR].count;
    if (status == STATUS_OK && (double)undecided > allowed)
        status = settle_crowds(s, bins, count, tie, &ties);
    undecided -= ties;
    out->less_hi = out->less_lo + undecided;
    out->ties_lo = ties;
    out->ties_hi = ties + undecided;
    free(bins);
    free(count[SWEEP_NEAR]);
    free(count[SWEEP_FAR]);
    return status == STATUS_OK && (double)undecided > allowed ? STATUS_CONVERGENCE : status;
}
