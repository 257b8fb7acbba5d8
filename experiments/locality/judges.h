/* What the claims on position inversion share. */
#ifndef POSBIAS_LOCALITY_JUDGES_H
#define POSBIAS_LOCALITY_JUDGES_H

#include "experiments/locality/locality.h"

enum { LOCALITY_BASES = 5 };
extern const char *const locality_bases[LOCALITY_BASES];

/* P(position inversion) over DU's halves: the count itself for the deterministic curve, else the
 * exact expectation over so many quasi-random pairs of distances. */
enum status locality_probability(const char *spec, const struct qk_law *law, double context,
                                 size_t points, struct estimate *p);
enum status locality_rope_probability(const char *base, const struct qk_law *law, double context,
                                      size_t points, struct estimate *p);
size_t locality_points(int scale);

/* Judges of the signs: from the first context to the last, at every step, from the smallest base to
 * the largest. */
enum status locality_judge_context_unit(int scale, struct judgement *out);
enum status locality_judge_context_aligned(int scale, struct judgement *out);
enum status locality_judge_steps_unit(int scale, struct judgement *out);
enum status locality_judge_base_unit(int scale, struct judgement *out);
enum status locality_judge_base_aligned(int scale, struct judgement *out);

#endif
