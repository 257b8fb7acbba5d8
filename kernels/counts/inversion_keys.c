#include "kernels/counts/inversion_keys.h"

#include <math.h>

/* Eight near scores per bucket on average keep the tables in the nearest caches; as many as two
 * where scores crowd, so that their own bucket has no more than CROWD near ones on average: well
 * under what one comparison of vectors settles, since where it is too little the processor
 * mispredicts. Samples of either side, and cells they are counted in. */
enum { NEAR_PER_BUCKET = 8, NEAR_LEAST = 2, CROWD = 20, SAMPLES = 1024, CELLS = 64 };

/* A tenth of the range beyond either end. */
static const double margin = 0.1;

static size_t buckets_of(size_t near_count, size_t near_per_bucket)
{
    unsigned bits = 6;
    while (bits < KEY_BUCKET_BITS && (near_per_bucket << bits) < near_count)
        bits++;
    return (size_t)1 << bits;
}

size_t key_buckets_most(size_t near_count) { return buckets_of(near_count, NEAR_LEAST); }

/* Widens [lo, hi] to hold evenly spread samples. */
static void widen(size_t count, const double *score, double *lo, double *hi)
{
    for (size_t i = 0; i < count; i += count / SAMPLES + 1) {
        *lo = score[i] < *lo ? score[i] : *lo;
        *hi = score[i] > *hi ? score[i] : *hi;
    }
}

/* Near scores in a near score's own bucket, on average, times the number of buckets. */
static double crowding(size_t count, const double *near, double lo, double hi)
{
    uint32_t cell[CELLS] = {0};
    double scale = (CELLS - 0.5) / (hi - lo), samples = 0.0, squares = 0.0;
    for (size_t i = 0; i < count; i += count / SAMPLES + 1)
        cell[(size_t)((near[i] - lo) * scale)]++;
    for (size_t c = 0; c < CELLS; c++) {
        samples += cell[c];
        squares += (double)cell[c] * cell[c];
    }
    return (double)count * squares / (samples * samples) * CELLS * (1.0 + 2.0 * margin);
}

bool key_map_fit(size_t near_count, const double *near, size_t far_count, const double *far,
                 double tie, struct key_map *map)
{
    double lo = near[0], hi = near[0];
    widen(near_count, near, &lo, &hi);
    widen(far_count, far, &lo, &hi);
    double range = (1.0 + 2.0 * margin) * (hi - lo);
    /* No wider than doubles reach, and no narrower than what a key's scale can be. */
    if (!isfinite(range) || !isfinite(0x1p31 / range))
        return false;
    double crowd = crowding(near_count, near, lo, hi);
    map->buckets = buckets_of(near_count, NEAR_PER_BUCKET);
    while (map->buckets < key_buckets_most(near_count) && crowd > CROWD * (double)map->buckets)
        map->buckets *= 2;
    map->low = lo - margin * (hi - lo);
    map->end = (double)(map->buckets << KEY_HALF_BITS) - 1.0;
    map->scale = map->end / range;
    /* Under 2^31, a key's rounding is within 3 2^-23, which the slack holds twice; the difference
     * that a tie is judged by is rounded too. */
    map->slack = 1.01 * tie * map->scale + 0x1p-18;
    return map->slack < 0.25;
}

static inline uint32_t key_at(double x, double end)
{
    x = x < end ? x : end;
    return (uint32_t)(int32_t)(x > 0.0 ? x : 0.0);
}

void keys_of(const struct key_map *map, size_t n, const double *restrict score,
             uint32_t *restrict key)
{
    for (size_t i = 0; i < n; i++)
        key[i] = key_at((score[i] - map->low) * map->scale, map->end);
}

bool keys_around(const struct key_map *map, size_t n, const double *restrict score,
                 uint32_t *restrict low, uint32_t *restrict high)
{
    uint32_t differ = 0;
    for (size_t i = 0; i < n; i++) {
        double x = (score[i] - map->low) * map->scale;
        low[i] = key_at(x - map->slack, map->end);
        high[i] = key_at(x + map->slack, map->end);
        differ |= low[i] ^ high[i];
    }
    return differ != 0;
}
