/* FIRE: a bias of the distance's logarithm over the position's. Source: 2310.04418, its listing as
 * copied in other repositories (chuanyang-Zheng/DAPE; second-hand): a network of one input and 32
 * hidden units, learned by every head, of ln(|c r| + 1)/(ln(|c max(m, L0)| + 1) + 1e-6), m the
 * query's position from 0, added to q.k/sqrt(D); c = 0.1 and L0 = 512 is where training starts. The
 * network is learned: here a line through 0 stands in for it, so that a score shows what the
 * coordinate does and not what a trained model does. */
#include <math.h>

#include "kernels/curves/logarithm.h"
#include "kernels/encodings/biases/bias.h"
#include "kernels/encodings/encoding_keys.h"

enum { KEY_DIM, KEY_SLOPE, KEY_C, KEY_L0, KEY_AT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST, false, false, NULL, NULL,
                   "score lost at the coordinate's end, 1: a line that stands in for the learned "
                   "network"},
    [KEY_C] = {"c", SPEC_REAL, 1.0 / SIZE_MOST, SIZE_MOST, false, false, "0.1", NULL,
               "1/c is the distance, tokens, from which the coordinate is logarithmic; learned, "
               "from 0.1"},
    [KEY_L0] = {"l0", SPEC_TOKENS, 1, DISTANCE_LIMIT, false, false, "512", NULL,
                "position, tokens, up to which the query's does not count; learned, from 512"},
    [KEY_AT] = ENCODING_AT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static void lost(const struct bias *bias, size_t count, const double *distance, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = bias->shape.c * distance[i];
    logarithm_log1p(count, out, out);
}

static double factor(const struct bias *bias, double position)
{
    double whole = bias->shape.c * fmax(position, bias->shape.length), ln;
    logarithm_log1p(1, &whole, &ln);
    return bias->shape.slope / (ln + FIRE_EPSILON);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    if (!spec->value[KEY_SLOPE].given)
        return message_set(error, "the network of the coordinate is learned and has no default; "
                                  "expected slope=, a line in its stead: the score lost at 1");
    if (!encoding_read_at(spec, KEY_AT, out, error) ||
        !bias_new(spec, (struct bias_keys){KEY_DIM, KEY_NORM, KEY_SCALE}, BIAS_FIRE, out, error))
        return false;
    struct bias *bias = out->state;
    bias->shape.slope = spec->value[KEY_SLOPE].number;
    bias->shape.c = spec->value[KEY_C].number;
    bias->shape.length = spec->value[KEY_L0].number;
    bias->shape.at = out->at;
    bias->lost = lost;
    bias->alone_seconds = 45e-9, bias->each_seconds = 5e-9;
    bias->factor = factor;
    /* c r rounds once, the logarithm 16 times, both in numerator and denominator; 1 for the sum
     * below, the quotient, the product */
    bias->roundings = 38.0;
    return true;
}

const struct encoding_type encoding_fire = {
    .name = "fire",
    .kind = ENCODING_ABSOLUTE,
    .summary = "bias of a normalised logarithm: norm q.k - slope ln(1 + c r)/(ln(1 + c max(m, l0)) "
               "+ 1e-6), m the query's position; the learned network is a line",
    .specimen = "fire:dim=8,slope=2,l0=16,at=4M",
    .published = "fire:slope=1,l0=512,at={context*2},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bias_method,
    .bank = true,
    .factors = &bias_factors,
    .build = build,
    .release = bias_release,
};
