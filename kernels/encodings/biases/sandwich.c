/* Sandwich: the product of the two positions' sinusoidal embeddings, a sum of cosines of the
 * distance, added to q.k. Source: 2212.10356, second-hand: its abstract, and the code of two
 * libraries. As in attn_gym n runs from 0 to bar/2 - 1 and bar is 128 whatever the head dimension.
 * In NeMo n begins at 1, bar is the head dimension, and bar/2 is subtracted, which changes no
 * weight. Both divide by 8 i/heads for head i, from 1. */
#include "kernels/encodings/biases/bias.h"

#include <math.h>

#include "kernels/curves/turns.h"
#include "kernels/curves/vector.h"
#include "kernels/encodings/encoding_keys.h"

enum { STRIP = 256 };

enum { KEY_DIM, KEY_BASE, KEY_BAR, KEY_RATIO, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_BAR] = {"bar", SPEC_EVEN, 2, DIM_LIMIT, false, false, "128", NULL,
                 "coordinates of the sinusoidal embedding: twice the cosines"},
    [KEY_RATIO] = {"ratio", SPEC_REAL, 1.0 / SIZE_MOST, SIZE_MOST, false, false, "4", NULL,
                   "what divides the sum of cosines: 8 i/heads of head i, from 1; 4 is that of the "
                   "fourth of eight"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static void lost(const struct bias *bias, size_t count, const double *distance, double *out)
{
    const struct schedule *s = bias->waves;
    double cosine[STRIP];
    for (size_t first = 0; first < count; first += STRIP) {
        size_t here = count - first < STRIP ? count - first : STRIP;
        double sum[STRIP] = {0.0};
        for (size_t n = 0; n < s->pairs; n++) {
            turns_fixed frequency = turns_from(s->turn_hi[n], s->turn_lo[n]);
            for (size_t i = 0; i < here; i++)
                cosine[i] = turns_at(frequency, distance[first + i]);
            vector_cos_turns(here, cosine, cosine);
            for (size_t i = 0; i < here; i++)
                sum[i] += cosine[i];
        }
        for (size_t i = 0; i < here; i++)
            out[first + i] = -sum[i] / bias->shape.ratio;
    }
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    double base = spec->value[KEY_BASE].number;
    struct frequency_rule waves = frequency_rule_rope(base, (size_t)spec->value[KEY_BAR].number);
    (void)reader;
    if (!bias_new(spec, (struct bias_keys){KEY_DIM, KEY_NORM, KEY_SCALE}, BIAS_WAVES, out, error))
        return false;
    struct bias *bias = out->state;
    if (schedule_new(&waves, &bias->waves) != STATUS_OK) /* every base and bar are in range */
        return message_memory(error);
    double cosines = (double)bias->waves->pairs;
    bias->shape.waves = bias->waves;
    bias->shape.ratio = spec->value[KEY_RATIO].number;
    bias->lost = lost;
    bias->alone_seconds = 90e-9 * cosines, bias->each_seconds = 5.5e-9 * cosines;
    bias->largest = cosines / bias->shape.ratio;
    /* a cosine is within 4, a partial sum rounds once; the quotient, and the difference with q.k */
    bias->roundings = cosines + 6.0;
    return true;
}

const struct encoding_type encoding_sandwich = {
    .name = "sandwich",
    .kind = ENCODING_ADDITIVE,
    .summary = "bias of cosines: norm q.k + sum_n cos(r base^(-2n/bar))/ratio, n < bar/2",
    .specimen = "sandwich:dim=8,bar=6,ratio=2",
    .published = "sandwich:bar=128,ratio=4,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bias_method,
    .bank = true,
    .factors = &bias_factors,
    .build = build,
    .release = bias_release,
};
