#include "experiments/basebound/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/driver/driver.h"

/* Ranges that a sweep pauses after, a second's at ten million tokens; those of a piece: one advance
 * may fill several. */
enum { PAUSE = 8, PIECE = 32 };

struct piece {
    size_t count;
    struct base_below below[PIECE];
    /* the last of those up to a pause: where that is */
    bool last;
    struct base_state state;
    struct base_bracket out;
};

struct pieces {
    struct base_sweep *sweep;
    size_t length;
    double until, tolerance;
    struct base_state from;   /* the last pause */
    size_t handed;            /* ranges from there on that went to pieces */
    struct base_below *found; /* and all of them, if this process has swept there */
    size_t count, room;
    struct base_bracket out;
};

static enum status collect(void *context, const struct base_below *below)
{
    struct pieces *p = context;
    if (p->count == p->room) {
        size_t room = 2 * p->room + PIECE;
        struct base_below *more = realloc(p->found, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        p->found = more;
        p->room = room;
    }
    p->found[p->count++] = *below;
    return STATUS_OK;
}

/* The next piece; what an earlier process handed of these ranges is found again. */
static enum status fill(void *context, void *result)
{
    struct pieces *p = context;
    struct piece *piece = result;
    enum status status = STATUS_OK;
    if (p->count == 0) {
        const struct base_belows belows = {collect, p};
        base_sweep_set(p->sweep, &p->from);
        base_sweep_pause(p->sweep, PAUSE);
        status = base_sweep_run(p->sweep, p->length, p->until, p->tolerance, &belows, &p->out);
    }
    if (status != STATUS_OK)
        return status;
    size_t left = p->count - p->handed;
    memset(piece, 0, sizeof *piece);
    piece->last = left <= PIECE;
    piece->count = piece->last ? left : PIECE;
    for (size_t i = 0; i < piece->count; i++)
        piece->below[i] = p->found[p->handed + i];
    if (piece->last) {
        piece->state = base_sweep_state(p->sweep);
        piece->out = p->out;
    }
    return STATUS_OK;
}

enum status sweep_run(struct base_sweep *sweep, size_t length, double until, double tolerance,
                      const struct base_belows *belows, struct base_bracket *out)
{
    struct pieces p = {.sweep = sweep,
                       .length = length,
                       .until = until,
                       .tolerance = tolerance,
                       .from = base_sweep_state(sweep),
                       .out = {.paused = true}};
    struct piece piece;
    enum status status = STATUS_OK;
    for (*out = p.out; status == STATUS_OK && out->paused;) {
        status = driver_keep(NULL, sizeof piece, &piece, fill, &p);
        for (size_t i = 0; status == STATUS_OK && belows && i < piece.count; i++)
            status = belows->visit(belows->context, &piece.below[i]);
        if (status != STATUS_OK)
            break;
        p.handed += piece.count;
        if (piece.last) {
            *out = piece.out;
            p.from = piece.state;
            p.handed = p.count = 0;
        }
    }
    base_sweep_set(sweep, &p.from);
    free(p.found);
    return status;
}
