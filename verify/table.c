#include "verify/table.h"

#include <float.h>
#include <stdlib.h>

/* 0, 1 and, where half precision is native, 16: a double expression is rounded to double. */
_Static_assert(DBL_MANT_DIG == 53 &&
                   (FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1 || FLT_EVAL_METHOD == 16),
               "the bound is for IEEE double arithmetic without excess precision");

enum { LANES = 8, ALIGNMENT = 64 };

uint32_t table_step(uint32_t distances)
{
    uint32_t step = 1;
    while ((uint64_t)step * step < distances)
        step *= 2;
    return step;
}

bool table_init(struct table *table, uint32_t pairs, uint32_t distances_max)
{
    table->width = (pairs + LANES - 1) / LANES * LANES;
    table->room = table_step(distances_max);
    size_t part = (size_t)table->width * table->room;
    double *block = aligned_alloc(ALIGNMENT, 4 * part * sizeof *block);
    table->near_cos = block;
    table->powers = NULL;
    if (!block)
        return false;
    table->powers = _acb_vec_init(table->room);
    for (size_t i = 0; i < 4 * part; i++)
        block[i] = 0.0;
    table->near_sin = block + part;
    table->far_cos = block + 2 * part;
    table->far_sin = block + 3 * part;
    return true;
}

void table_free(struct table *table)
{
    if (table->powers)
        _acb_vec_clear(table->powers, table->room);
    free(table->near_cos);
}

/* exp(i distance theta_n) */
static void turn(acb_t out, struct bank *bank, slong n, uint32_t distance)
{
    arb_mul_ui(bank->angle, bank->theta + n, distance, bank->bits);
    arb_sin_cos(acb_imagref(out), acb_realref(out), bank->angle, bank->bits);
}

/* Column n of one part: exp(i (start + k stride) theta_n) for k < count. Each power is the product
 * of two of half its exponent: their boxes then grow with log k; one after the other they would
 * turn, and grow by as much as sqrt 2 each time. */
static bool column(const struct table *table, struct bank *bank, slong n, uint32_t start,
                   uint32_t stride, uint32_t count, double *cosines, double *sines)
{
    acb_ptr power = table->powers;
    acb_t first, entry;
    bool fine = true;
    acb_init(first);
    acb_init(entry);
    turn(first, bank, n, start);
    for (uint32_t k = 0; k < count; k++) {
        size_t at = (size_t)k * table->width + (size_t)n;
        if (k < 2)
            turn(power + k, bank, n, k * stride);
        else
            acb_mul(power + k, power + k / 2, power + (k - k / 2), bank->bits);
        if (start > 0)
            acb_mul(entry, first, power + k, bank->bits);
        else
            acb_set(entry, power + k);
        /* rounding a number of size 1 at most moves it by 2^-54 at most, so the ball may have as
         * much */
        fine = fine && mag_cmp_2exp_si(arb_radref(acb_realref(entry)), -54) <= 0 &&
               mag_cmp_2exp_si(arb_radref(acb_imagref(entry)), -54) <= 0;
        cosines[at] = arf_get_d(arb_midref(acb_realref(entry)), ARF_RND_NEAR);
        sines[at] = arf_get_d(arb_midref(acb_imagref(entry)), ARF_RND_NEAR);
    }
    acb_clear(first);
    acb_clear(entry);
    return fine;
}

bool table_fill(struct table *table, struct bank *bank, uint32_t first, uint32_t distances)
{
    bool fine = true;
    table->first = first;
    table->step = table_step(distances);
    table->rows = (distances + table->step - 1) / table->step;
    for (slong n = 0; n < bank->pairs; n++)
        fine = fine &&
               column(table, bank, n, 0, 1, table->step, table->near_cos, table->near_sin) &&
               column(table, bank, n, first, table->step, table->rows, table->far_cos,
                      table->far_sin);
    return fine;
}

double table_sum(const struct table *table, uint32_t distance)
{
    uint32_t offset = distance - table->first;
    size_t far = (size_t)(offset / table->step) * table->width,
           near = (size_t)(offset % table->step) * table->width;
    const double *fc = table->far_cos + far, *fs = table->far_sin + far;
    const double *nc = table->near_cos + near, *ns = table->near_sin + near;
    double lanes[LANES] = {0.0}, sum = 0.0;
    for (uint32_t n = 0; n < table->width; n += LANES)
        for (uint32_t i = 0; i < LANES; i++)
            lanes[i] += fc[n + i] * nc[n + i] - fs[n + i] * ns[n + i];
    for (uint32_t i = 0; i < LANES; i++)
        sum += lanes[i];
    return sum;
}

double table_error(slong pairs) { return (double)(pairs * (pairs + 6)) * 0x1p-53; }
