/* The floating-point scan: every near distance against every far one. */
#ifndef POSBIAS_GAP_MEASURE_H
#define POSBIAS_GAP_MEASURE_H

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

#endif
