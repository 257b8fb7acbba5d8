/* What a report card measures of an encoding: its criteria, which way each is better, and a cell of
 * the table. */
#ifndef POSBIAS_REPORTCARD_CRITERIA_H
#define POSBIAS_REPORTCARD_CRITERIA_H

#include <stddef.h>

enum criterion {
    /* distance bias, of the mean score */
    CARD_ALIGNED_MEAN,
    CARD_FIRST_NEGATIVE,
    CARD_GAP,
    CARD_HORIZON,
    /* failures, and what there is to fail */
    CARD_POSITION_INVERSION,
    CARD_TOKEN_INVERSION,
    CARD_POSITION_ALIASING,
    CARD_TOKEN_ALIASING,
    CARD_DRIFT,
    CARD_VARIANCE,
    CARD_POSITIONAL,
    CARD_SEMANTIC,
    CARD_CRITERIA
};

enum card_better { CARD_LESS, CARD_MORE, CARD_NEAR_ZERO, CARD_NEAR_ONE };

struct card_criterion {
    const char *name;
    enum card_better better;
    const char *meaning;
};
extern const struct card_criterion card_criteria[CARD_CRITERIA];

/* What a column says of card_better: "less", "more", "near 0", "near 1". */
extern const char *const card_better_names[];

/* A value with its limits, or the reason why there is none. A distance that was looked for up to lo
 * and not found has no value, lo, and hi = HUGE_VAL. Other cells without a value have no limits. */
struct card_cell {
    double value, lo, hi;    /* NAN: none */
    const char *reason;      /* NULL: there is a value */
    size_t rank_lo, rank_hi; /* 0: none */
};

/* A value that is known without an interval; one with limits; none, with the reason. */
struct card_cell card_known(double value);
struct card_cell card_between(double value, double lo, double hi);
struct card_cell card_without(const char *reason);
struct card_cell card_beyond(double looked, const char *reason);

#endif
