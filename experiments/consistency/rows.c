/* Rows of the table: what was drawn, beside closed forms. */
#include "experiments/consistency/rows.h"

#include <stdlib.h>

#include "experiments/harness/driver/driver.h"
#include "theory/ground/range.h"

const struct column consistency_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_DISTANCE_TOK] = {"distance_tok",
                             "distance r, tokens; empty for an average over a context"},
    [COLUMN_P_INV] =
        {"p_inv",
         "share of the draws whose order at r is strictly the reverse of that at 0; its average "
         "over a context"},
    [COLUMN_P_INV_LO] =
        {"p_inv_lo",
         "95 % limit, lower, no tie being an inversion: Clopper-Pearson at one distance, over the "
         "draws of q and k for an average"},
    [COLUMN_P_INV_HI] = {"p_inv_hi", "upper, every tie being one"},
    [COLUMN_P_EXACT] = {"p_exact",
                        "exact probability at one distance; empty where no closed form exists"},
    [COLUMN_P_LAW] =
        {"p_law",
         "approximate law, averaged over a context: arccos(c(r))/pi, c the mean cosine; against an "
         "aligned key the margin's normal law; empty where there is none"},
    [COLUMN_PAIRS] = {"pairs", "draws of a query and two keys"},
    [COLUMN_CONTEXT_TOK] =
        {"context_tok",
         "context length M, tokens: the row is the average over all r < M; empty for one distance"},
    [COLUMN_P_EXACT_ERR] = {"p_exact_err", "bound on the error of p_exact"},
    [COLUMN_P_TIE] = {"p_tie", "share with a margin at 0 or r that rounding cannot tell from zero"},
};

/* One row: at a distance, or averaged over a context. */
struct cells {
    bool at_distance, has_exact, has_law;
    double length; /* the distance or the context, tokens */
    double p, lo, hi, tie, law;
    struct estimate exact;
};

static void row_write(const struct consistency_rows *rows, const struct cells *cells)
{
    struct table *table = rows->run->table;
    row_text(table, COLUMN_ENCODING, rows->encoding->text);
    row_text(table, COLUMN_QK, rows->qk->text);
    row_optional(table, COLUMN_DISTANCE_TOK, cells->at_distance, cells->length);
    row_number(table, COLUMN_P_INV, cells->p);
    row_number(table, COLUMN_P_INV_LO, cells->lo);
    row_number(table, COLUMN_P_INV_HI, cells->hi);
    row_optional(table, COLUMN_P_EXACT, cells->has_exact,
                 range_kept(cells->exact.val, cells->exact.err, 0.0, 1.0));
    row_optional(table, COLUMN_P_LAW, cells->has_law, cells->law);
    row_number(table, COLUMN_PAIRS, run_number(rows->run, "pairs"));
    row_optional(table, COLUMN_CONTEXT_TOK, !cells->at_distance, cells->length);
    row_optional(table, COLUMN_P_EXACT_ERR, cells->has_exact, cells->exact.err);
    row_number(table, COLUMN_P_TIE, cells->tie);
    row_end(table);
}

/* Whether a quantity exists; a failure other than its absence goes to *worst. */
static bool exists(enum status status, enum status *worst)
{
    if (status != STATUS_OK && status != STATUS_UNDEFINED)
        *worst = status;
    return status == STATUS_OK;
}

/* What the closed forms of a row read. */
struct closed_plan {
    const struct consistency_rows *rows;
    const struct cells *cells;
};

/* The exact probability and the law of a row, in a copy of its cells. */
static enum status closed_cells(const void *context, size_t unit, void *lane, void *part)
{
    const struct closed_plan *p = context;
    const struct consistency_rows *of = p->rows;
    struct cells cells = p->cells[unit];
    enum status worst = STATUS_OK;
    (void)lane;
    cells.has_exact = exists(
        token_order_exact(of->encoding, &of->qk->law, of->second, cells.length, &cells.exact),
        &worst);
    cells.has_law = exists(
        token_order_law(of->encoding, &of->qk->law, of->second, cells.length, &cells.law), &worst);
    *(struct cells *)part = cells;
    return worst;
}

enum status consistency_distance_rows(const struct consistency_rows *rows, size_t count,
                                      const double *distance, const struct token_count *counts)
{
    double pairs = run_number(rows->run, "pairs");
    struct cells *cells = calloc(count, sizeof *cells);
    enum status worst = cells ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; worst == STATUS_OK && i < count; i++) {
        cells[i] = (struct cells){.at_distance = true, .length = distance[i]};
        cells[i].p = counts[i].flips / pairs;
        cells[i].tie = counts[i].ties / pairs;
        worst = token_order_limits(&counts[i], pairs, 0.95, &cells[i].lo, &cells[i].hi);
    }
    struct closed_plan plan = {rows, cells};
    struct driver_work work = {.units = count,
                               .context = &plan,
                               .part_size = sizeof *cells,
                               .run = closed_cells,
                               .result = cells,
                               .result_size = count * sizeof *cells};
    if (worst == STATUS_OK)
        worst = driver_run(&work);
    for (size_t i = 0; worst == STATUS_OK && i < count; i++)
        row_write(rows, &cells[i]);
    free(cells);
    return worst;
}

enum status consistency_context_rows(const struct consistency_rows *rows, size_t count,
                                     const double *context)
{
    const struct qk_law *law = &rows->qk->law;
    size_t pairs = (size_t)run_number(rows->run, "pairs");
    double *flips = count ? malloc(2 * pairs * sizeof *flips) : NULL, *ties = flips + pairs;
    enum status status = count && !flips ? STATUS_MEMORY : STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct cells cells = {.length = context[i]};
        status = token_order_fractions(rows->encoding, law, &rows->run->stream, rows->second,
                                       cells.length, pairs, flips, ties);
        struct token_average p = {0};
        if (status == STATUS_OK)
            status = token_order_average(pairs, flips, ties, 0.95, &p);
        cells.p = p.mean, cells.lo = p.lo, cells.hi = p.hi, cells.tie = p.tie;
        if (status == STATUS_OK)
            cells.has_law = exists(token_order_law_average(rows->encoding, law, rows->second,
                                                           cells.length, &cells.law),
                                   &status);
        if (status == STATUS_OK)
            row_write(rows, &cells);
        run_step(rows->run);
    }
    free(flips);
    return status;
}
