#include "experiments/diffhist/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/diffhist/measure.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/sample.h"

/* A shift in standard deviations, exact, and how far the sample's mean and variance are from
 * theirs, in standard errors. */
struct shift {
    double value, surprise;
};

static enum status shift_of(const struct grid_point *point, struct shift *out)
{
    static const struct difference_plan plan = {0.0, 100.0, 10000.0, 10100.0, false};
    const struct random_stream stream = claim_stream();
    size_t pairs = (size_t)grid_number(point, "pairs");
    struct encoding *e = claim_encoding_at(point);
    struct qk_law law;
    double *difference = malloc(pairs * sizeof *difference), mean = 0.0, variance = 0.0;
    bool exists = false;
    enum status status = e && difference ? claim_law_at(point, &law) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = difference_draw(e, &law, &stream, &plan, pairs, difference);
    if (status == STATUS_OK)
        status = difference_closed(e, &law, &plan, &mean, &variance, &exists);
    if (status == STATUS_OK && exists) {
        struct sample s = sample_of(pairs, difference);
        double error = sample_mean_error(&s);
        out->value = mean / sqrt(variance);
        out->surprise = fmax(fabs(s.mean - mean) / error,
                             fabs(sample_variance(&s) - variance) / sample_variance_error(&s));
    }
    free(difference);
    encoding_free(e);
    return exists ? status : STATUS_UNDEFINED;
}

enum status diffhist_judge_shift(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    const double centred = *(const double *)subject;
    struct grid_point end[2] = {grid_first(grid), grid_first(grid)};
    struct shift rope, tapa;
    end[1] = grid_at(end[1], "encoding", 1);
    enum status status = shift_of(&end[0], &rope);
    if (status == STATUS_OK)
        status = shift_of(&end[1], &tapa);
    if (status != STATUS_OK)
        return status;
    judge_above(out, fmin(rope.value, 2.0 * centred - fabs(tapa.value)), centred);
    message_set(&out->detail,
                "exact mean difference in standard deviations: RoPE %.3f, TAPA %.4f; means and "
                "variances of %s pairs are within %.1f standard errors of the exact ones; context "
                "only, a trained model's in the paper: RoPE 4.1/0.85, TAPA 0.03/3.3",
                rope.value, tapa.value, grid_word(&end[0], "pairs"),
                fmax(rope.surprise, tapa.surprise));
    out->shown_by = grid_command(2, end, NULL);
    return STATUS_OK;
}
