#include "theory/proof/bases/base_boxes.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/proof/bases/base_chord.h"
#include "theory/proof/filter/directed.h"

/* Distances a unit of work has; units between two looks at what they found, twice as many then.
 * Halvings of the bases one inside the other. */
enum { UNIT = 2048, BATCH_LEAST = 4, BATCH_MOST = 64, DEPTH = 64 };
/* A range of bases this short, relative, is halved no further. */
#define SHORTEST 0x1p-36
/* Relative error of a frequency after DEPTH means of two, and of its products; and of a base. */
#define FREQUENCY 0x1p-45
#define BASE      0x1p-44
/* Error of a cosine's polynomial by rounding. */
#define COSINE 1e-13
/* Sums under this, per pair, are for balls: doubles say too little of them. */
#define FAINT 1e-9
/* A pair's cosine has lost all it can where its phase spreads over this share of a turn. */
#define SPREAD 0.25

/* A base that need be no double, and its frequencies. */
struct edge {
    double base;
    const double *turn;
};

struct worker {
    size_t pairs, depth;
    double *turn;           /* [DEPTH][pairs] */
    struct base_bank *bank; /* for faint sums */
    enum status status;
    double base, distance, sums; /* every base from this on is to be proved; what stopped it */
};

/* At least cos(2 pi g) for g in [0, 1/2]: Taylor's polynomial that ends with +x^24/24!. */
static inline double cosine_above(double g)
{
    double x = TWO_PI * g, z = x * x, c = 1.0 / 620448401733239439360000.0;
    c = c * z - 1.0 / 1124000727777607680000.0;
    c = c * z + 1.0 / 2432902008176640000.0;
    c = c * z - 1.0 / 6402373705728000.0;
    c = c * z + 1.0 / 20922789888000.0;
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    c = c * z - 0.5;
    return c * z + 1.0;
}

/* At least the least of cos(2 pi x) for x in [from, to], less COSINE: it is where x is nearest to a
 * half turn. */
static inline double least_cosine(double from, double to)
{
    double rest = from - floor(from) - 0.5, end = rest + (to - from),
           inside = rest < 1.0 - end ? rest : 1.0 - end, near = rest > 0.0 ? inside : -end;
    return -cosine_above(near > 0.0 ? near : 0.0);
}

/* What roundings of the cosines and of their additions may take from a sum. */
static double slack(const struct worker *w)
{
    return (double)w->pairs * (COSINE + (double)w->pairs * UNIT_ROUNDING);
}

/* Whether the sum of least cosines is not negative for distances [r0, r1] and bases [a, c]. */
static bool box_passes(const struct worker *w, const struct edge *a, const struct edge *c,
                       double r0, double r1)
{
    const double *restrict low = c->turn, *restrict high = a->turn;
    double sum = 0.0, down = r0 * (1.0 - FREQUENCY), up = r1 * (1.0 + FREQUENCY);
    double lane[8] = {0.0};
    size_t n = 0;
    for (; n + 8 <= w->pairs; n += 8)
        for (size_t j = 0; j < 8; j++)
            lane[j] += least_cosine(down * low[n + j], up * high[n + j]);
    for (; n < w->pairs; n++)
        sum += least_cosine(down * low[n], up * high[n]);
    for (size_t j = 0; j < 8; j++)
        sum += lane[j];
    return sum >= slack(w);
}

/* A lower bound on B_r at one base. */
static double least_value(const struct worker *w, const double *turn, double r)
{
    double sum = 0.0, spread = 0.0;
    for (size_t n = 0; n < w->pairs; n++) {
        double x = r * turn[n];
        sum -= cosine_above(fabs(fabs(x - rint(x)) - 0.5));
        spread += x;
    }
    return sum - (spread * TWO_PI * FREQUENCY + slack(w));
}

/* The same at a base, widened by a factor to a double, and with balls where it takes them. */
static double least_ball(struct worker *w, double base, double r)
{
    enum status status = base_bank_set(w->bank, base);
    if (status != STATUS_OK) {
        w->status = status;
        return 0.0;
    }
    return base_bank_least(w->bank, r, base_bank_value(w->bank, r));
}

/* Whether one distance passes from a to c, by the chord between its values. */
static bool chord_passes(struct worker *w, const struct edge *a, const struct edge *c, double r)
{
    double first = least_value(w, a->turn, r), last = least_value(w, c->turn, r), bend = 0.0,
           faint = FAINT * (double)w->pairs;
    if (last < -faint || first < -faint)
        return false;
    if (first < faint || last < faint) {
        first = least_ball(w, fmax(1.0, a->base * (1.0 - BASE)), r);
        last = least_ball(w, fmin(BASE_BANK_BASE, c->base * (1.0 + BASE)), r);
    }
    if (!(first > 0.0 && last > 0.0))
        return false;
    for (size_t n = 0; n < w->pairs; n++) {
        double share = (double)n / (double)w->pairs, x = TWO_PI * r * a->turn[n];
        bend += share * share * x * (1.0 + x);
    }
    double up = 1.0 + 0x1p-30, width = (c->base - a->base) / a->base * up + 4.0 * BASE;
    return base_chord_holds(first, last, bend * up, width);
}

/* Whether halving the distances makes phases narrower, in all, than halving the bases does. */
static bool distances_spread(const struct worker *w, const struct edge *a, const struct edge *c,
                             double r0, double r1)
{
    double along = 0.0, across = 0.0;
    for (size_t n = 0; n < w->pairs; n++) {
        double x = (r1 - r0) * a->turn[n], y = r1 * (a->turn[n] - c->turn[n]);
        along += x < SPREAD ? x : SPREAD;
        across += y < SPREAD ? y : SPREAD;
    }
    return along > across;
}

/* Proves the box, from its upper bases down, or raises the base from which on all is proved. */
static void explore(struct worker *w, const struct edge *a, const struct edge *c, double r0,
                    double r1)
{
    if (c->base * (1.0 + BASE) <= w->base || w->status != STATUS_OK)
        return;
    w->sums += 1.0;
    if (box_passes(w, a, c, r0, r1) || (r0 == r1 && chord_passes(w, a, c, r0)))
        return;
    if (r0 < r1 && distances_spread(w, a, c, r0, r1)) {
        double middle = floor(0.5 * (r0 + r1));
        explore(w, a, c, middle + 1.0, r1);
        explore(w, a, c, r0, middle);
        return;
    }
    if (c->base - a->base <= SHORTEST * a->base || w->depth == DEPTH) {
        w->base = c->base * (1.0 + 2.0 * BASE);
        w->distance = r1;
        return;
    }
    double *turn = w->turn + w->depth++ * w->pairs;
    for (size_t n = 0; n < w->pairs; n++)
        turn[n] = sqrt(a->turn[n] * c->turn[n]);
    struct edge middle = {sqrt(a->base * c->base), turn};
    explore(w, &middle, c, r0, r1);
    explore(w, a, &middle, r0, r1);
    w->depth--;
}

/* The bases [lo, hi] that all units of a batch share. */
struct batch {
    struct base_bank *lo, *hi;
    size_t first, last, count; /* units count down from last */
    double base[BATCH_MOST], distance[BATCH_MOST], sums[BATCH_MOST];
};

static enum status run_batch(struct batch *b, size_t pairs)
{
    struct edge a = {base_bank_base(b->lo), base_bank_schedule(b->lo)->turn_hi},
                c = {base_bank_base(b->hi), base_bank_schedule(b->hi)->turn_hi};
    enum status worst = STATUS_OK;
#pragma omp parallel if (b->count > 1 && (b->last - b->first) * pairs > 1 << 16)
    {
        double *room = malloc(DEPTH * pairs * sizeof *room);
        struct base_bank *bank = NULL;
        enum status made = room ? base_bank_new(2 * pairs, &bank) : STATUS_MEMORY;
#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < b->count; i++) {
            size_t last = b->last - i * UNIT,
                   first = last - b->first > UNIT ? last - UNIT : b->first;
            struct worker w = {
                .pairs = pairs, .turn = room, .bank = bank, .base = a.base, .status = made};
            explore(&w, &a, &c, (double)first, (double)(last - 1));
            if (w.status != STATUS_OK) {
#pragma omp atomic write
                worst = w.status;
            }
            b->base[i] = w.base;
            b->distance[i] = w.distance;
            b->sums[i] = w.sums;
        }
        base_bank_free(bank);
        free(room);
    }
    return worst;
}

enum status base_boxes(size_t dim, double lo, double hi, size_t first, size_t last,
                       struct base_edge *out)
{
    *out = (struct base_edge){.whole = true, .base = lo};
    if (!(lo >= 1.0 && lo <= hi && hi <= BASE_BANK_BASE && (double)last <= 0x1p31))
        return STATUS_DOMAIN;
    struct batch b = {.first = first, .last = last};
    enum status status = base_bank_new(dim, &b.lo);
    if (status == STATUS_OK)
        status = base_bank_new(dim, &b.hi);
    if (status == STATUS_OK)
        status = base_bank_set(b.hi, hi);
    for (size_t most = BATCH_LEAST; status == STATUS_OK && b.last > first && out->base <= hi;) {
        size_t left = (b.last - first + UNIT - 1) / UNIT;
        b.count = left < most ? left : most;
        status = base_bank_set(b.lo, out->base);
        if (status == STATUS_OK)
            status = run_batch(&b, dim / 2);
        for (size_t i = 0; status == STATUS_OK && i < b.count; i++) {
            out->sums.evaluations += b.sums[i];
            if (b.base[i] > out->base) {
                out->whole = false;
                out->base = b.base[i];
                out->distance = b.distance[i];
            }
        }
        b.last = b.count == left ? first : b.last - b.count * UNIT;
        most = 2 * most < BATCH_MOST ? 2 * most : BATCH_MOST;
    }
    if (!out->whole && out->base > hi)
        out->base = hi;
    base_bank_free(b.lo);
    base_bank_free(b.hi);
    return status;
}
