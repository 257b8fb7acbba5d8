/* What is made from a grid's texts: encodings, domains and commands. */
#include <stdio.h>
#include <string.h>

#include "experiments/harness/claims/axis.h"
#include "experiments/harness/claims/grid.h"
#include "experiments/harness/claims/plain_presets.h"
#include "experiments/harness/output/files/program.h"

/* The axis whose {name} stands at text, or the number of axes. */
static size_t axis_named_at(size_t count, const struct axis *axes, const char *text)
{
    for (size_t a = 0; a < count; a++) {
        const char *name = axis_name(&axes[a]);
        size_t length = strlen(name);
        if (text[0] == '{' && strncmp(text + 1, name, length) == 0 && text[1 + length] == '}')
            return a;
    }
    return count;
}

/* Whether an axis fills a {name} of a text, NULL for none. */
static bool fills(const struct axis *axis, const char *text)
{
    for (const char *at = text; at && *at; at++)
        if (axis_named_at(1, axis, at) == 0)
            return true;
    return false;
}

/* Whether an axis fills a {name} of the encoding, rather than an option. */
static bool in_encoding(const struct grid *grid, const struct axis *axis)
{
    return fills(axis, grid->encoding);
}

/* A text with every {name} replaced by the point's value. */
static void add_filled(struct message *out, const struct grid_point *point, const char *text)
{
    const struct grid_walk *walk = point->walk;
    for (const char *at = text; *at;) {
        size_t a = axis_named_at(walk->axis_count, walk->grid.axes, at);
        bool word = a < walk->axis_count;
        message_add(out, "%s",
                    word ? walk->axes[a].words[point->at[a]] : (const char[]){*at, '\0'});
        at += word ? strlen(axis_name(&walk->grid.axes[a])) + 2 : 1;
    }
}

struct message grid_encoding(const struct grid_point *point)
{
    const struct grid *grid = &point->walk->grid;
    struct message out = {""};
    if (grid->encoding)
        add_filled(&out, point, grid->encoding);
    else if (grid_has(point->walk, "encoding"))
        message_set(&out, "%s", grid_word(point, "encoding"));
    return out;
}

struct message grid_fill(const struct grid *grid, const char *text)
{
    struct message out = {""};
    size_t count = grid_axes(grid);
    for (const char *at = text; *at;) {
        size_t a = axis_named_at(count, grid->axes, at);
        message_add(&out, "%s",
                    a < count ? axis_text(&grid->axes[a], SCALE_STANDARD)
                              : (const char[]){*at, '\0'});
        at += a < count ? strlen(axis_name(&grid->axes[a])) + 2 : 1;
    }
    return out;
}

static const char *in_words(const char *values)
{
    return strcmp(values, "plain") == 0 ? PLAIN_PRESETS : values;
}

/* The standard values, and in parentheses those of the other scales where they differ. */
static void add_values(struct message *out, const struct axis *axis)
{
    const char *standard = axis_text(axis, SCALE_STANDARD), *open = " (";
    message_add(out, "%s", in_words(standard));
    for (enum scale s = 0; s < SCALE_COUNT; s++) {
        if (strcmp(axis_text(axis, s), standard) == 0)
            continue;
        message_add(out, "%s%s %s", open, scale_names[s], in_words(axis_text(axis, s)));
        open = "; ";
    }
    if (open[0] == ';')
        message_add(out, "%s", ")");
}

/* Whether an axis has other values at another scale. */
static bool is_scaled(const struct axis *axis)
{
    bool same = true;
    for (enum scale s = 0; s < SCALE_COUNT; s++)
        same = same && strcmp(axis_text(axis, s), axis_text(axis, SCALE_STANDARD)) == 0;
    return !same;
}

/* Whether an axis has one value, the same at every scale. */
static bool is_constant(const struct axis *axis)
{
    const char *standard = axis_text(axis, SCALE_STANDARD);
    return !strpbrk(standard, ":,;") && strcmp(standard, "plain") != 0 && !is_scaled(axis);
}

/* The encoding with the values that are the same everywhere; {name} stands for the others. */
static void add_encoding(struct message *out, const struct grid *grid, size_t count)
{
    for (const char *at = grid->encoding; *at;) {
        size_t a = axis_named_at(count, grid->axes, at);
        bool word = a < count && is_constant(&grid->axes[a]);
        message_add(out, "%.*s", word ? MESSAGE_SIZE : 1,
                    word ? axis_text(&grid->axes[a], SCALE_STANDARD) : at);
        at += word ? strlen(axis_name(&grid->axes[a])) + 2 : 1;
    }
}

size_t grid_parts(const struct grid *grid, struct grid_part parts[GRID_PARTS])
{
    size_t axes = grid_axes(grid), count = 0;
    for (size_t p = 0; p < GRID_PARTS; p++)
        parts[p] = (struct grid_part){{""}, false};
    if (grid->encoding)
        add_encoding(&parts[count].words, grid, axes);
    for (size_t a = 0; a < axes; a++)
        if (strcmp(grid->axes[a].name, "encoding") == 0) {
            add_values(&parts[count].words, &grid->axes[a]);
            parts[count].scaled = is_scaled(&grid->axes[a]);
        }
    count += parts[count].words.text[0] != '\0';
    for (size_t a = 0; a < axes; a++) {
        const struct axis *axis = &grid->axes[a];
        bool inside = in_encoding(grid, axis);
        if ((inside && is_constant(axis)) || strcmp(axis->name, "encoding") == 0)
            continue;
        bool along = axis_follows(axis) && count > 0;
        struct grid_part *part = &parts[along ? count - 1 : count++];
        message_add(&part->words, "%s%s%s", along ? " with " : "", axis_name(axis),
                    inside ? " = " : " ");
        add_values(&part->words, axis);
        part->scaled = part->scaled || is_scaled(axis);
    }
    if (grid->besides)
        message_add(&parts[count++].words, "%s", grid->besides);
    return count;
}

struct message grid_domain(const struct grid *grid)
{
    struct grid_part parts[GRID_PARTS];
    struct message out = {""};
    size_t count = grid_parts(grid, parts);
    for (size_t p = 0; p < count; p++)
        message_add(&out, "%s%s", p ? "; " : "", parts[p].words.text);
    return out;
}

void grid_add_option(struct message *out, const char *name, const char *value)
{
    bool plain = strpbrk(value, "; '\"$`\\*?()<>&|") == NULL;
    message_add(out, "%s", " --");
    message_add(out, "%s", name);
    message_add(out, "%s", plain ? "=" : "='");
    for (const char *at = value; *at;) {
        size_t length = strcspn(at, "'");
        char part[MESSAGE_SIZE];
        snprintf(part, sizeof part, "%.*s", (int)length, at);
        message_add(out, "%s%s", part, at[length] ? "'\\''" : "");
        at += length + (at[length] != '\0');
    }
    message_add(out, "%s", plain ? "" : "'");
}

/* Joins the points' texts, each once. */
static void join(struct message *out, size_t count, struct message *texts, const char *separator)
{
    *out = (struct message){""};
    for (size_t i = 0; i < count; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen = seen || strcmp(texts[k].text, texts[i].text) == 0;
        if (seen)
            continue;
        message_add(out, "%s", out->text[0] ? separator : "");
        message_add(out, "%s", texts[i].text);
    }
}

enum { POINTS_MOST = 4 };

struct message grid_command(size_t count, const struct grid_point *points, const char *whole)
{
    const struct grid *grid = &points[0].walk->grid;
    struct message out, joined, texts[2 * POINTS_MOST];
    bool against = grid_has(points[0].walk, "against");
    count = count < POINTS_MOST ? count : POINTS_MOST;
    message_set(&out, "%s ", program_name());
    add_filled(&out, &points[0], grid->command);
    for (size_t i = 0; i < count; i++)
        texts[i] = grid_encoding(&points[i]);
    for (size_t i = 0; against && i < count; i++)
        message_set(&texts[count + i], "%s", grid_word(&points[i], "against"));
    join(&joined, against ? 2 * count : count, texts, ";");
    if (joined.text[0])
        grid_add_option(&out, "encoding", joined.text);
    for (size_t a = 0; a < points[0].walk->axis_count; a++) {
        const struct axis *axis = &grid->axes[a];
        bool strings = strcmp(axis->name, "qk") == 0;
        if (axis_hidden(axis) || strcmp(axis->name, "encoding") == 0 || in_encoding(grid, axis) ||
            fills(axis, grid->command))
            continue;
        for (size_t i = 0; i < count; i++)
            message_set(&texts[i], "%s", grid_word(&points[i], axis_name(axis)));
        join(&joined, count, texts, strings ? ";" : ",");
        if (whole && strcmp(whole, axis_name(axis)) == 0)
            axis_list(axis, points[0].walk->scale, &points[0].walk->axes[a], &joined);
        grid_add_option(&out, axis_name(axis), joined.text);
    }
    return out;
}
