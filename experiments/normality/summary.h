/* What the draws of one context come to: averages with limits, and what bounds allow any draw. */
#ifndef POSBIAS_NORMALITY_SUMMARY_H
#define POSBIAS_NORMALITY_SUMMARY_H

#include "experiments/normality/measure.h"

/* One result over draws: mean, or median, with 95 % limits, where they exist. */
struct average {
    bool exists, bounded;
    double mean, lo, hi;
};

/* Everything one context's rows share. */
struct summary {
    double context, limit_error, eps;
    size_t draws, band;
    struct average value[NORMALITY_VALUES], mean_error, sd_ratio;
    bool follow; /* Proposition 1 applies */
    double follow_mean, follow_var;
};

/* Fills the averages. In: value [draws][NORMALITY_VALUES]; s->draws. */
enum status summary_fill(const double *value, bool deterministic, struct summary *s);

/* Fills what Proposition 1 says of any q and k, where it applies. In: s->context, s->eps. */
enum status summary_follow(const struct encoding *encoding, struct summary *s);

#endif
