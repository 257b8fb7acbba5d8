#include "experiments/moments/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/model_heads.h"
#include "experiments/models/statistics/amplitude_share.h"
#include "experiments/models/statistics/equality.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/holm.h"

/* A test of one head. */
static enum status test_head(const struct model_heads *h, size_t head, enum equality equality,
                             struct equality_test *test)
{
    struct random_stream stream = claim_stream();
    struct head_source source;
    struct token_rows rows = head_rows(&h->model[head].law, &stream, h->encoding->dim, 0, &source);
    struct token_plan plan = {
        .rows = &rows, .schedule = encoding_schedule(h->encoding), .matrices = true};
    struct token_sums *sums = NULL;
    enum status status = token_sums_take(&plan, &sums);
    if (status == STATUS_OK)
        status = equality_test(sums, equality, plan.schedule->rotating, test);
    token_sums_free(sums);
    return status;
}

/* Smaller p-values are taken for this one: far below, the tail of F's law is no number. */
static const double LEAST_P = 1e-300;

enum status moments_judge_alike(const void *subject, const struct grid_walk *grid,
                                struct judgement *out)
{
    const enum equality *equality = subject;
    struct model_heads h;
    enum status status = model_heads_open(grid, &h, out);
    double *p = calloc(h.count + 1, sizeof *p);
    struct equality_test *test = calloc(h.count + 1, sizeof *test);
    if (status == STATUS_OK && (!p || !test))
        status = STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < h.count; i++) {
        status = test_head(&h, i, *equality, &test[i]);
        p[i] = test[i].p;
    }
    if (status == STATUS_OK)
        status = holm(h.count, p);
    size_t at = 0, refused = 0;
    for (size_t i = 0; status == STATUS_OK && i < h.count; i++) {
        at = p[i] > p[at] ? i : at;
        refused += p[i] < 1.0 - claim_level();
    }
    if (status == STATUS_OK) {
        judge_above(out, log10(fmax(p[at], LEAST_P)), log10(1.0 - claim_level()));
        message_set(&out->detail,
                    "false in %zu of %zu heads at the level of a claim; nearest to it head %zu, "
                    "where the estimates run from %.3g to %.3g over %.0f tokens",
                    refused, h.count, at, test[at].least, test[at].most, test[at].tokens);
        struct grid_point point = grid_first(grid);
        out->shown_by = grid_command(1, &point, NULL);
    } else if (status == STATUS_UNDEFINED) {
        *out = (struct judgement){.verdict = VERDICT_INCONCLUSIVE, NAN, NAN, NAN, {""}, {""}};
        message_set(&out->detail, "too few tokens, or a covariance without full rank");
        status = STATUS_OK;
    } else {
        status = model_heads_failed(&h, status, out);
    }
    free(p);
    free(test);
    model_heads_close(&h);
    return status;
}

enum status moments_judge_largest(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const double *limit = subject;
    struct model_heads h;
    double most = -HUGE_VAL;
    size_t at = 0, over = 0, tokens = 0;
    enum status status = model_heads_open(grid, &h, out);
    for (size_t i = 0; status == STATUS_OK && i < h.count; i++) {
        struct random_stream stream = claim_stream();
        struct head_source source;
        struct token_rows rows = head_rows(&h.model[i].law, &stream, h.encoding->dim, 0, &source);
        double share = NAN;
        status = amplitude_share(&rows, &share, &tokens);
        over += !(share < *limit);
        if (claim_larger(share, most))
            most = share, at = i;
    }
    if (status == STATUS_OK) {
        struct grid_point point = grid_first(grid);
        judge_below(out, most, *limit);
        message_set(&out->detail,
                    "largest in head %zu; not under the limit in %zu of %zu heads of %zu pairs; "
                    "over %zu tokens",
                    at, over, h.count, h.encoding->dim / 2, tokens);
        out->shown_by = grid_command(1, &point, NULL);
    } else {
        status = model_heads_failed(&h, status, out);
    }
    model_heads_close(&h);
    return status;
}
