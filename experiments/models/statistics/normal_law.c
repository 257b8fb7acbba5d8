#include "experiments/models/statistics/normal_law.h"

#include <gsl/gsl_eigen.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"

/* x = mean + z F for count rows of standard normals. */
static void transform(const struct normal_law *n, size_t side, size_t count, const double *z,
                      double *out)
{
    product(count, n->dim, z, n->dim, n->factor[side], out, n->dim);
    for (size_t t = 0; t < count; t++)
        for (size_t d = 0; d < n->dim; d++)
            out[t * n->dim + d] += n->mean[side][d];
}

static enum status draw(const struct qk_law *law, const void *state,
                        const struct random_stream *stream, uint64_t number, size_t dim,
                        size_t which, double *work, double *query, double *key)
{
    const struct normal_law *n = state;
    (void)law;
    random_normals(stream, number, (2 + which) * dim, work);
    transform(n, TOKEN_QUERY, 1, work, query);
    transform(n, TOKEN_KEY, 1, work + (1 + which) * dim, key);
    return STATUS_OK;
}

static const struct qk_type normal_type = {.name = "normal", .kind = QK_SAMPLED, .draw = draw};

static enum status rows_read(const void *self, size_t side, size_t first, size_t count, double *out)
{
    const struct normal_law *n = self;
    double *z = calloc(count * n->dim, sizeof *z);
    if (!z)
        return STATUS_MEMORY;
    for (size_t t = 0; t < count; t++)
        random_normals(&n->rows, TOKEN_SIDES * (uint64_t)(first + t) + side, n->dim,
                       z + t * n->dim);
    transform(n, side, count, z, out);
    free(z);
    return STATUS_OK;
}

struct token_rows normal_law_rows(const struct normal_law *law, const struct token_rows *like)
{
    return (struct token_rows){.self = law,
                               .dim = law->dim,
                               .tokens = {like->tokens[TOKEN_QUERY], like->tokens[TOKEN_KEY]},
                               .coupled = like->coupled,
                               .read = rows_read};
}

/* F = sqrt(lambda) V' of a side's covariance, rows of it by strips. */
static enum status factor(const struct token_sums *s, size_t side, const double *covariance,
                          gsl_matrix *matrix, gsl_matrix *vectors, gsl_vector *values,
                          struct normal_law *out)
{
    size_t dim = s->dim, from = side * dim;
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(dim);
    if (!work)
        return STATUS_MEMORY;
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++)
            gsl_matrix_set(matrix, i, j, covariance[(from + i) * 2 * dim + from + j]);
    int failed = gsl_eigen_symmv(matrix, values, vectors, work);
    gsl_eigen_symmv_free(work);
    for (size_t i = 0; i < dim; i++) {
        double size = sqrt(fmax(gsl_vector_get(values, i), 0.0));
        for (size_t j = 0; j < dim; j++)
            product_strip(out->factor[side], dim, i,
                          j / PRODUCT_WIDTH * PRODUCT_WIDTH)[j % PRODUCT_WIDTH] =
                size * gsl_matrix_get(vectors, j, i);
    }
    return failed ? STATUS_CONVERGENCE : STATUS_OK;
}

static bool allocate(struct normal_law *out)
{
    bool ok = true;
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        out->mean[side] = malloc(out->dim * sizeof *out->mean[side]);
        out->factor[side] = calloc(product_table_size(out->dim, out->dim),
                                   sizeof *out->factor[side]);
        ok = ok && out->mean[side] && out->factor[side];
    }
    return ok;
}

enum status normal_law_make(const struct token_sums *s, uint64_t seed, struct normal_law *out)
{
    size_t dim = s->dim;
    *out = (struct normal_law){.dim = dim, .rows = {seed, random_stream_id("normal-rows")}};
    out->source = (struct qk_source){&normal_type, out};
    out->law = (struct qk_law){.kind = QK_SAMPLED, .source = &out->source};
    struct token_part part = token_part_at(s->total, dim);
    gsl_matrix *matrix = gsl_matrix_alloc(dim, dim), *vectors = gsl_matrix_alloc(dim, dim);
    gsl_vector *values = gsl_vector_alloc(dim);
    double *covariance = malloc(4 * dim * dim * sizeof *covariance);
    bool ok = allocate(out);
    enum status status = ok && matrix && vectors && values && covariance ? STATUS_OK
                                                                         : STATUS_MEMORY;
    if (status == STATUS_OK)
        token_covariance(s, 0.0, covariance);
    for (size_t side = 0; status == STATUS_OK && side < TOKEN_SIDES; side++) {
        for (size_t d = 0; d < dim; d++)
            out->mean[side][d] = token_mean(&part, side, s->pivot + side * dim, d);
        status = factor(s, side, covariance, matrix, vectors, values, out);
    }
    free(covariance);
    if (matrix)
        gsl_matrix_free(matrix);
    if (vectors)
        gsl_matrix_free(vectors);
    if (values)
        gsl_vector_free(values);
    return status;
}

void normal_law_free(struct normal_law *law)
{
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        free(law->mean[side]);
        free(law->factor[side]);
    }
}
