/* The driver of parallel work: order of the fold, the first failure, nesting, the watch. */
#include "experiments/harness/driver/driver.h"

#include <string.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"

enum { UNITS = 301 };

/* Scores a unit by mixing its number a few thousand times, more for some than for others, so that
 * units finish out of order; fails where it is told to. */
struct mixing {
    size_t fails[2];
    enum status with[2];
    unsigned *runs; /* [UNITS] or NULL */
};

static enum status mix(const void *context, size_t unit, void *lane, void *part)
{
    const struct mixing *m = context;
    uint64_t state = unit, *word = part;
    memset(lane, 0xa5, 64);
    *word = 0;
    for (size_t i = 0; i < 20 + 3000 * (unit % 7 == 0); i++)
        *word += (uint64_t)(0x1p40 * tools_uniform(&state));
    if (m->runs)
        m->runs[unit]++;
    for (size_t i = 0; i < 2; i++)
        if (unit == m->fails[i])
            return m->with[i];
    return STATUS_OK;
}

/* A fold that depends on the order: 3 total + word. */
static void chain(void *total, size_t unit, const void *part)
{
    uint64_t *sum = total, word;
    memcpy(&word, part, sizeof word);
    *sum = 3 * *sum + word + unit;
}

static struct driver_work work_of(const struct mixing *m, size_t units)
{
    return (struct driver_work){
        .units = units, .context = m, .lane_size = 64, .part_size = sizeof(uint64_t), .run = mix};
}

TEST(every_unit_once_and_in_order_whatever_the_threads)
{
    uint64_t word[UNITS], sum = 0;
    for (int threads = 1; threads <= 5; threads++) {
        unsigned runs[UNITS] = {0};
        struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, runs};
        struct driver_work work = work_of(&m, UNITS);
        uint64_t own[UNITS] = {0}, total = 0;
        run_threads(threads);
        work.result = own;
        work.result_size = work.units * sizeof *own;
        ck_assert_int_eq(driver_run(&work), STATUS_OK);
        for (size_t u = 0; u < UNITS; u++)
            ck_assert_uint_eq(runs[u], 1);
        work.total = &total;
        work.fold = chain;
        ck_assert_int_eq(driver_run(&work), STATUS_OK);
        if (threads == 1) {
            memcpy(word, own, sizeof word);
            for (size_t u = 0; u < UNITS; u++)
                chain(&sum, u, &word[u]);
        }
        ck_assert_mem_eq(word, own, sizeof word);
        ck_assert_uint_eq(total, sum);
    }
}

/* Unit 140 takes longer than 150, so that the later failure comes first in time. */
TEST(the_first_failure_by_number_wins_and_ends_the_work)
{
    for (int threads = 1; threads <= 4; threads++)
        for (int fold = 0; fold < 2; fold++) {
            unsigned runs[UNITS] = {0};
            struct mixing m = {{150, 140}, {STATUS_MEMORY, STATUS_DOMAIN}, runs};
            struct driver_work work = work_of(&m, UNITS);
            uint64_t own[UNITS], total = 0, sum = 0;
            run_threads(threads);
            work.result = own;
            work.result_size = work.units * sizeof *own;
            work.total = &total;
            work.fold = fold ? chain : NULL;
            ck_assert_int_eq(driver_run(&work), STATUS_DOMAIN);
            for (size_t u = 0; u <= 140; u++)
                ck_assert_uint_eq(runs[u], 1);
            for (size_t u = 141; threads == 1 && u < UNITS; u++)
                ck_assert_uint_eq(runs[u], 0);
            for (size_t u = 0; fold && u < 140; u++) {
                uint64_t word, lane[8];
                mix(&m, u, lane, &word);
                chain(&sum, u, &word);
            }
            ck_assert_uint_eq(total, sum);
        }
}

TEST(no_units_is_no_work)
{
    struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, NULL};
    struct driver_work work = work_of(&m, 0);
    uint64_t total = 5;
    work.total = &total;
    work.fold = chain;
    ck_assert_int_eq(driver_run(&work), STATUS_OK);
    ck_assert_uint_eq(total, 5);
}

TEST(lanes_no_machine_has_are_a_failure)
{
    struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, NULL};
    struct driver_work work = work_of(&m, 3);
    uint64_t own[3];
    work.result = own;
    work.result_size = work.units * sizeof *own;
    work.lane_size = SIZE_MAX / 4;
    ck_assert_int_eq(driver_run(&work), STATUS_MEMORY);
}

static enum status nest(const void *context, size_t unit, void *lane, void *part)
{
    struct driver_work work = work_of(context, unit + 1);
    (void)lane;
    memset(part, 0, sizeof(uint64_t));
    work.total = part;
    work.fold = chain;
    return driver_run(&work);
}

/* What a watch was told. */
struct seen {
    size_t looks, last, least, units, end;
};

static bool look(void *context, size_t done, size_t units)
{
    struct seen *s = context;
    s->looks++;
    s->least = done < s->least ? done : s->least;
    s->last = done > s->last ? done : s->last;
    s->units = units;
    return done < s->end;
}

TEST(work_inside_of_work_is_the_same_and_unwatched)
{
    struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, NULL};
    for (int threads = 1; threads <= 3; threads++) {
        struct seen seen = {.least = UNITS, .end = UNITS};
        struct driver_watch watch = {&seen, look};
        uint64_t own[40], lane[8], sum = 0, word;
        struct driver_work work = work_of(&m, 40);
        work.run = nest;
        work.result = own;
        work.result_size = work.units * sizeof *own;
        run_threads(threads);
        driver_watch(&watch);
        ck_assert_int_eq(driver_run(&work), STATUS_OK);
        driver_watch(NULL);
        ck_assert_uint_eq(seen.units, 40); /* the inner work has fewer */
        for (size_t u = 0; u < 40; u++) {
            mix(&m, u, lane, &word);
            chain(&sum, u, &word);
            ck_assert_uint_eq(own[u], sum);
        }
    }
}

TEST(a_watch_counts_units_and_can_end_the_work)
{
    struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, NULL};
    struct driver_work work = work_of(&m, UNITS);
    uint64_t own[UNITS];
    work.result = own;
    work.result_size = work.units * sizeof *own;
    run_threads(1);
    struct seen all = {.least = UNITS, .end = UNITS + 1}, some = {.least = UNITS, .end = 17};
    struct driver_watch watch = {&all, look}, ending = {&some, look};
    driver_watch(&watch);
    ck_assert_int_eq(driver_run(&work), STATUS_OK);
    ck_assert_uint_eq(all.looks, UNITS + 1); /* and once at the end */
    ck_assert_uint_eq(all.least, 1);
    ck_assert_uint_eq(all.last, UNITS);
    ck_assert_uint_eq(all.units, UNITS);
    driver_watch(&ending);
    ck_assert_int_eq(driver_run(&work), STATUS_STOPPED);
    ck_assert_uint_eq(some.last, 17);
    run_threads(3);
    ck_assert_int_eq(driver_run(&work), STATUS_STOPPED);
    driver_watch(NULL);
    ck_assert_int_eq(driver_run(&work), STATUS_OK);
}

TEST(a_result_is_as_long_as_its_units)
{
    struct mixing m = {{UNITS, UNITS}, {STATUS_OK}, NULL};
    struct driver_work work = work_of(&m, 3);
    uint64_t own[4];
    work.result = own;
    for (size_t size = 0; size <= sizeof own; size++) {
        bool fits = size > 2 * sizeof *own && size <= 3 * sizeof *own;
        work.result_size = size;
        ck_assert_int_eq(driver_run(&work), fits ? STATUS_OK : STATUS_DOMAIN);
    }
}
