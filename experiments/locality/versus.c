#include "experiments/locality/versus.h"

#include <stdlib.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/versus.h"

enum {
    ENCODING,
    QK,
    CONTEXT_TOK,
    P_INV,
    P_INV_VERSUS,
    DIFFERENCE,
    DIFFERENCE_LO,
    DIFFERENCE_HI,
    PAIRS
};
const struct column locality_versus_columns[VERSUS_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [QK] = {"qk", "query-key model"},
    [CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [P_INV] = {"p_inv", "share of the (near, far) pairs of distances with S(near) < S(far), mean "
                        "over draws of q and k"},
    [P_INV_VERSUS] = {"p_inv_versus", "that of the encoding of --versus, of the same draws"},
    [DIFFERENCE] = {"difference", "p_inv less p_inv_versus"},
    [DIFFERENCE_LO] =
        {"difference_lo",
         "95 % limit over the draw of q and k, from the differences draw by draw, lower, ties "
         "being inversions of --versus alone; of the counts themselves for a deterministic model"},
    [DIFFERENCE_HI] = {"difference_hi", "upper, ties being inversions of the encoding alone"},
    [PAIRS] = {"pairs", "queries and keys drawn; 1 for a deterministic model"},
};

static enum status shares(const struct run *run, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t draws,
                          struct share *share)
{
    struct locality_fraction *fraction = malloc(draws * sizeof *fraction);
    struct curve_window window[2];
    locality_window((enum locality_windows)run_number(run, "windows"), context, window);
    enum status status = fraction ? locality_fractions(encoding, law, &run->stream, window, draws,
                                                       fraction)
                                  : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        share[d] = locality_share(&fraction[d]);
    free(fraction);
    return status;
}

static void counted(const struct run *run, struct cost *cost, const struct encoding *encoding,
                    const struct qk_law *law, double context, size_t draws)
{
    struct curve_window window[2];
    locality_window((enum locality_windows)run_number(run, "windows"), context, window);
    locality_fractions_cost(cost, encoding, law, window, draws);
}

void locality_versus_cost(const struct run *run, struct cost *cost)
{
    versus_cost(run, cost, 1, counted);
}

static bool allowed(const struct run *run, const struct encoding *encoding,
                    const struct qk_model *qk, struct message *error)
{
    (void)run;
    return qk_drawable(qk, encoding, error);
}

static void row_write(struct run *run, const struct versus_row *row)
{
    const struct share_difference *p = row->of;
    row_text(run->table, ENCODING, row->encoding->text);
    row_text(run->table, QK, row->qk->text);
    row_number(run->table, CONTEXT_TOK, row->length);
    row_number(run->table, P_INV, p->mean);
    row_number(run->table, P_INV_VERSUS, p->versus);
    row_number(run->table, DIFFERENCE, p->difference);
    row_number(run->table, DIFFERENCE_LO, p->lo);
    row_number(run->table, DIFFERENCE_HI, p->hi);
    row_number(run->table, PAIRS, (double)versus_draws(run, row->qk));
    row_end(run->table);
}

enum status locality_versus(struct run *run)
{
    if (run_value(run, "points")->given)
        message_set(&run->error, "option --points: with --versus there is no p_exact; give one of "
                                 "them");
    else if (versus_comparable(run, allowed) && run_begin(run))
        return versus_rows(&(struct versus_plan){run, 1, shares, row_write});
    return STATUS_DOMAIN;
}
