#include "experiments/mean_curve.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/driver/driver.h"
#include "kernels/curves/bank.h"
#include "theory/moments/bank_moments.h"
#include "theory/trig/trig_sums.h"

enum { BLOCK = 1 << 15 };

static double scale_of(const struct encoding *encoding)
{
    return 1.0 / (encoding_schedule(encoding)->norm * (double)encoding->dim);
}

enum status mean_curve(const struct encoding *encoding, const struct qk_law *law, size_t count,
                       const double *distance, double *gamma)
{
    enum status status = bank_mean(encoding_schedule(encoding), encoding_bank(encoding)->slope, law,
                                   count, distance, gamma);
    double scale = scale_of(encoding);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        gamma[i] *= scale;
    return status;
}

double mean_curve_error(const struct encoding *encoding, const struct qk_law *law)
{
    struct pair_moments m = qk_pair_moments(law);
    return (fabs(m.mean_a) + fabs(m.mean_b)) *
           trig_sums_error(encoding_schedule(encoding), encoding_schedule(encoding)->weight, NULL) /
           (double)encoding->dim;
}

static bool sums(const struct encoding *encoding) { return encoding_bank(encoding); }

static bool favours_near(const struct qk_model *qk)
{
    return qk_pair_moments(&qk->law).mean_a != 0.0;
}

bool mean_curve_allowed(const struct encoding *encoding, const struct qk_model *qk,
                        struct message *error)
{
    if (!sums(encoding))
        return message_set(error,
                           "encoding \"%s\" has a mean score that is no sum of cosines and sines "
                           "of the distance, each with a fixed weight; expected one of %s",
                           encoding->text, encoding_names(sums).text);
    if (qk_rows_of(&qk->law))
        return message_set(error,
                           "query-key model \"%s\" has an E A and an E B of its own on each pair, "
                           "and this is about one for all; expected a model like one of %s",
                           qk->text, qk_specimens(favours_near).text);
    if (!favours_near(qk))
        return message_set(error,
                           "query-key model \"%s\" has E A = 0, so it has no near side to favour; "
                           "expected a model like one of %s",
                           qk->text, qk_specimens(favours_near).text);
    return true;
}

bool mean_curve_measurable(const struct encoding *encoding, const struct qk_model *qk,
                           struct message *error)
{
    return qk_rows_of(&qk->law) && sums(encoding) ? qk_drawable(qk, encoding, error)
                                                  : mean_curve_allowed(encoding, qk, error);
}

enum status mean_curve_average(const struct qk_law *law, size_t pairs, double *mean_a,
                               double *mean_b)
{
    struct pair_moments m = qk_pair_moments(law);
    *mean_a = m.mean_a;
    *mean_b = m.mean_b;
    if (!qk_rows_of(law))
        return STATUS_OK;
    double *a = malloc(2 * pairs * sizeof *a), *b = a + pairs;
    enum status status = a ? qk_measure(law, false) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = qk_pair_means(law, pairs, a, b);
    for (size_t n = 0; n < pairs && status == STATUS_OK; n++) {
        *mean_a += a[n] / (double)pairs;
        *mean_b += b[n] / (double)pairs;
    }
    free(a);
    return status;
}

/* A scan of the distances first..last. */
struct stretch {
    const struct encoding *encoding;
    const struct qk_law *law;
    double first, last;
    const struct mean_scan *scan;
};

static enum status block_visit(const void *context, size_t unit, void *lane, void *part)
{
    const struct stretch *s = context;
    double *distance = lane, *gamma = distance + BLOCK, start = s->first + (double)unit * BLOCK;
    size_t count = (size_t)fmin(BLOCK, s->last - start + 1.0);
    for (size_t i = 0; i < count; i++)
        distance[i] = start + (double)i;
    enum status status = mean_curve(s->encoding, s->law, count, distance, gamma);
    if (status == STATUS_OK)
        s->scan->visit(s->scan->context, count, distance, gamma, part);
    return status;
}

static void block_fold(void *total, size_t unit, const void *part)
{
    const struct mean_scan *scan = ((const struct stretch *)total)->scan;
    (void)unit;
    scan->fold(scan->context, part);
}

static void scan_block(void *total, void *context, driver_take *take)
{
    const struct mean_scan *scan = ((const struct stretch *)total)->scan;
    take(context, scan->found, scan->found_size);
}

enum status mean_curve_scan(const struct encoding *encoding, const struct qk_law *law, double first,
                            double last, const struct mean_scan *scan)
{
    struct stretch stretch = {encoding, law, first, last, scan};
    struct driver_work work = {.units = (size_t)((last - first) / BLOCK) + 1,
                               .context = &stretch,
                               .lane_size = 2 * BLOCK * sizeof(double),
                               .part_size = scan->part_size,
                               .run = block_visit,
                               .total = &stretch,
                               .fold = block_fold,
                               .blocks = scan_block};
    return driver_run(&work);
}

void mean_curve_cost(struct cost *cost, const struct encoding *encoding, double count, double visit)
{
    /* seconds of a distance and pair, also of more pairs than the caches hold, and of a distance */
    static const double PAIR = 0.18e-9, PAIR_FAR = 0.45e-9, CACHE_PAIRS = 16384.0, DISTANCE = 2e-9;
    double pairs = encoding_schedule(encoding) ? (double)encoding_schedule(encoding)->rotating
                                               : 0.0;
    cost_work(cost, PACE_VECTOR,
              count * ((pairs > CACHE_PAIRS ? PAIR_FAR : PAIR) * pairs + DISTANCE), count / BLOCK);
    cost_work(cost, PACE_SCALAR, count * visit, count / BLOCK);
    cost_peak(cost, 0.0, 3.0 * BLOCK * sizeof(double), count / BLOCK);
}
