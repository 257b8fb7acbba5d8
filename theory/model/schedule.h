/* The frequency schedule: the one definition that theory and kernels share. */
#ifndef POSBIAS_THEORY_MODEL_SCHEDULE_H
#define POSBIAS_THEORY_MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/status.h"

/* Largest distance in tokens at which every angle is exact to 1e-15 turns: 2^53
 * (theory/trig/README.md#reduction). */
#define DISTANCE_LIMIT 9007199254740992.0

/* Largest head dimension and base a rule may ask for. */
#define DIM_LIMIT  1048576
#define BASE_LIMIT 1e300

/* Sizes of what multiplies a score, a factor, a slope or a coordinate of q or k: 1/SIZE_MOST to
 * SIZE_MOST, so that the fourth power of a score, of which the spread of a variance is made, is a
 * double whatever is combined: 1e15 (factor) 1e30 (q and k) 6e16 (factor on cos and sin, squared)
 * 1e6 (dim) = 6e67. */
#define SIZE_MOST 1e15

/* The factor on the score. */
#define NORM_LEAST (1.0 / SIZE_MOST)
#define NORM_MOST  SIZE_MOST

/* Largest factor by which a rule extends, and by which it multiplies cos and sin. */
#define FACTOR_MOST 1e6
#define ATTN_MOST   1e5

/* Wavelength of the fastest pair of waves, tokens, and largest tau of evq. */
#define WAVES_SHORTEST 32
#define TAU_MOST       1e3

/* Slowest frequency a rule may make, turns per token: its wavelength is a double. */
#define FREQUENCY_LEAST 1e-305

enum angle_unit { UNIT_RAD, UNIT_TURN };
/* The factor on the score: 1/sqrt(D), 1, or the rule's own. */
enum score_norm { NORM_SQRT, NORM_NONE, NORM_SCALE };
enum partial_rule { PARTIAL_NEOX, PARTIAL_P };
enum scaling_rule {
    SCALING_NONE,
    SCALING_LINEAR,
    SCALING_NTK,
    SCALING_DYNAMIC,
    SCALING_YARN,
    SCALING_YARN_PAPER,
    SCALING_LLAMA3,
    SCALING_LONGROPE,
    SCALING_MRROPE_UNI,
    SCALING_MRROPE_PRO,
    SCALING_TAPER,
    SCALING_WAVES,
    SCALING_EVQ,
    SCALING_PLANE
};

/* Everything that defines a RoPE schedule; lengths in tokens, factors dimensionless. */
struct frequency_rule {
    double base;
    size_t dim;    /* full head dimension D */
    size_t rotary; /* coordinates that rotate, 0 for an encoding without rotation */
    enum partial_rule partial;
    enum angle_unit unit;
    enum score_norm norm;
    double scale; /* with NORM_SCALE: the factor on the score */
    enum scaling_rule scaling;
    double factor;               /* s: linear, dynamic, yarn, llama3, longrope, mrrope; plane */
    double alpha;                /* ntk */
    double orig;                 /* L: trained length */
    double length;               /* l: dynamic */
    double beta_fast, beta_slow; /* yarn, mrrope: rotations over L at the ends of the ramp */
    bool truncate; /* yarn: round the ends of the ramp to whole pairs, as mrrope does */
    double attn;   /* yarn, longrope, mrrope: explicit factor on cos and sin, 0 if none */
    double mscale, mscale_all; /* yarn: 0 if not given */
    double low, high;          /* llama3: rotations over L at the ends of the ramp */
    const double *extension;   /* longrope: rotary/2 divisors; a schedule keeps its own copy */
    size_t taper;              /* c: the last pairs of the span that are slowed down */
    double tau;                /* evq */
};

/* The bank of frequencies an encoding turns by, pair by pair, and what multiplies its score. */
struct schedule {
    struct frequency_rule rule;
    size_t pairs;    /* h = D/2, rotating or not */
    size_t rotating; /* the first pairs; the others have frequency 0 */
    double *theta;   /* h: frequency in the rule's own radians, rounded to double */
    double *turn_hi; /* h: turns per token, leading double */
    double *turn_lo; /* h: turns per token, the rest */
    double *weight;  /* h: factor on the pair's score */
    double norm;     /* factor on the whole score */
};

/* Builds the schedule of a rule: theta_n = scaling(base^(-n/h)), turns = theta/(2 pi) in rad and
 * theta in turn.
 * Source: RoFormer Eq. 15; theory/model/README.md#frequencies.
 * In:     rule, with every field its scaling uses set.
 * Out:    *out, to be released with schedule_free.
 * Returns: STATUS_DOMAIN if a field is out of range or a pair would turn more than once per token
 *          or less than FREQUENCY_LEAST,
 *          STATUS_MEMORY.
 * Error:  theta and weight correctly rounded from 160 bits; turn_hi + turn_lo within 2^-105
 *         relative.
 * Cost:   two 160-bit exponentials per rotating pair. */
enum status schedule_new(const struct frequency_rule *rule, struct schedule **out);

/* Whether every field the rule uses is within its range. */
bool frequency_rule_in_range(const struct frequency_rule *rule);

/* Whether it is plain RoPE, in whichever unit: every pair rotates, no scaling rule. The rule, the
 * base and the head dimension then say everything about the frequencies. */
bool schedule_is_plain(const struct schedule *schedule);

/* Releases a schedule; NULL is allowed. */
void schedule_free(struct schedule *schedule);

/* Coordinates of which, where pairs are made of halves, one half turns with the other: those that
 * rotate, or all where the fastest pairs of the whole head do; 0 if none does. */
size_t frequency_rule_span(const struct frequency_rule *rule);

/* How many of a plain rule's pairs turn more than once within a length of tokens: the first ones,
 * theta_n > 2 pi/length in radians and 1/length in turns.
 * In: rule, of which base, dim and unit count; length over 0. */
size_t frequency_rule_trained(const struct frequency_rule *rule, double length);

/* The factor on the score that a rule's norm, scale and dim make, correctly rounded. */
double frequency_rule_norm(const struct frequency_rule *rule);

/* A rule with plain RoPE defaults: base, dim, all coordinates rotating, rad, sqrt. */
struct frequency_rule frequency_rule_rope(double base, size_t dim);

#endif
