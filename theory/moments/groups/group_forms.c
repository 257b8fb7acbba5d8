#include "theory/moments/groups/group_forms.h"

#include <math.h>

#include "theory/trig/trig_sums.h"

static void hope_hyp_matrix(const void *shape, size_t block, double distance, double *out)
{
    double slow = exp(-(hope_hyp_slow(shape, block) * distance)),
           fast = exp(-(hope_hyp_fast(shape, block) * distance));
    out[0] = out[3] = 0.5 * (slow + fast);
    out[1] = out[2] = 0.5 * (slow - fast);
}

struct block_form hope_hyp_form(const struct hope_hyp_shape *shape)
{
    const struct schedule *s = shape->schedule;
    return (struct block_form){2 * s->pairs, 2, s->norm, shape, hope_hyp_matrix};
}

static void hyspe_matrix(const void *shape, size_t block, double distance, double *out)
{
    const struct hyspe_shape *s = shape;
    double chi = s->chi[block], half = 0.5 * exp(-(s->delta * distance)),
           gone = expm1(-(2.0 * chi * distance)), t = tanh(0.5 * chi), c = 1.0 / cosh(0.5 * chi);
    out[0] = half * (2.0 + gone - t * gone);
    out[3] = half * (2.0 + gone + t * gone);
    out[1] = out[2] = half * (-gone * c);
}

struct block_form hyspe_form(const struct hyspe_shape *shape)
{
    const struct schedule *s = shape->schedule;
    return (struct block_form){2 * s->pairs, 2, s->norm, shape, hyspe_matrix};
}

/* A block whose shear is known. */
static void sheared(const struct jordan_shape *s, size_t block, double distance, double shear,
                    double *out)
{
    double part = exp(-(s->gamma * distance)), leak = s->eta * shear, cosine, sine;
    trig_pair(s->schedule, block, distance, &cosine, &sine);
    const double turn[2][2] = {{part * cosine, part * sine}, {-(part * sine), part * cosine}};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++) {
            out[4 * i + j] = out[4 * (2 + i) + 2 + j] = turn[i][j];
            out[4 * i + 2 + j] = leak * turn[i][j];
            out[4 * (2 + i) + j] = 0.0;
        }
}

static void jordan_matrix(const void *shape, size_t block, double distance, double *out)
{
    sheared(shape, block, distance, distance, out);
}

static void jordan_stab_matrix(const void *shape, size_t block, double distance, double *out)
{
    const struct jordan_shape *s = shape;
    sheared(s, block, distance, jordan_shear(s->train, s->at, distance), out);
}

struct block_form jordan_form(const struct jordan_shape *shape)
{
    const struct schedule *s = shape->schedule;
    return (struct block_form){2 * s->pairs, 4, s->norm, shape, jordan_matrix};
}

struct block_form jordan_stab_form(const struct jordan_shape *shape)
{
    const struct schedule *s = shape->schedule;
    return (struct block_form){2 * s->pairs, 4, s->norm, shape, jordan_stab_matrix};
}
