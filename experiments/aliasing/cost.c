#include "experiments/aliasing/cost.h"

#include "experiments/aliasing/measure.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"

/* Seconds per distance of a visit, for all formats together and for each; the curves of the longest
 * contexts leave every cache. Seconds of the law per draw and format. */
static const double VISIT = 20e-9, VISIT_FORMAT = 14e-9, FAR_AWAY = 2.5, LAW = 4e-4;

static void add(const struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                double context, struct cost *cost)
{
    double formats = (double)run_value(run, "dtype")->count;
    struct alias_plan plan = {
        .encoding = encoding,
        .law = &qk->law,
        .tokens = !qk_deterministic(&qk->law),
        .draws = qk_alike(&qk->law, encoding) ? 1 : (size_t)run_number(run, "pairs"),
        .format_count = run_value(run, "dtype")->count,
        .context = (size_t)context};
    struct curve_plan curves = alias_curves(&plan);
    double visit = context * (VISIT + VISIT_FORMAT * formats) * (context > 0x1p20 ? FAR_AWAY : 1.0);
    if (alias_law_holds(encoding, &qk->law, plan.context))
        visit += LAW * formats;
    price_curve_draws(cost, &curves, visit);
    cost_rows(cost, formats, 27.0);
    cost_step(cost);
}

void aliasing_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk"),
                              *contexts = run_value(run, "context");
    cost_hold(cost, run_number(run, "pairs") * (double)run_value(run, "dtype")->count *
                        ALIAS_QUANTITIES * sizeof(double));
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t c = 0; c < contexts->count; c++)
                add(run, encodings->encodings[e], &qks->qks[k], contexts->numbers[c], cost);
}
