#include "tests/tools/config_tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { CELLS_MOST = 600 };

/* Cuts a line at its tabs where it lies; returns the number of cells. */
static size_t cut(char *line, char *cell[CELLS_MOST])
{
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at; count++) {
        ck_assert_uint_lt(count, CELLS_MOST);
        cell[count] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

static double number(const char *cell)
{
    char *end;
    double value = strtod(cell, &end);
    ck_assert_msg(end != cell && !*end, "\"%s\" is no number", cell);
    return value;
}

static double number_or_nan(const char *cell)
{
    return strcmp(cell, "-") == 0 ? NAN : number(cell);
}

static void take_file(struct config_table *table, char *const cell[])
{
    snprintf(table->file, sizeof table->file, "%s", cell[1]);
    snprintf(table->model_type, sizeof table->model_type, "%s", cell[2]);
    table->context = number(cell[3]);
    table->asked = strcmp(cell[4], "asked") == 0;
}

static void take_kind(struct config_table *table, char *const cell[])
{
    ck_assert_uint_lt(table->kind_count, TOOLS_COUNT(table->kind));
    struct table_kind *kind = &table->kind[table->kind_count++];
    *kind = (struct table_kind){.count = (size_t)number(cell[2]),
                                .base = number(cell[4]),
                                .dim = (size_t)number(cell[5]),
                                .rotated = (size_t)number(cell[6]),
                                .attention = number(cell[8]),
                                .softmax = number(cell[9]),
                                .beta = number(cell[10]),
                                .length = number(cell[11]),
                                .shift = number(cell[12]),
                                .low = number_or_nan(cell[13]),
                                .high = number_or_nan(cell[14])};
    snprintf(kind->name, sizeof kind->name, "%s", cell[1]);
    snprintf(kind->way, sizeof kind->way, "%s", cell[3]);
    snprintf(kind->layout, sizeof kind->layout, "%s", cell[7]);
}

static void take_numbers(struct config_table *table, size_t count, char *const cell[])
{
    ck_assert_uint_gt(table->kind_count, 0);
    struct table_kind *kind = &table->kind[table->kind_count - 1];
    kind->number = malloc(count * sizeof *kind->number);
    ck_assert_ptr_nonnull(kind->number);
    kind->number_count = count;
    for (size_t i = 0; i < count; i++)
        kind->number[i] = number(cell[i]);
}

void config_table_free(struct config_table *table)
{
    for (size_t i = 0; i < table->kind_count; i++)
        free(table->kind[i].number);
    *table = (struct config_table){.kind_count = 0};
}

size_t config_tables_each(void *context,
                          void (*each)(void *context, const struct config_table *table))
{
    static const char path[] = "tests/reference/configs/golden.tsv";
    char *line = NULL, *cell[CELLS_MOST];
    size_t room = 0, tables = 0;
    struct config_table table = {.kind_count = 0};
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot read %s", path);
    while (getline(&line, &room, file) > 0) {
        size_t count = line[0] == '#' ? 0 : cut(line, cell);
        if (count == 0)
            continue;
        if (strcmp(cell[0], "file") == 0 && count == 5) {
            if (tables++)
                each(context, &table);
            config_table_free(&table);
            take_file(&table, cell);
        } else if (strcmp(cell[0], "kind") == 0 && count == 15) {
            take_kind(&table, cell);
        } else if (strcmp(cell[0], "freq") == 0 || strcmp(cell[0], "slope") == 0) {
            take_numbers(&table, count - 1, cell + 1);
        } else {
            ck_abort_msg("%s: a line of %zu cells begins with \"%s\"", path, count, cell[0]);
        }
    }
    if (tables)
        each(context, &table);
    config_table_free(&table);
    free(line);
    fclose(file);
    return tables;
}

struct wanted {
    const char *file;
    double context;
    struct config_table *out;
};

static void keep(void *context, const struct config_table *table)
{
    struct wanted *w = context;
    bool fits = w->context > 0.0 ? table->context == w->context : !table->asked;
    if (!fits || strcmp(table->file, w->file) != 0)
        return;
    *w->out = *table;
    for (size_t i = 0; i < table->kind_count; i++) {
        const struct table_kind *from = &table->kind[i];
        w->out->kind[i].number = malloc((from->number_count + 1) * sizeof(double));
        ck_assert_ptr_nonnull(w->out->kind[i].number);
        for (size_t n = 0; n < from->number_count; n++)
            w->out->kind[i].number[n] = from->number[n];
    }
}

void config_table_find(const char *file, double context, struct config_table *out)
{
    struct wanted w = {file, context, out};
    *out = (struct config_table){.kind_count = 0};
    config_tables_each(&w, keep);
    ck_assert_msg(out->kind_count > 0, "no table of %s at %.17g", file, context);
}
