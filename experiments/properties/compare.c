#include "experiments/properties/comparing.h"

#include <math.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/curve.h"
#include "theory/ground/arrays.h"
#include "theory/ground/constants.h"

/* The pairs of vectors that are scored besides the unit vectors'. */
enum { PLAIN, OTHER, QUERY_SUM, OTHER_QUERY, KEY_SUM, OTHER_KEY, SWAPPED, SELF, VECTOR_ROWS };

/* Areas of a lane, one after the other. */
static size_t lane_split(const struct property_plan *plan, size_t count, double *at,
                         struct lane *lane)
{
    size_t dim = plan->encoding->dim,
           sizes[] = {CHUNK * dim,
                      CHUNK * dim,
                      encoding_work_size(plan->encoding, CHUNK),
                      qk_work_size(dim),
                      CHUNK * count,
                      dim,
                      dim,
                      dim,
                      dim,
                      dim * count,
                      dim * count,
                      dim * count,
                      dim * count},
           used = 0;
    double **areas[] = {&lane->query,   &lane->key,      &lane->work,     &lane->draw_work,
                        &lane->score,   &lane->q,        &lane->k,        &lane->other_q,
                        &lane->other_k, &lane->image[0], &lane->image[1], &lane->error[0],
                        &lane->error[1]};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        if (at)
            *areas[i] = at + used;
        used += sizes[i];
    }
    return used;
}

size_t compare_room(const struct property_plan *plan, size_t count)
{
    struct lane lane;
    return lane_split(plan, count, NULL, &lane);
}

/* One draw's tokens, whatever row asks. */
struct one_draw {
    struct token_source source;
    const struct token_source *all;
    size_t draw;
};

static void one_draw_read(const struct token_source *source, size_t draw, size_t back, size_t count,
                          double *out)
{
    const struct one_draw *one = (const struct one_draw *)source;
    (void)draw;
    one->all->read(one->all, one->draw, back, count, out);
}

double compare_farthest(const struct compare_shared *s) { return s->distance[s->count - 1]; }

enum status compare_scores(const struct comparing *c, size_t rows, const double *position,
                           size_t token_draw)
{
    const struct token_source *all = c->shared->plan->tokens;
    struct one_draw tokens = {{all ? all->width : 0, one_draw_read}, all, token_draw};
    struct score_input input = {.draws = rows,
                                .query = c->lane.query,
                                .key = c->lane.key,
                                .position = position,
                                .tokens = all ? &tokens.source : NULL};
    return encoding_scores(c->encoding, c->shared->count, c->shared->table, &input, c->lane.work,
                           c->lane.score);
}

void compare_put(const struct comparing *c, size_t row, const double *query, const double *key)
{
    size_t dim = c->encoding->dim;
    memcpy(c->lane.query + row * dim, query, dim * sizeof *query);
    memcpy(c->lane.key + row * dim, key, dim * sizeof *key);
}

double compare_error(const struct comparing *c, size_t row, double distance)
{
    size_t dim = c->encoding->dim;
    return curve_error(c->encoding, c->lane.query + row * dim, c->lane.key + row * dim, distance);
}

/* Scores a, b, d of one distance, by row: bounds of them all, and of what is done with them: sums
 * of vectors are off by a rounding per coordinate, which no bound exceeds, hence twice. */
static double bound_of(const struct comparing *c, size_t count, const size_t *rows, size_t i)
{
    double bound = 0.0;
    for (size_t j = 0; j < count; j++)
        bound += 2.0 * compare_error(c, rows[j], c->shared->distance[i]) +
                 2.0 * UNIT_ROUNDING * fabs(c->lane.score[rows[j] * c->shared->count + i]);
    return bound;
}

static void take_vectors(const struct comparing *c, size_t i)
{
    static const size_t by_query[] = {PLAIN, QUERY_SUM, OTHER_QUERY},
                        by_key[] = {PLAIN, KEY_SUM, OTHER_KEY}, swapped[] = {PLAIN, SWAPPED},
                        both[] = {PLAIN, OTHER}, self[] = {SELF};
    size_t count = c->shared->count;
    double r = c->shared->distance[i], s[VECTOR_ROWS], zero[VECTOR_ROWS], size = 0.0;
    for (size_t row = 0; row < VECTOR_ROWS; row++) {
        s[row] = c->lane.score[row * count + i];
        zero[row] = c->lane.score[row * count];
        size = fmax(size, fmax(fabs(s[row]), fabs(zero[row])));
    }
    struct property_pair pair = {.r = r, .s = -1.0, .draw = c->draw};
    pair.left = s[QUERY_SUM], pair.right = s[PLAIN] + s[OTHER_QUERY];
    pair.bound = bound_of(c, 3, by_query, i);
    property_take(c->result, PROPERTY_LINEAR, size, pair);
    pair.left = s[KEY_SUM], pair.right = s[PLAIN] + s[OTHER_KEY];
    pair.bound = bound_of(c, 3, by_key, i);
    property_take(c->result, PROPERTY_LINEAR, size, pair);
    pair.left = s[PLAIN] - zero[PLAIN], pair.right = s[OTHER] - zero[OTHER];
    pair.bound = bound_of(c, 2, both, i) + bound_of(c, 2, both, 0);
    property_take(c->result, PROPERTY_ADDITIVE, size, pair);
    if (i > 0)
        return;
    pair.left = s[PLAIN], pair.right = s[SWAPPED];
    pair.bound = bound_of(c, 2, swapped, i);
    property_take(c->result, PROPERTY_ORIGIN, size, pair);
    pair.left = s[SELF], pair.right = fabs(s[SELF]);
    pair.bound = 2.0 * bound_of(c, 1, self, i);
    property_take(c->result, PROPERTY_ORIGIN, size, pair);
}

static enum status compare_vectors(const struct comparing *c)
{
    const struct lane *l = &c->lane;
    size_t dim = c->encoding->dim;
    double position[VECTOR_ROWS];
    compare_put(c, PLAIN, l->q, l->k);
    compare_put(c, OTHER, l->other_q, l->other_k);
    compare_put(c, QUERY_SUM, l->q, l->k);
    compare_put(c, OTHER_QUERY, l->other_q, l->k);
    compare_put(c, KEY_SUM, l->q, l->k);
    compare_put(c, OTHER_KEY, l->q, l->other_k);
    compare_put(c, SWAPPED, l->k, l->q);
    compare_put(c, SELF, l->q, l->q);
    for (size_t n = 0; n < dim; n++) {
        l->query[QUERY_SUM * dim + n] += l->other_q[n];
        l->key[KEY_SUM * dim + n] += l->other_k[n];
    }
    for (size_t row = 0; row < VECTOR_ROWS; row++)
        position[row] = compare_farthest(c->shared);
    enum status status = compare_scores(c, VECTOR_ROWS, position, c->draw);
    for (size_t i = 0; status == STATUS_OK && i < c->shared->count; i++)
        take_vectors(c, i);
    return status;
}

/* The same query and key again, moved by s or with the tokens of the next draw, against the scores
 * that stand in image[0]'s first row. */
static void take_again(const struct comparing *c, enum property property, double s)
{
    const double *before = c->lane.image[0], *after = c->lane.score;
    for (size_t i = 0; i < c->shared->count; i++) {
        struct property_pair pair = {.left = before[i],
                                     .right = after[i],
                                     .r = c->shared->distance[i],
                                     .s = s,
                                     .draw = c->draw,
                                     .bound = 2.0 * compare_error(c, 0, c->shared->distance[i])};
        property_take(c->result, property, fmax(fabs(before[i]), fabs(after[i])), pair);
    }
}

static enum status compare_moved(const struct comparing *c)
{
    const struct property_plan *plan = c->shared->plan;
    double position = compare_farthest(c->shared);
    compare_put(c, 0, c->lane.q, c->lane.k);
    enum status status = compare_scores(c, 1, &position, c->draw);
    if (status == STATUS_OK)
        memcpy(c->lane.image[0], c->lane.score, c->shared->count * sizeof(double));
    for (size_t i = 0; status == STATUS_OK && i < plan->count; i++) {
        position = compare_farthest(c->shared) + plan->distances[i];
        status = compare_scores(c, 1, &position, c->draw);
        if (status == STATUS_OK) {
            take_again(c, PROPERTY_RELATIVE, plan->distances[i]);
            take_again(c, PROPERTY_ABSOLUTE, plan->distances[i]);
        }
    }
    position = compare_farthest(c->shared);
    if (status == STATUS_OK && plan->tokens) {
        status = compare_scores(c, 1, &position, c->draw + 1);
        if (status == STATUS_OK)
            take_again(c, PROPERTY_PATH, -1.0);
    }
    return status;
}

enum status compare_draw(const struct compare_shared *shared, size_t draw, double *lane,
                         struct property_result *result)
{
    const struct property_plan *plan = shared->plan;
    struct comparing c = {
        .shared = shared, .encoding = plan->encoding, .draw = draw, .result = result};
    size_t dim = plan->encoding->dim;
    lane_split(plan, shared->count, lane, &c.lane);
    enum status status = qk_draw(plan->law, plan->stream, draw, dim, c.lane.draw_work, c.lane.q,
                                 c.lane.k);
    if (status == STATUS_OK)
        status = qk_draw(plan->law, plan->stream, draw + 1, dim, c.lane.draw_work, c.lane.other_q,
                         c.lane.other_k);
    if (status == STATUS_OK)
        status = compare_vectors(&c);
    if (status == STATUS_OK)
        status = compare_group(&c);
    return status == STATUS_OK ? compare_moved(&c) : status;
}
