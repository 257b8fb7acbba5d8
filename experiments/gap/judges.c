#include "experiments/gap/judges.h"

#include <math.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/mean_curve.h"
#include "theory/limits/gap.h"
#include "theory/proof/tapa/gap_proof.h"

/* What proofs over a grid collect. */
struct proofs {
    double pairs, balls, least_gap, worst_error;
    unsigned count, failed, open;
    /* where the gap is least */
    struct grid_point worst;
    /* the first violation of each that has one */
    struct message failures;
};

static bool says_otherwise(const struct grid_point *point, const char *axis, double value)
{
    return grid_has(point->walk, axis) && grid_number(point, axis) != value;
}

/* Proves the inequality at a point.  Out: *base; *empty, the near range holds no integer. */
static enum status prove_point(const struct grid_point *point, struct gap_proof *proof,
                               double *base, bool *empty)
{
    struct encoding *e = claim_encoding_at(point);
    struct qk_law law;
    double lo, hi;
    enum status status = claim_law_at(point, &law);
    if (!e || status != STATUS_OK) {
        encoding_free(e);
        return STATUS_DOMAIN;
    }
    *base = encoding_schedule(e)->rule.base;
    *empty = gap_near_range(*base, &lo, &hi) != STATUS_OK;
    if (says_otherwise(point, "base", *base) || says_otherwise(point, "dim", (double)e->dim))
        status = STATUS_DOMAIN;
    if (status == STATUS_OK && !*empty) {
        struct pair_moments m = qk_pair_moments(&law);
        double over = floor(*base);
        struct gap_problem problem = {encoding_schedule(e),
                                      m.mean_a,
                                      m.mean_b,
                                      lo,
                                      hi,
                                      over + 1,
                                      over + grid_number(point, "far-count")};
        status = gap_prove(&problem, proof);
    }
    encoding_free(e);
    return status;
}

static void count_proof(struct proofs *t, const struct grid_point *point,
                        const struct gap_proof *proof)
{
    t->count++;
    t->pairs += (double)proof->comparisons;
    t->balls += (double)proof->balls;
    t->worst_error = fmax(t->worst_error, proof->gap_error);
    if (proof->gap_min < t->least_gap) {
        t->least_gap = proof->gap_min;
        t->worst = *point;
    }
    t->open += proof->outcome == PROOF_UNDECIDED;
    if (proof->outcome == PROOF_NEGATIVE)
        message_add(&t->failures, "%s%s at r' = %.0f against r = %.0f", t->failed++ ? ", " : "",
                    grid_word(point, "model"), proof->far, proof->near);
}

static enum status prove_all(const struct grid_walk *grid, struct proofs *t)
{
    *t = (struct proofs){.least_gap = HUGE_VAL, .worst = grid_first(grid)};
    enum status status = STATUS_OK;
    for (struct grid_point p = t->worst; status == STATUS_OK && p.valid; grid_next(&p)) {
        struct gap_proof proof;
        double base;
        bool empty;
        status = prove_point(&p, &proof, &base, &empty);
        if (status == STATUS_OK && !empty)
            count_proof(t, &p, &proof);
    }
    return status;
}

enum status gap_judge_holds(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    const double *threshold = subject;
    struct proofs t;
    enum status status = prove_all(grid, &t);
    judge_above(out, t.least_gap - t.worst_error, *threshold);
    if (t.failed)
        out->verdict = VERDICT_REFUTED;
    else if (t.open || !t.count)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "%.0f pairs (r, r') with base < r' <= base + %s decided, %.0f of them by balls; "
                "least gap %.6f%s%s%s%s",
                t.pairs, grid_word(&t.worst, "far-count"), t.balls, t.least_gap,
                t.count > 1 ? " at " : "", t.count > 1 ? grid_word(&t.worst, "model") : "",
                t.failed ? "; violated: " : "", t.failures.text);
    out->shown_by = grid_command(1, &t.worst, NULL);
    return status;
}

enum status gap_judge_beyond(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    const double *threshold = subject;
    struct proofs t;
    enum status status = prove_all(grid, &t);
    judge_above(out, t.least_gap + t.worst_error, *threshold);
    out->verdict = t.failed ? VERDICT_REFUTED : t.open ? VERDICT_INCONCLUSIVE : VERDICT_VERIFIED;
    message_set(&out->detail,
                "first violation, every smaller far distance proved to hold against every near "
                "one: %s; %.0f pairs decided, %.0f by balls; least gap %.6f over base < r' <= base "
                "+ %s",
                t.failed ? t.failures.text : "none", t.pairs, t.balls, t.least_gap,
                grid_word(&t.worst, "far-count"));
    out->shown_by = grid_command(1, &t.worst, NULL);
    return status;
}

enum status gap_judge_horizon(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    (void)subject;
    unsigned found = 0, cases = 0;
    struct message list = {""};
    struct grid_point ends[2] = {grid_first(grid)};
    for (struct grid_point p = ends[0]; p.valid; grid_next(&p)) {
        struct gap_proof proof;
        double base;
        bool empty;
        enum status status = prove_point(&p, &proof, &base, &empty);
        if (status != STATUS_OK || empty)
            return status == STATUS_OK ? STATUS_DOMAIN : status;
        cases++;
        ends[1] = p;
        if (proof.outcome == PROOF_NEGATIVE)
            message_add(&list, "%sb = %g: %.0f = %.3f b", found++ ? ", " : "", base, proof.far,
                        proof.far / base);
    }
    judge_above(out, (double)found, (double)cases - 0.5);
    if (found < cases)
        out->verdict = VERDICT_INCONCLUSIVE; /* none found, or one left open, is not none there */
    message_set(&out->detail, "first violations at D = %s, each proved to be the first: %s",
                grid_word(&ends[0], "dim"), list.text);
    out->shown_by = grid_command(2, ends, NULL);
    return STATUS_OK;
}

enum status gap_judge_hypothesis(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    (void)subject;
    struct grid_point at = grid_first(grid);
    double largest = 0.0;
    struct qk_law law;
    enum status status = claim_law_at(&at, &law);
    for (struct grid_point p = at; status == STATUS_OK && p.valid; grid_next(&p)) {
        struct encoding *e = claim_encoding_at(&p);
        if (!e)
            return STATUS_DOMAIN;
        if (encoding_schedule(e)->rule.base > largest)
            largest = encoding_schedule(e)->rule.base, at = p;
        encoding_free(e);
    }
    if (status != STATUS_OK)
        return status;
    struct pair_moments m = qk_pair_moments(&law);
    double required = gap_base_required(m.mean_a, m.mean_b);
    judge_above(out, largest, required);
    out->verdict = out->clearance > 0.0 ? VERDICT_INCONCLUSIVE : VERDICT_VACUOUS;
    message_set(
        &out->detail,
        "the largest base is %g and the proof needs %.2g (and D growing with r'), so it "
        "covers no preset; the theorem names no threshold, and with the sharper one of "
        "TAPA-T2.2-LIMIT-MODELS it is D that is missing; where the near range holds an integer the conclusion is "
        "proved all the same far beyond the context: TAPA-T2.2-LLAMA-3-8B and its like",
        largest, required);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}

enum status gap_judge_equal(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    const double *limit = subject;
    struct grid_point first = grid_first(grid), second = grid_at(first, "distances", 1);
    struct encoding *e = claim_encoding_at(&first);
    struct qk_law law;
    double distance[] = {grid_number(&first, "distances"), grid_number(&second, "distances")},
           gamma[2];
    enum status status = claim_law_at(&first, &law);
    if (!e || status != STATUS_OK) {
        encoding_free(e);
        return STATUS_DOMAIN;
    }
    status = mean_curve(e, &law, 2, distance, gamma);
    double error = 2.0 * mean_curve_error(e, &law);
    encoding_free(e);
    judge_below(out, fabs(gamma[0] - gamma[1]) - error, *limit);
    message_set(&out->detail, "E S(%.0f)/sqrt(D) = %.6f mu0 but E S(%.0f)/sqrt(D) = %.6f mu0",
                distance[0], gamma[0], distance[1], gamma[1]);
    out->shown_by = grid_command(1, &first, "distances");
    return status;
}
