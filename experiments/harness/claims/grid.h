/* Where a claim is judged. The loop over it, the sentence that states it and the command that shows
 * a point of it are all made from the same texts. */
#ifndef POSBIAS_HARNESS_CLAIMS_GRID_H
#define POSBIAS_HARNESS_CLAIMS_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "experiments/harness/output/scale.h"
#include "theory/ground/message.h"
#include "theory/ground/status.h"

enum { GRID_AXES = 8 };

/* The values of one parameter.
 *   a,b,c        words
 *   A:B:xF       A, A F, A F^2, .. up to B
 *   A:B:^F       A, A F, A F^2, .. up to B, rounded up, each whole number once
 *   A:B:^P%      A, then r (1 + P/100) rounded up after r, up to B; A whole and P A over 100
 *   A:B:+S       A, A + S, .. up to B
 *   10^A:B:+S    10^A, 10^(A + S), .. up to 10^B
 *   A:B:+P%      A, then floor(r (1 + P/100)) + 1 after r, up to B
 *   plain        of an axis named model: the models of PLAIN_PRESETS
 * Axes named qk, encoding or against hold strings with commas of their own: theirs are joined by
 * ';'.
 *   name:key={a,b},key={c,d}  one string for every choice from the braces, the last fastest
 *   model:plain               those presets, "model:NAME" each */
struct axis {
    /* a {name} of the grid's encoding or command, or an option of its command; one that starts with
     * '.' is no option, and its name is what follows the dot; '&' before that, or alone: it goes
     * along with the axis before it, and has one value for each of its */
    const char *name;
    /* by scale; NULL repeats the scale before */
    const char *values[SCALE_COUNT];
};

/* Every combination of the values on the axes, the last axis fastest. */
struct grid {
    /* the experiment that shows a point, with the options that no axis names: "locality", "lemmas
     * --prove --range={from}:{to}" */
    const char *command;
    /* "rope:base={base},dim={dim}"; NULL: an axis named encoding, or none at all */
    const char *encoding;
    /* up to the first without a name */
    struct axis axes[GRID_AXES];
    /* what no axis says: "every whole r >= 2, without end"; NULL: nothing */
    const char *besides;
};

/* The values of one axis at one scale. */
struct axis_values {
    size_t count;
    char **words;
};

/* A grid at one scale, its values spelled out. */
struct grid_walk {
    struct grid grid;
    enum scale scale;
    size_t axis_count;
    struct axis_values axes[GRID_AXES];
};

/* One combination: a place on every axis. */
struct grid_point {
    const struct grid_walk *walk;
    size_t at[GRID_AXES];
    /* false: past the last */
    bool valid;
};

/* How many axes a grid has. */
size_t grid_axes(const struct grid *grid);

/* The grid with more axes before its own, up to one without a name. */
enum { GRID_WITH = 3 };
struct grid grid_with(const struct grid *grid, const struct axis with[GRID_WITH]);

/* Spells out a grid. Out: *walk, to be released with grid_close, also after a failure.
 * Returns: STATUS_MEMORY; STATUS_DOMAIN for a text that is no list, which a wrong row alone can
 *          cause. */
enum status grid_open(const struct grid *grid, enum scale scale, struct grid_walk *walk);
void grid_close(struct grid_walk *walk);

/* Puts a path where the words of the grid say FILE. Returns: STATUS_MEMORY. */
enum status grid_place_file(struct grid_walk *walk, const char *path);

/* The loop: for (p = grid_first(walk); p.valid; grid_next(&p)). */
struct grid_point grid_first(const struct grid_walk *walk);
void grid_next(struct grid_point *point);

/* How many points there are, and the one of that number in the loop's order. */
size_t grid_points(const struct grid_walk *walk);
struct grid_point grid_nth(const struct grid_walk *walk, size_t n);

/* The name must be an axis of the grid. How many values it has, and the point moved to one, with
 * the axes that go along; one that goes along may be moved by itself. */
size_t grid_count(const struct grid_walk *walk, const char *axis);
struct grid_point grid_at(struct grid_point point, const char *axis, size_t index);

/* A point's value on an axis: its place, its word, its number. */
size_t grid_index(const struct grid_point *point, const char *axis);
const char *grid_word(const struct grid_point *point, const char *axis);
double grid_number(const struct grid_point *point, const char *axis);

/* Whether the grid has such an axis. */
bool grid_has(const struct grid_walk *walk, const char *axis);

/* The encoding string of a point, cut at MESSAGE_SIZE. */
struct message grid_encoding(const struct grid_point *point);

/* The domain in words, the values of other scales in parentheses: its parts, joined by "; ". */
struct message grid_domain(const struct grid *grid);

/* One part of the domain: the encoding, an axis with those that go along, or what is besides. */
struct grid_part {
    struct message words;
    bool scaled; /* other scales have other values */
};

/* Out: *parts. Returns: how many there are. */
enum { GRID_PARTS = GRID_AXES + 2 };
size_t grid_parts(const struct grid *grid, struct grid_part parts[GRID_PARTS]);

/* The text with every {name} of an axis replaced by its values at standard scale. */
struct message grid_fill(const struct grid *grid, const char *text);

/* Adds an option to a command, quoted where a shell would take it apart. */
void grid_add_option(struct message *out, const char *name, const char *value);

/* The command that shows points together: their encodings, and those of the axis against, joined by
 * ';', their values by ','; an axis named in whole (NULL: none) with all its values. A {name} of
 * the command has the first point's value. */
struct message grid_command(size_t count, const struct grid_point *points, const char *whole);

#endif
