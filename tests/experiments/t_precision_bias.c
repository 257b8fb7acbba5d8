/* ALiBi's bias in narrow formats, against its definition and what others found of it. */
#include <math.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/precision/measure.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/cli_tools.h"

static double bf16(double x)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    return dtype_round(&rounding, x);
}

/* A bias is off by its rounding at the key's position, whatever the query and the key, and drifts
 * by the difference of two such; the rest of the score is one product in double. */
TEST(bias_is_off_by_its_rounding)
{
    static const double keys[] = {1, 2, 500, 700, 999, 1000}, shifts[] = {1, 2, 300};
    enum { KEYS = TOOLS_COUNT(keys), SHIFTS = TOOLS_COUNT(shifts) };
    double at = 1000.0, score = 0.0, first = 0.0, rest = 0.0, slope = 0.3125;
    struct encoding *e = tools_encoding("nope:dim=16");
    struct qk_law law = tools_law("gauss");
    struct random_stream stream = random_draws(2);
    struct precision_result got;
    struct pipeline *p;
    ck_assert_int_eq(
        pipeline_new(&pipeline_types[PIPELINE_BIAS_BF16], encoding_schedule(e), slope, &p),
        STATUS_OK);
    struct precision_plan plan = {.schedule = encoding_schedule(e),
                                  .slope = slope,
                                  .pipeline = p,
                                  .law = &law,
                                  .stream = &stream,
                                  .draws = 8,
                                  .position = at,
                                  .keys = KEYS,
                                  .distance = keys,
                                  .shifts = SHIFTS,
                                  .shift = shifts};
    ck_assert_int_eq(precision_measure(&plan, &got), STATUS_OK);
    for (size_t i = 0; i < KEYS; i++) {
        double key = at - keys[i], off = bf16(slope * key) - slope * key;
        score = fmax(score, fabs(off));
        for (size_t k = 0; k < SHIFTS; k++) {
            double moved = slope * (key + shifts[k]), start = slope * shifts[k];
            rest = fmax(rest, key > 0.0 ? fabs(bf16(moved) - moved - off) : 0.0);
            first = fmax(first, fabs(bf16(start) - start));
        }
    }
    /* a sum of 16 products and a bias under 512, to rounding */
    ck_assert_double_eq_tol(got.score.most, score, 1e-12);
    ck_assert_double_eq_tol(got.drift_first.most, first, 1e-12);
    ck_assert_double_eq_tol(got.drift_rest.most, rest, 1e-12);
    ck_assert(score > 0.1 && first > 0.1 && rest > 0.1);
    pipeline_free(p);
    encoding_free(e);
}

/* ALiBi's biases, and a position that fp16 does not have. */
TEST(table_says_what_formats_lose)
{
    struct folder f;
    struct csv csv;
    struct message error;
    static const struct {
        const char *pipeline, *position, *column, *want;
    } cells[] = {{"bias-bf16", "2047", "tables_distinct", "641"},
                 {"bias-bf16", "2047", "first_collision_tok", "256"},
                 {"bias-bf16", "2047", "angle_err", ""},
                 {"bias-bf16", "2047", "drift_first", "0"},
                 {"bias-fp16", "262080", "score_err", ""},
                 {"bias-fp16", "262080", "first_collision_tok", "2048"},
                 {"bias-fp16", "2047", "tables_distinct", "2048"}};
    folder_make(&f);
    struct cli_result r = CLI(&f, "precision", "--encoding=alibi:dim=8,slope=0.25",
                              "--positions=2047,262080", "--shifts=1,16", "--pairs=4", "-o", "@/p");
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_msg(csv_read(folder_file(&f, "p"), &csv, &error), "%s", error.text);
    for (size_t i = 0; i < TOOLS_COUNT(cells); i++) {
        size_t found = 0;
        for (size_t row = 0; row < csv.row_count; row++)
            if (strcmp(csv_cell(&csv, row, csv_column(&csv, "pipeline")), cells[i].pipeline) == 0 &&
                strcmp(csv_cell(&csv, row, csv_column(&csv, "position_tok")), cells[i].position) ==
                    0) {
                ck_assert_str_eq(csv_cell(&csv, row, csv_column(&csv, cells[i].column)),
                                 cells[i].want);
                found++;
            }
        ck_assert_uint_eq(found, 1);
    }
    csv_free(&csv);
    folder_remove(&f);
}
