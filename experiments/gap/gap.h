/* The gap experiment's scan, and the claims it judges. */
#ifndef POSBIAS_GAP_GAP_H
#define POSBIAS_GAP_GAP_H

#include "experiments/mean_curve.h"

/* Least gap over all pairs, the threshold, and the first far distance that violates it (-1: none).
 * */
struct gap_result {
    double gap_min, threshold, horizon;
};

/* Every near integer against every far integer. Error: twice mean_curve_error on gap_min. */
enum status gap_scan(const struct encoding *encoding, const struct qk_law *law, double near_lo,
                     double near_hi, double far_lo, double far_hi, struct gap_result *out);

/* Most distances a range may hold: some hours of work. */
#define GAP_SCAN_LIMIT 0x1p40

extern const struct claim_set gap_claims;

#endif
