/* The base table as it is printed: every column, and the certificate, against the search and the
 * definition. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/basebound/measure.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

enum { ROWS_MOST = 8 };

/* The rows of the same search, made here. */
struct kept {
    struct basebound_row row[ROWS_MOST];
    size_t rows, hops;
};

static enum status keep_row(void *context, const struct basebound_row *row)
{
    struct kept *k = context;
    ck_assert_uint_lt(k->rows, ROWS_MOST);
    k->row[k->rows++] = *row;
    return STATUS_OK;
}

static enum status keep_below(void *context, const struct base_below *below)
{
    struct kept *k = context;
    k->hops += below->to > below->from;
    return STATUS_OK;
}

static void read_csv(struct folder *f, const struct cli_result *r, struct csv *csv)
{
    struct message error;
    cli_went_well(r);
    bool read = csv_read(folder_write(f, "out.csv", r->out_size, r->out), csv, &error);
    ck_assert_msg(read, "%s", error.text);
}

/* A cell is this number to the last digit; NaN: empty. */
static void check_cell(const struct csv *csv, size_t row, const char *column, double want)
{
    char text[40] = "";
    size_t at = csv_column(csv, column);
    ck_assert_msg(at < csv->column_count, "no column %s", column);
    if (!isnan(want))
        snprintf(text, sizeof text, "%.17g", want);
    ck_assert_msg(strcmp(csv_cell(csv, row, at), text) == 0, "row %zu, %s: %s, not %s", row, column,
                  csv_cell(csv, row, at), text);
}

static void check_text(const struct csv *csv, size_t row, const char *column, const char *want)
{
    ck_assert_str_eq(csv_cell(csv, row, csv_column(csv, column)), want);
}

static const char *const of_check[] = {"base", "passes", "first_negative_tok", "value"};
static const char *const of_search[] = {
    "base_inf_lo", "base_inf_hi",     "window_hi", "base_safe",     "base_limit", "beyond_limit",
    "window_fail", "window_fail_tok", "base_fail", "base_fail_tok", "never_tok"};

static void compare(struct folder *f, size_t dim, size_t count, const double *length, double limit,
                    const char *const *words)
{
    struct kept k = {0};
    struct csv csv;
    struct cli_result r = cli_run(f, &(struct cli_setting){NULL, 0}, words);
    struct basebound_sink sink = {{keep_below, &k}, keep_row, &k, NULL};
    ck_assert_int_eq(basebound_search(dim, count, length, limit, &sink), STATUS_OK);
    read_csv(f, &r, &csv);
    ck_assert_uint_eq(csv.row_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct basebound_row *w = &k.row[i];
        bool window = w->has_window && !w->window.none, ends = w->has_safe && w->safe.fails > 0.0;
        check_cell(&csv, i, "dim", (double)dim);
        check_cell(&csv, i, "context_tok", length[i]);
        check_cell(&csv, i, "base_inf_lo", w->never ? NAN : w->least.lo);
        check_cell(&csv, i, "base_inf_hi", w->never ? NAN : w->least.hi);
        check_cell(&csv, i, "window_hi", window ? w->window.passes : NAN);
        check_cell(&csv, i, "base_safe", w->has_safe ? w->safe.passes : NAN);
        check_cell(&csv, i, "base_limit", w->never ? NAN : w->limit);
        check_cell(&csv, i, "proved", 1.0);
        check_text(&csv, i, "beyond_limit", w->never ? "" : w->limit_ends ? "passes" : "open");
        check_cell(&csv, i, "window_fail", window ? w->window.fails : NAN);
        check_cell(&csv, i, "window_fail_tok", window ? w->window.distance : NAN);
        check_cell(&csv, i, "base_fail", ends ? w->safe.fails : NAN);
        check_cell(&csv, i, "base_fail_tok", ends ? w->safe.distance : NAN);
        check_cell(&csv, i, "never_tok", w->never ? 2.0 : NAN);
        check_cell(&csv, i, "hops", w->hops);
        check_cell(&csv, i, "evaluations", w->sums.evaluations);
        check_cell(&csv, i, "balls_share",
                   w->sums.evaluations > 0.0 ? w->sums.balls / w->sums.evaluations : 0.0);
        for (size_t c = 0; c < TOOLS_COUNT(of_check); c++)
            check_cell(&csv, i, of_check[c], NAN);
    }
    ck_assert(k.row[count - 1].hops == (double)k.hops);
    csv_free(&csv);
    cli_free(&r);
}

TEST(columns_are_the_search)
{
    static const double some[] = {1, 2, 3, 16, 40}, one[] = {64};
    struct folder f;
    folder_make(&f);
    compare(&f, 8, 5, some, 0.0,
            (const char *const[]){"basebound", "--dim=8", "--context=1,2,3,16,40", NULL});
    compare(&f, 2, 5, some, 0.0,
            (const char *const[]){"basebound", "--dim=2", "--context=1,2,3,16,40", NULL});
    compare(&f, 32, 1, one, 2e4,
            (const char *const[]){"basebound", "--dim=32", "--context=64", "--limit=2e4", NULL});
    compare(&f, 32, 1, one, 2.0,
            (const char *const[]){"basebound", "--dim=32", "--context=64", "--limit=2", NULL});
    folder_remove(&f);
}

TEST(single_bases_and_published_ones)
{
    struct folder f;
    struct csv csv;
    struct base_verdict v;
    static const double bases[] = {4.3e3, 4.32e3, 1e4};
    folder_make(&f);
    struct cli_result r = CLI(&f, "basebound", "--context=1000,1024", "--check=4.3e3,4.32e3,1e4");
    read_csv(&f, &r, &csv);
    ck_assert_uint_eq(csv.row_count, 6);
    for (size_t i = 0; i < 6; i++) {
        double context = i < 3 ? 1000.0 : 1024.0;
        ck_assert_int_eq(basebound_check(128, (size_t)context, bases[i % 3], &v), STATUS_OK);
        check_cell(&csv, i, "context_tok", context);
        check_cell(&csv, i, "base", bases[i % 3]);
        check_cell(&csv, i, "passes", v.passes);
        check_cell(&csv, i, "first_negative_tok", v.passes ? NAN : v.distance);
        check_cell(&csv, i, "value", v.value);
        check_cell(&csv, i, "proved", 1.0);
        check_cell(&csv, i, "evaluations", context);
        check_cell(&csv, i, "hops", 0.0);
        check_cell(&csv, i, "balls_share", 0.0);
        check_cell(&csv, i, "published_men", i < 3 ? NAN : 4.3e3);
        check_cell(&csv, i, "published_second", i < 3 ? NAN : 4.3e3);
        for (size_t c = 0; c < TOOLS_COUNT(of_search); c++)
            check_cell(&csv, i, of_search[c], NAN);
    }
    csv_free(&csv);
    cli_free(&r);
    r = CLI(&f, "basebound", "--dim=2", "--context=2,3", "--check=7");
    read_csv(&f, &r, &csv);
    check_cell(&csv, 0, "passes", 1.0);
    check_cell(&csv, 1, "passes", 0.0);
    check_cell(&csv, 1, "first_negative_tok", 2.0);
    csv_free(&csv);
    cli_free(&r);
    folder_remove(&f);
}

/* Reads a certificate line by line: the chain reaches each row, the rows are the table's, the end
 * line fits. */
TEST(certificate_chain_reaches_every_row)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    struct cli_result r = CLI(&f, "basebound", "--dim=8", "--context=2,16,40,41",
                              "--certificate=@/c");
    read_csv(&f, &r, &csv);
    char *text = cli_file(folder_file(&f, "c")), line[256];
    ck_assert_ptr_nonnull(text);
    uint64_t sum = 14695981039346656037u;
    size_t lines = 0, row = 0, fails = 0, windows = 0, safes = 0;
    double base = 1.0, a, b, c, d, e, last = 0.0;
    for (char *at = text; *at; lines++) {
        size_t length = strcspn(at, "\n") + 1;
        ck_assert_uint_lt(length, sizeof line);
        snprintf(line, sizeof line, "%.*s", (int)length, at);
        if (strncmp(line, "end ", 4) == 0) {
            char want[64];
            snprintf(want, sizeof want, "end %zu %016" PRIx64 "\n", lines, sum);
            ck_assert_str_eq(line, want);
            ck_assert(at[length] == '\0');
            break;
        }
        for (size_t i = 0; i < length; i++)
            sum = (sum ^ (unsigned char)at[i]) * 1099511628211u;
        at += length;
        if (lines < 2) {
            ck_assert_str_eq(line, lines == 0 ? "posbias certificate 2 basebound\n" : "dim 8\n");
        } else if (sscanf(line, "below %lf %lf", &a, &b) == 2) {
            ck_assert(a > base && b >= 1.0 && b < 41.0);
            base = a;
            fails++;
        } else if (sscanf(line, "row %lf %lf %lf", &a, &b, &c) == 3) {
            check_cell(&csv, row, "context_tok", a);
            check_cell(&csv, row, "base_inf_lo", b);
            check_cell(&csv, row, "base_inf_hi", c);
            check_cell(&csv, row, "hops", (double)fails);
            ck_assert(a > last && b == base);
            last = a;
            row++;
        } else if (sscanf(line, "window %lf %lf %lf %lf %lf", &a, &b, &c, &d, &e) == 5) {
            ck_assert(a == last);
            check_cell(&csv, row - 1, "base_inf_hi", b);
            check_cell(&csv, row - 1, "window_hi", c);
            check_cell(&csv, row - 1, "window_fail", d);
            check_cell(&csv, row - 1, "window_fail_tok", e);
            windows++;
        } else {
            ck_assert_msg(sscanf(line, "safe %lf %lf %lf %lf", &a, &b, &c, &d) == 4, "%s", line);
            ck_assert(a == last);
            check_cell(&csv, row - 1, "base_safe", b);
            check_cell(&csv, row - 1, "base_fail", c);
            check_cell(&csv, row - 1, "base_fail_tok", d);
            safes++;
        }
    }
    ck_assert_uint_eq(row, 4);
    size_t ends[2] = {0};
    for (size_t i = 0; i < row; i++) {
        ends[0] += *csv_cell(&csv, i, csv_column(&csv, "window_hi")) != '\0';
        ends[1] += *csv_cell(&csv, i, csv_column(&csv, "base_fail")) != '\0';
    }
    ck_assert(fails > 10 && windows == ends[0] && safes == ends[1]);
    /* the first row's window has no end */
    ck_assert(ends[0] > 0 && ends[0] < row && ends[1] == row - 1);
    /* the same bytes on another number of threads */
    struct cli_result again = CLI(&f, "basebound", "--dim=8", "--context=2,16,40,41",
                                  "--certificate=@/d", "--threads=3");
    cli_went_well(&again);
    cli_holds(folder_file(&f, "d"), text);
    ck_assert_uint_eq(cli_files(&f), 3);
    free(text);
    cli_free(&r);
    cli_free(&again);
    csv_free(&csv);
    folder_remove(&f);
}

/* A full disk leaves neither file. */
TEST(full_disk_leaves_neither_file)
{
    struct folder f;
    folder_make(&f);
    struct cli_setting setting = {NULL, 2048};
    static const char *const words[] = {"basebound", "--context=4096", "--certificate=@/c",
                                        "-o",        "@/t.csv",        NULL};
    struct cli_result r = cli_run(&f, &setting, words);
    ck_assert_int_eq(r.status, 3);
    ck_assert_ptr_nonnull(strstr(r.err, "cannot write"));
    ck_assert_uint_eq(cli_files(&f), 0);
    cli_free(&r);
    folder_remove(&f);
}
