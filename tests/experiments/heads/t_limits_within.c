/* Limits stay within what a quantity can be, where few tokens and draws make them wide. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

enum { DIM = 16 };

/* What lies between the limits of one row, found by the columns' names. */
static void check_within(const struct csv *csv, size_t row, const char *name, double least,
                         double most)
{
    char lo[64], hi[64];
    snprintf(lo, sizeof lo, "%s_lo", name);
    snprintf(hi, sizeof hi, "%s_hi", name);
    const char *from = csv_cell(csv, row, csv_column(csv, lo)),
               *to = csv_cell(csv, row, csv_column(csv, hi));
    ck_assert_msg(*from && *to, "row %zu has no limits of %s", row, name);
    double value = strtod(csv_cell(csv, row, csv_column(csv, name)), NULL);
    ck_assert_msg(least <= strtod(from, NULL) && strtod(from, NULL) <= value &&
                      value <= strtod(to, NULL) && strtod(to, NULL) <= most,
                  "row %zu: %s of %s in %s to %s", row, name,
                  csv_cell(csv, row, csv_column(csv, name)), from, to);
}

static void read_csv(struct folder *f, const struct cli_result *r, struct csv *csv)
{
    struct message error;
    cli_went_well(r);
    bool read = csv_read(folder_file(f, "out.csv"), csv, &error);
    ck_assert_msg(read, "%s", error.text);
}

/* 20 keys in 16 dimensions, in groups of one; two draws. */
TEST(limits_of_heads_are_possible)
{
    static const struct {
        const char *name;
        double least, most;
    } rows[] = {{"stable_rank_k", 1, DIM},
                {"stable_rank_k_rotated", 1, DIM},
                {"first_share", 1.0 / DIM, 1},
                {"first_share_rotated", 1.0 / DIM, 1},
                {"dope_rank", 1, DIM},
                {"usage_slow", 0, 1},
                {"positional", 0, HUGE_VAL},
                {"p_inv", 0, 1},
                {"semantic", 0, 1},
                {"p_alias_bf16", 0, 1},
                {"amplitude_max", 0, 1},
                {"positional_corr", 0, 1},
                {"offset_angle_rad", 0, 3.14160},
                {"spread_a", 0, HUGE_VAL}};
    struct folder f;
    struct csv csv;
    folder_make(&f);
    struct cli_result r = CLI(&f, "heads", "--encoding=rope:dim=16", "--context=64", "--pairs=2",
                              "--tokens=20", "--qk=gauss;gauss:mu=3,sigma=1;aligned:rho=0.9", "-o",
                              "@/out.csv");
    read_csv(&f, &r, &csv);
    ck_assert_uint_eq(csv.row_count, 3);
    for (size_t row = 0; row < csv.row_count; row++)
        for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
            check_within(&csv, row, rows[i].name, rows[i].least, rows[i].most);
    csv_free(&csv);
    cli_free(&r);
    folder_remove(&f);
}

/* Positional scores of six draws, one of which is far above the others. */
TEST(limits_of_the_card_are_possible)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    struct cli_result r = CLI(&f, "reportcard", "--scale=smoke", "--pairs=6", "--context=66",
                              "--encoding=hyspe:dim=128;tapa:dim=128", "--qk=gauss", "-o",
                              "@/out.csv");
    read_csv(&f, &r, &csv);
    size_t criterion = csv_column(&csv, "criterion"), lo = csv_column(&csv, "value_lo"), seen = 0;
    for (size_t row = 0; row < csv.row_count; row++) {
        const char *name = csv_cell(&csv, row, criterion), *from = csv_cell(&csv, row, lo);
        if (strcmp(name, "aligned_mean") == 0 || strcmp(name, "gap") == 0 || !*from)
            continue;
        seen++;
        ck_assert_msg(strtod(from, NULL) >= 0.0, "%s from %s", name, from);
    }
    ck_assert_uint_gt(seen, 10);
    csv_free(&csv);
    cli_free(&r);
    folder_remove(&f);
}

/* Both ends on one side of the range leave its end; a value that rounding puts outside stays in. */
TEST(limits_are_kept)
{
    /* least, most, value; lo and hi as kept of -1 and 5 */
    static const double rows[][5] = {{0, 1, 0.5, 0, 1},
                                     {-2, 9, 0.5, -1, 5},
                                     {6, 9, 7, 6, 6},
                                     {0, 1, 1 + 0x1p-52, 0, 1 + 0x1p-52}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        double lo = -1.0, hi = 5.0;
        interval_keep(rows[i][0], rows[i][1], rows[i][2], &lo, &hi);
        ck_assert_msg(lo == rows[i][3] && hi == rows[i][4], "row %zu: %g %g", i, lo, hi);
    }
    double none = NAN, above = 5.0;
    interval_keep(0.0, 1.0, NAN, &none, &above);
    ck_assert(isnan(none) && above == 1.0);
}
