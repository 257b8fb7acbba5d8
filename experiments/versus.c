#include "experiments/versus.h"

#include <stdlib.h>

#include "experiments/harness/draws/qk.h"

const struct encoding *versus_other(const struct run *run)
{
    return run_value(run, "versus")->encodings[0];
}

/* Whether every draw has the same scores under every encoding. */
static bool versus_alike(const struct run *run, const struct qk_model *qk)
{
    const struct option_value *encodings = run_value(run, "encoding");
    bool alike = qk_alike(&qk->law, versus_other(run));
    for (size_t e = 0; e < encodings->count; e++)
        alike = alike && qk_alike(&qk->law, encodings->encodings[e]);
    return alike;
}

size_t versus_draws(const struct run *run, const struct qk_model *qk)
{
    return versus_alike(run, qk) ? 1 : (size_t)run_number(run, "pairs");
}

/* Draws are shared by encodings of one dimension alone. */
bool versus_comparable(struct run *run,
                       bool (*allowed)(const struct run *run, const struct encoding *encoding,
                                       const struct qk_model *qk, struct message *error))
{
    const struct option_value *versus = run_value(run, "versus"),
                              *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    if (versus->count != 1)
        return message_set(&run->error,
                           "option --versus: \"%s\" is more than one encoding; expected one",
                           versus->text);
    for (size_t e = 0; e < encodings->count; e++)
        if (encodings->encodings[e]->dim != versus_other(run)->dim)
            return message_set(&run->error,
                               "option --versus: \"%s\" has dim %zu and \"%s\" has %zu, so that "
                               "they share no draws; expected one dim",
                               versus_other(run)->text, versus_other(run)->dim,
                               encodings->encodings[e]->text, encodings->encodings[e]->dim);
    for (size_t e = 0; e <= encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            if (!allowed(run, e < encodings->count ? encodings->encodings[e] : versus_other(run),
                         &qks->qks[k], &run->error))
                return false;
    return true;
}

/* Shares of one draw of every kind of failure, for a model and a context. */
struct buffers {
    struct share *share, *versus;
};

/* Every encoding of the run at one model and context. */
static enum status compare(const struct versus_plan *plan, const struct qk_model *qk,
                           double context, const struct buffers *b, struct share_difference *out,
                           size_t stride)
{
    const struct option_value *encodings = run_value(plan->run, "encoding");
    const struct encoding *at = versus_other(plan->run);
    size_t draws = versus_draws(plan->run, qk);
    bool deterministic = versus_alike(plan->run, qk);
    enum status status = plan->shares(plan->run, at, &qk->law, context, draws, b->versus);
    run_step(plan->run);
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++) {
        at = encodings->encodings[e];
        status = plan->shares(plan->run, at, &qk->law, context, draws, b->share);
        for (size_t f = 0; status == STATUS_OK && f < plan->failures; f++)
            status = share_compare(deterministic, draws, b->share + f * draws,
                                   b->versus + f * draws, 0.95, &out[e * stride + f]);
        run_step(plan->run);
    }
    if (status != STATUS_OK)
        message_set(&plan->run->where, "\"%s\" under \"%s\": ", at->text, qk->text);
    return status;
}

enum status versus_rows(const struct versus_plan *plan)
{
    const struct option_value *encodings = run_value(plan->run, "encoding"),
                              *qks = run_value(plan->run, "qk"),
                              *contexts = run_value(plan->run, "context");
    size_t most = (size_t)run_number(plan->run, "pairs") * plan->failures,
           stride = qks->count * contexts->count, rows = encodings->count * stride;
    if (contexts->count == 0)
        return STATUS_OK;
    struct share *share = malloc(2 * most * sizeof *share);
    struct share_difference *out = calloc(rows * plan->failures + 1, sizeof *out);
    struct buffers buffers = {share, share + most};
    enum status status = share && out ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < stride; i++)
        status = compare(plan, &qks->qks[i / contexts->count],
                         contexts->numbers[i % contexts->count], &buffers, out + i * plan->failures,
                         stride * plan->failures);
    for (size_t i = 0; status == STATUS_OK && i < rows; i++)
        plan->row(plan->run, &(struct versus_row){encodings->encodings[i / stride],
                                                  &qks->qks[i % stride / contexts->count],
                                                  contexts->numbers[i % contexts->count],
                                                  out + i * plan->failures});
    free(share);
    free(out);
    return status;
}

void versus_cost(const struct run *run, struct cost *cost, size_t failures,
                 void (*counted)(const struct run *run, struct cost *cost,
                                 const struct encoding *encoding, const struct qk_law *law,
                                 double context, size_t draws))
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    double pairs = run_number(run, "pairs"), each = (double)failures;
    if (contexts->count == 0)
        return;
    cost_hold(cost, 2.0 * pairs * each * sizeof(struct share));
    cost_hold(cost, (double)encodings->count * (double)qks->count * (double)contexts->count * each *
                        sizeof(struct share_difference));
    cost_peak(cost, 2.0 * pairs * sizeof(double), 0.0, 1.0);
    for (size_t k = 0; k < qks->count; k++)
        for (size_t c = 0; c < contexts->count; c++)
            for (size_t e = 0; e <= encodings->count; e++) {
                counted(run, cost, e > 0 ? encodings->encodings[e - 1] : versus_other(run),
                        &qks->qks[k].law, contexts->numbers[c], versus_draws(run, &qks->qks[k]));
                cost_rows(cost, e > 0 ? 1.0 : 0.0, 6.0 * each);
                cost_step(cost);
            }
}
