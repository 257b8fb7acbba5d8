#include "experiments/reportcard/ranks.h"

#include <math.h>
#include <stdbool.h>

/* Two values that differ by less, as a share of them, may differ by rounding alone. */
static const double ROUNDING = 1e-12;

/* How bad a cell is at least and at most, and by how much rounding may have moved it. */
struct badness {
    double least, most, rounding;
};

static struct badness badness_of(enum card_better better, const struct card_cell *c)
{
    double target = better == CARD_NEAR_ONE ? 1.0 : 0.0, lo = c->lo - target, hi = c->hi - target,
           size = isfinite(c->hi) ? fmax(fabs(c->lo), fabs(c->hi)) : fabs(c->lo),
           rounding = ROUNDING * fmax(size, target);
    if (better == CARD_LESS)
        return (struct badness){c->lo, c->hi, rounding};
    if (better == CARD_MORE)
        return (struct badness){-c->hi, -c->lo, rounding};
    return (struct badness){fmax(0.0, fmax(lo, -hi)), fmax(fabs(lo), fabs(hi)), rounding};
}

static bool ranked(const struct card_cell *c) { return !isnan(c->lo); }

static bool surely_better(struct badness a, struct badness b)
{
    return b.least - a.most > fmax(a.rounding, b.rounding);
}

void card_rank(enum card_better better, size_t count, size_t stride, struct card_cell *cell)
{
    for (size_t i = 0; i < count; i++) {
        struct card_cell *c = &cell[i * stride];
        struct badness own = badness_of(better, c);
        c->rank_lo = c->rank_hi = ranked(c);
        for (size_t j = 0; ranked(c) && j < count; j++) {
            const struct card_cell *other = &cell[j * stride];
            if (j == i || !ranked(other))
                continue;
            struct badness theirs = badness_of(better, other);
            c->rank_lo += surely_better(theirs, own);
            c->rank_hi += !surely_better(own, theirs);
        }
    }
}

double card_shade(const struct card_cell *cell, size_t count)
{
    return count < 2 ? 0.0
                     : (0.5 * (double)(cell->rank_lo + cell->rank_hi) - 1.0) / (double)(count - 1);
}
