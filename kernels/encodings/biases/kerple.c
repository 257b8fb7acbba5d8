/* KERPLE's logarithmic kernel: a score that falls with the logarithm of the distance. Source:
 * 2205.09921, read in the authors' code (chijames/KERPLE): q.k/sqrt(D) first, then - p ln(1 + a r),
 * p and a learned by every head from p ~ U(0, 2), a ~ U(0, 1), neither let under 0.01 while it
 * trains. No trained values are published: the defaults are the means of those two laws. */
#include "kernels/encodings/biases/bias.h"

#include <math.h>

#include "kernels/curves/logarithm.h"
#include "kernels/encodings/encoding_keys.h"

enum { KEY_DIM, KEY_P, KEY_A, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_P] = {"p", SPEC_REAL, 0, SIZE_MOST, false, false, "1", NULL,
               "score lost as 1 + a r grows by a factor of e; learned, 1 the mean it starts from"},
    [KEY_A] = {"a", SPEC_REAL, 1.0 / SIZE_MOST, SIZE_MOST, false, false, "0.5", NULL,
               "1/a is the distance, tokens, from which the loss is logarithmic; learned, 0.5 the "
               "mean it starts from"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static void lost(const struct bias *bias, size_t count, const double *distance, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = bias->shape.a * distance[i];
    logarithm_log1p(count, out, out);
    for (size_t i = 0; i < count; i++)
        out[i] *= bias->shape.p;
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    if (!bias_new(spec, (struct bias_keys){KEY_DIM, KEY_NORM, KEY_SCALE}, BIAS_LOG, out, error))
        return false;
    struct bias *bias = out->state;
    bias->shape.p = spec->value[KEY_P].number;
    bias->shape.a = spec->value[KEY_A].number;
    bias->lost = lost;
    bias->alone_seconds = 55e-9, bias->each_seconds = 6e-9;
    /* a r rounds once, which the logarithm does not enlarge; 16 of that, one of the product */
    bias->roundings = 18.0;
    return true;
}

const struct encoding_type encoding_kerple = {
    .name = "kerple-log",
    .kind = ENCODING_ADDITIVE,
    .summary = "logarithmic bias: norm q.k - p ln(1 + a r)",
    .specimen = "kerple-log:dim=8,p=0.75,a=0.25",
    .published = "kerple-log:p=1,a=0.5,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bias_method,
    .bank = true,
    .factors = &bias_factors,
    .build = build,
    .release = bias_release,
};
