/* MEN's criterion for the frequencies of any schedule. */
#ifndef POSBIAS_THEORY_PROOF_BASES_SCHEDULE_JUDGE_H
#define POSBIAS_THEORY_PROOF_BASES_SCHEDULE_JUDGE_H

#include "theory/model/schedule.h"
#include "theory/proof/bases/base_scan.h"

/* Whether the sum of cosines over all pairs, those that do not rotate included, is nowhere negative
 * below a length,
 *   C(r) = sum_n cos(2 pi f_n r) >= 0 for r = 0..length-1.
 * Source:  MEN, whose criterion this is where the frequencies are plain RoPE's.
 * In:      length, 1 to DISTANCE_LIMIT.
 * Out:     as base_scan_judge does for a base; sums.evaluations as far as it had to look.
 * Returns: STATUS_MEMORY.
 * Error:   signs are certain where out->proved; value within 1e-12 of C.
 * Cost:    as trig_run over the distances up to the first negative one. */
enum status schedule_judge(const struct schedule *schedule, double length,
                           struct base_verdict *out);

#endif
