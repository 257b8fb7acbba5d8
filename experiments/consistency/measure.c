#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/driver.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/second_key.h"

/* Coordinates drawn per engine call, which fit the second-level cache with a table of dim 128. */
enum { CHUNK_MOST = 256, CHUNK_COORDINATES = 1 << 15 };

enum second_key token_second(double choice)
{
    return (enum second_key)(SECOND_INDEPENDENT + (size_t)choice);
}

size_t token_order_chunk(size_t dim)
{
    size_t chunk = CHUNK_COORDINATES / dim;
    return chunk < 1 ? 1 : chunk > CHUNK_MOST ? CHUNK_MOST : chunk;
}

bool token_order_allowed(const struct encoding *encoding, const struct qk_model *qk,
                         enum second_key second, struct message *error)
{
    struct message usable = qk_usable(encoding, false);
    const char *cure = second == SECOND_INDEPENDENT ? qk_one_key(&qk->law) : NULL;
    if (qk_stated(&qk->law))
        return message_set(
            error,
            "query-key model \"%s\" states expectations only and cannot be drawn; expected one of "
            "%s",
            qk->text, usable.text);
    if (qk_deterministic(&qk->law) || cure)
        return message_set(
            error,
            "query-key model \"%s\" makes every key the same, so two keys have no order; expected "
            "%s%s",
            qk->text, cure ? cure : "one of ", cure ? "" : usable.text);
    return second_key_fits(encoding, second, second_key_names[SECOND_INDEPENDENT], error) &&
           qk_drawable(qk, encoding, error);
}

/* One more flip or tie for the margins at 0 and at r; a margin within `slack` of zero has no sign.
 * */
static void count_one(double at_zero, double at_r, double slack, struct token_count *count)
{
    if (!(fabs(at_zero) > slack && fabs(at_r) > slack))
        count->ties += 1.0;
    else if ((at_zero < 0.0) != (at_r < 0.0))
        count->flips += 1.0;
}

/* What every chunk of draws reads: the encodings with their tables for distance 0 and then those of
 * a panel, and where in the result the panel starts. */
struct panel {
    size_t encoding_count, draws, count, chunk, offset;
    const struct encoding *const *encodings;
    double **tables;
    double farthest;
    const struct qk_law *law;
    const struct random_stream *stream;
    enum second_key second;
    struct token_count *const *out;
};

/* Doubles of scratch for the scores of a chunk. */
static size_t score_work(const struct panel *p)
{
    size_t work = 0;
    for (size_t e = 0; e < p->encoding_count; e++) {
        size_t needed = encoding_work_size(p->encodings[e], p->chunk);
        work = needed > work ? needed : work;
    }
    return work;
}

/* Buffers of one thread. */
struct lane {
    double *query, *key[2], *draw_work, *score_work, *score[2];
};

static size_t lane_size(const struct panel *p)
{
    size_t dim = p->encodings[0]->dim;
    return (3 * p->chunk * dim + qk_second_work_size(dim) + score_work(p) +
            2 * p->chunk * p->count) *
           sizeof(double);
}

static struct lane lane_at(const struct panel *p, double *at)
{
    size_t dim = p->encodings[0]->dim, vectors = p->chunk * dim;
    struct lane lane = {.query = at, .key = {at + vectors, at + 2 * vectors}};
    lane.draw_work = lane.key[1] + vectors;
    lane.score_work = lane.draw_work + qk_second_work_size(dim);
    lane.score[0] = lane.score_work + score_work(p);
    lane.score[1] = lane.score[0] + p->chunk * p->count;
    return lane;
}

/* Adds a chunk's flips and ties under every encoding to counts [encoding_count][count]; column 0 is
 * distance 0. */
static enum status count_chunk(const struct panel *p, size_t first, size_t draws,
                               const struct lane *lane, struct token_count *counts)
{
    size_t dim = p->encodings[0]->dim, count = p->count;
    enum status status = STATUS_OK;
    curve_draw_vectors(p->law, p->stream, p->second, p->encodings[0]->dim, first, draws,
                       lane->draw_work, lane->query, lane->key[0], lane->key[1]);
    for (size_t e = 0; e < p->encoding_count; e++) {
        const struct encoding *encoding = p->encodings[e];
        for (size_t k = 0; k < 2 && status == STATUS_OK; k++) {
            /* both keys have the same offset, which would only swamp the margins */
            struct score_input input = {
                .draws = draws, .query = lane->query, .key = lane->key[k], .level = true};
            status = encoding_scores(encoding, count, p->tables[e], &input, lane->score_work,
                                     lane->score[k]);
        }
        for (size_t d = 0; d < draws && status == STATUS_OK; d++) {
            const double *query = lane->query + d * dim, *one = lane->score[0] + d * count,
                         *two = lane->score[1] + d * count;
            double slack =
                encoding_error_level(encoding, query, lane->key[0] + d * dim, p->farthest) +
                encoding_error_level(encoding, query, lane->key[1] + d * dim, p->farthest);
            for (size_t i = 1; i < count; i++)
                count_one(one[0] - two[0], one[i] - two[i], slack, &counts[e * count + i]);
        }
    }
    return status;
}

static enum status chunk_run(const void *context, size_t unit, void *memory, void *part)
{
    const struct panel *p = context;
    struct lane lane = lane_at(p, memory);
    size_t first = unit * p->chunk, left = p->draws - first;
    memset(part, 0, p->encoding_count * p->count * sizeof(struct token_count));
    return count_chunk(p, first, left < p->chunk ? left : p->chunk, &lane, part);
}

static void chunk_add(void *total, size_t unit, const void *part)
{
    const struct panel *p = total;
    const struct token_count *counts = part;
    (void)unit;
    for (size_t i = 0; i < p->encoding_count * p->count; i++)
        if (i % p->count > 0) {
            struct token_count *at = &p->out[i / p->count][p->offset + i % p->count - 1];
            at->flips += counts[i].flips;
            at->ties += counts[i].ties;
        }
}

/* One panel of distances against every draw. */
static enum status panel_run(struct panel *p)
{
    struct driver_work work = {.units = (p->draws + p->chunk - 1) / p->chunk,
                               .context = p,
                               .lane_size = lane_size(p),
                               .part_size = p->encoding_count * p->count *
                                            sizeof(struct token_count),
                               .run = chunk_run,
                               .total = p,
                               .fold = chunk_add};
    return driver_run(&work);
}

/* Tables of every encoding for distance 0 and the panel's. */
static enum status tables_fill(struct panel *p, const double *distance)
{
    double at[TOKEN_PANEL + 1] = {0.0};
    enum status status = STATUS_OK;
    memcpy(at + 1, distance, (p->count - 1) * sizeof *at);
    p->farthest = 0.0;
    for (size_t i = 0; i < p->count; i++)
        p->farthest = fmax(p->farthest, at[i]);
    for (size_t e = 0; status == STATUS_OK && e < p->encoding_count; e++) {
        p->tables[e] = malloc(encoding_table_size(p->encodings[e], p->count) * sizeof(double));
        status = p->tables[e] ? encoding_table_fill(p->encodings[e], p->count, at, p->tables[e])
                              : STATUS_MEMORY;
    }
    return status;
}

enum status token_order_counts(size_t encoding_count, const struct encoding *const *encodings,
                               const struct qk_law *law, const struct random_stream *stream,
                               enum second_key second, size_t draws, size_t count,
                               const double *distance, struct token_count *const *out)
{
    double **tables = calloc(encoding_count, sizeof *tables);
    enum status status = tables ? STATUS_OK : STATUS_MEMORY;
    size_t chunk = token_order_chunk(encodings[0]->dim);
    for (size_t i = 0; i < encoding_count * count; i++)
        out[i / count][i % count] = (struct token_count){0};
    for (size_t first = 0; status == STATUS_OK && first < count; first += TOKEN_PANEL) {
        size_t width = count - first < TOKEN_PANEL ? count - first : TOKEN_PANEL;
        struct panel panel = {encoding_count, draws, width + 1, chunk,  first,  encodings,
                              tables,         0.0,   law,       stream, second, out};
        driver_stage(first / TOKEN_PANEL, (count + TOKEN_PANEL - 1) / TOKEN_PANEL);
        status = tables_fill(&panel, distance + first);
        if (status == STATUS_OK)
            status = panel_run(&panel);
        for (size_t e = 0; e < encoding_count; e++) {
            free(tables[e]);
            tables[e] = NULL;
        }
    }
    driver_stage(0, 1);
    free(tables);
    return status;
}

/* Flips and ties of one draw in the second window, as count_one; the first window holds distance 0
 * alone. */
static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    (void)scratch;
    const double *one = draw->score[0][1], *two = draw->score[1][1];
    double at_zero = draw->score[0][0][0] - draw->score[1][0][0],
           slack = draw->error[0] + draw->error[1], sign = at_zero < 0.0 ? -1.0 : 1.0;
    size_t count = plan->window[1].count, flips = 0, kept = 0;
    for (size_t i = 0; i < count && fabs(at_zero) > slack; i++) {
        double margin = sign * (one[i] - two[i]);
        flips += margin < -slack;
        kept += margin > slack;
    }
    result[0] = (double)flips;
    result[1] = (double)(count - flips - kept);
    return STATUS_OK;
}

struct curve_plan token_order_curves(const struct encoding *encoding, const struct qk_law *law,
                                     enum second_key second, double first, double count,
                                     size_t draws)
{
    return (struct curve_plan){.encoding = encoding,
                               .level = true,
                               .law = law,
                               .draws = draws,
                               .second = second,
                               .window_count = 2,
                               .window = {{0.0, 1}, {first, (size_t)count}},
                               .results = 2,
                               .visit = visit};
}

enum status token_order_fractions(const struct encoding *encoding, const struct qk_law *law,
                                  const struct random_stream *stream, enum second_key second,
                                  double context, size_t draws, double *flips, double *ties)
{
    double *result = malloc(2 * draws * sizeof *result);
    enum status status = result ? STATUS_OK : STATUS_MEMORY;
    for (size_t d = 0; d < draws; d++)
        flips[d] = ties[d] = 0.0;
    for (double first = 0.0; status == STATUS_OK && first < context; first += TOKEN_BLOCK) {
        struct curve_plan plan = token_order_curves(encoding, law, second, first,
                                                    fmin(TOKEN_BLOCK, context - first), draws);
        plan.stream = stream;
        driver_stage((size_t)(first / TOKEN_BLOCK), (size_t)ceil(context / TOKEN_BLOCK));
        status = curve_draws(&plan, result);
        for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
            flips[d] += result[2 * d];
            ties[d] += result[2 * d + 1];
        }
    }
    driver_stage(0, 1);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        flips[d] /= context;
        ties[d] /= context;
    }
    free(result);
    return status;
}
