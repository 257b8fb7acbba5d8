#include "experiments/bias/versus.h"

#include <stdlib.h>

#include "experiments/bias/measure.h"
#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/versus.h"

enum {
    ENCODING,
    QK,
    DISTANCE_TOK,
    DIFFERENCE_CLOSED,
    MEAN_MC,
    MEAN_MC_VERSUS,
    DIFFERENCE,
    DIFFERENCE_LO,
    DIFFERENCE_HI,
    DRAWS
};
const struct column bias_versus_columns[BIAS_VERSUS_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [QK] = {"qk", "query-key model"},
    [DISTANCE_TOK] = {"distance_tok", "distance, tokens"},
    [DIFFERENCE_CLOSED] = {"difference_closed",
                           "expected score less that of the encoding of --versus, closed forms; "
                           "empty where one of them has none"},
    [MEAN_MC] = {"mean_mc", "mean of the drawn scores"},
    [MEAN_MC_VERSUS] = {"mean_mc_versus", "that of the encoding of --versus, of the same draws"},
    [DIFFERENCE] = {"difference", "mean_mc less mean_mc_versus"},
    [DIFFERENCE_LO] = {"difference_lo",
                       "Student's 95 % limit of the expected difference, from the differences draw "
                       "by draw, lower"},
    [DIFFERENCE_HI] = {"difference_hi", "upper"},
    [DRAWS] = {"draws",
               "pairs drawn; 0 for a model that is deterministic or states expectations only"},
};

/* The other encoding and those of the run, of one dim, under every model. */
struct group {
    size_t members, qks, count;
    const struct encoding **encodings; /* [members], the other one first */
    struct sample *sample; /* [members][qks][count]: its scores, then differences from them */
    double *mean;          /* [members][qks][count], closed forms */
    double *variance;      /* [count], of no use here */
    bool *has_mean;        /* [members][qks] */
};

static void group_free(struct group *g)
{
    free(g->encodings);
    free(g->sample);
    free(g->mean);
    free(g->has_mean);
}

static bool group_new(const struct run *run, struct group *g)
{
    const struct option_value *encodings = run_value(run, "encoding");
    *g = (struct group){.members = encodings->count + 1,
                        .qks = run_value(run, "qk")->count,
                        .count = run_value(run, "distances")->count};
    size_t series = g->members * g->qks;
    g->encodings = calloc(g->members, sizeof *g->encodings);
    g->sample = calloc(series * g->count, sizeof *g->sample);
    g->mean = malloc((series + 1) * g->count * sizeof *g->mean);
    g->has_mean = calloc(series, sizeof *g->has_mean);
    if (!g->encodings || !g->sample || !g->mean || !g->has_mean)
        return false;
    g->variance = g->mean + series * g->count;
    for (size_t e = 0; e < g->members; e++)
        g->encodings[e] = e > 0 ? encodings->encodings[e - 1] : versus_other(run);
    return true;
}

/* Everything of one model. */
static enum status measure(struct run *run, struct group *g, size_t k)
{
    const struct qk_law *law = &run_value(run, "qk")->qks[k].law;
    const double *distance = run_value(run, "distances")->numbers;
    struct sample **out = calloc(g->members, sizeof *out);
    bool has_variance;
    enum status status = out ? STATUS_OK : STATUS_MEMORY;
    for (size_t e = 0; status == STATUS_OK && e < g->members; e++) {
        size_t series = e * g->qks + k;
        out[e] = g->sample + series * g->count;
        status = closed_moments(g->encodings[e], law, g->count, distance,
                                g->mean + series * g->count, g->variance, &g->has_mean[series],
                                &has_variance);
    }
    if (status == STATUS_OK && bias_draws_any(run, law))
        status = montecarlo_differences(g->members, g->encodings, law, &run->stream,
                                        (size_t)run_number(run, "pairs"), g->count, distance, out);
    free(out);
    run_step(run);
    return status;
}

static void rows_of(struct run *run, const struct group *g, size_t e, size_t k)
{
    const struct qk_model *qk = &run_value(run, "qk")->qks[k];
    size_t series = e * g->qks + k;
    bool drawn = bias_draws_any(run, &qk->law), closed = g->has_mean[series] && g->has_mean[k];
    for (size_t i = 0; i < g->count; i++) {
        const struct sample *difference = &g->sample[series * g->count + i];
        double versus = g->sample[k * g->count + i].mean,
               half = drawn ? interval_student(difference, 0.95) : 0.0;
        row_text(run->table, ENCODING, g->encodings[e]->text);
        row_text(run->table, QK, qk->text);
        row_number(run->table, DISTANCE_TOK, run_value(run, "distances")->numbers[i]);
        row_optional(run->table, DIFFERENCE_CLOSED, closed,
                     g->mean[series * g->count + i] - g->mean[k * g->count + i]);
        row_optional(run->table, MEAN_MC, drawn, versus + difference->mean);
        row_optional(run->table, MEAN_MC_VERSUS, drawn, versus);
        row_optional(run->table, DIFFERENCE, drawn, difference->mean);
        row_optional(run->table, DIFFERENCE_LO, drawn, difference->mean - half);
        row_optional(run->table, DIFFERENCE_HI, drawn, difference->mean + half);
        row_number(run->table, DRAWS, difference->count);
        row_end(run->table);
    }
}

static bool allowed(const struct run *run, const struct encoding *encoding,
                    const struct qk_model *qk, struct message *error)
{
    (void)run;
    return closed_allowed(encoding, qk, error);
}

enum status bias_versus(struct run *run)
{
    struct group g;
    size_t encodings = run_value(run, "encoding")->count, qks = run_value(run, "qk")->count;
    if (!versus_comparable(run, allowed) || !bias_fits(run, (encodings + 1) * qks) ||
        !run_begin(run))
        return STATUS_DOMAIN;
    enum status status = group_new(run, &g) ? STATUS_OK : STATUS_MEMORY;
    for (size_t k = 0; status == STATUS_OK && k < qks; k++)
        status = measure(run, &g, k);
    for (size_t i = 0; status == STATUS_OK && i < encodings * qks; i++)
        rows_of(run, &g, 1 + i / qks, i % qks);
    group_free(&g);
    return status;
}

void bias_versus_cost(const struct run *run, struct cost *cost)
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    const struct option_value *distances = run_value(run, "distances");
    double count = (double)distances->count, farthest = run_last(run, "distances"),
           pairs = run_number(run, "pairs"),
           series = (double)(encodings->count + 1) * (double)qks->count;
    cost_hold(cost, series * count * (sizeof(struct sample) + sizeof(double)));
    for (size_t k = 0; k < qks->count; k++) {
        const struct encoding *other = versus_other(run);
        bool drawn = bias_draws_any(run, &qks->qks[k].law);
        if (drawn) {
            montecarlo_cost(cost, 1, &other, true, &qks->qks[k].law, pairs, count, farthest);
            montecarlo_cost(cost, encodings->count,
                            (const struct encoding *const *)encodings->encodings, true,
                            &qks->qks[k].law, pairs, count, farthest);
        }
        for (size_t e = 0; e <= encodings->count; e++) {
            const struct encoding *encoding = e > 0 ? encodings->encodings[e - 1] : other;
            closed_moments_cost(cost, encoding, &qks->qks[k].law, count);
            cost_rows(cost, e > 0 ? count : 0.0, drawn ? 7.0 : 3.0);
        }
        cost_step(cost);
    }
}
