#include "kernels/curves/bank.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/chebyshev.h"
#include "kernels/curves/periodic.h"
#include "kernels/curves/product.h"
#include "kernels/curves/turns.h"
#include "kernels/curves/vector.h"
#include "theory/ground/constants.h"

size_t bank_columns(const struct schedule *schedule)
{
    return 2 * schedule->rotating + (schedule->rotating < schedule->pairs);
}

enum status bank_new(const struct frequency_rule *rule, double slope, struct frequency_bank **out)
{
    struct frequency_bank *bank = malloc(sizeof *bank);
    enum status status = bank ? schedule_new(rule, &bank->schedule) : STATUS_MEMORY;
    if (status == STATUS_OK)
        bank->slope = slope;
    else
        free(bank);
    *out = status == STATUS_OK ? bank : NULL;
    return status;
}

void bank_release(void *state)
{
    struct frequency_bank *bank = state;
    if (bank)
        schedule_free(bank->schedule);
    free(bank);
}

static size_t columns(const struct frequency_bank *bank) { return bank_columns(bank->schedule); }

/* The table by strips, and one more row with what the slope takes away. */
static size_t bank_table_size(const void *state, size_t count)
{
    return product_table_size(columns(state), count) + count;
}

/* Phases of a strip's distances; those of its padding are zero. */
static void strip_phases(turns_fixed frequency, size_t count, const double *distance, double *turns)
{
    for (size_t i = 0; i < PRODUCT_WIDTH; i++)
        turns[i] = i < count ? turns_at(frequency, distance[i]) : 0.0;
}

static enum status bank_table_fill(const void *state, size_t count, const double *distance,
                                   double *table)
{
    const struct frequency_bank *bank = state;
    const struct schedule *s = bank->schedule;
    size_t width = columns(bank);
    double *last = table + product_table_size(width, count);
    for (size_t i = 0; i < count; i++)
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
    for (size_t n = 0; n < s->rotating; n++) {
        turns_fixed frequency = turns_from(s->turn_hi[n], s->turn_lo[n]);
        for (size_t j = 0; j < count; j += PRODUCT_WIDTH) {
            double *cosine = product_strip(table, width, n, j),
                   *sine = product_strip(table, width, s->rotating + n, j);
            strip_phases(frequency, count - j, distance + j, cosine);
            vector_sincos_turns(PRODUCT_WIDTH, cosine, sine, cosine);
        }
    }
    for (size_t j = 0; s->rotating < s->pairs && j < count; j += PRODUCT_WIDTH)
        for (size_t i = 0; i < PRODUCT_WIDTH; i++)
            product_strip(table, width, 2 * s->rotating, j)[i] = 1.0;
    for (size_t i = 0; i < count; i++)
        last[i] = bank->slope * distance[i];
    return STATUS_OK;
}

static size_t bank_work_size(const void *state, size_t draws) { return columns(state) * draws; }

void bank_coefficients(const struct schedule *s, const double *q, const double *k, double *row)
{
    size_t rotating = s->rotating;
    double *a = row, *b = row + rotating;
    for (size_t n = 0; n < rotating; n++) {
        double weight = s->norm * s->weight[n];
        a[n] = weight * (q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1]);
        b[n] = weight * (q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n]);
    }
    if (rotating < s->pairs) {
        double fixed = 0.0;
        for (size_t c = 2 * rotating; c < 2 * s->pairs; c++)
            fixed += s->weight[c / 2] * q[c] * k[c];
        row[2 * rotating] = s->norm * fixed;
    }
}

static enum status bank_score(const void *state, size_t count, const double *table,
                              const struct score_input *input, double *work, double *score)
{
    const struct frequency_bank *bank = state;
    size_t width = columns(bank), dim = 2 * bank->schedule->pairs;
    for (size_t d = 0; d < input->draws; d++)
        bank_coefficients(bank->schedule, input->query + d * dim, input->key + d * dim,
                          work + d * width);
    product(input->draws, width, work, count, table, score, count);
    if (bank->slope != 0.0 && !input->level) {
        const double *lost = table + product_table_size(width, count);
        for (size_t d = 0; d < input->draws; d++)
            for (size_t i = 0; i < count; i++)
                score[d * count + i] -= lost[i];
    }
    return STATUS_OK;
}

double bank_roundings(const struct schedule *s)
{
    /* curves may have replaced pairs */
    return s->rotating > CHEBYSHEV_TERMS ? CHEBYSHEV_SIZE * (double)s->pairs + 50.0
                                         : 2.0 * (double)s->pairs + 24.0;
}

static double bank_error(const void *state, const double *query, const double *key, double farthest)
{
    const struct frequency_bank *bank = state;
    const struct schedule *s = bank->schedule;
    double size = 0.0;
    (void)farthest;
    for (size_t n = 0; n < s->pairs; n++) {
        const double *q = query + 2 * n, *k = key + 2 * n;
        double straight = fabs(q[0] * k[0]) + fabs(q[1] * k[1]),
               crossed = fabs(q[0] * k[1]) + fabs(q[1] * k[0]);
        size += s->norm * s->weight[n] * (straight + (n < s->rotating ? crossed : 0.0));
    }
    return bank_roundings(s) * UNIT_ROUNDING * size;
}

static double bank_offset(const void *state, double distance)
{
    return -(((const struct frequency_bank *)state)->slope * distance);
}

static void bank_price(const void *state, struct score_price *out)
{
    const struct frequency_bank *bank = state;
    double pairs = (double)bank->schedule->pairs, period = (double)periodic_period(bank->schedule);
    *out = (struct score_price){.column = 1e-9 + 8e-9 * (double)bank->schedule->rotating,
                                .draw = 10e-9 + 2e-9 * pairs,
                                .score = PRODUCT_SECONDS * (double)columns(bank),
                                .bound = 8e-9 + 1.5e-9 * pairs,
                                .distinct = period > 0.0 && bank->slope == 0.0 ? period : HUGE_VAL};
}

const struct score_method bank_method = {bank_table_size, bank_table_fill, bank_work_size,
                                         bank_score,      bank_error,      bank_offset,
                                         bank_price};
