#include "kernels/encodings/absolute/fope_waves.h"

#include "kernels/curves/product.h"
#include "kernels/curves/turns.h"

size_t fope_strip_size(const struct fope *f)
{
    return 2 * (f->shape.kept + f->shape.outputs) * PRODUCT_WIDTH;
}

/* cos'_i and sin'_i at PRODUCT_WIDTH positions; whole numbers of tokens.
 * Out: work [strip_size], whose end has the mixtures, by rows of PRODUCT_WIDTH. */
static const double *mix(const struct fope *f, const double *position, double *work)
{
    const struct schedule *s = f->shape.schedule;
    size_t kept = f->shape.kept, outputs = f->shape.outputs;
    double *cosine = work, *sine = cosine + kept * PRODUCT_WIDTH,
           *mixed = sine + kept * PRODUCT_WIDTH;
    for (size_t d = 0; d < kept; d++) {
        turns_fixed frequency = turns_from(s->turn_hi[d], s->turn_lo[d]);
        for (size_t j = 0; j < PRODUCT_WIDTH; j++)
            cosine[d * PRODUCT_WIDTH + j] = turns_at(frequency, position[j]);
    }
    vector_sincos_turns(kept * PRODUCT_WIDTH, cosine, sine, cosine);
    product(outputs, kept, f->shape.cosine, PRODUCT_WIDTH, cosine, mixed, PRODUCT_WIDTH);
    product(outputs, kept, f->shape.sine, PRODUCT_WIDTH, sine, mixed + outputs * PRODUCT_WIDTH,
            PRODUCT_WIDTH);
    return mixed;
}

void fope_fill_strip(const struct fope *f, const double *query, double position,
                     const double *distance, size_t count, double *work, double *strip)
{
    size_t outputs = f->shape.outputs;
    double key[PRODUCT_WIDTH];
    for (size_t j = 0; j < PRODUCT_WIDTH; j++)
        key[j] = j < count ? position - distance[j] : 0.0;
    const double *cosine = mix(f, key, work), *sine = cosine + outputs * PRODUCT_WIDTH;
    for (size_t i = 0; i < outputs; i++)
        for (size_t j = 0; j < PRODUCT_WIDTH; j++) {
            double c = cosine[i * PRODUCT_WIDTH + j], s = sine[i * PRODUCT_WIDTH + j];
            strip[i * PRODUCT_WIDTH + j] = query[2 * i] * c + query[2 * i + 1] * s;
            strip[(outputs + i) * PRODUCT_WIDTH + j] = query[2 * i + 1] * c - query[2 * i] * s;
        }
    for (size_t j = 0; j < PRODUCT_WIDTH; j++)
        strip[2 * outputs * PRODUCT_WIDTH + j] = 2.0;
}

void fope_own(const struct fope *f, double position, double *work, double *query)
{
    double at[PRODUCT_WIDTH];
    for (size_t j = 0; j < PRODUCT_WIDTH; j++)
        at[j] = position;
    const double *mixed = mix(f, at, work);
    for (size_t i = 0; i < f->shape.outputs; i++) {
        query[2 * i] = mixed[i * PRODUCT_WIDTH];
        query[2 * i + 1] = mixed[(f->shape.outputs + i) * PRODUCT_WIDTH];
    }
}

size_t fope_columns(const struct fope *f) { return 2 * f->shape.outputs + 1; }

static size_t factor_width(const void *state)
{
    return 2 * ((const struct fope *)state)->shape.schedule->pairs;
}

/* Coordinates (v0 cos' - v1 sin', v1 cos' + v0 sin'), wave by wave. */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct fope *f = state;
    const struct schedule *s = f->shape.schedule;
    double norm = side == FACTOR_QUERY ? s->norm : 1.0;
    for (size_t n = 0; n < s->pairs; n++) {
        double cosine = 0.0, sine = 0.0;
        if (n >= f->shape.outputs)
            cosine = sine = 1.0;
        for (size_t d = 0; n < f->shape.outputs && d < f->shape.kept; d++) {
            double turns = turns_at(turns_from(s->turn_hi[d], s->turn_lo[d]), position), wave[2];
            vector_sincos_turns(1, &turns, &wave[1], &wave[0]);
            cosine += f->shape.cosine[n * f->shape.kept + d] * wave[0];
            sine += f->shape.sine[n * f->shape.kept + d] * wave[1];
        }
        out[2 * n] = norm * (vector[2 * n] * cosine - vector[2 * n + 1] * sine);
        out[2 * n + 1] = norm * (vector[2 * n + 1] * cosine + vector[2 * n] * sine);
    }
}

static double factor_seconds(const void *state)
{
    const struct fope_shape *s = &((const struct fope *)state)->shape;
    return 8e-9 + 40e-9 * (double)(s->outputs * s->kept) / (double)(2 * s->schedule->pairs);
}

const struct factor_method fope_factors = {factor_width, factor_form, factor_seconds};
