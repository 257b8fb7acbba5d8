/* Whether what a GGUF file says, in float32, is what another file says in double. */
#ifndef POSBIAS_AUDIT_STORED_H
#define POSBIAS_AUDIT_STORED_H

#include "experiments/audit/audit.h"

/* How two files agree in a thing. */
enum agreement { AGREE_EXACTLY, AGREE_STORED, AGREE_NOT };

/* A number that was copied: the same, or rounded to the nearest float32.
 * In: exact, of the other file; stored, of the GGUF file. */
enum agreement stored_number(double exact, double stored);

/* A factor on cos and sin or on the score, computed of numbers that were copied. */
enum agreement stored_factor(double exact, double stored);

/* Relative error of a divisor of llama3's ramp that was computed in float32:
 *     t = L theta/2pi,  s = (t - low)/(high - low),  divisor 1/((1 - s)/F + s)
 * Source:  LlamaModel.generate_extra_tensors of llama.cpp's converter, on PyTorch's float32.
 * In:      rule, llama3's; pair; turns, t; divisor.
 * Returns: a bound; 0 off the ramp, where the divisor is a number that is copied, and on one so
 *          steep that the bound, or that of s, would be over 2^-14. */
double stored_ramp_error(const struct frequency_rule *rule, size_t pair, double turns,
                         double divisor);

/* How a list of divisors agrees with what another file divides each pair's frequency by.
 * In:      list [rotary/2]; single, whether it may be rounded to float32.
 * Out:     *beyond, pairs that agree in no way, and *worst, the farthest apart of them. */
enum agreement stored_divisors(const struct audited *exact, const double *list, bool single,
                               size_t *beyond, size_t *worst);

/* Whether frequencies that no tensor of divisors makes are those of the other rule's numbers as
 * float32.
 * Returns: STATUS_MEMORY. */
enum status stored_frequencies(const struct audited *exact, const struct audited *stored,
                               bool *same);

#endif
