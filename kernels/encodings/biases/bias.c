#include "kernels/encodings/biases/bias.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

bool bias_new(struct spec *spec, struct bias_keys keys, enum bias_rule kind, struct encoding *out,
              struct message *error)
{
    out->dim = (size_t)spec->value[keys.dim].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.rotary = 0;
    if (!encoding_read_norm(spec, keys.norm, keys.scale, &rule, error))
        return false;
    struct bias *bias = calloc(1, sizeof *bias);
    out->state = bias;
    if (!bias || bank_new(&rule, 0.0, &bias->level) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    bias->shape.schedule = bias->level->schedule;
    bias->shape.rule = kind;
    return true;
}

void bias_release(void *state)
{
    struct bias *bias = state;
    if (!bias)
        return;
    bank_release(bias->level);
    free(bias->value);
    free(bias->edge);
    schedule_free(bias->waves);
    free(bias);
}

/* What is lost at each distance, and the farthest of them. */
static size_t table_size(const void *state, size_t count)
{
    (void)state;
    return count + 1;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct bias *bias = state;
    double farthest = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
        farthest = fmax(farthest, distance[i]);
    }
    bias->lost(bias, count, distance, table);
    table[count] = farthest;
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws)
{
    (void)state, (void)draws;
    return 1;
}

/* A key that would stand before the start has no score. */
static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct bias *bias = state;
    const struct schedule *s = bias->level->schedule;
    size_t dim = 2 * s->pairs;
    for (size_t d = 0; d < input->draws; d++) {
        double factor = 1.0, *row = score + d * count;
        if (bias->factor) {
            double position = input->position ? input->position[d] : bias->shape.at;
            if (!(position >= table[count] && position <= DISTANCE_LIMIT))
                return STATUS_DOMAIN;
            factor = bias->factor(bias, position);
        }
        bank_coefficients(s, input->query + d * dim, input->key + d * dim, work);
        if (input->level)
            factor = 0.0;
        for (size_t i = 0; i < count; i++)
            row[i] = *work - factor * table[i];
    }
    return STATUS_OK;
}

static double offset(const void *state, double distance)
{
    const struct bias *bias = state;
    double lost;
    bias->lost(bias, 1, &distance, &lost);
    return -((bias->factor ? bias->factor(bias, bias->shape.at) : 1.0) * lost);
}

static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct bias *bias = state;
    double largest = bias->largest;
    if (largest == 0.0) /* a query no farther on than the key has the largest factor */
        bias->lost(bias, 1, &farthest, &largest),
            largest *= bias->factor ? bias->factor(bias, 0.0) : 1.0;
    return bank_method.error(bias->level, query, key, farthest) +
           bias->roundings * UNIT_ROUNDING * largest;
}

/* The bound has a term of the distance and maybe the largest, each with its factor. */
static void price(const void *state, struct score_price *out)
{
    const struct bias *bias = state;
    bank_method.price(bias->level, out);
    out->column = 1e-9 + bias->each_seconds;
    out->score = 0.1e-9;
    out->distinct = bias->shape.rule == BIAS_BUCKETS ? bias->shape.most : HUGE_VAL;
    out->bound += bias->alone_seconds * (bias->largest == 0.0 ? 2.0 : 1.0) *
                  (bias->factor ? 2.0 : 1.0);
}

const struct score_method bias_method = {table_size,  table_fill, work_size, score_all,
                                         score_error, offset,     price};

static size_t factor_width(const void *state)
{
    return 2 * ((const struct bias *)state)->level->schedule->pairs;
}

static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct schedule *s = ((const struct bias *)state)->level->schedule;
    double norm = side == FACTOR_QUERY ? s->norm : 1.0;
    (void)position;
    for (size_t c = 0; c < 2 * s->pairs; c++)
        out[c] = norm * vector[c];
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 3e-9;
}

const struct factor_method bias_factors = {factor_width, factor_form, factor_seconds};

const struct bias_shape *encoding_bias_shape(const struct encoding *encoding)
{
    return encoding->type->engine == &bias_method ? &((const struct bias *)encoding->state)->shape
                                                  : NULL;
}
