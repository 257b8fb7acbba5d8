#include "kernels/alias_count.h"

#include <stdbool.h>

#include "kernels/sort.h"
#include "kernels/vector.h"

/* Codes are made and read in blocks that stay in the first-level cache. */
enum { BLOCK = 1024 };

/* Sorted curves end in an infinity that stops the pointers. */
struct areas {
    double *sorted, *other, *sort_work;
    uint64_t *key, *spare; /* share sort_work's memory */
};

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

size_t alias_work_size(size_t count) { return 2 * (count + 1) + larger(sort_work_size(count), 2 * count); }

static struct areas areas_of(size_t count, double *work)
{
    struct areas a = {work, work + count + 1, work + 2 * (count + 1), NULL, NULL};
    a.key = (uint64_t *)(void *)a.sort_work;
    a.spare = a.key + count;
    return a;
}

/* What a sorted curve's runs of equal codes add up to. */
struct runs {
    uint64_t pairs, positions, count; /* count: of runs of two and more */
};

static void run_close(struct runs *runs, uint64_t length)
{
    if (length > 1) {
        runs->pairs += length * (length - 1) / 2;
        runs->positions += length;
        runs->count++;
    }
}

/* Neighbours that are equal; the loop vectorises, and in wide formats most blocks have none. */
static size_t equal_neighbours(size_t n, const uint64_t *code)
{
    size_t equal = 0;
    for (size_t i = 1; i < n; i++)
        equal += code[i] == code[i - 1];
    return equal;
}

static struct runs runs_of(size_t count, const double *sorted, const struct dtype_rounding *rounding)
{
    uint64_t code[BLOCK], current = dtype_code(rounding, sorted[0]);
    struct runs runs = {0, 0, 0};
    size_t start = 0;
    for (size_t first = 0; first < count; first += BLOCK) {
        size_t n = count - first < BLOCK ? count - first : BLOCK, i = 0;
        dtype_codes(rounding, n, sorted + first, code);
        if (n > 1 && equal_neighbours(n, code) == 0) { /* the run so far may take in the first; the last starts one */
            run_close(&runs, first + (code[0] == current) - start);
            start = first + n - 1;
            current = code[n - 1];
            i = n;
        }
        for (; i < n; i++)
            if (code[i] != current) {
                run_close(&runs, first + i - start);
                start = first + i;
                current = code[i];
            }
    }
    run_close(&runs, count - start);
    return runs;
}

/* Equal neighbours among sorted keys, as pairs. */
static uint64_t key_pairs(size_t count, const uint64_t *key)
{
    struct runs runs = {0, 0, 0};
    size_t start = 0;
    for (size_t i = 1; i <= count; i++)
        if (i == count || key[i] != key[start]) {
            run_close(&runs, i - start);
            start = i;
        }
    return runs.pairs;
}

/* Neighbours `apart` places apart along the sorted curve that are within the threshold. */
static uint64_t close_neighbours(size_t count, const double *sorted, size_t apart, double threshold)
{
    uint64_t close = 0;
    for (size_t i = 0; i + apart < count; i++)
        close += sorted[i + apart] - sorted[i] <= threshold;
    return close;
}

static uint64_t sum_of(size_t n, vector_words words)
{
    uint64_t lane[VECTOR_LANES], sum = 0;
    memcpy(lane, &words, sizeof lane);
    for (size_t i = 0; i < n; i++)
        sum += lane[i];
    return sum;
}

/* Two pointers along the sorted curve, the lower one in steps of a vector of scores: every step of the upper one is compared with
 * all of them, so that no comparison waits for the one before it. The curve ends in an infinity. */
static uint64_t two_pointers(size_t count, const double *sorted, double threshold)
{
    const vector_double no_more = vector_broadcast(threshold);
    vector_words total = (vector_words)vector_broadcast(0.0);
    uint64_t pairs = 0;
    size_t upper = 0; /* the first score beyond the threshold of the last lane of the step before */
    for (size_t i = 0; i < count; i += VECTOR_LANES) {
        size_t n = count - i < VECTOR_LANES ? count - i : VECTOR_LANES, start = upper;
        double padded[VECTOR_LANES];
        for (size_t lane = 0; lane < VECTOR_LANES; lane++)
            padded[lane] = sorted[i + (lane < n ? lane : n - 1)];
        vector_double lower = vector_load(padded);
        vector_words within = (vector_words)vector_broadcast(0.0);
        for (double last = padded[VECTOR_LANES - 1]; sorted[upper] - last <= threshold; upper++)
            within += vector_at_most(vector_broadcast(sorted[upper]) - lower, no_more);
        pairs += n * (start - i - 1) - n * (n - 1) / 2; /* lane l has start + within - (i + l) - 1; modulo 2^64 until the end */
        if (n == VECTOR_LANES)
            total += within;
        else
            pairs += sum_of(n, within);
    }
    return pairs + sum_of(VECTOR_LANES, total);
}

/* Counting neighbours 1, 2, .. places apart is several times faster per place than the pointers, but takes as many rounds as the
 * densest stretch holds scores. */
enum { ROUNDS_MOST = 8 };
static uint64_t threshold_pairs(size_t count, const double *sorted, double threshold)
{
    uint64_t sum = 0;
    for (size_t apart = 1; apart <= ROUNDS_MOST; apart++) {
        uint64_t close = close_neighbours(count, sorted, apart, threshold);
        sum += close;
        if (close == 0)
            return sum;
        if (close > count / 4)
            break;
    }
    return two_pointers(count, sorted, threshold);
}
/* A set of codes as bits at hashed places, which may say yes wrongly, never no. */
struct filter {
    uint64_t *word;
    unsigned shift;
};

static size_t filter_place(const struct filter *filter, uint64_t code)
{
    return (size_t)(code * UINT64_C(0x9e3779b97f4a7c15) >>
                    filter->shift); /* the golden ratio's bits spread neighbouring codes */
}

static bool filter_has(const struct filter *filter, uint64_t code)
{
    size_t place = filter_place(filter, code);
    return filter->word[place / 64] >> place % 64 & 1;
}

/* The codes that occur more than once along the sorted curve, 16 to 32 places for each: at most 16 count bits in all. */
static struct filter filter_new(size_t count, const double *sorted, const struct dtype_rounding *rounding, uint64_t runs,
                                uint64_t *word)
{
    struct filter filter = {word, 64 - 6};
    while (UINT64_C(1) << (64 - filter.shift) < 16 * runs)
        filter.shift--;
    memset(word, 0, (size_t)1 << (64 - 6 - filter.shift + 3));
    uint64_t before = dtype_code(rounding, sorted[0]);
    for (size_t i = 1; i < count; i++) {
        uint64_t code = dtype_code(rounding, sorted[i]);
        if (code == before) {
            size_t place = filter_place(&filter, code);
            word[place / 64] |= UINT64_C(1) << place % 64;
        }
        before = code;
    }
    return filter;
}

/* How many of the sorted curve's scores are smaller: the same number for equal scores, and under 2^31. */
static uint64_t rank_of(size_t count, const double *sorted, double score)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (sorted[middle] < score)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

/* Pairs equal under both keys: joint keys of the distances aliased under the first, sorted. Codes of 64 bits do not fit side by
 * side; they belong to doubles as they are, whose ranks do. */
static uint64_t invariance_pairs(size_t count, const double *first, const double *second, const struct dtype_rounding *rounding,
                                 const struct runs *runs, const struct areas *a)
{
    bool wide = rounding->zero > UINT32_MAX, filtered = runs->positions < count / 2;
    struct filter filter = {NULL, 0};
    size_t kept = 0;
    if (runs->pairs == 0)
        return 0;
    if (wide)
        sort_doubles(count, second, a->sort_work, a->other);
    if (filtered)
        filter = filter_new(count, a->sorted, rounding, runs->count, a->spare);
    for (size_t r = 0; r < count; r++) {
        uint64_t code = dtype_code(rounding, first[r]);
        if (filtered && !filter_has(&filter, code))
            continue;
        if (wide)
            a->key[kept++] = rank_of(count, a->sorted, first[r]) << 32 | rank_of(count, a->other, second[r]);
        else
            a->key[kept++] = code << 32 | dtype_code(rounding, second[r]);
    }
    sort_keys(kept, a->key, a->spare);
    return key_pairs(kept, a->key);
}

/* Numbers that loops take side by side. */
enum { LANES = 8 };

/* Largest size; NaN if a score is not finite. */
static double largest(size_t count, const double *score)
{
    double most[LANES] = {0.0}, zero[LANES] = {0.0}; /* lane by lane, so that the loop vectorises */
    size_t i = 0;
    for (; i + LANES <= count; i += LANES)
        for (size_t lane = 0; lane < LANES; lane++) {
            double size = fabs(score[i + lane]);
            most[lane] = size > most[lane] ? size : most[lane];
            zero[lane] += size * 0.0; /* stays zero unless something is not finite */
        }
    for (; i < count; i++) {
        most[0] = fmax(most[0], fabs(score[i]));
        zero[0] += score[i] * 0.0;
    }
    for (size_t lane = 1; lane < LANES; lane++) {
        most[0] = fmax(most[0], most[lane]);
        zero[0] += zero[lane];
    }
    return most[0] + zero[0];
}

static void token_counts(size_t count, const double *first, const double *second, const struct dtype_rounding *rounding,
                         double threshold, struct alias_counts *out)
{
    struct dtype_rounding local = *rounding;
    uint64_t equal = 0, close = 0;
    for (size_t r = 0; r < count; r++)
        equal += dtype_code(&local, first[r]) == dtype_code(&local, second[r]);
    for (size_t r = 0; r < count; r++)
        close += fabs(first[r] - second[r]) <= threshold;
    out->token_positions = equal;
    out->token_threshold_positions = close;
}

enum status alias_count(size_t count, const double *first, const double *second, size_t format_count, const size_t *formats,
                        double *work, struct alias_counts *out)
{
    if (count == 0 || count > INT32_MAX)
        return STATUS_DOMAIN;
    struct areas a = areas_of(count, work);
    double first_largest = largest(count, first), second_largest = second ? largest(count, second) : 0.0;
    if (!isfinite(first_largest) || !isfinite(second_largest))
        return STATUS_DOMAIN;
    sort_doubles(count, first, a.sort_work, a.sorted);
    a.sorted[count] = HUGE_VAL;
    for (size_t d = 0; d < format_count; d++) {
        struct dtype_rounding rounding = dtype_rounding(&dtypes[formats[d]]);
        double unit = ldexp(1.0, -dtypes[formats[d]].fraction);
        struct runs runs = runs_of(count, a.sorted, &rounding);
        out[d] = (struct alias_counts){.pairs = runs.pairs, .positions = runs.positions};
        out[d].threshold_pairs = threshold_pairs(count, a.sorted, unit * first_largest);
        if (second) {
            token_counts(count, first, second, &rounding, unit * fmax(first_largest, second_largest), &out[d]);
            out[d].invariance_pairs = invariance_pairs(count, first, second, &rounding, &runs, &a);
        }
    }
    return STATUS_OK;
}

uint64_t alias_uncertain(size_t count, const double *score, double error, size_t format)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[format]);
    uint64_t uncertain = 0;
    for (size_t r = 0; r < count; r++)
        uncertain += dtype_code(&rounding, score[r] - error) != dtype_code(&rounding, score[r] + error);
    return uncertain;
}
