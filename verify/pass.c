#include "verify/pass.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "verify/table.h"

/* Distances are proved in runs of at most this many, none twice as long as its first distance:
 * longer ones need finer cells. */
enum { RUN_MAX = 1 << 18 };

/* One thread's room; the cells it works on are all of one run. */
struct worker {
    struct bank middle, cell, end;
    struct table table;
    double error;  /* of the table */
    double lambda; /* over Lambda of every base of the interval */
    struct pass_proof proof;
};

struct run {
    uint32_t first, count;
    uint64_t task, cells; /* number of the first of its tasks, one for each cell */
};

static bool worker_init(struct worker *w, slong pairs, uint32_t context)
{
    bank_init(&w->middle, pairs);
    bank_init(&w->cell, pairs);
    bank_init(&w->end, pairs);
    w->error = table_error(pairs);
    return table_init(&w->table, (uint32_t)pairs, context < RUN_MAX ? context : RUN_MAX);
}

static void worker_clear(struct worker *w)
{
    bank_clear(&w->middle);
    bank_clear(&w->cell);
    bank_clear(&w->end);
    table_free(&w->table);
}

double pass_drift(double lambda, uint32_t distance, double from, double middle, double to)
{
    double up = (to - middle) / middle, down = (middle - from) / from;
    return distance * lambda * (up > down ? up : down) * (1.0 + 0x1p-48);
}

static void settle(struct worker *w, enum pass pass, double base, uint32_t distance,
                   const arb_t value)
{
    w->proof = (struct pass_proof){pass, base, distance,
                                   value ? arf_get_d(arb_midref(value), ARF_RND_NEAR) : 0.0};
}

/* The sum at one base. True if it is not negative; else settles the proof. */
static bool point_passes(struct worker *w, double base, uint32_t distance)
{
    enum answer answer = bank_passes(&w->end, base, distance);
    if (answer == ANSWER_YES)
        return true;
    settle(w, answer == ANSWER_NO ? PASS_REFUTED : PASS_OPEN, base, distance, w->end.value);
    return false;
}

/* Takes from the list what the table proves for the cell; false if the proof is settled. */
static bool sift_by_table(struct worker *w, double from, double middle, double to, uint32_t *list,
                          size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        double value = table_sum(&w->table, list[i]);
        if (value < -w->error) {
            w->proof = (struct pass_proof){PASS_REFUTED, middle, list[i], value};
            return false;
        }
        if (!(value >=
              (w->error + pass_drift(w->lambda, list[i], from, middle, to)) * (1.0 + 0x1p-50)))
            list[kept++] = list[i];
    }
    *count = kept;
    return true;
}

/* Takes from the list what balls prove for the cell; false if the proof is settled. */
static bool sift_by_balls(struct worker *w, double from, double middle, double to, uint32_t *list,
                          size_t *count)
{
    size_t kept = 0;
    bank_bases(&w->middle, middle, middle, w->middle.bits_first);
    if (from < to)
        bank_bases(&w->cell, from, to, w->cell.bits_first);
    for (size_t i = 0; i < *count; i++) {
        uint32_t distance = list[i];
        if (from == to) {
            if (!point_passes(w, from, distance))
                return false;
            continue;
        }
        bank_sum(w->middle.value, &w->middle, distance);
        arb_set_d(w->middle.bound, pass_drift(w->lambda, distance, from, middle, to));
        if (arb_ge(w->middle.value, w->middle.bound))
            continue;
        if (arb_is_negative(w->middle.value)) {
            settle(w, PASS_REFUTED, middle, distance, w->middle.value);
            return false;
        }
        bank_slope(w->cell.value, &w->cell, distance);
        bool falls = arb_is_nonpositive(w->cell.value), rises = arb_is_nonnegative(w->cell.value);
        if (!falls && !rises)
            list[kept++] = distance;
        else if (!point_passes(w, falls ? to : from, distance))
            return false;
    }
    *count = kept;
    return true;
}

static bool halves_pass(struct worker *w, double from, double middle, double to,
                        const uint32_t *list, size_t count);

/* Whether a table costs less than the cosines of the list's distances, ascending. */
static bool table_pays(const uint32_t *list, size_t count)
{
    return count > 16 && 2 * count > table_step(list[count - 1] - list[0] + 1);
}

/* Proves the cell for the list's distances, ascending, which it uses up; false if the proof is
 * settled otherwise. */
static bool cell_passes(struct worker *w, double from, double to, uint32_t *list, size_t count)
{
    double middle = from + (to - from) / 2;
    bool cuttable = from < middle && middle<to, by_table = count> 0 && table_pays(list, count);
    if (by_table) {
        bank_bases(&w->middle, middle, middle, w->middle.bits_first);
        by_table = table_fill(&w->table, &w->middle, list[0], list[count - 1] - list[0] + 1);
        if (by_table && !sift_by_table(w, from, middle, to, list, &count))
            return false;
    }
    /* many left after a table: the cell is too wide for them */
    bool by_balls = count > 0 && !(by_table && cuttable && table_pays(list, count));
    if (by_balls && !sift_by_balls(w, from, middle, to, list, &count))
        return false;
    if (count == 0)
        return true;
    if (cuttable)
        return halves_pass(w, from, middle, to, list, count);
    settle(w, PASS_OPEN, from, list[0], NULL);
    return false;
}

static bool halves_pass(struct worker *w, double from, double middle, double to,
                        const uint32_t *list, size_t count)
{
    uint32_t *copy = malloc(count * sizeof *copy);
    if (!copy) {
        settle(w, PASS_NO_MEMORY, from, list[0], NULL);
        return false;
    }
    memcpy(copy, list, count * sizeof *copy);
    bool passes = cell_passes(w, from, middle, copy, count);
    if (passes) {
        memcpy(copy, list, count * sizeof *copy);
        passes = cell_passes(w, middle, to, copy, count);
    }
    free(copy);
    return passes;
}

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

static void task_run(struct worker *w, const struct run *run, uint64_t cell, double from, double to)
{
    uint32_t *list = malloc(run->count * sizeof *list);
    if (!list) {
        settle(w, PASS_NO_MEMORY, from, run->first, NULL);
        return;
    }
    for (uint32_t i = 0; i < run->count; i++)
        list[i] = run->first + i;
    double lo = cut(from, to, cell, run->cells), hi = cut(from, to, cell + 1, run->cells);
    cell_passes(w, lo < hi ? lo : hi, lo < hi ? hi : lo, list, run->count);
    free(list);
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
    const struct run *runs;
    uint64_t tasks, next, stop; /* stop: the first task that settled otherwise, or tasks */
    double from, to;
    struct pass_proof proof;
};

/* Tasks are taken in order and every one before the first that settles otherwise is run: that one
 * is the same for any threads. */
static void tasks_run(struct worker *w, struct work *work)
{
    for (;;) {
        uint64_t t, stop;
#pragma omp atomic capture
        t = work->next++;
#pragma omp atomic read
        stop = work->stop;
        if (t >= stop)
            return;
        const struct run *r = work->runs;
        while (t - r->task >= r->cells)
            r++;
        w->proof.pass = PASS_PROVED;
        task_run(w, r, t - r->task, work->from, work->to);
        if (w->proof.pass == PASS_PROVED)
            continue;
#pragma omp critical(verify_pass)
        if (t < work->stop) {
            work->proof = w->proof;
#pragma omp atomic write
            work->stop = t;
        }
    }
}

struct pass_proof pass_prove(slong pairs, uint32_t context, double from, double to)
{
    if (context <= 1) /* B_0 = h */
        return (struct pass_proof){PASS_PROVED, 0.0, 0, 0.0};
    struct run *runs = malloc((size_t)(32 + context / RUN_MAX) * sizeof *runs);
    if (!runs)
        return (struct pass_proof){PASS_NO_MEMORY, from, 0, 0.0};
    double lambda = lambda_bound(pairs, from);
    size_t count = runs_make(runs, context, pairs, lambda, from, to);
    uint64_t tasks = runs[count - 1].task + runs[count - 1].cells;
    struct work work = {runs, tasks, 0, tasks, from, to, {PASS_PROVED, 0.0, 0, 0.0}};
    int workers = 0;
#pragma omp parallel reduction(+ : workers)
    {
        struct worker w = {.lambda = lambda};
        /* a thread without memory leaves its share to the others */
        if (worker_init(&w, pairs, context)) {
            tasks_run(&w, &work);
            workers = 1;
        }
        worker_clear(&w);
    }
    free(runs);
    return workers > 0 ? work.proof : (struct pass_proof){PASS_NO_MEMORY, from, 0, 0.0};
}
