#include "experiments/basebound/check.h"

#include "experiments/harness/driver/driver.h"
#include "experiments/turning.h"
#include "theory/proof/bases/schedule_judge.h"

enum { ENCODING, CONTEXT_TOK, PASSES, FIRST_NEGATIVE_TOK, VALUE, PROVED };
const struct column basebound_check_columns[CHECK_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [CONTEXT_TOK] =
        {"context_tok",
         "context length L: it passes if the sum over all pairs of cos(r theta_n), 1 for one that "
         "does not rotate, is not negative for r = 0..L-1"},
    [PASSES] = {"passes", "1 if it passes, 0 if not"},
    [FIRST_NEGATIVE_TOK] = {"first_negative_tok",
                            "smallest distance at which the sum is negative; empty if it passes"},
    [VALUE] = {"value", "the sum there; if it passes, the least sum over r < L"},
    [PROVED] = {"proved", "1 if the sign at every distance up to there is certain"},
};

/* What is judged. */
struct judged {
    const struct schedule *schedule;
    double length;
};

static enum status fill(void *context, void *verdict)
{
    const struct judged *j = context;
    return schedule_judge(j->schedule, j->length, verdict);
}

enum status basebound_check_encodings(struct run *run)
{
    const struct option_value *encodings = run_value(run, "encoding"),
                              *context = run_value(run, "context");
    enum status status = STATUS_OK;
    for (size_t e = 0; e < encodings->count; e++)
        if (!turning_schedule(encodings->encodings[e], &run->error))
            return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t i = 0; status == STATUS_OK && i < context->count; i++) {
            const struct encoding *encoding = encodings->encodings[e];
            struct base_verdict verdict;
            struct judged judged = {encoding_schedule(encoding), context->numbers[i]};
            status = driver_keep(NULL, sizeof verdict, &verdict, fill, &judged);
            if (status != STATUS_OK)
                break;
            row_text(run->table, ENCODING, encoding->text);
            row_number(run->table, CONTEXT_TOK, context->numbers[i]);
            row_optional(run->table, PASSES, verdict.proved, verdict.passes);
            row_optional(run->table, FIRST_NEGATIVE_TOK, !verdict.passes, verdict.distance);
            row_number(run->table, VALUE, verdict.value);
            row_number(run->table, PROVED, verdict.proved);
            row_end(run->table);
            run_step(run);
        }
    return status;
}
