#include "experiments/mean_curve.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/bank.h"
#include "theory/moments/bank_moments.h"
#include "theory/trig/trig_sums.h"

enum { BLOCK = 1 << 15 };

static double scale_of(const struct encoding *encoding)
{
    return 1.0 / (encoding->schedule->norm * (double)encoding->dim);
}

enum status mean_curve(const struct encoding *encoding, const struct qk_law *law, size_t count,
                       const double *distance, double *gamma)
{
    enum status status = bank_mean(encoding->schedule, encoding->slope, law, count, distance,
                                   gamma);
    double scale = scale_of(encoding);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        gamma[i] *= scale;
    return status;
}

double mean_curve_error(const struct encoding *encoding, const struct qk_law *law)
{
    struct pair_moments m = qk_pair_moments(law);
    return (fabs(m.mean_a) + fabs(m.mean_b)) *
           trig_sums_error(encoding->schedule, encoding->schedule->weight, NULL) /
           (double)encoding->dim;
}

bool mean_curve_allowed(const struct encoding *encoding, const struct qk_model *qk,
                        struct message *error)
{
    if (!bank_is_plain(encoding))
        return message_set(
            error,
            "encoding \"%s\" has no closed mean as a bank of frequencies; expected rope, nope, alibi or model",
            encoding->text);
    if (qk_pair_moments(&qk->law).mean_a == 0.0)
        return message_set(error,
                           "query-key model \"%s\" has E A = 0, so it has no near side to favour; "
                           "expected unit, gauss with mu not 0, aligned with rho not 0, or moments "
                           "with mu0 not 0",
                           qk->text);
    return true;
}

enum status mean_curve_scan(const struct encoding *encoding, const struct qk_law *law, double first,
                            double last, const struct mean_scan *scan)
{
    size_t blocks = (size_t)((last - first) / BLOCK) + 1;
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        double *distance = malloc(2 * BLOCK * sizeof *distance), *gamma = distance + BLOCK;
        void *part = malloc(scan->part_size);
#pragma omp for ordered schedule(static, 1)
        for (size_t b = 0; b < blocks; b++) {
            double start = first + (double)b * BLOCK;
            size_t count = (size_t)fmin(BLOCK, last - start + 1.0);
            enum status status = distance && part ? STATUS_OK : STATUS_MEMORY;
            for (size_t i = 0; status == STATUS_OK && i < count; i++)
                distance[i] = start + (double)i;
            if (status == STATUS_OK)
                status = mean_curve(encoding, law, count, distance, gamma);
            if (status == STATUS_OK)
                scan->visit(scan->context, count, distance, gamma, part);
#pragma omp ordered
            {
                if (status != STATUS_OK)
                    worst = status;
                else
                    scan->fold(scan->context, part);
            }
        }
        free(distance);
        free(part);
    }
    return worst;
}

double mean_curve_seconds(const struct encoding *encoding, double count)
{
    return encoding->schedule ? 0.8e-9 * count * ((double)encoding->schedule->rotating + 2.0) : 0.0;
}
