#include "experiments/harness/draws/driver.h"

#include <omp.h>
#include <stdlib.h>

static const struct driver_watch *watcher;

static size_t stage_now, stage_count = 1;

void driver_watch(const struct driver_watch *watch) { watcher = watch; }

void driver_stage(size_t stage, size_t stages)
{
    stage_now = stage;
    stage_count = stages;
}

void driver_told(size_t done, size_t units)
{
    if (watcher && omp_get_level() == 0)
        watcher->look(watcher->context, done, units);
}

/* How far the work is, shared by its threads. */
struct state {
    const struct driver_work *work;
    const struct driver_watch *watch;
    size_t done, failed; /* units; the number of the first that failed, or how many there are */
    enum status status;  /* of that unit */
};

static void fail(struct state *s, size_t unit, enum status status)
{
#pragma omp critical(driver_failure)
    if (unit < s->failed) {
        s->status = status;
#pragma omp atomic write
        s->failed = unit;
    }
}

/* Units are handed out in ascending order, so that each before the first failure has been started
 * by then: skipping those after it never changes which failure is first. */
static bool wanted(const struct state *s, size_t unit)
{
    size_t failed;
#pragma omp atomic read
    failed = s->failed;
    return unit < failed;
}

/* Tells the watch; false if it wants the end. */
static bool looked(const struct state *s, size_t done)
{
    size_t units = s->work->units;
    return s->watch->look(s->watch->context, stage_now * units + done, stage_count * units);
}

/* Counts a unit and lets the first thread look up. */
static void report(struct state *s, size_t unit)
{
    size_t done;
#pragma omp atomic capture
    done = ++s->done;
    if (omp_get_thread_num() == 0 && !looked(s, done))
        fail(s, unit, STATUS_STOPPED);
}

static void unit_run(struct state *s, size_t unit, bool ready, void *lane, void *part)
{
    const struct driver_work *work = s->work;
    enum status status = STATUS_MEMORY;
    if (!wanted(s, unit))
        return;
    if (ready)
        status = work->run(work->context, unit, lane, part);
    if (status != STATUS_OK)
        fail(s, unit, status);
    if (s->watch)
        report(s, unit);
}

enum status driver_run(const struct driver_work *work)
{
    struct state s = {work, omp_get_level() == 0 ? watcher : NULL, 0, work->units, STATUS_OK};
    size_t threads = (size_t)omp_get_max_threads();
    threads = threads < work->units ? threads : work->units;
#pragma omp parallel num_threads((int)(threads > 0 ? threads : 1))
    {
        bool folds = work->fold != NULL;
        char *lane = malloc(work->lane_size + 1), *part = malloc(folds ? work->part_size + 1 : 1);
        bool ready = lane && part;
        if (folds) {
#pragma omp for ordered schedule(dynamic, 1)
            for (size_t unit = 0; unit < work->units; unit++) {
                unit_run(&s, unit, ready, lane, part);
#pragma omp ordered
                if (wanted(&s, unit))
                    work->fold(work->total, unit, part);
            }
        } else {
#pragma omp for schedule(monotonic : dynamic, 1)
            for (size_t unit = 0; unit < work->units; unit++)
                unit_run(&s, unit, ready, lane, (char *)work->result + unit * work->part_size);
        }
        free(lane);
        free(part);
    }
    if (s.watch && s.status == STATUS_OK && !looked(&s, s.done))
        return STATUS_STOPPED;
    return s.status;
}
