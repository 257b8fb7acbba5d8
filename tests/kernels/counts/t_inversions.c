/* Pairs counted by buckets against every pair compared, and against a sort where there are too
 * many. */
#include "kernels/counts/inversions.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { MOST = 3000, MANY = 70000 };

/* The rule, pair by pair. */
static struct inversions brute(size_t near_count, const double *near, size_t far_count,
                               const double *far, double tie)
{
    struct inversions out = {0};
    for (size_t j = 0; j < far_count; j++)
        for (size_t i = 0; i < near_count; i++) {
            bool same = fabs(near[i] - far[j]) <= tie;
            out.ties += same;
            out.less += !same && near[i] < far[j];
        }
    return out;
}

/* The same in n log n: far - near, rounded, does not grow with near, so both classes are runs of
 * the sorted near scores. */
static struct inversions sorted(size_t near_count, const double *near, size_t far_count,
                                const double *far, double tie)
{
    struct inversions out = {0};
    double *n = malloc(near_count * sizeof *n), *f = malloc(far_count * sizeof *f);
    memcpy(n, near, near_count * sizeof *n);
    memcpy(f, far, far_count * sizeof *f);
    qsort(n, near_count, sizeof *n, tools_ascending);
    qsort(f, far_count, sizeof *f, tools_ascending);
    size_t below = 0, upto = 0;
    for (size_t j = 0; j < far_count; j++) {
        while (below < near_count && f[j] - n[below] > tie)
            below++;
        while (upto < near_count && f[j] - n[upto] >= -tie)
            upto++;
        out.less += below;
        out.ties += upto - below;
    }
    free(n);
    free(f);
    return out;
}

/* With the scratch it asks for and a guard behind it, and both sides left alone. */
static struct inversions counted(size_t near_count, const double *near, size_t far_count,
                                 const double *far, double tie)
{
    enum { GUARD = 8 };
    size_t size = inversions_work_size(near_count, far_count);
    double *work = malloc((size + GUARD) * sizeof *work), *n = malloc((near_count + 1) * sizeof *n),
           *f = malloc((far_count + 1) * sizeof *f);
    ck_assert(work && n && f);
    memcpy(n, near, near_count * sizeof *n);
    memcpy(f, far, far_count * sizeof *f);
    memset(work, 0xa5, (size + GUARD) * sizeof *work);
    struct inversions out = {77, 77};
    inversions_count(near_count, n, far_count, f, tie, work, &out);
    for (size_t i = 0; i < GUARD * sizeof *work; i++)
        ck_assert_msg(((unsigned char *)(work + size))[i] == 0xa5,
                      "%zu and %zu: byte %zu behind the scratch", near_count, far_count, i);
    ck_assert(memcmp(n, near, near_count * sizeof *n) == 0 &&
              memcmp(f, far, far_count * sizeof *f) == 0);
    free(work);
    free(n);
    free(f);
    return out;
}

static double normal(uint64_t *state)
{
    double u = 1.0 - tools_uniform(state), v = tools_uniform(state);
    return sqrt(-2.0 * log(u)) * cos(2.0 * M_PI * v);
}

enum shape {
    NORMAL,
    RISING,
    FALLING,
    APART, /* all far scores over all near ones */
    BELOW, /* and under them */
    CONSTANT,
    NEARLY_CONSTANT,
    ATOMS,     /* nine values and noise */
    TENTHS,    /* multiples of 0.1, none exact */
    CLUSTERS,  /* three, a billionth wide */
    CROWDED,   /* half of the scores in a millionth of the range */
    OUTLIER,   /* one vast score where no sample looks */
    OUTLIERS,  /* a vast score in a hundred, of both signs */
    TWINS,     /* some far scores a hair from near ones */
    HUGE_ONES, /* a range over the largest double */
    TINY_ONES, /* subnormal */
    SHAPES
};

static const char *const names[SHAPES] = {
    "normal",          "rising", "falling", "apart",    "below",   "constant",
    "nearly constant", "atoms",  "tenths",  "clusters", "crowded", "outlier",
    "outliers",        "twins",  "huge",    "tiny"};

static void fill(enum shape shape, uint64_t *state, size_t near_count, double *near,
                 size_t far_count, double *far)
{
    size_t all = near_count + far_count;
    for (size_t i = 0; i < all; i++) {
        double *x = i < near_count ? &near[i] : &far[i - near_count], u = tools_uniform(state),
               z = normal(state);
        switch (shape) {
        case NORMAL:
            *x = 3.0 * z;
            break;
        case RISING:
            *x = -2.0 + 1e-3 * (double)i;
            break;
        case FALLING:
            *x = 5.0 - 0.37 * (double)i;
            break;
        case APART:
            *x = i < near_count ? -1.0 - u : 1.0 + u;
            break;
        case BELOW:
            *x = i < near_count ? 1.0 + u : -1.0 - u;
            break;
        case CONSTANT:
            *x = -1.3;
            break;
        case NEARLY_CONSTANT:
            *x = 1.0 + DBL_EPSILON * floor(3.0 * u);
            break;
        case ATOMS:
            *x = cos(0.7 * floor(9.0 * u)) + 1e-15 * z;
            break;
        case TENTHS:
            *x = 0.1 * floor(40.0 * u);
            break;
        case CLUSTERS:
            *x = floor(3.0 * u) + 1e-9 * z;
            break;
        case CROWDED:
            *x = i % 2 ? z : 1e-6 * z;
            break;
        case OUTLIER:
            *x = i == near_count / 2 + (near_count / 2 % 16 == 0) ? 1e9 : z;
            break;
        case OUTLIERS:
            *x = i % 101 == 7 ? copysign(1e12, z) : z;
            break;
        case TWINS:
            *x = i < near_count || i % 80 || near_count < 3
                     ? z
                     : near[1 + i % (near_count - 1)] + 2e-10 * (2.0 * u - 1.0);
            break;
        case HUGE_ONES:
            *x = DBL_MAX * (2.0 * u - 1.0);
            break;
        default:
            *x = 0x1p-1074 * floor(5000.0 * u);
        }
    }
}

static const double ties[] = {0.0, 1e-15, 1e-13, 1e-10, 3e-10, 1e-3, 0.1, 50.0};

TEST(counts_are_those_of_every_pair)
{
    static const size_t sizes[][2] = {
        {1, 1},     {1, MOST},  {MOST, 1},   {2, 2048},  {2, 2049},    {64, 64},    {64, 65},
        {65, 64},   {15, 300},  {16, 300},   {17, 300},  {100, 1000},  {1000, 63},  {1023, 129},
        {255, 257}, {257, 255}, {1025, 640}, {2047, 80}, {2999, MOST}, {MOST, 1601}};
    static double near[MOST], far[MOST];
    uint64_t state = 81;
    for (int shape = 0; shape < SHAPES; shape++)
        for (size_t s = 0; s < TOOLS_COUNT(sizes); s++) {
            size_t n = sizes[s][0], f = sizes[s][1];
            fill((enum shape)shape, &state, n, near, f, far);
            for (size_t t = 0; t < TOOLS_COUNT(ties); t++) {
                struct inversions want = brute(n, near, f, far, ties[t]),
                                  got = counted(n, near, f, far, ties[t]);
                ck_assert_msg(got.less == want.less && got.ties == want.ties,
                              "%s, %zu and %zu, tie %g: %" PRIu64 " less %" PRIu64
                              " ties, not %" PRIu64 " and %" PRIu64,
                              names[shape], n, f, ties[t], got.less, got.ties, want.less,
                              want.ties);
            }
        }
}

/* Ties across the edges of keys: the scores span [-1, 1], which the map widens to [-1.2, 1.2] and
 * cuts into 2^16 keys for each of 128 buckets of 1,000 near ones, or 256 or 512 where they crowd.
 * Twins lie two fifths of a tie on either side of an edge; were the map another, they would be ties
 * all the same. */
TEST(ties_across_buckets_are_no_inversions)
{
    enum { N = 1000, F = 900, TWINS_MOST = 30 };
    static double near[N], far[F];
    static const double widths[] = {1e-3, 0.1, 0.24, 0.49, 1.0, 5.0}; /* of a tie, in keys */
    uint64_t state = 85;
    for (size_t trial = 0; trial < 120; trial++) {
        double buckets = (double)(128 << trial / TOOLS_COUNT(widths) % 3),
               key = 2.4 / (buckets * 0x1p16 - 1.0);
        double tie = key * widths[trial % TOOLS_COUNT(widths)];
        fill(NORMAL, &state, N, near, F, far);
        for (size_t i = 0; i < N; i++)
            near[i] = 0.9 * tanh(near[i]);
        for (size_t j = 0; j < F; j++)
            far[j] = 0.9 * tanh(far[j]);
        near[0] = -1.0, far[0] = 1.0;
        /* edges of keys, every other one of a bucket too */
        for (size_t i = 0; i < TWINS_MOST; i++) {
            double edge = floor((0.1 + 0.8 * tools_uniform(&state)) * buckets) * 0x1p16,
                   side = i % 2 ? 0.4 : -0.4;
            double at = -1.2 + key * (i % 4 < 2 ? edge : edge + 12345.0);
            near[1 + i] = at - side * tie, far[1 + i] = at + side * tie;
        }
        struct inversions want = brute(N, near, F, far, tie), got = counted(N, near, F, far, tie);
        ck_assert(want.ties >= TWINS_MOST);
        ck_assert_msg(got.less == want.less && got.ties == want.ties,
                      "trial %zu: %" PRIu64 " less %" PRIu64 " ties, not %" PRIu64 " and %" PRIu64,
                      trial, got.less, got.ties, want.less, want.ties);
    }
}

/* Every size on either side of where the counting changes its way, scores of a random walk. */
TEST(every_small_size_is_right)
{
    static double near[160], far[160];
    uint64_t state = 82;
    for (size_t n = 0; n <= 160; n += n < 40 ? 1 : 7)
        for (size_t f = 0; f <= 160; f += f < 40 ? 1 : 11) {
            for (size_t i = 0; i < n; i++)
                near[i] = (i ? near[i - 1] : 0.0) + normal(&state);
            for (size_t j = 0; j < f; j++)
                far[j] = j % 5 || n == 0 ? normal(&state) : near[j % n];
            struct inversions want = brute(n, near, f, far, 0.0),
                              got = counted(n, near, f, far, 0.0);
            ck_assert_msg(got.less == want.less && got.ties == want.ties, "%zu and %zu", n, f);
        }
}

TEST(counts_are_those_of_a_merge_sort)
{
    static const size_t sizes[][2] = {{65536, 65536}, {65535, 4099}, {33, MANY}, {MANY, 1000}};
    double *near = malloc(MANY * sizeof *near), *far = malloc(MANY * sizeof *far);
    uint64_t state = 83;
    for (int shape = 0; shape < SHAPES; shape++)
        for (size_t s = 0; s < TOOLS_COUNT(sizes); s++) {
            size_t n = sizes[s][0], f = sizes[s][1], t = (size_t)shape % 4 + s;
            fill((enum shape)shape, &state, n, near, f, far);
            struct inversions want = sorted(n, near, f, far, ties[t]),
                              got = counted(n, near, f, far, ties[t]);
            ck_assert_msg(got.less == want.less && got.ties == want.ties,
                          "%s, %zu and %zu, tie %g: %" PRIu64 " less %" PRIu64 " ties, not %" PRIu64
                          " and %" PRIu64,
                          names[shape], n, f, ties[t], got.less, got.ties, want.less, want.ties);
        }
    free(near);
    free(far);
}

/* What is known without counting. */
TEST(known_orders_have_known_counts)
{
    enum { N = 1000, F = 2000 };
    static double near[N], far[F];
    uint64_t state = 84;
    fill(APART, &state, N, near, F, far);
    struct inversions got = counted(N, near, F, far, 0.0);
    ck_assert(got.less == N * F && got.ties == 0);
    got = counted(F, far, N, near, 0.0); /* none */
    ck_assert(got.less == 0 && got.ties == 0);
    fill(CONSTANT, &state, N, near, F, far);
    got = counted(N, near, F, far, 0.0);
    ck_assert(got.less == 0 && got.ties == N * F);
    /* the sides swapped: what is neither less nor a tie is greater */
    fill(NORMAL, &state, N, near, F, far);
    memcpy(far, near, 10 * sizeof *far);
    struct inversions there = counted(N, near, F, far, 0.0), back = counted(F, far, N, near, 0.0);
    ck_assert(there.ties == 10 && back.ties == 10 && there.less + back.less + 10 == N * F);
    got = counted(0, near, F, far, 1.0);
    ck_assert(got.less == 0 && got.ties == 0);
    for (int i = 0; i < N; i++) /* -0 and 0 are the same score */
        near[i] = i % 2 ? -0.0 : 0.0, far[i] = i % 3 ? -0.0 : 0.0;
    got = counted(N, near, N, far, 0.0);
    ck_assert(got.less == 0 && got.ties == N * N);
}
