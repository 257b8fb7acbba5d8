/* The rows of the table: a length's, or a single base's at a length, each beside the bases
 * published for it. */
#include "experiments/basebound/rows.h"

#include "experiments/basebound/published.h"

const struct column basebound_columns[COLUMN_COUNT] = {
    [COLUMN_DIM] = {"dim", "head dimension D"},
    [COLUMN_CONTEXT_TOK] =
        {"context_tok",
         "context length L: a base passes if sum_n cos(r b^(-2n/D)) >= 0 for r = 0..L-1"},
    [COLUMN_BASE_INF_LO] =
        {"base_inf_lo",
         "no base from 1 up to this one, itself left open, passes; digits past the ninth depend "
         "on the contexts before it"},
    [COLUMN_BASE_INF_HI] = {"base_inf_hi",
                            "this base passes; within a relative 1e-9 of base_inf_lo"},
    [COLUMN_WINDOW_HI] =
        {"window_hi",
         "every base from base_inf_hi to here passes; empty if that window has no end"},
    [COLUMN_BASE_SAFE] =
        {"base_safe",
         "every base from here to base_limit passes; empty if base_limit fails or no base passes"},
    [COLUMN_BASE_LIMIT] = {"base_limit", "as far as base_safe is followed"},
    [COLUMN_PROVED] = {"proved", "1 if all of the row is proved"},
    [COLUMN_BEYOND_LIMIT] =
        {"beyond_limit",
         "passes: every base over base_limit passes too, so that base_safe holds for good; open: "
         "--limit cut it"},
    [COLUMN_WINDOW_FAIL] = {"window_fail",
                            "a base within a relative 1e-9 over window_hi that fails"},
    [COLUMN_WINDOW_FAIL_TOK] = {"window_fail_tok", "the distance at which it does"},
    [COLUMN_BASE_FAIL] =
        {"base_fail",
         "a base within a relative 1e-9 under base_safe that fails; empty if none under it does"},
    [COLUMN_BASE_FAIL_TOK] = {"base_fail_tok", "the distance at which it does"},
    [COLUMN_NEVER_TOK] = {"never_tok",
                          "a distance at which every base fails; empty if some base passes"},
    [COLUMN_HOPS] =
        {"hops",
         "ranges of failing bases on the way from 1 to base_inf_lo, each proved to fail at one "
         "distance"},
    [COLUMN_EVALUATIONS] =
        {"evaluations",
         "sums of cosines, and least ones over boxes, evaluated for the proofs of this row and those "
         "above it"},
    [COLUMN_BALLS_SHARE] = {"balls_share",
                            "share of them that a double could not decide, so that balls did"},
    [COLUMN_PUBLISHED_MEN] =
        {"published_men",
         "the smallest base printed in arXiv 2405.14591 for this context; empty if there is none"},
    [COLUMN_MEN_PASSES] = {"men_passes", "1 if that base passes, proved; 0 if it fails, proved"},
    [COLUMN_PUBLISHED_SECOND] = {"published_second",
                                 "the same from a finer search by J. Su, kexue.fm/archives/10122"},
    [COLUMN_SECOND_PASSES] = {"second_passes",
                              "1 if that base passes, proved; 0 if it fails, proved"},
    [COLUMN_BASE] = {"base", "base judged by --check; empty otherwise"},
    [COLUMN_PASSES] = {"passes", "1 if it passes, 0 if not"},
    [COLUMN_FIRST_NEGATIVE_TOK] =
        {"first_negative_tok",
         "smallest distance at which its sum is negative; empty if it passes"},
    [COLUMN_VALUE] = {"value", "the sum there; if it passes, the least sum over r < L"},
};

/* A published base, and what is proved of it. */
static enum status put_printed(struct table *t, size_t dim, double context, double base,
                               size_t base_column, size_t passes_column)
{
    struct base_verdict verdict;
    enum status status = basebound_check(dim, (size_t)context, base, &verdict);
    if (status != STATUS_OK)
        return status;
    row_number(t, base_column, base);
    row_optional(t, passes_column, verdict.proved, verdict.passes);
    return STATUS_OK;
}

/* The published bases of a length, if there are any. */
static enum status put_published(struct table *t, size_t dim, double context)
{
    double base[PUBLISHED_SOURCES];
    if (!basebound_published_bases(dim, context, base))
        return STATUS_OK;
    enum status status = put_printed(t, dim, context, base[PUBLISHED_MEN], COLUMN_PUBLISHED_MEN,
                                     COLUMN_MEN_PASSES);
    return status == STATUS_OK ? put_printed(t, dim, context, base[PUBLISHED_SECOND],
                                             COLUMN_PUBLISHED_SECOND, COLUMN_SECOND_PASSES)
                               : status;
}

/* The failing base just outside a set of bases that pass, and the distance at which it fails. */
static void put_end(struct table *t, size_t base_column, size_t distance_column,
                    const struct base_end *end)
{
    row_optional(t, base_column, end->fails > 0.0, end->fails);
    row_optional(t, distance_column, end->fails > 0.0, end->distance);
}

enum status basebound_row_write(struct table *t, size_t dim, const struct basebound_row *row)
{
    double evaluations = row->sums.evaluations;
    row_number(t, COLUMN_DIM, (double)dim);
    row_number(t, COLUMN_CONTEXT_TOK, (double)row->length);
    row_optional(t, COLUMN_NEVER_TOK, row->never, 2.0);
    if (!row->never) {
        row_number(t, COLUMN_BASE_INF_LO, row->least.lo);
        row_optional(t, COLUMN_BASE_INF_HI, row->least.closed, row->least.hi);
        row_number(t, COLUMN_BASE_LIMIT, row->limit);
        row_text(t, COLUMN_BEYOND_LIMIT, row->limit_ends ? "passes" : "open");
    }
    if (row->has_window && !row->window.none) {
        row_number(t, COLUMN_WINDOW_HI, row->window.passes);
        put_end(t, COLUMN_WINDOW_FAIL, COLUMN_WINDOW_FAIL_TOK, &row->window);
    }
    if (row->has_safe) {
        row_number(t, COLUMN_BASE_SAFE, row->safe.passes);
        put_end(t, COLUMN_BASE_FAIL, COLUMN_BASE_FAIL_TOK, &row->safe);
    }
    row_number(t, COLUMN_PROVED, row->proved);
    row_number(t, COLUMN_HOPS, row->hops);
    row_number(t, COLUMN_EVALUATIONS, evaluations);
    row_number(t, COLUMN_BALLS_SHARE, evaluations > 0.0 ? row->sums.balls / evaluations : 0.0);
    enum status status = put_published(t, dim, (double)row->length);
    if (status == STATUS_OK)
        row_end(t);
    return status;
}

enum status basebound_check_write(struct table *t, size_t dim, double context, double base)
{
    struct base_verdict verdict;
    enum status status = basebound_check(dim, (size_t)context, base, &verdict);
    if (status != STATUS_OK)
        return status;
    row_number(t, COLUMN_DIM, (double)dim);
    row_number(t, COLUMN_CONTEXT_TOK, context);
    row_number(t, COLUMN_PROVED, verdict.proved);
    row_number(t, COLUMN_HOPS, 0.0);
    row_number(t, COLUMN_EVALUATIONS, context);
    row_number(t, COLUMN_BALLS_SHARE, verdict.sums.balls / context);
    row_number(t, COLUMN_BASE, base);
    row_optional(t, COLUMN_PASSES, verdict.proved, verdict.passes);
    row_optional(t, COLUMN_FIRST_NEGATIVE_TOK, !verdict.passes, verdict.distance);
    row_number(t, COLUMN_VALUE, verdict.value);
    status = put_published(t, dim, context);
    if (status == STATUS_OK)
        row_end(t);
    return status;
}
