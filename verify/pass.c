#include "verify/pass.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Distances are proved in runs of at most this many, none twice as long as its first distance:
 * longer ones need finer cells. */
enum { RUN_MAX = 1 << 18 };

struct run {
    uint32_t first, count;
    /* number of the first of its tasks, one for each cell */
    uint64_t task, cells;
};

/* Where a run's cell begins. Any cuts would do, so nothing rests on exp and log. */
static double cut(double from, double to, uint64_t index, uint64_t cells)
{
    if (index == 0 || index == cells)
        return index == 0 ? from : to;
    double base = from * exp(log(to / from) * ((double)index / (double)cells));
    return base < from ? from : base > to ? to : base;
}

/* Cells so wide that the longest distance moves by h/2: most distances need halves, but four times
 * the cells take longer. */
static uint64_t cells_of(double lambda, slong pairs, uint32_t longest, double from, double to)
{
    double cells = ceil(log(to / from) * longest * lambda * 2.0 / (double)pairs);
    return cells > 1.0 ? (uint64_t)fmin(cells, 0x1p40) : 1;
}

/* Proves one cell for a run's distances; else p->proof says what it found. */
static void task_run(struct cell_prover *p, const struct run *run, uint64_t cell, double from,
                     double to)
{
    struct distances all = {malloc(run->count * sizeof *all.list), run->count};
    if (!all.list) {
        cell_settle(p, PASS_NO_MEMORY, from, run->first, NULL);
        return;
    }
    for (uint32_t i = 0; i < run->count; i++)
        all.list[i] = run->first + i;
    double lo = cut(from, to, cell, run->cells), hi = cut(from, to, cell + 1, run->cells);
    cell_passes(p, lo < hi ? lo : hi, lo < hi ? hi : lo, &all);
    free(all.list);
}

/* Cuts the distances 1 .. context - 1 into runs; returns their number. */
static size_t runs_make(struct run *runs, uint32_t context, slong pairs, double lambda, double from,
                        double to)
{
    size_t count = 0;
    uint64_t task = 0;
    for (uint32_t first = 1; first < context; count++) {
        uint32_t most = first < RUN_MAX ? first : RUN_MAX, left = context - first;
        struct run *r = &runs[count];
        *r = (struct run){first, most < left ? most : left, task, 0};
        r->cells = cells_of(lambda, pairs, r->first + r->count - 1, from, to);
        task += r->cells;
        first += r->count;
    }
    return count;
}

static double lambda_bound(slong pairs, double from)
{
    struct bank bank;
    arf_t high;
    bank_init(&bank, pairs);
    arf_init(high);
    bank_bases(&bank, from, from, bank.bits_first);
    bank_lambda(bank.value, &bank);
    arb_get_ubound_arf(high, bank.value, bank.bits);
    double lambda = arf_get_d(high, ARF_RND_CEIL);
    arf_clear(high);
    bank_clear(&bank);
    return lambda;
}

/* What the threads share. */
struct work {
    /* stop: the first task that settled otherwise, or tasks */
    uint64_t tasks, next, stop;
    task_function *run;
    const void *context;
    struct pass_proof proof;
};

/* Tasks are taken in order and every one before the first that settles otherwise is run: that one
 * is the same for any threads. */
static void tasks_run(struct cell_prover *p, struct work *work)
{
    for (;;) {
        uint64_t t, stop;
#pragma omp atomic capture
        t = work->next++;
#pragma omp atomic read
        stop = work->stop;
        if (t >= stop)
            return;
        p->proof.pass = PASS_PROVED;
        work->run(p, work->context, t);
        if (p->proof.pass == PASS_PROVED)
            continue;
#pragma omp critical(verify_pass)
        if (t < work->stop) {
            work->proof = p->proof;
#pragma omp atomic write
            work->stop = t;
        }
    }
}

struct pass_proof tasks_prove(slong pairs, double from, uint32_t distances_max, uint64_t tasks,
                              task_function *run, const void *context)
{
    struct work work = {tasks, 0, tasks, run, context, {PASS_PROVED, 0.0, 0, 0.0}};
    double lambda = lambda_bound(pairs, from);
    int workers = 0;
#pragma omp parallel reduction(+ : workers)
    {
        struct cell_prover p;
        /* a thread without memory leaves its share to the others */
        if (cell_prover_init(&p, pairs, lambda, distances_max)) {
            tasks_run(&p, &work);
            workers = 1;
        }
        cell_prover_clear(&p);
    }
    return workers > 0 ? work.proof : (struct pass_proof){PASS_NO_MEMORY, from, 0, 0.0};
}

/* The runs of an interval. */
struct interval {
    const struct run *runs;
    double from, to;
};

static void cell_run(struct cell_prover *p, const void *context, uint64_t task)
{
    const struct interval *interval = context;
    const struct run *r = interval->runs;
    while (task - r->task >= r->cells)
        r++;
    task_run(p, r, task - r->task, interval->from, interval->to);
}

struct pass_proof pass_prove(slong pairs, uint32_t context, double from, double to)
{
    if (context <= 1) /* B_0 = h */
        return (struct pass_proof){PASS_PROVED, 0.0, 0, 0.0};
    struct run *runs = malloc((size_t)(32 + context / RUN_MAX) * sizeof *runs);
    if (!runs)
        return (struct pass_proof){PASS_NO_MEMORY, from, 0, 0.0};
    size_t count = runs_make(runs, context, pairs, lambda_bound(pairs, from), from, to);
    struct interval interval = {runs, from, to};
    struct pass_proof proof = tasks_prove(pairs, from, context < RUN_MAX ? context : RUN_MAX,
                                          runs[count - 1].task + runs[count - 1].cells, cell_run,
                                          &interval);
    free(runs);
    return proof;
}
