/* Moves of scores under shifted positions: averages against every pair of positions and every move,
 * and a bank's expectations against moments of normal vectors. */
#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/moments/shift_moments.h"

enum { LONGEST = 24 };

/* The mean square move of a score that depends on the distance between two positions, all moves and
 * pairs one after the other, and the share of pairs whose distance changes. */
struct tried {
    long double move, changed, level;
};

typedef long double square_at(const void *context, int from, int to);

/* E (S(to) - S(from))^2, or E S(from)^2 where both are one. */
static struct tried try_all(enum shift_kind kind, int length, const void *context,
                            square_at *square)
{
    struct tried t = {0};
    long double cases = 0.0L, pairs = 0.0L;
    for (int m = 0; m < length; m++)
        for (int n = 0; n < m; n++) {
            t.level += square(context, m - n, m - n);
            pairs++;
            for (int s = 0; s < length; s++)
                for (int y = 1; y <= (kind == SHIFT_SKIP ? length : 1); y++) {
                    int query = m, key = n;
                    if (kind == SHIFT_SKIP) {
                        query += m >= s ? y : 0;
                        key += n >= s ? y : 0;
                    } else {
                        query = (m + s) % length;
                        key = (n + s) % length;
                    }
                    cases++;
                    if (query - key == m - n)
                        continue;
                    t.move += square(context, m - n, query - key);
                    t.changed++;
                }
        }
    return (struct tried){t.move / cases, t.changed / cases, t.level / pairs};
}

static long double waves(int r)
{
    return 1e3L + cosl(0.7L * r) - 0.5L * sinl(1.9L * r) - 0.01L * r;
}
static long double waves_square(const void *context, int from, int to)
{
    (void)context;
    long double x = from == to ? waves(from) : waves(to) - waves(from);
    return x * x;
}

TEST(every_pair_and_every_move)
{
    for (int kind = 0; kind < SHIFT_KINDS; kind++)
        for (int length = 2; length <= LONGEST; length += length < 4 ? 1 : 5) {
            double curve[2 * LONGEST], back[LONGEST];
            size_t count = shift_distances((enum shift_kind)kind, (size_t)length);
            for (size_t t = 0; t < count; t++)
                curve[t] = (double)waves((int)t);
            for (int t = 0; t < length; t++)
                back[t] = (double)waves(-t);
            struct tried want = try_all((enum shift_kind)kind, length, NULL, waves_square);
            /* a score of 1e3 is rounded by 1e3 2^-53, and moves by up to 4 */
            double off = 16e3 * UNIT_ROUNDING;
            ck_assert_double_eq_tol(
                shift_square((enum shift_kind)kind, (size_t)length, curve, back), (double)want.move,
                off);
            ck_assert_double_eq_tol(shift_level((size_t)length, curve), (double)want.level,
                                    4.0 * UNIT_ROUNDING * 1.1e6);
            ck_assert_double_eq_tol(shift_share((size_t)length), (double)want.changed,
                                    4.0 * UNIT_ROUNDING);
        }
}

static long double steep_square(const void *context, int from, int to)
{
    (void)context;
    long double x = expl(-40.0L * from) - (from == to ? 0.0L : expl(-40.0L * to));
    return x * x;
}

/* No pair of positions has distance 0, however large its score is: e^40 times any other here. */
TEST(steep_curves_keep_their_digits)
{
    double curve[2 * LONGEST];
    for (size_t t = 0; t < TOOLS_COUNT(curve); t++)
        curve[t] = (double)expl(-40.0L * (long double)t);
    struct tried want = try_all(SHIFT_SKIP, LONGEST, NULL, steep_square);
    double level = (double)want.level;
    ck_assert_double_eq_tol(shift_level(LONGEST, curve), level, 4.0 * UNIT_ROUNDING * level);
    /* scores are rounded by 2^-53 of themselves, and 4 length 2^-64 is less */
    ck_assert_double_eq_tol(shift_square(SHIFT_SKIP, LONGEST, curve, NULL), (double)want.move,
                            8.0 * UNIT_ROUNDING * level);
}

/* What nothing moves stays where it is to the last bit. */
TEST(constants_do_not_move)
{
    double curve[2 * LONGEST];
    for (size_t t = 0; t < TOOLS_COUNT(curve); t++)
        curve[t] = 1.0 / 3.0;
    for (int kind = 0; kind < SHIFT_KINDS; kind++)
        ck_assert_double_eq(shift_square((enum shift_kind)kind, LONGEST, curve, curve), 0.0);
}

/* A bank under a law whose pairs (q0, q1, k0, k1) are normal. */
struct normal {
    const struct schedule *schedule;
    long double slope, mean[4], covariance[4][4];
};

/* E of the product of four normal numbers (Isserlis, with means). */
static long double four(const struct normal *n, int a, int b, int c, int d)
{
    const long double *m = n->mean, (*v)[4] = n->covariance;
    return m[a] * m[b] * m[c] * m[d] + v[a][b] * m[c] * m[d] + v[a][c] * m[b] * m[d] +
           v[a][d] * m[b] * m[c] + v[b][c] * m[a] * m[d] + v[b][d] * m[a] * m[c] +
           v[c][d] * m[a] * m[b] + v[a][b] * v[c][d] + v[a][c] * v[b][d] + v[a][d] * v[b][c];
}

/* Of q'R(to)k - q'R(from)k, or of q'R(from)k. */
static long double normal_square(const void *context, int from, int to)
{
    const struct normal *n = context;
    const struct schedule *s = n->schedule;
    long double mean = from == to ? -n->slope * from : -n->slope * (to - from), variance = 0.0L;
    for (size_t pair = 0; pair < s->pairs; pair++) {
        long double turn = 2.0L * acosl(-1.0L) * ((long double)s->turn_hi[pair] + s->turn_lo[pair]),
                    gain = (long double)s->norm * s->weight[pair];
        long double c = from == to ? cosl(turn * from) : cosl(turn * to) - cosl(turn * from),
                    b = from == to ? sinl(turn * from) : sinl(turn * to) - sinl(turn * from),
                    matrix[2][2] = {{c, b}, {-b, c}}, own = 0.0L, second = 0.0L;
        for (int i = 0; i < 4; i++) {
            int q = i / 2, k = i % 2;
            own += matrix[q][k] * (n->mean[q] * n->mean[2 + k] + n->covariance[q][2 + k]);
            for (int j = 0; j < 4; j++)
                second += matrix[q][k] * matrix[j / 2][j % 2] * four(n, q, 2 + k, j / 2, 2 + j % 2);
        }
        mean += gain * own;
        variance += gain * gain * (second - own * own);
    }
    return variance + mean * mean;
}

static void law_fill(struct normal *n, const struct qk_law *law)
{
    for (int i = 0; i < 4; i++) {
        n->mean[i] = law->kind == QK_GAUSS ? law->mu : 0.0L;
        for (int j = 0; j < 4; j++) {
            long double c = i == j ? 1.0L : 0.0L;
            if (law->kind == QK_GAUSS)
                c *= (long double)law->sigma * law->sigma;
            else if (law->kind == QK_ALIGNED)
                c = i == j ? 1.0L : i % 2 == j % 2 ? law->rho : 0.0L;
            else if (i != j && i / 2 == j / 2)
                c = i < 2 ? law->c : -law->c;
            n->covariance[i][j] = c;
        }
    }
}

TEST(banks_by_moments_of_normal_vectors)
{
    static const char *const specs[] = {"rope:base=1e2,dim=8", "rope:base=1e2,dim=8,rotary=4",
                                        "rope:base=50,dim=6,unit=turn,norm=none",
                                        "alibi:dim=4,slope=0.07", "nope:dim=4"};
    static const char *const laws[] = {"gauss:mu=0.5,sigma=1.5", "aligned:rho=0.75",
                                       "crossed:c=0.5"};
    struct worst w = {0};
    for (size_t e = 0; e < TOOLS_COUNT(specs); e++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++)
            for (int kind = 0; kind < SHIFT_KINDS; kind++) {
                struct encoding *encoding = tools_encoding(specs[e]);
                const struct frequency_bank *bank = encoding_bank(encoding);
                struct qk_law law = tools_law(laws[l]);
                struct normal n = {.schedule = bank->schedule, .slope = bank->slope};
                double move, level;
                enum status status = shift_bank(bank->schedule, bank->slope, &law,
                                                (enum shift_kind)kind, 9, &move, &level);
                if (kind == SHIFT_CYCLIC && bank->slope != 0.0) {
                    ck_assert_int_eq(status, STATUS_UNDEFINED);
                } else {
                    ck_assert_int_eq(status, STATUS_OK);
                    law_fill(&n, &law);
                    struct tried want = try_all((enum shift_kind)kind, 9, &n, normal_square);
                    /* the stated error, of at most 40 for what is squared */
                    double off = 200.0 * UNIT_ROUNDING * 40.0 * (double)bank->schedule->pairs;
                    worst_take(&w, fabs(move - (double)want.move), off, "move %s %s %d", specs[e],
                               laws[l], kind);
                    worst_take(&w, fabs(level - (double)want.level), off, "level %s %s %d",
                               specs[e], laws[l], kind);
                    ck_assert(encoding->type != &encoding_nope || move == 0.0);
                }
                encoding_free(encoding);
            }
    worst_check(&w);
}

TEST(laws_without_moments_of_a_pair_have_none)
{
    struct encoding *e = tools_encoding("rope:dim=8");
    struct qk_law law = tools_law("moments:mu0=1");
    double move, level;
    ck_assert_int_eq(shift_bank(encoding_schedule(e), 0.0, &law, SHIFT_SKIP, 9, &move, &level),
                     STATUS_UNDEFINED);
    encoding_free(e);
}
