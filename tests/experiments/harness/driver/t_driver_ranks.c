/* Work over the ranks of a job: the same outcome on each, whatever their number. */
#include <omp.h>
#include <string.h>
#include <sys/mman.h>

#include "experiments/harness/driver/driver.h"
#include "experiments/harness/driver/ranks.h"
#include "tests/experiments/harness/driver/rank_processes.h"
#include "tests/tools/check_tools.h"

enum { UNITS = 211, STOPS_AT = 10, KEPT = 17 };

static const size_t counts[] = {1, 2, 3, 7};

/* What one rank came to. */
struct outcome {
    enum status status, of_result;
    uint64_t total;
    unsigned char result[UNITS * 12];
};

/* What is asked of the ranks, and what they come to. */
struct job {
    size_t threads, fails[2]; /* a unit that fails with STATUS_MEMORY, one with STATUS_DOMAIN */
    bool alone, stops, keeps;
    unsigned runs[UNITS], kept_last;
    struct outcome of[RANKS_MOST];
};

/* Twelve bytes, of which the last unit fills eight. */
static enum status score(const void *context, size_t unit, void *lane, void *part)
{
    struct job *job = *(struct job *const *)context;
    uint64_t state = unit, word = 0;
    memset(lane, 0x5a, 32);
    for (size_t i = 0; i < 20 + 2000 * (unit % 5 == 0); i++)
        word += (uint64_t)(0x1p40 * tools_uniform(&state));
    memcpy(part, &word, sizeof word);
    if (unit + 1 < UNITS)
        memcpy((char *)part + sizeof word, &state, 4);
    __atomic_fetch_add(&job->runs[unit], 1, __ATOMIC_RELAXED);
    return unit == job->fails[0]   ? STATUS_MEMORY
           : unit == job->fails[1] ? STATUS_DOMAIN
                                   : STATUS_OK;
}

static void chain(void *total, size_t unit, const void *part)
{
    uint64_t *sum = total, word;
    memcpy(&word, part, sizeof word);
    *sum = 3 * *sum + word + unit;
}

static void blocks(void *total, void *context, driver_take *take)
{
    take(context, total, sizeof(uint64_t));
}

static bool look(void *context, size_t done, size_t units)
{
    (void)context;
    (void)units;
    return ranks_first() && done < STOPS_AT;
}

/* A store that has the first units of the fold, on rank 0 alone. */
static uint64_t of_first_units(size_t units)
{
    struct job nothing = {.fails = {UNITS, UNITS}}, *job = &nothing;
    uint64_t total = 0;
    char lane[32], part[12];
    for (size_t unit = 0; unit < units; unit++) {
        score(&job, unit, lane, part);
        chain(&total, unit, part);
    }
    return total;
}

static size_t recall(void *context, size_t number, const struct driver_work *work)
{
    (void)context;
    if (!ranks_first() || number > 0)
        return ranks_first() ? 0 : 99; /* nobody asks the others */
    *(uint64_t *)work->total = of_first_units(KEPT);
    return KEPT;
}

static bool due(void *context)
{
    (void)context;
    return true;
}

static void keep(void *context, size_t number, const struct driver_work *work, size_t units)
{
    struct job *job = context;
    if (!ranks_first())
        job->kept_last = UNITS + 1;
    else if (number == 0 && work->fold && *(uint64_t *)work->total == of_first_units(units))
        job->kept_last = (unsigned)units;
}

static void run(void *context)
{
    struct job *job = context;
    struct outcome *mine = &job->of[ranks_now()->number];
    const struct driver_watch watch = {NULL, look};
    const struct driver_store store = {job, recall, due, keep};
    struct driver_work work = {.units = UNITS,
                               .context = &job,
                               .lane_size = 32,
                               .part_size = 12,
                               .run = score,
                               .alone = job->alone,
                               .total = &mine->total,
                               .fold = chain,
                               .blocks = blocks};
    omp_set_num_threads((int)(job->threads + (ranks_now()->number == 2)));
    driver_watch(job->stops ? &watch : NULL);
    driver_store(job->keeps ? &store : NULL);
    mine->status = driver_run(&work);
    work.fold = NULL;
    work.result = mine->result;
    work.result_size = sizeof mine->result - 4;
    mine->of_result = driver_run(&work);
}

/* Runs a job with so many ranks, and on none to compare with. */
static struct job *run_job(size_t ranks, struct job ask)
{
    struct job *job = rank_memory(sizeof *job);
    *job = ask;
    rank_processes(ranks, run, job);
    for (size_t r = 1; r < ranks; r++)
        ck_assert_mem_eq(&job->of[r], &job->of[0], sizeof job->of[0]);
    return job;
}

TEST(every_unit_once_and_the_same_on_every_rank)
{
    struct job *one = run_job(1, (struct job){.threads = 1, .fails = {UNITS, UNITS}});
    ck_assert_uint_eq(one->of[0].total, of_first_units(UNITS));
    for (size_t i = 0; i < 4; i++)
        for (size_t threads = 1; threads <= 2; threads++)
            for (int alone = 0; alone < 2; alone++) {
                struct job *job = run_job(
                    counts[i],
                    (struct job){.threads = threads, .alone = alone, .fails = {UNITS, UNITS}});
                ck_assert_int_eq(job->of[0].status, STATUS_OK);
                ck_assert_int_eq(job->of[0].of_result, STATUS_OK);
                ck_assert_mem_eq(&job->of[0], &one->of[0], sizeof one->of[0]);
                for (size_t unit = 0; unit < UNITS; unit++)
                    ck_assert_uint_eq(job->runs[unit], 2); /* of the fold, of the result */
                munmap(job, sizeof *job);
            }
}

TEST(the_first_failure_by_number_is_every_ranks)
{
    for (size_t i = 0; i < 4; i++) {
        struct job *job = run_job(counts[i], (struct job){.threads = 2, .fails = {150, 140}});
        ck_assert_int_eq(job->of[0].status, STATUS_DOMAIN);
        ck_assert_int_eq(job->of[0].of_result, STATUS_DOMAIN);
        ck_assert_uint_eq(job->of[0].total, of_first_units(140));
        munmap(job, sizeof *job);
    }
}

TEST(rank_0_watches_for_all)
{
    for (size_t i = 1; i < 4; i++) {
        struct job *job = run_job(
            counts[i], (struct job){.threads = 1, .stops = true, .fails = {UNITS, UNITS}});
        ck_assert_int_eq(job->of[0].status, STATUS_STOPPED);
        ck_assert_uint_eq(job->runs[UNITS - 1], 0);
        munmap(job, sizeof *job);
    }
}

TEST(what_rank_0_has_kept_is_given_to_all)
{
    for (size_t i = 1; i < 4; i++) {
        struct job *job = run_job(
            counts[i], (struct job){.threads = 1, .keeps = true, .fails = {UNITS, UNITS}});
        ck_assert_int_eq(job->of[0].status, STATUS_OK);
        ck_assert_uint_eq(job->of[0].total, of_first_units(UNITS));
        ck_assert_uint_eq(job->runs[KEPT - 1], 1); /* of the result */
        ck_assert_uint_eq(job->runs[KEPT], 2);
        ck_assert_uint_eq(job->kept_last, UNITS);
        munmap(job, sizeof *job);
    }
}

/* Parts of which a dozen fit into what is told at once. */
enum { LARGE = 5 << 20, LARGE_UNITS = 31 };

static enum status fill(const void *context, size_t unit, void *lane, void *part)
{
    (void)context;
    (void)lane;
    memset(part, (int)unit + 1, LARGE);
    return STATUS_OK;
}

static void sum(void *total, size_t unit, const void *part)
{
    const unsigned char *byte = part;
    uint64_t *sums = total;
    sums[0] = 3 * sums[0] + byte[0] + unit;
    sums[1] += byte[LARGE - 1] == unit + 1;
}

static void run_large(void *context)
{
    uint64_t *sums = (uint64_t *)context + 2 * ranks_now()->number;
    const struct driver_work work = {
        .units = LARGE_UNITS, .part_size = LARGE, .run = fill, .total = sums, .fold = sum};
    omp_set_num_threads(1);
    sums[0] = driver_run(&work) == STATUS_OK ? sums[0] : 0;
}

TEST(parts_that_are_told_in_groups)
{
    uint64_t expected = 0;
    for (uint64_t unit = 0; unit < LARGE_UNITS; unit++)
        expected = 3 * expected + 2 * unit + 1;
    for (size_t i = 1; i < 4; i++) {
        uint64_t *sums = rank_memory(2 * RANKS_MOST * sizeof *sums);
        rank_processes(counts[i], run_large, sums);
        for (size_t r = 0; r < counts[i]; r++) {
            ck_assert_uint_eq(sums[2 * r], expected);
            ck_assert_uint_eq(sums[2 * r + 1], LARGE_UNITS);
        }
        munmap(sums, 2 * RANKS_MOST * sizeof *sums);
    }
}

/* Rank 1's code is 2, rank 2's 1, rank 0 has none. */
static void agree(void *context)
{
    size_t number = ranks_now()->number;
    ((int *)context)[number] = ranks_agree(number == 1 ? 2 : number == 2 ? 1 : 0);
}

TEST(the_first_ranks_code_is_agreed_on)
{
    int *codes = rank_memory(RANKS_MOST * sizeof *codes);
    rank_processes(3, agree, codes);
    for (size_t r = 0; r < 3; r++)
        ck_assert_int_eq(codes[r], 2);
    ck_assert_int_eq(ranks_agree(7), 7);
}
