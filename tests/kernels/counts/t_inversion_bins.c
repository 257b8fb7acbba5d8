/* Bins at the ends of their range: scores that no sample of the pilot foretells. */
#include "kernels/counts/inversion_bins.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"

/* Far distances: two to each stratum of the pilot, which looks at one. Near ones before them. */
enum { FAR = 2 * SWEEP_PILOT, NEAR = 4000 };

static double fraction(double x) { return x - floor(x); }

/* Where the pilot does not look, one score in five hundred leaves the range of the others: beyond
 * the map's ends, which lie at 1.2 times the range, or just within them. */
static bool is_outlier(double distance)
{
    double place = distance - NEAR, stratum = floor(place / 2.0);
    bool second = fraction(stratum * 0.6180339887498949) >= 0.5;
    return place >= 0.0 && fmod(stratum, 500.0) == 7.0 && (fmod(place, 2.0) != 0.0) != second;
}

static double outlier(double distance)
{
    static const double beyond[] = {-3.0, 3.0, -1.2, 1.2}, inward[] = {0.0, 0.0, 2e-4, -2e-4};
    size_t kind = (size_t)fmod(floor(distance / 1000.0), 4.0);
    return beyond[kind] + inward[kind] * fraction(distance * 0.7548776662466927);
}

/* Spread evenly over [-1, 1]. */
static double even(double distance) { return 2.0 * fraction(distance * 0.6180339887498949) - 1.0; }

static size_t table_size(const void *state, size_t count)
{
    (void)state;
    return count;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    (void)state;
    for (size_t i = 0; i < count; i++)
        table[i] = is_outlier(distance[i]) ? outlier(distance[i]) : even(distance[i]);
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws)
{
    (void)state;
    return draws;
}

static enum status score(const void *state, size_t count, const double *table,
                         const struct score_input *input, double *work, double *out)
{
    (void)state, (void)input, (void)work;
    for (size_t i = 0; i < count; i++)
        out[i] = table[i];
    return STATUS_OK;
}

/* Pairs near < far, one by one but for the search in the sorted near scores. */
static uint64_t less_of(void)
{
    static double near[NEAR];
    uint64_t less = 0;
    for (size_t i = 0; i < NEAR; i++)
        near[i] = even((double)i);
    qsort(near, NEAR, sizeof *near, tools_ascending);
    for (size_t j = 0; j < FAR; j++) {
        double distance = (double)(NEAR + j), far;
        size_t lo = 0, hi = NEAR;
        ck_assert_int_eq(table_fill(NULL, 1, &distance, &far), STATUS_OK);
        while (lo < hi) {
            size_t middle = (lo + hi) / 2;
            *(near[middle] < far ? &lo : &hi) = near[middle] < far ? middle + 1 : middle;
        }
        less += lo;
    }
    return less;
}

/* Were the first or the last zone of the map another's, or without bins, the outliers would count
 * among other scores: a five-hundredth of the pairs, of which a millionth may be undecided. */
TEST(scores_beyond_the_pilot_keep_their_order)
{
    static const struct score_method method = {
        .table_size = table_size, .table_fill = table_fill, .work_size = work_size, .score = score};
    static const struct encoding_type type = {.name = "outliers", .engine = &method};
    const struct encoding e = {.type = &type, .dim = 2};
    struct score_input input = {.draws = 1};
    uint64_t want = less_of();
    for (int threads = 1; threads <= 2; threads++) {
        struct sweep sweep = {.encoding = &e, .input = &input, .side = {{0, NEAR}, {NEAR, FAR}}};
        struct inversion_bounds got;
        run_threads(threads);
        ck_assert_int_eq(inversion_bins(&sweep, 0.0, &got), STATUS_OK);
        ck_assert_msg(got.less_lo <= want && want <= got.less_hi,
                      "%" PRIu64 " is not in %" PRIu64 " to %" PRIu64, want, got.less_lo,
                      got.less_hi);
    }
}
