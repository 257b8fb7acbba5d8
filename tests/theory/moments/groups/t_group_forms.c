/* The matrices of groups against the scores of unit vectors, which the kernels take from another
 * form. */
#include "theory/moments/groups/group_forms.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/groups/hope_hyp.h"
#include "kernels/encodings/groups/hyspe.h"
#include "kernels/encodings/groups/jordan.h"
#include "tests/tools/check_tools.h"

static const double distances[] = {0, 1, 7, 100, 3000, 1e6, 0x1p53};

static void form_is_the_score(struct encoding *e, struct block_form form, struct worst *w)
{
    size_t dim = e->dim, side = form.side, count = TOOLS_COUNT(distances);
    double *q = calloc(2 * dim, sizeof *q), *k = q + dim, a[BLOCK_SIDE * BLOCK_SIDE];
    ck_assert(form.dim == dim);
    for (size_t i = 0; i < dim; i++)
        for (size_t j = i - i % side; j < i - i % side + side; j++) {
            q[i] = k[j] = 1.0;
            double *score = tools_scores(e, count, distances, 1, q, k);
            for (size_t d = 0; d < count; d++) {
                form.matrix(form.shape, i / side, distances[d], a);
                worst_take(w, fabs(score[d] - form.norm * a[i % side * side + j % side]),
                           2.0 * encoding_error_level(e, q, k, distances[d]), "%s %zu %zu at %.0f",
                           e->text, i, j, distances[d]);
            }
            free(score);
            q[i] = k[j] = 0.0;
        }
    free(q);
    encoding_free(e);
}

TEST(forms_are_the_scores)
{
    struct worst w = {0};
    struct encoding *e = tools_encoding("hope-hyp:dim=12,decay=1.01");
    form_is_the_score(e, hope_hyp_form(encoding_hope_hyp_shape(e)), &w);
    e = tools_encoding("hyspe:dim=12");
    form_is_the_score(e, hyspe_form(encoding_hyspe_shape(e)), &w);
    e = tools_encoding("hyspe:dim=4,chi=1000,delta=0");
    form_is_the_score(e, hyspe_form(encoding_hyspe_shape(e)), &w);
    e = tools_encoding("jordan:dim=12,eta=-0.5,gamma=0.01");
    form_is_the_score(e, jordan_form(encoding_jordan_shape(e)), &w);
    e = tools_encoding("jordan:dim=4,eta=0.5,gamma=0,unit=turn");
    form_is_the_score(e, jordan_form(encoding_jordan_shape(e)), &w);
    e = tools_encoding("jordan-stab:dim=8,eta=0.5,at=9007199254740992");
    form_is_the_score(e, jordan_stab_form(encoding_jordan_shape(e)), &w);
    worst_check(&w);
}

/* Independent standard normals: norm^2 sum_n 2 e^(-2tr) cosh 2x. */
TEST(hope_hyp_variance_is_a_hyperbolic_cosine)
{
    struct encoding *e = tools_encoding("hope-hyp:dim=12");
    const struct hope_hyp_shape *shape = encoding_hope_hyp_shape(e);
    struct block_form form = hope_hyp_form(shape);
    const struct qk_law law = {.kind = QK_GAUSS, .sigma = 1.0};
    double r[] = {0, 1, 2, 10}, variance[4];
    ck_assert_int_eq(block_variance(&form, &law, 4, r, variance), STATUS_OK);
    for (size_t i = 0; i < 4; i++) {
        double want = 0.0;
        for (size_t n = 0; n < 6; n++)
            want += exp(-2.2 * r[i]) * cosh(2.0 * shape->schedule->theta[n] * r[i]) / 6.0;
        check_le(fabs(variance[i] - want), 100.0 * UNIT_ROUNDING);
    }
    encoding_free(e);
}
