#include "experiments/diffhist/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/diffhist/measure.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/sample.h"

/* A shift in standard deviations with its standard error, and how far the sample's mean is from the
 * exact one, in standard errors. */
struct shift {
    double value, error, surprise;
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
        double sd = sqrt(sample_variance(&s)), error = sample_mean_error(&s);
        /* Relative errors of mean and sd add, at worst. */
        out->value = s.mean / sd;
        out->error = error / sd + fabs(s.mean) / sd * 0.5 * sample_variance_error(&s) / (sd * sd);
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
    const double centred = *(const double *)subject, z = claim_z();
    struct grid_point end[2] = {grid_first(grid), grid_first(grid)};
    struct shift rope, tapa;
    end[1] = grid_at(end[1], "encoding", 1);
    enum status status = shift_of(&end[0], &rope);
    if (status == STATUS_OK)
        status = shift_of(&end[1], &tapa);
    if (status != STATUS_OK)
        return status;
    judge_above(
        out, fmin(rope.value - z * rope.error, 2.0 * centred - fabs(tapa.value) - z * tapa.error),
        centred);
    bool refuted = rope.value + z * rope.error < centred ||
                   fabs(tapa.value) - z * tapa.error > centred;
    if (out->verdict == VERDICT_REFUTED && !refuted)
        out->verdict = VERDICT_INCONCLUSIVE; /* an interval straddles the limit */
    bool trusted = fmax(rope.surprise, tapa.surprise) < z;
    if (!trusted) /* the draws contradict the exact moments: neither can be relied on */
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "mean difference in standard deviations, %s pairs: RoPE %.3f +- %.3f, TAPA %.4f +- %.4f "
        "(one standard error; the limits use %.2f); sampled means and variances are within %.1f "
        "standard errors of the exact ones%s; context only, a trained model's in the paper: RoPE "
        "4.1/0.85, TAPA 0.03/3.3",
        grid_word(&end[0], "pairs"), rope.value, rope.error, tapa.value, tapa.error, z,
        fmax(rope.surprise, tapa.surprise), trusted ? "" : ", which is too far");
    out->shown_by = grid_command(2, end, NULL);
    return STATUS_OK;
}
