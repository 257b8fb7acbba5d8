/* What judging a claim is said to take against what it takes, and what is too long for a yes. */
#include "experiments/harness/claims/claim_price.h"

#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/version.h"
#include "experiments/harness/claims/battery.h"
#include "experiments/harness/draws/machine.h"
#include "experiments/harness/output/process/failure.h"
#include "tests/experiments/harness/command/cost_tools.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(1200);

/* An estimate holds within this factor; what takes less only has to be estimated as short. */
static const double FACTOR = 3.0, SHORT = 0.05;

/* Of so many claims one is tried, of each scale; POSBIAS_SLOW=1 tries all. */
enum { EVERY = 12, TRIES = 3 };

static double used_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

/* On one core, the start of the program taken off. */
static double estimate(const struct claim *claim, enum scale scale, const double *pace)
{
    struct cost cost;
    cost_begin(&cost, 1.0, 1.0, pace);
    double start = cost.seconds;
    claim_cost(claim, scale, &cost);
    cost_free(&cost);
    return cost.seconds - start;
}

/* Of a process of its own: what a search has found once is not looked for again. */
static double judging_seconds(const struct claim *claim, enum scale scale)
{
    double seconds = NAN;
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct judgement judged;
        double before = used_seconds();
        enum status status = claim_judge(claim, scale, &judged);
        seconds = status == STATUS_OK ? used_seconds() - before : NAN;
        _exit(write(ends[1], &seconds, sizeof seconds) != sizeof seconds);
    }
    close(ends[1]);
    ck_assert(child > 0 && read(ends[0], &seconds, sizeof seconds) == sizeof seconds);
    close(ends[0]);
    waitpid(child, NULL, 0);
    ck_assert_msg(seconds >= 0.0, "%s is not judged", claim->id);
    return seconds;
}

static void compare(const struct claim *claim, enum scale scale)
{
    double pace[PACE_COUNT], seconds = HUGE_VAL;
    machine_pace(pace);
    double said = estimate(claim, scale, pace);
    for (int i = 0; i < TRIES; i++) {
        seconds = fmin(seconds, judging_seconds(claim, scale));
        if (said <= FACTOR * fmax(seconds, SHORT) && seconds <= FACTOR * fmax(said, SHORT / FACTOR))
            return;
    }
    ck_abort_msg("%s at %s: %.3f s estimated, %.3f used", claim->id, scale_names[scale], said,
                 seconds);
}

TEST_EACH(claims_take_what_is_said, experiment_count)
{
    const struct claim_set *set = experiments[_i]->claims;
    bool all = getenv("POSBIAS_SLOW") != NULL;
    if (!cost_comparable(NULL))
        return;
    omp_set_num_threads(1);
    for (size_t i = 0; set && i < set->count; i++)
        for (enum scale scale = SCALE_SMOKE; scale <= SCALE_STANDARD; scale++)
            if (!set->claims[i].question->file && (all || (i + (size_t)scale) % EVERY == 0))
                compare(&set->claims[i], scale);
}

TEST(each_price_is_of_one_claim)
{
    for (size_t p = 0; p < claim_price_count; p++) {
        size_t found = 0;
        for (size_t e = 0; e < experiment_count; e++)
            for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
                found += strcmp(experiments[e]->claims->claims[i].id, claim_prices[p].id) == 0;
        for (size_t k = 0; k < p; k++)
            ck_assert_str_ne(claim_prices[p].id, claim_prices[k].id);
        ck_assert_msg(found == 1, "%s: %zu claims", claim_prices[p].id, found);
    }
}

/* paper_repro.sh has the three sums, in milliseconds on two cores, for its own time left. */
TEST(the_script_has_the_sums)
{
    static const double priced[PACE_COUNT] = {1.0, 1.0};
    char *script = cli_file("paper_repro.sh");
    ck_assert_ptr_nonnull(script);
    for (enum scale scale = SCALE_SMOKE; scale <= SCALE_FULL; scale++) {
        double sum = 0.0;
        char text[32];
        for (size_t e = 0; e < experiment_count; e++)
            for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
                sum += 500.0 * estimate(&experiments[e]->claims->claims[i], scale, priced);
        snprintf(text, sizeof text, "[%s]=", scale_names[scale]);
        const char *at = strstr(script, "claims_weight=(");
        ck_assert(at && (at = strstr(at, text)));
        double said = atof(at + strlen(text));
        ck_assert_msg(said <= 1.3 * sum && sum <= 1.3 * said, "%s%.0f, and the sum is %.0f", text,
                      said, sum);
    }
    free(script);
}

/* Judges a set on a machine that is so many times slower. Out: *error, to be freed. */
static int judge_slowly(struct battery battery, const struct claim_set *set, double times,
                        struct folder *f, char **error)
{
    int old = dup(STDERR_FILENO), file = open(folder_file(f, "error"), O_CREAT | O_RDWR, 0600);
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
    char path[200];
    snprintf(path, sizeof path, "%s", folder_file(f, "claims.csv"));
    machine_assume((const double[PACE_COUNT]){times, times});
    battery.sets = &set;
    battery.set_count = 1;
    battery.path = path;
    battery.quiet = true;
    dup2(file, STDERR_FILENO);
    int code = battery_run(&battery);
    dup2(old, STDERR_FILENO);
    close(old);
    close(file);
    *error = cli_file(folder_file(f, "error"));
    unlink(folder_file(f, "error"));
    return code;
}

/* Over an hour needs a yes, and writes nothing before; a file that is still valid does not. */
TEST(what_takes_over_an_hour_needs_a_yes)
{
    const struct claim_set *set = experiment_find("decay")->claims;
    double seconds = 0.0, cores = machine_cores();
    static const double priced[PACE_COUNT] = {1.0, 1.0};
    struct folder f;
    char *error;
    folder_make(&f);
    for (size_t i = 0; i < set->count; i++)
        seconds += estimate(&set->claims[i], SCALE_SMOKE, priced);
    double hour = 3600.0 * cores / seconds;
    struct battery battery = {.scale = SCALE_SMOKE};
    ck_assert_int_eq(judge_slowly(battery, set, 1.2 * hour, &f, &error), EXIT_USAGE);
    ck_assert_msg(strstr(error, "posbias: claims: this would take about 1.") &&
                      strstr(error, "expected less than 1, or --yes\n"),
                  "%s", error);
    ck_assert_uint_eq(cli_files(&f), 0);
    free(error);
    battery.yes = true;
    ck_assert_int_eq(judge_slowly(battery, set, 1.2 * hour, &f, &error), EXIT_DONE);
    ck_assert_str_eq(error, "");
    free(error);
    battery.yes = false;
    battery.reuse = true;
    ck_assert_int_eq(judge_slowly(battery, set, 1.2 * hour, &f, &error), EXIT_DONE);
    free(error);
    battery.reuse = false;
    ck_assert_int_eq(judge_slowly(battery, set, 0.8 * hour, &f, &error), EXIT_DONE);
    free(error);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* So does what takes most of the memory. */
TEST(claims_say_what_memory_they_want)
{
    if (strcmp(POSBIAS_FLAVOUR, "release") != 0) /* sanitizers reserve more than any limit */
        return;
    struct folder f;
    folder_make(&f);
    cli_limit_memory(48000000);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){
                    {"claims", "DU-F1-UNIT", "--scale=smoke", "--threads=1", "-o", "@/claims.csv"},
                    2,
                    {"claims: this would take about", "MB of memory", "or --yes"}});
    ck_assert_uint_eq(folder_remove(&f), 0);
}
