#include "experiments/moments/alike.h"

#include <stdlib.h>

#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/holm.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_LAYER,
    COLUMN_HEAD,
    COLUMN_TEST,
    COLUMN_STATISTIC,
    COLUMN_DEGREES,
    COLUMN_P_VALUE,
    COLUMN_P_HOLM,
    COLUMN_LEAST,
    COLUMN_MOST,
    COLUMN_MEAN,
    COLUMN_ROTATING,
    COLUMN_TOKENS,
    COLUMN_COUNT
};
_Static_assert(COLUMN_COUNT == (int)ALIKE_COLUMNS, "a place for each column");

const struct column alike_columns[ALIKE_COLUMNS] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_LAYER] = {"layer", "layer of a model's file; empty otherwise"},
    [COLUMN_HEAD] = {"head", "head of files; empty for a model that reads none"},
    [COLUMN_TEST] = {"test",
                     "what is taken to be the same for all rotating pairs: mean-a E A_n, mean-b E "
                     "B_n, assumption-2.1 both, amplitude E |z_n| (regular amplitudes, as DU "
                     "assumes); of drawn pairs, as `moments` has them"},
    [COLUMN_STATISTIC] =
        {"statistic", "Hotelling's T^2 of the differences from the first pair, of amplitudes' "
                      "logarithms; empty where tokens are too few or the pairs not independent"},
    [COLUMN_DEGREES] = {"degrees", "differences p; the statistic times (tokens - p)/(p (tokens - "
                                   "1)) has F's law with p and tokens - p degrees of freedom"},
    [COLUMN_P_VALUE] = {"p_value", "how often so large a statistic comes about where pairs are "
                                   "alike; tokens are taken as independent draws"},
    [COLUMN_P_HOLM] = {"p_holm", "p_value by Holm's correction for all models of the run with this "
                                 "encoding and test"},
    [COLUMN_LEAST] = {"least", "least estimate over rotating pairs"},
    [COLUMN_MOST] = {"most", "largest"},
    [COLUMN_MEAN] = {"mean", "their mean; for assumption-2.1 these three are over E A_n and E B_n "
                             "together"},
    [COLUMN_ROTATING] = {"rotating", "pairs that rotate"},
    [COLUMN_TOKENS] = {"tokens", "tokens, of the fewer of queries and keys"},
};

/* What a test of one model says. */
struct answer {
    bool present;
    double p_holm;
    struct equality_test test;
};

/* All tests of a model. Out: answer [EQUALITY_COUNT]. */
static enum status ask(const struct run *run, const struct encoding *encoding,
                       const struct qk_model *qk, struct answer *answer)
{
    struct head_source source;
    struct token_rows rows = head_rows(&qk->law, &run->stream, encoding->dim,
                                       (size_t)run_number(run, "tokens"), &source);
    struct token_pairs view = {&rows, PAIR_COEFFICIENTS};
    struct token_rows paired = token_rows_paired(&view);
    struct token_plan plan = {&paired, encoding_schedule(encoding), true, NULL};
    struct token_sums *sums = NULL;
    enum status status = token_sums_take(&plan, &sums);
    for (int e = 0; status == STATUS_OK && e < EQUALITY_COUNT; e++) {
        status = equality_test(sums, (enum equality)e, plan.schedule->rotating, &answer[e].test);
        answer[e].present = status == STATUS_OK;
        status = status == STATUS_UNDEFINED ? STATUS_OK : status;
    }
    token_sums_free(sums);
    return status;
}

/* Holm's correction of one test over the models. */
static enum status correct(size_t models, struct answer *answer, int test)
{
    double *p = malloc(models * sizeof *p);
    size_t count = 0;
    if (!p)
        return STATUS_MEMORY;
    for (size_t m = 0; m < models; m++)
        if (answer[m * EQUALITY_COUNT + (size_t)test].present)
            p[count++] = answer[m * EQUALITY_COUNT + (size_t)test].test.p;
    enum status status = holm(count, p);
    for (size_t m = 0, at = 0; m < models; m++)
        if (answer[m * EQUALITY_COUNT + (size_t)test].present)
            answer[m * EQUALITY_COUNT + (size_t)test].p_holm = p[at++];
    free(p);
    return status;
}

static void put_row(struct table *t, const struct encoding *encoding, const struct qk_model *qk,
                    int test, const struct answer *a)
{
    struct head_place place = head_place_of(&qk->law);
    row_text(t, COLUMN_ENCODING, encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_optional(t, COLUMN_LAYER, place.has_layer, place.layer);
    row_optional(t, COLUMN_HEAD, place.has_head, place.head);
    row_text(t, COLUMN_TEST, equality_names[test]);
    row_optional(t, COLUMN_STATISTIC, a->present, a->test.statistic);
    row_optional(t, COLUMN_DEGREES, a->present, a->test.degrees);
    row_optional(t, COLUMN_P_VALUE, a->present, a->test.p);
    row_optional(t, COLUMN_P_HOLM, a->present, a->p_holm);
    row_optional(t, COLUMN_LEAST, a->present, a->test.least);
    row_optional(t, COLUMN_MOST, a->present, a->test.most);
    row_optional(t, COLUMN_MEAN, a->present, a->test.mean);
    row_number(t, COLUMN_ROTATING, (double)encoding_schedule(encoding)->rotating);
    row_optional(t, COLUMN_TOKENS, a->present, a->test.tokens);
    row_end(t);
}

static enum status encoding_rows(struct run *run, const struct encoding *encoding,
                                 const struct option_value *qks)
{
    struct answer *answer = calloc(qks->count * EQUALITY_COUNT, sizeof *answer);
    enum status status = answer ? STATUS_OK : STATUS_MEMORY;
    for (size_t m = 0; status == STATUS_OK && m < qks->count; m++) {
        status = ask(run, encoding, &qks->qks[m], answer + m * EQUALITY_COUNT);
        run_step(run);
    }
    for (int test = 0; status == STATUS_OK && test < EQUALITY_COUNT; test++)
        status = correct(qks->count, answer, test);
    for (size_t m = 0; status == STATUS_OK && m < qks->count; m++)
        for (int test = 0; test < EQUALITY_COUNT; test++)
            put_row(run->table, encoding, &qks->qks[m], test,
                    &answer[m * EQUALITY_COUNT + (size_t)test]);
    free(answer);
    return status;
}

enum status alike_run(struct run *run,
                      bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                      struct message *error))
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t m = 0; m < qks->count; m++)
            if (!allowed(encodings->encodings[e], &qks->qks[m], &run->error))
                return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    enum status status = STATUS_OK;
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++)
        status = encoding_rows(run, encodings->encodings[e], qks);
    return status;
}
