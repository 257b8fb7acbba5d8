#include "theory/proof/tapa/gap_proof.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { BLOCK = 1 << 15, BALL_BITS = 128 };

/* What one thread works with. The filter's sums are U(r); balls take its two parts, whose
 * coefficients are exact. */
struct worker {
    const struct gap_problem *problem;
    struct prover *filter, *cosine, *sine;
    double error; /* of a filter value as U(r) */
    double *value;
};

/* The near side, shared by all threads. */
struct near_side {
    size_t count;
    double least, *value;
};

/* A stretch of far distances: its largest value and what became of its pairs. */
struct part {
    double most, far, near;
    enum proof outcome;
    uint64_t comparisons, balls;
};

static double ratio_of(const struct gap_problem *p) { return p->nu0 / p->mu0; }

static double distances(double lo, double hi) { return hi - lo + 1.0; }

static void worker_free(struct worker *w)
{
    if (w->filter != w->cosine)
        prover_free(w->filter);
    prover_free(w->cosine);
    prover_free(w->sine);
    free(w->value);
}

static enum status worker_new(const struct gap_problem *p, struct worker *w)
{
    const struct schedule *s = p->schedule;
    *w = (struct worker){.problem = p};
    w->value = malloc((BLOCK + s->pairs) * sizeof *w->value);
    if (!w->value)
        return STATUS_MEMORY;
    enum status status = prover_new(s, s->weight, NULL, &w->cosine);
    w->filter = w->cosine;
    double rounding = 0.0;
    if (status == STATUS_OK && p->nu0 != 0.0) {
        double *sine = w->value + BLOCK;
        for (size_t n = 0; n < s->pairs; n++) {
            /* two roundings, unless it underflows */
            sine[n] = s->weight[n] * ratio_of(p);
            rounding += 0x1p-51 * fabs(sine[n]) + DBL_MIN;
        }
        w->filter = NULL;
        status = prover_new(s, s->weight, sine, &w->filter);
        if (status == STATUS_OK)
            status = prover_new(s, NULL, s->weight, &w->sine);
    }
    if (status == STATUS_OK)
        /* twice: the sum of the roundings is itself rounded */
        w->error = prover_error(w->filter) + 2.0 * rounding;
    return status;
}

/* Sign of U(near) - U(far) - D/8 from balls alone. */
static enum status compare_balls(struct worker *w, double near, double far, enum proof *out)
{
    const struct gap_problem *p = w->problem;
    enum status status = STATUS_OK;
    arb_t gap, sum, ratio;
    fmpz_t distance;
    arb_init(gap), arb_init(sum), arb_init(ratio);
    fmpz_init(distance);
    *out = PROOF_UNDECIDED;
    for (slong bits = BALL_BITS;
         status == STATUS_OK && bits <= PROVER_BITS_MOST && *out == PROOF_UNDECIDED; bits *= 2) {
        arb_set_d(gap, -(double)p->schedule->rule.dim / 8.0);
        for (int part = 0; status == STATUS_OK && part < (w->sine ? 2 : 1); part++) {
            if (part) {
                arb_set_d(ratio, p->nu0);
                arb_set_d(sum, p->mu0);
                arb_div(ratio, ratio, sum, bits);
            } else {
                arb_one(ratio);
            }
            for (int side = 0; status == STATUS_OK && side < 2; side++) {
                fmpz_set_d(distance, side ? far : near);
                status = prover_enclose(part ? w->sine : w->cosine, distance, bits, sum);
                (side ? arb_submul : arb_addmul)(gap, ratio, sum, bits);
            }
        }
        if (status == STATUS_OK)
            *out = arb_is_positive(gap)   ? PROOF_POSITIVE
                   : arb_is_negative(gap) ? PROOF_NEGATIVE
                                          : PROOF_UNDECIDED;
    }
    arb_clear(gap), arb_clear(sum), arb_clear(ratio);
    fmpz_clear(distance);
    return status;
}

/* Bound on what two filter values and the roundings of their comparison with D/8 may be off by. */
static double margin(const struct worker *w, double near, double far)
{
    return 2.0 * w->error + 0x1p-50 * (2.0 * w->error + fabs(near) + fabs(far) +
                                       (double)w->problem->schedule->rule.dim / 8.0);
}

/* Every near distance against one far one. */
static enum status visit_pairs(struct worker *w, const struct near_side *near, double far,
                               double value, struct part *part)
{
    double threshold = (double)w->problem->schedule->rule.dim / 8.0, open = -1.0;
    for (size_t i = 0; i < near->count; i++) {
        double excess = near->value[i] - value - threshold,
               slack = margin(w, near->value[i], value);
        double distance = w->problem->near_lo + (double)i;
        enum proof sign = excess > slack    ? PROOF_POSITIVE
                          : excess < -slack ? PROOF_NEGATIVE
                                            : PROOF_UNDECIDED;
        part->comparisons++;
        if (sign == PROOF_UNDECIDED) {
            enum status status = compare_balls(w, distance, far, &sign);
            part->balls++;
            if (status != STATUS_OK)
                return status;
        }
        if (sign == PROOF_UNDECIDED && open < 0.0)
            open = distance;
        if (sign == PROOF_NEGATIVE) {
            part->outcome = sign, part->far = far, part->near = distance;
            return STATUS_OK;
        }
    }
    if (open >= 0.0)
        part->outcome = PROOF_UNDECIDED, part->far = far, part->near = open;
    return STATUS_OK;
}

/* A stretch of far distances, up to its first that does not hold. */
static enum status visit(struct worker *w, const struct near_side *near, double first, size_t count,
                         struct part *part)
{
    enum status status = prover_values(w->filter, first, count, w->value);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        part->most = w->value[i] > part->most ? w->value[i] : part->most;
    /* A far value below this is passed by the least near one, and so by all. */
    double safe = near->least - (double)w->problem->schedule->rule.dim / 8.0 -
                  margin(w, near->least, 0.0);
    for (size_t i = 0; i < count; i++) {
        if (w->value[i] < safe) {
            part->comparisons += near->count;
            continue;
        }
        status = visit_pairs(w, near, first + (double)i, w->value[i], part);
        if (status != STATUS_OK || part->outcome != PROOF_POSITIVE)
            return status;
    }
    return STATUS_OK;
}

static void fold(const struct part *part, struct gap_proof *out, double *most)
{
    *most = fmax(*most, part->most);
    if (out->outcome != PROOF_POSITIVE)
        return;
    out->outcome = part->outcome, out->far = part->far, out->near = part->near;
    out->comparisons += part->comparisons, out->balls += part->balls;
}

static enum status prove_far(const struct gap_problem *p, const struct near_side *near,
                             struct gap_proof *out, double *most)
{
    size_t blocks = (size_t)((p->far_hi - p->far_lo) / BLOCK) + 1;
    enum status worst = STATUS_OK;
#pragma omp parallel if (blocks > 1)
    {
        struct worker w;
        enum status ready = worker_new(p, &w);
#pragma omp for ordered schedule(static, 1)
        for (size_t b = 0; b < blocks; b++) {
            struct part part = {
                .most = -HUGE_VAL, .far = -1.0, .near = -1.0, .outcome = PROOF_POSITIVE};
            double first = p->far_lo + (double)b * BLOCK;
            enum status status = ready == STATUS_OK
                                     ? visit(&w, near, first,
                                             (size_t)fmin(BLOCK, distances(first, p->far_hi)),
                                             &part)
                                     : ready;
#pragma omp ordered
            {
                if (status != STATUS_OK)
                    worst = status;
                fold(&part, out, most);
            }
        }
        worker_free(&w);
    }
    return worst;
}

static enum status near_values(const struct gap_problem *p, struct near_side *near, double *error)
{
    struct worker w;
    enum status status = worker_new(p, &w);
    near->count = (size_t)distances(p->near_lo, p->near_hi);
    near->least = HUGE_VAL;
    near->value = malloc(near->count * sizeof *near->value);
    if (!near->value)
        status = STATUS_MEMORY;
    if (status == STATUS_OK)
        status = prover_values(w.filter, p->near_lo, near->count, near->value);
    for (size_t i = 0; status == STATUS_OK && i < near->count; i++)
        near->least = fmin(near->least, near->value[i]);
    *error = w.error;
    if (status == STATUS_OK && !isfinite(w.error))
        status = STATUS_UNDEFINED;
    worker_free(&w);
    return status;
}

static bool range_in(double lo, double hi) { return lo >= 0.0 && lo <= hi && hi <= DISTANCE_LIMIT; }

enum status gap_prove(const struct gap_problem *problem, struct gap_proof *out)
{
    const struct gap_problem *p = problem;
    struct near_side near = {0};
    double error, most = -HUGE_VAL, scale = fabs(p->mu0) / (double)p->schedule->rule.dim;
    *out = (struct gap_proof){.outcome = PROOF_POSITIVE, .far = -1.0, .near = -1.0};
    if (!range_in(p->near_lo, p->near_hi) || !range_in(p->far_lo, p->far_hi) ||
        !isfinite(ratio_of(p)) || !(distances(p->near_lo, p->near_hi) <= GAP_PROOF_NEAR_LIMIT))
        return STATUS_DOMAIN;
    enum status status = near_values(p, &near, &error);
    if (status == STATUS_OK)
        status = prove_far(p, &near, out, &most);
    out->gap_min = scale * (near.least - most);
    /* three roundings of the line above, and of this one */
    out->gap_error =
        scale * (2.0 * error + 0x1p-50 * (2.0 * error + fabs(near.least) + fabs(most))) + DBL_MIN;
    free(near.value);
    return status;
}
