/* TAPA: an amplitude times the cosine of a token-aware phase that grows like r^alpha. Source:
 * 2509.12635. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/relative/tapa.h"
#include "theory/ground/constants.h"
#include "theory/ground/text.h"

struct tapa {
    size_t dim;
    struct tapa_shape shape;
    /* general form: M then N, dim x dim each, rows first; else NULL */
    double *matrices;
    char *names[2]; /* the files they were read from */
};

static const char *const phases[] = {"quadratic", "linear", "general", NULL};
enum { PHASE_QUADRATIC, PHASE_LINEAR, PHASE_GENERAL };

enum { KEY_DIM, KEY_ALPHA, KEY_SPLIT, KEY_PHASE, KEY_SCALE, KEY_M, KEY_N };
static const struct spec_key keys[] = {
    [KEY_DIM] = {"dim", SPEC_WHOLE, 2, DIM_LIMIT, false, false, "128", NULL, "head dimension D"},
    [KEY_ALPHA] = {"alpha", SPEC_REAL, 0, 4, true, false, "0.1", NULL,
                   "power of the distance in the phase"},
    [KEY_SPLIT] = {"split", SPEC_REAL, 0, 1, true, true, NULL, NULL,
                   "share of the coordinates in the amplitude, default 0.5"},
    [KEY_PHASE] = {"phase", SPEC_CHOICE, 0, 0, false, false, "quadratic", phases,
                   "q_P.k_P (quadratic), their sums (linear), q'N k (general)"},
    [KEY_SCALE] = {"scale", SPEC_REAL, 1.0 / SIZE_MOST, SIZE_MOST, false, false, "1", NULL,
                   "factor on the phase; the paper has 1"},
    [KEY_M] = {"m", SPEC_TEXT, 0, 0, false, false, NULL, NULL,
               "the .npy file of the amplitude matrix M, dim x dim"},
    [KEY_N] = {"n", SPEC_TEXT, 0, 0, false, false, NULL, NULL,
               "the .npy file of the phase matrix N, dim x dim"},
};

static bool build_general(const struct spec *spec, const struct encoding_reader *reader,
                          struct tapa *t, struct message *error)
{
    if (spec->value[KEY_SPLIT].given)
        return message_set(
            error, "phase=general does not take split; M and N say which coordinates count");
    for (size_t key = KEY_M; key <= KEY_N; key++)
        if (!spec->value[key].given)
            return message_set(error, "phase=general needs %s (%s)", keys[key].name,
                               keys[key].meaning);
    if (!reader || !reader->matrix)
        return message_set(error, "phase=general reads files, which nothing does here; expected "
                                  "phase=quadratic or phase=linear");
    if (t->dim > 8192)
        return message_set(error, "dim=%zu is too large for phase=general; expected at most 8192",
                           t->dim);
    for (size_t i = 0; i < 2; i++)
        if (!(t->names[i] = strdup(spec->value[KEY_M + i].text)) ||
            !text_unescape(t->names[i], t->names[i]))
            return message_memory(error);
    size_t size = t->dim * t->dim;
    t->matrices = malloc(2 * size * sizeof *t->matrices);
    if (!t->matrices)
        return message_set(error, "out of memory for two %zu x %zu matrices", t->dim, t->dim);
    return reader->matrix(t->names[0], t->dim, t->matrices, error) &&
           reader->matrix(t->names[1], t->dim, t->matrices + size, error);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    size_t phase = (size_t)spec->value[KEY_PHASE].number;
    struct tapa *t = calloc(1, sizeof *t);
    if (!t)
        return message_memory(error);
    out->state = t;
    out->dim = t->dim = (size_t)spec->value[KEY_DIM].number;
    t->shape.alpha = spec->value[KEY_ALPHA].number;
    t->shape.linear = phase == PHASE_LINEAR;
    t->shape.scale = spec->value[KEY_SCALE].number;
    if (phase == PHASE_GENERAL)
        return build_general(spec, reader, t, error);
    for (size_t key = KEY_M; key <= KEY_N; key++)
        if (spec->value[key].given)
            return message_set(error, "%s needs phase=general", keys[key].name);
    double split = spec->value[KEY_SPLIT].given ? spec->value[KEY_SPLIT].number : 0.5;
    double amplitude = split * (double)out->dim;
    if (fabs(amplitude - rint(amplitude)) > 1e-9 * (double)out->dim || rint(amplitude) < 1.0 ||
        rint(amplitude) > (double)out->dim - 1.0)
        return message_set(
            error,
            "split*dim = %.10g is not whole; expected a split that gives from 1 to %zu coordinates",
            amplitude, out->dim - 1);
    spec_fill(spec, KEY_SPLIT, "%.17g", split);
    t->shape.dim_amplitude = (size_t)rint(amplitude);
    t->shape.dim_phase = out->dim - t->shape.dim_amplitude;
    return true;
}

static size_t table_size(const void *state, size_t count)
{
    (void)state;
    return count;
}

/* The table is scale r^alpha. */
static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct tapa *t = state;
    for (size_t i = 0; i < count; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
        table[i] = t->shape.scale * pow(distance[i], t->shape.alpha);
    }
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws)
{
    const struct tapa *t = state;
    return 2 * draws + (t->matrices ? t->dim * (draws + PRODUCT_WIDTH) : 0);
}

/* Distances per pass: three passes over a strip that stays in the first-level cache. */
enum { STRIP = 1024 };

/* Amplitude and phase of every draw: (q_A.k_A)/sqrt(D_A) and phi. */
static void split_forms(const struct tapa *t, const struct score_input *input, double *amplitude,
                        double *phase)
{
    size_t dim = t->dim, da = t->shape.dim_amplitude, dp = t->shape.dim_phase;
    double norm_a = 1.0 / sqrt((double)da), norm_p = 1.0 / sqrt((double)dp);
    for (size_t d = 0; d < input->draws; d++) {
        const double *q = input->query + d * dim, *k = input->key + d * dim;
        amplitude[d] = norm_a * product_dot(da, q, k);
        if (t->shape.linear) {
            double sum = 0.0;
            for (size_t c = da; c < dim; c++)
                sum += q[c] + k[c];
            phase[d] = norm_p * sum;
        } else {
            phase[d] = norm_p * product_dot(dp, q + da, k + da);
        }
    }
}

/* q'M k and q'N k of every draw: K M' by strips of M's rows, then row by row against q. Source:
 * TAPA Eq. 9 and 10.
 * In: work, dim doubles per draw and the strip. */
static void general_form(const struct tapa *t, const struct score_input *input,
                         const double *matrix, double *work, double *out)
{
    size_t dim = t->dim;
    double *image = work, *strip = work + dim * input->draws;
    for (size_t j = 0; j < dim; j += PRODUCT_WIDTH) {
        for (size_t n = 0; n < dim; n++)
            for (size_t i = 0; i < PRODUCT_WIDTH; i++)
                strip[n * PRODUCT_WIDTH + i] = j + i < dim ? matrix[(j + i) * dim + n] : 0.0;
        product(input->draws, dim, input->key, dim - j < PRODUCT_WIDTH ? dim - j : PRODUCT_WIDTH,
                strip, image + j, dim);
    }
    for (size_t d = 0; d < input->draws; d++)
        out[d] = product_dot(dim, input->query + d * dim, image + d * dim);
}

/* T(r) = amplitude cos(2 pi scale r^alpha phase). Cost: one cosine. */
static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct tapa *t = state;
    double *amplitude = work, *phase = work + input->draws;
    if (t->matrices) {
        double *image = phase + input->draws;
        general_form(t, input, t->matrices, image, amplitude);
        general_form(t, input, t->matrices + t->dim * t->dim, image, phase);
    } else {
        split_forms(t, input, amplitude, phase);
    }
    for (size_t d = 0; d < input->draws; d++)
        for (size_t first = 0; first < count; first += STRIP) {
            size_t n = count - first < STRIP ? count - first : STRIP;
            double *row = score + d * count + first;
            for (size_t i = 0; i < n; i++)
                row[i] = table[first + i] * phase[d];
            vector_cos_turns(n, row, row);
            for (size_t i = 0; i < n; i++)
                row[i] *= amplitude[d];
        }
    return STATUS_OK;
}

/* The phase in turns, scale r^alpha phi, is off by phi's own rounding (a dot product of D_P, or two
 * of D, terms), by that of the power and of one product: (terms + 4) 2^-53 of the sum of the terms'
 * sizes; the cosine's slope is 2 pi at most, and two cosines are 2 apart at most. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct tapa *t = state;
    size_t dim = t->dim, da = t->shape.dim_amplitude, dp = t->shape.dim_phase;
    double amplitude = 0.0, phase = 0.0, turns = t->shape.scale * pow(farthest, t->shape.alpha),
           terms;
    const double *m = t->matrices, *n = m ? m + dim * dim : NULL;
    for (size_t c = 0; c < dim; c++)
        if (m) {
            for (size_t d = 0; d < dim; d++) {
                amplitude += fabs(query[c] * m[c * dim + d] * key[d]);
                phase += fabs(query[c] * n[c * dim + d] * key[d]);
            }
        } else if (c < da) {
            amplitude += fabs(query[c] * key[c]);
        } else {
            phase += t->shape.linear ? fabs(query[c]) + fabs(key[c]) : fabs(query[c] * key[c]);
        }
    if (!m)
        amplitude /= sqrt((double)da), phase /= sqrt((double)dp);
    terms = (double)(m ? 2 * dim : 2 * (da > dp ? da : dp));
    double share = (terms + 4.0) * UNIT_ROUNDING;
    return amplitude * (share + fmin(2.0, TWO_PI * share * phase * turns));
}

/* A score is a cosine; of a draw, what matrices take is no part of this. */
static void price(const void *state, struct score_price *out)
{
    const struct tapa *t = state;
    double dim = (double)t->dim;
    *out = (struct score_price){.column = 18e-9,
                                .draw = 10e-9 + 0.8e-9 * dim,
                                .score = 3e-9,
                                .bound = 25e-9 + (t->matrices ? 2e-9 * dim : 1.6e-9) * dim,
                                .distinct = HUGE_VAL};
}

static const struct score_method method = {table_size,  table_fill, work_size, score_all,
                                           score_error, NULL,       price};

static void release(void *state)
{
    struct tapa *t = state;
    if (t) {
        free(t->matrices);
        free(t->names[0]);
        free(t->names[1]);
    }
    free(t);
}

/* The amplitude's and the phase's parts begin at coordinate 0 and dim_amplitude. */
static bool pairs(const struct encoding *encoding)
{
    const struct tapa *t = encoding->state;
    return t->dim % 2 == 0 && t->shape.dim_amplitude % 2 == 0;
}

static bool files(const struct encoding *encoding, struct encoding_files *out)
{
    const struct tapa *t = encoding->state;
    *out = (struct encoding_files){"matrices",
                                   t->matrices,
                                   2 * t->dim * t->dim * sizeof *t->matrices,
                                   {t->names[0], t->names[1]}};
    return t->matrices;
}

const struct tapa_shape *encoding_tapa_shape(const struct encoding *encoding)
{
    const struct tapa *t = encoding->type == &encoding_tapa ? encoding->state : NULL;
    return t && !t->matrices ? &t->shape : NULL;
}

const struct encoding_type encoding_tapa = {
    .name = "tapa",
    .kind = ENCODING_RELATIVE,
    .summary = "token-aware phase: (q_A.k_A)/sqrt(D_A) cos(2 pi scale r^alpha phi)",
    .specimen = "tapa:dim=8,alpha=0.5",
    .published = "tapa:alpha=0.1,split=0.5,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &method,
    .build = build,
    .release = release,
    .pairs = pairs,
    .files = files,
};
