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

/* Blocks taken at once: one where draws are rows enough, else whole ones as long as they keep half
 * of the first one's columns, of which every row has as many. */
static size_t group(const struct modes *m, const double *block, size_t draws, size_t distances,
                    size_t left)
{
    size_t most = draws < GROUP ? distances / BLOCK : 1, blocks = 1;
    most = most < GROUP ? most : GROUP;
    while (blocks < most && 2 * columns_left(m, block + blocks * block_size(m)) >= left)
        blocks++;
    return blocks;
}

static enum status scores(const void *state, size_t count, const double *window,
                          const struct score_input *input, double *work, double *score)
{
    const struct modes *m = state;
    size_t columns = modes_columns(m);
    const double *block = window + modes_table_size(m, inner(count));
    double *moved = work + columns * input->draws;
    modes_rows(m, input, work);
    for (size_t first = 0, blocks; first < count; first += blocks * BLOCK) {
        size_t here = inner(count - first), left = columns_left(m, block); /* later blocks: fewer */
        blocks = group(m, block, input->draws, count - first, left);
        for (size_t d = 0; d < input->draws && blocks > 1; d++) {
            for (size_t b = 0; b < blocks; b++)
                row_move(m, block + b * block_size(m), work + d * columns, left, moved + b * left);
            product_first(blocks, left, moved, columns, BLOCK, window, score + d * count + first,
                          BLOCK);
        }
        for (size_t d = 0; d < input->draws && blocks == 1; d++)
            row_move(m, block, work + d * columns, left, moved + d * left);
        if (blocks == 1)
            product_first(input->draws, left, moved, columns, here, window, score + first, count);
        block += blocks * block_size(m);
    }
    return STATUS_OK;
}

const struct curve_method modes_curve = {window_size, window_fill, window_move, work_size, scores};
