/* GRAPE-AP: a bias that the query's own token and every token on the way make together,
 *
 *     norm q.k + slope sum_(l=n+1..m) ln sigma(<p_m, R_l p_l>/8),
 *
 * R_l the turn of the four pairs (2i, 2i + 1) of p_l by l radians, l the token's position from the
 * start. Source: 2512.07805, equations 5.1 to 5.3, and the authors' code, whose first variant it
 * is: p of 8 numbers, slope ALiBi's of the head. R_l stands at p_l alone, so that the score depends
 * on the query's position as well. A model projects p from the token and divides it by its root
 * mean square, both ends of the product in the text and only the turned one in the code; here the
 * p_l, as they stand in the product, have the token model's law. Vectors of 0 make ALiBi of slope
 * ln 2 times slope. */
#include "kernels/encodings/paths/grape_ap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

enum { WIDTH = 8 };

struct grape_ap {
    struct walk walk;
    double slope;
};

enum { KEY_DIM, KEY_SLOPE, KEY_AT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST, false, false, NULL, NULL,
                   "a_h: what multiplies a gate's logarithm, ALiBi's slope of the head; 0 is NoPE"},
    [KEY_AT] = ENCODING_AT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

enum { KEPT_PRODUCT, KEPT_HIGH, KEPT_LOW, KEPT_POSITION, KEPT_PASSED, KEPT_OWN, KEPT = 13 };

static size_t kept_size(const void *state)
{
    (void)state;
    return KEPT;
}

static void begin(const void *state, double position, const double *query, const double *key,
                  double *kept)
{
    const struct walk *walk = state;
    kept[KEPT_PRODUCT] = walk->norm * product_dot(walk->dim, query, key);
    kept[KEPT_HIGH] = kept[KEPT_LOW] = kept[KEPT_PASSED] = 0.0;
    kept[KEPT_POSITION] = position;
}

/* ln 1/(1 + e^-z), to the last digits of what it lacks to 0 or to z. */
static double log_gate(double z) { return fmin(z, 0.0) - log1p(exp(-fabs(z))); }

/* The first token is the query's own, p_m. */
static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    double *own = kept + KEPT_OWN;
    (void)state;
    if (count > 0 && kept[KEPT_PASSED] == 0.0)
        memcpy(own, tokens, WIDTH * sizeof *own);
    for (size_t t = 0; t < count; t++, tokens += WIDTH) {
        double l = kept[KEPT_POSITION] - kept[KEPT_PASSED], a = 0.0, b = 0.0;
        for (size_t i = 0; i < WIDTH; i += 2) {
            a += own[i] * tokens[i] + own[i + 1] * tokens[i + 1];
            b += own[i + 1] * tokens[i] - own[i] * tokens[i + 1];
        }
        double term = log_gate((a * cos(l) + b * sin(l)) / WIDTH), high = kept[KEPT_HIGH],
               sum = high + term, part = sum - high;
        kept[KEPT_LOW] += (high - (sum - part)) + (term - part);
        kept[KEPT_HIGH] = sum;
        kept[KEPT_PASSED] += 1.0;
    }
    return true;
}

static double score(const void *state, const double *query, const double *key, double *kept)
{
    (void)query, (void)key;
    return kept[KEPT_PRODUCT] +
           ((const struct grape_ap *)state)->slope * (kept[KEPT_HIGH] + kept[KEPT_LOW]);
}

/* With u = 2^-53 and K the largest size of a token's number, |mu| + 9 sigma (random.h): a and b are
 * at most 8 K^2 and within 8 u of that, a cosine 2 u, their products and the sum 2 more, so that z
 * is within 24 u K^2; the logarithm, at most 2 K^2 + 1, moves by no more and rounds by 4 u of
 * itself; the sum of two doubles is within 2 u of itself, and the score adds 3 roundings. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct grape_ap *g = state;
    const struct walk *walk = &g->walk;
    double most = fabs(walk->law->mu) + 9.0 * walk->law->sigma, square = most * most;
    return UNIT_ROUNDING *
           ((0.125 * (double)walk->dim + 10.0) * walk->norm * walk_size(walk->dim, query, key) +
            g->slope * farthest * (24.0 * square + 10.0 * (2.0 * square + 1.0)));
}

static double score_seconds(const void *state)
{
    (void)state;
    return 10e-9;
}

static double pass_seconds(const void *state)
{
    (void)state;
    return 75e-9;
}

static const struct walk_method method = {kept_size,   begin,         pass,         score,
                                          score_error, score_seconds, pass_seconds, NULL};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    static const struct token_law normal = {.kind = TOKEN_NORMAL, .mu = 0.0, .sigma = 1.0};
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct grape_ap *g = calloc(1, sizeof *g);
    (void)reader;
    if (!g)
        return message_memory(error);
    g->slope = spec->value[KEY_SLOPE].number;
    walk_install(&g->walk, &method, dim, g->slope == 0.0 ? 0 : WIDTH, &normal, out);
    if (!spec->value[KEY_SLOPE].given)
        return message_set(error, "slope is each head's own and has no default; expected slope=, a "
                                  "number, ALiBi's of the head");
    if (!encoding_read_at(spec, KEY_AT, out, error))
        return false;
    g->walk.absolute = true;
    g->walk.at = out->at;
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, &g->walk, &rule, error) &&
           (g->slope > 0.0 || walk_bank(&g->walk, &rule, 0.0, error));
}

double encoding_grape_ap_slope(const struct encoding *encoding)
{
    return ((const struct grape_ap *)encoding->state)->slope;
}

const struct encoding_type encoding_grape_ap = {
    .name = "grape-ap",
    .kind = ENCODING_PATH,
    .absolute = true,
    .summary = "norm q.k + slope times the sum over the tokens l on the way of ln 1/(1 + "
               "e^-<p_m, R_l p_l>/8), R_l a turn by l radians",
    .specimen = "grape-ap:dim=8,slope=0.0625",
    .published = "grape-ap:slope=0.0625,at={context*2},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .tokens = TOKEN_VECTOR,
    .build = build,
    .release = walk_release,
};
