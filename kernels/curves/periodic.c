#include "kernels/curves/periodic.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/curves/turns.h"
#include "kernels/curves/vector.h"

/* Longest period looked for, and the largest table, doubles. A frequency is known to 2^-105 of a
 * turn; a fraction is recognised within 2^-103. */
enum { PERIOD_MOST = 1 << 20, TABLE_MOST = 1 << 22, KNOWN_BITS = 128 - 103 };

/* Whether times frequency is a whole number of turns, as far as the frequency is known. */
static bool is_whole(turns_fixed frequency, uint64_t times)
{
    turns_fixed rest = frequency * times, slack = (turns_fixed)times << KNOWN_BITS;
    return rest <= slack || -rest <= slack;
}

/* The denominator of a frequency by its continued fraction, 0 if it is over PERIOD_MOST. Among all
 * denominators up to a convergent's the convergent's own comes closest to a whole number, so no
 * other needs trying. */
static uint64_t denominator(turns_fixed frequency)
{
    turns_fixed larger = frequency, smaller, quotient;
    uint64_t before = 1, now;
    if (is_whole(frequency, 1))
        return 1;
    quotient = -frequency / frequency + 1; /* of 2^128, which does not fit */
    smaller = -(quotient * frequency);
    if (quotient > PERIOD_MOST)
        return 0;
    now = (uint64_t)quotient;
    while (!is_whole(frequency, now)) {
        quotient = larger / smaller;
        turns_fixed rest = larger - quotient * smaller;
        if (quotient > PERIOD_MOST || (uint64_t)quotient * now + before > PERIOD_MOST)
            return 0;
        uint64_t next = (uint64_t)quotient * now + before;
        before = now, now = next;
        larger = smaller, smaller = rest;
    }
    return now;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b, b = rest;
    }
    return a;
}

size_t periodic_period(const struct schedule *schedule)
{
    uint64_t period = 1;
    for (size_t n = 0; n < schedule->rotating; n++) {
        uint64_t own = denominator(turns_from(schedule->turn_hi[n], schedule->turn_lo[n]));
        period = own ? period / common_divisor(period, own) * own : 0;
        if (period == 0 || period > PERIOD_MOST)
            return 0;
    }
    return schedule->rotating ? period : 0;
}

static size_t distinct_of(const struct frequency_bank *bank, size_t count)
{
    size_t period = periodic_period(bank->schedule);
    return count < period ? count : period;
}

bool periodic_serves(const struct frequency_bank *bank, size_t count)
{
    size_t distinct = distinct_of(bank, count);
    return distinct > 0 && distinct * bank_columns(bank->schedule) <= TABLE_MOST;
}

/* The run's first distance, the table [columns][distinct], and room for a quarter turn. */
static size_t window_size(const void *state, size_t count)
{
    const struct frequency_bank *bank = state;
    return 2 + bank_columns(bank->schedule) * distinct_of(bank, count) +
           periodic_period(bank->schedule);
}

static void window_move(const void *state, double first, size_t count, double *window)
{
    const struct frequency_bank *bank = state;
    const struct schedule *s = bank->schedule;
    size_t distinct = distinct_of(bank, count), period = periodic_period(s);
    double *table = window + 1, *quarter = table + bank_columns(s) * distinct;
    window[0] = first;
    for (size_t m = 0; m <= period; m++) /* cosines of m quarters of a period's step */
        quarter[m] = (double)m / (4.0 * (double)period);
    vector_cos_turns(period + 1, quarter, quarter);
    for (size_t n = 0; n < s->rotating; n++) {
        double *cosine = table + n * distinct, *sine = table + (s->rotating + n) * distinct;
        uint64_t turns = (uint64_t)rint(s->turn_hi[n] * (double)period) % period;
        for (size_t i = 0; i < distinct; i++) {
            uint64_t step = ((uint64_t)first + i) % period * turns % period;
            bool mirrored = step > period - step; /* beyond half a turn */
            uint64_t m = 4 * (mirrored ? period - step : step);
            cosine[i] = m <= period ? quarter[m] : -quarter[2 * period - m];
            double height = quarter[m <= period ? period - m : m - period];
            sine[i] = mirrored ? -height : height;
        }
    }
    if (s->rotating < s->pairs)
        for (size_t i = 0; i < distinct; i++)
            table[2 * s->rotating * distinct + i] = 1.0;
}

static enum status window_fill(const void *state, double first, size_t count, double *window)
{
    window_move(state, first, count, window);
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws, size_t count)
{
    const struct frequency_bank *bank = state;
    (void)draws;
    (void)count;
    return bank_columns(bank->schedule);
}

static enum status scores(const void *state, size_t count, const double *window,
                          const struct score_input *input, double *work, double *score)
{
    const struct frequency_bank *bank = state;
    size_t columns = bank_columns(bank->schedule), distinct = distinct_of(bank, count),
           dim = 2 * bank->schedule->pairs;
    const double *table = window + 1;
    for (size_t d = 0; d < input->draws; d++) {
        double *row = score + d * count;
        bank_coefficients(bank->schedule, input->query + d * dim, input->key + d * dim, work);
        memset(row, 0, distinct * sizeof *row);
        for (size_t c = 0; c < columns; c++)
            for (size_t i = 0; i < distinct; i++)
                row[i] += work[c] * table[c * distinct + i];
        for (size_t i = distinct; i < count; i++)
            row[i] = row[i - distinct];
        if (bank->slope != 0.0 && !input->level)
            for (size_t i = 0; i < count; i++)
                row[i] -= bank->slope * (window[0] + (double)i);
    }
    return STATUS_OK;
}

const struct curve_method periodic_curve = {window_size, window_fill, window_move,
                                            work_size,   scores,      NULL};
