/* CSVs read back: what is taken and written out again holds the same cells, and what gnuplot is
 * handed of it has a field for each of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/csv.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/report/claim_rows.h"
#include "experiments/harness/report/plot/data.h"
#include "tests/fuzz/fuzz.h"
#include "theory/ground/arrays.h"

/* What a kept result is asked for: one of the seeds is it. */
static const struct column columns[] = {{"a", "one"}, {"b", "other"}};

static void put_cell(FILE *out, const char *text, bool last)
{
    putc('"', out);
    for (; *text; text++)
        fprintf(out, *text == '"' ? "\"\"" : "%c", *text);
    fputs(last ? "\"\n" : "\",", out);
}

/* The CSV with every cell in quotes, to be freed. */
static char *written(const struct csv *csv, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    FUZZ_HOLDS(out != NULL);
    for (size_t i = 0; i < csv->header_count; i++)
        fprintf(out, "# %s\r\n", csv->header[i]); /* a line's own last \r is then not its end */
    for (size_t i = 0; i < csv->column_count; i++)
        put_cell(out, csv->names[i], i + 1 == csv->column_count);
    for (size_t row = 0; row < csv->row_count; row++)
        for (size_t i = 0; i < csv->column_count; i++)
            put_cell(out, csv_cell(csv, row, i), i + 1 == csv->column_count);
    fclose(out);
    return text;
}

static void same(const struct csv *a, const struct csv *b)
{
    FUZZ_HOLDS(a->header_count == b->header_count && a->column_count == b->column_count &&
               a->row_count == b->row_count);
    for (size_t i = 0; i < a->header_count; i++)
        FUZZ_HOLDS(strcmp(a->header[i], b->header[i]) == 0);
    for (size_t i = 0; i < a->column_count; i++)
        FUZZ_HOLDS(strcmp(a->names[i], b->names[i]) == 0);
    for (size_t i = 0; i < a->row_count * a->column_count; i++)
        FUZZ_HOLDS(strcmp(a->cells[i], b->cells[i]) == 0);
}

/* Labels and axes of any table, whose columns all are a script's: every line that it reads has the
 * same fields. */
static void drawn(const struct csv *csv)
{
    enum { LABELS = 9 };
    struct plot_script script = {.stem = plot_any};
    struct plot_data data;
    struct message error = {""};
    for (; script.count < csv->column_count && script.count < PLOT_COLUMNS_MOST; script.count++)
        script.columns[script.count] = script.count;
    if (plot_data_make(csv, &script, "bias", &data, &error)) {
        size_t tabs = 0, lines = 0;
        char bytes[4096];
        off_t at = 0;
        for (ssize_t got; (got = pread(data.cells, bytes, sizeof bytes, at)) > 0; at += got)
            for (ssize_t i = 0; i < got; i++) {
                tabs += bytes[i] == '\t';
                lines += bytes[i] == '\n';
            }
        FUZZ_HOLDS(lines == csv->row_count + 1);
        FUZZ_HOLDS(tabs == lines * (script.count + LABELS - 1));
    } else {
        fuzz_refused(&error);
    }
    plot_data_free(&data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv csv, again;
    struct claim_rows claims = {0};
    struct message error = {""};
    const char *path = fuzz_file(data, size);
    if (!claim_rows_read(path, &claims, &error))
        fuzz_refused(&error);
    csv_free(&claims.csv);
    reuse_matches(path, "command x\n", ARRAY_COUNT(columns), columns);
    if (!csv_read(path, &csv, &error)) {
        fuzz_refused(&error);
    } else {
        size_t length;
        char *text = written(&csv, &length);
        FUZZ_HOLDS(csv_read(fuzz_file((const uint8_t *)text, length), &again, &error));
        same(&csv, &again);
        drawn(&csv);
        csv_free(&again);
        free(text);
    }
    csv_free(&csv);
    return 0;
}
