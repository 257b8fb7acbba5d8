/* Bounds on scores' errors where parameters and vectors are at their ends: they hold, and say
 * something. */
#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8 };
static const double distances[] = {0, 1, 2, 3, 50, 1000};
enum { COUNT = TOOLS_COUNT(distances) };

static void vectors(double *q, double *k)
{
    uint64_t state = 31;
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

/* Query and key times 2^-a each have 2^-2a of the score, if half of a query has half of it to the
 * bit: also where their products, or those with a factor, are too small for a double. */
TEST(bounds_hold_where_products_underflow)
{
    struct worst w = {0};
    size_t judged = 0;
    double q[DIM], k[DIM], small_q[DIM], small_k[DIM];
    vectors(q, k);
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        for (int a = 1; a < 545; a = a == 1 ? 505 : a + 1) {
            for (size_t c = 0; c < DIM; c++)
                small_q[c] = ldexp(q[c], -a), small_k[c] = ldexp(k[c], -a);
            double *got = tools_scores(e, COUNT, distances, 1, small_q, small_k),
                   *want = tools_scores(e, COUNT, distances, 1, q, k);
            bool bilinear = e->type->kind != ENCODING_ADDITIVE;
            for (size_t j = 0; a == 1 && j < COUNT; j++)
                bilinear = bilinear && got[j] == 0.25 * want[j];
            for (size_t j = 0; bilinear && j < COUNT; j++)
                worst_take(&w, fabs(got[j] - ldexp(want[j], -2 * a)),
                           encoding_error_level(e, small_q, small_k, distances[j]) +
                               ldexp(encoding_error_level(e, q, k, distances[j]), -2 * a),
                           "%s, 2^-%d, r = %g", e->text, a, distances[j]);
            judged += bilinear && a == 1;
            free(got), free(want);
            if (!bilinear)
                break;
        }
        encoding_free(e);
    }
    ck_assert_uint_ge(judged, 15);
    worst_check(&w);
}

/* At the ends of parameters' ranges and of the distances a bound is a small part of what a score
 * can be; where a phase has no digits left, no more than what two scores can be apart. */
TEST(bounds_say_something_at_the_ends_of_ranges)
{
    static const struct {
        const char *text;
        double share; /* of norm sum_n (|q0| + |q1|)(|k0| + |k1|) */
    } cases[] = {
        {"hope-hyp:dim=8,decay=1.0000000000000002", 1e-13},
        {"hope-hyp:dim=8,decay=1e15", 1e-13},
        {"hope-hyp:dim=8,base=1e300,decay=1.0000000000000002", 1e-13},
        {"hyspe:dim=8,chi=1000,delta=1000", 1e-13},
        {"hyspe:dim=8,chi=1e-300,delta=0", 1e-13},
        {"xpos:dim=8,scale=1e300,base=1.0000000000000002", 1e-13},
        {"xpos:dim=8,scale=1e-300,base=1e300", 1e-13},
        {"rope:dim=8,base=1.0000000000000002,unit=turn", 1e-13},
        {"rope-im:dim=8,base=1e300,part=pair", 1e-13},
        {"pope:dim=8,base=1e300", 1e-13},
        {"evq:dim=8,tau=1000,base=1e300", 1e-13},
        {"grape-m:dim=8,omega=1e-12", 1e-13},
        {"jordan:dim=8,gamma=1000", 1e-13},
        {"tapa:dim=8,alpha=1e-300", 1e-13},
        {"tapa:dim=8,alpha=4", 3.0},
        {"tapa:dim=8,scale=1e15,phase=linear", 3.0},
    };
    double q[DIM], k[DIM], size = 0.0, soft = 0.0;
    vectors(q, k);
    for (size_t i = 0; i < DIM; i += 2)
        size += (fabs(q[i]) + fabs(q[i + 1])) * (fabs(k[i]) + fabs(k[i + 1])) / sqrt(DIM);
    for (size_t i = 0; i < DIM; i++)
        soft += log1p(exp(q[i])) * log1p(exp(k[i])) / sqrt(DIM);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].text);
        double most = cases[i].share * (e->type == &encoding_pope ? soft : size),
               error = encoding_error_level(e, q, k, DISTANCE_LIMIT);
        ck_assert_msg(error > 0.0 && error <= most, "%s: %g over %g", e->text, error, most);
        encoding_free(e);
    }
}

/* A thousand tokens on, where each may be wrong by its own roundings. */
TEST(bounds_of_paths_say_something_as_well)
{
    size_t judged = 0;
    double q[DIM], k[DIM];
    vectors(q, k);
    for (size_t i = 0; i < encoding_type_count; i++) {
        if (encoding_types[i]->kind != ENCODING_PATH)
            continue;
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        double level = encoding_error_level(e, q, k, 0.0), far = encoding_error_level(e, q, k, 1e3);
        /* cope-ctx: a logit, 10 roundings of up to 9 norm sum |q|, twice and 65 times 1/4 */
        ck_assert_msg(level > 0.0 && level <= 1e-12, "%s: %g at 0", e->text, level);
        /* at most 400 roundings of each token, of numbers up to 1 */
        ck_assert_msg(far > level && far <= 1e3 * 400.0 * UNIT_ROUNDING, "%s: %g", e->text, far);
        encoding_free(e);
        judged++;
    }
    ck_assert_uint_ge(judged, 6);
}

/* Scores that are bilinear in query and key, beside a term without them, are wrong by so much of
 * their size: a half of the query and a quarter of the key leave an eighth of the bound, beside the
 * term's. Powers of two change no bit but where two terms meet. */
TEST(bounds_are_as_large_as_queries_and_keys)
{
    static const double zero[DIM] = {0.0};
    size_t judged = 0;
    double q[DIM], k[DIM], half[DIM], quarter[DIM];
    vectors(q, k);
    for (size_t c = 0; c < DIM; c++)
        half[c] = 0.5 * q[c], quarter[c] = 0.25 * k[c];
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        double *got = tools_scores(e, COUNT, distances, 1, half, quarter),
               *want = tools_scores(e, COUNT, distances, 1, q, k),
               *term = tools_scores(e, COUNT, distances, 1, zero, zero);
        bool bilinear = true;
        for (size_t j = 0; j < COUNT; j++)
            bilinear = bilinear && fabs((got[j] - term[j]) - 0.125 * (want[j] - term[j])) <=
                                       3.0 * encoding_error_level(e, q, k, distances[j]);
        for (size_t j = 0; bilinear && j < COUNT; j++) {
            double r = distances[j], least = encoding_error_level(e, zero, zero, r),
                   whole = encoding_error_level(e, q, k, r),
                   part = encoding_error_level(e, half, quarter, r);
            ck_assert_msg(fabs((part - least) - 0.125 * (whole - least)) <=
                              8.0 * UNIT_ROUNDING * whole,
                          "%s at %.0f: bounds %g and %g over %g", e->text, r, whole, part, least);
            judged++;
        }
        free(got), free(want), free(term);
        encoding_free(e);
    }
    ck_assert_uint_ge(judged, 20 * COUNT);
}
