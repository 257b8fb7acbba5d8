#include "kernels/curves/bank_mapped.h"

#include <stdlib.h>
#include <string.h>

void bank_mapped_release(void *state)
{
    struct bank_mapped *mapped = state;
    if (mapped)
        bank_release(mapped->bank);
    free(mapped);
}

static size_t width_of(const struct bank_mapped *mapped)
{
    return 2 * mapped->bank->schedule->pairs;
}

/* Doubles of scratch that the mapped vectors take. */
static size_t vectors_size(const struct bank_mapped *mapped, size_t draws)
{
    size_t sides = (size_t)(mapped->query != NULL) + (size_t)(mapped->key != NULL);
    return sides * width_of(mapped) * draws;
}

/* The input with its vectors mapped, which stand in work. */
static struct score_input map(const struct bank_mapped *mapped, const struct score_input *input,
                              double *work)
{
    struct score_input out = *input;
    if (mapped->query) {
        mapped->query(mapped, input->draws, input->query, work);
        out.query = work;
        work += width_of(mapped) * input->draws;
    }
    if (mapped->key) {
        mapped->key(mapped, input->draws, input->key, work);
        out.key = work;
    }
    return out;
}

static size_t table_size(const void *state, size_t count)
{
    return bank_method.table_size(((const struct bank_mapped *)state)->bank, count);
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    return bank_method.table_fill(((const struct bank_mapped *)state)->bank, count, distance,
                                  table);
}

static size_t work_size(const void *state, size_t draws)
{
    const struct bank_mapped *mapped = state;
    return vectors_size(mapped, draws) + bank_method.work_size(mapped->bank, draws);
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct bank_mapped *mapped = state;
    struct score_input changed = map(mapped, input, work);
    return bank_method.score(mapped->bank, count, table, &changed,
                             work + vectors_size(mapped, input->draws), score);
}

static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct bank_mapped *mapped = state;
    (void)farthest;
    return mapped->error(mapped, query, key);
}

static void price(const void *state, struct score_price *out)
{
    const struct bank_mapped *mapped = state;
    double maps = mapped->map_seconds * (double)mapped->dim;
    bank_method.price(mapped->bank, out);
    out->draw += maps;
    out->bound += maps;
}

static size_t window_size(const void *state, size_t count)
{
    return bank_curve.window_size(((const struct bank_mapped *)state)->bank, count);
}

static enum status window_fill(const void *state, double first, size_t count, double *window)
{
    return bank_curve.window_fill(((const struct bank_mapped *)state)->bank, first, count, window);
}

static void window_move(const void *state, double first, size_t count, double *window)
{
    bank_curve.window_move(((const struct bank_mapped *)state)->bank, first, count, window);
}

static size_t curve_work_size(const void *state, size_t draws, size_t count)
{
    const struct bank_mapped *mapped = state;
    return vectors_size(mapped, draws) + bank_curve.work_size(mapped->bank, draws, count);
}

static enum status curve_all(const void *state, size_t count, const double *window,
                             const struct score_input *input, double *work, double *score)
{
    const struct bank_mapped *mapped = state;
    struct score_input changed = map(mapped, input, work);
    return bank_curve.scores(mapped->bank, count, window, &changed,
                             work + vectors_size(mapped, input->draws), score);
}

static double curve_seconds(const void *state)
{
    return bank_curve.seconds(((const struct bank_mapped *)state)->bank);
}

static size_t factor_width(const void *state)
{
    return bank_factors.width(((const struct bank_mapped *)state)->bank);
}

static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct bank_mapped *mapped = state;
    bank_map *change = side == FACTOR_QUERY ? mapped->query : mapped->key;
    if (change)
        change(mapped, 1, vector, out);
    else
        memcpy(out, vector, mapped->dim * sizeof *out);
    bank_factors.form(mapped->bank, side, position, out, out);
}

const struct score_method bank_mapped_method = {table_size,  table_fill, work_size, score_all,
                                                score_error, NULL,       price};
const struct curve_method bank_mapped_curve = {window_size,     window_fill, window_move,
                                               curve_work_size, curve_all,   curve_seconds};
static double factor_seconds(const void *state)
{
    (void)state;
    return 25e-9;
}

const struct factor_method bank_mapped_factors = {factor_width, factor_form, factor_seconds};
