/* Exact counts of the unit query-key model, to the last pair: the program's locality and aliasing
 * against tests/reference/counts.csv, which golden_counts.py computes and certifies from the
 * definitions. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

enum { LIST_SIZE = 8192, HALF_ROWS = 275, FOLLOW_ROWS = 369, ALIAS_ROWS = 4 * FOLLOW_ROWS };

/* Encodings that stand in the reference with the same contexts: one run of the program serves them.
 * */
struct request {
    char encodings[LIST_SIZE], contexts[LIST_SIZE];
};

/* How one run differs from the others, and how a row of its output is compared with the
 * reference's. */
struct comparison {
    const char *variant; /* of the reference's rows that name the contexts */
    const char *words[2];
    /* the output has a row for each datatype, and variant names it; else variant is the windows' */
    bool by_dtype;
    void (*compare)(const struct csv *got, size_t at, const struct csv *want, size_t row);
};

static struct csv reference(void)
{
    struct csv csv;
    struct message error;
    bool read = csv_read("tests/reference/counts.csv", &csv, &error);
    ck_assert_msg(read, "%s: run the tests from the top of the repository", error.text);
    return csv;
}

static const char *cell(const struct csv *csv, size_t row, const char *name)
{
    size_t column = csv_column(csv, name);
    ck_assert_msg(column < csv->column_count, "no column %s", name);
    return csv_cell(csv, row, column);
}

static double number(const struct csv *csv, size_t row, const char *name)
{
    char *end;
    const char *text = cell(csv, row, name);
    double x = strtod(text, &end);
    ck_assert_msg(end != text && *end == '\0', "row %zu, %s: \"%s\" is no number", row, name, text);
    return x;
}

static void append(char *list, const char *separator, const char *item)
{
    size_t used = strlen(list);
    int more = snprintf(list + used, LIST_SIZE - used, "%s%s", used ? separator : "", item);
    ck_assert_int_lt(more, (int)(LIST_SIZE - used));
}

/* share of `of` is want of them: want / of was rounded once, and is again where it is multiplied
 * out, so for an `of` under 2^51 only the exact count is the nearest integer. */
static void same_share(const struct csv *got, size_t at, const char *share, double of,
                       const struct csv *want, size_t row, const char *count)
{
    double x = number(got, at, share) * of, exact = number(want, row, count);
    ck_assert_msg(nearbyint(x) == exact, "%s, M = %s, %s: %s is %.17g of %.0f, not %.0f",
                  cell(want, row, "encoding"), cell(want, row, "context_tok"),
                  cell(want, row, "variant"), count, x, of, exact);
}

static void same_count(const struct csv *got, size_t at, const struct csv *want, size_t row,
                       const char *count)
{
    double x = number(got, at, count), exact = number(want, row, count);
    ck_assert_msg(x == exact, "%s, M = %s, %s: %s is %.17g, not %.0f", cell(want, row, "encoding"),
                  cell(want, row, "context_tok"), cell(want, row, "variant"), count, x, exact);
}

static void compare_windows(const struct csv *got, size_t at, const struct csv *want, size_t row,
                            double window)
{
    same_share(got, at, "p_inv", window * window, want, row, "inversions");
    same_share(got, at, "p_tie", window * window, want, row, "ties");
    /* one deterministic curve: its interval is the value itself, and with its ties as inversions */
    double inversions = number(got, at, "p_inv"), ties = number(got, at, "p_tie");
    ck_assert_str_eq(cell(got, at, "p_inv_lo"), cell(got, at, "p_inv"));
    ck_assert_double_eq_tol(number(got, at, "p_inv_hi"), inversions + ties, 0x1p-52);
    if (ties == 0.0)
        ck_assert_str_eq(cell(got, at, "p_inv_hi"), cell(got, at, "p_inv"));
}

static void compare_half(const struct csv *got, size_t at, const struct csv *want, size_t row)
{
    compare_windows(got, at, want, row, 0.5 * number(want, row, "context_tok"));
}

static void compare_follow(const struct csv *got, size_t at, const struct csv *want, size_t row)
{
    compare_windows(got, at, want, row, number(want, row, "context_tok"));
}

static void compare_aliases(const struct csv *got, size_t at, const struct csv *want, size_t row)
{
    double m = number(want, row, "context_tok");
    same_count(got, at, want, row, "alias_pairs");
    same_count(got, at, want, row, "positions_aliased");
    same_count(got, at, want, row, "threshold_pairs");
    same_share(got, at, "p_alias_pair", 0.5 * m * (m - 1.0), want, row, "alias_pairs");
}

/* The one row of the output that has this encoding, context and, where there are datatypes,
 * variant. */
static size_t find_row(const struct comparison *c, const struct csv *got, const struct csv *want,
                       size_t row)
{
    size_t found = 0, at = got->row_count;
    double context = number(want, row, "context_tok");
    for (size_t i = 0; i < got->row_count; i++)
        if (number(got, i, "context_tok") == context &&
            strcmp(cell(got, i, "encoding"), cell(want, row, "encoding")) == 0 &&
            (!c->by_dtype || strcmp(cell(got, i, "dtype"), cell(want, row, "variant")) == 0)) {
            at = i;
            found++;
        }
    ck_assert_msg(found == 1, "%s, M = %s, %s: %zu rows", cell(want, row, "encoding"),
                  cell(want, row, "context_tok"), cell(want, row, "variant"), found);
    return at;
}

/* Whether a row of the reference belongs to the comparison. */
static bool belongs(const struct comparison *c, const struct csv *want, size_t row)
{
    const char *variant = cell(want, row, "variant");
    return strcmp(variant, c->variant) == 0 ||
           (c->by_dtype && strcmp(variant, "half") != 0 && strcmp(variant, "follow") != 0);
}

/* Runs the program on the request and compares the reference's rows from first to last; returns how
 * many there were. */
static size_t serve(const struct comparison *c, const struct request *request,
                    const struct csv *want, size_t first, size_t last)
{
    struct folder f;
    struct csv got;
    struct message error;
    size_t rows = 0;
    folder_make(&f);
    struct cli_result r = CLI(&f, c->words[0], c->words[1], "--qk=unit", "--encoding",
                              request->encodings, "--context", request->contexts, "-o",
                              "@/out.csv");
    cli_went_well(&r);
    cli_free(&r);
    bool read = csv_read(folder_file(&f, "out.csv"), &got, &error);
    ck_assert_msg(read, "%s", error.text);
    for (size_t row = first; row < last; row++)
        if (belongs(c, want, row)) {
            c->compare(&got, find_row(c, &got, want, row), want, row);
            rows++;
        }
    ck_assert_uint_eq(rows, got.row_count);
    csv_free(&got);
    ck_assert_uint_eq(folder_remove(&f), 1);
    return rows;
}

/* The contexts of the encoding whose rows begin at first; returns where they end. */
static size_t contexts_of(const struct comparison *c, const struct csv *want, size_t first,
                          char *contexts)
{
    size_t row = first;
    contexts[0] = '\0';
    for (; row < want->row_count &&
           strcmp(cell(want, row, "encoding"), cell(want, first, "encoding")) == 0;
         row++)
        if (strcmp(cell(want, row, "variant"), c->variant) == 0)
            append(contexts, ",", cell(want, row, "context_tok"));
    return row;
}

static void compare_all(const struct comparison *c, size_t expected)
{
    static struct request request;
    static char contexts[LIST_SIZE];
    struct csv want = reference();
    size_t rows = 0, first = 0;
    request = (struct request){"", ""};
    for (size_t row = 0, next; row < want.row_count; row = next) {
        next = contexts_of(c, &want, row, contexts);
        if (strcmp(contexts, request.contexts) != 0) {
            if (row > 0)
                rows += serve(c, &request, &want, first, row);
            first = row;
            request.encodings[0] = '\0';
            strcpy(request.contexts, contexts);
        }
        append(request.encodings, ";", cell(&want, row, "encoding"));
    }
    rows += serve(c, &request, &want, first, want.row_count);
    ck_assert_uint_eq(rows, expected);
    csv_free(&want);
}

TEST(inversions_join_from_halves)
{
    compare_all(&(struct comparison){"half", {"locality", "--windows=half"}, false, compare_half},
                HALF_ROWS);
}

TEST(inversions_of_a_window_are_its_own)
{
    compare_all(
        &(struct comparison){"follow", {"locality", "--windows=follow"}, false, compare_follow},
        FOLLOW_ROWS);
}

TEST(aliases_are_those_of_equal_codes)
{
    compare_all(
        &(struct comparison){
            "bf16", {"aliasing", "--dtype=bf16,fp16,fp32,fp64"}, true, compare_aliases},
        ALIAS_ROWS);
}
