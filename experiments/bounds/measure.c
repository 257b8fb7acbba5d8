#include "experiments/bounds/measure.h"

#include <math.h>

#include "experiments/basebound/measure.h"
#include "experiments/basebound/sweep.h"
#include "experiments/harness/driver/driver.h"
#include "theory/ground/constants.h"
#include "theory/limits/gap.h"
#include "theory/limits/length_bounds.h"
#include "theory/proof/bases/schedule_judge.h"
#include "theory/proof/tapa/gap_proof.h"

/* The theorem's near range holds a distance from the base after this on; steps of the grid that is
 * searched for smaller bases. */
static const double GAP_BASE = 65537.0, GAP_STEP = 1.0905077326652577; /* 2^(1/8) */

struct bounds_subject bounds_subject_of(const struct schedule *schedule)
{
    const struct frequency_rule *rule = &schedule->rule;
    bool geometric = rule->scaling == SCALING_NONE || rule->scaling == SCALING_NTK ||
                     rule->scaling == SCALING_DYNAMIC;
    size_t last = schedule->rotating - 1;
    struct bounds_subject out = {.schedule = schedule,
                                 .dim = rule->partial == PARTIAL_P ? rule->dim : rule->rotary,
                                 .turn = rule->unit == UNIT_TURN ? TWO_PI : 1.0};
    out.whole = 2 * schedule->rotating == out.dim;
    out.slowest = TWO_PI * (schedule->turn_hi[last] + schedule->turn_lo[last]);
    if (rule->scaling == SCALING_NONE)
        out.base = (struct bound){true, true, rule->base};
    else if (geometric && last > 0)
        out.base = (struct bound){
            true, true, pow(schedule->theta[0] / schedule->theta[1], 0.5 * (double)out.dim)};
    return out;
}

static bool gap_defined(const struct bounds_subject *s, double far)
{
    double lo, hi;
    return s->base.present && s->base.value >= GAP_BASE && s->base.value + far <= DISTANCE_LIMIT &&
           gap_near_range(s->base.value, &lo, &hi) == STATUS_OK && hi - lo < GAP_PROOF_NEAR_LIMIT;
}

/* Whether the gap holds from beyond the base to a far distance. */
static enum status gap_at(const struct schedule *schedule, double base, double far,
                          struct gap_proof *proof)
{
    struct gap_problem problem = {.schedule = schedule, .mu0 = 1.0, .nu0 = 0.0};
    enum status status = gap_near_range(base, &problem.near_lo, &problem.near_hi);
    problem.far_lo = floor(base) + 1.0;
    problem.far_hi = far;
    return status == STATUS_OK ? gap_prove(&problem, proof) : status;
}

/* What is proved of an encoding. */
struct finding {
    const struct bounds_subject *subject;
    double limit;
};

static enum status fill_found(void *context, void *result)
{
    const struct finding *f = context;
    const struct bounds_subject *s = f->subject;
    struct bounds_found *out = result;
    struct base_verdict verdict;
    struct gap_proof proof;
    struct schedule rotated = *s->schedule; /* MEN's sum has no pair that does not rotate */
    rotated.pairs = rotated.rotating;
    *out = (struct bounds_found){.gap = gap_defined(s, f->limit)};
    enum status status = schedule_judge(&rotated, f->limit, &verdict);
    if (status == STATUS_OK && !verdict.passes)
        out->negative = (struct bound){true, verdict.proved, verdict.distance};
    if (status == STATUS_OK && out->gap)
        status = gap_at(s->schedule, s->base.value, floor(s->base.value) + f->limit, &proof);
    if (status == STATUS_OK && out->gap && proof.outcome != PROOF_POSITIVE)
        out->horizon = (struct bound){true, proof.outcome == PROOF_NEGATIVE, proof.far};
    return status;
}

enum status bounds_find(const struct bounds_subject *s, const struct bounds_request *request,
                        struct bounds_found *out)
{
    struct finding finding = {s, request->limit};
    return driver_keep(NULL, sizeof *out, out, fill_found, &finding);
}

static enum status take_least(void *context, size_t number, const struct base_bracket *bracket,
                              const struct base_effort *effort)
{
    struct bound *least = context;
    (void)effort;
    if (bracket->closed)
        least[number] = (struct bound){true, true, bracket->hi};
    return STATUS_OK;
}

enum status bounds_least(const struct bounds_subject *s, size_t count, const double *context,
                         struct bound *least)
{
    const struct sweep_sink sink = {.ended = take_least, .context = least};
    size_t swept = 0;
    for (size_t i = 0; i < count; i++) {
        least[i] = (struct bound){0};
        /* cos 2 is negative at every base of one pair */
        swept += s->dim > 2 || context[i] <= 2.0;
    }
    if (s->turn != 1.0 || !s->whole)
        return STATUS_OK;
    return sweep_run(s->dim, 1.0, BASE_BANK_BASE, swept, context, BASEBOUND_TOLERANCE, &sink);
}

/* What is sought of a subject at a context. */
struct gap_search {
    const struct bounds_subject *subject;
    double context;
};

static enum status fill_gap_base(void *context, void *result)
{
    const struct gap_search *search = context;
    const struct bounds_subject *s = search->subject;
    struct bound *least = result;
    struct frequency_rule rule = frequency_rule_rope(GAP_BASE, s->dim);
    enum status status = STATUS_OK;
    rule.unit = s->schedule->rule.unit;
    *least = (struct bound){0};
    for (; status == STATUS_OK && !least->present && floor(rule.base) + 1.0 < search->context;
         rule.base *= GAP_STEP) {
        struct schedule *schedule = NULL;
        struct gap_proof proof = {.outcome = PROOF_UNDECIDED};
        status = schedule_new(&rule, &schedule);
        if (status == STATUS_OK)
            status = gap_at(schedule, rule.base, search->context - 1.0, &proof);
        if (status == STATUS_OK && proof.outcome == PROOF_POSITIVE)
            *least = (struct bound){true, false, rule.base};
        schedule_free(schedule);
    }
    return status;
}

enum status bounds_gap_base(const struct bounds_subject *s, double context, struct bound *least)
{
    struct gap_search search = {s, context};
    return driver_keep(NULL, sizeof *least, least, fill_gap_base, &search);
}
