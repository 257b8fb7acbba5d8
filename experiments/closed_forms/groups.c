/* What is known in closed form of groups other than banks and xPos. */
#include "experiments/closed_forms/rows.h"
#include "kernels/encodings/groups/hope_hyp.h"
#include "kernels/encodings/groups/hyspe.h"
#include "kernels/encodings/groups/jordan.h"
#include "theory/moments/groups/group_forms.h"

/* Means and variances of encodings of one form each. */
#define MOMENTS(name, form)                                                               \
    static enum status name##_mean(const struct encoding *e, const struct qk_law *law,    \
                                   size_t count, const double *distance, double *out)     \
    {                                                                                     \
        struct block_form f = form;                                                       \
        return block_mean(&f, law, count, distance, out);                                 \
    }                                                                                     \
    static enum status name##_variance(const struct encoding *e, const struct qk_law *l,  \
                                       size_t count, const double *distance, double *out) \
    {                                                                                     \
        struct block_form f = form;                                                       \
        return block_variance(&f, l, count, distance, out);                               \
    }

MOMENTS(hope_hyp, hope_hyp_form(encoding_hope_hyp_shape(e)))
MOMENTS(hyspe, hyspe_form(encoding_hyspe_shape(e)))
MOMENTS(jordan, jordan_form(encoding_jordan_shape(e)))
MOMENTS(jordan_stab, jordan_stab_form(encoding_jordan_shape(e)))

/* Matrices and their sums, as measured at 2 to 512 dimensions. */
static double moment_seconds(const struct encoding *e) { return 1e-6 + 4e-8 * (double)e->dim; }

#define ROW(encoding, name)                                                  \
    {                                                                        \
        .type = &encoding, .mean = name##_mean, .variance = name##_variance, \
        .moment_seconds = moment_seconds, .moment_pace = PACE_SCALAR         \
    }

const struct closed_forms closed_hope_hyp = ROW(encoding_hope_hyp, hope_hyp);
const struct closed_forms closed_hyspe = ROW(encoding_hyspe, hyspe);
const struct closed_forms closed_jordan = ROW(encoding_jordan, jordan);
const struct closed_forms closed_jordan_stab = ROW(encoding_jordan_stab, jordan_stab);
