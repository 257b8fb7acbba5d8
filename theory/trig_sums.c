#include "theory/trig_sums.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 128, SHORTEST_RUN = 32 };

static const double TWO_PI = 6.283185307179586476925286766559;

void trig_angle(const struct schedule *schedule, size_t pair, double distance, double *cosine, double *sine)
{
    /* r f = product + rest; whole and quarter turns leave the product exactly before the rest is added. */
    double product = distance * schedule->turn_hi[pair];
    double rest = fma(distance, schedule->turn_hi[pair], -product) + distance * schedule->turn_lo[pair];
    double turn = product - rint(product), quarter = rint(4.0 * turn);
    double angle = TWO_PI * ((turn - 0.25 * quarter) + rest);
    double c = cos(angle), s = sin(angle);
    switch ((int)quarter & 3) {
    case 0:
        *cosine = c, *sine = s;
        break;
    case 1:
        *cosine = -s, *sine = c;
        break;
    case 2:
        *cosine = -c, *sine = -s;
        break;
    default:
        *cosine = s, *sine = -c;
    }
}

static double coefficient(const double *list, size_t n)
{
    return list ? list[n] : 0.0;
}

static double sum_at(const struct schedule *s, const double *cosine, const double *sine, double r)
{
    double total = 0.0;
    for (size_t n = 0; n < s->pairs; n++) {
        double c, q;
        trig_angle(s, n, r, &c, &q);
        total += coefficient(cosine, n) * c + coefficient(sine, n) * q;
    }
    return total;
}

/* cos and sin of j*step*f_n for j < BLOCK: table[n][0..BLOCK) cosines, then sines. */
static double *block_table(const struct schedule *s, double step)
{
    double *table = malloc(s->pairs * 2 * BLOCK * sizeof *table);
    if (table)
        for (size_t n = 0; n < s->pairs; n++)
            for (size_t j = 0; j < BLOCK; j++)
                trig_angle(s, n, (double)j * step, &table[2 * BLOCK * n + j], &table[2 * BLOCK * n + BLOCK + j]);
    return table;
}

/* One block by angle addition: a cos(x + y) + b sin(x + y) = P cos y + Q sin y, P = a cos x + b sin x, Q = b cos x - a sin x. */
static void sum_block(const struct schedule *s, const double *cosine, const double *sine, const double *table, double first,
                      double out[static BLOCK])
{
    for (size_t j = 0; j < BLOCK; j++)
        out[j] = 0.0;
    for (size_t n = 0; n < s->pairs; n++) {
        double c, q, a = coefficient(cosine, n), b = coefficient(sine, n);
        trig_angle(s, n, first, &c, &q);
        double p = a * c + b * q, r = b * c - a * q;
        const double *restrict cos_j = table + 2 * BLOCK * n, *restrict sin_j = cos_j + BLOCK;
        for (size_t j = 0; j < BLOCK; j++)
            out[j] += p * cos_j[j] + r * sin_j[j];
    }
}

static enum status sum_run(const struct schedule *s, const double *cosine, const double *sine, size_t count,
                           const double *distance, double *sum)
{
    double *table = block_table(s, distance[1] - distance[0]);
    if (!table)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i += BLOCK) {
        double block[BLOCK];
        sum_block(s, cosine, sine, table, distance[i], block);
        for (size_t j = 0; j < BLOCK && i + j < count; j++)
            sum[i + j] = block[j];
    }
    free(table);
    return STATUS_OK;
}

/* Number of distances from the first on that have one common step. */
static size_t run_length(size_t count, const double *distance)
{
    if (count < 2)
        return count;
    double step = distance[1] - distance[0];
    size_t length = 2;
    while (length < count && distance[length] - distance[length - 1] == step)
        length++;
    return length;
}

enum status trig_sums(const struct schedule *schedule, const double *cosine, const double *sine, size_t count,
                      const double *distance, double *sum)
{
    for (size_t i = 0; i < count; i++)
        if (!(distance[i] >= 0.0 && distance[i] <= 2.0 * DISTANCE_LIMIT) || distance[i] != floor(distance[i]))
            return STATUS_DOMAIN;
    for (size_t i = 0; i < count;) {
        size_t length = run_length(count - i, distance + i);
        if (length >= SHORTEST_RUN) {
            enum status status = sum_run(schedule, cosine, sine, length, distance + i, sum + i);
            if (status != STATUS_OK)
                return status;
        } else {
            /* Leave the last one: it may start the next run. */
            length = length > 1 && i + length < count ? length - 1 : length;
            for (size_t j = i; j < i + length; j++)
                sum[j] = sum_at(schedule, cosine, sine, distance[j]);
        }
        i += length;
    }
    return STATUS_OK;
}

double trig_sums_error(const struct schedule *schedule, const double *cosine, const double *sine)
{
    double total = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++)
        total += fabs(coefficient(cosine, n)) + fabs(coefficient(sine, n));
    return ((double)schedule->pairs + 43.0) * 0x1p-53 * total;
}
