#include "experiments/scores/judges.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "theory/trig/trig_angle.h"

/* On |sin(x/2)| as computed: 12.1 2^-53 by trig_turn, and what a schedule's turns are off,
 * 2 pi 2^-105 r. */
static const double SINE_ERROR = 16.0 * 0x1p-53;

/* The least |sin(m theta_n/2)| over m = 1 .. context - 1, and where. Over as many tokens as a pair
 * takes for less than half a turn the sine only rises. */
static double least_sine(const struct schedule *s, size_t pair, double context, double *at)
{
    double turn = s->turn_hi[pair] + s->turn_lo[pair], least = HUGE_VAL;
    double last = turn * context < 0.5 ? 1.0 : context - 1.0;
    for (double m = 1.0; m <= last; m++) {
        double c, sine;
        trig_turn(s->turn_hi[pair], s->turn_lo[pair], 0.5 * m, &c, &sine);
        if (fabs(sine) < least)
            least = fabs(sine), *at = m;
    }
    return least;
}

/* The key that has its largest score at r: the query, each pair turned on by r. */
static void turn_query(const struct schedule *s, double r, const double *query, double *key)
{
    for (size_t n = 0; n < s->pairs; n++) {
        double c, sine;
        trig_turn(s->turn_hi[n], s->turn_lo[n], r, &c, &sine);
        key[2 * n] = query[2 * n] * c - query[2 * n + 1] * sine;
        key[2 * n + 1] = query[2 * n] * sine + query[2 * n + 1] * c;
    }
}

/* What the curves of a run of distances need, and one query with the key made for it. */
struct curve_room {
    double *window, *work, *score, *query, *key, *other, *draw;
};

static void room_free(struct curve_room *room)
{
    double *all[] = {room->window, room->work,  room->score, room->query,
                     room->key,    room->other, room->draw};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static enum status room_make(struct curve_room *room, const struct encoding *e, size_t count)
{
    size_t size[] = {
        curve_window_size(e, count), curve_work_size(e, 1, count), count, e->dim, e->dim, e->dim,
        qk_second_work_size(e->dim)};
    double **all[] = {&room->window, &room->work,  &room->score, &room->query,
                      &room->key,    &room->other, &room->draw};
    bool ok = true;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = malloc((size[i] + 1) * sizeof(double));
        ok = ok && *all[i];
    }
    return ok ? curve_window_fill(e, 0.0, count, room->window) : STATUS_MEMORY;
}

/* Whether the curve of a drawn query and the key made for r lies below its value at r everywhere
 * else. */
static enum status peaks(const struct grid_point *point, const struct encoding *e, const char *qk,
                         struct curve_room *room, size_t count, bool *alone)
{
    struct qk_law law;
    struct random_stream stream = claim_stream();
    size_t r = (size_t)(grid_number(point, "at") * (double)(count - 1));
    enum status status = claim_law(qk, &law);
    if (status != STATUS_OK)
        return status;
    curve_draw_vectors(&law, &stream, SECOND_NONE, e->dim, 0, 1, room->draw, room->query, room->key,
                       NULL);
    turn_query(encoding_schedule(e), (double)r, room->query, room->key);
    struct score_input input = {.draws = 1, .query = room->query, .key = room->key};
    status = curve_scores(e, count, room->window, &input, room->work, room->score);
    double error = 2.0 * curve_error(e, room->query, room->key, (double)count);
    *alone = true;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        *alone = *alone && (i == r || room->score[i] + error < room->score[r]);
    return status;
}

/* What is found over a grid: the least sine of any pair and shift, and where. */
struct peak {
    double least, pair, shift;
    struct grid_point at;
    size_t curves, failed;
};

static void peak_of(const struct grid_point *point, const struct encoding *e, struct peak *peak)
{
    const struct schedule *s = encoding_schedule(e);
    double context = grid_number(point, "context");
    for (size_t n = 0; n < s->pairs; n++) {
        double shift = 1.0, least = least_sine(s, n, context, &shift);
        if (claim_smaller(least, peak->least)) {
            peak->least = least;
            peak->pair = (double)n, peak->shift = shift;
            peak->at = *point;
        }
    }
}

enum status scores_judge_peak(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    const char *qk = subject;
    struct peak peak = {.least = HUGE_VAL, .at = grid_first(grid)};
    size_t places = grid_count(grid, "at");
    enum status status = STATUS_OK;
    for (struct grid_point point = grid_first(grid); status == STATUS_OK && point.valid;) {
        struct encoding *e = claim_encoding_at(&point);
        struct curve_room room = {0};
        size_t count = (size_t)grid_number(&point, "context");
        status = e ? room_make(&room, e, count) : STATUS_MEMORY;
        if (status == STATUS_OK)
            peak_of(&point, e, &peak);
        /* the axis is the last */
        for (size_t i = 0; i < places; i++, grid_next(&point)) {
            bool alone = true;
            if (status == STATUS_OK)
                status = peaks(&point, e, qk, &room, count, &alone);
            peak.curves++;
            peak.failed += !alone;
        }
        room_free(&room);
        encoding_free(e);
    }
    if (status != STATUS_OK)
        return status;
    judge_above(out, peak.least, SINE_ERROR);
    if (out->verdict == VERDICT_VERIFIED && peak.failed > 0)
        out->verdict = VERDICT_REFUTED;
    message_set(&out->detail,
                "least at pair %.0f and %.0f tokens from the key's distance: 1 - S(r')/S(r) of a "
                "query that lies in that pair alone is twice its square, and of no query less; "
                "curves of drawn queries that have another peak: %zu of %zu",
                peak.pair, peak.shift, peak.failed, peak.curves);
    out->shown_by = grid_command(1, &peak.at, NULL);
    return STATUS_OK;
}
