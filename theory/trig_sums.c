#include "theory/trig_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A tile of ROWS x STRIP sums is summed at a time; the table holds at most 2 MB, unless one strip of a vast bank needs more. */
enum { ROWS = 2, STRIP = 32, LONGEST_BLOCK = 1024, LARGEST_TABLE = 1 << 17, SHORTEST_RUN = 64 };

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

static double coefficient(const double *list, size_t n) { return list ? list[n] : 0.0; }

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

/* Block length for a run: near its root, where the table and the first angles of the blocks cost the same. */
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
    for (size_t j = 0; j < block; j++)
        for (size_t n = 0; n < s->pairs; n++) {
            double *at = table + (j / STRIP * s->pairs + n) * 2 * STRIP + j % STRIP;
            trig_angle(s, n, (double)j * step, at, at + STRIP);
        }
}

/* Coefficients turned to a block's first distance, column `row` of [pairs][2][ROWS]: a cos(x + y) + b sin(x + y) =
 * P cos y + Q sin y, P = a cos x + b sin x, Q = b cos x - a sin x. */
static void turn_row(const struct schedule *s, const double *cosine, const double *sine, double first, size_t row,
                     double *turned)
{
    for (size_t n = 0; n < s->pairs; n++) {
        double c, q, a = coefficient(cosine, n), b = coefficient(sine, n);
        trig_angle(s, n, first, &c, &q);
        turned[2 * ROWS * n + row] = a * c + b * q;
        turned[2 * ROWS * n + ROWS + row] = b * c - a * q;
    }
}

/* One strip of ROWS blocks: each entry of the table is loaded once for all of them. */
static void sum_tile(size_t pairs, const double *restrict turned, const double *restrict table, double out[ROWS][STRIP])
{
    double total[ROWS][STRIP] = {{0.0}};
    for (size_t n = 0; n < pairs; n++, turned += 2 * ROWS, table += 2 * STRIP)
        for (size_t row = 0; row < ROWS; row++)
            for (size_t j = 0; j < STRIP; j++)
                total[row][j] += turned[row] * table[j] + turned[ROWS + row] * table[STRIP + j];
    memcpy(out, total, sizeof total);
}

static enum status sum_run(const struct schedule *s, const double *cosine, const double *sine, size_t count,
                           const double *distance, double *sum)
{
    size_t block = block_length(s->pairs, count);
    double *table = malloc(2 * s->pairs * (block + ROWS) * sizeof *table);
    if (!table)
        return STATUS_MEMORY;
    double *turned = table + 2 * s->pairs * block;
    block_table(s, distance[1] - distance[0], block, table);
    for (size_t i = 0; i < count; i += ROWS * block) {
        for (size_t row = 0; row < ROWS; row++) /* a row past the end repeats the first and is not stored */
            turn_row(s, cosine, sine, distance[i + row * block < count ? i + row * block : i], row, turned);
        for (size_t j = 0; j < block; j += STRIP) {
            double tile[ROWS][STRIP];
            sum_tile(s->pairs, turned, table + 2 * s->pairs * j, tile);
            for (size_t row = 0; row < ROWS; row++) {
                size_t at = i + row * block + j;
                if (at < count)
                    memcpy(sum + at, tile[row], (count - at < STRIP ? count - at : STRIP) * sizeof *sum);
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

enum status trig_sums(const struct schedule *schedule, const double *cosine, const double *sine, size_t count,
                      const double *distance, double *sum)
{
    bool valid = true; /* no early exit: the loop vectorises */
    for (size_t i = 0; i < count; i++)
        valid &= (distance[i] >= 0.0) & (distance[i] <= 2.0 * DISTANCE_LIMIT) & (distance[i] == floor(distance[i]));
    if (!valid)
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
