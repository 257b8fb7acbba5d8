/* Changes of the order of two keys, by their definition. */
#include "kernels/counts/order_flips.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

enum { DIM = 4 };
static const double query[DIM] = {1.0, -0.5, 0.25, 2.0}, one[DIM] = {0.75, 1.5, -1.0, 0.5},
                    two[DIM] = {0.5, -1.0, 0.5, 0.25};

/* Margins 3, 1, -1, -3 and 0 against one of either sign at 0, with ever more slack: what is within
 * it has no order, and with none at 0 nothing has. */
TEST(margins_within_the_slack_are_open)
{
    static const double s1[] = {3.0, 1.0, -1.0, -3.0, 0.0}, s2[5];
    static const struct {
        double at_zero, slack;
        size_t flips, ties;
    } rows[] = {{2.0, 0.0, 2, 1}, {-2.0, 0.0, 2, 1}, {2.0, 0.5, 2, 1},
                {2.0, 1.0, 1, 3}, {-2.0, 1.0, 1, 3}, {2.0, 1.5, 1, 3},
                {2.0, 2.0, 0, 5}, {-2.0, 2.5, 0, 5}, {0.0, 0.0, 0, 5}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct order_flips got = order_flips(rows[i].at_zero, rows[i].slack, 5, s1, s2);
        ck_assert_uint_eq(got.flips, rows[i].flips);
        ck_assert_uint_eq(got.ties, rows[i].ties);
    }
}

/* A context within a block, of one block and over it, against a loop over the scores of every
 * distance. */
TEST(a_context_is_counted_block_by_block)
{
    static const double contexts[] = {1, 1000, ORDER_BLOCK, ORDER_BLOCK + 1000};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=4");
    size_t most = (size_t)contexts[3];
    double *r = malloc(most * sizeof *r), *s1, *s2, slack;
    ck_assert(r != NULL);
    for (size_t i = 0; i < most; i++)
        r[i] = (double)i;
    s1 = tools_scores(e, most, r, 1, query, one);
    s2 = tools_scores(e, most, r, 1, query, two);
    slack = encoding_error_level(e, query, one, contexts[3]) +
            encoding_error_level(e, query, two, contexts[3]);
    for (size_t c = 0; c < TOOLS_COUNT(contexts); c++) {
        struct order_flips got;
        size_t flips = 0, ties = 0;
        for (size_t i = 0; i < (size_t)contexts[c]; i++) {
            double margin = s1[i] - s2[i];
            bool open = fabs(margin) <= slack;
            ties += open;
            flips += !open && (margin < 0.0) != (s1[0] < s2[0]);
        }
        ck_assert_int_eq(order_curve(e, query, one, two, contexts[c], &got), STATUS_OK);
        ck_assert_uint_eq(got.flips, flips);
        ck_assert_uint_eq(got.ties, ties);
        ck_assert((c == 0) == (flips == 0));
    }
    free(r);
    free(s1);
    free(s2);
    encoding_free(e);
}

TEST(scores_that_overflow_are_refused)
{
    static const double huge[DIM] = {1e200, 1e200, 1e200, 1e200};
    struct encoding *e = tools_encoding("rope:dim=4");
    struct order_flips out;
    ck_assert_int_eq(order_curve(e, huge, huge, two, 10.0, &out), STATUS_DOMAIN);
    encoding_free(e);
}
