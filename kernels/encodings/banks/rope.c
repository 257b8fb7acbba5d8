/* RoPE and its extensions: q and k turned pair by pair by their position. Source: 2104.09864;
 * theory/model/scaling.h. */
#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/banks/divisors.h"
#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"
#include "theory/model/scaling.h"

static const char *const partials[] = {"neox", "p", NULL};
static const char *const truths[] = {"false", "true", NULL};
static const char *const scalings[] = {"none",       "linear",     "ntk",    "dynamic",
                                       "yarn",       "yarn-paper", "llama3", "longrope",
                                       "mrrope-uni", "mrrope-pro", NULL};

enum {
    KEY_BASE,
    KEY_DIM,
    KEY_ROTARY,
    KEY_PARTIAL,
    KEY_UNIT,
    KEY_NORM,
    KEY_SCALE,
    KEY_SCALING,
    KEY_FACTOR,
    KEY_ALPHA,
    KEY_ORIG,
    KEY_LENGTH,
    KEY_BETA_FAST,
    KEY_BETA_SLOW,
    KEY_TRUNCATE,
    KEY_ATTN,
    KEY_MSCALE,
    KEY_MSCALE_ALL,
    KEY_LOW,
    KEY_HIGH,
    KEY_EXT,
    KEY_COUNT
};

#define OVER_ZERO 0, HUGE_VAL, true, false
#define CHOICE    0, 0, false, false
static const struct spec_key keys[KEY_COUNT] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_ROTARY] = {"rotary", SPEC_EVEN, 2, DIM_LIMIT, false, false, NULL, NULL,
                    "coordinates that rotate (default dim)"},
    [KEY_PARTIAL] = {"partial", SPEC_CHOICE, CHOICE, NULL, partials,
                     "exponent over rotary (neox) or dim (p)"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
    [KEY_SCALING] = {"scaling", SPEC_CHOICE, CHOICE, "none", scalings, "rule for longer contexts"},
    [KEY_FACTOR] = {"factor", SPEC_REAL, 0, FACTOR_MOST, true, false, NULL, NULL,
                    "s, extension factor"},
    [KEY_ALPHA] = {"alpha", SPEC_REAL, 0, FACTOR_MOST, true, false, NULL, NULL,
                   "ntk: growth of the base"},
    [KEY_ORIG] = {"orig", SPEC_TOKENS, 0, DISTANCE_LIMIT, true, false, NULL, NULL,
                  "L, trained length, tokens"},
    [KEY_LENGTH] = {"length", SPEC_TOKENS, 0, DISTANCE_LIMIT, true, false, NULL, NULL,
                    "dynamic: current length, tokens"},
    [KEY_BETA_FAST] = {"beta_fast", SPEC_REAL, OVER_ZERO, NULL, NULL,
                       "yarn: rotations where the ramp starts (default 32)"},
    [KEY_BETA_SLOW] = {"beta_slow", SPEC_REAL, OVER_ZERO, NULL, NULL,
                       "yarn: rotations where it ends (default 1)"},
    [KEY_TRUNCATE] = {"truncate", SPEC_CHOICE, CHOICE, NULL, truths,
                      "yarn: ramp ends on whole pairs (default true)"},
    [KEY_ATTN] = {"attn", SPEC_REAL, 1.0 / ATTN_MOST, ATTN_MOST, false, false, NULL, NULL,
                  "factor on cos and sin (default yarn, mrrope 0.1 ln s + 1, longrope sqrt(1 + ln "
                  "s/ln L); 1 for s <= 1)"},
    [KEY_MSCALE] = {"mscale", SPEC_REAL, 0, ATTN_MOST, false, false, NULL, NULL,
                    "yarn: with mscale_all_dim and neither 0, a ratio instead"},
    [KEY_MSCALE_ALL] = {"mscale_all_dim", SPEC_REAL, 0, ATTN_MOST, false, false, NULL, NULL,
                        "yarn: see mscale"},
    [KEY_LOW] = {"low", SPEC_REAL, OVER_ZERO, NULL, NULL, "llama3: low_freq_factor (default 1)"},
    [KEY_HIGH] = {"high", SPEC_REAL, OVER_ZERO, NULL, NULL, "llama3: high_freq_factor (default 4)"},
    [KEY_EXT] = {"ext", SPEC_TEXT, CHOICE, NULL, NULL,
                 "the name of a list of divisors, or divisors joined by '/'"},
};

#define BIT(key) (1u << (key))
#define YARN_OPTIONAL                                                            \
    (BIT(KEY_BETA_FAST) | BIT(KEY_BETA_SLOW) | BIT(KEY_ATTN) | BIT(KEY_MSCALE) | \
     BIT(KEY_MSCALE_ALL))

/* The keys each rule needs, and those it takes besides. */
static const struct {
    unsigned needed, optional;
} rule_keys[] = {
    [SCALING_NONE] = {0, 0},
    [SCALING_LINEAR] = {BIT(KEY_FACTOR), 0},
    [SCALING_NTK] = {BIT(KEY_ALPHA), 0},
    [SCALING_DYNAMIC] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG) | BIT(KEY_LENGTH), 0},
    [SCALING_YARN] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG), YARN_OPTIONAL | BIT(KEY_TRUNCATE)},
    [SCALING_YARN_PAPER] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG), YARN_OPTIONAL},
    [SCALING_LLAMA3] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG), BIT(KEY_LOW) | BIT(KEY_HIGH)},
    [SCALING_LONGROPE] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG) | BIT(KEY_EXT), BIT(KEY_ATTN)},
    [SCALING_MRROPE_UNI] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG), BIT(KEY_ATTN)},
    [SCALING_MRROPE_PRO] = {BIT(KEY_FACTOR) | BIT(KEY_ORIG), BIT(KEY_ATTN)},
};

/* Whether the rule takes a key, and whether it cannot do without. */
static bool taken(size_t scaling, size_t key)
{
    return (rule_keys[scaling].needed | rule_keys[scaling].optional) & BIT(key);
}

static bool needed(const struct spec *spec, size_t scaling, size_t key)
{
    /* longrope's factor and orig make the factor on cos and sin alone */
    bool replaced = scaling == SCALING_LONGROPE && spec->value[KEY_ATTN].given &&
                    (key == KEY_FACTOR || key == KEY_ORIG);
    return (rule_keys[scaling].needed & BIT(key)) && !replaced;
}

/* Says which keys the rule takes, or, of a rule without any, which rules take the key. */
static bool not_taken(size_t scaling, size_t key, struct message *error)
{
    const char *names[KEY_COUNT], *rules[ARRAY_COUNT(scalings)];
    size_t count = 0, rule_count = 0;
    for (size_t i = KEY_FACTOR; i < KEY_COUNT; i++)
        if (taken(scaling, i))
            names[count++] = keys[i].name;
    for (size_t r = 0; r < ARRAY_COUNT(rule_keys); r++)
        if (taken(r, key))
            rules[rule_count++] = scalings[r];
    return message_set(error, "scaling=%s does not take %s; expected %s%s", scalings[scaling],
                       keys[key].name, count ? "" : "one of scaling=",
                       count ? text_join(count, names).text : text_join(rule_count, rules).text);
}

/* A rule typed behind a preset takes over those of the preset's keys that it takes. */
static void drop_replaced(struct spec *spec, size_t scaling)
{
    for (size_t i = KEY_FACTOR; i < KEY_COUNT && !spec->value[KEY_SCALING].inherited; i++)
        if (spec->value[i].inherited && !taken(scaling, i))
            spec_drop(spec, i);
}

/* Every key of a rule is there and no key of another. */
static bool keys_fit(struct spec *spec, struct message *error)
{
    size_t scaling = (size_t)spec->value[KEY_SCALING].number;
    drop_replaced(spec, scaling);
    for (size_t i = KEY_FACTOR; i < KEY_COUNT; i++)
        if (!taken(scaling, i) && spec->value[i].given)
            return not_taken(scaling, i, error);
    for (size_t i = KEY_FACTOR; i < KEY_COUNT; i++)
        if (needed(spec, scaling, i) && !spec->value[i].given)
            return message_set(error, "scaling=%s needs %s (%s)", scalings[scaling], keys[i].name,
                               keys[i].meaning);
    for (size_t i = KEY_MSCALE; i <= KEY_MSCALE_ALL; i++)
        if (spec_both(spec, KEY_ATTN, i))
            return message_set(error, "attn and %s both set the factor on cos and sin; give one",
                               keys[i].name);
    return true;
}

/* The condition that a rule in range violates by its frequencies, since no schedule could be made
 * of them. */
static const char *frequency_condition(const struct frequency_rule *rule)
{
    switch (rule->scaling) {
    case SCALING_NONE:
        return "a base that leaves every pair over 1e-305 turns per token";
    case SCALING_NTK:
        return rule->alpha < 1.0 ? "an alpha that leaves the base over 1"
                                 : "an alpha that leaves every pair over 1e-305 turns per token";
    case SCALING_DYNAMIC:
        return "a length that leaves every pair over 1e-305 turns per token";
    case SCALING_LONGROPE:
        return "divisors that leave every pair under a turn per token";
    default:
        return rule->factor < 1.0 ? "a factor that leaves every pair under a turn per token"
                                  : "a factor that leaves every pair over 1e-305 turns per token";
    }
}

static double number_or(const struct spec *spec, size_t key, double fallback)
{
    return spec->value[key].given ? spec->value[key].number : fallback;
}

/* Shows in the resolved string what the keys left out stand for. */
static void fill_defaults(struct spec *spec, const struct frequency_rule *rule)
{
    if (rule->rotary < rule->dim)
        spec_fill(spec, KEY_PARTIAL, "neox");
    if (rule->scaling == SCALING_YARN || rule->scaling == SCALING_YARN_PAPER) {
        spec_fill(spec, KEY_BETA_FAST, "%.17g", rule->beta_fast);
        spec_fill(spec, KEY_BETA_SLOW, "%.17g", rule->beta_slow);
    }
    if (rule->scaling == SCALING_YARN)
        spec_fill(spec, KEY_TRUNCATE, "true");
    if (rule->scaling == SCALING_LLAMA3) {
        spec_fill(spec, KEY_LOW, "%.17g", rule->low);
        spec_fill(spec, KEY_HIGH, "%.17g", rule->high);
    }
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    if (!keys_fit(spec, error))
        return false;
    struct frequency_rule rule = {
        .base = spec->value[KEY_BASE].number,
        .dim = (size_t)spec->value[KEY_DIM].number,
        .rotary = (size_t)number_or(spec, KEY_ROTARY, spec->value[KEY_DIM].number),
        .partial = spec->value[KEY_PARTIAL].given
                       ? (enum partial_rule)spec->value[KEY_PARTIAL].number
                       : PARTIAL_NEOX,
        .unit = (enum angle_unit)spec->value[KEY_UNIT].number,
        .scaling = (enum scaling_rule)spec->value[KEY_SCALING].number,
        .factor = number_or(spec, KEY_FACTOR, 1.0),
        .alpha = number_or(spec, KEY_ALPHA, 1.0),
        .orig = number_or(spec, KEY_ORIG, 1.0),
        .length = number_or(spec, KEY_LENGTH, 1.0),
        .beta_fast = number_or(spec, KEY_BETA_FAST, 32.0),
        .beta_slow = number_or(spec, KEY_BETA_SLOW, 1.0),
        .truncate = number_or(spec, KEY_TRUNCATE, 1.0) != 0.0,
        .attn = number_or(spec, KEY_ATTN, 0.0),
        .mscale = number_or(spec, KEY_MSCALE, 0.0),
        .mscale_all = number_or(spec, KEY_MSCALE_ALL, 0.0),
        .low = number_or(spec, KEY_LOW, 1.0),
        .high = number_or(spec, KEY_HIGH, 4.0),
    };
    out->dim = rule.dim;
    if (!encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error))
        return false;
    fill_defaults(spec, &rule);
    if (rule.rotary > rule.dim)
        return message_set(error, "rotary=%zu is over dim=%zu", rule.rotary, rule.dim);
    if (spec->value[KEY_PARTIAL].given && rule.rotary == rule.dim)
        return message_set(error, "partial=%s needs rotary under dim",
                           spec->value[KEY_PARTIAL].text);
    double *owned = NULL;
    bool ok = rule.scaling != SCALING_LONGROPE ||
              divisors_read(spec->value[KEY_EXT].text, rule.rotary / 2, &rule.extension, &owned,
                            error);
    struct frequency_bank *bank = NULL;
    enum status status = ok ? bank_new(&rule, 0.0, &bank) : STATUS_OK;
    out->state = bank;
    free(owned);
    if (ok && status == STATUS_MEMORY)
        return message_set(error, "out of memory for %zu dimensions", rule.dim);
    if (ok && status != STATUS_OK) {
        const char *condition = scaling_condition(&rule);
        return message_set(error, "scaling=%s is not defined for these values; expected %s",
                           scalings[rule.scaling],
                           condition ? condition : frequency_condition(&rule));
    }
    return ok;
}

const struct encoding_type encoding_rope = {
    .name = "rope",
    .kind = ENCODING_GROUP,
    .summary = "rotary: norm sum_n [A_n cos(r theta_n) + B_n sin(r theta_n)]",
    .specimen = "rope:dim=8,base=100",
    .published = "rope:base=1e4,dim={dim};"
                 "rope:base=5e5,dim={dim};"
                 "rope:base=1e4,scaling=yarn,factor=4,orig={context/4},dim={dim};"
                 "rope:base=1e4,scaling=mrrope-pro,factor=4,orig={context/4},dim={dim};"
                 "rope:base=1e4,rotary={dim*3/4},partial=p,dim={dim}",
    .keys = keys,
    .key_count = KEY_COUNT,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
