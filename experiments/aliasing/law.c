/* The derived law of alias pairs against the counts. */
#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/judge.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"

static const char *const bases[] = {"1e4", "5e5", "1e8"};
static const size_t contexts[] = {1024, 8192, 65536};
enum {
    BASES = sizeof bases / sizeof *bases,
    CONTEXTS = sizeof contexts / sizeof *contexts,
    DRAWS_MOST = 512
};

/* Limits, at a claim's confidence, of the mean count over the mean law, both over the same draws:
 * of the mean of count - x law with x the ratio, as a share of the law. */
static enum status ratio_limits(const struct alias_plan *plan, const double *count,
                                struct alias_mean *out)
{
    double pairs = 0.0, law = 0.0, rest[DRAWS_MOST], mean, lo, hi;
    for (size_t d = 0; d < plan->draws; d++) {
        pairs += count[d * ALIAS_QUANTITIES + ALIAS_PAIRS];
        law += count[d * ALIAS_QUANTITIES + ALIAS_LAW];
    }
    out->mean = out->lo = out->hi = pairs / law;
    if (qk_deterministic(plan->law))
        return STATUS_OK;
    for (size_t d = 0; d < plan->draws; d++)
        rest[d] = (count[d * ALIAS_QUANTITIES + ALIAS_PAIRS] -
                   out->mean * count[d * ALIAS_QUANTITIES + ALIAS_LAW]) *
                  (double)plan->draws / law;
    enum status status = interval_mean(plan->draws, rest, erf(claim_z() / sqrt(2.0)), &mean, &lo,
                                       &hi);
    out->lo += lo;
    out->hi += hi;
    return status;
}

static enum status judge_law(int scale, const struct qk_law *law, const char *qk,
                             struct judgement *out)
{
    static const size_t draws[SCALE_COUNT] = {48, 128, DRAWS_MOST}, format = DTYPE_BF16;
    struct random_stream stream = {1, random_stream_id("aliasing")};
    double *count = malloc(DRAWS_MOST * ALIAS_QUANTITIES * sizeof *count), worst = 0.0, least = 0.0;
    struct alias_mean ratio = {0}, at = {0};
    size_t at_base = 0, at_context = 0;
    enum status status = count ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < BASES * CONTEXTS; i++) {
        struct encoding *e = claim_encoding("rope:base=%s,dim=128", bases[i / CONTEXTS]);
        struct alias_plan plan = {.encoding = e,
                                  .law = law,
                                  .stream = &stream,
                                  .with_law = true,
                                  .draws = qk_deterministic(law) ? 1 : draws[scale],
                                  .context = contexts[i % CONTEXTS],
                                  .format_count = 1,
                                  .formats = &format};
        status = e ? alias_draw(&plan, count) : STATUS_MEMORY;
        if (status == STATUS_OK)
            status = ratio_limits(&plan, count, &ratio);
        encoding_free(e);
        double off = fmax(ratio.hi - 1.0, 1.0 - ratio.lo),
               sure = fmax(ratio.lo - 1.0, 1.0 - ratio.hi);
        least = fmax(least, sure);
        if (off > worst) {
            worst = off;
            at = ratio, at_base = i / CONTEXTS, at_context = i % CONTEXTS;
        }
    }
    free(count);
    if (status != STATUS_OK)
        return status;
    judge_below(out, worst, 0.2);
    if (out->verdict == VERDICT_REFUTED && least <= 0.2)
        out->verdict = VERDICT_INCONCLUSIVE; /* the limits straddle the allowance */
    message_set(&out->detail,
                "farthest off at b = %s, M = %zu: counts over law %.3f, limits %.3f and %.3f",
                bases[at_base], contexts[at_context], at.mean, at.lo, at.hi);
    message_set(
        &out->shown_by,
        "build/posbias aliasing --encoding=rope:base=%s,dim=128 --qk=%s --context=%zu --dtype=bf16",
        bases[at_base], qk, contexts[at_context]);
    return STATUS_OK;
}

enum status alias_judge_law_unit(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_UNIT};
    return judge_law(scale, &law, "unit", out);
}

enum status alias_judge_law_gauss(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_GAUSS, .sigma = 1.0};
    return judge_law(scale, &law, "gauss", out);
}

enum status alias_judge_law_aligned(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.5};
    return judge_law(scale, &law, "aligned:rho=0.5", out);
}
