#include "experiments/heads/positional_pairs.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/models/statistics/pair_moments.h"
#include "theory/ground/arrays.h"
#include "theory/ground/constants.h"
#include "theory/ground/range.h"
#include "theory/trig/trig_angle.h"

/* Distances that one turn of a pair is taken for; the others are turned on from it. */
enum { RUN = 64 };

/* Variances and covariances over distances of cos x and sin x, and covariances with r over the
 * standard deviation of r; the mean squares of cos x - 1 and sin x. */
struct distance_moments {
    double cos_cos, cos_sin, sin_sin, cos_r, sin_r, cos_square, sin_square;
};

struct asked {
    const struct token_sums *sums;
    size_t rotating, context;
    const struct distance_moments *moments; /* [rotating] */
};

/* cos x - 1 and sin x, from half the angle: the first keeps its digits where a pair hardly turns.
 */
struct turn {
    double less, sine;
};

static struct turn turn_at(const struct schedule *s, size_t n, double r)
{
    double cosine, sine;
    trig_turn(s->turn_hi[n], s->turn_lo[n], 0.5 * r, &cosine, &sine);
    return (struct turn){-2.0 * sine * sine, 2.0 * sine * cosine};
}

/* The turn by both angles. */
static struct turn turn_on(struct turn x, struct turn y)
{
    return (struct turn){x.less + y.less + x.less * y.less - x.sine * y.sine,
                         x.sine + y.sine + x.less * y.sine + x.sine * y.less};
}

/* Sums over r of (M - r)/(M (M + 1)/2), whose mean of r is (M - 1)/3 and variance
 * (M - 1)(M + 2)/18; a run at a time, so that rounding grows with their number alone. */
static struct distance_moments moments_of(const struct schedule *s, size_t n, size_t context)
{
    double count = (double)context, centre = (count - 1.0) / 3.0,
           whole = 0.5 * count * (count + 1.0), cosine = 0.0, sine = 0.0,
           deviation = sqrt((count - 1.0) * (count + 2.0) / 18.0);
    struct turn step[RUN];
    struct distance_moments all = {.cos_r = 0.0};
    for (size_t j = 0; j < RUN; j++)
        step[j] = turn_at(s, n, (double)j);
    for (size_t first = 0; first < context; first += RUN) {
        struct turn start = turn_at(s, n, (double)first);
        struct distance_moments run = {.cos_r = 0.0};
        double run_cosine = 0.0, run_sine = 0.0;
        for (size_t j = 0; j < size_min(RUN, context - first); j++) {
            struct turn x = turn_on(start, step[j]);
            double r = (double)(first + j), c = (count - r) / whole * x.less,
                   q = (count - r) / whole * x.sine;
            run_cosine += c;
            run_sine += q;
            run.cos_cos += c * x.less;
            run.cos_sin += c * x.sine;
            run.sin_sin += q * x.sine;
            run.cos_r += c * (r - centre);
            run.sin_r += q * (r - centre);
        }
        cosine += run_cosine;
        sine += run_sine;
        all.cos_cos += run.cos_cos;
        all.cos_sin += run.cos_sin;
        all.sin_sin += run.sin_sin;
        all.cos_r += run.cos_r / deviation;
        all.sin_r += run.sin_r / deviation;
    }
    all.cos_square = all.cos_cos;
    all.sin_square = all.sin_sin;
    all.cos_cos -= cosine * cosine;
    all.cos_sin -= cosine * sine;
    all.sin_sin -= sine * sine;
    return all;
}

/* Its size. A sum over the distances, by runs, rounds by RUN + M/RUN + 12 roundings at most of the
 * sum of its terms' sizes. With s = |a| root mean (cos x - 1)^2 + |b| root mean sin^2 x and e such
 * a share, the covariance is off by 2 e s at most and the square by 4 e s^2, means' squares among
 * them. Whatever the angles are, the sums without rounding obey Cauchy's inequality. */
static double correlation(const struct distance_moments *m, size_t context, double a, double b)
{
    double square = a * a * m->cos_cos + 2.0 * a * b * m->cos_sin + b * b * m->sin_sin,
           along = fabs(a * m->cos_r + b * m->sin_r),
           size = fabs(a) * sqrt(m->cos_square) + fabs(b) * sqrt(m->sin_square),
           share = ((double)RUN + (double)context / RUN + 12.0) * UNIT_ROUNDING;
    if (!(square > 0.0))
        return 0.0;
    double most = sqrt(square + 4.0 * share * size * size) + 2.0 * share * size;
    return range_kept(along / sqrt(square), most / sqrt(square) - 1.0, 0.0, 1.0);
}

static enum status value_of(const void *context, const struct token_part *part, size_t left_out,
                            double *out)
{
    const struct asked *asked = context;
    size_t pairs = asked->sums->pairs;
    double *a = malloc(2 * pairs * sizeof *a), *b = a + pairs, sum = 0.0, all = 0.0;
    (void)left_out;
    if (!a)
        return STATUS_MEMORY;
    pair_means(asked->sums, part, a, b);
    for (size_t n = 0; n < asked->rotating; n++) {
        double usage = part->norm[TOKEN_QUERY][n] * part->norm[TOKEN_KEY][n];
        all += usage;
        sum += usage * correlation(&asked->moments[n], asked->context, a[n], b[n]);
    }
    free(a);
    *out = all > 0.0 ? sum / all : NAN;
    return STATUS_OK;
}

/* Limits about the value itself: where it has kinks, at pairs of no correlation, the jackknife's
 * bias is not the value's, and taking it off moves limits off what they are to hold. */
static void about_value(struct token_estimate *e, size_t groups)
{
    double reach = token_quantile(groups) * e->error;
    if (isfinite(reach)) {
        e->lo = fmax(e->value - reach, 0.0);
        e->hi = fmin(e->value + reach, 1.0);
    }
}

enum status positional_pairs_take(const struct token_sums *sums, const struct schedule *schedule,
                                  size_t context, struct token_estimate *out)
{
    size_t rotating = context > 1 ? schedule->rotating : 0;
    struct distance_moments *moments = malloc((rotating + 1) * sizeof *moments);
    if (!moments)
        return STATUS_MEMORY;
    for (size_t n = 0; n < rotating; n++)
        moments[n] = moments_of(schedule, n, context);
    struct asked asked = {sums, rotating, context, moments};
    enum status status = token_jackknife(sums, 1, value_of, NULL, &asked, out);
    if (status == STATUS_OK)
        about_value(out, sums->groups);
    free(moments);
    return status;
}
