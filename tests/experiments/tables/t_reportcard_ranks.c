/* The report card's ranks, its criteria of the mean score, and the list of encodings it takes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/gap/measure.h"
#include "experiments/reportcard/defaults.h"
#include "experiments/reportcard/means.h"
#include "experiments/reportcard/ranks.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/models/vector_tools.h"
#include "tests/tools/run_tools.h"

static void check_rank(const struct card_cell *cell, size_t lo, size_t hi)
{
    ck_assert_uint_eq(cell->rank_lo, lo);
    ck_assert_uint_eq(cell->rank_hi, hi);
}

/* 0.1-0.2 and 0.15-0.3 overlap, 0.25-0.4 overlaps the second only, 0.5 is apart from all. */
TEST(ranks_tie_where_limits_overlap)
{
    struct card_cell c[] = {card_known(0.5), card_between(0.2, 0.15, 0.3), card_without("none"),
                            card_between(0.3, 0.25, 0.4), card_between(0.15, 0.1, 0.2)};
    card_rank(CARD_LESS, 5, 1, c);
    check_rank(&c[0], 4, 4);
    check_rank(&c[1], 1, 3);
    check_rank(&c[2], 0, 0);
    check_rank(&c[3], 2, 3);
    check_rank(&c[4], 1, 2);
    card_rank(CARD_MORE, 5, 1, c);
    check_rank(&c[0], 1, 1);
    check_rank(&c[1], 2, 4);
    check_rank(&c[3], 2, 3);
    check_rank(&c[4], 3, 4);
    ck_assert_double_eq(card_shade(&c[0], 4), 0.0);
    ck_assert_double_eq(card_shade(&c[4], 4), 2.5 / 3.0);
}

TEST(ranks_near_a_number_take_either_side)
{
    struct card_cell c[] = {card_known(-0.2), card_between(0.05, -0.1, 0.15), card_known(0.1),
                            card_between(0.5, 0.2, 0.9)};
    card_rank(CARD_NEAR_ZERO, 4, 1, c);
    check_rank(&c[0], 3, 4); /* -0.2 is no nearer than 0.2 surely is */
    check_rank(&c[1], 1, 2);
    check_rank(&c[2], 1, 2);
    check_rank(&c[3], 3, 4);
    card_rank(CARD_NEAR_ONE, 4, 1, c);
    check_rank(&c[0], 4, 4);
    check_rank(&c[1], 2, 3);
    check_rank(&c[2], 2, 3);
    check_rank(&c[3], 1, 1);
}

/* What was not found up to somewhere may be anything beyond; what rounding alone parts is equal. */
TEST(ranks_of_what_was_not_found)
{
    struct card_cell c[] = {card_beyond(1000.0, "far"), card_known(1500.0), card_known(200.0),
                            card_known(200.0 * (1.0 + 1e-14)), card_beyond(1000.0, "far")};
    card_rank(CARD_MORE, 5, 1, c);
    check_rank(&c[0], 1, 3);
    check_rank(&c[1], 1, 3);
    check_rank(&c[2], 4, 5);
    check_rank(&c[3], 4, 5);
    check_rank(&c[4], 1, 3);
    /* 1 and 1 - 2^-53 are both as near 1 as doubles tell */
    struct card_cell ones[] = {card_known(1.0), card_known(1.0 - UNIT_ROUNDING), card_known(0.9)};
    card_rank(CARD_NEAR_ONE, 3, 1, ones);
    check_rank(&ones[0], 1, 2);
    check_rank(&ones[1], 1, 2);
    check_rank(&ones[2], 3, 3);
    struct card_cell alone = card_known(1.0);
    card_rank(CARD_LESS, 1, 1, &alone);
    check_rank(&alone, 1, 1);
    ck_assert_double_eq(card_shade(&alone, 1), 0.0);
}

/* ---- The mean score -------------------------------------------------------------------------- */

/* E S(r) of rope, b = 50, D = 8, aligned with rho = 1/2: sum_n cos(r 50^(-n/4))/sqrt(8). */
static double mean_at(size_t r)
{
    double sum = 0.0;
    for (int n = 0; n < 4; n++)
        sum += cos((double)r * pow(50.0, -n / 4.0));
    return sum / sqrt(8.0);
}

/* Where keys are aligned against the query every mean changes its sign, and the near side is
 * favoured by as much. A context of 128 has two near distances, the least number over one. */
TEST_EACH(bias_is_that_of_the_sum_of_cosines, 3)
{
    static const struct {
        const char *model;
        double sign;
        size_t context;
    } rows[] = {{"aligned:rho=0.5", 1.0, 256},
                {"aligned:rho=0.5", 1.0, 128},
                {"aligned:rho=-0.5", -1.0, 256}};
    const size_t m = rows[_i].context;
    const double sign = rows[_i].sign;
    struct encoding *e = tools_encoding("rope:base=50,dim=8");
    struct qk_law law = tools_law(rows[_i].model);
    struct card_cell cell[CARD_CRITERIA] = {0};
    struct gap_result gap;
    double far = 0.0, near = HUGE_VAL, most = -HUGE_VAL, square = 0.0, at[CARD_FAR];
    size_t negative = 0, horizon = m / 2;
    ck_assert_int_eq(card_means(e, &law, m, cell), STATUS_OK);
    for (size_t r = m / 2; r < m; r++) {
        far += mean_at(r) / (double)(m / 2);
        most = fmax(most, mean_at(r));
    }
    for (size_t r = 0; r < m / CARD_NEAR; r++)
        near = fmin(near, mean_at(r));
    while (sign * mean_at(negative) >= 0.0)
        negative++;
    while ((near - mean_at(horizon)) / sqrt(8.0) > 1.0 / 8.0)
        horizon++;
    check_le(fabs(cell[CARD_ALIGNED_MEAN].value - far / mean_at(0)), 1e-14);
    check_le(fabs(cell[CARD_GAP].value - (near - most) / sqrt(8.0)), 1e-14);
    ck_assert_double_eq(cell[CARD_FIRST_NEGATIVE].value, (double)negative);
    ck_assert_double_eq(cell[CARD_HORIZON].value, (double)horizon);
    ck_assert_int_eq(gap_scan(e, &law, 0.0, (double)(m / CARD_NEAR) - 1.0, (double)(m / 2),
                              (double)m - 1.0, &gap),
                     STATUS_OK);
    check_le(fabs(cell[CARD_GAP].value - gap.gap_min), 1e-14);
    /* norm^2 sum (4 rho^2 cos^2 + 2 (1 - rho^2)) = sum (cos^2 + 3/2)/8 */
    card_far_distances(m, at);
    for (size_t i = 0; i < CARD_FAR; i++) {
        ck_assert_double_eq(at[i], (double)(m / 2 + m / 64 + m / 32 * i));
        for (int n = 0; n < 4; n++)
            square += (pow(cos(at[i] * pow(50.0, -n / 4.0)), 2.0) + 1.5) / CARD_FAR;
    }
    check_le(fabs(cell[CARD_VARIANCE].value - square / 10.0), 1e-13);
    encoding_free(e);
}

/* No key is behind the query's own position: what is not found there is beyond the last one. */
TEST(bias_looks_as_far_as_the_query_stands)
{
    struct encoding *e = tools_encoding("fope:dim=8,base=1e4,at=100");
    struct qk_law law = tools_law("aligned:rho=0.5");
    struct card_cell cell[CARD_CRITERIA] = {0};
    ck_assert_int_eq(card_means(e, &law, 64, cell), STATUS_OK);
    ck_assert(isnan(cell[CARD_FIRST_NEGATIVE].value));
    ck_assert_double_eq(cell[CARD_FIRST_NEGATIVE].lo, 101.0);
    encoding_free(e);
}

/* What is not found is said with how far was looked; what makes no sense, with the reason. */
TEST(cells_without_a_value_say_why)
{
    struct encoding *alibi = tools_encoding("alibi:dim=8,slope=0.001"),
                    *nope = tools_encoding("nope:dim=8");
    struct qk_law aligned = tools_law("aligned:rho=0.5"), gauss = tools_law("gauss");
    struct card_cell cell[CARD_CRITERIA] = {0};
    ck_assert_int_eq(card_means(nope, &aligned, 64, cell), STATUS_OK);
    ck_assert(isnan(cell[CARD_FIRST_NEGATIVE].value) && cell[CARD_FIRST_NEGATIVE].reason);
    ck_assert_double_eq(cell[CARD_FIRST_NEGATIVE].lo, 64.0 * CARD_REACH);
    ck_assert_double_eq(cell[CARD_HORIZON].value, 32.0);
    check_le(fabs(cell[CARD_ALIGNED_MEAN].value - 1.0), 1e-14);
    ck_assert_int_eq(card_means(nope, &gauss, 64, cell), STATUS_OK);
    for (size_t c = CARD_ALIGNED_MEAN; c <= CARD_HORIZON; c++)
        ck_assert_msg(isnan(cell[c].value) && isnan(cell[c].lo) && cell[c].reason, "%s",
                      card_criteria[c].name);
    ck_assert_int_eq(card_means(alibi, &gauss, 64, cell), STATUS_OK);
    ck_assert_double_eq(cell[CARD_FIRST_NEGATIVE].value, 1.0);
    encoding_free(alibi);
    encoding_free(nope);
}

/* ---- The list -------------------------------------------------------------------------------- */

/* Strings for every context and dimension are valid, each its own type's, and say the context where
 * it matters. */
TEST(every_type_is_on_the_card)
{
    static const double contexts[] = {66.0, 256.0, 1000.0, 8192.0, 131072.0};
    for (size_t i = 0; i < encoding_type_count; i++)
        ck_assert_msg(encoding_types[i]->published, "encoding type %s has no published string",
                      encoding_types[i]->name);
    for (size_t c = 0; c < TOOLS_COUNT(contexts); c++)
        for (size_t dim = 64; dim <= 128; dim *= 2) {
            struct message error;
            char *list = card_default_list(contexts[c], dim, &error), *rest = list, *text;
            size_t type = 0;
            bool own = false;
            ck_assert_ptr_nonnull(list);
            ck_assert_ptr_null(strpbrk(list, "{}"));
            while ((text = strsep(&rest, ";"))) {
                struct encoding *e;
                bool valid = encoding_parse(text, NULL, &e, &error);
                ck_assert_msg(valid, "%s", error.text);
                type += own && e->type != encoding_types[type];
                own = true;
                ck_assert_msg(e->type == encoding_types[type], "%s is published by type %s", text,
                              encoding_types[type]->name);
                ck_assert_uint_eq(e->dim, dim);
                ck_assert_msg(encoding_reach(e) >= 2.0 * contexts[c], "%s", text);
                encoding_free(e);
            }
            ck_assert_uint_eq(type + 1, encoding_type_count);
            free(list);
        }
}

/* How often a text stands in another. */
static size_t times(const char *text, const char *what)
{
    size_t found = 0;
    while ((text = strstr(text, what)))
        found++, text++;
    return found;
}

/* Every default encoding is measured on queries and keys of a file, and of two heads of a model. */
TEST_EACH(files_are_models_of_the_card, 2)
{
    static const size_t heads[] = {2, 1}, shape[] = {6, 8};
    struct folder f;
    char qk[VECTOR_TEXT + 16], path[VECTOR_TEXT / 3];
    double x[6][8];
    uint64_t state = 9;
    folder_make(&f);
    for (size_t t = 0; t < 6; t++)
        for (size_t d = 0; d < 8; d++)
            x[t][d] = tools_uniform(&state) - 0.3;
    snprintf(path, sizeof path, "%s",
             _i == 0 ? vector_llama2c(&f, "model.bin", 16, 2, 1, 8, 48)
                     : vector_npy(&f, "x.npy", 2, shape, x[0]));
    snprintf(qk, sizeof qk, "--qk=");
    if (_i == 0)
        snprintf(qk + 5, sizeof qk - 5, "weights:%s,head=all", path);
    else
        snprintf(qk + 5, sizeof qk - 5, "npy:q=%s,k=%s", path, path);
    struct outcome out = run_tools(
        experiment_find("reportcard"),
        (const char *const[]){"--scale=smoke", qk, "--pairs=8", "--context=66", NULL});
    ck_assert_msg(out.status == 0, "%s", out.error);
    char *list = card_default_list(66.0, 8, NULL);
    ck_assert_ptr_nonnull(list);
    size_t rows = times(list, ";") + 1;
    free(list);
    ck_assert_uint_eq(times(out.text, ",semantic,"), heads[_i] * rows);
    ck_assert_uint_eq(times(out.text, ",drift,"), heads[_i] * rows);
    ck_assert_ptr_null(strstr(out.text, "nan"));
    free(out.text);
    free(out.printed);
    free(out.error);
    folder_remove(&f);
}
