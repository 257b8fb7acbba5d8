/* The frequency rules of RoPE and its extensions, in 160-bit arithmetic. */
#ifndef POSBIAS_THEORY_MODEL_SCALING_H
#define POSBIAS_THEORY_MODEL_SCALING_H

#include <mpfr.h>

#include "theory/model/schedule.h"

/* Bits of a frequency while it is computed: a double-double (106) and room for every rule's
 * roundings. */
#define FREQUENCY_BITS 160

/* Frequencies of a rule in radians per token and the square of its factor on cos and sin.
 *   none        theta_n = base^(-2n/D)
 *   linear      theta_n/s
 *   ntk         base' = base alpha^(D/(D-2))
 *   dynamic     base' = base (s l/L - (s-1))^(D/(D-2)), l = max(length, L)
 *   yarn        theta_n/s ramp_n + theta_n (1 - ramp_n), ramp linear in n
 *   yarn-paper  theta_n/s ramp_n + theta_n (1 - ramp_n), ramp linear in the number of rotations
 *               L theta_n/(2 pi)
 *   llama3      the same, kept over high rotations, theta_n/s under low
 *   longrope    theta_n/extension_n
 *   mrrope-uni  theta_n/s^e, e = 0 up to pair low, 1 from pair high on, between them t/N with
 *               t = n - low, N = high - low; low and high the ends of yarn's ramp on whole pairs
 *   mrrope-pro  the same with e = t(t+1)/(N(N+1)) between them
 *   taper       theta_n, of the last c pairs of D/2 times (1 + cos(pi j/(c-1)))/2, j = 0..c-1;
 *               the very last, of factor 0, does not rotate: 2 <= c and rotary < dim
 *   waves       (2 pi/32) base^(-n/(rotary/2 - 1)), whatever the D of an exponent
 *   evq         base^(-phi(u)), u = (n + 1/2)/(rotary/2), phi = 1 - asinh((1-u) sinh tau)/tau
 *   plane       s theta_n, to turn pair 0 by s per token exactly: a 1/s would be rounded
 * The factor on cos and sin is 1 but for
 *   mrrope            m(1)
 *   yarn, yarn-paper  m(1), m(t) = 0.1 t ln s + 1 for s > 1, else 1; with mscale and
 *                     mscale_all_dim, both not 0, m(mscale)/m(mscale_all_dim)
 *   longrope          sqrt(1 + ln s/ln L) for s > 1, else 1
 * and attn itself where it is given.
 * Source: linear 2306.15595 (position interpolation); ntk, dynamic bloc97's NTK-aware post,
 *         second-hand; yarn 2309.00071 as its published code does it; yarn-paper 2309.00071 Eq.
 *         17-22; llama3 the code released with Llama 3.1; longrope 2402.13753 as Phi-3's code does
 *         it; mrrope 2601.22181, not read, as the code of mattian7/mrRoPE does it
 *         (scaled_rope/LlamaYaRNRadix.py); taper, waves, evq and plane stand with the encodings
 *         cope-clip, rope-id, evq and grape-m; the factor as Hugging Face transformers computes it.
 * In:     rule. D is rotary, or dim under partial=p.
 * Out:    theta[rotary/2], initialised by the caller with FREQUENCY_BITS; *weight, the factor
 *         squared.
 * Returns: STATUS_DOMAIN if a field the rule uses is out of range.
 * Error:  a few units in the 160th bit. */
enum status scaling_frequencies(const struct frequency_rule *rule, mpfr_t *theta, double *weight);

/* The factor on cos and sin itself, correctly rounded.
 * In: rule, of which scaling_condition is NULL. */
double scaling_attention(const struct frequency_rule *rule);
/* The same to a few units in the last place of out, initialised by the caller. */
void scaling_attention_exact(const struct frequency_rule *rule, mpfr_t out);

/* What the fields the rule's scaling uses must be and are not, "high not under low", the first such
 * condition; NULL if all are in range. Where the frequencies leave what a schedule can hold is seen
 * when they are computed. */
const char *scaling_condition(const struct frequency_rule *rule);

/* Bounds of yarn's ramp in pair indices,
 *   low = max(floor cdim(beta_fast), 0),   high = min(ceil cdim(beta_slow), D-1),
 *   cdim(x) = D ln(L/(2 pi x))/(2 ln base),
 * each clamped on its own side only, as the engines do: the ramp runs backwards where the first
 * exceeds D-1 or the second is negative. floor and ceil only where the rule truncates.
 * Out: low, high, initialised by the caller. */
void scaling_yarn_ramp(const struct frequency_rule *rule, mpfr_t low, mpfr_t high);

#endif
