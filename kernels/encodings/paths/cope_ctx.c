/* CoPE, contextual: the position of a key is the number of tokens whose gate is open for the query,
 *
 *     norm q.k - slope min(p, rows - 1),    p = sum_(t=n..m) sigma(norm q.k_t),
 *
 * the gates of the query's own token and of the key's among them. Source: 2405.18719v2, equations 3
 * to 5 and its listing, whose gates read the logit that is already divided by sqrt(D), and whose
 * table of 64 rows serves contexts of 1024; its text has no factor, norm=none. What a model adds is
 * q.e[p], e learned, shared by the heads, interpolated between rows and 0 at first; that is here
 * the line -slope p, which interpolation leaves as it is: the form that the text calls CoPE-ALiBi,
 * and not what a trained table does. The k_t have the token model's law. Gates that are all open
 * make ALiBi of the distance + 1 up to rows - 2, to the last bit where q.k is exact. */
#include "kernels/encodings/paths/cope_ctx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

enum { ROWS_MOST = 1 << 20 };

struct cope {
    struct walk walk;
    double slope, last; /* the table's last index */
};

enum { KEY_DIM, KEY_SLOPE, KEY_ROWS, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST / ROWS_MOST, false, false, NULL, NULL,
                   "a stand-in for the learned table: position p loses p times this; 0 is NoPE"},
    [KEY_ROWS] = {"rows", SPEC_WHOLE, 2, ROWS_MOST, false, false, "64", NULL,
                  "rows of the table: positions stop at rows - 1"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k, also of the gates,"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* 1/(1 + e^-z), by the exponential that does not overflow. */
static double gate(double z)
{
    double e = exp(-fabs(z));
    return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

enum { KEPT_PRODUCT, KEPT_OWN, KEPT_POSITION, KEPT_QUERY };

static size_t kept_size(const void *state)
{
    return KEPT_QUERY + ((const struct walk *)state)->dim;
}

static void begin(const void *state, double position, const double *query, const double *key,
                  double *kept)
{
    const struct walk *walk = state;
    (void)position;
    kept[KEPT_PRODUCT] = walk->norm * product_dot(walk->dim, query, key);
    kept[KEPT_OWN] = gate(kept[KEPT_PRODUCT]);
    kept[KEPT_POSITION] = 0.0;
    memcpy(kept + KEPT_QUERY, query, walk->dim * sizeof *kept);
}

/* Behind the table's end nothing changes. */
static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    const struct cope *c = state;
    size_t dim = c->walk.dim;
    for (size_t t = 0; t < count && kept[KEPT_POSITION] < c->last; t++)
        kept[KEPT_POSITION] += gate(c->walk.norm *
                                    product_dot(dim, kept + KEPT_QUERY, tokens + t * dim));
    return kept[KEPT_POSITION] < c->last;
}

static double score(const void *state, const double *query, const double *key, double *kept)
{
    const struct cope *c = state;
    (void)query, (void)key;
    return kept[KEPT_PRODUCT] - c->slope * fmin(kept[KEPT_POSITION] + kept[KEPT_OWN], c->last);
}

/* With u = 2^-53: a logit is within (D/8 + 7) u of norm times the sum of |q_c k_c|, a token's
 * numbers being at most |mu| + 9 sigma (random.h), and so at most `loud`. A gate is within twice a
 * logit's error, where that is under 1, and 6 u of itself: all gates of positions that stop at the
 * last, of last + 2 times that. An addition rounds by u (last + 2), and there are no more of them
 * than twice the last over the least gate, 1/(1 + e^loud). A position is between 0 and the last
 * whatever its error. The score adds 3 roundings of the position and 2 of q.k. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct cope *c = state;
    const struct walk *walk = &c->walk;
    double most = fabs(walk->law->mu) + 9.0 * walk->law->sigma, length = 0.0,
           dot = 0.125 * (double)walk->dim + 9.0, own;
    for (size_t i = 0; i < walk->dim; i++)
        length += fabs(query[i]);
    own = dot * walk->norm * walk_size(walk->dim, query, key);
    double loud = walk->norm * length * most,
           added = fmin(farthest, 1.0 + 2.0 * c->last * (1.0 + exp(loud))),
           position = (c->last + 2.0) * (2.0 * dot * loud + 6.0 + added);
    return UNIT_ROUNDING * (own + c->slope * (fmin(position, c->last / UNIT_ROUNDING) + 0.25 * own +
                                              4.0 * (c->last + 2.0)));
}

static double score_seconds(const void *state)
{
    (void)state;
    return 3e-9;
}

static double pass_seconds(const void *state)
{
    return 30e-9 + 0.12e-9 * (double)((const struct walk *)state)->dim;
}

/* Tokens whose half open gates add up to the table's last index. */
static double table_end(const void *state) { return 2.0 * ((const struct cope *)state)->last; }

static const struct walk_method method = {kept_size,   begin,         pass,         score,
                                          score_error, score_seconds, pass_seconds, table_end};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    static const struct token_law normal = {.kind = TOKEN_NORMAL, .mu = 0.0, .sigma = 1.0};
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct cope *c = calloc(1, sizeof *c);
    (void)reader;
    if (!c)
        return message_memory(error);
    c->slope = spec->value[KEY_SLOPE].number;
    c->last = spec->value[KEY_ROWS].number - 1.0;
    walk_install(&c->walk, &method, dim, c->slope == 0.0 ? 0 : dim, &normal, out);
    if (!spec->value[KEY_SLOPE].given)
        return message_set(error, "what a position adds is learned and has no default; expected "
                                  "slope=, a stand-in by which position p loses p times slope");
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, &c->walk, &rule, error) &&
           (c->slope > 0.0 || walk_bank(&c->walk, &rule, 0.0, error));
}

double encoding_cope_ctx_slope(const struct encoding *encoding)
{
    return ((const struct cope *)encoding->state)->slope;
}

double encoding_cope_ctx_last(const struct encoding *encoding)
{
    return ((const struct cope *)encoding->state)->last;
}

static double tokens_read(const struct encoding *encoding) { return table_end(encoding->state); }

const struct encoding_type encoding_cope_ctx = {
    .name = "cope-ctx",
    .kind = ENCODING_PATH,
    .summary = "contextual positions: norm q.k - slope min(p, rows - 1), p the sum of the gates "
               "1/(1 + e^-norm q.k_t) of the tokens on the way, both ends included",
    .specimen = "cope-ctx:dim=8,slope=0.25",
    .published = "cope-ctx:slope=0.0625,rows=64,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .tokens = TOKEN_VECTOR,
    .tokens_read = tokens_read,
    .build = build,
    .release = walk_release,
};
