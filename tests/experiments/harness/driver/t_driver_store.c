/* What a store is asked for, and that work goes on from what it has with the same outcome. */
#include "experiments/harness/driver/driver.h"

#include <omp.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"

enum { UNITS = 211, WORKS = 3 };

/* The last that was kept of each work. */
struct shelf {
    bool always;         /* due after every unit, else never */
    size_t stop_at;      /* in memory: what is kept beyond so many units is not */
    size_t units[WORKS]; /* kept, 0: nothing */
    size_t kept, recalled, works;
    unsigned char bytes[WORKS][UNITS * sizeof(uint64_t)];
};

/* A place on the shelf that blocks are copied to, or from. */
struct place {
    unsigned char *at;
    bool back;
};

static void copy(void *context, void *block, size_t size)
{
    struct place *place = context;
    if (place->back)
        memcpy(block, place->at, size);
    else
        memcpy(place->at, block, size);
    place->at += size;
}

static bool due(void *context) { return ((struct shelf *)context)->always; }

static void keep(void *context, size_t number, const struct driver_work *work, size_t units)
{
    struct shelf *shelf = context;
    struct place place = {shelf->bytes[number], false};
    ck_assert_uint_lt(number, WORKS);
    ck_assert_uint_le(units, work->units);
    if (units > shelf->stop_at)
        return;
    ck_assert_uint_ge(units, shelf->units[number]);
    shelf->units[number] = units;
    shelf->kept++;
    driver_blocks(work, units, &place, copy);
}

static size_t recall(void *context, size_t number, const struct driver_work *work)
{
    struct shelf *shelf = context;
    struct place place = {shelf->bytes[number], true};
    ck_assert_uint_eq(number, shelf->works++);
    if (shelf->units[number])
        driver_blocks(work, shelf->units[number], &place, copy);
    shelf->recalled += shelf->units[number];
    return shelf->units[number];
}

static unsigned runs[UNITS];

static enum status score(const void *context, size_t unit, void *lane, void *part)
{
    uint64_t state = unit + *(const size_t *)context, *word = part;
    (void)lane;
    *word = 0;
    for (size_t i = 0; i < 20 + 2000 * (unit % 5 == 0); i++)
        *word += (uint64_t)(0x1p40 * tools_uniform(&state));
#pragma omp atomic
    runs[unit]++;
    return STATUS_OK;
}

static void chain(void *total, size_t unit, const void *part)
{
    uint64_t *sum = total, word;
    memcpy(&word, part, sizeof word);
    sum[0] = 3 * sum[0] + word + unit;
    sum[1] ^= sum[0];
}

static void sums(void *total, void *context, driver_take *take)
{
    uint64_t *sum = total;
    take(context, &sum[0], sizeof *sum);
    take(context, &sum[1], sizeof *sum);
}

/* Two results, one of units alone, and a fold between. */
static enum status works_run(uint64_t *first, uint64_t *sum, uint64_t *last)
{
    static const size_t salt[WORKS] = {1, 2, 3};
    struct driver_work work = {
        .units = UNITS, .context = &salt[0], .part_size = sizeof *first, .run = score};
    work.result = first;
    work.result_size = UNITS * sizeof *first;
    enum status status = driver_run(&work);
    work.context = &salt[1];
    work.fold = chain;
    work.blocks = sums;
    work.total = sum;
    if (status == STATUS_OK)
        status = driver_run(&work);
    work.context = &salt[2];
    work.fold = NULL;
    work.alone = true;
    work.result = last;
    return status == STATUS_OK ? driver_run(&work) : status;
}

static struct driver_store store_of(struct shelf *shelf)
{
    return (struct driver_store){shelf, recall, due, keep};
}

TEST(work_goes_on_from_what_was_kept_with_the_same_outcome)
{
    uint64_t first[UNITS], last[UNITS], sum[2] = {0};
    ck_assert_int_eq(works_run(first, sum, last), STATUS_OK);
    for (int threads = 1; threads <= 3; threads += 2)
        for (size_t stop = 0; stop <= UNITS; stop += 30) {
            struct shelf shelf = {.always = true, .stop_at = stop};
            struct driver_store store = store_of(&shelf);
            for (size_t pass = 0; pass < 2; pass++) {
                uint64_t own[UNITS] = {0}, other[UNITS] = {0}, total[2] = {0};
                shelf.works = shelf.recalled = 0;
                shelf.stop_at = pass ? UNITS : stop;
                memset(runs, 0, sizeof runs);
                run_threads(threads);
                driver_store(&store);
                ck_assert_int_eq(works_run(own, total, other), STATUS_OK);
                driver_store(NULL);
                ck_assert_mem_eq(own, first, sizeof first);
                ck_assert_mem_eq(other, last, sizeof last);
                ck_assert_mem_eq(total, sum, sizeof sum);
                ck_assert_uint_eq(shelf.works, WORKS);
                size_t all = 0;
                for (size_t u = 0; u < UNITS; u++)
                    all += runs[u];
                ck_assert_uint_eq(all + shelf.recalled, WORKS * UNITS);
                if (pass && threads == 1)
                    ck_assert_uint_eq(shelf.recalled, WORKS * stop);
            }
            for (size_t w = 0; w < WORKS; w++)
                ck_assert_uint_eq(shelf.units[w], UNITS);
        }
}

TEST(all_of_a_work_is_kept_once_at_its_end_when_nothing_is_due)
{
    struct shelf shelf = {.stop_at = UNITS};
    struct driver_store store = store_of(&shelf);
    uint64_t first[UNITS], last[UNITS], sum[2] = {0};
    driver_store(&store);
    ck_assert_int_eq(works_run(first, sum, last), STATUS_OK);
    ck_assert_uint_eq(shelf.kept, WORKS);
    shelf.works = 0;
    driver_store(&store); /* numbers from 0 again */
    ck_assert_int_eq(works_run(first, sum, last), STATUS_OK);
    driver_store(NULL);
    ck_assert_uint_eq(shelf.kept, WORKS); /* what is whole is not kept anew */
}

static enum status threads_inside(const void *context, size_t unit, void *lane, void *part)
{
    size_t inside = 0;
    (void)context;
    (void)unit;
    (void)lane;
#pragma omp parallel reduction(+ : inside)
    inside++;
    *(size_t *)part = inside;
    return STATUS_OK;
}

TEST(units_alone_have_every_thread)
{
    size_t inside[4];
    struct driver_work work = {.units = 4,
                               .part_size = sizeof *inside,
                               .run = threads_inside,
                               .alone = true,
                               .result = inside,
                               .result_size = sizeof inside};
    omp_set_num_threads(3);
    ck_assert_int_eq(driver_run(&work), STATUS_OK);
    for (size_t u = 0; u < 4; u++)
        ck_assert_uint_eq(inside[u], 3);
}

/* A result in which a work runs, and one whose name is asked for within another. */
static size_t fills;

static enum status fill_named(void *context, void *result)
{
    fills++;
    *(uint64_t *)result = *(const uint64_t *)context + 1;
    return STATUS_OK;
}

static enum status fill_outer(void *context, void *result)
{
    uint64_t first[UNITS], named, salt = *(const uint64_t *)context, sum = 0;
    size_t given = (size_t)salt;
    const struct driver_work work = {.units = UNITS,
                                     .context = &given,
                                     .part_size = sizeof *first,
                                     .run = score,
                                     .result = first,
                                     .result_size = sizeof first};
    enum status status = driver_run(&work);
    if (status == STATUS_OK)
        status = driver_keep("shared", sizeof named, &named, fill_named, &(uint64_t){40});
    for (size_t u = 0; u < UNITS; u++)
        sum += first[u];
    fills++;
    *(uint64_t *)result = sum + named;
    return status;
}

/* Records by number, of results that are whole. */
struct drawer {
    size_t count, most, number[8], size[8];
    uint64_t bytes[8][UNITS];
};

static size_t drawer_recall(void *context, size_t number, const struct driver_work *work)
{
    struct drawer *d = context;
    for (size_t i = 0; i < d->count; i++)
        if (d->number[i] == number) {
            ck_assert_uint_eq(d->size[i], work->result_size);
            memcpy(work->result, d->bytes[i], d->size[i]);
            return work->units;
        }
    return 0;
}

static bool drawer_due(void *context)
{
    (void)context;
    return false;
}

static void drawer_keep(void *context, size_t number, const struct driver_work *work, size_t units)
{
    struct drawer *d = context;
    ck_assert_uint_eq(units, work->units);
    if (d->count == d->most)
        return;
    ck_assert_uint_eq(drawer_recall(d, number, work), 0); /* no two have one number */
    d->number[d->count] = number;
    d->size[d->count] = work->result_size;
    memcpy(d->bytes[d->count++], work->result, work->result_size);
}

TEST(a_kept_result_is_filled_once_and_numbers_follow_what_is_asked)
{
    enum { RECORDS = 5 }; /* of two results with a work each, and what both share */
    uint64_t salt[2] = {1, 2}, want[2], got[2];
    for (size_t r = 0; r < 2; r++)
        ck_assert_int_eq(driver_keep(NULL, sizeof *want, &want[r], fill_outer, &salt[r]),
                         STATUS_OK);
    for (size_t most = 0; most <= RECORDS; most++) {
        struct drawer d = {.most = most};
        const struct driver_store store = {&d, drawer_recall, drawer_due, drawer_keep};
        for (size_t pass = 0; pass < 3; pass++) {
            fills = 0;
            driver_store(&store);
            for (size_t r = 0; r < 2; r++)
                ck_assert_int_eq(driver_keep(NULL, sizeof *got, &got[r], fill_outer, &salt[r]),
                                 STATUS_OK);
            driver_store(NULL);
            ck_assert_mem_eq(got, want, sizeof want);
            d.most = 8;
            ck_assert(pass < 2 || (fills == 0 && d.count == RECORDS));
        }
    }
}
