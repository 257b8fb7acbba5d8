/* Families of encodings and the frontier of the plane of failures. */
#include <stdio.h>
#include <string.h>

#include "experiments/tradeoff/families.h"
#include "experiments/tradeoff/frontier.h"
#include "tests/tools/score_tools.h"

enum { MOST = 16 };

static void check_families(const char *const (*rows)[2], size_t count)
{
    struct encoding *encoding[MOST] = {NULL};
    struct message family[MOST], error;
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(encoding_parse(rows[i][0], NULL, &encoding[i], &error), "%s", error.text);
    ck_assert_int_eq(families_name(count, encoding, family), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(strcmp(family[i].text, rows[i][1]) == 0, "%s is of \"%s\", not \"%s\"",
                      rows[i][0], family[i].text, rows[i][1]);
        encoding_free(encoding[i]);
    }
}

/* What is typed does not count, what it stands for does: a default is spelled out or not. */
TEST(neighbours_that_differ_at_one_key_are_a_family)
{
    static const char *const rows[][2] = {
        {"rope:dim=64", "rope base"},
        {"rope:base=1e5,dim=64", "rope base"},
        {"rope:dim=64,base=1e6,unit=rad", "rope base"},
        {"rope:dim=64,base=1e4,rotary=32", "rope rotary"},
        {"rope:dim=64,base=1e4,rotary=16", "rope rotary"},
        {"nope:dim=64", "nope"},
        {"xpos:dim=64,scale=128", "xpos scale"},
        {"xpos:dim=64,scale=256", "xpos scale"},
        {"alibi:dim=64,slope=1", "alibi"},
    };
    check_families(rows, TOOLS_COUNT(rows));
}

/* The second value of a family says which key it is: a third that differs elsewhere begins another
 * family, as does one that has a key more. */
TEST(a_second_key_begins_another_family)
{
    static const char *const rows[][2] = {
        {"rope:dim=64", "rope base"},
        {"rope:dim=64,base=1e5", "rope base"},
        {"rope:dim=32,base=1e4", "rope"},
        {"tapa:dim=64", "tapa"},
        {"rope:dim=64,scaling=linear,factor=2", "rope factor"},
        {"rope:dim=64,scaling=linear,factor=4", "rope factor"},
    };
    check_families(rows, TOOLS_COUNT(rows));
}

/* A grid is a family per value of the key that changes slowly, which its name then says. */
TEST(families_of_one_name_say_what_sets_them_apart)
{
    static const char *const rows[][2] = {
        {"tapa:dim=8,alpha=0.1,scale=1", "tapa scale, alpha=0.1"},
        {"tapa:dim=8,alpha=0.1,scale=2", "tapa scale, alpha=0.1"},
        {"tapa:dim=8,alpha=0.2,scale=1", "tapa scale, alpha=0.2"},
        {"tapa:dim=8,alpha=0.2,scale=2", "tapa scale, alpha=0.2"},
        {"tapa:dim=8,alpha=0.2,scale=2,split=0.25", "tapa split"},
        {"tapa:dim=8,alpha=0.2,scale=2,split=0.75", "tapa split"},
        {"nope:dim=8", "nope, dim=8"},
        {"alibi:dim=8,slope=1", "alibi"},
        {"nope:dim=6", "nope, dim=6"},
    };
    check_families(rows, TOOLS_COUNT(rows));
}

static struct tradeoff_failure share(double p, double half)
{
    return (struct tradeoff_failure){
        .p = p, .lo = p > half ? p - half : 0.0, .hi = p + half < 1.0 ? p + half : 1.0};
}

/* By hand: what is surely worse in one and no better in the other is beaten; limits that overlap,
 * or a trade, leave both; two of the same beat neither each other nor are beaten. */
TEST(frontier_respects_the_limits)
{
    static const struct {
        double position, position_half, token, token_half;
        bool on;
    } rows[] = {
        {0.20, 0.02, 0.40, 0.02, true},  /* trades against the next */
        {0.40, 0.02, 0.20, 0.02, true},  /* as does this */
        {0.22, 0.02, 0.41, 0.02, true},  /* worse in both than the first, not surely in any */
        {0.30, 0.02, 0.40, 0.02, false}, /* as good in tokens, surely worse in positions */
        {0.30, 0.02, 0.39, 0.02, true},  /* a little better there */
        {0.30, 0.02, 0.40, 0.04, true},  /* its lower limit is */
        {0.20, 0.02, 0.40, 0.02, true},  /* the first again */
        {0.60, 0.02, 0.60, 0.02, false},
        {0.24, 0.02, 0.40, 0.02, true}, /* limits touch: 0.22 is not under 0.22 */
        {0.30, 0.02, 0.40, 0.02, true}, /* limits of the fourth, a smaller share within them */
    };
    struct frontier_point point[TOOLS_COUNT(rows)];
    bool on[TOOLS_COUNT(rows)];
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        point[i].of[TRADEOFF_POSITION] = share(rows[i].position, rows[i].position_half);
        point[i].of[TRADEOFF_TOKEN] = share(rows[i].token, rows[i].token_half);
    }
    point[9].of[TRADEOFF_TOKEN].p = 0.399;
    point[8].of[TRADEOFF_POSITION].lo = point[0].of[TRADEOFF_POSITION].hi;
    frontier_find(TOOLS_COUNT(rows), point, on);
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        ck_assert_msg(on[i] == rows[i].on, "row %zu", i);
}

/* The columns of a table, by their meaning: frontier again from the limits that stand beside it,
 * within a model and context alone. */
TEST(the_table_s_frontier_follows_from_its_limits)
{
    static const char *const failures[] = {"position_failure", "token_failure"};
    struct folder f;
    folder_make(&f);
    struct csv csv = scores_run(
        &f, "tradeoff",
        "--encoding=rope:dim=8,base=1e2,1e3,1e4;alibi:dim=8,slope=0.1;xpos:dim=8,scale=16,512;"
        "tapa:dim=8,alpha=0.1,0.3,scale=0.01,1",
        "--qk=aligned:rho=0.5;gauss:mu=0.5,sigma=1", "--context=8,32");
    ck_assert_uint_eq(csv.row_count, 10 * 2 * 2);
    size_t on = 0, qk = csv_column(&csv, "qk");
    for (size_t i = 0; i < csv.row_count; i++) {
        bool beaten = false;
        for (size_t k = 0; k < csv.row_count; k++) {
            bool better = false,
                 worse = strcmp(csv_cell(&csv, i, qk), csv_cell(&csv, k, qk)) != 0 ||
                         csv_number(&csv, i, "context_tok") != csv_number(&csv, k, "context_tok");
            for (size_t c = 0; c < 2; c++) {
                char lo[64], hi[64];
                snprintf(lo, sizeof lo, "%s_lo", failures[c]);
                snprintf(hi, sizeof hi, "%s_hi", failures[c]);
                better = better || csv_number(&csv, k, hi) < csv_number(&csv, i, lo);
                worse = worse || csv_number(&csv, k, lo) > csv_number(&csv, i, lo) ||
                        csv_number(&csv, k, hi) > csv_number(&csv, i, hi) ||
                        csv_number(&csv, k, failures[c]) > csv_number(&csv, i, failures[c]);
            }
            beaten = beaten || (better && !worse);
        }
        ck_assert_msg((csv_number(&csv, i, "frontier") != 0.0) == !beaten, "row %zu", i);
        on += !beaten;
    }
    ck_assert(on > 4 && on < csv.row_count / 2);
    csv_free(&csv);
    folder_remove(&f);
}
