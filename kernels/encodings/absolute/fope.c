/* FoPE: pairs turn by mixtures of waves in place of one. Source: 2412.17739, read in the authors'
 * code (TsinghuaC3I/Fourier-Position-Embedding, olmo/model.py and configurations): frequencies
 * under 2 pi/L dropped and equality kept; sin' = sin S and cos' = cos C, S and C random and fixed,
 * a step identity and Xavier's normals of gain 0.3 (60M parameters; 0.4 and 0.6 of larger models);
 * min(kept, D/4) outputs, cos' = sin' = 1 of the other pairs. The published run has D = 64,
 * L = 512 and a matrix for each of 8 heads. */
#include "kernels/encodings/absolute/fope.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/absolute/fope_waves.h"
#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

enum { DIM_MOST = 4096 };

enum {
    KEY_BASE,
    KEY_DIM,
    KEY_TRAIN,
    KEY_GAIN,
    KEY_HEADS,
    KEY_SEED,
    KEY_AT,
    KEY_UNIT,
    KEY_NORM,
    KEY_SCALE
};
static const struct spec_key keys[] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = {"dim", SPEC_EVEN, 4, DIM_MOST, false, false, "128", NULL, "head dimension D"},
    [KEY_TRAIN] = {"train", SPEC_TOKENS, 1, DISTANCE_LIMIT, false, false, "512", NULL,
                   "trained length, tokens: pairs that turn less than once in it are dropped"},
    [KEY_GAIN] = {"gain", SPEC_REAL, 0, 1000, false, false, "0.3", NULL,
                  "Xavier's gain of the matrices' random part; published: 0.3, 0.4, 0.6"},
    [KEY_HEADS] = {"heads", SPEC_WHOLE, 0, 65536, false, false, "8", NULL,
                   "heads with a matrix each, which the deviation depends on; 0: one for all"},
    [KEY_SEED] = {"seed", SPEC_WHOLE, 0, DISTANCE_LIMIT, false, false, "1", NULL,
                  "seed of the matrices"},
    [KEY_AT] = ENCODING_AT_KEY,
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static bool allocate(struct fope *f)
{
    size_t entries = f->shape.outputs * f->shape.kept;
    f->matrix = malloc(2 * entries * sizeof *f->matrix);
    f->size = malloc(f->shape.outputs * sizeof *f->size);
    if (!f->matrix || !f->size)
        return false;
    f->shape.cosine = f->matrix;
    f->shape.sine = f->matrix + entries;
    return true;
}

static void bound_sizes(struct fope *f)
{
    for (size_t i = 0; i < f->shape.outputs; i++) {
        double cosine = 0.0, sine = 0.0;
        for (size_t d = 0; d < f->shape.kept; d++) {
            cosine += fabs(f->shape.cosine[i * f->shape.kept + d]);
            sine += fabs(f->shape.sine[i * f->shape.kept + d]);
        }
        f->size[i] = cosine * cosine + sine * sine;
    }
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number,
                                                     (size_t)spec->value[KEY_DIM].number);
    struct fope *f = calloc(1, sizeof *f);
    (void)reader;
    out->dim = rule.dim;
    out->state = f;
    if (!f)
        return message_memory(error);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    if (!encoding_read_at(spec, KEY_AT, out, error) ||
        !encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error))
        return false;
    if (bank_new(&rule, 0.0, &f->waves) != STATUS_OK)
        return message_memory(error);
    fope_sizes(f->waves->schedule, spec->value[KEY_TRAIN].number, spec->value[KEY_GAIN].number,
               spec->value[KEY_HEADS].number, &f->shape);
    if (f->shape.kept == 0)
        return message_set(error,
                           "train=%s is too short for any pair to turn once; expected 7 "
                           "tokens or more, of unit=turn 1",
                           message_quote(spec->value[KEY_TRAIN].text).text);
    rule.partial = PARTIAL_P;
    rule.rotary = 2 * f->shape.outputs;
    if (bank_new(&rule, 0.0, &f->bank) != STATUS_OK || !allocate(f))
        return message_memory(error);
    f->shape.at = out->at;
    fope_matrices(&f->shape, (uint64_t)spec->value[KEY_SEED].number, f->matrix,
                  f->matrix + f->shape.outputs * f->shape.kept);
    bound_sizes(f);
    return true;
}

static void release(void *state)
{
    struct fope *f = state;
    if (!f)
        return;
    bank_release(f->bank);
    bank_release(f->waves);
    free(f->matrix);
    free(f->size);
    free(f);
}

/* The distances and the farthest, for queries elsewhere; then the bank's table for a query at `at`,
 * if every key has a place before it. */
static size_t table_size(const void *state, size_t count)
{
    return count + 1 + product_table_size(fope_columns(state), count);
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct fope *f = state;
    double farthest = 0.0, *strips = table + count + 1;
    for (size_t i = 0; i < count; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
        farthest = fmax(farthest, distance[i]);
        table[i] = distance[i];
    }
    table[count] = farthest;
    if (farthest > f->shape.at)
        return STATUS_OK;
    double *work = malloc((fope_strip_size(f) + 2 * f->shape.outputs) * sizeof *work);
    if (!work)
        return STATUS_MEMORY;
    double *query = work + fope_strip_size(f);
    fope_own(f, f->shape.at, work, query);
    for (size_t j = 0; j < count; j += PRODUCT_WIDTH)
        fope_fill_strip(f, query, f->shape.at, distance + j, count - j, work,
                        product_strip(strips, fope_columns(f), 0, j));
    free(work);
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws)
{
    const struct fope *f = state;
    return draws * fope_columns(f) + fope_strip_size(f) + 2 * f->shape.outputs +
           fope_columns(f) * PRODUCT_WIDTH;
}

/* Each draw at a position of its own: its strips are made for it alone. */
static void score_elsewhere(const struct fope *f, size_t count, const double *table,
                            const double *row, double position, double *work, double *score)
{
    double *query = work + fope_strip_size(f), *strip = query + 2 * f->shape.outputs;
    fope_own(f, position, work, query);
    for (size_t j = 0; j < count; j += PRODUCT_WIDTH) {
        size_t some = count - j < PRODUCT_WIDTH ? count - j : PRODUCT_WIDTH;
        fope_fill_strip(f, query, position, table + j, some, work, strip);
        product(1, fope_columns(f), row, some, strip, score + j, count);
    }
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct fope *f = state;
    size_t width = fope_columns(f), dim = 2 * f->shape.schedule->pairs;
    for (size_t d = 0; d < input->draws; d++) {
        double position = input->position ? input->position[d] : f->shape.at;
        if (!(position >= table[count] && position <= DISTANCE_LIMIT &&
              position == floor(position)))
            return STATUS_DOMAIN;
        bank_coefficients(f->bank->schedule, input->query + d * dim, input->key + d * dim,
                          work + d * width);
    }
    if (!input->position)
        product(input->draws, width, work, count, table + count + 1, score, count);
    for (size_t d = 0; input->position && d < input->draws; d++)
        score_elsewhere(f, count, table, work + d * width, input->position[d],
                        work + input->draws * width, score + d * count);
    return STATUS_OK;
}

/* |cos'| <= a and |sin'| <= b, the sums of the rows' sizes, each off by (kept + 5) u of it: kept
 * additions, a rounding of a product and 4 u of a cosine. A column, cos' cos' + sin' sin' <= a^2 +
 * b^2 or 2 a b, is off by 2 (kept + 5) + 2 of that. Coefficients take 4 roundings, of the pairs
 * that do not turn 2 pairs, the sum of products 2 outputs + 2. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct fope *f = state;
    const struct schedule *s = f->shape.schedule;
    double size = 0.0;
    (void)farthest;
    for (size_t n = 0; n < s->pairs; n++) {
        const double *q = query + 2 * n, *k = key + 2 * n;
        double straight = fabs(q[0] * k[0]) + fabs(q[1] * k[1]),
               crossed = fabs(q[0] * k[1]) + fabs(q[1] * k[0]);
        size += n < f->shape.outputs ? f->size[n] * (straight + crossed) : 2.0 * straight;
    }
    return (2.0 * (double)(f->shape.kept + s->pairs + f->shape.outputs) + 24.0) * UNIT_ROUNDING *
           s->norm * size;
}

/* A column of the table mixes the kept waves; a score is a multiply-add for each. */
static void price(const void *state, struct score_price *out)
{
    static const double WAVE = 8e-9;
    const struct fope *f = state;
    double kept = (double)f->shape.kept, outputs = (double)f->shape.outputs;
    bank_method.price(f->bank, out);
    out->column = kept * (WAVE + 2.0 * PRODUCT_SECONDS * outputs);
    out->moved = out->column;
    out->distinct = HUGE_VAL;
    out->score = PRODUCT_SECONDS * (double)fope_columns(f);
}

static const struct score_method method = {table_size,  table_fill, work_size, score_all,
                                           score_error, NULL,       price};

const struct fope_shape *encoding_fope_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_fope ? &((const struct fope *)encoding->state)->shape : NULL;
}

const struct encoding_type encoding_fope = {
    .name = "fope",
    .kind = ENCODING_ABSOLUTE,
    .summary = "rotary by mixed waves: norm sum_n [A_n (c_n(m) c_n(m-r) + s_n(m) s_n(m-r)) + B_n "
               "(s_n(m) c_n(m-r) - c_n(m) s_n(m-r))], c and s random mixtures of the kept waves",
    .specimen = "fope:dim=8,base=1e4,unit=turn,train=1k,at=4M",
    .published = "fope:base=1e4,train={context},at={context*2},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &method,
    .bank = true,
    .factors = &fope_factors,
    .build = build,
    .release = release,
};
