/* Score curves of frequency banks: a product of few terms per block of distances, and no table that
 * grows with the distance. */
#include "kernels/curves/bank_window.h"
#include "kernels/curves/chebyshev.h"
#include "kernels/curves/periodic.h"
#include "kernels/curves/tile.h"

/* Rows at a time: they share a tile of the tables in the first-level cache. */
enum { ROWS_MOST = 32, ROW_DOUBLES = 1 << 18 };

_Static_assert(ROWS_MOST % TILE_ROWS == 0, "a batch is whole tiles");

static size_t rows_of(const struct bank_shape *shape, size_t draws)
{
    size_t rows = ROW_DOUBLES / (shape->columns + 1), all = draws * shape->blocks;
    rows = rows < 1 ? 1 : rows > ROWS_MOST ? ROWS_MOST : rows;
    rows = rows < all ? rows : all;
    return (rows + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
}

/* Scratch: the draws' coefficients, rows of even and odd coefficients with their fixed terms, the
 * slow pairs of a tile's rows, and scores of rows that have no whole block to go to. */
static size_t work_size(const struct frequency_bank *bank, size_t draws, size_t count)
{
    struct bank_shape s = bank_shape(bank, count);
    return draws * bank_columns(bank->schedule) +
           rows_of(&s, draws) * (2 * s.columns + 1 + 2 * s.half) + TILE_ROWS * 2 * s.slow;
}

/* Coefficients of n pairs turned to the centre of a block. */
static void turn(size_t n, const double *a, const double *b, const double *cosine,
                 const double *sine, double *restrict even, double *restrict odd)
{
    for (size_t i = 0; i < n; i++) {
        even[i] = a[i] * cosine[i] + b[i] * sine[i];
        odd[i] = b[i] * cosine[i] - a[i] * sine[i];
    }
}

/* Rows of slow pairs to Chebyshev coefficients. */
static void convert(const struct bank_shape *s, const double *conversion, const double *slow,
                    double *row)
{
    static const double nothing[TILE_ROWS] = {0.0};
    for (size_t k = 0; k < CHEBYSHEV_TERMS; k += TILE_WIDTH) {
        size_t n = CHEBYSHEV_TERMS - k < TILE_WIDTH ? CHEBYSHEV_TERMS - k : TILE_WIDTH;
        struct tile sum = tile_product(s->slow, conversion + 2 * s->slow * k, slow, nothing);
        for (size_t r = 0; r < TILE_ROWS; r++) {
            memcpy(row + 2 * s->columns * r + k, sum.even[r], n * sizeof(double));
            memcpy(row + 2 * s->columns * r + s->columns + k, sum.odd[r], n * sizeof(double));
        }
    }
}

/* Sum and difference of the two products: the distances above and below the centre. */
static void unfold(const struct tile *sum, size_t half, size_t offset, double *const *to)
{
    for (size_t r = 0; r < TILE_ROWS; r++)
        for (size_t v = 0; v < TILE_VECTORS; v++) {
            double *above = to[r] + half + offset + v * VECTOR_LANES,
                   *below = to[r] + half - offset - (v + 1) * VECTOR_LANES;
            vector_store(above, sum->even[r][v] + sum->odd[r][v]);
            vector_store(below, vector_reverse(sum->even[r][v] - sum->odd[r][v]));
        }
}

/* A batch of rows, one for each block of a draw: where its coefficients are and where its scores
 * go. */
struct batch {
    double *row, *fixed, *slow, *spare, *to[ROWS_MOST];
};

/* Coefficients of the blocks first, first + 1, .. of all draws, the last one repeated to fill a
 * tile. */
static void batch_turn(const struct bank_shape *s, const double *coefficient, size_t columns,
                       const double *conversion, const double *centre, size_t first, size_t n,
                       const struct batch *batch)
{
    size_t rotating = s->fast + s->slow;
    for (size_t r = 0; r < n || r % TILE_ROWS != 0; r++) {
        size_t i = first + (r < n ? r : n - 1);
        const double *a = coefficient + i / s->blocks * columns, *b = a + rotating,
                     *cosine = centre + i % s->blocks * rotating,
                     *sine = cosine + rotating * s->blocks;
        double *even = batch->row + 2 * s->columns * r + s->columns - s->fast,
               *slow = batch->slow + 2 * s->slow * (r % TILE_ROWS);
        turn(s->fast, a, b, cosine, sine, even, even + s->columns);
        turn(s->slow, a + s->fast, b + s->fast, cosine + s->fast, sine + s->fast, slow,
             slow + s->slow);
        batch->fixed[r] = columns > 2 * rotating ? a[2 * rotating] : 0.0;
        if (s->slow > 0 && r % TILE_ROWS == TILE_ROWS - 1)
            convert(s, conversion, batch->slow, batch->row + 2 * s->columns * (r + 1 - TILE_ROWS));
    }
}

static void batch_scores(const struct bank_shape *s, const double *table, size_t count,
                         size_t first, size_t n, struct batch *batch, double *score)
{
    for (size_t r = 0; r < n || r % TILE_ROWS != 0; r++) {
        size_t i = first + r, start = 2 * s->half * (i % s->blocks);
        bool whole = r < n && count - start >= 2 * s->half;
        batch->to[r] = whole ? score + i / s->blocks * count + start
                             : batch->spare + 2 * s->half * r;
    }
    for (size_t j = 0; j < s->half; j += TILE_WIDTH)
        for (size_t r = 0; r < n; r += TILE_ROWS) {
            struct tile sum = tile_product(s->columns, table + 2 * s->columns * j,
                                           batch->row + 2 * s->columns * r, batch->fixed + r);
            unfold(&sum, s->half, j, batch->to + r);
        }
    for (size_t r = 0; r < n; r++) {
        size_t i = first + r, start = 2 * s->half * (i % s->blocks);
        if (count - start < 2 * s->half)
            memcpy(score + i / s->blocks * count + start, batch->to[r],
                   (count - start) * sizeof(double));
    }
}

static enum status scores(const struct frequency_bank *bank, size_t count, const double *window,
                          const struct score_input *input, double *work, double *score)
{
    const struct schedule *schedule = bank->schedule;
    struct bank_shape s = bank_shape(bank, count);
    size_t rows = rows_of(&s, input->draws), all = input->draws * s.blocks,
           columns = bank_columns(schedule), dim = 2 * schedule->pairs;
    const struct bank_tables tables = bank_tables(&s, window);
    struct batch batch = {.row = work + input->draws * columns};
    batch.fixed = batch.row + rows * 2 * s.columns;
    batch.slow = batch.fixed + rows;
    batch.spare = batch.slow + TILE_ROWS * 2 * s.slow;
    for (size_t d = 0; d < input->draws; d++)
        bank_coefficients(schedule, input->query + d * dim, input->key + d * dim,
                          work + d * columns);
    for (size_t first = 0; first < all; first += rows) {
        size_t n = all - first < rows ? all - first : rows;
        batch_turn(&s, work, columns, tables.conversion, tables.centre, first, n, &batch);
        batch_scores(&s, tables.table, count, first, n, &batch, score);
    }
    if (bank->slope != 0.0 && !input->level)
        for (size_t d = 0; d < input->draws; d++)
            for (size_t i = 0; i < count; i++)
                score[d * count + i] -= bank->slope * (window[0] + (double)i);
    return STATUS_OK;
}

/* A bank that repeats has an engine of its own, for the sake of its ties. */
#define CHOOSE(state, count, member, function, ...) \
    (periodic_serves(state, count) ? periodic_curve.member(__VA_ARGS__) : function(__VA_ARGS__))

static size_t any_window_size(const void *state, size_t count)
{
    return CHOOSE(state, count, window_size, bank_window_size, state, count);
}

static enum status any_window_fill(const void *state, double first, size_t count, double *window)
{
    return CHOOSE(state, count, window_fill, bank_window_fill, state, first, count, window);
}

static void any_window_move(const void *state, double first, size_t count, double *window)
{
    CHOOSE(state, count, window_move, bank_window_move, state, first, count, window);
}

static size_t any_work_size(const void *state, size_t draws, size_t count)
{
    return CHOOSE(state, count, work_size, work_size, state, draws, count);
}

static enum status any_scores(const void *state, size_t count, const double *window,
                              const struct score_input *input, double *work, double *score)
{
    return CHOOSE(state, count, scores, scores, state, count, window, input, work, score);
}

/* A block's product has fewer columns than pairs. */
static double seconds(const void *state)
{
    return 0.2e-9 + 2.4e-11 * (double)((const struct frequency_bank *)state)->schedule->rotating;
}

const struct curve_method bank_curve = {any_window_size, any_window_fill, any_window_move,
                                        any_work_size,   any_scores,      seconds};
