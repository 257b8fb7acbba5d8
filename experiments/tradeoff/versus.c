#include "experiments/tradeoff/versus.h"

#include "experiments/consistency/measure.h"
#include "experiments/tradeoff/measure.h"
#include "experiments/versus.h"

enum {
    ENCODING,
    QK,
    CONTEXT_TOK,
    POSITION_FAILURE,
    POSITION_FAILURE_VERSUS,
    POSITION_DIFFERENCE,
    POSITION_DIFFERENCE_LO,
    POSITION_DIFFERENCE_HI,
    TOKEN_FAILURE,
    TOKEN_FAILURE_VERSUS,
    TOKEN_DIFFERENCE,
    TOKEN_DIFFERENCE_LO,
    TOKEN_DIFFERENCE_HI,
    PAIRS
};
const struct column tradeoff_versus_columns[TRADEOFF_VERSUS_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [QK] = {"qk", "query-key model"},
    [CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [POSITION_FAILURE] = {"position_failure",
                          "P(S(r1) < S(r2)), r1 uniform on [0, M/2), r2 on [M/2, M), mean over the "
                          "draws"},
    [POSITION_FAILURE_VERSUS] = {"position_failure_versus",
                                 "that of the encoding of --versus, of the same draws"},
    [POSITION_DIFFERENCE] = {"position_difference",
                             "position_failure less position_failure_versus"},
    [POSITION_DIFFERENCE_LO] =
        {"position_difference_lo",
         "95 % limit over the draws of q and k, from the differences draw by draw, lower, ties "
         "being failures of --versus alone"},
    [POSITION_DIFFERENCE_HI] = {"position_difference_hi",
                                "upper, ties being failures of the encoding alone"},
    [TOKEN_FAILURE] = {"token_failure",
                       "P(the order of two keys at r is the reverse of that at 0), r uniform on "
                       "[0, M), mean over the draws"},
    [TOKEN_FAILURE_VERSUS] = {"token_failure_versus",
                              "that of the encoding of --versus, of the same draws"},
    [TOKEN_DIFFERENCE] = {"token_difference", "token_failure less token_failure_versus"},
    [TOKEN_DIFFERENCE_LO] = {"token_difference_lo",
                             "95 % limit over the draws of q and both keys, as for the positions, "
                             "lower"},
    [TOKEN_DIFFERENCE_HI] = {"token_difference_hi", "upper"},
    [PAIRS] = {"pairs",
               "draws of a query and two keys; the first key's scores count for the positions"},
};

static enum status shares(const struct run *run, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t draws,
                          struct share *share)
{
    return tradeoff_shares(encoding, law, &run->stream, context, draws, share);
}

static void counted(const struct run *run, struct cost *cost, const struct encoding *encoding,
                    const struct qk_law *law, double context, size_t draws)
{
    (void)run;
    tradeoff_shares_cost(cost, encoding, law, context, draws);
}

void tradeoff_versus_cost(const struct run *run, struct cost *cost)
{
    versus_cost(run, cost, TRADEOFF_FAILURES, counted);
}

static bool allowed(const struct run *run, const struct encoding *encoding,
                    const struct qk_model *qk, struct message *error)
{
    (void)run;
    return token_order_allowed(encoding, qk, SECOND_INDEPENDENT, error);
}

static void put(struct table *table, size_t first, const struct share_difference *p)
{
    const double cells[] = {p->mean, p->versus, p->difference, p->lo, p->hi};
    for (size_t i = 0; i < ARRAY_COUNT(cells); i++)
        row_number(table, first + i, cells[i]);
}

static void row_write(struct run *run, const struct versus_row *row)
{
    row_text(run->table, ENCODING, row->encoding->text);
    row_text(run->table, QK, row->qk->text);
    row_number(run->table, CONTEXT_TOK, row->length);
    put(run->table, POSITION_FAILURE, &row->of[TRADEOFF_POSITION]);
    put(run->table, TOKEN_FAILURE, &row->of[TRADEOFF_TOKEN]);
    row_number(run->table, PAIRS, run_number(run, "pairs"));
    row_end(run->table);
}

enum status tradeoff_versus(struct run *run)
{
    return versus_comparable(run, allowed) && run_begin(run)
               ? versus_rows(&(struct versus_plan){run, TRADEOFF_FAILURES, shares, row_write})
               : STATUS_DOMAIN;
}
