/* Reading CSVs back: RFC 4180's quotes, '#' lines, and every way a file can be broken. */
#include "experiments/harness/output/csv.h"
#include "experiments/harness/output/csv_columns.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/table.h"
#include "tests/tools/check_tools.h"

TEST(good_files_are_read)
{
    static const char text[] = "\xef\xbb\xbf" /* a byte-order mark */
                               "# posbias bias\n"
                               "#version 1\r\n"
                               "# command a b  c\n"
                               "name,\"x, \"\"y\"\"\",z\r\n"
                               "plain,1.5,\n"
                               "\"two\n"
                               "lines\",\"\",\"a\"\"\"\n"
                               ",,";
    struct folder f;
    struct csv csv;
    struct message error = {""};
    size_t at[2];
    static const char *const wanted[2] = {"z", "name"}, *const missing[2] = {"name", "nothing"};
    folder_make(&f);
    if (!csv_read(folder_write(&f, "a.csv", strlen(text), text), &csv, &error))
        ck_abort_msg("%s", error.text);
    ck_assert_uint_eq(csv.header_count, 3);
    ck_assert_str_eq(csv.header[0], "posbias bias");
    ck_assert_str_eq(csv.header[1], "version 1");
    ck_assert_str_eq(csv_header(&csv, "command"), "a b  c");
    ck_assert_str_eq(csv_header(&csv, "version"), "1");
    ck_assert(csv_header(&csv, "comman") == NULL && csv_header(&csv, "seed") == NULL);
    ck_assert(csv.column_count == 3 && csv.row_count == 3);
    ck_assert_str_eq(csv.names[1], "x, \"y\"");
    static const char *const cells[3][3] = {
        {"plain", "1.5", ""}, {"two\nlines", "", "a\""}, {"", "", ""}};
    for (size_t row = 0; row < 3; row++)
        for (size_t column = 0; column < 3; column++)
            ck_assert_str_eq(csv_cell(&csv, row, column), cells[row][column]);
    ck_assert_uint_eq(csv_column(&csv, "z"), 2);
    ck_assert_uint_eq(csv_column(&csv, "Z"), 3);
    ck_assert(csv_columns(&csv, "a.csv", 2, wanted, at, &error) && at[0] == 2 && at[1] == 0);
    ck_assert(!csv_columns(&csv, "a.csv", 2, missing, at, &error) &&
              strstr(error.text, "a.csv: no column \"nothing\""));
    csv_free(&csv);
    ck_assert(csv.cells == NULL && csv.row_count == 0);
    ck_assert(csv_read(folder_write(&f, "b.csv", 4, "one\n"), &csv, &error) && csv.row_count == 0 &&
              csv.column_count == 1);
    csv_free(&csv);
    folder_remove(&f);
}

TEST(bad_files_are_refused)
{
    static const struct {
        const char *text;
        size_t size;
        const char *names;
    } cases[] = {
        {"", 0, "no column names"},
        {"# only a header\n", 16, "no column names"},
        {"a,b\n1\n", 6, "line 2: 1 cells; expected 2"},
        {"a,b\n1,2\n1,2,3\n", 14, "line 3: 3 cells; expected 2"},
        {"a\n\"\n\n\"\n\n1,2\n", 12, "line 6: 2 cells; expected 1"},
        {"a,b\n\"1,2\n", 9, "line 2: the quote is never closed"},
        {"a,b\n\"1\"x,2\n", 11, "text after the closing quote"},
        {"a,b\n1\"2,3\n", 10, "a quote inside"},
        {"a,b\n1\r2,3\n", 10, "carriage return inside"},
        {"a,b\n1\0,2\n", 9, "zero byte"},
    };
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct csv csv;
        struct message error = {""};
        ck_assert_msg(
            !csv_read(folder_write(&f, "bad.csv", cases[i].size, cases[i].text), &csv, &error),
            "case %zu was taken", i);
        ck_assert_msg(strstr(error.text, cases[i].names) && strstr(error.text, "bad.csv"),
                      "case %zu: %s", i, error.text);
        csv_free(&csv);
    }
    folder_remove(&f);
    struct csv csv;
    struct message error;
    ck_assert(!csv_read("/nonexistent.csv", &csv, &error) &&
              strstr(error.text, "/nonexistent.csv"));
    csv_free(&csv);
    ck_assert(!csv_read("/tmp", &csv, &error));
    csv_free(&csv);
}

/* What table.c writes, csv_read reads: random cells of awkward characters, 17 digits give the same
 * double. */
TEST(what_a_table_writes_is_read_back)
{
    static const char alphabet[] = "ab,\"\n ';="; /* no cell holds a '#' */
    enum { ROWS = 200 };
    static const struct column columns[2] = {{"text", ""}, {"number", ""}};
    static char cells[ROWS][8];
    static double numbers[ROWS];
    uint64_t state = 81;
    struct folder f;
    struct csv csv;
    struct message error;
    folder_make(&f);
    struct header *header = header_empty();
    ck_assert(header != NULL);
    header_put(header, "h", "1");
    struct table *t = table_open(folder_file(&f, "a.csv"), TABLE_CSV, header, 2, columns, &error);
    header_free(header);
    ck_assert(t != NULL);
    for (size_t i = 0; i < ROWS; i++) {
        size_t length = (size_t)(7.0 * tools_uniform(&state));
        for (size_t k = 0; k < length; k++)
            cells[i][k] = alphabet[(size_t)(tools_uniform(&state) * (double)(sizeof alphabet - 1))];
        numbers[i] = (tools_uniform(&state) - 0.5) * 1e30 * tools_uniform(&state);
        row_text(t, 0, cells[i]);
        row_number(t, 1, numbers[i]);
        row_end(t);
    }
    ck_assert(table_close(t, &error));
    if (!csv_read(f.file, &csv, &error))
        ck_abort_msg("%s", error.text);
    ck_assert_uint_eq(csv.row_count, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        ck_assert_str_eq(csv_cell(&csv, i, 0), cells[i]);
        ck_assert(strtod(csv_cell(&csv, i, 1), NULL) == numbers[i]);
    }
    csv_free(&csv);
    ck_assert_uint_eq(folder_remove(&f), 1);
}
