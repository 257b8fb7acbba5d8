#include "experiments/aliasing/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"

static const char *const bases[] = {"1e4", "5e5", "1e6", "1e7", "1e8"};
enum { BASES = sizeof bases / sizeof *bases, CONTEXTS_MOST = 8 };
/* Each measured comparison's share of the battery's false alarms, as claim_z's. */
static const double CONFIDENCE = 1.0 - 1e-9;

double alias_pair_count(const double *count, double context)
{
    return (void)context, count[ALIAS_PAIRS];
}
double alias_share(const double *count, double context) { return count[ALIAS_POSITIONS] / context; }
double alias_token_count(const double *count, double context)
{
    return (void)context, count[ALIAS_TOKEN_POSITIONS];
}
double alias_token_share(const double *count, double context)
{
    return count[ALIAS_TOKEN_POSITIONS] / context;
}
double alias_threshold_share(const double *count, double context)
{
    return count[ALIAS_TOKEN_THRESHOLD_POSITIONS] / context;
}
double alias_lone(const double *count, double context) { return context - count[ALIAS_POSITIONS]; }

double alias_invariance_gap(const double *count, double context)
{
    return (count[ALIAS_INVARIANCE_PAIRS] - 0.1 * count[ALIAS_PAIRS]) /
           alias_most(ALIAS_PAIRS, (size_t)context);
}

static bool needs_tokens(const struct alias_view *view)
{
    return view->statistic == alias_token_count || view->statistic == alias_token_share ||
           view->statistic == alias_threshold_share || view->statistic == alias_invariance_gap;
}

static enum status draw_counts(void *plan, double *count) { return alias_draw(plan, count); }

enum status alias_values(const char *encoding, const struct alias_view *view, bool tokens,
                         size_t context, size_t draws, double *value)
{
    struct random_stream stream = {1, random_stream_id("aliasing")};
    struct encoding *e = claim_encoding("%s", encoding);
    struct alias_plan plan = {.encoding = e,
                              .law = &view->law,
                              .stream = &stream,
                              .tokens = tokens || needs_tokens(view),
                              .draws = draws,
                              .context = context,
                              .format_count = 1,
                              .formats = &view->format};
    const double *count = NULL;
    char key[192];
    snprintf(key, sizeof key, "aliasing %s %s %s %zu %zu %d", encoding, view->qk,
             dtypes[view->format].name, context, draws, plan.tokens);
    enum status status = e ? claim_memo(key, draws * ALIAS_QUANTITIES, draw_counts, &plan, &count)
                           : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        value[d] = view->statistic(count + d * ALIAS_QUANTITIES, (double)context);
    encoding_free(e);
    return status;
}

/* Distances scored per base and context, and the longest random context but at full scale: trends
 * ask more draws of shorter ones. */
struct effort {
    double scored;
    size_t longest;
    /* with a second key in any case, so that all trends of a model share their curves */
    bool tokens;
};
static const struct effort level_effort[SCALE_COUNT] = {
    {0x1p20, 16384, false}, {0x1p22, 65536, false}, {0x1p24, 131072, false}};
static const struct effort trend_effort[SCALE_COUNT] = {
    {0x1p21, 4096, true}, {0x1p23, 16384, true}, {0x1p26, 131072, true}};

static size_t draws_for(const struct alias_view *view, const struct effort *effort, size_t context)
{
    double draws = effort->scored / (double)context;
    return qk_deterministic(&view->law) ? 1 : (size_t)fmin(fmax(draws, 32.0), 1024.0);
}

enum status alias_limits(const struct alias_view *view, size_t draws, const double *value,
                         struct alias_mean *out)
{
    out->mean = out->lo = out->hi = value[0];
    return qk_deterministic(&view->law)
               ? STATUS_OK
               : interval_mean(draws, value, CONFIDENCE, &out->mean, &out->lo, &out->hi);
}

/* All values, value[base][context][draw]: bases 1e4, 5e5 and 1e8 at smoke scale, else all; contexts
 * in powers of four, of two at full scale and for a deterministic law. */
struct alias_grid {
    size_t bases, contexts, context[CONTEXTS_MOST], draws[CONTEXTS_MOST];
    const char *base[BASES];
    double *value[BASES][CONTEXTS_MOST];
};

static void alias_grid_free(struct alias_grid *grid)
{
    for (size_t b = 0; b < BASES; b++)
        for (size_t c = 0; c < CONTEXTS_MOST; c++)
            free(grid->value[b][c]);
}

static enum status alias_grid_fill(const struct alias_view *view, int scale,
                                   const struct effort *effort, size_t shortest,
                                   struct alias_grid *grid)
{
    bool exact = qk_deterministic(&view->law);
    size_t factor = exact || scale == SCALE_FULL ? 2 : 4,
           longest = exact ? 131072 : effort->longest;
    enum status status = STATUS_OK;
    *grid = (struct alias_grid){0};
    for (size_t m = 1024; m <= longest || m <= shortest; m *= factor)
        if (m >= shortest) {
            grid->draws[grid->contexts] = draws_for(view, effort, m);
            grid->context[grid->contexts++] = m;
        }
    for (size_t b = 0; b < BASES; b++)
        if (exact || scale != SCALE_SMOKE || b < 2 || b == BASES - 1)
            grid->base[grid->bases++] = bases[b];
    for (size_t b = 0; b < grid->bases; b++)
        for (size_t c = 0; status == STATUS_OK && c < grid->contexts; c++) {
            char encoding[64];
            double *value = grid->value[b][c] = malloc(grid->draws[c] * sizeof(double));
            snprintf(encoding, sizeof encoding, "rope:base=%s,dim=128", grid->base[b]);
            status = value ? alias_values(encoding, view, effort->tokens && !exact,
                                          grid->context[c], grid->draws[c], value)
                           : STATUS_MEMORY;
        }
    return status;
}

static void command(const struct alias_view *view, const char *base, size_t context, size_t draws,
                    struct judgement *out)
{
    message_set(
        &out->shown_by,
        "build/posbias aliasing --encoding=rope:base=%s,dim=128 --qk=%s --context=%zu --dtype=%s --pairs=%zu",
        base, view->qk, context, dtypes[view->format].name, draws);
}

/* Both ends of a change, on the draws they share. */
static void command_pair(const struct alias_view *view, const struct alias_grid *grid, size_t b0,
                         size_t c0, size_t b1, size_t c1, struct judgement *out)
{
    char other[64] = "", longer[32] = "";
    size_t draws = grid->draws[c0] < grid->draws[c1] ? grid->draws[c0] : grid->draws[c1];
    if (b0 != b1)
        snprintf(other, sizeof other, ";rope:base=%s,dim=128", grid->base[b1]);
    if (c0 != c1)
        snprintf(longer, sizeof longer, ",%zu", grid->context[c1]);
    message_set(
        &out->shown_by,
        "build/posbias aliasing --encoding='rope:base=%s,dim=128%s' --qk=%s --context=%zu%s --dtype=%s --pairs=%zu",
        grid->base[b0], other, view->qk, grid->context[c0], longer, dtypes[view->format].name,
        draws);
}

enum status alias_judge_level(const struct alias_view *view, size_t shortest, double sign,
                              double limit, int scale, struct judgement *out)
{
    struct alias_grid grid;
    struct alias_mean mean, worst = {0.0, 0.0, 0.0};
    double clearance = HUGE_VAL;
    size_t at_base = 0, at_context = 0;
    enum status status = alias_grid_fill(view, scale, &level_effort[scale], shortest, &grid);
    for (size_t b = 0; b < grid.bases; b++)
        for (size_t c = 0; status == STATUS_OK && c < grid.contexts; c++) {
            status = alias_limits(view, grid.draws[c], grid.value[b][c], &mean);
            double clear = sign > 0.0 ? mean.lo - limit : limit - mean.hi;
            if (!(clear >= clearance)) {
                clearance = clear;
                worst = mean;
                at_base = b, at_context = c;
            }
        }
    if (status == STATUS_OK) {
        (sign > 0.0 ? judge_above : judge_below)(out, sign > 0.0 ? worst.lo : worst.hi, limit);
        if (out->verdict == VERDICT_REFUTED && (sign > 0.0 ? worst.hi > limit : worst.lo < limit))
            out->verdict = VERDICT_INCONCLUSIVE; /* the interval straddles the limit */
        message_set(
            &out->detail,
            "%s, %s: nearest to the limit at base %s, context %zu: mean %.4g, limits %.4g and %.4g from %zu draws",
            view->name, dtypes[view->format].name, grid.base[at_base], grid.context[at_context],
            worst.mean, worst.lo, worst.hi, grid.draws[at_context]);
        command(view, grid.base[at_base], grid.context[at_context], grid.draws[at_context], out);
    }
    alias_grid_free(&grid);
    return status;
}

/* Change of the mean between two cells on the draws they share, relative to the mean of the first.
 * */
static enum status change(const struct alias_view *view, const struct alias_grid *grid, size_t b0,
                          size_t c0, size_t b1, size_t c1, double sign, struct alias_mean *out,
                          double mean[2])
{
    size_t n = grid->draws[c0] < grid->draws[c1] ? grid->draws[c0] : grid->draws[c1];
    double *difference = malloc(n * sizeof *difference);
    mean[0] = mean[1] = 0.0;
    for (size_t d = 0; difference && d < n; d++) {
        mean[0] += grid->value[b0][c0][d] / (double)n;
        mean[1] += grid->value[b1][c1][d] / (double)n;
        difference[d] = sign * (grid->value[b1][c1][d] - grid->value[b0][c0][d]);
    }
    enum status status = difference ? alias_limits(view, n, difference, out) : STATUS_MEMORY;
    free(difference);
    out->mean /= mean[0], out->lo /= mean[0], out->hi /= mean[0];
    return status == STATUS_OK && !(mean[0] > 0.0) ? STATUS_UNDEFINED : status;
}

enum status alias_judge_trend(const struct alias_view *view, bool over_bases, double sign,
                              int scale, struct judgement *out)
{
    struct alias_grid grid;
    struct alias_mean step, worst = {0.0, 0.0, 0.0};
    double mean[2], smallest = HUGE_VAL;
    bool contrary = false;
    enum status status = alias_grid_fill(view, scale, &trend_effort[scale], 0, &grid);
    size_t lines = over_bases ? grid.contexts : grid.bases,
           steps = over_bases ? grid.bases : grid.contexts;
    for (size_t l = 0; l < lines; l++)
        for (size_t s = 0; status == STATUS_OK && !contrary && s < steps; s++) {
            /* step 0 is the whole way, s > 0 from s - 1 to s */
            size_t from = s == 0 ? 0 : s - 1, to = s == 0 ? steps - 1 : s;
            size_t b0 = over_bases ? from : l, b1 = over_bases ? to : l, c0 = over_bases ? l : from,
                   c1 = over_bases ? l : to;
            status = change(view, &grid, b0, c0, b1, c1, sign, &step, mean);
            contrary = status == STATUS_OK && s > 0 && step.hi < 0.0;
            if (status == STATUS_OK && (contrary || (s == 0 && !(step.lo >= smallest)))) {
                smallest = step.lo;
                worst = step;
                message_set(&out->detail,
                            "%s, %s: %s at base %s, context %zu, gives %.5g, and base %s, context "
                            "%zu, %.5g: %+.3g %%, limits %+.3g and %+.3g %% from %zu draws",
                            view->name, dtypes[view->format].name,
                            contrary ? "first counterexample" : "weakest change", grid.base[b0],
                            grid.context[c0], mean[0], grid.base[b1], grid.context[c1], mean[1],
                            100.0 * sign * step.mean, 100.0 * sign * step.lo,
                            100.0 * sign * step.hi, grid.draws[c1]);
                command_pair(view, &grid, b0, c0, b1, c1, out);
            }
        }
    judge_above(out, contrary ? worst.hi : worst.lo, 0.0);
    if (out->verdict == VERDICT_REFUTED && worst.hi >= 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
    alias_grid_free(&grid);
    return status;
}
