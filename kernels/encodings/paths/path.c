/* PaTH: products of Householder-like matrices of the tokens between key and query,
 *
 *     q^T H_m .. H_(n+1) k / sqrt D,    H_t = I - beta w_t w_t^T, |w_t| = 1.
 *
 * Source: 2505.16381v2 section 2.2, and the authors' layer (flash-linear-attention,
 * layers/path_attn). A model makes beta = 2 sigma(u.x + c) and w of the token; here beta is one
 * number, and w the direction that the token has under the token model. At beta 1, where the
 * authors begin, H is a projection; it is orthogonal for 0 and 2 only. The variant that adds ln f
 * of a gate is not here. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/paths/path.h"
#include "theory/ground/constants.h"

struct path {
    struct walk walk;
    double beta;
};

enum { KEY_DIM, KEY_BETA, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_BETA] = {"beta", SPEC_REAL, 0, 2, false, false, "1", NULL,
                  "how much of its direction a token takes: 1 all, 2 reflects it, 0 is NoPE"},
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static size_t kept_size(const void *state) { return ((const struct walk *)state)->dim; }

static void begin(const void *state, double position, const double *query, const double *key,
                  double *kept)
{
    (void)position, (void)key;
    memcpy(kept, query, ((const struct walk *)state)->dim * sizeof *kept);
}

/* The row vector p = q^T H_m .. loses beta (p.w) w at every token. */
static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    const struct path *p = state;
    size_t dim = p->walk.dim, whole = dim - dim % VECTOR_LANES;
    for (size_t t = 0; t < count; t++, tokens += dim) {
        double share = -p->beta * product_dot(dim, kept, tokens);
        vector_double factor = vector_broadcast(share);
        for (size_t c = 0; c < whole; c += VECTOR_LANES)
            vector_store(kept + c,
                         vector_fma(factor, vector_load(tokens + c), vector_load(kept + c)));
        for (size_t c = whole; c < dim; c++)
            kept[c] = fma(share, tokens[c], kept[c]);
    }
    return true;
}

static double score(const void *state, const double *query, const double *key, double *kept)
{
    const struct walk *walk = state;
    (void)query;
    return walk->norm * product_dot(walk->dim, kept, key);
}

/* With u = 2^-53: a step's product is within (D/8 + 5) u |p| |w|, which beta <= 2 doubles, and its
 * difference within 2 u of |p| + 2 |p|; a direction that is not of length 1 but within
 * (D/8 + 9) u of it, as a token model's, changes beta (p.w) w by twice that and 2. Since
 * |H p| <= |p|, the errors of r steps add up: r (D/2 + 40) u |q|, and the last product adds
 * (D/8 + 5) u |q|. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct walk *walk = state;
    double step = (0.5 * (double)walk->dim + 40.0) * UNIT_ROUNDING;
    return walk->norm * sqrt(walk_square(walk->dim, query) * walk_square(walk->dim, key)) *
           (farthest + 1.0) * step;
}

static double score_seconds(const void *state)
{
    return 5e-9 + 0.2e-9 * (double)((const struct walk *)state)->dim;
}

static double pass_seconds(const void *state)
{
    return 35e-9 + 1.2e-9 * (double)((const struct walk *)state)->dim;
}

/* A token takes beta (2 - beta)/D of a vector's square on average. */
static double distinct(const void *state)
{
    const struct path *p = state;
    return SCORE_VANISHED * 2.0 * (double)p->walk.dim / (p->beta * (2.0 - p->beta));
}

static const struct walk_method method = {kept_size,   begin,         pass,         score,
                                          score_error, score_seconds, pass_seconds, distinct};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    static const struct token_law sphere = {.kind = TOKEN_SPHERE};
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct path *p = calloc(1, sizeof *p);
    (void)reader;
    if (!p)
        return message_memory(error);
    p->beta = spec->value[KEY_BETA].number;
    walk_install(&p->walk, &method, dim, p->beta == 0.0 ? 0 : dim, &sphere, out);
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, &p->walk, &rule, error) &&
           (p->beta > 0.0 || walk_bank(&p->walk, &rule, 0.0, error));
}

double encoding_path_beta(const struct encoding *encoding)
{
    return ((const struct path *)encoding->state)->beta;
}

const struct encoding_type encoding_path = {
    .name = "path",
    .kind = ENCODING_PATH,
    .summary = "products along the path: q'H_m .. H_(n+1) k/sqrt(D), H_t = I - beta w_t w_t'",
    .specimen = "path:dim=8,beta=1.5",
    .published = "path:beta=1,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .tokens = TOKEN_DIRECTION,
    .build = build,
    .release = walk_release,
};
