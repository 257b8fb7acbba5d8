#include <math.h>
#include <stdlib.h>

#include "experiments/decay/judges.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"

/* What the protocol puts before the key: it has the last of d + 50 tokens look d back. */
static const double BEFORE = 50.0;

/* The line through (ln d, ln w): w = C d^-gamma. */
struct power_fit {
    double n, x, y, xx, xy, yy; /* sums */
};

static void fit_take(struct power_fit *f, double d, double w)
{
    double x = log(d), y = log(w);
    f->n++, f->x += x, f->y += y;
    f->xx += x * x, f->xy += x * y, f->yy += y * y;
}

static double fit_gamma(const struct power_fit *f)
{
    return -(f->xy - f->x * f->y / f->n) / (f->xx - f->x * f->x / f->n);
}

/* The share of the spread of ln w that the line explains. */
static double fit_share(const struct power_fit *f)
{
    double x = f->xx - f->x * f->x / f->n, y = f->yy - f->y * f->y / f->n,
           xy = f->xy - f->x * f->y / f->n;
    return xy * xy / (x * y);
}

/* The attention that a query gives a key d tokens back, among count copies of it at distances 0,
 * 1, .. count - 1. */
static enum status attention(const struct encoding *e, const struct qk_law *law, size_t count,
                             size_t d, double *weight)
{
    struct random_stream stream = claim_stream();
    size_t dim = e->dim;
    double *window = malloc(curve_window_size(e, count) * sizeof *window),
           *work = malloc((curve_work_size(e, 1, count) + 1) * sizeof *work),
           *draw = malloc((qk_second_work_size(dim) + 2 * dim) * sizeof *draw),
           *score = malloc(count * sizeof *score);
    enum status status = window && work && draw && score ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        double *query = draw + qk_second_work_size(dim), *key = query + dim, sum = 0.0;
        curve_draw_vectors(law, &stream, SECOND_NONE, dim, 0, 1, draw, query, key, NULL);
        struct score_input input = {.draws = 1, .query = query, .key = key};
        status = curve_window_fill(e, 0.0, count, window);
        if (status == STATUS_OK)
            status = curve_scores(e, count, window, &input, work, score);
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            sum += exp(score[i] - score[d]);
        *weight = 1.0 / sum;
    }
    free(window);
    free(work);
    free(draw);
    free(score);
    return status;
}

enum status decay_judge_gamma(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    const struct decay_gamma *wanted = subject;
    struct power_fit drawn = {0}, closed = {0};
    struct grid_point first = grid_first(grid);
    struct encoding *e = claim_encoding_at(&first);
    struct qk_law law;
    enum status status = e ? claim_law_at(&first, &law) : STATUS_MEMORY;
    for (struct grid_point point = first; status == STATUS_OK && point.valid; grid_next(&point)) {
        double d = grid_number(&point, "distances"), weight = NAN;
        status = attention(e, &law, (size_t)(d + BEFORE), (size_t)d, &weight);
        fit_take(&drawn, d, weight);
        fit_take(&closed, d, 1.0 / (d + BEFORE));
    }
    encoding_free(e);
    if (status != STATUS_OK)
        return status;
    double gamma = fit_gamma(&drawn), share = fit_share(&drawn),
           apart = fmax(fabs(gamma - fit_gamma(&closed)), fabs(share - fit_share(&closed)));
    judge_below(out, wanted->share ? share : gamma, wanted->limit);
    if (!(apart < 1e-9))
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "gamma = %.4f with R^2 = %.4f, though no score depends on distance: every token has "
        "1/(d + %.0f), and the sequence grows with d; times d + %.0f nothing is left; as "
        "the softmax has it and as the closed form: %.1g apart",
        gamma, share, BEFORE, BEFORE, apart);
    out->shown_by = grid_command(1, &first, "distances");
    return STATUS_OK;
}
