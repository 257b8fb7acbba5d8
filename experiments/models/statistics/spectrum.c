#include "experiments/models/statistics/spectrum.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "theory/ground/arrays.h"
#include "theory/ground/constants.h"
#include "theory/ground/range.h"

enum { STABLE, FIRST, TRUNCATED, VALUES };

/* From eigenvalues in descending order and their sum. The largest is off by 16 n^2 roundings of
 * their sum at most: n reflections and some 2 n sweeps of rotations, each with a backward error of
 * a few n roundings of the matrix's norm. The entropy is a sum of so many terms of one sign, of
 * four roundings each. */
static void values_of(size_t count, const double *eigen, double trace, double *value)
{
    double sum = 0.0, entropy = 0.0, size = (double)count, most = fmin(size, SPECTRUM_TRUNCATED),
           rounding = 16.0 * size * size * UNIT_ROUNDING,
           terms = (most + 5.0) * (log(most) + 1.0) * UNIT_ROUNDING;
    size_t kept = size_min(count, SPECTRUM_TRUNCATED);
    for (size_t i = 0; i < kept; i++)
        sum += fmax(eigen[i], 0.0);
    for (size_t i = 0; i < kept; i++) {
        double p = eigen[i] / sum;
        entropy -= p > 0.0 ? p * log(p) : 0.0;
    }
    value[STABLE] = range_kept(trace / eigen[0], rounding, 1.0, size);
    value[FIRST] = range_kept(eigen[0] / trace, rounding, 1.0 / size, 1.0);
    value[TRUNCATED] = range_kept(exp(entropy), most * terms, 1.0, most);
}

/* A packed symmetric matrix, [dim][dim]. */
static void unpack(size_t dim, const double *packed, double *out)
{
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j <= i; j++)
            out[i * dim + j] = out[j * dim + i] = *packed++;
}

/* out = sum_i factor_i matrix_i, rows of [dim][dim]. */
static void combine(size_t dim, const double *restrict factor, const double *restrict matrix,
                    double *restrict out)
{
    memset(out, 0, dim * sizeof *out);
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            out[j] += factor[i] * matrix[i * dim + j];
}

/* M = V' G V, its first rows: row [kept][dim]; vectors [dim][dim], one a column; work [2 dim]. */
static void turned(size_t dim, const double *gram, const double *vectors, size_t kept, double *work,
                   double *row)
{
    for (size_t which = 0; which < kept; which++) {
        for (size_t i = 0; i < dim; i++)
            work[i] = vectors[i * dim + which];
        combine(dim, work, gram, work + dim);
        combine(dim, work + dim, vectors, row + which * dim);
    }
}

/* The largest eigenvalues of diag(eigen) - M: the diagonal, and with each other coordinate what the
 * matrix of these two makes of it, M_ij^2/(distance) to second order, bounded where they meet. */
static void reduced(size_t dim, const double *eigen, size_t kept, const double *row, double *left)
{
    for (size_t i = 0; i < kept; i++) {
        double own = eigen[i] - row[i * dim + i], moved = 0.0;
        for (size_t j = 0; j < dim; j++) {
            double other = eigen[j] - (j < kept ? row[j * dim + j] : 0.0), apart = own - other,
                   push = hypot(0.5 * apart, row[i * dim + j]) - 0.5 * fabs(apart);
            if (j != i)
                moved += apart > 0.0 || (apart == 0.0 && i < j) ? push : -push;
        }
        left[i] = own + moved;
    }
    for (size_t i = 1; i < kept; i++) /* the first is the largest: others may have passed it */
        if (left[i] > left[0]) {
            double largest = left[i];
            left[i] = left[0];
            left[0] = largest;
        }
}

static double trace_of(size_t dim, const double *packed)
{
    double sum = 0.0;
    for (size_t i = 0, at = 0; i < dim; at += ++i + 1)
        sum += packed[at];
    return sum;
}

/* The statistics without each group: value [groups][VALUES]. */
static enum status without_groups(const struct token_sums *s, size_t rotated, const double *eigen,
                                  double trace, const gsl_matrix *vectors, double *value)
{
    size_t dim = s->dim, size = packed_size(dim), kept = size_min(dim, SPECTRUM_TRUNCATED);
    double *left = malloc((kept + 2 * dim + (kept + dim) * dim) * sizeof *left),
           *work = left + kept, *row = work + 2 * dim, *full = row + kept * dim;
    if (!left)
        return STATUS_MEMORY;
    for (size_t g = 0; g < s->groups; g++) {
        const double *gram = s->gram + (2 * g + rotated) * size;
        unpack(dim, gram, full);
        turned(dim, full, vectors->data, kept, work, row);
        reduced(dim, eigen, kept, row, left);
        values_of(kept, left, trace - trace_of(dim, gram), value + g * VALUES);
    }
    free(left);
    return STATUS_OK;
}

/* Eigenvalues, descending, and vectors of a matrix, which is overwritten. */
static enum status decompose(gsl_matrix *matrix, gsl_vector *values, gsl_matrix *vectors)
{
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(matrix->size1);
    if (!work)
        return STATUS_MEMORY;
    int failed = gsl_eigen_symmv(matrix, values, vectors, work);
    gsl_eigen_symmv_free(work);
    if (failed)
        return STATUS_CONVERGENCE;
    gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC);
    return STATUS_OK;
}

static void gram_total(const struct token_sums *s, size_t rotated, gsl_matrix *out)
{
    for (size_t i = 0, at = 0; i < s->dim; i++)
        for (size_t j = 0; j <= i; j++, at++) {
            double sum = 0.0;
            for (size_t g = 0; g < s->groups; g++)
                sum += s->gram[(2 * g + rotated) * packed_size(s->dim) + at];
            gsl_matrix_set(out, i, j, sum);
            gsl_matrix_set(out, j, i, sum);
        }
}

/* Of a number from least to most. */
static struct token_estimate estimate(const double *all, const double *without, size_t groups,
                                      size_t which, double least, double most, double *column)
{
    for (size_t g = 0; g < groups; g++)
        column[g] = groups > 1 ? without[g * VALUES + which] : NAN;
    struct token_estimate out = token_estimate_of(SCALE_OWN, all[which], groups, column);
    interval_keep(least, most, out.value, &out.lo, &out.hi);
    return out;
}

static enum status spectrum_of(const struct token_sums *s, size_t rotated, bool errors,
                               gsl_matrix *matrix, gsl_vector *values, gsl_matrix *vectors,
                               struct spectrum *out)
{
    double trace = 0.0, all[VALUES], *without = malloc((VALUES + 1) * s->groups * sizeof *without);
    if (!without)
        return STATUS_MEMORY;
    for (size_t i = 0; i < s->dim; i++)
        trace += gsl_matrix_get(matrix, i, i);
    enum status status = trace > 0.0 ? decompose(matrix, values, vectors) : STATUS_UNDEFINED;
    if (status == STATUS_OK) {
        values_of(s->dim, values->data, trace, all);
        for (size_t i = 0; i < VALUES * s->groups; i++)
            without[i] = NAN;
        if (errors)
            status = without_groups(s, rotated, values->data, trace, vectors, without);
        double *column = without + VALUES * s->groups;
        double dim = (double)s->dim, kept = fmin(dim, SPECTRUM_TRUNCATED);
        out->stable = estimate(all, without, s->groups, STABLE, 1.0, dim, column);
        out->first = estimate(all, without, s->groups, FIRST, 1.0 / dim, 1.0, column);
        out->truncated = estimate(all, without, s->groups, TRUNCATED, 1.0, kept, column);
    }
    free(without);
    return status;
}

/* The matrices of either. which: 0 and 1 by group, 2 the shuffled one. */
static enum status take(const struct token_sums *s, size_t which, struct spectrum *out)
{
    gsl_matrix *matrix = gsl_matrix_alloc(s->dim, s->dim),
               *vectors = gsl_matrix_alloc(s->dim, s->dim);
    gsl_vector *values = gsl_vector_alloc(s->dim);
    enum status status = matrix && vectors && values ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK && which < 2)
        gram_total(s, which, matrix);
    if (status == STATUS_OK && which == 2)
        memcpy(matrix->data, s->matrix[MATRIX_SHUFFLED], s->dim * s->dim * sizeof(double));
    if (status == STATUS_OK)
        status = spectrum_of(s, which, which < 2, matrix, values, vectors, out);
    if (matrix)
        gsl_matrix_free(matrix);
    if (vectors)
        gsl_matrix_free(vectors);
    if (values)
        gsl_vector_free(values);
    return status;
}

enum status spectrum_take(const struct token_sums *s, size_t rotated, struct spectrum *out)
{
    return take(s, rotated, out);
}

enum status spectrum_shuffled(const struct token_sums *s, struct spectrum *out)
{
    return take(s, 2, out);
}
