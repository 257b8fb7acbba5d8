/* JSON holds what the CSV holds, each value as what it is. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/column_kind.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

/* What a column says of itself: "1 if .." makes a flag, a length in tokens is whole. */
TEST(kinds_follow_from_what_columns_say)
{
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; i < experiments[e]->column_count; i++) {
            const struct column *c = &experiments[e]->columns[i];
            const char *says = c->meaning;
            if (strncmp(says, "--prove: ", 9) == 0)
                says += 9;
            enum column_kind kind = column_kind(c->name);
            ck_assert_msg((kind == COLUMN_KIND_FLAG) == (strncmp(says, "1 if ", 5) == 0), "%s: %s",
                          c->name, c->meaning);
            if (strstr(c->name, "_tok") && strcmp(c->name, "wavelength_tok") != 0)
                ck_assert_msg(kind == COLUMN_KIND_WHOLE, "%s", c->name);
        }
}

/* A cell of either, and what its column is. */
static void same_cell(const char *name, const json_t *value, const char *cell)
{
    enum column_kind kind = column_kind(name);
    bool typed = json_is_boolean(value)   ? kind == COLUMN_KIND_FLAG
                 : json_is_integer(value) ? kind == COLUMN_KIND_WHOLE
                 : json_is_real(value)    ? kind == COLUMN_KIND_REAL
                                          : true;
    ck_assert_msg(typed, "%s is of another kind", name);
    bool same = json_is_string(value)    ? strcmp(json_string_value(value), cell) == 0
                : json_is_boolean(value) ? strcmp(cell, json_is_true(value) ? "1" : "0") == 0
                : json_is_number(value)  ? *cell && json_number_value(value) == strtod(cell, NULL)
                                         : json_is_null(value) && !*cell;
    ck_assert_msg(same, "%s: CSV has %s", name, cell);
}

TEST(json_holds_what_the_csv_holds)
{
    if (tools_spared("json_holds_what_the_csv_holds", "cli_good runs every experiment"))
        return;
    for (size_t e = 0; e < experiment_count; e++) {
        const char *name = experiments[e]->name;
        struct folder f;
        struct csv csv;
        struct message message;
        json_error_t error;
        folder_make(&f);
        struct cli_result r = CLI(&f, name, "--scale=smoke", "-o", "@/out.csv");
        cli_went_well(&r);
        cli_free(&r);
        ck_assert(csv_read(folder_file(&f, "out.csv"), &csv, &message));
        r = CLI(NULL, name, "--scale=smoke", "--format=json");
        cli_went_well(&r);
        json_t *root = json_loads(r.out, JSON_REJECT_DUPLICATES, &error),
               *rows = json_object_get(root, "rows");
        ck_assert_msg(root != NULL, "line %d: %s", error.line, error.text);
        const json_t *header = json_object_get(root, "header");
        ck_assert_str_eq(json_string_value(json_object_get(header, "command")),
                         csv_header(&csv, "command"));
        ck_assert_str_eq(json_string_value(json_object_get(header, "posbias")), name);
        ck_assert_int_eq(json_is_object(json_object_get(header, "encoding")),
                         strcmp(csv.names[0], "encoding") == 0);
        ck_assert_uint_eq(json_array_size(rows), csv.row_count);
        for (size_t row = 0; row < csv.row_count; row++) {
            json_t *object = json_array_get(rows, row);
            ck_assert_uint_eq(json_object_size(object), csv.column_count);
            for (size_t column = 0; column < csv.column_count; column++)
                same_cell(csv.names[column], json_object_get(object, csv.names[column]),
                          csv_cell(&csv, row, column));
        }
        json_decref(root);
        cli_free(&r);
        csv_free(&csv);
        folder_remove(&f);
    }
}
