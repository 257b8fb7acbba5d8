#include "tests/tools/score_tools.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double csv_number(const struct csv *csv, size_t row, const char *column)
{
    size_t at = csv_column(csv, column);
    ck_assert_msg(at < csv->column_count, "no column %s", column);
    const char *cell = csv_cell(csv, row, at);
    return *cell ? strtod(cell, NULL) : NAN;
}

struct csv scores_table(struct folder *f, const char *const *words)
{
    struct csv csv;
    struct message error;
    struct cli_result r = cli_run(NULL, &(struct cli_setting){NULL, 0}, words);
    cli_went_well(&r);
    bool read = csv_read(folder_write(f, "out.csv", r.out_size, r.out), &csv, &error);
    ck_assert_msg(read, "%s", error.text);
    cli_free(&r);
    return csv;
}

void scores_read(struct folder *f, struct printed *out, const char *encoding, const char *qk,
                 const char *seed, const char *reference)
{
    struct csv csv = scores_run(f, "scores", encoding, qk, seed, "--distances=0:23", "--reference",
                                reference);
    size_t keys = strcmp(reference, "none") == 0 ? 1 : 2;
    ck_assert_uint_eq(csv.row_count, keys * SCORE_DRAWS * SCORE_LENGTH);
    for (size_t i = 0; i < csv.row_count; i++) {
        size_t draw = (size_t)csv_number(&csv, i, "draw"),
               key = (size_t)csv_number(&csv, i, "key") - 1,
               distance = (size_t)csv_number(&csv, i, "distance_tok");
        ck_assert(draw < SCORE_DRAWS && key < keys && distance < SCORE_LENGTH);
        out->score[key][draw][distance] = csv_number(&csv, i, "score");
        out->error[key][draw][distance] = csv_number(&csv, i, "score_err");
    }
    csv_free(&csv);
}
