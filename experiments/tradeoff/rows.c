#include "experiments/tradeoff/rows.h"

#include <stdlib.h>

#include "experiments/tradeoff/families.h"
#include "experiments/tradeoff/frontier.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_POSITION_FAILURE,
    COLUMN_POSITION_FAILURE_LO,
    COLUMN_POSITION_FAILURE_HI,
    COLUMN_TOKEN_FAILURE,
    COLUMN_TOKEN_FAILURE_LO,
    COLUMN_TOKEN_FAILURE_HI,
    COLUMN_PAIRS,
    COLUMN_POSITION_TIE,
    COLUMN_TOKEN_TIE,
    COLUMN_FAMILY,
    COLUMN_FRONTIER
};
const struct column tradeoff_columns[TRADEOFF_COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [COLUMN_POSITION_FAILURE] =
        {"position_failure",
         "P(S(r1) < S(r2)), r1 uniform on [0, M/2), r2 on [M/2, M): every pair of distances "
         "counted"},
    [COLUMN_POSITION_FAILURE_LO] =
        {"position_failure_lo",
         "95 % limit over the draws of q and k, lower, no tie being a failure"},
    [COLUMN_POSITION_FAILURE_HI] = {"position_failure_hi", "upper, every tie being one"},
    [COLUMN_TOKEN_FAILURE] =
        {"token_failure",
         "P(the order of two keys at r is the reverse of that at 0), r uniform on [0, M): every r "
         "counted"},
    [COLUMN_TOKEN_FAILURE_LO] =
        {"token_failure_lo", "95 % limit over the draws of q and both keys, lower, no tie being "
                             "a failure"},
    [COLUMN_TOKEN_FAILURE_HI] = {"token_failure_hi", "upper, every tie being one"},
    [COLUMN_PAIRS] =
        {"pairs", "draws of a query and two keys; the first key's scores count for the positions"},
    [COLUMN_POSITION_TIE] = {"position_tie",
                             "share of the pairs of distances whose scores cannot be told apart"},
    [COLUMN_TOKEN_TIE] =
        {"token_tie", "share of the distances where rounding cannot tell a margin, there or at 0, "
                      "from zero"},
    [COLUMN_FAMILY] = {"family",
                       "neighbours in --encoding that differ at one key alone: the type and that "
                       "key, or the type; and what sets families apart that are called the same"},
    [COLUMN_FRONTIER] =
        {"frontier",
         "1 if no other encoding of the run, at this model and context, is surely better in one "
         "failure (its _hi under this _lo) and no worse in the other (value, _lo and _hi at most "
         "these)"},
};

/* What every row is made of: by encoding, model and context, the last changing fastest. */
struct plane {
    const struct option_value *encodings, *models, *contexts;
    struct frontier_point *point;
    bool *frontier;
    struct message *family; /* of each encoding */
};

static enum status plane_measure(struct run *run, struct plane *plane)
{
    size_t pairs = (size_t)run_number(run, "pairs");
    enum status status = STATUS_OK;
    for (size_t e = 0, at = 0; e < plane->encodings->count; e++)
        for (size_t k = 0; k < plane->models->count; k++)
            for (size_t c = 0; c < plane->contexts->count; c++, at++) {
                const struct encoding *encoding = plane->encodings->encodings[e];
                const struct qk_model *qk = &plane->models->qks[k];
                status = tradeoff_failures(encoding, &qk->law, &run->stream,
                                           plane->contexts->numbers[c], pairs, 0.95,
                                           plane->point[at].of);
                if (status != STATUS_OK) {
                    message_set(&run->where, "\"%s\" under \"%s\": ", encoding->text, qk->text);
                    return status;
                }
                run_step(run);
            }
    return status;
}

/* Of one model and context, whose rows are so far apart. */
static enum status plane_frontier(struct plane *plane)
{
    size_t apart = plane->models->count * plane->contexts->count;
    struct frontier_point *point = malloc(plane->encodings->count * sizeof *point);
    bool *frontier = malloc(plane->encodings->count * sizeof *frontier);
    enum status status = point && frontier ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < apart; i++) {
        for (size_t e = 0; e < plane->encodings->count; e++)
            point[e] = plane->point[e * apart + i];
        frontier_find(plane->encodings->count, point, frontier);
        for (size_t e = 0; e < plane->encodings->count; e++)
            plane->frontier[e * apart + i] = frontier[e];
    }
    free(point);
    free(frontier);
    return status;
}

static void plane_row(struct run *run, const struct plane *plane, size_t at)
{
    size_t c = at % plane->contexts->count, k = at / plane->contexts->count % plane->models->count,
           e = at / plane->contexts->count / plane->models->count;
    const struct tradeoff_failure *position = &plane->point[at].of[TRADEOFF_POSITION],
                                  *token = &plane->point[at].of[TRADEOFF_TOKEN];
    row_text(run->table, COLUMN_ENCODING, plane->encodings->encodings[e]->text);
    row_text(run->table, COLUMN_QK, plane->models->qks[k].text);
    row_number(run->table, COLUMN_CONTEXT_TOK, plane->contexts->numbers[c]);
    row_number(run->table, COLUMN_POSITION_FAILURE, position->p);
    row_number(run->table, COLUMN_POSITION_FAILURE_LO, position->lo);
    row_number(run->table, COLUMN_POSITION_FAILURE_HI, position->hi);
    row_number(run->table, COLUMN_TOKEN_FAILURE, token->p);
    row_number(run->table, COLUMN_TOKEN_FAILURE_LO, token->lo);
    row_number(run->table, COLUMN_TOKEN_FAILURE_HI, token->hi);
    row_number(run->table, COLUMN_PAIRS, run_number(run, "pairs"));
    row_number(run->table, COLUMN_POSITION_TIE, position->tie);
    row_number(run->table, COLUMN_TOKEN_TIE, token->tie);
    row_text(run->table, COLUMN_FAMILY, plane->family[e].text);
    row_number(run->table, COLUMN_FRONTIER, plane->frontier[at]);
    row_end(run->table);
}

enum status tradeoff_rows(struct run *run)
{
    struct plane plane = {.encodings = run_value(run, "encoding"),
                          .models = run_value(run, "qk"),
                          .contexts = run_value(run, "context")};
    size_t rows = plane.encodings->count * plane.models->count * plane.contexts->count;
    plane.point = malloc(rows * sizeof *plane.point);
    plane.frontier = malloc(rows * sizeof *plane.frontier);
    plane.family = malloc(plane.encodings->count * sizeof *plane.family);
    enum status status = plane.point && plane.frontier && plane.family ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = families_name(plane.encodings->count, plane.encodings->encodings, plane.family);
    if (status == STATUS_OK)
        status = plane_measure(run, &plane);
    if (status == STATUS_OK)
        status = plane_frontier(&plane);
    for (size_t at = 0; status == STATUS_OK && at < rows; at++)
        plane_row(run, &plane, at);
    free(plane.point);
    free(plane.frontier);
    free(plane.family);
    return status;
}
