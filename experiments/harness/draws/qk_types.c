#include "experiments/harness/draws/qk_types.h"

#include <math.h>

#include "experiments/harness/draws/qk_rows.h"
#include "kernels/curves/vector.h"

#define SIZE(most) 1.0 / SIZE_MOST, most, false
/* E A_n and E B_n are of the size of two coordinates' product. */
#define PRODUCT 1e-30, 1e30, false, false

static const struct spec_key gauss_keys[] = {
    {"mu", SPEC_SIGNED, SIZE(SIZE_MOST), false, "0", NULL, "mean of every coordinate"},
    {"sigma", SPEC_REAL, SIZE(SIZE_MOST), false, "1", NULL,
     "standard deviation of every coordinate"},
};
static const struct spec_key aligned_keys[] = {
    {"rho", SPEC_SIGNED, SIZE(1), false, "0.5", NULL, "correlation of key and query"},
};
static const struct spec_key crossed_keys[] = {
    {"c", SPEC_SIGNED, SIZE(1), true, "0.5", NULL, "correlation within a pair: c in q, -c in k"},
};
static const struct spec_key moments_keys[] = {
    {"mu0", SPEC_SIGNED, PRODUCT, "1", NULL, "E A_n"},
    {"nu0", SPEC_SIGNED, PRODUCT, "0", NULL, "E B_n"},
};

#define HEAD_KEY                                                                       \
    {                                                                                  \
        "head", SPEC_TEXT, 0, 0, false, false, "0", NULL, "query head, from 0, or all" \
    }
static const char *const layouts[] = {"interleaved", "half", NULL};
static const struct spec_key npy_keys[] = {
    {"q", SPEC_TEXT, 0, 0, false, false, NULL, NULL,
     "file of queries before rotation, (tokens, dim) or (heads, tokens, dim)"},
    {"k", SPEC_TEXT, 0, 0, false, false, NULL, NULL,
     "file of keys likewise; fewer heads are shared in order"},
    HEAD_KEY,
    {"layout", SPEC_CHOICE, 0, 0, false, false, "interleaved", layouts,
     "which coordinates turn together: 2n and 2n + 1, or n and n + rotary/2"},
    {"rotary", SPEC_EVEN, 0, DIM_LIMIT, false, false, "0", NULL,
     "coordinates that turn, the first ones, for layout=half; 0: all"},
};
static const struct spec_key weights_keys[] = {
    {"file", SPEC_FIRST, 0, 0, false, false, NULL, NULL,
     "a model's .safetensors, index of shards, .gguf or llama2.c .bin"},
    {"layer", SPEC_WHOLE, 0, 1e6, false, false, "0", NULL, "layer, from 0"},
    HEAD_KEY,
    {"tokens", SPEC_TEXT, 0, 0, false, false, "uniform", NULL,
     "uniform (the vocabulary), token ids joined by '/' with ranges A:B, or a FILE.npy of ids"},
};

static const char *banks_only(const void *state, const struct encoding *encoding)
{
    (void)state;
    return encoding->type->bank
               ? NULL
               : "sets amplitudes and phases of a frequency bank, and the encoding is none";
}

static enum status unit_draw(const struct qk_law *law, const void *state,
                             const struct random_stream *stream, uint64_t draw, size_t dim,
                             size_t which, double *work, double *query, double *key)
{
    (void)law, (void)state, (void)stream, (void)draw, (void)which, (void)work;
    for (size_t n = 0; n < dim / 2; n++) {
        query[2 * n] = key[2 * n] = 1.0;
        query[2 * n + 1] = key[2 * n + 1] = 0.0;
    }
    return STATUS_OK;
}

/* q = (1, 0) and k = (cos phi, -sin phi) give A = cos phi, B = -sin phi. */
static enum status phase_draw(const struct qk_law *law, const void *state,
                              const struct random_stream *stream, uint64_t draw, size_t dim,
                              size_t which, double *work, double *query, double *key)
{
    double *cosine = work + which * (dim / 2), *sine = work + (1 + which) * (dim / 2);
    (void)law, (void)state;
    random_uniforms(stream, draw, (1 + which) * (dim / 2), work);
    vector_sincos_turns(dim / 2, cosine, sine, cosine);
    for (size_t n = 0; n < dim / 2; n++) {
        query[2 * n] = 1.0, query[2 * n + 1] = 0.0;
        key[2 * n] = cosine[n], key[2 * n + 1] = -sine[n];
    }
    return STATUS_OK;
}

/* Normals [2 + which][dim] of a draw in work: the query's are the first, those of key number
 * `which` stand after the earlier keys'.
 * Returns: the key's. */
static const double *normals(const struct random_stream *stream, uint64_t draw, size_t dim,
                             size_t which, double *work)
{
    random_normals(stream, draw, (2 + which) * dim, work);
    return work + (1 + which) * dim;
}

static bool gauss_parse(const struct spec *spec, struct qk_law *law, void **state,
                        struct message *error)
{
    (void)state, (void)error;
    law->mu = spec->value[0].number, law->sigma = spec->value[1].number;
    return true;
}

static enum status gauss_draw(const struct qk_law *law, const void *state,
                              const struct random_stream *stream, uint64_t draw, size_t dim,
                              size_t which, double *work, double *query, double *key)
{
    const double *own = normals(stream, draw, dim, which, work);
    (void)state;
    for (size_t c = 0; c < dim; c++) {
        query[c] = law->mu + law->sigma * work[c];
        key[c] = law->mu + law->sigma * own[c];
    }
    return STATUS_OK;
}

static bool aligned_parse(const struct spec *spec, struct qk_law *law, void **state,
                          struct message *error)
{
    (void)state, (void)error;
    law->rho = spec->value[0].number;
    return true;
}

static enum status aligned_draw(const struct qk_law *law, const void *state,
                                const struct random_stream *stream, uint64_t draw, size_t dim,
                                size_t which, double *work, double *query, double *key)
{
    const double *own = normals(stream, draw, dim, which, work);
    double rest = sqrt((1.0 - law->rho) * (1.0 + law->rho));
    (void)state;
    for (size_t c = 0; c < dim; c++) {
        query[c] = work[c];
        key[c] = law->rho * work[c] + rest * own[c];
    }
    return STATUS_OK;
}

static const char *aligned_one_key(const struct qk_law *law)
{
    return fabs(law->rho) == 1.0 ? "rho between -1 and 1" : NULL;
}

static bool crossed_parse(const struct spec *spec, struct qk_law *law, void **state,
                          struct message *error)
{
    (void)state, (void)error;
    law->c = spec->value[0].number;
    return true;
}

static enum status crossed_draw(const struct qk_law *law, const void *state,
                                const struct random_stream *stream, uint64_t draw, size_t dim,
                                size_t which, double *work, double *query, double *key)
{
    const double *own = normals(stream, draw, dim, which, work);
    double rest = sqrt((1.0 - law->c) * (1.0 + law->c));
    (void)state;
    for (size_t n = 0; n < dim; n += 2) {
        query[n] = work[n], key[n] = own[n];
        query[n + 1] = law->c * work[n] + rest * work[n + 1];
        key[n + 1] = -law->c * own[n] + rest * own[n + 1];
    }
    return STATUS_OK;
}

static const char *whole_pairs(const void *state, const struct encoding *encoding)
{
    (void)state;
    return encoding_pairs(encoding) ? NULL
                                    : "works on pairs of coordinates; the encoding has an odd part";
}

static bool moments_parse(const struct spec *spec, struct qk_law *law, void **state,
                          struct message *error)
{
    (void)state, (void)error;
    law->mu0 = spec->value[0].number, law->nu0 = spec->value[1].number;
    return true;
}

#define FROM_FILES                                                                \
    .release = qk_rows_release, .draw = qk_rows_draw, .one_key = qk_rows_one_key, \
    .misfit = qk_rows_misfit

const struct qk_type qk_types[] = {
    {.name = "unit",
     .summary = "a_n = 1, phi_n = 0: one deterministic curve",
     .specimen = "unit",
     .kind = QK_UNIT,
     .draw = unit_draw,
     .deterministic = true,
     .misfit = banks_only},
    {.name = "phase",
     .summary = "a_n = 1, phi_n uniform and independent",
     .specimen = "phase",
     .kind = QK_PHASE,
     .draw = phase_draw,
     .misfit = banks_only},
    {.name = "gauss",
     .summary = "all coordinates of q and k independent N(mu, sigma^2)",
     .specimen = "gauss:mu=-0.75,sigma=2",
     .kind = QK_GAUSS,
     .keys = gauss_keys,
     .key_count = sizeof gauss_keys / sizeof *gauss_keys,
     .parse = gauss_parse,
     .draw = gauss_draw},
    {.name = "aligned",
     .summary = "q ~ N(0, I), k = rho q + sqrt(1 - rho^2) e, e ~ N(0, I)",
     .specimen = "aligned:rho=0.6",
     .kind = QK_ALIGNED,
     .keys = aligned_keys,
     .key_count = sizeof aligned_keys / sizeof *aligned_keys,
     .parse = aligned_parse,
     .draw = aligned_draw,
     .one_key = aligned_one_key},
    {.name = "crossed",
     .summary = "coordinates of a pair correlated c in q and -c in k, else independent N(0, 1)",
     .specimen = "crossed:c=0.8",
     .kind = QK_CROSSED,
     .keys = crossed_keys,
     .key_count = sizeof crossed_keys / sizeof *crossed_keys,
     .parse = crossed_parse,
     .draw = crossed_draw,
     .misfit = whole_pairs},
    {.name = "moments",
     .summary = "only expectations: E A_n = mu0, E B_n = nu0 (TAPA Assumption 2.1)",
     .specimen = "moments:mu0=1.5,nu0=-0.25",
     .kind = QK_MOMENTS,
     .keys = moments_keys,
     .key_count = sizeof moments_keys / sizeof *moments_keys,
     .parse = moments_parse},
    {.name = "npy",
     .summary = "rows of two files, tokens of query and key drawn independently, each as likely",
     .kind = QK_SAMPLED,
     .keys = npy_keys,
     .key_count = sizeof npy_keys / sizeof *npy_keys,
     .open = qk_npy_open,
     FROM_FILES},
    {.name = "weights",
     .summary = "q and k of a model's first layer, tokens drawn independently, each as likely",
     .kind = QK_SAMPLED,
     .keys = weights_keys,
     .key_count = sizeof weights_keys / sizeof *weights_keys,
     .open = qk_weights_open,
     FROM_FILES},
};
const size_t qk_type_count = sizeof qk_types / sizeof *qk_types;
