/* What is measured of a head: the quantities, and what a row says of each. */
#ifndef POSBIAS_HEADS_QUANTITIES_H
#define POSBIAS_HEADS_QUANTITIES_H

#include <stdbool.h>
#include <stddef.h>

enum head_quantity {
    HEAD_USAGE_SLOW,
    HEAD_SLOT_SLOW,
    HEAD_MASSIVE_Q,
    HEAD_MASSIVE_K,
    HEAD_OFFSET_Q,
    HEAD_OFFSET_K,
    HEAD_OFFSET_ANGLE,
    HEAD_SPREAD_A,
    HEAD_ASSUMPTION_P,
    HEAD_AMPLITUDE_MAX,
    HEAD_POSITIONAL,
    HEAD_SEMANTIC,
    HEAD_P_INV,
    HEAD_P_ALIAS,
    HEAD_FIRST_NEGATIVE,
    HEAD_ARGMAX,
    HEAD_STABLE_RANK,
    HEAD_STABLE_RANK_ROTATED,
    HEAD_FIRST_SHARE,
    HEAD_FIRST_SHARE_ROTATED,
    HEAD_DOPE_RANK,
    HEAD_REACH,
    HEAD_POSITIONAL_CORR,
    HEAD_QUANTITIES
};

/* NAN is what there is none of. */
struct head_value {
    double value, error, lo, hi;
    double null;        /* of rows permuted */
    double null_normal; /* of normal vectors */
    double null_error;  /* of the null that tells */
    double p;           /* of no difference from it */
};

#endif
