#include "experiments/harness/report/plot/labels.h"

#include <string.h>

#include "experiments/harness/output/column_kind.h"
#include "experiments/harness/output/csv_columns.h"
#include "theory/ground/arrays.h"
#include "theory/ground/printable.h"
#include "theory/ground/text.h"

void plot_text(FILE *out, size_t length, const char *text)
{
    char shown[PRINTABLE_SIZE];
    for (size_t at = 0; at < length;) {
        const char *c = text + at;
        at += printable_next(c, length - at, shown);
        if (strchr("\t\r\n\"", *c))
            putc(*c == '"' ? '\'' : ' ', out);
        else
            fputs(shown, out);
    }
}

/* What of a string is in front of its keys. */
static size_t type_length(const char *text) { return strcspn(text, ":"); }

/* The part at the cursor; moves on to the next. Returns: its length, 0 at the end. */
static size_t next_part(const char **at, const char **part)
{
    *at += **at == ':' || **at == ',';
    *part = *at;
    *at += strcspn(*at, ",");
    return (size_t)(*at - *part);
}

static bool has_part(const char *text, const char *part, size_t length)
{
    const char *at = text + type_length(text), *own;
    for (size_t size; (size = next_part(&at, &own)) > 0;)
        if (size == length && strncmp(own, part, length) == 0)
            return true;
    return false;
}

void plot_shared_find(const struct csv *csv, size_t column, struct plot_shared *out)
{
    *out = (struct plot_shared){.first = csv_cell(csv, 0, column),
                                .number = plot_is_number(csv, column),
                                .constant = plot_is_constant(csv, column)};
    const char *at = out->first + type_length(out->first), *part, *before = "";
    for (size_t i = 0, length; i < ARRAY_COUNT(out->with) && (length = next_part(&at, &part)) > 0;
         i++) {
        out->with[i] = true;
        for (size_t row = 1; row < csv->row_count && out->with[i]; row++) {
            const char *cell = csv_cell(csv, row, column);
            out->with[i] = strcmp(cell, before) == 0 || has_part(cell, part, length);
            before = cell;
        }
        before = "";
    }
}

/* Whether a part of any of the strings is one that all have. */
static bool in_common(const struct plot_shared *shared, const char *part, size_t length)
{
    const char *at = shared->first + type_length(shared->first), *own;
    for (size_t i = 0, size; i < ARRAY_COUNT(shared->with) && (size = next_part(&at, &own)) > 0;
         i++)
        if (shared->with[i] && size == length && strncmp(own, part, length) == 0)
            return true;
    return false;
}

void plot_label(FILE *out, const struct plot_shared *shared, const char *cell)
{
    size_t type = type_length(cell);
    const char *at = cell + type, *part, *before = ":";
    plot_text(out, type, cell);
    for (size_t length; (length = next_part(&at, &part)) > 0;)
        if (!in_common(shared, part, length)) {
            fputs(before, out);
            plot_text(out, length, part);
            before = ",";
        }
}

/* A column's name in words, and its unit: "context_tok" is "context", " tokens". */
static const char *words_of(const char *name, int *length)
{
    static const char unit[] = "_tok";
    size_t own = strlen(name), tail = strlen(unit);
    bool tokens = own > tail && strcmp(name + own - tail, unit) == 0;
    *length = (int)(tokens ? own - tail : own);
    return tokens ? " tokens" : "";
}

/* Whether a key says by itself what it is. */
static bool is_string(const struct csv *csv, size_t key)
{
    return strcmp(csv->names[key], "encoding") == 0 || strcmp(csv->names[key], "qk") == 0;
}

void plot_series(FILE *out, const struct csv *csv, const struct plot_axes *axes,
                 const struct plot_shared *shared, size_t row)
{
    const char *before = "";
    for (uint64_t left = axes->telling; left; left &= left - 1) {
        size_t key = (size_t)__builtin_ctzll(left);
        const char *cell = csv_cell(csv, row, key);
        int length;
        if (key == axes->x || !*cell)
            continue;
        fputs(before, out);
        before = "  ";
        if (shared[key].number) {
            const char *unit = words_of(csv->names[key], &length);
            plot_text(out, (size_t)length, csv->names[key]);
            putc(' ', out);
            plot_text(out, strlen(cell), cell);
            fputs(unit, out);
        } else {
            plot_label(out, &shared[key], cell);
        }
    }
}

/* Numbers that the whole table rests on. */
static const char *const counts[] = {"pairs", "draws", "tokens"};

/* Whether a key is what was asked for, and no quantity that happens to tell rows apart. */
static bool says(const struct csv *csv, size_t key)
{
    const char *name = csv->names[key];
    return text_find(name, ARRAY_COUNT(counts), counts) == ARRAY_COUNT(counts) &&
           (!plot_is_number(csv, key) || column_kind(name) == COLUMN_KIND_WHOLE);
}

void plot_common(FILE *out, const struct csv *csv, const struct plot_axes *axes,
                 const struct plot_shared *shared, const char *experiment)
{
    const char *before = experiment ? "; " : "";
    fputs(experiment ? experiment : "", out);
    for (uint64_t left = axes->keys; left; left &= left - 1) {
        size_t key = (size_t)__builtin_ctzll(left);
        const char *cell = shared[key].first;
        int length;
        if (shared[key].constant && *cell && says(csv, key)) {
            const char *unit = words_of(csv->names[key], &length);
            fputs(before, out);
            if (strcmp(csv->names[key], "encoding") != 0) {
                plot_text(out, (size_t)length, csv->names[key]);
                putc(' ', out);
            }
            plot_text(out, strlen(cell), cell);
            fputs(unit, out);
            before = "; ";
            continue;
        }
        if (shared[key].constant)
            continue;
        const char *at = cell + type_length(cell), *part, *join = before;
        for (size_t i = 0, size; is_string(csv, key) && i < ARRAY_COUNT(shared[key].with) &&
                                 (size = next_part(&at, &part)) > 0;
             i++)
            if (shared[key].with[i]) {
                fputs(join, out);
                plot_text(out, size, part);
                join = ",";
                before = "; ";
            }
    }
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        size_t column = csv_column(csv, counts[i]);
        if (column < csv->column_count && plot_is_constant(csv, column) &&
            *csv_cell(csv, 0, column)) {
            const char *cell = csv_cell(csv, 0, column);
            int length = (int)strlen(counts[i]) - (strcmp(cell, "1") == 0);
            fputs(before, out);
            plot_text(out, strlen(cell), cell);
            fprintf(out, " %.*s", length, counts[i]);
            before = "; ";
        }
    }
}
