#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/scores/judges.h"

/* [BOS, x, x]: x sees itself at distance 0, its copy at 1 and BOS at 2. */
enum { SELF, COPY, BOS, TOKENS };
static const double distances[TOKENS] = {0.0, 1.0, 2.0};

/* Scores of as many draws of the query, the key of x, the key of BOS. */
struct triples {
    double *table, *work, *draw, *query, *key, *bos, *score[2];
    size_t draws;
};

static void triples_free(struct triples *t)
{
    double *all[] = {t->table, t->work, t->draw,     t->query,
                     t->key,   t->bos,  t->score[0], t->score[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static enum status triples_make(struct triples *t, const struct encoding *e,
                                const struct qk_law *law, size_t draws)
{
    struct random_stream stream = claim_stream();
    size_t size[] = {encoding_table_size(e, TOKENS),
                     encoding_work_size(e, draws),
                     draws * qk_second_work_size(e->dim),
                     draws * e->dim,
                     draws * e->dim,
                     draws * e->dim,
                     draws * TOKENS,
                     draws * TOKENS};
    double **all[] = {&t->table, &t->work, &t->draw,     &t->query,
                      &t->key,   &t->bos,  &t->score[0], &t->score[1]};
    bool ok = true;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = malloc((size[i] + 1) * sizeof(double));
        ok = ok && *all[i];
    }
    t->draws = draws;
    if (!ok)
        return STATUS_MEMORY;
    curve_draw_vectors(law, &stream, SECOND_INDEPENDENT, e->dim, 0, draws, t->draw, t->query,
                       t->key, t->bos);
    enum status status = encoding_table_fill(e, TOKENS, distances, t->table);
    const double *keys[] = {t->key, t->bos};
    for (size_t k = 0; status == STATUS_OK && k < 2; k++) {
        struct score_input input = {.draws = draws, .query = t->query, .key = keys[k]};
        status = encoding_scores(e, TOKENS, t->table, &input, t->work, t->score[k]);
    }
    return status;
}

/* The attention of the last token to itself in one draw. */
static double diagonal(const struct triples *t, size_t draw)
{
    const double *x = t->score[0] + draw * TOKENS, *bos = t->score[1] + draw * TOKENS;
    return 1.0 / (1.0 + exp(x[COPY] - x[SELF]) + exp(bos[BOS] - x[SELF]));
}

/* The same where no score depends on distance, 1/(2 + e^(b - a)), from the products of the vectors:
 * a and b are norm times q.k. */
static double level(const struct triples *t, size_t draw, size_t dim)
{
    double more = 0.0;
    for (size_t i = draw * dim; i < (draw + 1) * dim; i++)
        more += t->query[i] * (t->bos[i] - t->key[i]);
    return 1.0 / (2.0 + exp(more / sqrt((double)dim)));
}

enum status scores_judge_diagonal(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    (void)subject;
    double most = -HUGE_VAL, apart = 0.0;
    struct grid_point at = grid_first(grid);
    enum status status = STATUS_OK;
    size_t cases = 0;
    for (struct grid_point point = at; status == STATUS_OK && point.valid; grid_next(&point)) {
        struct encoding *e = claim_encoding_at(&point);
        struct triples t = {0};
        struct qk_law law;
        status = e ? claim_law_at(&point, &law) : STATUS_MEMORY;
        if (status == STATUS_OK)
            status = triples_make(&t, e, &law, (size_t)grid_number(&point, "pairs"));
        for (size_t d = 0; status == STATUS_OK && d < t.draws; d++, cases++) {
            double alpha = diagonal(&t, d), gap = fabs(alpha - level(&t, d, e->dim));
            apart = claim_larger(gap, apart) ? gap : apart;
            if (claim_larger(alpha, most))
                most = alpha, at = point;
        }
        triples_free(&t);
        encoding_free(e);
    }
    if (status != STATUS_OK)
        return status;
    judge_below(out, most, 0.5);
    message_set(
        &out->detail,
        "largest of %zu draws; from 1/(2 + e^(b - a)), which distance does not enter, it is "
        "at most %.3g away",
        cases, apart);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}
