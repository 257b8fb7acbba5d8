/* Result tables: CSV and JSON as they come out, and nothing left behind when anything goes wrong.
 * */
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/output/table.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/file_read.h"
#include "tests/tools/check_tools.h"

enum { NAME, X_TOK, Y, COUNT };
static const struct column COLUMNS[COUNT] = {
    [NAME] = {"name", "m"}, [X_TOK] = {"x_tok", "m"}, [Y] = {"y", "m"}};

/* Opens under two header lines, "first line" and "of name = second". */
static struct table *open_under(const char *path, enum table_format format, struct message *error)
{
    struct header *header = header_empty();
    ck_assert(header != NULL);
    header_put(header, "first", "line");
    header_put_of(header, "of", "name", "second");
    struct table *t = table_open(path, format, header, COUNT, COLUMNS, error);
    header_free(header);
    return t;
}

static struct table *open_at(const char *path, enum table_format format)
{
    struct message error;
    struct table *t = open_under(path, format, &error);
    ck_assert_msg(t != NULL, "%s", error.text);
    return t;
}

static void rows(struct table *t)
{
    row_text(t, NAME, "plain");
    row_number(t, X_TOK, 0.1);
    row_number(t, Y, -0.0);
    row_end(t);
    row_number(t, X_TOK, 1e300); /* any order; y is not set */
    row_text(t, NAME, "a,b");
    row_end(t);
    row_text(t, NAME, "say \"x\"");
    row_optional(t, X_TOK, true, 5e-324);
    row_optional(t, Y, false, NAN);
    row_end(t);
    row_number(t, Y, 1.0 / 3.0);
    row_number(t, X_TOK, 123456789012345680.0);
    row_text(t, NAME, "two\nlines; and spaces ");
    row_end(t);
}

TEST(csv_is_these_bytes)
{
    static const char want[] = "# first line\n"
                               "# of name = second\n"
                               "# rows 4            checksum @@@@@@@@@@@@@@@@\n"
                               "name,x_tok,y\n"
                               "plain,0.10000000000000001,-0\n"
                               "\"a,b\",1.0000000000000001e+300,\n"
                               "\"say \"\"x\"\"\",4.9406564584124654e-324,\n"
                               "\"two\n"
                               "lines; and spaces \",1.2345678901234568e+17,0.33333333333333331\n";
    struct folder f;
    struct message error;
    size_t size;
    folder_make(&f);
    struct table *t = open_at(folder_file(&f, "a.csv"), TABLE_CSV);
    rows(t);
    ck_assert(access(f.file, F_OK) != 0); /* not there until it is whole */
    ck_assert(table_close(t, &error));
    char *text = file_read(f.file, &size, &error);
    ck_assert(text != NULL);
    char *sum = strstr(text, "checksum ") + strlen("checksum ");
    ck_assert_uint_eq(strspn(sum, "0123456789abcdef"), 16);
    memset(sum, '@', 16);
    ck_assert_str_eq(text, want);
    free(text);
    ck_assert(reuse_matches(f.file, "first line\nof name = second\n", COUNT, COLUMNS));
    ck_assert(!reuse_matches(f.file, "first line\n", COUNT, COLUMNS) &&
              !reuse_matches(f.file, "first line\nof name = second\nthird\n", COUNT, COLUMNS));
    ck_assert(!reuse_matches(f.file, "first line\nof name = secone\n", COUNT, COLUMNS) &&
              !reuse_matches("/nonexistent", "first line\n", COUNT, COLUMNS));
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A CSV cut short of its column names is not a finished one. */
TEST(half_files_do_not_match)
{
    struct folder f;
    folder_make(&f);
    static const char half[] = "# first line\n# of name = second\n";
    ck_assert(!reuse_matches(folder_write(&f, "a.csv", strlen(half), half),
                             "first line\nof name = second\n", COUNT, COLUMNS));
    folder_remove(&f);
}

TEST(json_holds_the_values)
{
    struct folder f;
    struct message error;
    folder_make(&f);
    struct table *t = open_at(folder_file(&f, "a.json"), TABLE_JSON);
    rows(t);
    ck_assert(table_close(t, &error));
    json_error_t where;
    json_t *root = json_load_file(f.file, 0, &where);
    ck_assert_msg(root != NULL, "line %d: %s", where.line, where.text);
    const json_t *header = json_object_get(root, "header");
    ck_assert_str_eq(json_string_value(json_object_get(header, "first")), "line");
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(header, "of"), "name")),
                     "second");
    ck_assert_uint_eq(json_object_size(header), 2);
    json_t *list = json_object_get(root, "rows");
    ck_assert_uint_eq(json_array_size(list), 4);
    const json_t *second = json_array_get(list, 1), *third = json_array_get(list, 2),
                 *last = json_array_get(list, 3);
    ck_assert_str_eq(json_string_value(json_object_get(second, "name")), "a,b");
    ck_assert(json_number_value(json_object_get(second, "x_tok")) == 1e300 &&
              json_is_null(json_object_get(second, "y")));
    ck_assert(json_number_value(json_object_get(third, "x_tok")) == 5e-324 &&
              json_is_null(json_object_get(third, "y")));
    ck_assert(json_real_value(json_object_get(last, "y")) == 1.0 / 3.0);
    ck_assert_str_eq(json_string_value(json_object_get(last, "name")), "two\nlines; and spaces ");
    json_decref(root);
    t = open_at(folder_file(&f, "empty.json"), TABLE_JSON); /* no rows is still JSON */
    ck_assert(table_close(t, &error));
    root = json_load_file(f.file, 0, &where);
    ck_assert(root && json_array_size(json_object_get(root, "rows")) == 0);
    json_decref(root);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* NaN and infinity are never results: the first one is named, and no file is left. */
TEST(what_is_not_finite_is_named_and_not_written)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY};
    struct folder f;
    folder_make(&f);
    for (int format = TABLE_CSV; format <= TABLE_JSON; format++)
        for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
            struct message error = {""};
            struct table *t = open_at(folder_file(&f, "a"), (enum table_format)format);
            rows(t);
            row_text(t, NAME, "x");
            row_number(t, X_TOK, 1.0);
            row_number(t, Y, bad[i]);
            row_end(t);
            row_text(t, NAME, "x");
            row_number(t, X_TOK, NAN);
            row_number(t, Y, 1.0);
            row_end(t);
            ck_assert(!table_close(t, &error));
            ck_assert_msg(strstr(error.text, "column y of row 5"), "%s", error.text);
        }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* Whoever skips lines and cells from '#' on, as readers of CSVs do, loses nothing of the data. */
TEST(no_cell_holds_a_hash)
{
    static const char *const bad[] = {"#", "a#b", "b\n# rows"};
    struct folder f;
    folder_make(&f);
    for (int format = TABLE_CSV; format <= TABLE_JSON; format++)
        for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
            struct message error = {""};
            struct table *t = open_at(folder_file(&f, "a"), (enum table_format)format);
            rows(t);
            row_text(t, NAME, bad[i]);
            row_end(t);
            ck_assert(!table_close(t, &error));
            ck_assert_msg(strstr(error.text, "column name of row 5 holds a '#'"), "%s", error.text);
        }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* A cell set twice, a column that is not there and a row that is not ended are mistakes of a run
 * function: the first one is named, and no file is left. */
TEST(rows_filled_wrongly)
{
    static const struct {
        size_t columns[3];
        bool ends;
        const char *says;
    } cases[] = {
        {{NAME, X_TOK, X_TOK}, true, "column x_tok of row 5 is set twice"},
        {{NAME, X_TOK, COUNT}, true, "row 5 has no column number 3; it has 3"},
        {{NAME, (size_t)-1, COUNT}, true, "row 5 has no column number 18446744073709551615"},
        {{NAME, X_TOK, Y}, false, "row 5 is not ended"},
        {{Y, NAME, NAME}, false, "column name of row 5 is set twice"},
    };
    struct folder f;
    folder_make(&f);
    for (int format = TABLE_CSV; format <= TABLE_JSON; format++)
        for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
            struct message error = {""};
            struct table *t = open_at(folder_file(&f, "a"), (enum table_format)format);
            rows(t);
            for (size_t k = 0; k < 3; k++)
                if (cases[i].columns[k] == NAME)
                    row_text(t, NAME, "x");
                else
                    row_optional(t, cases[i].columns[k], k != 1, 1.0);
            if (cases[i].ends)
                row_end(t);
            ck_assert(!table_close(t, &error));
            ck_assert_msg(strstr(error.text, cases[i].says), "%s", error.text);
        }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

TEST(places_that_cannot_be_written)
{
    struct folder f;
    struct message error = {""};
    folder_make(&f);
    ck_assert(open_under("/nonexistent/folder/a.csv", TABLE_CSV, &error) == NULL);
    ck_assert_msg(strstr(error.text, "/nonexistent/folder/a.csv"), "%s", error.text);
    char longest[5000];
    memset(longest, 'x', sizeof longest), longest[4999] = '\0';
    ck_assert(open_under(longest, TABLE_CSV, &error) == NULL && strstr(error.text, "too long"));
    ck_assert(open_under(f.path, TABLE_CSV, &error) == NULL); /* a folder */
    if (access("/dev/full", W_OK) == 0)
        /* noticed at the end, and when the buffer overflows */
        for (int many = 0; many < 2; many++) {
            struct table *t = open_at("/dev/full", TABLE_CSV);
            for (int i = 0; i < (many ? 20000 : 1); i++)
                rows(t);
            error.text[0] = '\0';
            ck_assert(!table_close(t, &error));
            ck_assert_msg(strstr(error.text, "/dev/full"), "%s", error.text);
        }
    if (access("/dev/null", W_OK) == 0) { /* a device is written in place */
        struct table *t = open_at("/dev/null", TABLE_CSV);
        rows(t);
        ck_assert(table_close(t, &error));
        ck_assert(access("/dev/null", W_OK) == 0);
    }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* Discarding, and a signal, remove the temporary file; an older result stays. */
TEST(nothing_left_behind)
{
    struct folder f;
    size_t size;
    struct message error;
    folder_make(&f);
    folder_write(&f, "a.csv", 4, "old\n");
    struct table *t = open_at(folder_file(&f, "a.csv"), TABLE_CSV);
    rows(t);
    table_discard(t);
    char *text = file_read(f.file, &size, &error);
    ck_assert_str_eq(text, "old\n");
    free(text);
    t = open_at(f.file, TABLE_CSV);
    rows(t);
    /* what the handler calls: the name is gone while the table is still open */
    atomic_interrupted();
    ck_assert_uint_eq(folder_remove(&f), 1);
    table_discard(t);
    table_discard(NULL);
}
