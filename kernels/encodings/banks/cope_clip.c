/* CoPE, clipped RoPE: the frequencies, not the amplitudes, of the last pairs are tapered off to 0.
 * Source: 2602.05258, read in the authors' code (hrlics/CoPE, modeling_cope.py and train_64K.sh);
 * the paper itself was not read. Published with 20 pairs of 64 at base 1e7, for Llama-3-8B extended
 * from 8k to 64K tokens: that base is the default here, since 20 pairs belong to it. At Llama-3's
 * own 5e5 the same 20 pairs begin at a period of 52,000 tokens, not 408,000. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

static const char *const tapers[] = {"soft", "hard", NULL};
enum { TAPER_SOFT, TAPER_HARD };

/* The code's own min(20, h). */
enum { CLIP_DEFAULT = 20 };

enum { KEY_BASE, KEY_DIM, KEY_CLIP, KEY_TAPER, KEY_UNIT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e7"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_CLIP] =
        {"clip", SPEC_WHOLE, 0, DIM_LIMIT / 2, false, false, NULL, NULL,
         "c, the last pairs, whose frequencies are tapered (default 20, or dim/2 if less)"},
    [KEY_TAPER] = {"taper", SPEC_CHOICE, 0, 0, false, false, "soft", tapers,
                   "times (1 + cos(pi j/(c-1)))/2, j = 0..c-1 (soft), or times 0 (hard)"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* The factor of the very last pair is 0, so that it does not rotate; of one tapered pair that is
 * all there is, as the code's grid of one point has it. */
static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    size_t pairs = out->dim / 2, clip = pairs < CLIP_DEFAULT ? pairs : CLIP_DEFAULT;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    if (spec->value[KEY_CLIP].given)
        clip = (size_t)spec->value[KEY_CLIP].number;
    if (clip > pairs)
        return message_set(error, "clip=%zu is over the %zu pairs of dim=%zu", clip, pairs,
                           out->dim);
    spec_fill(spec, KEY_CLIP, "%zu", clip);
    bool soft = spec->value[KEY_TAPER].number == TAPER_SOFT;
    if (clip > 0) {
        rule.rotary = 2 * (soft ? pairs - 1 : pairs - clip);
        rule.partial = PARTIAL_P;
    }
    if (clip > 1 && soft) {
        rule.scaling = SCALING_TAPER;
        rule.taper = clip;
    }
    if (!encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error))
        return false;
    struct frequency_bank *bank;
    enum status status = bank_new(&rule, 0.0, &bank);
    out->state = bank;
    if (status == STATUS_DOMAIN)
        return message_set(error, "expected a base that leaves every pair but the last over 1e-305 "
                                  "turns per token");
    return status == STATUS_OK || message_set(error, "out of memory for %zu dimensions", out->dim);
}

const struct encoding_type encoding_cope_clip = {
    .name = "cope-clip",
    .kind = ENCODING_GROUP,
    .summary = "rotary, its last frequencies clipped: norm sum_n [A_n cos(r s_n theta_n) + B_n "
               "sin(r s_n theta_n)], s_n = 1 up to the last clip pairs",
    .specimen = "cope-clip:dim=8,base=100,clip=3",
    .published = "cope-clip:base=1e7,taper=soft,dim={dim};"
                 "cope-clip:base=1e7,taper=hard,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
