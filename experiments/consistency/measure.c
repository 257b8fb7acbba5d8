#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/driver/driver.h"
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
    return second_key_fits(encoding, second, second_key_names + SECOND_INDEPENDENT, error) &&
           qk_drawable(qk, encoding, error);
}

/* What the margins at 0 and at r say; one within `slack` of zero has no sign. */
static enum token_state state_of(double at_zero, double at_r, double slack)
{
    if (!(fabs(at_zero) > slack && fabs(at_r) > slack))
        return TOKEN_TIED;
    return (at_zero < 0.0) != (at_r < 0.0) ? TOKEN_FLIPPED : TOKEN_KEPT;
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
    struct token_joint *const *joint; /* in place of out, or NULL */
};

/* Doubles that are counted per encoding and distance. */
static size_t cells_of(const struct panel *p)
{
    return (p->joint ? sizeof(struct token_joint) : sizeof(struct token_count)) / sizeof(double);
}

/* The sums of an encoding from a distance on. */
static double *cells_at(const struct panel *p, size_t e, size_t at)
{
    return p->joint ? (double *)(void *)&p->joint[e][at] : (double *)(void *)&p->out[e][at];
}

static size_t part_size(const struct panel *p)
{
    return p->encoding_count * p->count * cells_of(p) * sizeof(double);
}

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

/* Buffers of one thread; state, of the first encoding where the others are counted beside it. */
struct lane {
    double *query, *key[2], *draw_work, *score_work, *score[2];
    unsigned char *state;
};

static size_t lane_size(const struct panel *p)
{
    size_t dim = p->encodings[0]->dim;
    return (3 * p->chunk * dim + qk_second_work_size(dim) + score_work(p) +
            2 * p->chunk * p->count) *
               sizeof(double) +
           (p->joint ? p->chunk * p->count : 0);
}

static struct lane lane_at(const struct panel *p, double *at)
{
    size_t dim = p->encodings[0]->dim, vectors = p->chunk * dim;
    struct lane lane = {.query = at, .key = {at + vectors, at + 2 * vectors}};
    lane.draw_work = lane.key[1] + vectors;
    lane.score_work = lane.draw_work + qk_second_work_size(dim);
    lane.score[0] = lane.score_work + score_work(p);
    lane.score[1] = lane.score[0] + p->chunk * p->count;
    lane.state = (unsigned char *)(lane.score[1] + p->chunk * p->count);
    return lane;
}

/* Adds one draw's states under encoding e to counts [count][cells]; column 0 is distance 0. */
static void count_draw(const struct panel *p, size_t e, const double *one, const double *two,
                       double slack, unsigned char *first, double *counts)
{
    for (size_t i = 1; i < p->count; i++) {
        enum token_state state = state_of(one[0] - two[0], one[i] - two[i], slack);
        if (!p->joint) {
            counts[2 * i] += state == TOKEN_FLIPPED;
            counts[2 * i + 1] += state == TOKEN_TIED;
            continue;
        }
        if (e == 0)
            first[i] = (unsigned char)state;
        counts[(i * TOKEN_STATES + first[i]) * TOKEN_STATES + state] += 1.0;
    }
}

/* Adds a chunk's states under every encoding to counts [encoding_count][count][cells]. */
static enum status count_chunk(const struct panel *p, size_t first, size_t draws,
                               const struct lane *lane, double *counts)
{
    size_t dim = p->encodings[0]->dim, count = p->count;
    enum status status = curve_draw_vectors(p->law, p->stream, p->second, dim, first, draws,
                                            lane->draw_work, lane->query, lane->key[0],
                                            lane->key[1]);
    for (size_t e = 0; status == STATUS_OK && e < p->encoding_count; e++) {
        const struct encoding *encoding = p->encodings[e];
        struct token_stream tokens;
        const struct token_source *source = token_stream(&tokens, encoding, p->stream, first);
        for (size_t k = 0; k < 2 && status == STATUS_OK; k++) {
            /* both keys have the same offset, which would only swamp the margins */
            struct score_input input = {.draws = draws,
                                        .query = lane->query,
                                        .key = lane->key[k],
                                        .tokens = source,
                                        .level = true};
            status = encoding_scores(encoding, count, p->tables[e], &input, lane->score_work,
                                     lane->score[k]);
        }
        for (size_t d = 0; d < draws && status == STATUS_OK; d++) {
            const double *query = lane->query + d * dim, *one = lane->score[0] + d * count,
                         *two = lane->score[1] + d * count;
            double slack =
                encoding_error_level(encoding, query, lane->key[0] + d * dim, p->farthest) +
                encoding_error_level(encoding, query, lane->key[1] + d * dim, p->farthest);
            count_draw(p, e, one, two, slack, p->joint ? lane->state + d * count : NULL,
                       counts + e * count * cells_of(p));
        }
    }
    return status;
}

static enum status chunk_run(const void *context, size_t unit, void *memory, void *part)
{
    const struct panel *p = context;
    struct lane lane = lane_at(p, memory);
    size_t first = unit * p->chunk, left = p->draws - first;
    memset(part, 0, part_size(p));
    return count_chunk(p, first, left < p->chunk ? left : p->chunk, &lane, part);
}

static void chunk_add(void *total, size_t unit, const void *part)
{
    const struct panel *p = total;
    size_t cells = cells_of(p);
    (void)unit;
    for (size_t i = 0; i < p->encoding_count * p->count; i++) {
        const double *counts = (const double *)part + i * cells;
        size_t e = i / p->count, column = i % p->count, at = p->offset + column - 1;
        if (column == 0)
            continue;
        double *out = cells_at(p, e, at);
        for (size_t c = 0; c < cells; c++)
            out[c] += counts[c];
    }
}

static void chunk_blocks(void *total, void *context, driver_take *take)
{
    const struct panel *p = total;
    for (size_t e = 0; e < p->encoding_count; e++)
        take(context, cells_at(p, e, p->offset), (p->count - 1) * cells_of(p) * sizeof(double));
}

/* One panel of distances against every draw. */
static enum status panel_run(struct panel *p)
{
    struct driver_work work = {.units = (p->draws + p->chunk - 1) / p->chunk,
                               .context = p,
                               .lane_size = lane_size(p),
                               .part_size = part_size(p),
                               .run = chunk_run,
                               .total = p,
                               .fold = chunk_add,
                               .blocks = chunk_blocks};
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

/* Every panel after the other; p has all but what belongs to one. */
static enum status panels_run(struct panel *p, size_t count, const double *distance)
{
    double **tables = calloc(p->encoding_count, sizeof *tables);
    enum status status = tables ? STATUS_OK : STATUS_MEMORY;
    p->tables = tables;
    p->chunk = token_order_chunk(p->encodings[0]->dim);
    for (size_t e = 0; e < p->encoding_count; e++)
        memset(cells_at(p, e, 0), 0, count * cells_of(p) * sizeof(double));
    for (size_t first = 0; status == STATUS_OK && first < count; first += TOKEN_PANEL) {
        p->count = (count - first < TOKEN_PANEL ? count - first : TOKEN_PANEL) + 1;
        p->offset = first;
        driver_stage(first / TOKEN_PANEL, (count + TOKEN_PANEL - 1) / TOKEN_PANEL);
        status = tables_fill(p, distance + first);
        if (status == STATUS_OK)
            status = panel_run(p);
        for (size_t e = 0; e < p->encoding_count; e++) {
            free(tables[e]);
            tables[e] = NULL;
        }
    }
    driver_stage(0, 1);
    free(tables);
    return status;
}

enum status token_order_counts(size_t encoding_count, const struct encoding *const *encodings,
                               const struct qk_law *law, const struct random_stream *stream,
                               enum second_key second, size_t draws, size_t count,
                               const double *distance, struct token_count *const *out)
{
    struct panel panel = {.encoding_count = encoding_count,
                          .draws = draws,
                          .encodings = encodings,
                          .law = law,
                          .stream = stream,
                          .second = second,
                          .out = out};
    return panels_run(&panel, count, distance);
}

enum status token_order_joint(size_t encoding_count, const struct encoding *const *encodings,
                              const struct qk_law *law, const struct random_stream *stream,
                              enum second_key second, size_t draws, size_t count,
                              const double *distance, struct token_joint *const *out)
{
    struct panel panel = {.encoding_count = encoding_count,
                          .draws = draws,
                          .encodings = encodings,
                          .law = law,
                          .stream = stream,
                          .second = second,
                          .joint = out};
    return panels_run(&panel, count, distance);
}
