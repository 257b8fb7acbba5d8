/* FoX, the forgetting transformer: a gate on every token takes its logarithm from the score,
 *
 *     q.k/sqrt D + sum_(t=n+1..m) ln f_t.
 *
 * Source: 2503.02130v2, Eq. 11 and appendix D, and the authors' code (forgetting-transformer); it
 * has no rotation by default. A model makes f = 1/(1 + e^-(w.x + b)) of the token; here it has the
 * token model's law. One gate for all tokens, e^(-1/horizon), is ALiBi with slope 1/horizon, bit
 * for bit. The default law, logit with mean 4.85, stands near the longest horizon of the authors'
 * example, 128 tokens: b = -ln(e^(1/128) - 1). */
#include <math.h>
#include <stdlib.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/paths/walk.h"
#include "theory/ground/constants.h"

enum { KEY_DIM, KEY_HORIZON, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_HORIZON] = {"horizon", SPEC_TOKENS, 1.0 / SIZE_MOST, SIZE_MOST, false, false, NULL, NULL,
                     "tokens over which the score loses 1 whatever they are; left out, the tokens' "
                     "own gates"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

enum { KEPT_PRODUCT, KEPT_HIGH, KEPT_LOW, KEPT };

static size_t kept_size(const void *state)
{
    (void)state;
    return KEPT;
}

static void begin(const void *state, double position, const double *query, const double *key,
                  double *kept)
{
    const struct walk *walk = state;
    (void)position;
    kept[KEPT_PRODUCT] = walk->norm * product_dot(walk->dim, query, key);
    kept[KEPT_HIGH] = kept[KEPT_LOW] = 0.0;
}

static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    double high = kept[KEPT_HIGH], low = kept[KEPT_LOW];
    (void)state;
    for (size_t t = 0; t < count; t++) {
        double sum = high + tokens[t], part = sum - high;
        low += (high - (sum - part)) + (tokens[t] - part);
        high = sum;
    }
    kept[KEPT_HIGH] = high;
    kept[KEPT_LOW] = low;
    return true;
}

static double score(const void *state, const double *query, const double *key, double *kept)
{
    (void)state, (void)query, (void)key;
    return kept[KEPT_PRODUCT] + (kept[KEPT_HIGH] + kept[KEPT_LOW]);
}

/* The largest size of a gate's logarithm: a uniform gate is at least lo and at least
 * 2^-53 hi; normals are at most 8.6. */
static double most(const struct token_law *law)
{
    if (law->kind == TOKEN_LOGIT)
        return fabs(law->mu) + 9.0 * law->sigma + 1.0;
    if (law->kind == TOKEN_CONSTANT)
        return -log(law->lo);
    return fmin(law->lo > 0.0 ? -log(law->lo) : HUGE_VAL, 37.0 - log(law->hi));
}

/* The sum of two doubles is within 2 u of itself, and the score adds one rounding. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct walk *walk = state;
    return UNIT_ROUNDING *
           ((0.125 * (double)walk->dim + 10.0) * walk->norm * walk_size(walk->dim, query, key) +
            4.0 * farthest * most(walk->law));
}

static double score_seconds(const void *state)
{
    (void)state;
    return 3e-9;
}

static double pass_seconds(const void *state)
{
    (void)state;
    return 3e-9;
}

static const struct walk_method method = {kept_size,   begin,         pass,         score,
                                          score_error, score_seconds, pass_seconds, NULL};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    static const struct token_law logit = {.kind = TOKEN_LOGIT, .mu = 4.85, .sigma = 1.0};
    bool given = spec->value[KEY_HORIZON].given;
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct walk *walk = calloc(1, sizeof *walk);
    (void)reader;
    if (!walk)
        return message_memory(error);
    walk_install(walk, &method, dim, given ? 0 : 1, &logit, out);
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, walk, &rule, error) &&
           (!given || walk_bank(walk, &rule, 1.0 / spec->value[KEY_HORIZON].number, error));
}

const struct encoding_type encoding_fox = {
    .name = "fox",
    .kind = ENCODING_PATH,
    .summary = "forgetting gates: q.k/sqrt(D) + the sum of ln f over the tokens on the way",
    .specimen = "fox:dim=8",
    .published = "fox:dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .bank = true,
    .tokens = TOKEN_LOG_GATES,
    .build = build,
    .release = walk_release,
};
