#include "kernels/encodings/paths/turning.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/vector.h"
#include "theory/ground/constants.h"

struct turning *turning_new(size_t dim)
{
    return calloc(1, sizeof(struct turning) + dim / 2 * sizeof(double));
}

/* A, B, the sums' leading and trailing doubles, and two rows of scratch. */
size_t turning_kept_size(const void *state) { return 3 * ((const struct walk *)state)->dim; }

void turning_begin(const void *state, double position, const double *query, const double *key,
                   double *kept)
{
    (void)position;
    const struct walk *walk = state;
    size_t pairs = walk->dim / 2;
    for (size_t n = 0; n < pairs; n++) {
        const double *q = query + 2 * n, *k = key + 2 * n;
        kept[n] = walk->norm * (q[0] * k[0] + q[1] * k[1]);
        kept[pairs + n] = walk->norm * (q[0] * k[1] - q[1] * k[0]);
        kept[2 * pairs + n] = kept[3 * pairs + n] = 0.0;
    }
}

void turning_add(size_t pairs, const double *restrict term, double *restrict kept)
{
    double *restrict high = kept + 2 * pairs, *restrict low = kept + 3 * pairs;
    for (size_t n = 0; n < pairs; n++) {
        double sum = high[n] + term[n], part = sum - high[n];
        low[n] += (high[n] - (sum - part)) + (term[n] - part);
        high[n] = sum;
    }
}

double turning_score(const void *state, const double *query, const double *key, double *kept)
{
    const struct turning *t = state;
    size_t pairs = t->walk.dim / 2;
    const double *high = kept + 2 * pairs, *low = kept + 3 * pairs;
    double *turns = kept + 4 * pairs, *sine = kept + 5 * pairs, sum = 0.0;
    (void)query, (void)key;
    for (size_t n = 0; n < pairs; n++) {
        double whole = high[n] * t->rate[n];
        turns[n] = (whole - rint(whole)) + (fma(high[n], t->rate[n], -whole) + low[n] * t->rate[n]);
    }
    vector_sincos_turns(pairs, turns, sine, turns);
    for (size_t n = 0; n < pairs; n++)
        sum += kept[n] * turns[n] + kept[pairs + n] * sine[n];
    return sum;
}

/* A and B take 4 roundings each, cosine and sine 1 and one of the turns' sum 4, their products and
 * the sum over pairs 2 pairs + 1. */
double turning_error(const struct walk *walk, const double *query, const double *key, double each,
                     double step)
{
    size_t pairs = walk->dim / 2;
    double error = 0.0;
    for (size_t n = 0; n < pairs; n++) {
        const double *q = query + 2 * n, *k = key + 2 * n;
        double size = fabs(q[0] * k[0]) + fabs(q[1] * k[1]) + fabs(q[0] * k[1]) + fabs(q[1] * k[0]);
        error += size * ((2.0 * (double)pairs + 16.0) * UNIT_ROUNDING + each + step * (double)n);
    }
    return walk->norm * error;
}
