#include "kernels/curves/bank_window.h"

#include "kernels/curves/chebyshev.h"
#include "kernels/curves/tile.h"
#include "kernels/curves/turns.h"

/* Half a block's distances: at least a tile, and no more than keep the two tables, 1 MB, in the
 * second-level cache. */
enum { HALF_MOST = 256, HALF_LEAST = 16, TABLE_DOUBLES = 1 << 16 };
/* Doubles before the tables: large allocations start 16 bytes past a cache line, so the tables
 * start at one. */
enum { HEADER = 6 };
/* What a slow pair's conversion costs, in columns of a table of one distance; the same for every
 * width of vectors. */
enum {
    CONVERSION = 16,
    CONVERSION_WIDTH = (CHEBYSHEV_TERMS + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH
};

_Static_assert(HALF_LEAST % TILE_WIDTH == 0, "blocks are whole tiles");

/* The last pairs that turn by CHEBYSHEV_REACH at most in half a block, if
 * polynomials come cheaper. */
static struct bank_shape shape_at(const struct schedule *s, size_t half)
{
    struct bank_shape shape = {.fast = s->rotating, .half = half};
    while (shape.fast > 0 && s->turn_hi[shape.fast - 1] * (double)half <= CHEBYSHEV_REACH)
        shape.fast--;
    shape.slow = s->rotating - shape.fast;
    if (shape.slow <= CHEBYSHEV_TERMS ||
        (shape.slow - CHEBYSHEV_TERMS) * half <= shape.slow * CONVERSION)
        shape.slow = 0, shape.fast = s->rotating;
    shape.columns = shape.fast + (shape.slow ? CHEBYSHEV_TERMS : 0);
    return shape;
}

struct bank_shape bank_shape(const struct frequency_bank *bank, size_t count)
{
    struct bank_shape shape = shape_at(bank->schedule, HALF_LEAST), next;
    while (shape.half < HALF_MOST && 2 * shape.half < count) {
        next = shape_at(bank->schedule, 2 * shape.half);
        if (next.half * (next.columns + 1) > TABLE_DOUBLES)
            break;
        shape = next;
    }
    shape.blocks = (count + 2 * shape.half - 1) / (2 * shape.half);
    return shape;
}

static size_t conversion_size(const struct bank_shape *s) { return 2 * s->slow * CONVERSION_WIDTH; }

size_t bank_window_size(const struct frequency_bank *bank, size_t count)
{
    struct bank_shape s = bank_shape(bank, count);
    return HEADER + conversion_size(&s) + 2 * s.columns * s.half + 2 * (s.fast + s.slow) * s.blocks;
}

struct bank_tables bank_tables(const struct bank_shape *s, const double *window)
{
    const double *conversion = window + HEADER, *table = conversion + conversion_size(s);
    return (struct bank_tables){conversion, table, table + 2 * s->columns * s->half};
}

/* Where column j of row n stands in a table by tiles, even values; odd ones TILE_WIDTH on. */
static size_t tile_at(size_t rows, size_t n, size_t j)
{
    return 2 * TILE_WIDTH * (j / TILE_WIDTH * rows + n) + j % TILE_WIDTH;
}

/* Centres and offsets are odd multiples of half a token: odd multiples of half the frequency. */
static turns_fixed half_frequency(const struct schedule *s, size_t n)
{
    return turns_from(0.5 * s->turn_hi[n], 0.5 * s->turn_lo[n]);
}

void bank_window_move(const struct frequency_bank *bank, double first, size_t count, double *window)
{
    struct bank_shape s = bank_shape(bank, count);
    size_t rotating = s.fast + s.slow;
    double *centre = window + HEADER + conversion_size(&s) + 2 * s.columns * s.half;
    uint64_t start = 2 * (uint64_t)first + 2 * s.half - 1;
    window[0] = first;
    for (size_t n = 0; n < rotating; n++) {
        turns_fixed step = half_frequency(bank->schedule, n);
        for (size_t i = 0; i < s.blocks; i++)
            centre[i * rotating + n] = turns_times(step, start + 4 * s.half * i);
    }
    vector_sincos_turns(rotating * s.blocks, centre, centre + rotating * s.blocks, centre);
}

static void fill_slow(const struct schedule *schedule, const struct bank_shape *s,
                      double *conversion, double *table)
{
    double even[CONVERSION_WIDTH] = {0.0}, odd[CONVERSION_WIDTH] = {0.0};
    for (size_t n = 0; n < s->slow; n++) {
        long double turns = (long double)schedule->turn_hi[s->fast + n] +
                            (long double)schedule->turn_lo[s->fast + n];
        chebyshev_wave((long double)s->half * turns, even, odd);
        for (size_t k = 0; k < CONVERSION_WIDTH; k++) {
            conversion[tile_at(s->slow, n, k)] = even[k];
            conversion[tile_at(s->slow, n, k) + TILE_WIDTH] = odd[k];
        }
    }
    for (size_t j = 0; s->slow > 0 && j < s->half; j++) {
        chebyshev_values(((long double)j + 0.5L) / (long double)s->half, even, odd);
        for (size_t k = 0; k < CHEBYSHEV_TERMS; k++) {
            table[tile_at(s->columns, k, j)] = even[k];
            table[tile_at(s->columns, k, j) + TILE_WIDTH] = odd[k];
        }
    }
}

enum status bank_window_fill(const struct frequency_bank *bank, double first, size_t count,
                             double *window)
{
    struct bank_shape s = bank_shape(bank, count);
    double *conversion = window + HEADER, *table = conversion + conversion_size(&s),
           cosine[HALF_MOST], sine[HALF_MOST];
    fill_slow(bank->schedule, &s, conversion, table);
    for (size_t n = 0; n < s.fast; n++) {
        turns_fixed step = half_frequency(bank->schedule, n);
        for (size_t j = 0; j < s.half; j++)
            cosine[j] = turns_times(step, 2 * j + 1);
        vector_sincos_turns(s.half, cosine, sine, cosine);
        for (size_t j = 0; j < s.half; j++) {
            double *at = table + tile_at(s.columns, s.columns - s.fast + n, j);
            at[0] = cosine[j];
            at[TILE_WIDTH] = sine[j];
        }
    }
    bank_window_move(bank, first, count, window);
    return STATUS_OK;
}
