/* Score curves of frequency banks: two matrix products per batch of blocks, and no table that grows with the distance. */
#include <cblas.h>

#include "kernels/bank.h"
#include "kernels/periodic.h"
#include "kernels/turns.h"
#include "kernels/vector.h"

/* Half a block's distances at most: the two tables of 64 pairs, 256 KB, stay in the second-level cache. Rows per product: its
 * results do as well. Both shrink for a vast dim, so that table and rows keep that size. */
enum { HALF_MOST = 256, HALF_LEAST = 4, TABLE_DOUBLES = 1 << 15, ROWS_MOST = 64, ROW_DOUBLES = 1 << 18 };

/* How a run of count distances is cut: blocks of 2 half distances, the last one cut short. */
struct shape {
    size_t rotating, even; /* columns of the sine product and of the cosine product */
    size_t half, blocks;
};

static struct shape shape_of(const struct encoding *encoding, size_t count)
{
    const struct schedule *s = encoding->schedule;
    struct shape shape = {.rotating = s->rotating, .even = s->rotating + (s->rotating < s->pairs), .half = HALF_LEAST};
    while (shape.half < HALF_MOST && 2 * shape.half < count && 2 * shape.half * (s->rotating + 1) <= TABLE_DOUBLES)
        shape.half *= 2;
    shape.blocks = (count + 2 * shape.half - 1) / (2 * shape.half);
    return shape;
}

static size_t rows_of(const struct shape *shape, size_t draws)
{
    size_t rows = ROW_DOUBLES / (shape->rotating + 1), all = draws * shape->blocks;
    rows = rows < 1 ? 1 : rows > ROWS_MOST ? ROWS_MOST : rows;
    return rows < all ? rows : all;
}

/* The run's first distance; the tables of cosines and sines at offsets 1/2, 3/2, .. tokens; both at the centres of blocks. */
static size_t window_size(const struct encoding *encoding, size_t count)
{
    struct shape s = shape_of(encoding, count);
    return 1 + (s.even + s.rotating) * s.half + 2 * s.rotating * s.blocks;
}

/* Centres and offsets are odd multiples of half a token: odd multiples of half the frequency. */
static turns_fixed half_frequency(const struct schedule *s, size_t n)
{
    return turns_from(0.5 * s->turn_hi[n], 0.5 * s->turn_lo[n]);
}

static void window_move(const struct encoding *encoding, double first, size_t count, double *window)
{
    struct shape s = shape_of(encoding, count);
    double *centre = window + 1 + (s.even + s.rotating) * s.half;
    uint64_t start = 2 * (uint64_t)first + 2 * s.half - 1;
    window[0] = first;
    for (size_t n = 0; n < s.rotating; n++) {
        turns_fixed step = half_frequency(encoding->schedule, n);
        for (size_t i = 0; i < s.blocks; i++)
            centre[i * s.rotating + n] = turns_times(step, start + 4 * s.half * i);
    }
    vector_sincos_turns(s.rotating * s.blocks, centre, centre + s.rotating * s.blocks, centre);
}

static enum status window_fill(const struct encoding *encoding, double first, size_t count, double *window)
{
    struct shape s = shape_of(encoding, count);
    double *cosine = window + 1, *sine = cosine + s.even * s.half;
    for (size_t n = 0; n < s.rotating; n++) {
        turns_fixed step = half_frequency(encoding->schedule, n);
        for (size_t j = 0; j < s.half; j++)
            cosine[n * s.half + j] = turns_times(step, 2 * j + 1);
    }
    for (size_t j = s.rotating * s.half; j < s.even * s.half; j++)
        cosine[j] = 1.0;
    vector_sincos_turns(s.rotating * s.half, cosine, sine, cosine);
    window_move(encoding, first, count, window);
    return STATUS_OK;
}

static size_t work_size(const struct encoding *encoding, size_t draws, size_t count)
{
    struct shape s = shape_of(encoding, count);
    return rows_of(&s, draws) * (s.even + s.rotating + 2 * s.half) + draws * bank_columns(encoding->schedule);
}

/* The coefficients of one draw turned to the centre of a block. */
static void turn(const struct shape *s, const double *coefficient, const double *cosine, const double *sine, double *even,
                 double *odd)
{
    const double *a = coefficient, *b = coefficient + s->rotating;
    for (size_t n = 0; n < s->rotating; n++) {
        even[n] = a[n] * cosine[n] + b[n] * sine[n];
        odd[n] = b[n] * cosine[n] - a[n] * sine[n];
    }
    if (s->even > s->rotating)
        even[s->rotating] = b[s->rotating];
}

/* Sum and difference of the two products: the distances above and below the centre. */
static void unfold(size_t half, const double *even, const double *odd, double *restrict score)
{
    for (size_t j = 0; j < half; j++)
        score[half + j] = even[j] + odd[j];
    for (size_t j = 0; j < half; j++)
        score[half - 1 - j] = even[j] - odd[j];
}

static void unfold_short(size_t half, size_t count, const double *even, const double *odd, double *score)
{
    for (size_t i = 0; i < count; i++)
        score[i] = i < half ? even[half - 1 - i] - odd[half - 1 - i] : even[i - half] + odd[i - half];
}

static enum status scores(const struct encoding *encoding, size_t count, const double *window, const struct score_input *input,
                          double *work, double *score)
{
    const struct schedule *schedule = encoding->schedule;
    struct shape s = shape_of(encoding, count);
    size_t rows = rows_of(&s, input->draws), all = input->draws * s.blocks, columns = bank_columns(schedule);
    const double *cosine = window + 1, *sine = cosine + s.even * s.half, *centre = sine + s.rotating * s.half;
    double *coefficient = work, *even = coefficient + input->draws * columns, *odd = even + rows * s.even,
           *even_sum = odd + rows * s.rotating, *odd_sum = even_sum + rows * s.half;
    for (size_t d = 0; d < input->draws; d++)
        bank_coefficients(schedule, input->query + d * encoding->dim, input->key + d * encoding->dim,
                          coefficient + d * columns);
    for (size_t first = 0; first < all; first += rows) {
        size_t n = all - first < rows ? all - first : rows;
        for (size_t r = 0; r < n; r++) {
            const double *at = centre + (first + r) % s.blocks * s.rotating;
            turn(&s, coefficient + (first + r) / s.blocks * columns, at, at + s.rotating * s.blocks, even + r * s.even,
                 odd + r * s.rotating);
        }
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)s.half, (int)s.even, 1.0, even, (int)s.even, cosine,
                    (int)s.half, 0.0, even_sum, (int)s.half);
        if (s.rotating > 0)
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)s.half, (int)s.rotating, 1.0, odd,
                        (int)s.rotating, sine, (int)s.half, 0.0, odd_sum, (int)s.half);
        else
            for (size_t i = 0; i < n * s.half; i++)
                odd_sum[i] = 0.0;
        for (size_t r = 0; r < n; r++) {
            size_t block = (first + r) % s.blocks, start = 2 * s.half * block;
            double *row = score + (first + r) / s.blocks * count + start;
            if (count - start >= 2 * s.half)
                unfold(s.half, even_sum + r * s.half, odd_sum + r * s.half, row);
            else
                unfold_short(s.half, count - start, even_sum + r * s.half, odd_sum + r * s.half, row);
        }
    }
    if (encoding->slope != 0.0)
        for (size_t d = 0; d < input->draws; d++)
            for (size_t i = 0; i < count; i++)
                score[d * count + i] -= encoding->slope * (window[0] + (double)i);
    return STATUS_OK;
}

/* A bank that repeats has an engine of its own, for the sake of its ties. */
#define CHOOSE(encoding, count, function, ...) \
    (periodic_serves(encoding, count) ? periodic_curve.function(__VA_ARGS__) : function(__VA_ARGS__))

static size_t any_window_size(const struct encoding *encoding, size_t count)
{
    return CHOOSE(encoding, count, window_size, encoding, count);
}

static enum status any_window_fill(const struct encoding *encoding, double first, size_t count, double *window)
{
    return CHOOSE(encoding, count, window_fill, encoding, first, count, window);
}

static void any_window_move(const struct encoding *encoding, double first, size_t count, double *window)
{
    CHOOSE(encoding, count, window_move, encoding, first, count, window);
}

static size_t any_work_size(const struct encoding *encoding, size_t draws, size_t count)
{
    return CHOOSE(encoding, count, work_size, encoding, draws, count);
}

static enum status any_scores(const struct encoding *encoding, size_t count, const double *window,
                              const struct score_input *input, double *work, double *score)
{
    return CHOOSE(encoding, count, scores, encoding, count, window, input, work, score);
}

const struct curve_method bank_curve = {any_window_size, any_window_fill, any_window_move, any_work_size, any_scores};
