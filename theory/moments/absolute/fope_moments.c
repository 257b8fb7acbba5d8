#include "theory/moments/absolute/fope_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/moments/measured_moments.h"
#include "theory/trig/trig_sums.h"

static bool whole(double distance, double most)
{
    return distance >= 0.0 && distance <= most && distance == floor(distance);
}

/* Mixed waves at a position. Out: cosine, sine [outputs]. */
static void mixed(const struct fope_shape *s, double position, double *cosine, double *sine)
{
    for (size_t i = 0; i < s->outputs; i++)
        cosine[i] = sine[i] = 0.0;
    for (size_t d = 0; d < s->kept; d++) {
        double c, w;
        trig_pair(s->schedule, d, position, &c, &w);
        for (size_t i = 0; i < s->outputs; i++) {
            cosine[i] += s->cosine[i * s->kept + d] * c;
            sine[i] += s->sine[i * s->kept + d] * w;
        }
    }
}

/* C_i and S_i of every pair. In: work [4 outputs]. Out: cosine, sine [pairs]. */
static void columns(const struct fope_shape *s, double position, double distance, double *work,
                    double *cosine, double *sine)
{
    double *query_c = work, *query_s = work + s->outputs, *key_c = work + 2 * s->outputs,
           *key_s = work + 3 * s->outputs;
    mixed(s, position, query_c, query_s);
    mixed(s, position - distance, key_c, key_s);
    for (size_t i = 0; i < s->schedule->pairs; i++) {
        bool turns = i < s->outputs;
        cosine[i] = turns ? query_c[i] * key_c[i] + query_s[i] * key_s[i] : 2.0;
        sine[i] = turns ? query_s[i] * key_c[i] - query_c[i] * key_s[i] : 0.0;
    }
}

/* Calls of a shape's columns need this much; NULL if there is no memory. */
static double *room(const struct fope_shape *s)
{
    return malloc((4 * s->outputs + 4 * s->schedule->pairs) * sizeof(double));
}

enum status fope_mean(const struct fope_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    size_t pairs = shape->schedule->pairs;
    double *cosine = room(shape);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + pairs, *mean_a = sine + pairs, *mean_b = mean_a + pairs;
    enum status status = qk_pair_means(law, pairs, mean_a, mean_b);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        double sum = 0.0;
        if (!whole(distance[i], shape->at)) {
            status = STATUS_DOMAIN;
            break;
        }
        columns(shape, shape->at, distance[i], mean_b + pairs, cosine, sine);
        for (size_t n = 0; n < pairs; n++)
            sum += mean_a[n] * cosine[n] + mean_b[n] * sine[n];
        mean[i] = shape->schedule->norm * sum;
    }
    free(cosine);
    return status;
}

enum status fope_variance(const struct fope_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    size_t pairs = shape->schedule->pairs;
    double norm = shape->schedule->norm, *cosine = room(shape);
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + pairs, *work = sine + 3 * pairs;
    struct pair_moments m = qk_pair_moments(law);
    enum status status = STATUS_OK;
    if (law->kind != QK_SAMPLED && !m.has_variance)
        status = STATUS_UNDEFINED;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!whole(distance[i], shape->at)) {
            status = STATUS_DOMAIN;
            break;
        }
        columns(shape, shape->at, distance[i], work, cosine, sine);
        double sum = 0.0;
        for (size_t n = 0; n < pairs; n++) {
            cosine[n] *= norm;
            sine[n] *= norm;
            sum += m.var_flat * (cosine[n] * cosine[n] + sine[n] * sine[n]) +
                   m.var_cos2 * cosine[n] * cosine[n];
        }
        variance[i] = sum;
        if (law->kind == QK_SAMPLED)
            status = measured_variance(law, pairs, cosine, sine, &variance[i]);
    }
    free(cosine);
    return status;
}

enum status fope_shift(const struct fope_shape *shape, double position, double moved, size_t count,
                       const double *distance, double *change)
{
    size_t pairs = shape->schedule->pairs;
    double *cosine = room(shape), difference = 0.0, size = 0.0;
    if (!cosine)
        return STATUS_MEMORY;
    double *sine = cosine + pairs, *cosine_moved = sine + pairs, *sine_moved = cosine_moved + pairs,
           *work = sine_moved + pairs;
    enum status status = whole(position, DISTANCE_LIMIT) && whole(moved, DISTANCE_LIMIT)
                             ? STATUS_OK
                             : STATUS_DOMAIN;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!whole(distance[i], fmin(position, moved))) {
            status = STATUS_DOMAIN;
            break;
        }
        columns(shape, position, distance[i], work, cosine, sine);
        columns(shape, moved, distance[i], work, cosine_moved, sine_moved);
        for (size_t n = 0; n < pairs; n++) {
            double a = cosine_moved[n] - cosine[n], b = sine_moved[n] - sine[n];
            difference += a * a + b * b;
            size += cosine[n] * cosine[n] + sine[n] * sine[n];
        }
    }
    free(cosine);
    *change = sqrt(difference / size);
    return status;
}
