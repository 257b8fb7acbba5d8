#include "experiments/consistency/versus.h"

#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/versus.h"

enum {
    ENCODING,
    QK,
    DISTANCE_TOK,
    P_INV,
    P_INV_VERSUS,
    DIFFERENCE,
    DIFFERENCE_LO,
    DIFFERENCE_HI,
    PAIRS,
    CONTEXT_TOK
};
const struct column consistency_versus_columns[CONSISTENCY_VERSUS_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [QK] = {"qk", "query-key model"},
    [DISTANCE_TOK] = {"distance_tok", "distance r, tokens; empty for an average over a context"},
    [P_INV] = {"p_inv",
               "share of the draws whose order at r is strictly the reverse of that at 0; its "
               "average over a context"},
    [P_INV_VERSUS] = {"p_inv_versus", "that of the encoding of --versus, of the same draws"},
    [DIFFERENCE] = {"difference", "p_inv less p_inv_versus"},
    [DIFFERENCE_LO] = {"difference_lo",
                       "95 % limit over the draws, from the differences draw by draw, lower, ties "
                       "being inversions of --versus alone"},
    [DIFFERENCE_HI] = {"difference_hi", "upper, ties being inversions of the encoding alone"},
    [PAIRS] = {"pairs", "draws of a query and two keys"},
    [CONTEXT_TOK] = {"context_tok",
                     "context length M, tokens: the row is the average over all r < M; empty for "
                     "one distance"},
};

static enum second_key second_of(const struct run *run)
{
    return token_second(run_number(run, "reference"));
}

static void row_write(struct run *run, const struct versus_row *row, size_t length)
{
    const struct share_difference *p = row->of;
    row_text(run->table, ENCODING, row->encoding->text);
    row_text(run->table, QK, row->qk->text);
    row_number(run->table, P_INV, p->mean);
    row_number(run->table, P_INV_VERSUS, p->versus);
    row_number(run->table, DIFFERENCE, p->difference);
    row_number(run->table, DIFFERENCE_LO, p->lo);
    row_number(run->table, DIFFERENCE_HI, p->hi);
    row_number(run->table, PAIRS, run_number(run, "pairs"));
    row_number(run->table, length, row->length);
    row_end(run->table);
}

static void context_row(struct run *run, const struct versus_row *row)
{
    row_write(run, row, CONTEXT_TOK);
}

static enum status shares(const struct run *run, const struct encoding *encoding,
                          const struct qk_law *law, double context, size_t draws,
                          struct share *share)
{
    double *flips = malloc(2 * draws * sizeof *flips), *ties = flips + draws;
    enum status status = flips ? token_order_fractions(encoding, law, &run->stream, second_of(run),
                                                       context, draws, flips, ties)
                               : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        share[d] = token_order_share(flips[d], ties[d]);
    free(flips);
    return status;
}

/* The joint counts of one model at every distance: of the other encoding, then of each. */
struct joints {
    size_t members;
    const struct encoding **group;
    struct token_joint **joint;
};

static bool joints_new(const struct run *run, size_t count, struct joints *j)
{
    const struct option_value *encodings = run_value(run, "encoding");
    *j = (struct joints){encodings->count + 1, calloc(encodings->count + 1, sizeof *j->group),
                         calloc(encodings->count + 1, sizeof *j->joint)};
    bool ok = j->group && j->joint;
    for (size_t e = 0; ok && e < j->members; e++) {
        j->group[e] = e > 0 ? encodings->encodings[e - 1] : versus_other(run);
        j->joint[e] = calloc(count, sizeof **j->joint);
        ok = j->joint[e] != NULL;
    }
    return ok;
}

static void joints_free(struct joints *j)
{
    for (size_t e = 0; j->joint && e < j->members; e++)
        free(j->joint[e]);
    free(j->joint);
    free(j->group);
}

/* Differences of every encoding and model at every distance: out [encoding][model][distance]. */
static enum status differences(struct run *run, struct share_difference *out)
{
    const struct option_value *qks = run_value(run, "qk"), *distances = run_value(run, "distances");
    size_t count = distances->count;
    struct joints j;
    enum status status = joints_new(run, count, &j) ? STATUS_OK : STATUS_MEMORY;
    for (size_t k = 0; status == STATUS_OK && k < qks->count; k++) {
        status = token_order_joint(j.members, j.group, &qks->qks[k].law, &run->stream,
                                   second_of(run), (size_t)run_number(run, "pairs"), count,
                                   distances->numbers, j.joint);
        for (size_t i = 0; status == STATUS_OK && i < (j.members - 1) * count; i++)
            status = token_order_difference(&j.joint[1 + i / count][i % count], 0.95,
                                            &out[(i / count * qks->count + k) * count + i % count]);
        run_step(run);
    }
    joints_free(&j);
    return status;
}

static enum status distance_rows(struct run *run)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *distances = run_value(run, "distances");
    size_t count = distances->count, rows = encodings->count * qks->count * count;
    struct share_difference *out = calloc(rows + 1, sizeof *out);
    enum status status = out ? differences(run, out) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < rows; i++)
        row_write(run,
                  &(struct versus_row){encodings->encodings[i / count / qks->count],
                                       &qks->qks[i / count % qks->count],
                                       distances->numbers[i % count], &out[i]},
                  DISTANCE_TOK);
    free(out);
    return status;
}

static bool allowed(const struct run *run, const struct encoding *encoding,
                    const struct qk_model *qk, struct message *error)
{
    return token_order_allowed(encoding, qk, second_of(run), error);
}

enum status consistency_versus(struct run *run)
{
    if (!versus_comparable(run, allowed) || !run_begin(run))
        return STATUS_DOMAIN;
    enum status status = distance_rows(run);
    return status == STATUS_OK ? versus_rows(&(struct versus_plan){run, 1, shares, context_row})
                               : status;
}
