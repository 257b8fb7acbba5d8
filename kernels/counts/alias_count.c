#include "kernels/counts/alias_count.h"

#include <stdbool.h>

#include "kernels/counts/alias_joint.h"
#include "kernels/counts/near_pairs.h"
#include "kernels/counts/sort.h"
#include "kernels/curves/vector.h"
#include "theory/ground/arrays.h"

/* Codes are made and read in blocks that stay in the first-level cache. */
enum { BLOCK = 1024 };

/* Sorted curves end in infinities that stop the pointers. */
struct areas {
    double *sorted, *other, *work;
};

size_t alias_work_size(size_t count)
{
    return 2 * (count + NEAR_PADDING) + size_max(sort_work_size(count), 2 * count);
}

static struct areas areas_of(size_t count, double *work)
{
    return (struct areas){work, work + count + NEAR_PADDING, work + 2 * (count + NEAR_PADDING)};
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

/* Bit l: code l is equal to the one before, over 64 of them. */
static uint64_t equal_to_before(const uint64_t *code)
{
    uint64_t bits = 0;
    for (unsigned l = 0; l < 64; l += VECTOR_LANES)
        bits |= vector_equal_bits(vector_load_words(code + l), vector_load_words(code + l - 1))
                << l;
    return bits;
}

static struct runs runs_of(size_t count, const double *sorted,
                           const struct dtype_rounding *rounding)
{
    uint64_t code[1 + BLOCK];
    struct runs runs = {0, 0, 0};
    size_t start = 0;
    code[BLOCK] = dtype_code(rounding, sorted[0]);
    for (size_t first = 0; first < count; first += BLOCK) {
        size_t n = count - first < BLOCK ? count - first : BLOCK;
        code[0] = code[BLOCK];
        dtype_codes(rounding, n, sorted + first, code + 1);
        for (size_t i = n; i < BLOCK; i++)
            code[1 + i] = code[n]; /* the last run goes on beyond the end */
        for (size_t i = 0; i < n; i += 64)
            for (uint64_t changes = ~equal_to_before(code + 1 + i); changes;
                 changes &= changes - 1) {
                size_t end = first + i + (size_t)__builtin_ctzll(changes);
                run_close(&runs, end - start);
                start = end;
            }
    }
    run_close(&runs, count - start);
    return runs;
}

/* Whether scores that share a code are always within the threshold 2^-f largest. What is below the
 * least normal number or overflows is left out.
 * Source: derived in kernels/README.md#aliases. */
static bool threshold_covers(const struct dtype *dtype, const struct dtype_rounding *rounding,
                             double largest)
{
    return largest >= ldexp(1.0, dtype->exponent_min) &&
           dtype_code(rounding, largest) < rounding->zero + rounding->infinity;
}

/* The runs and the threshold's pairs of a stretch of scores each within the
 * threshold of the next. */
static uint64_t stretch_count(size_t count, const double *score, double threshold,
                              const struct dtype_rounding *rounding, struct runs *runs)
{
    uint64_t pairs = 0, current = dtype_code(rounding, score[0]);
    size_t start = 0, upper = 1;
    for (size_t i = 0; i < count; i++) {
        uint64_t code = dtype_code(rounding, score[i]);
        if (code != current) {
            run_close(runs, i - start);
            start = i;
            current = code;
        }
        while (upper < count && score[upper] - score[i] <= threshold)
            upper++;
        pairs += upper - i - 1;
    }
    run_close(runs, count - start);
    return pairs;
}

/* Where few neighbours are within the threshold, as in wide formats, every pair of either kind is
 * in one of the stretches between those that are not, if the threshold covers the rounding. False
 * if more than an eighth of the neighbours are within. */
static bool sparse_count(size_t count, const double *sorted, double threshold,
                         const struct dtype_rounding *rounding, struct runs *runs, uint64_t *pairs)
{
    const vector_double no_more = vector_broadcast(threshold);
    size_t left = count / 8, done = 0;
    *runs = (struct runs){0, 0, 0};
    *pairs = 0;
    for (size_t first = 0; first < count; first += VECTOR_LANES) {
        uint64_t near = vector_at_most_bits(
            vector_load(sorted + first + 1) - vector_load(sorted + first), no_more);
        for (; near; near &= near - 1) {
            size_t start = first + (size_t)__builtin_ctzll(near), end = start + 1;
            if (start < done || end >= count)
                continue;
            while (sorted[end] - sorted[end - 1] <= threshold && end - start <= left)
                end++;
            if (end - start > left)
                return false;
            if (end - start == 2) { /* most are; the rest of this is several times slower */
                *pairs += 1;
                run_close(runs, 1 + (dtype_code(rounding, sorted[start]) ==
                                     dtype_code(rounding, sorted[start + 1])));
            } else
                *pairs += stretch_count(end - start, sorted + start, threshold, rounding, runs);
            left -= end - start;
            done = end;
        }
    }
    return true;
}

/* Largest size; NaN if a score is not finite. */
static double largest(size_t count, const double *score)
{
    /* zero stays zero unless something is not finite */
    vector_double most = vector_broadcast(0.0), zero = most;
    double size[VECTOR_LANES], sum[VECTOR_LANES];
    size_t whole = count / VECTOR_LANES * VECTOR_LANES;
    for (size_t i = 0; i < whole; i += VECTOR_LANES) {
        vector_double x = vector_load(score + i);
        most = vector_max(most, vector_max(x, -x));
        zero += x * 0.0;
    }
    vector_store(size, most), vector_store(sum, zero);
    double largest_size = 0.0, total = 0.0;
    for (size_t lane = 0; lane < VECTOR_LANES; lane++)
        largest_size = fmax(largest_size, size[lane]), total += sum[lane];
    for (size_t i = whole; i < count; i++)
        largest_size = fmax(largest_size, fabs(score[i])), total += score[i] * 0.0;
    return largest_size + total;
}

static void token_counts(size_t count, const double *first, const double *second,
                         const struct dtype_rounding *rounding, double threshold,
                         struct alias_counts *out)
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

enum status alias_count(size_t count, const double *first, const double *second,
                        size_t format_count, const size_t *formats, double *work,
                        struct alias_counts *out)
{
    if (count == 0 || count > INT32_MAX)
        return STATUS_DOMAIN;
    struct areas a = areas_of(count, work);
    sort_doubles(count, first, a.work, a.sorted);
    double first_largest = fmax(-a.sorted[0], a.sorted[count - 1]),
           second_largest = second ? largest(count, second) : 0.0;
    if (!isfinite(a.sorted[0]) || !isfinite(a.sorted[count - 1]) ||
        !isfinite(second_largest)) /* what is not finite is at an end */
        return STATUS_DOMAIN;
    for (size_t i = 0; i < NEAR_PADDING; i++)
        a.sorted[count + i] = HUGE_VAL;
    for (size_t d = 0; d < format_count; d++) {
        const struct dtype *dtype = &dtypes[formats[d]];
        struct dtype_rounding rounding = dtype_rounding(dtype);
        double unit = ldexp(1.0, -dtype->fraction), threshold = unit * first_largest;
        struct runs runs;
        uint64_t near;
        if (!threshold_covers(dtype, &rounding, first_largest) ||
            !sparse_count(count, a.sorted, threshold, &rounding, &runs, &near)) {
            runs = runs_of(count, a.sorted, &rounding);
            near = near_pairs(count, a.sorted, threshold);
        }
        out[d] = (struct alias_counts){
            .pairs = runs.pairs, .positions = runs.positions, .threshold_pairs = near};
        if (second) {
            token_counts(count, first, second, &rounding,
                         unit * fmax(first_largest, second_largest), &out[d]);
            if (runs.pairs > 0)
                out[d].invariance_pairs = alias_joint_pairs(count, first, second, a.sorted,
                                                            &rounding, runs.positions, runs.count,
                                                            a.other, a.work);
        }
    }
    return STATUS_OK;
}

uint64_t alias_uncertain(size_t count, const double *score, double error, size_t format)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[format]);
    uint64_t uncertain = 0;
    for (size_t r = 0; r < count; r++)
        uncertain += dtype_code(&rounding, score[r] - error) !=
                     dtype_code(&rounding, score[r] + error);
    return uncertain;
}
