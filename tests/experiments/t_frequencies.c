/* The table of frequencies against 40-digit references, and the criterion on any bank against its
 * definition and what was found elsewhere. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/basebound/measure.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"
#include "theory/ground/constants.h"
#include "theory/proof/bases/schedule_judge.h"

static void read_csv(struct folder *f, const struct cli_result *r, struct csv *csv)
{
    struct message error;
    cli_went_well(r);
    bool read = csv_read(folder_write(f, "out.csv", r->out_size, r->out), csv, &error);
    ck_assert_msg(read, "%s", error.text);
}

static double number(const struct csv *csv, size_t row, const char *column)
{
    const char *text = csv_cell(csv, row, csv_column(csv, column));
    return *text ? strtod(text, NULL) : NAN;
}

/* What the reference says of the string it began with last, beside what the program prints. */
struct comparison {
    char spec[256];
    struct folder f;
    struct csv csv;
    size_t rows, specs;
};

/* Cells: string, pair, frequency in the rule's own unit as a double and the rest, weight. */
static void compare_row(void *context, char *const cell[GOLDEN_CELLS])
{
    struct comparison *c = context;
    if (strcmp(c->spec, cell[0]) != 0) {
        if (c->specs++)
            csv_free(&c->csv);
        snprintf(c->spec, sizeof c->spec, "%s", cell[0]);
        struct cli_result r = CLI(NULL, "frequencies", "--context=1000", "--encoding", c->spec);
        read_csv(&c->f, &r, &c->csv);
        cli_free(&r);
    }
    size_t pair = strtoul(cell[1], NULL, 10);
    double own = strtod(cell[2], NULL), weight = strtod(cell[4], NULL),
           radians = strstr(c->spec, "unit=turn") ? TWO_PI * own : own;
    ck_assert_uint_lt(pair, c->csv.row_count);
    ck_assert_str_eq(csv_cell(&c->csv, pair, 0), c->spec);
    ck_assert_double_eq(number(&c->csv, pair, "pair"), (double)pair);
    ck_assert_double_eq_tol(number(&c->csv, pair, "weight"), weight, 0x1p-52 * weight);
    c->rows++;
    /* a product of two rounded numbers, each division likewise: three roundings at most, and the
     * constant's own */
    ck_assert_double_le(fabs(number(&c->csv, pair, "inv_freq_rad") - radians), 0x1p-51 * radians);
    if (own == 0.0) {
        ck_assert(isnan(number(&c->csv, pair, "wavelength_tok")));
        ck_assert(isnan(number(&c->csv, pair, "ratio")));
        ck_assert_double_eq(number(&c->csv, pair, "turns"), 0.0);
        return;
    }
    double length = TWO_PI / radians;
    ck_assert_double_le(fabs(number(&c->csv, pair, "wavelength_tok") - length), 0x1p-50 * length);
    ck_assert_double_le(fabs(number(&c->csv, pair, "turns") * length - 1000.0), 0x1p-49 * 1000.0);
}

TEST(table_has_the_reference_frequencies)
{
    struct comparison c = {0};
    folder_make(&c.f);
    golden_each("frequencies.csv", &c, compare_row);
    ck_assert_uint_gt(c.specs, 5);
    csv_free(&c.csv);
    folder_remove(&c.f);
}

/* The published rules: kept up to a wavelength, divided by the factor beyond another, and nothing
 * where there is no rule. */
TEST(ratio_is_what_the_rule_divides_by)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    struct cli_result r = CLI(
        NULL, "frequencies", "--encoding",
        "model:llama-3.1-8b;rope:dim=8;rope:dim=8,scaling=linear,factor=4;model:gpt-neox-20b");
    read_csv(&f, &r, &csv);
    ck_assert_uint_eq(csv.row_count, 64 + 4 + 4 + 48);
    for (size_t n = 0; n < 64; n++) {
        double ratio = number(&csv, n, "ratio"), length = number(&csv, n, "wavelength_tok");
        /* wavelengths under 8192/4 are kept, and over 8192 before scaling divided by 8 */
        if (length < 2048.0)
            ck_assert_double_eq(ratio, 1.0);
        else if (length > 8.0 * 8192.0)
            ck_assert_double_eq_tol(ratio, 8.0, 8.0 * 0x1p-51);
        else
            ck_assert(ratio > 1.0 && ratio < 8.0);
        ck_assert_str_eq(csv_cell(&csv, n, csv_column(&csv, "turns")), "");
    }
    for (size_t n = 64; n < 72; n++)
        ck_assert_double_eq_tol(number(&csv, n, "ratio"), n < 68 ? 1.0 : 4.0, 4.0 * 0x1p-51);
    for (size_t n = 72; n < 120; n++)
        ck_assert_int_eq(isnan(number(&csv, n, "ratio")), n >= 72 + 12);
    csv_free(&csv);
    cli_free(&r);
    folder_remove(&f);
}

/* First negative distances as public scripts found them, in doubles; 0: none below 131,072, with
 * the least sum over sqrt(192) that they print. */
static const struct {
    const char *spec;
    double first;
} found[] = {
    {"model:llama-3-8b", 18438.0},    {"model:llama-3.1-8b", 85133.0},
    {"model:qwen3-8b-yarn", 66234.0}, {"model:gpt-oss-20b", 64255.0},
    {"model:deepseek-v3", 0.0},
};

TEST(criterion_holds_for_any_bank)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(found); i++) {
        double first = found[i].first;
        char context[64];
        /* the row up to the distance before passes, the next does not */
        snprintf(context, sizeof context, first != 0.0 ? "--context=%.0f,%.0f" : "--context=131072",
                 first, first + 1.0);
        struct cli_result r = CLI(NULL, "basebound", "--encoding", found[i].spec, "--check",
                                  context);
        read_csv(&f, &r, &csv);
        ck_assert_str_eq(csv_cell(&csv, 0, 0), found[i].spec);
        ck_assert_double_eq(number(&csv, 0, "passes"), 1.0);
        ck_assert_double_eq(number(&csv, 0, "proved"), 1.0);
        ck_assert_double_gt(number(&csv, 0, "value"), 0.0);
        ck_assert(isnan(number(&csv, 0, "first_negative_tok")));
        if (first > 0.0) {
            ck_assert_double_eq(number(&csv, 1, "passes"), 0.0);
            ck_assert_double_eq(number(&csv, 1, "proved"), 1.0);
            ck_assert_double_eq(number(&csv, 1, "first_negative_tok"), first);
            ck_assert_double_lt(number(&csv, 1, "value"), 0.0);
        } else {
            ck_assert_double_eq_tol(number(&csv, 0, "value") / sqrt(192.0), 3.80, 0.005);
        }
        csv_free(&csv);
        cli_free(&r);
    }
    folder_remove(&f);
}

/* Two ways to the same answer: the bank of a base, and the frequencies of a string. */
TEST(criterion_agrees_with_that_of_a_base)
{
    static const double bases[] = {1e3, 4.3e3, 1e4, 5e5};
    for (size_t i = 0; i < TOOLS_COUNT(bases); i++)
        for (size_t length = 1; length < 70000; length = 5 * length + 3) {
            char spec[64];
            struct base_verdict bank, base;
            snprintf(spec, sizeof spec, "rope:base=%.17g,dim=128", bases[i]);
            struct encoding *e = tools_encoding(spec);
            ck_assert_int_eq(schedule_judge(encoding_schedule(e), (double)length, &bank),
                             STATUS_OK);
            ck_assert_int_eq(basebound_check(128, length, bases[i], &base), STATUS_OK);
            ck_assert(bank.passes == base.passes && bank.proved && base.proved);
            ck_assert_double_eq(bank.distance, base.distance);
            /* both within their own bound, 64 cosines of reduced angles each */
            ck_assert_double_eq_tol(bank.value, base.value, 1e-12);
            encoding_free(e);
        }
}

/* cos(2 pi r n/4) with a base that makes quarter turns: the sum is zero exactly, which no ball can
 * tell from the least above or below. */
TEST(criterion_says_what_it_cannot_prove)
{
    struct base_verdict v;
    struct encoding *e = tools_encoding("rope:base=4,dim=2,unit=turn,scaling=linear,factor=4");
    ck_assert_int_eq(schedule_judge(encoding_schedule(e), 2.0, &v), STATUS_OK);
    ck_assert(v.passes && !v.proved); /* cos(pi/2) at r = 1 */
    ck_assert_int_eq(schedule_judge(encoding_schedule(e), 1.0, &v), STATUS_OK);
    ck_assert(v.passes && v.proved);
    ck_assert_int_eq(schedule_judge(encoding_schedule(e), 3.0, &v), STATUS_OK);
    ck_assert(!v.passes && v.proved && v.distance == 2.0);
    encoding_free(e);
}
