#include "experiments/normality/cost.h"

#include <math.h>

#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/normality/measure.h"
#include "theory/moments/follow.h"

/* Seconds per score: to sort it, to compare it with a law, and to put it into a bin; the longest
 * contexts leave every cache. Seconds of
 * what a limiting law costs at least, of a Bessel function and of a point of its transform. */
static const double SORT = 5e-9, COMPARE = 2.5e-9, BIN = 15e-9, LIMIT = 0.2e-3, BESSEL = 30e-9,
                    FAR_AWAY = 2.0, POINT = 40e-9;
/* Seconds of a window's kernel, and of an eigenvalue's share in a matrix of n rows over n^2. */
static const double KERNEL = 60e-9, EIGEN = 2e-9;

/* The limiting law's series has the terms that take the product of h Bessel functions, each falling
 * like its argument's root, below 2^-42; its grid has eight points and more per term. */
static double limit_seconds(double pairs)
{
    double terms = fmin(fmax(0.2 * pairs * exp2(84.0 / pairs), 16.0), 32768.0);
    return LIMIT + terms * (BESSEL * pairs + 12.0 * POINT);
}

/* FOLLOW's band and the eigenvalues over it, once per context. */
static void add_follow(const struct encoding *encoding, double context, double eps,
                       struct cost *cost)
{
    size_t band = 0;
    if (!encoding_bank(encoding) || encoding_bank(encoding)->slope != 0.0 ||
        follow_band(encoding_schedule(encoding), context, eps, &band) != STATUS_OK || band == 0)
        return;
    double pairs = (double)encoding_schedule(encoding)->pairs, rows = 2.0 * (double)band;
    cost_work(cost, PACE_SCALAR, KERNEL * pairs * pairs + EIGEN * rows * rows * rows, 1.0);
    cost_peak(cost, (4.0 * pairs * pairs + 2.0 * rows * rows) * sizeof(double), 0.0, 1.0);
}

static void add(const struct run *run, const struct encoding *encoding, const struct qk_law *law,
                double context, struct cost *cost)
{
    double bins = run_number(run, "bins");
    size_t draws = qk_alike(law, encoding) ? 1 : (size_t)run_number(run, "pairs");
    bool bank = encoding_bank(encoding) && encoding_bank(encoding)->slope == 0.0;
    double pairs = bank ? (double)encoding_schedule(encoding)->rotating : 0.0,
           far = context > 0x1p20 ? FAR_AWAY : 1.0,
           limit = pairs > 0.0 ? limit_seconds(pairs) : 0.0, laws = pairs > 0.0 ? 3.0 : 1.0;
    struct curve_plan plan = normality_curves(encoding, law, draws, context);
    price_curve_draws(cost, &plan, limit + context * far * (SORT + COMPARE * laws));
    cost_peak(cost, (double)draws * (NORMALITY_VALUES + 1) * sizeof(double), 0.0, 1.0);
    add_follow(encoding, context, run_value(run, "eps")->numbers[0], cost);
    if (bins > 0.0) {
        plan.draws = 1;
        price_curve_draws(cost, &plan, limit + context * BIN);
    }
    cost_rows(cost, fmax(bins, 1.0), 35.0);
    cost_step(cost);
}

void normality_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t c = 0; c < contexts->count; c++)
                add(run, encodings->encodings[e], &qks->qks[k].law, contexts->numbers[c], cost);
}
