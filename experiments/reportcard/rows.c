#include "experiments/reportcard/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/reportcard/ranks.h"
#include "theory/ground/brief.h"

const struct column card_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [COLUMN_CRITERION] = {"criterion", "what is measured: the list above"},
    [COLUMN_VALUE] = {"value", "its value; empty where there is none, which reason explains"},
    [COLUMN_VALUE_LO] =
        {"value_lo", "95 % limit over the draws, lower; the value itself where a closed form gives "
                     "it; how far was looked for a distance that was not found. Of drift and of a "
                     "drawn variance 91 % and more of 16 draws were measured to hold, 89 % where a "
                     "score has one pair"},
    [COLUMN_VALUE_HI] = {"value_hi", "upper; empty where there is none, as for a distance that was "
                                     "not found"},
    [COLUMN_RANK_LO] = {"rank_lo", "best rank among the encodings of this model and context: 1 and "
                                   "those surely better, whose limits lie apart; limits "
                                   "hold one by one, not for all encodings at once"},
    [COLUMN_RANK_HI] = {"rank_hi", "worst rank: those not surely worse"},
    [COLUMN_BETTER] = {"better", "which values rank first: less, more, near 0 or near 1"},
    [COLUMN_PAIRS] = {"pairs", "draws of a query and two keys; 1 for a deterministic model"},
    [COLUMN_REASON] = {"reason", "why there is no value"},
    [COLUMN_SHADE] = {"shade", "of the figure: middle of the ranks from 0, best, to 1, worst"},
    [COLUMN_LABEL] = {"label",
                      "of the figure: the value in few digits after =, after > how far was looked"},
    [COLUMN_RANKS] = {"ranks", "of the figure: the ranks behind an r"},
    [COLUMN_PLACE] = {"place", "of the figure: number of the encoding"},
    [COLUMN_CRITERION_PLACE] = {"criterion_place", "of the figure: number of the criterion"},
};

struct card_plan card_plan_of(const struct run *run, const struct encoding *encoding,
                              const struct qk_model *qk, double context)
{
    return (struct card_plan){
        .encoding = encoding,
        .law = &qk->law,
        .stream = &run->stream,
        .draws = qk_alike(&qk->law, encoding) ? 1 : (size_t)run_number(run, "pairs"),
        .context = (size_t)context};
}

/* All criteria of an encoding. */
static enum status measure(const struct card_plan *plan, struct card_cell cell[CARD_CRITERIA])
{
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    enum status status = card_means(plan->encoding, plan->law, plan->context, cell);
    if (status == STATUS_OK)
        status = card_drawn(plan, cell);
    return status == STATUS_OK ? card_drift(plan, &cell[CARD_DRIFT]) : status;
}

static void row_of(struct run *run, const struct card_plan *plan, const struct qk_model *qk,
                   size_t place, size_t criterion, const struct card_cell *cell, size_t ranked)
{
    struct table *t = run->table;
    char label[40] = "", ranks[32] = "";
    bool present = !isnan(cell->value), limits = !isnan(cell->lo);
    if (limits) {
        snprintf(label, sizeof label, "%c%s", present ? '=' : '>',
                 brief_number(present ? cell->value : cell->lo).text);
        snprintf(ranks, sizeof ranks, cell->rank_lo == cell->rank_hi ? "r%zu" : "r%zu-%zu",
                 cell->rank_lo, cell->rank_hi);
    }
    row_text(t, COLUMN_ENCODING, plan->encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_number(t, COLUMN_CONTEXT_TOK, (double)plan->context);
    row_text(t, COLUMN_CRITERION, card_criteria[criterion].name);
    row_optional(t, COLUMN_VALUE, present, cell->value);
    row_optional(t, COLUMN_VALUE_LO, limits, cell->lo);
    row_optional(t, COLUMN_VALUE_HI, limits && isfinite(cell->hi), cell->hi);
    row_optional(t, COLUMN_RANK_LO, limits, (double)cell->rank_lo);
    row_optional(t, COLUMN_RANK_HI, limits, (double)cell->rank_hi);
    row_text(t, COLUMN_BETTER, card_better_names[card_criteria[criterion].better]);
    row_number(t, COLUMN_PAIRS, (double)plan->draws);
    if (cell->reason)
        row_text(t, COLUMN_REASON, cell->reason);
    row_optional(t, COLUMN_SHADE, limits, card_shade(cell, ranked));
    if (limits) {
        row_text(t, COLUMN_LABEL, label);
        row_text(t, COLUMN_RANKS, ranks);
    }
    row_number(t, COLUMN_PLACE, (double)(place + 1));
    row_number(t, COLUMN_CRITERION_PLACE, (double)(criterion + 1));
    row_end(t);
}

static size_t ranked_of(size_t count, const struct card_cell *cell)
{
    size_t ranked = 0;
    for (size_t e = 0; e < count; e++)
        ranked += cell[e * CARD_CRITERIA].rank_lo > 0;
    return ranked;
}

enum status card_rows(struct run *run, const struct qk_model *qk, double context)
{
    const struct option_value *encodings = run_value(run, "encoding");
    size_t count = encodings->count, ranked[CARD_CRITERIA];
    struct card_cell *cell = malloc(count * CARD_CRITERIA * sizeof *cell);
    enum status status = cell ? STATUS_OK : STATUS_MEMORY;
    for (size_t e = 0; status == STATUS_OK && e < count; e++) {
        struct card_plan plan = card_plan_of(run, encodings->encodings[e], qk, context);
        status = measure(&plan, cell + e * CARD_CRITERIA);
        if (status != STATUS_OK)
            message_set(&run->where, "\"%s\" under \"%s\": ", plan.encoding->text, qk->text);
        run_step(run);
    }
    for (size_t c = 0; status == STATUS_OK && c < CARD_CRITERIA; c++) {
        card_rank(card_criteria[c].better, count, CARD_CRITERIA, cell + c);
        ranked[c] = ranked_of(count, cell + c);
    }
    for (size_t i = 0; status == STATUS_OK && i < count * CARD_CRITERIA; i++) {
        struct card_plan plan = card_plan_of(run, encodings->encodings[i / CARD_CRITERIA], qk,
                                             context);
        row_of(run, &plan, qk, i / CARD_CRITERIA, i % CARD_CRITERIA, &cell[i],
               ranked[i % CARD_CRITERIA]);
    }
    free(cell);
    return status;
}
