#include <math.h>

#include "kernels/curves/modes.h"
#include "kernels/curves/product.h"
#include "kernels/curves/vector.h"

/* Distances of a block, whole strips at every width of a vector: a table of 128 columns of them
 * stays in the second-level cache. */
enum { BLOCK = 240 };

/* Blocks of one draw that are rows of one product where draws are few: a row alone would wait for
 * its own sums and read the table for itself. */
enum { GROUP = 8 };

_Static_assert(BLOCK % PRODUCT_WIDTH == 0, "a block is whole strips");

static size_t block_count(size_t count) { return (count + BLOCK - 1) / BLOCK; }

static size_t inner(size_t count) { return count < BLOCK ? count : BLOCK; }

/* Of a block: its first distance, and each mode's value there, or its cosine and its sine. */
static size_t block_size(const struct modes *m) { return 1 + (m->count << m->turns); }

static size_t window_size(const void *state, size_t count)
{
    return modes_table_size(state, inner(count)) + block_count(count) * block_size(state);
}

static void window_move(const void *state, double first, size_t count, double *window)
{
    const struct modes *m = state;
    double *block = window + modes_table_size(m, inner(count));
    for (size_t b = 0; b < block_count(count); b++, block += block_size(m)) {
        block[0] = first + (double)(b * BLOCK);
        modes_at(m, block[0], block + 1);
    }
}

static enum status window_fill(const void *state, double first, size_t count, double *window)
{
    double within[BLOCK];
    for (size_t i = 0; i < BLOCK; i++)
        within[i] = (double)i;
    enum status status = modes_table_fill(state, inner(count), within, window);
    if (status == STATUS_OK)
        window_move(state, first, count, window);
    return status;
}

/* Rows as coefficients give them, and moved to a block. */
static size_t work_size(const void *state, size_t draws, size_t count)
{
    (void)count;
    return modes_columns(state) * (draws + (draws < GROUP ? GROUP : draws));
}

/* Columns that are not 0 all along a block: of modes in ascending order of rate the first ones. */
static size_t columns_left(const struct modes *m, const double *block)
{
    size_t left = m->count << m->turns;
    while (left > 0 && block[left] == 0.0)
        left--;
    return left == 0 || (!m->turns && !m->grows) ? left : modes_columns(m);
}

/* A row moved to a block: the coefficients of r = c + i about c. */
static void row_move(const struct modes *m, const double *block, const double *row, size_t left,
                     double *out)
{
    const double *value = block + 1;
    size_t once = m->count << m->turns;
    if (!m->turns && !m->grows) {
        for (size_t n = 0; n < left; n++)
            out[n] = value[n] * row[n];
        return;
    }
    for (size_t part = 0; part <= m->grows; part++)
        for (size_t n = 0; n < m->count; n++) {
            const double *own = row + part * once;
            double more = m->grows && part == 0 ? block[0] : 0.0,
                   a = more != 0.0 ? own[n] + more * own[once + n] : own[n];
            double *to = out + part * once;
            if (m->turns) {
                size_t s = m->count + n;
                double b = more != 0.0 ? own[s] + more * own[once + s] : own[s];
                to[n] = a * value[n] + b * value[s];
                to[s] = b * value[n] - a * value[s];
            } else {
                to[n] = a * value[n];
            }
        }
}

/* Of a moved row, the columns that are worth a product: at the block's last distance some column is
 * still so large that those behind, which fall sooner, are under FAINT of it all along the block.
 * They become 0: FAINT of the score's size each.
 * In: last, each column at that distance, a PRODUCT_WIDTH apart. */
static size_t worth(const struct modes *m, size_t left, const double *last, double *row)
{
    static const double FAINT = 0x1p-64;
    double most = 0.0;
    if (m->turns || m->grows)
        return left;
    for (size_t n = 0; n < left; n++) {
        double x = fabs(row[n]) * last[n * PRODUCT_WIDTH];
        most = x > most ? x : most;
    }
    while (left > 0 && fabs(row[left - 1]) <= FAINT * most)
        row[--left] = 0.0;
    return left;
}

/* The rows of a draw, or of draws, of which each has some columns and zeros behind: those that have
 * half of the first one's columns or more share a product. */
static void products(const struct modes *m, size_t rows, const size_t *left, const double *row,
                     size_t count, const double *table, double *out, size_t stride)
{
    size_t columns = modes_columns(m);
    for (size_t i = 0, j; i < rows; i = j) {
        size_t most = left[i];
        for (j = i + 1; j < rows && 2 * left[j] >= most && left[j] <= 2 * most; j++)
            most = left[j] > most ? left[j] : most;
        product_first(j - i, most, row + i * columns, columns, count, table, out + i * stride,
                      stride);
    }
}

static enum status scores(const void *state, size_t count, const double *window,
                          const struct score_input *input, double *work, double *score)
{
    const struct modes *m = state;
    size_t columns = modes_columns(m), together = input->draws < GROUP ? GROUP : 1;
    const double *block = window + modes_table_size(m, inner(count)), *last;
    double *moved = work + columns * input->draws;
    modes_rows(m, input, work);
    for (size_t first = 0, blocks; first < count; first += blocks * BLOCK) {
        size_t whole = (count - first) / BLOCK, here = inner(count - first), left[GROUP], most = 0,
               widest = columns_left(m, block); /* of later blocks: fewer */
        blocks = whole < 2 || together == 1 ? 1 : whole < together ? whole : together;
        last = window + (here - 1) / PRODUCT_WIDTH * PRODUCT_WIDTH * columns +
               (here - 1) % PRODUCT_WIDTH;
        for (size_t d = 0; d < input->draws; d++) {
            for (size_t b = 0; b < blocks; b++) {
                const double *at = block + b * block_size(m);
                double *to = moved + (together == 1 ? d : b) * columns;
                size_t some = b == 0 ? widest : columns_left(m, at);
                row_move(m, at, work + d * columns, some, to);
                left[b] = worth(m, some, last, to);
                for (size_t n = some; n < widest; n++)
                    to[n] = 0.0;
                most = left[b] > most ? left[b] : most;
            }
            if (together > 1)
                products(m, blocks, left, moved, here, window, score + d * count + first, BLOCK);
        }
        if (together == 1)
            product_first(input->draws, most, moved, columns, here, window, score + first, count);
        block += blocks * block_size(m);
    }
    return STATUS_OK;
}

/* Every column is moved to each block, and multiplied if it is worth that some thousand tokens
 * away: modes that do not turn soon differ by more than FAINT. */
static double seconds(const void *state)
{
    static const double MOVE = 8e-12, AWAY = 4096.0, FAINT_LOG = 44.0;
    const struct modes *m = state;
    double columns = (double)modes_columns(m), left = columns;
    for (size_t n = 1; n < m->count && !m->turns && !m->grows; n++)
        left -= (m->rate[n] - m->rate[0]) * AWAY > FAINT_LOG;
    return 0.2e-9 + MOVE * columns + PRODUCT_SECONDS * left;
}

const struct curve_method modes_curve = {window_size, window_fill, window_move,
                                         work_size,   scores,      seconds};
