/* The counts of the report card against counting by hand, pair by pair and distance by distance,
 * and against the commands whose numbers it repeats. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/aliasing/measure.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/heads/drawn.h"
#include "experiments/reportcard/drawn.h"
#include "experiments/reportcard/drift.h"
#include "experiments/reportcard/means.h"
#include "experiments/tradeoff/measure.h"
#include "kernels/counts/dtype.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(600);

static const struct random_stream STREAM = {5, 6};

enum { DRAWS = 12, CONTEXT = 96, DIM = 8, WIDE = 16, FULL = 2 * CONTEXT + 1 };

/* What is counted here of each draw. */
struct naive {
    double inversion[DRAWS], flip[DRAWS], reversed[DRAWS], alias[DRAWS], token[DRAWS],
        positional[DRAWS], far[DRAWS], zero[DRAWS];
};

static bool same_bf16(double a, double b)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    return dtype_round(&rounding, a) == dtype_round(&rounding, b);
}

static void count_draw(const double *one, const double *two, double length, size_t d,
                       struct naive *n)
{
    double order = one[0] - two[0];
    for (size_t i = 0; i < CONTEXT; i++) {
        for (size_t j = i + 1; j < CONTEXT; j++) {
            n->alias[d] += same_bf16(one[i], one[j]) / (0.5 * CONTEXT * (CONTEXT - 1));
            if (i < CONTEXT / 2 && j >= CONTEXT / 2)
                n->inversion[d] += (one[i] < one[j]) / (0.25 * CONTEXT * CONTEXT);
        }
        n->token[d] += same_bf16(one[i], two[i]) / (double)CONTEXT;
        n->flip[d] += (order * (one[i] - two[i]) < 0.0) / (double)CONTEXT;
        n->reversed[d] += (order * (one[CONTEXT + 1 + i] - two[CONTEXT + 1 + i]) < 0.0) /
                          (double)CONTEXT;
        n->positional[d] += fabs(one[i + 1] - one[i]) / CONTEXT / length;
        if (i >= CONTEXT / 2)
            n->far[d] += one[i] / (CONTEXT / 2);
    }
    n->zero[d] = one[0];
}

static void count(const struct encoding *e, const struct qk_law *law, struct naive *n)
{
    double r[FULL], q[DIM], k[DIM], other[DIM], work[4 * DIM];
    memset(n, 0, sizeof *n);
    for (size_t i = 0; i < FULL; i++)
        r[i] = (double)i;
    for (size_t d = 0; d < DRAWS; d++) {
        double length = 0.0;
        qk_draw_second(law, &STREAM, d, DIM, work, q, other);
        qk_draw(law, &STREAM, d, DIM, work, q, k);
        for (size_t i = 0; i < DIM; i += 2)
            length += sqrt((q[i] * q[i] + q[i + 1] * q[i + 1]) *
                           (k[i] * k[i] + k[i + 1] * k[i + 1]) / DIM);
        double *one = tools_scores(e, FULL, r, 1, q, k),
               *two = tools_scores(e, FULL, r, 1, q, other);
        count_draw(one, two, length, d, n);
        free(one);
        free(two);
    }
}

static double mean_of(const double *x)
{
    double sum = 0.0;
    for (size_t d = 0; d < DRAWS; d++)
        sum += x[d] / DRAWS;
    return sum;
}

static double median_of(const double *x)
{
    double sorted[DRAWS];
    memcpy(sorted, x, sizeof sorted);
    qsort(sorted, DRAWS, sizeof *sorted, tools_ascending);
    return 0.5 * (sorted[DRAWS / 2 - 1] + sorted[DRAWS / 2]);
}

/* Sums of numbers up to 1 in another order. */
#define NEAR(cell, number)                                                                    \
    ck_assert_msg(fabs((cell).value - (number)) <= 1e-11 && (cell).lo <= (cell).value &&      \
                      (cell).value <= (cell).hi,                                              \
                  "%s: %.17g in %.17g..%.17g, counted %.17g", #cell, (cell).value, (cell).lo, \
                  (cell).hi, (double)(number))

TEST_EACH(counts_are_those_of_every_draw_and_distance, 4)
{
    static const char *const specs[] = {"rope:base=50,dim=8", "tapa:dim=8", "xpos:base=50,dim=8",
                                        "alibi:dim=8,slope=0.02"};
    struct encoding *e = tools_encoding(specs[_i]);
    struct qk_law law = tools_law("aligned:rho=0.5");
    struct card_plan plan = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct card_cell cell[CARD_CRITERIA];
    struct naive n;
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    count(e, &law, &n);
    NEAR(cell[CARD_POSITION_INVERSION], mean_of(n.inversion));
    NEAR(cell[CARD_TOKEN_INVERSION], mean_of(n.flip));
    NEAR(cell[CARD_SEMANTIC], 1.0 - mean_of(n.reversed));
    NEAR(cell[CARD_POSITION_ALIASING], median_of(n.alias));
    NEAR(cell[CARD_TOKEN_ALIASING], median_of(n.token));
    NEAR(cell[CARD_POSITIONAL], mean_of(n.positional));
    if (!isnan(cell[CARD_ALIGNED_MEAN].value))
        NEAR(cell[CARD_ALIGNED_MEAN], mean_of(n.far) / mean_of(n.zero));
    ck_assert(cell[CARD_POSITION_INVERSION].lo < cell[CARD_POSITION_INVERSION].hi);
    encoding_free(e);
}

/* The draws are those of tradeoff and aliasing, so the numbers are. */
TEST_EACH(counts_are_those_of_other_commands, 2)
{
    static const char *const specs[] = {"rope:base=1e3,dim=16", "tapa:dim=16"};
    enum { MANY = 40, LENGTH = 300 };
    struct encoding *e = tools_encoding(specs[_i]);
    struct qk_law law = tools_law("gauss:mu=0.3");
    struct card_plan plan = {e, &law, &STREAM, MANY, LENGTH};
    struct card_cell cell[CARD_CRITERIA];
    struct tradeoff_failure failure[TRADEOFF_FAILURES];
    static const size_t format = DTYPE_BF16;
    struct alias_plan aliases = {.encoding = e,
                                 .law = &law,
                                 .stream = &STREAM,
                                 .draws = MANY,
                                 .context = LENGTH,
                                 .format_count = 1,
                                 .formats = &format};
    double counts[MANY * ALIAS_QUANTITIES], all = alias_most(ALIAS_PAIRS, LENGTH);
    struct alias_mean median;
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    ck_assert_int_eq(tradeoff_failures(e, &law, &STREAM, LENGTH, MANY, 0.95, failure), STATUS_OK);
    ck_assert_int_eq(alias_draw(&aliases, counts), STATUS_OK);
    ck_assert_int_eq(alias_median(&aliases, counts, 0, ALIAS_PAIRS, &median), STATUS_OK);
    for (size_t f = 0; f < TRADEOFF_FAILURES; f++) {
        const struct card_cell *c =
            &cell[f == TRADEOFF_POSITION ? CARD_POSITION_INVERSION : CARD_TOKEN_INVERSION];
        check_le(fabs(c->value - failure[f].p), 1e-14);
        check_le(fabs(c->lo - failure[f].lo), 1e-14);
        check_le(fabs(c->hi - failure[f].hi), 1e-14);
    }
    check_le(fabs(cell[CARD_POSITION_ALIASING].value - median.mean / all), 1e-15);
    check_le(fabs(cell[CARD_POSITION_ALIASING].hi - median.hi / all), 1e-15);
    encoding_free(e);
}

/* A slope under which no double tells two keys apart a few tokens away, beside one that leaves them
 * all: what `heads` takes of the same draws is the card's, and ties are no reversals in either. */
TEST_EACH(heads_take_the_same_of_a_curve, 3)
{
    static const char *const specs[] = {"alibi:dim=8,slope=1e15", "alibi:dim=8,slope=1",
                                        "rope:base=50,dim=8"};
    static const struct {
        size_t card;
        size_t head;
    } same[] = {{CARD_SEMANTIC, DRAWN_SEMANTIC},
                {CARD_POSITION_INVERSION, DRAWN_P_INV},
                {CARD_POSITIONAL, DRAWN_POSITIONAL}};
    struct encoding *e = tools_encoding(specs[_i]);
    struct qk_law law = tools_law("gauss");
    struct card_plan plan = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct drawn_plan drawn = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct card_cell cell[CARD_CRITERIA];
    struct token_estimate taken[DRAWN_VALUES];
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    ck_assert_int_eq(drawn_take(&drawn, taken), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(same); i++) {
        const struct card_cell *c = &cell[same[i].card];
        const struct token_estimate *t = &taken[same[i].head];
        check_le(fabs(c->value - t->value), 1e-15);
        check_le(fabs(c->lo - t->lo), 1e-15);
        check_le(fabs(c->hi - t->hi), 1e-15);
    }
    if (_i < 2)
        ck_assert(cell[CARD_SEMANTIC].value == 1.0);
    if (_i == 0)
        ck_assert(cell[CARD_SEMANTIC].lo == 0.0);
    encoding_free(e);
}

/* One curve has its own numbers as limits and no second key; a constant one has all pairs tied. */
TEST(single_curves_have_no_limits)
{
    struct encoding *rope = tools_encoding("rope:base=50,dim=8"),
                    *nope = tools_encoding("nope:dim=8");
    struct qk_law law = tools_law("unit");
    struct card_cell cell[CARD_CRITERIA];
    struct card_plan plan = {rope, &law, &STREAM, 1, CONTEXT};
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        cell[c] = card_without(NULL);
    ck_assert_int_eq(card_means(rope, &law, CONTEXT, cell), STATUS_OK);
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    for (size_t c = 0; c < CARD_CRITERIA; c++)
        if (!isnan(cell[c].value))
            ck_assert_msg(cell[c].lo == cell[c].value && cell[c].hi == cell[c].value, "%s",
                          card_criteria[c].name);
    ck_assert(cell[CARD_TOKEN_INVERSION].reason && cell[CARD_SEMANTIC].reason);
    plan.encoding = nope;
    ck_assert_int_eq(card_drawn(&plan, cell), STATUS_OK);
    ck_assert(cell[CARD_POSITION_INVERSION].lo == 0.0 && cell[CARD_POSITION_INVERSION].hi == 1.0 &&
              cell[CARD_POSITION_ALIASING].value == 1.0 && cell[CARD_POSITIONAL].value == 0.0);
    encoding_free(rope);
    encoding_free(nope);
}

/* A vector turned by hand to a position under RoPE's base and rounded. */
static void turned(double base, double position, const double *x, double *out)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    for (size_t n = 0; n < WIDE / 2; n++) {
        double angle = position * pow(base, -2.0 * (double)n / WIDE), c = cos(angle),
               s = sin(angle), a = x[2 * n], b = x[2 * n + 1];
        out[2 * n] = dtype_round(&rounding, c * a - s * b);
        out[2 * n + 1] = dtype_round(&rounding, s * a + c * b);
    }
}

static double turned_score(double base, double m, double n, const double *q, const double *k)
{
    double a[WIDE], b[WIDE], sum = 0.0;
    turned(base, m, q, a);
    turned(base, n, k, b);
    for (size_t c = 0; c < WIDE; c++)
        sum += a[c] * b[c] / sqrt((double)WIDE);
    return sum;
}

/* Drift is the root of the mean square of the changes, not divided by the scores; norm is a power
 * of two, so that it does not matter which side has it. */
TEST(drift_is_that_of_vectors_turned_by_hand)
{
    struct encoding *e = tools_encoding("rope:base=50,dim=16");
    struct qk_law law = tools_law("gauss:mu=0.3");
    struct card_plan plan = {e, &law, &STREAM, DRAWS, CONTEXT};
    struct card_cell cell;
    double q[WIDE], k[WIDE], work[4 * WIDE], square = 0.0;
    ck_assert_int_eq(card_drift(&plan, &cell), STATUS_OK);
    for (size_t d = 0; d < DRAWS; d++) {
        qk_draw(&law, &STREAM, d, WIDE, work, q, k);
        for (int i = 0; i < 16; i++) {
            double r = floor((2 * i + 1) * CONTEXT / 32.0);
            square += pow(turned_score(50.0, r + CONTEXT, CONTEXT, q, k) -
                              turned_score(50.0, r, 0.0, q, k),
                          2.0) /
                      (16.0 * DRAWS);
        }
    }
    NEAR(cell, sqrt(square));
    ck_assert(cell.value > 0.0);
    encoding_free(e);
}

/* Factors that grow without bound leave a reason in the cell, and never a number that is none. */
TEST(drift_that_overflows_has_a_reason)
{
    static const struct {
        const char *spec;
        bool known;
    } rows[] = {{"hope-hyp:dim=8,decay=1.1,base=100", false},
                {"xpos:dim=8,base=100,scale=1", false},
                {"xpos:dim=8,base=100,scale=4096", true},
                {"path:dim=8", false},
                {"alibi:dim=8,slope=0.1", true}};
    struct qk_law law = tools_law("gauss");
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct encoding *e = tools_encoding(rows[i].spec);
        struct card_plan plan = {e, &law, &STREAM, 6, 65536};
        struct card_cell cell;
        ck_assert_int_eq(card_drift(&plan, &cell), STATUS_OK);
        ck_assert_msg(rows[i].known == !cell.reason &&
                          (rows[i].known ? isfinite(cell.value) && isfinite(cell.hi)
                                         : isnan(cell.value) && isnan(cell.lo)),
                      "%s: %g, %s", rows[i].spec, cell.value, cell.reason ? cell.reason : "");
        encoding_free(e);
    }
}
