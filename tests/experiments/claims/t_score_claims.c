/* Claims on single scores: their numbers by other ways, and that they turn where they are false. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/output/csv_columns.h"
#include "experiments/scores/judges.h"
#include "tests/tools/claim_tools.h"
#include "tests/tools/cli_tools.h"

enum { CONTEXT = 3000, PAIRS = 4 };
static const double BASE = 100.0;

/* The claim on a small bank, with these keys more. */
static void judge_small(const char *encoding, struct judgement *out)
{
    const struct claim *peak = claim_named(&scores_claims, "ROUND-3.1");
    const struct grid grid = {
        .command = "frequencies",
        .encoding = encoding,
        .axes = {{"context", {"3000"}}, {".at", {"0,0.3,1"}}},
    };
    struct claim claim = *peak;
    claim.grid = &grid;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, out), STATUS_OK);
}

/* By the definition, in long double: angles up to 3000 are good to 3000 2^-64. */
TEST(least_sine_is_that_of_the_definition)
{
    struct judgement j;
    long double least = HUGE_VALL;
    for (int n = 0; n < PAIRS; n++)
        for (int m = 1; m < CONTEXT; m++)
            least = fminl(least, fabsl(sinl(0.5L * powl(BASE, -(long double)n / PAIRS) * m)));
    judge_small("rope:base=100,dim=8", &j);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    check_le(fabs(j.value - (double)least), 1e-15);
}

/* A query in one pair alone loses exactly twice the square of the least sine. */
TEST(query_in_the_least_pair_loses_that_much)
{
    struct judgement j;
    double lost = HUGE_VAL;
    judge_small("rope:base=100,dim=8", &j);
    struct encoding *e = claim_encoding("rope:base=100,dim=8");
    double *table = malloc(encoding_table_size(e, CONTEXT) * sizeof *table),
           *work = malloc((encoding_work_size(e, 1) + 1) * sizeof *work), distance[CONTEXT],
           score[CONTEXT];
    for (int m = 0; m < CONTEXT; m++)
        distance[m] = m;
    ck_assert_int_eq(encoding_table_fill(e, CONTEXT, distance, table), STATUS_OK);
    for (int n = 0; n < PAIRS; n++) {
        double query[2 * PAIRS] = {0}, key[2 * PAIRS] = {0};
        query[2 * n] = key[2 * n] = 1.0; /* r = 0 */
        struct score_input input = {.draws = 1, .query = query, .key = key};
        ck_assert_int_eq(encoding_scores(e, CONTEXT, table, &input, work, score), STATUS_OK);
        for (int m = 1; m < CONTEXT; m++)
            lost = fmin(lost, 1.0 - score[m] / score[0]);
    }
    check_le(fabs(lost - 2.0 * j.value * j.value), 1e-14);
    free(table);
    free(work);
    encoding_free(e);
}

/* A pair that stands still, or turns by whole turns, has no peak; the others' peak is no excuse. */
TEST(pair_that_does_not_move_refutes)
{
    static const char *const still[] = {"rope:base=100,dim=8,unit=turn",
                                        "rope:base=100,dim=8,rotary=6",
                                        "rope:base=100,dim=8,partial=p,rotary=6"};
    for (size_t i = 0; i < TOOLS_COUNT(still); i++) {
        struct judgement j;
        judge_small(still[i], &j);
        ck_assert_msg(j.verdict == VERDICT_REFUTED && j.value == 0.0, "%s", still[i]);
    }
}

static double cell(const struct csv *csv, size_t row, const char *name)
{
    return strtod(csv_cell(csv, row, csv_column(csv, name)), NULL);
}

/* Six rows a draw: key 1 at distances 0, 1, 2, then BOS's. */
static double largest_diagonal(const struct csv *csv)
{
    double most = 0.0;
    ck_assert_uint_eq(csv->row_count % 6, 0);
    for (size_t row = 0; row < csv->row_count; row += 6) {
        double self = cell(csv, row, "score"), copy = cell(csv, row + 1, "score"),
               bos = cell(csv, row + 5, "score");
        ck_assert(cell(csv, row + 5, "key") == 2.0 && cell(csv, row + 5, "distance_tok") == 2.0);
        most = fmax(most, exp(self) / (exp(self) + exp(copy) + exp(bos)));
    }
    return most;
}

/* What the commands print gives the values: under a half without positions, over it with them. */
TEST(diagonals_are_those_of_the_printed_scores)
{
    static const char *const ids[] = {"ROUND-5.2", "ROUND-5.2-ROPE"};
    for (size_t i = 0; i < TOOLS_COUNT(ids); i++) {
        struct judgement j;
        struct csv csv;
        claim_show(claim_named(&scores_claims, ids[i]), &j, &csv);
        check_le(fabs(largest_diagonal(&csv) - j.value), 1e-14);
        ck_assert((j.value < 0.5) == (i == 0));
        csv_free(&csv);
    }
}
