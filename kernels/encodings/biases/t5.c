/* T5: a learned number for each of a few buckets of distances, added to q.k. Source: 1910.10683;
 * the buckets as in KERPLE's port of a decoder's to GPT-NeoX (chijames/KERPLE), not read in T5's
 * code; 32 buckets, T5's configuration. The numbers are learned, so a string has to give them, or a
 * slope in their stead. */
#include "kernels/encodings/biases/bias.h"

#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/text.h"

enum { BUCKETS_MOST = 1024 };

enum { KEY_DIM, KEY_BUCKETS, KEY_MOST, KEY_VALUES, KEY_SLOPE, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_BUCKETS] = {"buckets", SPEC_WHOLE, 2, BUCKETS_MOST, false, false, "32", NULL,
                     "buckets of distances; those below the half hold one distance each"},
    [KEY_MOST] = {"most", SPEC_TOKENS, 2, DISTANCE_LIMIT, false, false, "128", NULL,
                  "distance, over buckets/2 and whole, from which all are in the last bucket"},
    [KEY_VALUES] = {"values", SPEC_TEXT, 0, 0, false, false, NULL, NULL,
                    "what each bucket adds to the score, joined by '/': learned by every head"},
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST / BUCKETS_MOST, false, false, NULL, NULL,
                   "a stand-in for values: bucket j loses j times this"},
    [KEY_NORM] = {"norm", SPEC_CHOICE, 0, 0, false, false, "none", encoding_norms,
                  "sqrt divides q.k by sqrt(dim); T5 does not"},
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* Whether r^n >= exact^(n - j) most^j: whether r stands in bucket exact + j of n beyond exact, or
 * later. */
static bool reaches(double r, double exact, double most, unsigned long n, unsigned long j)
{
    mpz_t left, right, power;
    mpz_inits(left, right, power, NULL);
    mpz_set_d(left, r);
    mpz_pow_ui(left, left, n);
    mpz_set_d(right, exact);
    mpz_pow_ui(right, right, n - j);
    mpz_set_d(power, most);
    mpz_pow_ui(power, power, j);
    mpz_mul(right, right, power);
    bool yes = mpz_cmp(left, right) >= 0;
    mpz_clears(left, right, power, NULL);
    return yes;
}

/* The first distance of every bucket: exact (most/exact)^(j/n), rounded up by whole numbers, for no
 * logarithm tells on which side of an edge a distance stands. */
static void find_edges(double buckets, double most, double *edge)
{
    double exact = floor(buckets / 2.0);
    unsigned long n = (unsigned long)(buckets - exact);
    for (size_t b = 0; b < (size_t)exact; b++)
        edge[b] = (double)b;
    for (unsigned long j = 0; j < n; j++) {
        long double near = (long double)exact *
                           powl((long double)most / exact, (long double)j / (long double)n);
        double r = fmin(fmax(rint((double)near), exact), most);
        while (r > exact && reaches(r - 1.0, exact, most, n, j))
            r--;
        while (!reaches(r, exact, most, n, j))
            r++;
        edge[(size_t)exact + j] = r;
    }
}

/* Distances beyond the last edge, and every other by the last edge that is not over it; of empty
 * buckets the last counts. */
static void lost(const struct bias *bias, size_t count, const double *distance, double *out)
{
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
        size_t lo = 0, hi = bias->shape.buckets;
        bool same = bias->edge[last] <= distance[i] &&
                    (last + 1 == hi || distance[i] < bias->edge[last + 1]);
        while (!same && hi - lo > 1) {
            size_t middle = lo + (hi - lo) / 2;
            *(bias->edge[middle] <= distance[i] ? &lo : &hi) = middle;
        }
        last = same ? last : lo;
        out[i] = -bias->shape.value[last];
    }
}

/* The list of values, as many as buckets. */
static bool read_values(const char *text, size_t buckets, double *value, struct message *error)
{
    size_t given = 1;
    for (const char *at = strchr(text, '/'); at; at = strchr(at + 1, '/'))
        given++;
    if (given != buckets)
        return message_set(error, "values has %zu numbers; expected %zu, one for each bucket",
                           given, buckets);
    for (size_t j = 0; j < buckets; j++, text += strcspn(text, "/") + 1) {
        char item[64];
        snprintf(item, sizeof item, "%.*s", (int)strcspn(text, "/"), text);
        const char *fault = strcspn(text, "/") < sizeof item ? text_number_fault(item, &value[j])
                                                             : "is too long for a number";
        if (!fault && fabs(value[j]) > SIZE_MOST)
            fault = "is too large";
        if (fault)
            return message_set(error, "values: \"%s\" %s; expected numbers of size at most %.0e",
                               item, fault, SIZE_MOST);
    }
    return true;
}

static bool read_terms(struct spec *spec, struct bias *bias, struct message *error)
{
    bool values = spec->value[KEY_VALUES].given, slope = spec->value[KEY_SLOPE].given;
    size_t buckets = bias->shape.buckets;
    if (values && slope)
        return message_set(error, "slope=%s stands in for values; give one of them",
                           message_quote(spec->value[KEY_SLOPE].text).text);
    if (!values && !slope)
        return message_set(error,
                           "what the buckets add is learned and has no default; expected "
                           "values=, %zu numbers joined by '/', or slope=, a stand-in by "
                           "which bucket j loses j times slope",
                           buckets);
    for (size_t j = 0; slope && j < buckets; j++)
        bias->value[j] = -(spec->value[KEY_SLOPE].number * (double)j);
    if (values && !read_values(spec->value[KEY_VALUES].text, buckets, bias->value, error))
        return false;
    for (size_t j = 0; j < buckets; j++)
        bias->largest = fmax(bias->largest, fabs(bias->value[j]));
    return true;
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    double buckets = spec->value[KEY_BUCKETS].number, most = spec->value[KEY_MOST].number;
    (void)reader;
    if (most != floor(most))
        return message_set(error, "most=%s is not a whole number of tokens",
                           message_quote(spec->value[KEY_MOST].text).text);
    if (most <= floor(buckets / 2.0))
        return message_set(error,
                           "most=%s is not over the %.0f distances that have a bucket each; "
                           "expected a whole number over %.0f",
                           message_quote(spec->value[KEY_MOST].text).text, floor(buckets / 2.0),
                           floor(buckets / 2.0));
    if (!bias_new(spec, (struct bias_keys){KEY_DIM, KEY_NORM, KEY_SCALE}, BIAS_BUCKETS, out, error))
        return false;
    struct bias *bias = out->state;
    bias->value = calloc((size_t)buckets, sizeof *bias->value);
    bias->edge = calloc((size_t)buckets, sizeof *bias->edge);
    if (!bias->value || !bias->edge)
        return message_memory(error);
    bias->shape.buckets = (size_t)buckets;
    bias->shape.most = most;
    bias->shape.value = bias->value;
    bias->lost = lost;
    bias->alone_seconds = 20e-9, bias->each_seconds = 6e-9;
    /* a value is exact; the difference with q.k rounds, also where the farthest value is small */
    bias->roundings = 2.0;
    find_edges(buckets, most, bias->edge);
    return read_terms(spec, bias, error);
}

const struct encoding_type encoding_t5 = {
    .name = "t5",
    .kind = ENCODING_ADDITIVE,
    .summary = "learned bias by buckets of distances: norm q.k + values[bucket(r)]",
    .specimen = "t5:dim=8,slope=0.25",
    .published = "t5:slope=0.25,buckets=32,most=128,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bias_method,
    .bank = true,
    .factors = &bias_factors,
    .build = build,
    .release = bias_release,
};
