#include "experiments/audit/cosines.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/bank.h"
#include "theory/ground/constants.h"
#include "theory/trig/trig_sums.h"

/* Positions whose sums are made at once. */
enum { BLOCK = 1 << 14 };

struct looks looks_of(double length)
{
    struct looks looks = {.dense = length < LOOKS_DENSE ? (size_t)length : LOOKS_DENSE};
    double beyond = length - (double)looks.dense;
    looks.step = fmax(1.0, ceil(beyond / LOOKS_SPARSE));
    looks.sparse = (size_t)ceil(beyond / looks.step);
    return looks;
}

size_t looks_count(const struct looks *looks) { return looks->dense + looks->sparse; }

double looks_at(const struct looks *looks, size_t place)
{
    return place < looks->dense
               ? (double)place
               : (double)looks->dense + (double)(place - looks->dense) * looks->step;
}

static int by_frequency(const void *a, const void *b)
{
    const struct cosine *x = a, *y = b;
    if (x->hi != y->hi)
        return x->hi < y->hi ? 1 : -1;
    return x->lo < y->lo ? 1 : x->lo > y->lo ? -1 : 0;
}

/* Fastest first, as the engine wants them, each frequency once and none of them negative; those of
 * weight 0 are left out. */
static size_t gather(size_t count, struct cosine *cosines)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (cosines[i].hi < 0.0)
            cosines[i].hi = -cosines[i].hi, cosines[i].lo = -cosines[i].lo;
    qsort(cosines, count, sizeof *cosines, by_frequency);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_frequency(&cosines[kept - 1], &cosines[i]) == 0)
            cosines[kept - 1].weight += cosines[i].weight;
        else
            cosines[kept++] = cosines[i];
        if (cosines[kept - 1].weight == 0.0)
            kept--;
    }
    return kept;
}

/* The cosines as a bank; q = k = (1, 0, 1, 0, ..) makes every A_n 1 and every B_n 0. */
struct sums {
    struct schedule schedule;
    struct frequency_bank bank;
    double *arrays, *one;
};

static enum status sums_make(size_t count, const struct cosine *cosines, struct sums *out)
{
    *out = (struct sums){0};
    double *at = calloc(6 * count, sizeof *at);
    if (!at)
        return STATUS_MEMORY;
    out->arrays = at;
    out->one = at + 4 * count;
    out->schedule = (struct schedule){.pairs = count,
                                      .rotating = count,
                                      .turn_hi = at,
                                      .turn_lo = at + count,
                                      .weight = at + 2 * count,
                                      .theta = at + 3 * count,
                                      .norm = 1.0};
    for (size_t i = 0; i < count; i++) {
        out->schedule.turn_hi[i] = cosines[i].hi;
        out->schedule.turn_lo[i] = cosines[i].lo;
        out->schedule.weight[i] = cosines[i].weight;
        out->one[2 * i] = 1.0;
    }
    out->bank = (struct frequency_bank){&out->schedule, 0.0};
    return STATUS_OK;
}

static size_t most(size_t a, size_t b) { return a > b ? a : b; }

/* The dense positions, block by block; the last block may be shorter. */
static enum status dense_sum(const struct sums *s, size_t dense, double *sum)
{
    const struct score_input input = {.draws = 1, .query = s->one, .key = s->one};
    size_t block = dense < BLOCK ? dense : BLOCK;
    size_t rest = dense % block ? dense % block : block;
    size_t window_size = most(bank_curve.window_size(&s->bank, block),
                              bank_curve.window_size(&s->bank, rest)),
           work_size = most(bank_curve.work_size(&s->bank, 1, block),
                            bank_curve.work_size(&s->bank, 1, rest));
    double *window = malloc(window_size * sizeof *window), *work = malloc(work_size * sizeof *work);
    enum status status = window && work ? bank_curve.window_fill(&s->bank, 0.0, block, window)
                                        : STATUS_MEMORY;
    for (size_t first = 0; status == STATUS_OK && first < dense; first += block) {
        size_t count = dense - first < block ? dense - first : block;
        if (count < block) /* the shape of a window is that of its run */
            status = bank_curve.window_fill(&s->bank, (double)first, count, window);
        else if (first > 0)
            bank_curve.window_move(&s->bank, (double)first, count, window);
        if (status == STATUS_OK)
            status = bank_curve.scores(&s->bank, count, window, &input, work, sum + first);
    }
    free(window);
    free(work);
    return status;
}

enum status cosines_sum(size_t *count, struct cosine *cosines, const struct looks *looks,
                        double *sum)
{
    struct sums sums;
    double fixed = 0.0;
    *count = gather(*count, cosines);
    if (*count > 0 && cosines[*count - 1].hi == 0.0)
        fixed = cosines[--*count].weight;
    for (size_t i = 0; *count == 0 && i < looks_count(looks); i++)
        sum[i] = fixed;
    if (*count == 0)
        return STATUS_OK;
    enum status status = sums_make(*count, cosines, &sums);
    if (status == STATUS_OK)
        status = dense_sum(&sums, looks->dense, sum);
    if (status == STATUS_OK && looks->sparse > 0)
        status = trig_run(&sums.schedule, sums.schedule.weight, NULL, looks_at(looks, looks->dense),
                          looks->step, looks->sparse, sum + looks->dense);
    for (size_t i = 0; fixed != 0.0 && status == STATUS_OK && i < looks_count(looks); i++)
        sum[i] += fixed;
    free(sums.arrays);
    return status;
}

/* The largest angle from the first position to the last, radians. */
static double turn_most(size_t count, const struct cosine *cosines, const struct looks *looks)
{
    double most = 0.0;
    for (size_t n = 0; n < count; n++)
        most = fmax(most, fabs(cosines[n].hi));
    return TWO_PI * most * looks_at(looks, looks_count(looks) - 1);
}

/* 1 - cos x = x^2/2 - x^4/24 + .., the powers summed over the pairs first. Up to x = 1/4 what is
 * left out after x^10 is under x^12/12!, 2^-47 of the first term, and each term is under 1/192 of
 * the one before, so that their roundings count little beside those of the first. */
static void gap_series(size_t count, const struct cosine *cosines, const struct looks *looks,
                       double *gap)
{
    enum { TERMS = 5 };
    static const double factorial[TERMS] = {2.0, 24.0, 720.0, 40320.0, 3628800.0};
    double moment[TERMS] = {0.0};
    for (size_t n = 0; n < count; n++) {
        double x = TWO_PI * (cosines[n].hi + cosines[n].lo), power = cosines[n].weight;
        for (size_t k = 0; k < TERMS; k++)
            moment[k] += power *= x * x;
    }
    for (size_t i = 0; i < looks_count(looks); i++) {
        double square = looks_at(looks, i) * looks_at(looks, i), sum = 0.0;
        for (size_t k = TERMS; k-- > 0;)
            sum = square * ((k % 2 ? -moment[k] : moment[k]) / factorial[k] + sum);
        gap[i] = sum;
    }
}

enum status cosines_gap(size_t *count, struct cosine *cosines, const struct looks *looks,
                        double *gap)
{
    if (turn_most(*count, cosines, looks) <= 0.25) {
        gap_series(*count, cosines, looks, gap);
        return STATUS_OK;
    }
    double whole = 0.0;
    for (size_t n = 0; n < *count; n++)
        whole += cosines[n].weight;
    enum status status = cosines_sum(count, cosines, looks, gap);
    for (size_t i = 0; status == STATUS_OK && i < looks_count(looks); i++)
        gap[i] = whole - gap[i];
    return status;
}
