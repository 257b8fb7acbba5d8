#include "kernels/counts/sort.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "kernels/counts/sort_keys.h"
#include "kernels/curves/vector.h"

/* Coarse buckets of about CHUNK numbers, which stay in the first-level cache; within each, a fine
 * bucket per number. A fine bucket of more than CROWDED is sorted by itself: up to INSERTION_MOST
 * by insertion, beyond by the digits of its bits. */
enum {
    CHUNK = 512,
    CHUNK_MOST = 8 * CHUNK,
    COARSE_MOST = 1024,
    FINE_MOST = 65536,
    CROWDED = 16,
    INSERTION_MOST = 64
};

static size_t coarse_buckets(size_t count)
{
    return count / CHUNK + 2 < COARSE_MOST ? count / CHUNK + 2 : COARSE_MOST;
}

static size_t fine_buckets(size_t count) { return count < FINE_MOST ? count : FINE_MOST; }

size_t sort_work_size(size_t count)
{
    return count + (coarse_buckets(count) + fine_buckets(count) + 1) / 2 + (count + 3) / 4;
}

static void insertion(size_t count, double *x)
{
    for (size_t i = 1; i < count; i++) {
        double value = x[i];
        size_t k = i;
        for (; k > 0 && x[k - 1] > value; k--)
            x[k] = x[k - 1];
        x[k] = value;
    }
}

/* Least and largest. False if a number is not finite. */
static bool range(size_t count, const double *x, double *least, double *most)
{
    vector_double lo = vector_broadcast(x[0]), hi = lo, sum = vector_broadcast(0.0);
    double low[VECTOR_LANES], high[VECTOR_LANES], zero[VECTOR_LANES], total = 0.0;
    size_t whole = count / VECTOR_LANES * VECTOR_LANES;
    for (size_t i = 0; i < whole; i += VECTOR_LANES) {
        vector_double v = vector_load(x + i);
        lo = vector_min(v, lo);
        hi = vector_max(v, hi);
        sum += v * 0.0; /* stays zero unless something is not finite */
    }
    vector_store(low, lo), vector_store(high, hi), vector_store(zero, sum);
    for (size_t i = whole; i < count; i++) {
        low[0] = x[i] < low[0] ? x[i] : low[0];
        high[0] = x[i] > high[0] ? x[i] : high[0];
        zero[0] += x[i] * 0.0;
    }
    *least = low[0], *most = high[0];
    for (size_t j = 0; j < VECTOR_LANES; j++) {
        *least = low[j] < *least ? low[j] : *least;
        *most = high[j] > *most ? high[j] : *most;
        total += zero[j];
    }
    return total == 0.0;
}

/* Sizes of the buckets named in bucket, then where each starts in start. Returns the size of the
 * fullest. */
static size_t bucket_starts(size_t count, const uint16_t *bucket, size_t buckets, uint32_t *start)
{
    uint32_t sum = 0, fullest = 0;
    memset(start, 0, buckets * sizeof *start);
    for (size_t i = 0; i < count; i++)
        start[bucket[i]]++;
    for (size_t b = 0; b < buckets; b++)
        fullest = start[b] > fullest ? start[b] : fullest;
    for (size_t b = 0; b < buckets; b++) {
        uint32_t n = start[b];
        start[b] = sum;
        sum += n;
    }
    return fullest;
}

/* Copies x into its buckets; what was where each starts is then where it ends. */
static void distribute(size_t count, const double *x, const uint16_t *bucket, uint32_t *start,
                       double *out)
{
    for (size_t i = 0; i < count; i++)
        out[start[bucket[i]]++] = x[i];
}

/* Copies x into its buckets, the copy's even places first and then its odd ones. */
static void distribute_apart(size_t count, const double *x, const uint16_t *bucket, uint32_t *start,
                             double *apart)
{
    size_t half = (count + 1) / 2;
    for (size_t i = 0; i < count; i++) {
        size_t to = start[bucket[i]]++;
        apart[to / 2 + (to % 2) * half] = x[i];
    }
}

/* A map of numbers to buckets of equal width: part `part` of the range (x - least) * scale, itself
 * in `buckets` buckets. Monotone, rounding included. */
struct slope {
    double least, scale, part, buckets;
};

/* The slope that leaves the largest number in the last bucket. False if there is none: all are
 * equal, or their range is beyond the exponents. */
static bool slope_of(double least, double most, size_t buckets, struct slope *slope)
{
    *slope = (struct slope){least, (double)(buckets - 1) / (most - least), 0.0, 1.0};
    return slope->scale > 0.0 && isfinite(slope->scale);
}

static void place(size_t count, const double *x, const struct slope *slope, uint16_t *bucket)
{
    struct slope s = *slope;
    for (size_t i = 0; i < count; i++)
        bucket[i] = (uint16_t)(int32_t)(((x[i] - s.least) * s.scale - s.part) * s.buckets);
}

/* Smaller and larger of each a[i], b[i]. Of equal numbers, zeros of both signs among them, each
 * keeps one. */
static void order_pairs(size_t count, double *restrict a, double *restrict b)
{
    size_t i = 0;
    for (; i + VECTOR_LANES <= count; i += VECTOR_LANES) {
        vector_double x = vector_load(a + i), y = vector_load(b + i);
        vector_store(a + i, vector_min(x, y));
        vector_store(b + i, vector_max(y, x));
    }
    for (; i < count; i++) {
        double x = a[i], y = b[i];
        a[i] = x < y ? x : y;
        b[i] = x < y ? y : x;
    }
}

/* Sorts buckets of at most `rounds` numbers by so many rounds of comparing neighbours, even pairs
 * and odd pairs in turn (odd-even transposition), without a branch that depends on the numbers;
 * apart holds those at even places, then those at odd ones. */
static void transpose(size_t count, size_t rounds, double *apart, double *out)
{
    double *even = apart, *odd = apart + (count + 1) / 2;
    for (size_t round = 0; round < rounds; round++)
        if (round % 2 == 0)
            order_pairs(count / 2, even, odd);
        else
            order_pairs((count - 1) / 2, odd, even + 1);
    for (size_t i = 0; i < count / 2; i++)
        out[2 * i] = even[i], out[2 * i + 1] = odd[i];
    if (count % 2)
        out[count - 1] = even[count / 2];
}

/* Sorts the crowded ones of the buckets in x, and leaves all as transpose takes them; spare
 * [count]. */
static void sort_crowds(size_t count, size_t buckets, const uint32_t *end, double *x, double *spare)
{
    for (size_t b = 0, start = 0; b < buckets; start = end[b++]) {
        size_t crowd = end[b] - start;
        if (crowd > INSERTION_MOST)
            sort_keys_doubles(crowd, x + start, spare);
        else if (crowd > CROWDED)
            insertion(crowd, x + start);
    }
    memcpy(spare, x, count * sizeof *x);
    for (size_t i = 0; i < count; i++)
        x[i / 2 + (i % 2) * ((count + 1) / 2)] = spare[i];
}

/* The slope of a chunk: of its part of the coarse slope, whose numbers t have t - part in [0, 1),
 * exactly, so that the product stays below `buckets`; or of its own range if it took in much more
 * than its share, which is a crowd in a corner. */
static bool chunk_slope(size_t count, const double *x, const struct slope *coarse, size_t part,
                        size_t buckets, struct slope *slope)
{
    double least, most;
    *slope = (struct slope){coarse->least, coarse->scale, (double)part, (double)buckets};
    if (count <= CHUNK_MOST && coarse->scale > 0.0)
        return true;
    range(count, x, &least, &most);
    return slope_of(least, most, buckets, slope);
}

/* Scratch for chunks: numbers and their buckets, as many as the largest has, and where its buckets
 * start. */
struct scratch {
    double *apart;
    uint16_t *bucket;
    uint32_t *start;
};

/* Sorts a coarse bucket in place. */
static void sort_chunk(size_t count, double *x, const struct slope *coarse, size_t part,
                       const struct scratch *scratch)
{
    size_t buckets = fine_buckets(count);
    struct slope slope;
    if (!chunk_slope(count, x, coarse, part, buckets, &slope)) {
        sort_keys_doubles(count, x, scratch->apart);
        return;
    }
    place(count, x, &slope, scratch->bucket);
    size_t fullest = bucket_starts(count, scratch->bucket, buckets, scratch->start);
    if (fullest <= CROWDED)
        distribute_apart(count, x, scratch->bucket, scratch->start, scratch->apart);
    else {
        distribute(count, x, scratch->bucket, scratch->start, scratch->apart);
        sort_crowds(count, buckets, scratch->start, scratch->apart, x);
    }
    transpose(count, fullest < CROWDED ? fullest : CROWDED, scratch->apart, x);
}

void sort_doubles(size_t count, const double *x, double *work, double *sorted)
{
    double least, most;
    size_t buckets = coarse_buckets(count);
    uint32_t *coarse = (uint32_t *)(void *)(work + count), *fine = coarse + buckets;
    const struct scratch scratch = {work, (uint16_t *)(void *)(fine + fine_buckets(count)), fine};
    struct slope slope;
    if (count == 0)
        return;
    if (!range(count, x, &least, &most)) {
        memcpy(sorted, x, count * sizeof *x);
        sort_keys_doubles(count, sorted, work);
        return;
    }
    if (slope_of(least, most, buckets, &slope)) {
        place(count, x, &slope, scratch.bucket);
        bucket_starts(count, scratch.bucket, buckets, coarse);
        distribute(count, x, scratch.bucket, coarse, sorted);
    } else {
        buckets = 1;
        coarse[0] = (uint32_t)count;
        slope.scale = 0.0;
        memcpy(sorted, x, count * sizeof *x);
    }
    for (size_t b = 0, start = 0; b < buckets; start = coarse[b++])
        if (coarse[b] > start)
            sort_chunk(coarse[b] - start, sorted + start, &slope, b, &scratch);
}
