#include "theory/moments/follow.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "theory/ground/constants.h"

enum status follow_band(const struct schedule *schedule, double count, double epsilon, size_t *band)
{
    const struct frequency_rule *rule = &schedule->rule;
    *band = 0;
    if (!(count >= 2.0 && epsilon > 0.0 && epsilon < 0.5))
        return STATUS_DOMAIN;
    if (!schedule_is_plain(schedule) || rule->unit != UNIT_RAD)
        return STATUS_UNDEFINED;
    double least = 4.0 * PI / (-expm1(-log(rule->base) / (double)schedule->pairs) * epsilon);
    while (*band < schedule->pairs && count * schedule->theta[*band] >= least)
        ++*band;
    return STATUS_OK;
}

enum status follow_extremes(const struct window_moments *window, size_t band, double *mean,
                            double *variance)
{
    size_t h = window->pairs, width = 2 * h;
    if (band < 1 || band > h)
        return STATUS_DOMAIN;
    gsl_matrix *matrix = gsl_matrix_alloc(2 * band, 2 * band);
    gsl_vector *values = gsl_vector_alloc(2 * band);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(2 * band);
    enum status status = matrix && values && work ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        double square = 0.0;
        for (size_t i = 0; i < 2 * band; i++) {
            size_t row = i < band ? i : h + i - band;
            square += window->mean[row] * window->mean[row];
            for (size_t k = 0; k < 2 * band; k++)
                gsl_matrix_set(matrix, i, k,
                               window->covariance[row * width + (k < band ? k : h + k - band)] -
                                   (i == k ? 0.5 : 0.0));
        }
        *mean = sqrt(square);
        if (gsl_eigen_symm(matrix, values, work) == GSL_SUCCESS)
            *variance = fmax(fabs(gsl_vector_max(values)), fabs(gsl_vector_min(values)));
        else
            status = STATUS_CONVERGENCE;
    }
    if (matrix)
        gsl_matrix_free(matrix);
    if (values)
        gsl_vector_free(values);
    if (work)
        gsl_eigen_symm_free(work);
    return status;
}
