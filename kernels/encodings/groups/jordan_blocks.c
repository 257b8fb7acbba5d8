#include "kernels/encodings/groups/jordan_blocks.h"

#include <math.h>

enum { KEY_GAMMA, KEY_ETA, KEY_BASE, KEY_DIM, KEY_UNIT, KEY_NORM };

struct modes *jordan_build(struct spec *spec, bool grows, struct encoding *out,
                           struct message *error)
{
    struct modes *m;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    if (out->dim % 4 != 0) {
        message_set(error, "dim=%zu: expected a multiple of 4, blocks of two pairs", out->dim);
        return NULL;
    }
    /* base^(-2n/D) of the D/4 first pairs */
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.rotary = out->dim / 2;
    rule.partial = PARTIAL_P;
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    rule.norm = (enum score_norm)spec->value[KEY_NORM].number;
    if (modes_new(&rule, out->dim / 4, true, grows, sizeof(struct jordan_shape), &m) != STATUS_OK) {
        message_set(error, "out of memory for %zu dimensions", out->dim);
        return NULL;
    }
    out->state = m;
    struct jordan_shape *shape = m->shape;
    *shape = (struct jordan_shape){.schedule = m->schedule,
                                   .gamma = spec->value[KEY_GAMMA].number,
                                   .eta = spec->value[KEY_ETA].number};
    for (size_t n = 0; n < m->count; n++)
        m->rate[n] = shape->gamma;
    return m;
}

/* A and B of a pair of coordinates. */
static double straight(const double *q, const double *k) { return q[0] * k[0] + q[1] * k[1]; }

static double turned(const double *q, const double *k) { return q[0] * k[1] - q[1] * k[0]; }

void jordan_coefficients(const struct modes *modes, const double *q, const double *k, double *plain,
                         double *shear)
{
    const struct jordan_shape *s = modes->shape;
    double norm = s->schedule->norm, leak = norm * s->eta;
    for (size_t n = 0; n < modes->count; n++, q += 4, k += 4) {
        plain[n] = norm * (straight(q, k) + straight(q + 2, k + 2));
        plain[modes->count + n] = norm * (turned(q, k) + turned(q + 2, k + 2));
        shear[n] = leak * straight(q, k + 2);
        shear[modes->count + n] = leak * turned(q, k + 2);
    }
}

double jordan_size(const struct modes *modes, const double *q, const double *k, double most)
{
    const struct jordan_shape *s = modes->shape;
    double sum = 0.0;
    for (size_t n = 0; n < modes->count; n++, q += 4, k += 4) {
        double qu = fabs(q[0]) + fabs(q[1]), qv = fabs(q[2]) + fabs(q[3]),
               ku = fabs(k[0]) + fabs(k[1]), kv = fabs(k[2]) + fabs(k[3]);
        sum += qu * ku + qv * kv + most * fabs(s->eta) * qu * kv;
    }
    return s->schedule->norm * sum;
}

void jordan_factor(const struct modes *modes, enum factor_side side, double position, double shear,
                   const double *vector, double *out)
{
    const struct jordan_shape *s = modes->shape;
    double share = side == FACTOR_QUERY ? s->schedule->norm * exp(-(s->gamma * position))
                                        : exp(s->gamma * position),
           leak = s->eta * shear;
    for (size_t n = 0; n < modes->count; n++) {
        const double *u = vector + 4 * n, *v = u + 2;
        double own[4] = {u[0], u[1], v[0], v[1]};
        for (size_t i = 0; i < 2; i++)
            if (side == FACTOR_QUERY)
                own[2 + i] += leak * u[i];
            else
                own[i] -= leak * v[i];
        modes_turn(modes, n, position, share, own, out + 4 * n);
        modes_turn(modes, n, position, share, own + 2, out + 4 * n + 2);
    }
}
