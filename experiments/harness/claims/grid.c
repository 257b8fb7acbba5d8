#include "experiments/harness/claims/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/axis.h"
#include "theory/ground/text.h"

size_t grid_axes(const struct grid *grid)
{
    size_t count = 0;
    while (count < GRID_AXES && grid->axes[count].name)
        count++;
    return count;
}

struct grid grid_with(const struct grid *grid, const struct axis with[GRID_WITH])
{
    struct grid out = *grid;
    size_t more = 0, own = grid_axes(grid);
    while (more < GRID_WITH && with[more].name)
        more++;
    if (more + own > GRID_AXES)
        abort(); /* a row with too many axes: no user's input reaches this */
    memcpy(out.axes, with, more * sizeof *with);
    memcpy(out.axes + more, grid->axes, own * sizeof *with);
    return out;
}

static bool follows(const struct grid_walk *walk, size_t a)
{
    return a < walk->axis_count && axis_follows(&walk->grid.axes[a]);
}

/* Moves a point on an axis and on those that follow it. */
static void move(struct grid_point *point, size_t a, size_t index)
{
    do
        point->at[a] = index;
    while (follows(point->walk, ++a));
}

enum status grid_open(const struct grid *grid, enum scale scale, struct grid_walk *walk)
{
    enum status status = STATUS_OK;
    *walk = (struct grid_walk){.grid = *grid, .scale = scale, .axis_count = grid_axes(grid)};
    for (size_t a = 0; status == STATUS_OK && a < walk->axis_count; a++)
        status = axis_spell(&grid->axes[a], scale, &walk->axes[a]);
    for (size_t a = 0; status == STATUS_OK && a < walk->axis_count; a++)
        if (follows(walk, a) && (a == 0 || walk->axes[a].count != walk->axes[a - 1].count))
            status = STATUS_DOMAIN;
    return status;
}

void grid_close(struct grid_walk *walk)
{
    for (size_t a = 0; a < walk->axis_count; a++)
        axis_free(&walk->axes[a]);
}

/* The word with a path in place of its FILE, which it may have once; NULL: no memory. */
static char *placed(const char *word, const char *path)
{
    static const char mark[] = "FILE";
    const char *at = strstr(word, mark);
    if (!at)
        return strdup(word);
    size_t before = (size_t)(at - word), size = strlen(word) + strlen(path) + 1;
    char *out = malloc(size);
    if (out)
        snprintf(out, size, "%.*s%s%s", (int)before, word, path, at + strlen(mark));
    return out;
}

enum status grid_place_file(struct grid_walk *walk, const char *path)
{
    char *name = text_escape(path);
    if (!name)
        return STATUS_MEMORY;
    for (size_t a = 0; a < walk->axis_count; a++)
        for (size_t i = 0; i < walk->axes[a].count; i++) {
            char *word = placed(walk->axes[a].words[i], name);
            if (!word) {
                free(name);
                return STATUS_MEMORY;
            }
            free(walk->axes[a].words[i]);
            walk->axes[a].words[i] = word;
        }
    free(name);
    return STATUS_OK;
}

struct grid_point grid_first(const struct grid_walk *walk)
{
    return (struct grid_point){.walk = walk, .valid = true};
}

void grid_next(struct grid_point *point)
{
    for (size_t a = point->walk->axis_count; a-- > 0;) {
        if (follows(point->walk, a))
            continue;
        bool more = point->at[a] + 1 < point->walk->axes[a].count;
        move(point, a, more ? point->at[a] + 1 : 0);
        if (more)
            return;
    }
    point->valid = false;
}

size_t grid_points(const struct grid_walk *walk)
{
    size_t count = 1;
    for (size_t a = 0; a < walk->axis_count; a++)
        count *= follows(walk, a) ? 1 : walk->axes[a].count;
    return count;
}

struct grid_point grid_nth(const struct grid_walk *walk, size_t n)
{
    struct grid_point point = grid_first(walk);
    for (size_t a = walk->axis_count; a-- > 0;)
        if (!follows(walk, a)) {
            move(&point, a, n % walk->axes[a].count);
            n /= walk->axes[a].count;
        }
    return point;
}

/* The place of an axis among the grid's, or their number. */
static size_t find(const struct grid_walk *walk, const char *axis)
{
    size_t a = 0;
    while (a < walk->axis_count && strcmp(axis_name(&walk->grid.axes[a]), axis) != 0)
        a++;
    return a;
}

bool grid_has(const struct grid_walk *walk, const char *axis)
{
    return find(walk, axis) < walk->axis_count;
}

static size_t place(const struct grid_walk *walk, const char *axis)
{
    size_t a = find(walk, axis);
    if (a == walk->axis_count)
        abort(); /* a row and its judge disagree: no user's input reaches this */
    return a;
}

size_t grid_count(const struct grid_walk *walk, const char *axis)
{
    return walk->axes[place(walk, axis)].count;
}

struct grid_point grid_at(struct grid_point point, const char *axis, size_t index)
{
    move(&point, place(point.walk, axis), index);
    return point;
}

size_t grid_index(const struct grid_point *point, const char *axis)
{
    return point->at[place(point->walk, axis)];
}

const char *grid_word(const struct grid_point *point, const char *axis)
{
    size_t a = place(point->walk, axis);
    return point->walk->axes[a].words[point->at[a]];
}

double grid_number(const struct grid_point *point, const char *axis)
{
    return strtod(grid_word(point, axis), NULL);
}
