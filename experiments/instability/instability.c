/* TAPA's Theorem 2.1: which values the expected score comes back to, by scanning distances for the nearest one. */
#include "experiments/instability/instability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENCODING, QK, TARGET, GRID, SCAN };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=5e5,dim=8,unit=turn;rope:base=5e5,dim=16,unit=turn;rope:base=5e5,dim=128,unit=turn"),
    [QK] = OPTION_QK_ROW("moments:mu0=1,nu0=0"),
    [TARGET] = {.name = "target",
                .type = OPTION_REALS,
                .lo = -1e300,
                .hi = 1e300,
                .meaning = "values of (2/sqrt D) E S to look for; default --grid of them over [-g, g], g = hypot(mu0, nu0)"},
    [GRID] = {.name = "grid",
              .type = OPTION_WHOLE,
              .fallback = {"41", "41", "41"},
              .lo = 2,
              .hi = 1e6,
              .meaning = "number of evenly spaced targets when --target is not given"},
    [SCAN] = {.name = "scan",
              .type = OPTION_WHOLE,
              .fallback = {"1048576", "16777216", "4294967296"},
              .lo = 1,
              .hi = 0x1p40,
              .meaning = "largest distance scanned, tokens"},
};

static const struct column columns[] = {
    {"encoding", "encoding string"},
    {"qk", "query-key model"},
    {"gamma_target", "value sought for (2/sqrt D) E S"},
    {"witness_tok", "the distance that comes nearest, the smallest among equals"},
    {"gamma_reached", "the value there"},
    {"error", "absolute difference of the two"},
    {"method", "scan: every distance from 1 to scan_hi_tok was tried"},
    {"scan_hi_tok", "largest distance tried"},
    {"reached_lo", "lowest value of the whole scan"},
    {"reached_hi", "highest value of the whole scan"},
    {"error_allowed", "(g + |mu0|)/h, the O(1/D) of the theorem's proof with its constant"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"instability",
     "Values the expected score comes back to",
     "For each target value of (2/sqrt D) E S, the nearest value reached by any distance of the scan; points on the diagonal "
     "are "
     "targets met, flat ends values not reached. In unit=turn the fastest pair never moves at whole distances, so nothing "
     "below "
     "-1 + 4/D can be reached: with few pairs the scan comes down to that floor, as the theorem says. At D = 128 it does not, "
     "because "
     "the distances that align 64 phases lie far beyond it.",
     arguments,
     {1, 4, 900}},
};

/* What one block contributes: for each gap between targets the extreme values seen in it. */
struct cell {
    struct witness low, high; /* distance < 0: none yet */
};

struct search {
    double sign;
    size_t count;
    const double *target;
    struct cell *cells; /* count + 1 */
};

/* The cell of a value: the number of targets below it. */
static size_t cell_of(const struct search *s, double value)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (s->target[middle] < value)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

static void take(struct cell *cell, struct witness w)
{
    if (cell->low.distance < 0.0 || w.value < cell->low.value)
        cell->low = w;
    if (cell->high.distance < 0.0 || w.value > cell->high.value)
        cell->high = w;
}

static void clear(size_t count, struct cell *cells)
{
    for (size_t i = 0; i < count; i++)
        cells[i].low.distance = cells[i].high.distance = -1.0;
}

static void visit(const void *context, size_t count, const double *distance, const double *gamma, void *part)
{
    const struct search *s = context;
    struct cell *cells = part;
    clear(s->count + 1, cells);
    for (size_t i = 0; i < count; i++)
        take(&cells[cell_of(s, 2.0 * gamma[i])], (struct witness){distance[i], 2.0 * gamma[i]});
}

static void fold(void *context, const void *part)
{
    struct search *s = context;
    const struct cell *cells = part;
    for (size_t i = 0; i <= s->count; i++)
        if (cells[i].low.distance >= 0.0) {
            take(&s->cells[i], cells[i].low);
            take(&s->cells[i], cells[i].high);
        }
}

/* Takes the nearer candidate; of two equally near the smaller distance. */
static void better(struct witness *best, const struct witness *candidate, double target)
{
    double before = fabs(best->value - target), now = fabs(candidate->value - target);
    if (candidate->distance >= 0.0 &&
        (best->distance < 0.0 || now < before || (now == before && candidate->distance < best->distance)))
        *best = *candidate;
}

enum status instability_scan(const struct encoding *encoding, const struct qk_law *law, double last, size_t count,
                             const double *target, struct witness *found)
{
    struct search s = {.count = count, .target = target, .cells = malloc((count + 1) * sizeof *s.cells)};
    if (!s.cells)
        return STATUS_MEMORY;
    clear(count + 1, s.cells);
    struct mean_scan scan = {&s, (count + 1) * sizeof *s.cells, visit, fold};
    enum status status = mean_curve_scan(encoding, law, 1.0, last, &scan);
    struct witness none = {-1.0, 0.0}, below = none, above = none;
    for (size_t i = 0; i < count; i++)
        found[i] = none;
    for (size_t i = 0; i < count; i++) { /* the nearest value at or below each target, then the nearest above */
        if (s.cells[i].high.distance >= 0.0)
            below = s.cells[i].high;
        better(&found[i], &below, target[i]);
    }
    for (size_t i = count; i-- > 0;) {
        if (s.cells[i + 1].low.distance >= 0.0)
            above = s.cells[i + 1].low;
        better(&found[i], &above, target[i]);
    }
    free(s.cells);
    return status;
}

/* The targets, as given or an even grid over [-g, g], with -infinity before and infinity behind them. */
static double *targets_of(struct run *run, double g, size_t *count)
{
    const struct option_value *given = &run->values[TARGET];
    *count = given->present ? given->count : (size_t)run_number(run, "grid");
    double *target = malloc((*count + 2) * sizeof *target);
    if (!target)
        return NULL;
    target[0] = -HUGE_VAL;
    target[*count + 1] = HUGE_VAL;
    for (size_t i = 0; i < *count; i++)
        target[i + 1] = given->present ? given->numbers[i] : g * (2.0 * (double)i / ((double)*count - 1.0) - 1.0);
    return target;
}

static enum status rows_of(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    struct pair_moments m = qk_pair_moments(&qk->law);
    double g = hypot(m.mean_a, m.mean_b), last = run_number(run, "scan");
    size_t count;
    double *target = targets_of(run, g, &count); /* between two sentinels, whose witnesses are the extremes */
    struct witness *all = calloc(count + 2, sizeof *all), *found = all + 1;
    enum status status = target && all ? instability_scan(e, &qk->law, last, count + 2, target, all) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double sought = target[i + 1];
        table_text(run->table, e->text);
        table_text(run->table, qk->text);
        table_number(run->table, sought);
        table_number(run->table, found[i].distance);
        table_number(run->table, found[i].value);
        table_number(run->table, fabs(found[i].value - sought));
        table_text(run->table, "scan");
        table_number(run->table, last);
        table_number(run->table, all[0].value);
        table_number(run->table, all[count + 1].value);
        table_number(run->table, (g + fabs(m.mean_a)) * 2.0 / (double)e->dim);
    }
    free(target);
    free(all);
    return status;
}

static enum status run_instability(struct run *run)
{
    const struct option_value *target = &run->values[TARGET];
    if (target->given && run->values[GRID].given) {
        message_set(&run->error, "option --grid: --target already says which values are sought; give one of them");
        return STATUS_DOMAIN;
    }
    for (size_t i = 1; i < target->count; i++)
        if (!(target->numbers[i] > target->numbers[i - 1])) {
            message_set(&run->error, "option --target: \"%s\" does not ascend", target->text);
            return STATUS_DOMAIN;
        }
    return run_each(run, mean_curve_allowed, rows_of);
}

static double seconds(const struct run *run)
{
    double sum = 0.0;
    for (size_t e = 0; e < run->values[ENCODING].count; e++)
        sum += mean_curve_seconds(run->values[ENCODING].encodings[e], run_number(run, "scan")) * (double)run->values[QK].count;
    return sum;
}

const struct experiment experiment_instability = {
    .name = "instability",
    .summary = "which values the expected score returns to over long ranges, with a witness distance for each",
    .measures =
        "TAPA's Theorem 2.1 says that with rationally independent frequencies the expected score comes within O(1/D) of "
        "every value in [-g, g], g = hypot(mu0, nu0), again and again. This scans all distances up to a limit and reports, "
        "for each target, the one that comes nearest.",
    .source = "TAPA Theorem 2.1, Eq. 6 and 21; theory/README.md#independence",
    EXPERIMENT_TABLES,
    .claims = instability_claims,
    .claim_count = INSTABILITY_CLAIM_COUNT,
    .run = run_instability,
    .seconds = seconds,
};
