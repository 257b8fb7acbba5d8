/* Counts against an exponential, another encoding's and the derived law. */
#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/judges.h"

/* Distances without an alias at a point. */
static enum status lone_at(const struct grid_point *point, struct alias_mean *out)
{
    size_t draws = alias_draws(point);
    double context = grid_number(point, "context"), *value = malloc(draws * sizeof *value);
    const double *count = NULL;
    enum status status = value ? alias_counts(point, false, &count) : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        value[d] = context - count[d * ALIAS_QUANTITIES + ALIAS_POSITIONS];
    if (status == STATUS_OK)
        status = alias_limits(draws, value, out);
    free(value);
    return status;
}

/* Were the share of lone distances A exp(-c M), its logarithm would fall in proportion to M. */
enum status alias_judge_rate(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    (void)subject;
    struct grid_point at[3];
    struct alias_mean lone[3];
    double context[3];
    for (size_t c = 0; c < 3; c++) {
        at[c] = grid_at(grid_first(grid), "context", c);
        context[c] = grid_number(&at[c], "context");
        enum status status = lone_at(&at[c], &lone[c]);
        if (status != STATUS_OK)
            return status;
    }
    double exponential = (context[2] - context[1]) / (context[1] - context[0]),
           longer = context[2] / context[1], before = context[1] / context[0];
    double slowest = log(before * lone[0].lo / lone[1].hi),
           most = log(longer * lone[1].hi / lone[2].lo) / slowest,
           least = log(longer * lone[1].lo / lone[2].hi) / log(before * lone[0].hi / lone[1].lo);
    judge_above(out, slowest > 0.0 ? most : HUGE_VAL, exponential);
    if (out->verdict == VERDICT_VERIFIED) {
        judge_above(out, least, exponential);
        if (out->verdict != VERDICT_VERIFIED)
            out->verdict = VERDICT_INCONCLUSIVE; /* the limits straddle it */
    }
    message_set(
        &out->detail,
        "distances without an alias at %s, %s and %s: %.1f, %.1f and %.1f: their number hardly "
        "changes, so their share falls like 1/M; those are the scores near 0, where the format's "
        "numbers are dense; an exponential law would leave %.3g at %s",
        grid_word(&at[0], "context"), grid_word(&at[1], "context"), grid_word(&at[2], "context"),
        lone[0].mean, lone[1].mean, lone[2].mean,
        longer * lone[1].mean * pow(before * lone[0].mean / lone[1].mean, -exponential),
        grid_word(&at[2], "context"));
    out->shown_by = grid_command(3, at, NULL);
    return STATUS_OK;
}

enum status alias_judge_tapa(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    (void)subject;
    static const struct alias_statistic tokens = {"token-alias positions", ALIAS_TOKEN_POSITIONS,
                                                  0.0, false};
    struct grid_point at[2];
    struct alias_mean ratio, keys[2];
    const double *count[2] = {NULL, NULL};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
        at[i] = grid_at(grid_first(grid), "encoding", i);
        status = alias_counts(&at[i], false, &count[i]);
        if (status == STATUS_OK)
            status = alias_mean_at(&at[i], &tokens, &keys[i]);
    }
    if (status != STATUS_OK)
        return status;
    size_t n = alias_draws(&at[0]);
    double *value = malloc(n * sizeof *value);
    for (size_t d = 0; value && d < n; d++)
        /* one more of each: a curve may have none */
        value[d] = log((1.0 + count[1][d * ALIAS_QUANTITIES + ALIAS_PAIRS]) /
                       (1.0 + count[0][d * ALIAS_QUANTITIES + ALIAS_PAIRS]));
    status = value ? alias_limits(n, value, &ratio) : STATUS_MEMORY;
    free(value);
    if (status != STATUS_OK)
        return status;
    judge_above(out, ratio.lo, 0.0);
    if (out->verdict == VERDICT_REFUTED && ratio.hi >= 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "context %s, %s, %s draws: TAPA has %.2f times RoPE's alias pairs in the geometric "
                "mean (the median's limits %.2f and %.2f); of token aliases, exact equality of two "
                "keys, TAPA has %.2f (%.2f to %.2f) and RoPE %.2f (%.2f to %.2f) positions",
                grid_word(&at[0], "context"), grid_word(&at[0], "dtype"),
                grid_word(&at[0], "pairs"), exp(ratio.mean), exp(ratio.lo), exp(ratio.hi),
                keys[1].mean, keys[1].lo, keys[1].hi, keys[0].mean, keys[0].lo, keys[0].hi);
    out->shown_by = grid_command(2, at, NULL);
    return STATUS_OK;
}

/* The mean count over the mean law, and limits of the median of a draw's count over its law. */
static enum status ratio_limits(size_t draws, const double *count, struct alias_mean *out)
{
    double *value = malloc(draws * sizeof *value), pairs = 0.0, law = 0.0;
    for (size_t d = 0; value && d < draws; d++) {
        const double *of = count + d * ALIAS_QUANTITIES;
        pairs += of[ALIAS_PAIRS];
        law += of[ALIAS_LAW];
        value[d] = of[ALIAS_PAIRS] / of[ALIAS_LAW];
    }
    enum status status = value ? alias_limits(draws, value, out) : STATUS_MEMORY;
    out->mean = pairs / law;
    free(value);
    return status;
}

enum status alias_judge_law(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    const double *within = subject;
    struct grid_point at = grid_first(grid);
    struct alias_mean ratio, worst = {0};
    double most = 0.0, least = 0.0;
    for (struct grid_point point = at; point.valid; grid_next(&point)) {
        const double *count = NULL;
        enum status status = alias_counts(&point, true, &count);
        if (status == STATUS_OK)
            status = ratio_limits(alias_draws(&point), count, &ratio);
        if (status != STATUS_OK)
            return status;
        double off = fmax(ratio.hi - 1.0, 1.0 - ratio.lo),
               sure = fmax(ratio.lo - 1.0, 1.0 - ratio.hi);
        least = fmax(least, sure);
        if (claim_larger(off, most)) {
            most = off;
            at = point, worst = ratio;
        }
    }
    judge_below(out, most, *within);
    if (out->verdict == VERDICT_REFUTED && least <= *within)
        out->verdict = VERDICT_INCONCLUSIVE; /* the limits straddle the allowance */
    message_set(
        &out->detail,
        "farthest off at b = %s, M = %s: counts over law %.3f, the median's limits %.3f and %.3f",
        grid_word(&at, "base"), grid_word(&at, "context"), worst.mean, worst.lo, worst.hi);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}
