#include "experiments/harness/command/run.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/draws/machine.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* Estimates below this are not worth measuring the machine for. */
static const double SHORT_SECONDS = 0.5;

static const double priced[PACE_COUNT] = {[PACE_VECTOR] = 1.0, [PACE_SCALAR] = 1.0};

/* What models that are read from files hold. */
static void hold_rows(const struct run *run, struct cost *cost)
{
    for (size_t i = 0; i < run->experiment->option_count; i++)
        for (size_t m = 0; run->values[i].qks && m < run->values[i].count; m++) {
            const struct qk_rows *rows = qk_rows_of(&run->values[i].qks[m].law);
            cost_hold(cost, rows ? rows->held : 0.0);
        }
}

static void cost_at(const struct run *run, double cores, double threads, const double *pace,
                    struct cost *cost)
{
    cost_begin(cost, cores, threads, pace);
    hold_rows(run, cost);
    if (run->experiment->cost)
        run->experiment->cost(run, cost);
}

void estimate_here(const struct run *run, struct cost *cost)
{
    double cores = machine_cores(), threads = (double)omp_get_max_threads(), pace[PACE_COUNT];
    cost_at(run, cores, threads, priced, cost);
    if (cost->seconds < SHORT_SECONDS)
        return;
    cost_free(cost);
    machine_pace(pace);
    cost_at(run, cores, threads, pace, cost);
}

bool estimate_words(const struct experiment *experiment, size_t count, const char *const *words,
                    double cores, struct cost *cost, struct message *error)
{
    struct settings settings;
    struct run run = {.experiment = experiment};
    double pace[PACE_COUNT];
    char **argv = calloc(count + 2, sizeof *argv);
    run.values = calloc(experiment->option_count + 1, sizeof *run.values);
    bool ok = argv && run.values;
    for (size_t i = 0; ok && i <= count; i++) {
        argv[i] = strdup(i > 0 ? words[i - 1] : experiment->name);
        ok = argv[i] != NULL;
    }
    ok = ok ? options_parse(experiment, (int)count, argv + 1, &settings, run.values, error)
            : message_memory(error);
    if (ok) {
        machine_pace(pace);
        run.scale = settings.scale;
        cost_at(&run, cores, cores, pace, cost);
    }
    if (run.values)
        options_free(experiment, run.values);
    for (size_t i = 0; argv && argv[i]; i++)
        free(argv[i]);
    free(argv);
    free(run.values);
    return ok;
}

bool estimate_long(const struct run *run)
{
    struct cost alone;
    cost_at(run, 1.0, 1.0, priced, &alone);
    cost_free(&alone);
    return alone.seconds > MACHINE_LONG;
}

static bool look(void *context, size_t done, size_t units)
{
    (void)context;
    progress_part(units > 0 ? (double)done / (double)units : 0.0);
    return true;
}

static const struct driver_watch watch = {NULL, look};

void estimate_tell(const char *name, const struct cost *cost)
{
    driver_watch(&watch);
    progress_tell(name, (size_t)machine_cores(), cost->seconds, cost_bytes(cost), cost->step_count,
                  cost->steps);
}

void run_threads(int n)
{
    omp_set_num_threads((int)machine_threads((size_t)(n > 0 ? n : omp_get_max_threads())));
}

const struct option_value *run_value(const struct run *run, const char *name)
{
    for (size_t i = 0; i < run->experiment->option_count; i++)
        if (strcmp(run->experiment->options[i].name, name) == 0)
            return &run->values[i];
    abort(); /* a descriptor and its run function disagree: no user input reaches this */
}

double run_number(const struct run *run, const char *name)
{
    return run_value(run, name)->numbers[0];
}

double run_last(const struct run *run, const char *name)
{
    const struct option_value *value = run_value(run, name);
    return value->count > 0 ? value->numbers[value->count - 1] : 0.0;
}

/* The farthest distance that an option asks for, tokens, or less than 0. FOLLOW's windows go to
 * three contexts. */
static double farthest_of(const struct run *run, size_t option)
{
    static const char *const distances[] = {"distances", "near", "far", "scan"};
    const struct option_value *value = &run->values[option];
    const char *name = run->experiment->options[option].name;
    double most = -1.0;
    for (size_t i = 0; value->numbers && i < value->count; i++)
        most = fmax(most, value->numbers[i]);
    if (strcmp(name, "context") != 0)
        return text_find(name, ARRAY_COUNT(distances), distances) < ARRAY_COUNT(distances) ? most
                                                                                           : -1.0;
    for (size_t i = 0; i < run->experiment->option_count; i++)
        if (strcmp(run->experiment->options[i].name, "windows") == 0 && run->values[i].text &&
            strcmp(run->values[i].text, "follow") == 0)
            return 3.0 * most;
    return most - 1.0;
}

/* False with the run's error set if a distance goes beyond the query's position of an absolute
 * encoding: no key stands there. */
static bool within_reach(struct run *run)
{
    for (size_t o = 0; o < run->experiment->option_count; o++)
        for (size_t v = 0; v < run->experiment->option_count; v++) {
            const struct option_value *value = &run->values[v];
            double farthest = farthest_of(run, o);
            for (size_t e = 0; value->encodings && e < value->count; e++)
                if (farthest > encoding_reach(value->encodings[e]))
                    return message_set(
                        &run->error,
                        "encoding \"%s\": its query stands at %.0f, so that no key is at distance "
                        "%.0f, to which --%s=%s goes; expected at=%.0f or more, or distances up to "
                        "%.0f",
                        value->encodings[e]->text, encoding_reach(value->encodings[e]), farthest,
                        run->experiment->options[o].name, run->values[o].text, farthest,
                        encoding_reach(value->encodings[e]));
        }
    return true;
}

bool run_begin(struct run *run)
{
    const char *name = run->experiment->name;
    if (!within_reach(run))
        return false;
    if (!run->cost)
        return true;
    if (!run->yes && !machine_affords(name, run->cost, &run->error))
        return false;
    if (!run->quiet)
        estimate_tell(name, run->cost);
    return true;
}

void run_step(struct run *run)
{
    run->steps++;
    progress_step();
}

bool run_allowed(struct run *run, bool (*allowed)(const struct encoding *encoding,
                                                  const struct qk_model *qk, struct message *error))
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            if (!allowed(encodings->encodings[e], &qks->qks[k], &run->error))
                return false;
    return true;
}

enum status run_each(struct run *run,
                     bool (*allowed)(const struct encoding *encoding, const struct qk_model *qk,
                                     struct message *error),
                     enum status (*rows)(struct run *run, const struct encoding *encoding,
                                         const struct qk_model *qk))
{
    const struct option_value *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    enum status status = STATUS_OK;
    if (!run_allowed(run, allowed) || !run_begin(run))
        return STATUS_DOMAIN;
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++)
        for (size_t k = 0; status == STATUS_OK && k < qks->count; k++) {
            status = rows(run, encodings->encodings[e], &qks->qks[k]);
            if (status != STATUS_OK)
                message_set(&run->where, "\"%s\" under \"%s\": ", encodings->encodings[e]->text,
                            qks->qks[k].text);
        }
    return status;
}
