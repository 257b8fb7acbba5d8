#include "experiments/properties/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/absolute/fope.h"
#include "theory/moments/absolute/fope_moments.h"

/* The vectors of one draw, turned by their positions. */
struct pair {
    double *query, *key, *work, *turned[2];
    size_t width;
};

static enum status pair_new(const struct encoding *e, struct pair *p)
{
    size_t dim = e->dim;
    *p = (struct pair){.width = e->type->factors->width(e->state)};
    p->query = malloc((2 * dim + qk_work_size(dim) + 2 * p->width) * sizeof(double));
    if (!p->query)
        return STATUS_MEMORY;
    p->key = p->query + dim;
    p->work = p->key + dim;
    p->turned[0] = p->work + qk_work_size(dim);
    p->turned[1] = p->turned[0] + p->width;
    return STATUS_OK;
}

static double score(const struct encoding *e, const struct pair *p, double position, double r)
{
    double sum = 0.0;
    e->type->factors->form(e->state, FACTOR_QUERY, position, p->query, p->turned[0]);
    e->type->factors->form(e->state, FACTOR_KEY, position - r, p->key, p->turned[1]);
    for (size_t i = 0; i < p->width; i++)
        sum += p->turned[0][i] * p->turned[1][i];
    return sum;
}

/* Root mean square of the change over that of the scores, of what is drawn. */
static enum status drawn_change(const struct grid_point *point, double *change)
{
    struct random_stream stream = claim_stream();
    struct qk_law law;
    struct pair p = {0};
    struct encoding *e = claim_encoding_at(point);
    double moved = 0.0, size = 0.0, position = grid_number(point, "position"),
           shift = grid_number(point, "shift");
    enum status status = e && e->type->factors ? claim_law_at(point, &law) : STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = pair_new(e, &p);
    for (size_t d = 0; status == STATUS_OK && d < (size_t)grid_number(point, "pairs"); d++) {
        status = qk_draw(&law, &stream, d, e->dim, p.work, p.query, p.key);
        for (size_t i = 0; status == STATUS_OK && i < grid_count(point->walk, "distances"); i++) {
            struct grid_point at = grid_at(*point, "distances", i);
            double r = grid_number(&at, "distances"), here = score(e, &p, position, r),
                   there = score(e, &p, position + shift, r);
            moved += (there - here) * (there - here);
            size += here * here;
        }
    }
    *change = sqrt(moved / size);
    free(p.query);
    encoding_free(e);
    return status;
}

/* Of FoPE: the root of the expected squares, in closed form. */
static enum status fope_change(const struct grid_point *point, double *change)
{
    size_t count = grid_count(point->walk, "distances");
    double position = grid_number(point, "position"), *distance = malloc(count * sizeof *distance);
    struct encoding *e = distance ? claim_encoding_at(point) : NULL;
    enum status status = e ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; i < count && distance; i++) {
        struct grid_point at = grid_at(*point, "distances", i);
        distance[i] = grid_number(&at, "distances");
    }
    if (status == STATUS_OK)
        status = fope_shift(encoding_fope_shape(e), position,
                            position + grid_number(point, "shift"), count, distance, change);
    free(distance);
    encoding_free(e);
    return status;
}

static enum status judge_largest(const struct grid_walk *grid,
                                 enum status (*change_at)(const struct grid_point *, double *),
                                 struct judgement *out)
{
    double most = -HUGE_VAL;
    struct grid_point worst = grid_first(grid);
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        double change;
        if (grid_index(&p, "distances") != 0)
            continue;
        enum status status = change_at(&p, &change);
        if (status != STATUS_OK)
            return status;
        if (claim_larger(change, most))
            most = change, worst = p;
    }
    judge_below(out, most, 1e-9);
    message_set(&out->detail,
                "a common shift from %s by %s changes the scores by %.3g, root mean "
                "square",
                grid_word(&worst, "position"), grid_word(&worst, "shift"), most);
    out->shown_by = grid_command(1, &worst, "distances");
    return STATUS_OK;
}

enum status properties_judge_shift(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out)
{
    (void)subject;
    return judge_largest(grid, drawn_change, out);
}

enum status properties_judge_fope(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    (void)subject;
    return judge_largest(grid, fope_change, out);
}
