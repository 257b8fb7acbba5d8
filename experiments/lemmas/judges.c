#include "experiments/lemmas/judges.h"

#include <math.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/lemmas/measure.h"
#include "theory/ground/constants.h"
#include "theory/ground/text.h"
#include "theory/limits/lemmas.h"
#include "theory/proof/tapa/lemma_bound.h"
#include "theory/trig/trig_limits.h"

/* What proofs over a grid collect: how many there are, do not apply, say nothing anywhere, stay
 * open or fail. */
struct proofs {
    unsigned count, outside, vacuous, open, failed;
    double evaluated, balls;
    /* the largest distance at which a bound says something, and where that is */
    double useful;
    struct grid_point at;
    struct message failure;
};

/* LEMMA_COUNT for a word that names none, which a wrong row alone can cause. */
static enum lemma lemma_at(const struct grid_point *point)
{
    return (enum lemma)text_find(grid_word(point, "lemma"), LEMMA_COUNT, lemma_names);
}

static void count_proof(struct proofs *t, const struct grid_point *point,
                        const struct lemma_problem *problem, const struct lemma_proof *proof)
{
    t->count++;
    t->evaluated += (double)proof->evaluated;
    t->balls += (double)proof->balls;
    t->vacuous += proof->trivial_from == problem->lo && proof->beyond;
    t->open += proof->outcome == PROOF_UNDECIDED || !proof->beyond;
    if (proof->trivial_from - 1.0 > t->useful) {
        t->useful = proof->trivial_from - 1.0;
        t->at = *point;
    }
    if (proof->outcome == PROOF_NEGATIVE) {
        t->failed++;
        message_set(&t->failure, "; %s fails for %s at r = %.0f: %.17g against %.17g",
                    lemma_names[problem->lemma], grid_word(point, "model"), proof->distance,
                    proof->value, proof->bound);
    }
}

/* Proves one lemma at one model.  Out: *encoding, for the caller to free; NULL where the lemma does
 * not apply: its hypotheses on b and D fail. */
static enum status prove_point(const struct grid_point *point, struct proofs *t,
                               struct encoding **encoding)
{
    struct lemma_proof proof;
    *encoding = claim_encoding_at(point);
    if (!*encoding || lemma_at(point) == LEMMA_COUNT)
        return STATUS_DOMAIN;
    struct lemma_problem problem = {encoding_schedule(*encoding), lemma_at(point),
                                    grid_number(point, "from"), grid_number(point, "to")};
    if (!lemma_hypotheses(problem.schedule, problem.hi)) {
        t->outside++;
        encoding_free(*encoding);
        *encoding = NULL;
        return STATUS_OK;
    }
    enum status status = lemma_prove(&problem, &proof);
    if (status == STATUS_OK)
        count_proof(t, point, &problem, &proof);
    return status;
}

enum status lemmas_judge_holds(const void *subject, const struct grid_walk *grid,
                               struct judgement *out)
{
    (void)subject;
    struct proofs t = {.at = grid_first(grid)};
    unsigned lemmas = (unsigned)grid_count(grid, "lemma");
    enum status status = STATUS_OK;
    for (struct grid_point p = grid_first(grid); status == STATUS_OK && p.valid; grid_next(&p)) {
        struct encoding *encoding;
        status = prove_point(&p, &t, &encoding);
        encoding_free(encoding);
    }
    judge_below(out, t.open + t.failed, 1.0);
    if (out->verdict == VERDICT_REFUTED && t.failed == 0)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "%u presets (%u more are outside D > 4 ln b); %.0f distances needed a value, %.0f "
                "of them by balls; at every other, and at every preset for all r > %.0f without "
                "end (%s), the bound says no more than the trivial 1/2%s",
                t.count / lemmas, t.outside / lemmas, t.evaluated, t.balls, t.useful,
                grid_word(&t.at, "model"), t.failure.text);
    out->shown_by = grid_command(1, &t.at, NULL);
    return status;
}

/* The least value of the bound on |C_D|: at r = 2b/pi. */
static double least_bound(const struct encoding *encoding)
{
    double base = encoding_schedule(encoding)->rule.base;
    struct lemma_point point = {base, (double)encoding->dim, 4.0 * base / TWO_PI};
    return lemma_c1_cos(&point);
}

enum status lemmas_judge_says_something(const void *subject, const struct grid_walk *grid,
                                        struct judgement *out)
{
    (void)subject;
    struct proofs t = {0};
    struct grid_point at = grid_first(grid);
    double least = HUGE_VAL;
    enum status status = STATUS_OK;
    for (struct grid_point p = at; status == STATUS_OK && p.valid; grid_next(&p)) {
        struct encoding *encoding;
        status = prove_point(&p, &t, &encoding);
        if (encoding && least_bound(encoding) < least) {
            least = least_bound(encoding);
            at = p;
        }
        encoding_free(encoding);
    }
    judge_above(out, (double)t.count - (double)t.vacuous, 0.0);
    out->verdict = out->clearance > 0.0 ? VERDICT_INCONCLUSIVE : VERDICT_VACUOUS;
    message_set(&out->detail,
                "at %u of %u presets the bound is proved to be at least 1/2 at every real "
                "distance, where |C_D| <= 1/2 is trivial; its least value, at r = 2b/pi, is %.3f "
                "(%s)",
                t.vacuous, t.count, least, grid_word(&at, "model"));
    out->shown_by = grid_command(1, &at, NULL);
    return status;
}

/* The larger of |C| over (b + 1)/(4 pi r ln b) and |S| over 0.926/ln b. */
static enum status share_used(double base, double distance, double *used)
{
    struct estimate c, s;
    double log_base = log(base);
    enum status status = trig_limits(base, distance, &c, &s);
    if (status != STATUS_OK)
        return status;
    *used = fmax((fabs(c.val) + c.err) * 4.0 * 0.5 * TWO_PI * log_base * distance / (base + 1.0),
                 (fabs(s.val) + s.err) * log_base / 0.926);
    return STATUS_OK;
}

enum status lemmas_judge_sharp(const void *subject, const struct grid_walk *grid,
                               struct judgement *out)
{
    (void)subject;
    struct grid_point worst = grid_first(grid);
    double most = 0.0, used;
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        enum status status = share_used(grid_number(&p, "base"), grid_number(&p, "distances"),
                                        &used);
        if (status != STATUS_OK)
            return status;
        if (claim_larger(used, most))
            most = used, worst = p;
    }
    judge_below(out, most, 1.0);
    message_set(&out->detail, "closest at b = %.3g, r = %s: %.4f of the bound",
                grid_number(&worst, "base"), grid_word(&worst, "distances"), most);
    out->shown_by = grid_command(1, &worst, NULL);
    return STATUS_OK;
}
