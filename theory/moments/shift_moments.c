#include "theory/moments/shift_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/trig/trig_angle.h"

size_t shift_distances(enum shift_kind kind, size_t length)
{
    return kind == SHIFT_SKIP ? 2 * length : length;
}

double shift_share(size_t length) { return ((double)length + 1.0) / (3.0 * (double)length); }

/* p(r). */
static long double share_at(size_t length, size_t r)
{
    long double n = (long double)length;
    return 2.0L * (n - (long double)r) / (n * (n - 1.0L));
}

/* The window of y = 1 .. L at each r, its sum and that of squares kept as it moves on. From S(1),
 * so that what does not depend on distance moves by exactly 0; S(0), which no pair has, may be
 * larger than all others by any factor. */
static double skip_square(size_t length, const double *curve)
{
    long double n = (long double)length, sum = 0.0L, squares = 0.0L, total = 0.0L;
    for (size_t t = 1; t <= length; t++) {
        long double x = (long double)curve[t] - curve[1];
        sum += x;
        squares += x * x;
    }
    for (size_t r = 1; r < length; r++) {
        long double own = (long double)curve[r] - curve[1],
                    next = (long double)curve[r + length] - curve[1];
        sum += next - own;
        squares += (next - own) * (next + own);
        total += share_at(length, r) * ((long double)r / n) *
                 ((squares - 2.0L * own * sum) / n + own * own);
    }
    /* of squares: what is below 0 is rounding */
    return (double)fmaxl(total, 0.0L);
}

double shift_square(enum shift_kind kind, size_t length, const double *curve, const double *back)
{
    long double total = 0.0L;
    if (kind == SHIFT_SKIP)
        return skip_square(length, curve);
    for (size_t r = 1; r < length; r++) {
        long double move = (long double)back[length - r] - curve[r];
        total += share_at(length, r) * ((long double)r / (long double)length) * move * move;
    }
    return (double)total;
}

double shift_level(size_t length, const double *curve)
{
    long double total = 0.0L;
    for (size_t r = 1; r < length; r++)
        total += share_at(length, r) * (long double)curve[r] * curve[r];
    return (double)total;
}

/* Curves of one pair, and what they add up to. */
struct curves {
    size_t count;
    double *cosine, *sine, *turned; /* [count], turned: sines at -t */
    double *mean, *back;            /* [count] */
};

static void pair_fill(struct curves *c, const struct schedule *s, size_t pair,
                      const struct pair_moments *m)
{
    double gain = s->norm * s->weight[pair];
    for (size_t t = 0; t < c->count; t++) {
        trig_turn(s->turn_hi[pair], s->turn_lo[pair], (double)t, &c->cosine[t], &c->sine[t]);
        c->turned[t] = -c->sine[t];
        c->mean[t] += gain * (m->mean_a * c->cosine[t] + m->mean_b * c->sine[t]);
        c->back[t] += gain * (m->mean_a * c->cosine[t] - m->mean_b * c->sine[t]);
    }
}

enum status shift_bank(const struct schedule *schedule, double slope, const struct qk_law *law,
                       enum shift_kind kind, size_t length, double *move, double *level)
{
    struct pair_moments m = qk_pair_moments(law);
    struct curves c = {.count = shift_distances(kind, length)};
    if (!m.has_mean || !m.has_variance || (kind == SHIFT_CYCLIC && slope != 0.0))
        return STATUS_UNDEFINED;
    double *memory = calloc(5 * c.count, sizeof *memory);
    if (!memory)
        return STATUS_MEMORY;
    c.cosine = memory;
    c.sine = c.cosine + c.count;
    c.turned = c.sine + c.count;
    c.mean = c.turned + c.count;
    c.back = c.mean + c.count;
    *move = *level = 0.0;
    for (size_t n = 0; n < schedule->pairs; n++) {
        double gain = schedule->norm * schedule->weight[n];
        pair_fill(&c, schedule, n, &m);
        double along = shift_square(kind, length, c.cosine, c.cosine),
               across = shift_square(kind, length, c.sine, c.turned);
        *move += gain * gain * (m.var_flat * (along + across) + m.var_cos2 * along);
        *level += gain * gain * (m.var_flat + m.var_cos2 * shift_level(length, c.cosine));
    }
    for (size_t t = 0; slope != 0.0 && t < c.count; t++)
        c.mean[t] -= slope * (double)t;
    *move += shift_square(kind, length, c.mean, c.back);
    *level += shift_level(length, c.mean);
    free(memory);
    return STATUS_OK;
}
