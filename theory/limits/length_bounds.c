#include "theory/limits/length_bounds.h"

#include <math.h>

#include "theory/ground/constants.h"

enum status scale_critical_dim(size_t dim, double base, double train, size_t *critical)
{
    if (!(base > 1.0 && train > TWO_PI))
        return STATUS_DOMAIN;
    double pairs = ceil(0.5 * (double)dim * (log(train / TWO_PI) / log(base)));
    if (!(2.0 * pairs <= (double)dim))
        return STATUS_UNDEFINED;
    *critical = 2 * (size_t)pairs;
    return STATUS_OK;
}

double scale_reach(size_t dim, size_t critical, double base)
{
    return TWO_PI * pow(base, (double)critical / (double)dim);
}

double scale_base(size_t dim, size_t critical, double context)
{
    return pow(context / TWO_PI, (double)dim / (double)critical);
}

double scale_critical_base(double base, double train, double context)
{
    return pow(base, log(context / TWO_PI) / log(train / TWO_PI));
}

double scale_critical_context(double base, double train, double tuned)
{
    return TWO_PI * pow(train / TWO_PI, log(tuned) / log(base));
}

double phase_angle(double eps, double depth) { return acos(pow(eps, 1.0 / depth)); }

double base_of_slowest(size_t dim, double turn, double frequency)
{
    return dim > 2 ? pow(turn / frequency, (double)dim / (double)(dim - 2)) : HUGE_VAL;
}
