/* --versus against differences that are counted here from printed scores, and against exact
 * expectations. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/locality/measure.h"
#include "experiments/share.h"
#include "tests/tools/score_tools.h"

SUITE_SECONDS(1200);

#define SPEC   "--encoding=rope:base=1e2,dim=8"
#define OTHER  "rope:base=1e4,dim=8"
#define MODEL  "--qk=gauss:mu=0.3,sigma=1"
#define SEED   "--seed=7"
#define VERSUS "--versus=" OTHER

static struct printed scores[2];

static const struct cli_row refused[] = {
    {{"tradeoff", "--versus="}, 2, {"--versus", "empty"}},
    {{"tradeoff", SPEC, "--versus=rope:dim=8;nope:dim=8"}, 2, {"more than one encoding"}},
    {{"tradeoff", SPEC, "--versus=rope:dim=16"}, 2, {"--versus", "has dim 16 and", "has 8,"}},
    {{"consistency", SPEC, "--versus=nope:dim=4"}, 2, {"--versus", "has dim 4 and", "has 8,"}},
    {{"consistency", SPEC, "--versus=tapa:dim=8", "--reference=aligned"}, 2, {"\"tapa:dim=8\""}},
    {{"consistency", SPEC, VERSUS, "--exceeds=0.5"}, 2, {"--exceeds", "--versus", "one of"}},
    {{"tradeoff", SPEC, VERSUS, "--context=7"}, 2, {"--context", "7 is odd"}},
    {{"tradeoff", "--encoding=tapa:dim=8", "--versus=rope:dim=8", "--qk=phase"}, 2, {"\"phase\""}},
    {{"tradeoff", "--encoding=rope:dim=8", "--versus=tapa:dim=8", "--qk=phase"}, 2, {"\"phase\""}},
};

/* Of the encoding and of the other one, the same draws. */
static void both_scores(struct folder *f, const char *reference)
{
    scores_read(f, &scores[0], SPEC, MODEL, SEED, reference);
    scores_read(f, &scores[1], "--encoding=" OTHER, MODEL, SEED, reference);
}

static void check_cells(const struct csv *csv, size_t row, const char *const name[5],
                        const struct share_difference *want)
{
    const double cells[] = {want->mean, want->versus, want->difference, want->lo, want->hi};
    for (size_t i = 0; i < 5; i++)
        ck_assert_msg(fabs(csv_number(csv, row, name[i]) - cells[i]) <= 1e-12,
                      "%s: %.17g, not %.17g", name[i], csv_number(csv, row, name[i]), cells[i]);
}

/* What --versus says of shares [2][SCORE_DRAWS] of draws without ties. */
static struct share_difference expected(double share[2][SCORE_DRAWS])
{
    struct share_difference out = {0};
    double half[SCORE_DRAWS], mean;
    for (size_t d = 0; d < SCORE_DRAWS; d++) {
        out.mean += share[0][d] / SCORE_DRAWS;
        out.versus += share[1][d] / SCORE_DRAWS;
        half[d] = 0.5 * (1.0 + share[0][d] - share[1][d]);
    }
    out.difference = out.mean - out.versus;
    ck_assert_int_eq(interval_fraction(SCORE_DRAWS, half, 0.95, &mean, &out.lo, &out.hi),
                     STATUS_OK);
    out.lo = 2.0 * out.lo - 1.0, out.hi = 2.0 * out.hi - 1.0;
    return out;
}

static struct share_difference positions(void)
{
    double share[2][SCORE_DRAWS] = {{0.0}}, pairs = SCORE_LENGTH * SCORE_LENGTH / 4.0;
    for (size_t e = 0; e < 2; e++)
        for (size_t d = 0; d < SCORE_DRAWS; d++)
            for (size_t near = 0; near < SCORE_LENGTH / 2; near++)
                for (size_t far = SCORE_LENGTH / 2; far < SCORE_LENGTH; far++)
                    share[e][d] += (scores[e].score[0][d][near] < scores[e].score[0][d][far]) /
                                   pairs;
    return expected(share);
}

static bool flipped(size_t e, size_t d, size_t r)
{
    const struct printed *p = &scores[e];
    return (p->score[0][d][0] < p->score[1][d][0]) != (p->score[0][d][r] < p->score[1][d][r]);
}

static struct share_difference tokens(void)
{
    double share[2][SCORE_DRAWS] = {{0.0}};
    for (size_t e = 0; e < 2; e++)
        for (size_t d = 0; d < SCORE_DRAWS; d++)
            for (size_t r = 0; r < SCORE_LENGTH; r++)
                share[e][d] += flipped(e, d, r) / (double)SCORE_LENGTH;
    return expected(share);
}

TEST(printed_scores_give_its_difference_of_positions)
{
    static const char *const names[] = {"p_inv", "p_inv_versus", "difference", "difference_lo",
                                        "difference_hi"};
    struct folder f;
    folder_make(&f);
    both_scores(&f, "none");
    struct csv csv = scores_run(&f, "locality", SPEC, MODEL, SEED, "--context=24", VERSUS);
    struct share_difference want = positions();
    check_cells(&csv, 0, names, &want);
    csv_free(&csv);
    folder_remove(&f);
}

TEST(printed_scores_give_its_differences_of_both_failures)
{
    static const char *const names[2][5] = {
        {"position_failure", "position_failure_versus", "position_difference",
         "position_difference_lo", "position_difference_hi"},
        {"token_failure", "token_failure_versus", "token_difference", "token_difference_lo",
         "token_difference_hi"}};
    struct folder f;
    folder_make(&f);
    both_scores(&f, "independent");
    struct csv csv = scores_run(&f, "tradeoff", SPEC, MODEL, SEED, "--context=24", VERSUS);
    struct share_difference want[] = {positions(), tokens()};
    for (size_t i = 0; i < 2; i++)
        check_cells(&csv, 0, names[i], &want[i]);
    csv_free(&csv);
    folder_remove(&f);
}

static struct share_difference tokens_at(size_t r)
{
    double share[2][SCORE_DRAWS];
    for (size_t e = 0; e < 2; e++)
        for (size_t d = 0; d < SCORE_DRAWS; d++)
            share[e][d] = flipped(e, d, r);
    return expected(share);
}

/* Behind another encoding and beside another model, which change nothing. */
TEST(printed_scores_give_its_differences_of_tokens)
{
    static const char *const names[] = {"p_inv", "p_inv_versus", "difference", "difference_lo",
                                        "difference_hi"};
    struct folder f;
    folder_make(&f);
    both_scores(&f, "independent");
    struct csv csv = scores_run(&f, "consistency", "--encoding=nope:dim=8;rope:base=1e2,dim=8",
                                MODEL ";gauss", SEED, "--distances=1,5,23", "--context=8,24",
                                VERSUS);
    ck_assert_uint_eq(csv.row_count, 2 * 2 * (3 + 2));
    static const size_t at[] = {1, 5, 23};
    for (size_t i = 0; i < 3; i++) {
        struct share_difference want = tokens_at(at[i]);
        check_cells(&csv, 6 + i, names, &want);
        ck_assert(csv_number(&csv, 6 + i, "distance_tok") == (double)at[i]);
    }
    struct share_difference want = tokens();
    check_cells(&csv, 12 + 5, names, &want);
    ck_assert(csv_number(&csv, 12 + 5, "context_tok") == 24.0);
    csv_free(&csv);
    folder_remove(&f);
}

TEST_EACH(what_cannot_be_compared_is_refused, TOOLS_COUNT(refused))
{
    cli_refuses_alone(&refused[_i]);
}

/* ---- How often the limits hold ---- */

static const struct {
    const char *encoding, *versus, *law;
} drawn[] = {{"rope:base=1e4,dim=4", "rope:base=2e4,dim=4", "gauss:mu=1,sigma=1"},
             {"rope:base=5e5,dim=16", "alibi:dim=16,slope=0.0039", "aligned:rho=0.9"},
             {"tapa:dim=16,alpha=0.1,split=0.5,scale=0.01", "rope:base=5e5,dim=16", "gauss"}};
enum { DRAWS = 16, CONTEXT = 64 };

/* Shares of every draw, positions and then tokens, and what they are expected to be: exact at every
 * pair of distances, and at every distance. */
static void count_shares(const char *spec, const struct qk_law *law, size_t all, struct share *out,
                         double truth[2])
{
    static const struct random_stream stream = {81, 19};
    struct encoding *e = tools_encoding(spec);
    struct curve_window window[2];
    struct locality_fraction *f = malloc(all * sizeof *f);
    double *flips = malloc(2 * all * sizeof *flips);
    struct estimate p;
    ck_assert(f && flips);
    locality_window(LOCALITY_HALF, CONTEXT, window);
    ck_assert_int_eq(locality_fractions(e, law, &stream, window, all, f), STATUS_OK);
    ck_assert_int_eq(token_order_fractions(e, law, &stream, SECOND_INDEPENDENT, CONTEXT, all, flips,
                                           flips + all),
                     STATUS_OK);
    for (size_t d = 0; d < all; d++) {
        out[d] = locality_share(&f[d]);
        out[all + d] = token_order_share(flips[d], flips[all + d]);
    }
    ck_assert_int_eq(locality_exact(e, law, window, CONTEXT * CONTEXT / 4, &p), STATUS_OK);
    check_le(p.err, 1e-4);
    truth[0] = p.val, truth[1] = 0.0;
    for (size_t r = 0; r < CONTEXT; r++) {
        ck_assert_int_eq(token_order_exact(e, law, SECOND_INDEPENDENT, (double)r, &p), STATUS_OK);
        check_le(p.err, 1e-4);
        truth[1] += p.val / CONTEXT;
    }
    free(f);
    free(flips);
    encoding_free(e);
}

/* Skewed differences, differences that are mostly 0, and those of unlike encodings. The limits may
 * hold more often than 95 %, not less by more than chance: four binomial deviations, which one row
 * in 30,000 leaves. */
TEST(differences_at_few_draws_hold_the_exact_one)
{
    size_t rows = TOOLS_SANITIZED ? 1 : TOOLS_COUNT(drawn),
           runs = getenv("POSBIAS_SLOW") ? 6000
                  : TOOLS_SANITIZED      ? 40
                                         : 400,
           all = runs * DRAWS;
    struct worst w = {0};
    for (size_t i = 0; i < rows; i++) {
        struct qk_law law = tools_law(drawn[i].law);
        struct share *share = malloc(4 * all * sizeof *share);
        double truth[2][2];
        ck_assert_ptr_nonnull(share);
        count_shares(drawn[i].encoding, &law, all, share, truth[0]);
        count_shares(drawn[i].versus, &law, all, share + 2 * all, truth[1]);
        for (size_t failure = 0; failure < 2; failure++) {
            double want = truth[0][failure] - truth[1][failure], held = 0.0;
            for (size_t r = 0; r < runs; r++) {
                const struct share *at = share + failure * all + r * DRAWS;
                struct share_difference p;
                ck_assert_int_eq(share_compare(false, DRAWS, at, at + 2 * all, 0.95, &p),
                                 STATUS_OK);
                held += p.lo <= want && want <= p.hi;
            }
            worst_take(&w, fmax(0.95 - held / (double)runs, 0.0),
                       4.0 * sqrt(0.95 * 0.05 / (double)runs), "%s, failure %zu: %.0f of %zu",
                       drawn[i].encoding, failure, held, runs);
        }
        free(share);
    }
    worst_check(&w);
}

/* Exact probabilities at one distance; with a mean of 1e6, of margins of which rounding leaves a
 * twelfth undecided. */
TEST_EACH(differences_at_a_distance_hold_the_exact_one, 3)
{
    static const struct {
        const char *encoding, *versus, *law;
        double distance, least_ties;
    } rows[] = {{"rope:base=1e4,dim=16", "rope:base=1e5,dim=16", "gauss", 64.0, 0.0},
                {"tapa:dim=16,alpha=0.1,split=0.5", "rope:base=5e5,dim=16", "gauss", 7.0, 0.0},
                {"rope:base=1e4,dim=16", "nope:dim=16", "gauss:mu=1e6,sigma=1e-6", 3.0, 0.05}};
    struct encoding *e[] = {tools_encoding(rows[_i].versus), tools_encoding(rows[_i].encoding)};
    const struct encoding *const group[] = {e[0], e[1]};
    struct qk_law law = tools_law(rows[_i].law);
    size_t runs = getenv("POSBIAS_SLOW") ? 4000 : 400;
    const double draws = 50.0;
    double held = 0.0, ties = 0.0;
    struct estimate exact[2];
    for (size_t j = 0; j < 2; j++)
        ck_assert_int_eq(
            token_order_exact(group[j], &law, SECOND_INDEPENDENT, rows[_i].distance, &exact[j]),
            STATUS_OK);
    for (uint64_t seed = 0; seed < runs; seed++) {
        struct random_stream stream = {seed, 14};
        struct token_joint joint[2], *out[] = {&joint[0], &joint[1]};
        struct share_difference p;
        ck_assert_int_eq(token_order_joint(2, group, &law, &stream, SECOND_INDEPENDENT,
                                           (size_t)draws, 1, &rows[_i].distance, out),
                         STATUS_OK);
        ck_assert_int_eq(token_order_difference(&joint[1], 0.95, &p), STATUS_OK);
        held += p.lo <= exact[1].val - exact[0].val && exact[1].val - exact[0].val <= p.hi;
        for (size_t s = 0; s < TOKEN_STATES; s++)
            ties += joint[1].of[s][TOKEN_TIED] / draws / (double)runs;
        ck_assert(joint[0].of[TOKEN_KEPT][TOKEN_FLIPPED] == 0.0);
    }
    ck_assert(ties >= rows[_i].least_ties);
    check_le(0.95 - held / (double)runs, 4.0 * sqrt(0.95 * 0.05 / (double)runs));
    encoding_free(e[0]);
    encoding_free(e[1]);
}
