#include "theory/trig/trig_sums.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/constants.h"
#include "theory/trig/trig_angle.h"

/* A tile of ROWS x STRIP sums is summed at a time; the table holds at most 2 MB, unless one strip
 * of a vast bank needs more. */
enum { ROWS = 2, STRIP = 32, LONGEST_BLOCK = 1024, LARGEST_TABLE = 1 << 17, SHORTEST_RUN = 64 };

/* Pairs whose angles are kept at a time, and partial sums of a single distance: its order of
 * additions is the same everywhere. */
enum { ANGLES = 64, LANES = 8 };

void trig_pair(const struct schedule *schedule, size_t pair, double distance, double *cosine,
               double *sine)
{
    trig_turn(schedule->turn_hi[pair], schedule->turn_lo[pair], distance, cosine, sine);
}

/* cos and sin of count <= ANGLES pairs from the first on. */
static void pair_angles(const struct schedule *s, size_t first, size_t count, double r,
                        double *restrict c, double *restrict q)
{
    const double *restrict hi = s->turn_hi + first, *restrict lo = s->turn_lo + first;
    for (size_t j = 0; j < count; j++)
        trig_turn(hi[j], lo[j], r, &c[j], &q[j]);
}

static double coefficient(const double *list, size_t n) { return list ? list[n] : 0.0; }

/* c <- a c + b q, a list that is NULL left out. */
static void pair_terms(size_t count, const double *a, const double *b, double *restrict c,
                       const double *restrict q)
{
    if (a && b)
        for (size_t j = 0; j < count; j++)
            c[j] = a[j] * c[j] + b[j] * q[j];
    else
        for (size_t j = 0; j < count; j++)
            c[j] = a ? a[j] * c[j] : b ? b[j] * q[j] : 0.0;
}

double trig_sum(const struct schedule *schedule, const double *cosine, const double *sine,
                double distance)
{
    double lane[LANES] = {0.0}, c[ANGLES], q[ANGLES];
    for (size_t n = 0; n < schedule->pairs; n += ANGLES) {
        size_t count = schedule->pairs - n < ANGLES ? schedule->pairs - n : ANGLES, j = 0;
        pair_angles(schedule, n, count, distance, c, q);
        pair_terms(count, cosine ? cosine + n : NULL, sine ? sine + n : NULL, c, q);
        for (; j + LANES <= count; j += LANES)
            for (size_t k = 0; k < LANES; k++)
                lane[k] += c[j + k];
        for (size_t k = 0; j + k < count; k++)
            lane[k] += c[j + k];
    }
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
           ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/* Block length for a run: near its root, where the table and the first angles of the blocks cost
 * the same. */
static size_t block_length(size_t pairs, size_t count)
{
    size_t length = STRIP;
    while (length < LONGEST_BLOCK && length * pairs < LARGEST_TABLE && length * length < count)
        length += STRIP;
    return length;
}

/* cos and sin of j*step*f_n for j < block, strip by strip: [block/STRIP][pairs][2][STRIP]. */
static void block_table(const struct schedule *s, double step, size_t block, double *table)
{
    for (size_t strip = 0; strip < block; strip += STRIP)
        for (size_t n = 0; n < s->pairs; n++, table += 2 * STRIP) {
            double hi = s->turn_hi[n],
                   lo = s->turn_lo[n], *restrict c = table, *restrict q = table + STRIP;
            for (size_t j = 0; j < STRIP; j++)
                trig_turn(hi, lo, (double)(strip + j) * step, &c[j], &q[j]);
        }
}

/* Coefficients turned to a block's first distance, column `row` of [pairs][2][ROWS]: a cos(x + y) +
 * b sin(x + y) = P cos y + Q sin y, P = a cos x + b sin x, Q = b cos x - a sin x. */
static void turn_row(const struct schedule *s, const double *cosine, const double *sine,
                     double first, size_t row, double *turned)
{
    double c[ANGLES], q[ANGLES];
    for (size_t n = 0; n < s->pairs; n++) {
        size_t j = n % ANGLES;
        if (j == 0)
            pair_angles(s, n, s->pairs - n < ANGLES ? s->pairs - n : ANGLES, first, c, q);
        double a = coefficient(cosine, n), b = coefficient(sine, n);
        turned[2 * ROWS * n + row] = a * c[j] + b * q[j];
        turned[2 * ROWS * n + ROWS + row] = b * c[j] - a * q[j];
    }
}

/* One strip of ROWS blocks: each entry of the table is loaded once for all of them. */
static void sum_tile(size_t pairs, const double *restrict turned, const double *restrict table,
                     double out[ROWS][STRIP])
{
    double total[ROWS][STRIP] = {{0.0}};
    for (size_t n = 0; n < pairs; n++, turned += 2 * ROWS, table += 2 * STRIP)
        for (size_t row = 0; row < ROWS; row++)
            for (size_t j = 0; j < STRIP; j++)
                total[row][j] += turned[row] * table[j] + turned[ROWS + row] * table[STRIP + j];
    memcpy(out, total, sizeof total);
}

/* Distance i of a run: the fused sum rounds once, and a run's distances are doubles. */
static double run_at(double first, double step, size_t i) { return fma((double)i, step, first); }

static enum status sum_run(const struct schedule *s, const double *cosine, const double *sine,
                           double first, double step, size_t count, double *sum)
{
    size_t block = block_length(s->pairs, count);
    double *table = malloc(2 * s->pairs * (block + ROWS) * sizeof *table);
    if (!table)
        return STATUS_MEMORY;
    double *turned = table + 2 * s->pairs * block;
    block_table(s, step, block, table);
    for (size_t i = 0; i < count; i += ROWS * block) {
        /* a row past the end repeats the first and is not stored */
        for (size_t row = 0; row < ROWS; row++)
            turn_row(s, cosine, sine,
                     run_at(first, step, i + row * block < count ? i + row * block : i), row,
                     turned);
        for (size_t j = 0; j < block; j += STRIP) {
            double tile[ROWS][STRIP];
            sum_tile(s->pairs, turned, table + 2 * s->pairs * j, tile);
            for (size_t row = 0; row < ROWS; row++) {
                size_t at = i + row * block + j;
                if (at < count)
                    memcpy(sum + at, tile[row],
                           (count - at < STRIP ? count - at : STRIP) * sizeof *sum);
            }
        }
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

enum status trig_run(const struct schedule *schedule, const double *cosine, const double *sine,
                     double first, double step, size_t count, double *sum)
{
    bool valid = first >= 0.0 && first <= DISTANCE_LIMIT && first == floor(first) && step >= 1.0 &&
                 step <= DISTANCE_LIMIT && step == floor(step);
    /* In integers: a double would round the first distance over the limit down to it. */
    if (!valid || (count > 0 && count - 1 > (uint64_t)(DISTANCE_LIMIT - first) / (uint64_t)step))
        return STATUS_DOMAIN;
    if (count >= SHORTEST_RUN)
        return sum_run(schedule, cosine, sine, first, step, count, sum);
    for (size_t i = 0; i < count; i++)
        sum[i] = trig_sum(schedule, cosine, sine, run_at(first, step, i));
    return STATUS_OK;
}

enum status trig_sums(const struct schedule *schedule, const double *cosine, const double *sine,
                      size_t count, const double *distance, double *sum)
{
    bool valid = true; /* no early exit: the loop vectorises */
    for (size_t i = 0; i < count; i++)
        valid &= (distance[i] >= 0.0) & (distance[i] <= 2.0 * DISTANCE_LIMIT) &
                 (distance[i] == floor(distance[i]));
    if (!valid)
        return STATUS_DOMAIN;
    for (size_t i = 0; i < count;) {
        size_t length = run_length(count - i, distance + i);
        if (length >= SHORTEST_RUN) {
            enum status status = sum_run(schedule, cosine, sine, distance[i],
                                         distance[i + 1] - distance[i], length, sum + i);
            if (status != STATUS_OK)
                return status;
        } else {
            /* Leave the last one: it may start the next run. */
            length = length > 1 && i + length < count ? length - 1 : length;
            for (size_t j = i; j < i + length; j++)
                sum[j] = trig_sum(schedule, cosine, sine, distance[j]);
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
    return ((double)schedule->pairs + 38.0) * UNIT_ROUNDING * total;
}
