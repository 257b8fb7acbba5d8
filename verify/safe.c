#include "verify/safe.h"

#include <math.h>
#include <stdlib.h>

enum { LANES = 8, ALIGNMENT = 64 };

/* How often the interval of q is halved; tasks in an octave of distances. */
enum { DEPTH_MAX = 200, TASKS_PER_OCTAVE = 64 };

/* Bounds of q^n/(4 pi), up from above and down from below, and at least the sum of up; what is over
 * h holds zeros. */
struct powers {
    double q, sum;
    double *up, *down;
};

/* All distances first .. last and all q from low's to high's. */
struct box {
    uint32_t first, last;
    const struct powers *low, *high;
};

/* One thread's room. */
struct safe_prover {
    struct cell_prover *cell;
    /* width: h rounded up to whole vectors */
    uint32_t pairs, width;
    double safe;
    /* q = 0, q = Q, and one for each time an interval is halved */
    struct powers powers[DEPTH_MAX + 2];
    double *block, *cosines;
};

/* What the tasks have in common. */
struct safe_work {
    uint32_t first, context;
    double safe;
};

static bool room_make(struct safe_prover *p)
{
    size_t parts = 2 * (DEPTH_MAX + 2) + 1, size = parts * p->width * sizeof *p->block;
    p->block = aligned_alloc(ALIGNMENT, size);
    if (!p->block)
        return false;
    for (size_t i = 0; i < parts * p->width; i++)
        p->block[i] = 0.0;
    for (size_t i = 0; i < DEPTH_MAX + 2; i++) {
        p->powers[i].up = p->block + 2 * i * p->width;
        p->powers[i].down = p->powers[i].up + p->width;
    }
    p->cosines = p->block + (parts - 1) * p->width;
    return true;
}

/* Each bound takes in the roundings of the product by a distance. */
static void powers_set(const struct safe_prover *p, struct powers *w, double q)
{
    static const double tiny = 0x1p-900;
    double x = 0x1.45f306dc9c883p-4; /* 1/(4 pi) */
    w->q = q;
    w->sum = 0.0;
    for (uint32_t n = 0; n < p->pairs; n++, x *= q) {
        double slack = (2 * n + 8) * 0x1p-53;
        w->up[n] = x > tiny ? x * (1.0 + slack) : 2.0 * tiny;
        w->down[n] = x > tiny ? x * (1.0 - slack) : 0.0;
        w->sum += w->up[n];
    }
}

/* Not more than the sum of the least cosines of a box; derived in README.md#safe. */
static double box_least(const struct safe_prover *p, const struct box *box)
{
    static const double c1 = 0x1.921fb54442d18p+2, c3 = -0x1.4abbce625be53p+5,
                        c5 = 0x1.466bc6775aae2p+6, c7 = -0x1.32d2cce62bd86p+6,
                        c9 = 0x1.50783487ee782p+5, c11 = -0x1.e3074fde8871fp+3;
    static const double whole = 0x1.8p52;
    const double *up = box->high->up, *down = box->low->down;
    double *restrict cosines = p->cosines, lanes[LANES] = {0.0}, sum = 0.0;
    double first = box->first, last = box->last;
    for (uint32_t n = 0; n < p->width; n++) {
        double high = last * up[n], low = first * down[n];
        double middle = high + low, half = high - low;
        double s = 0.25 - half - fabs(middle - ((middle + whole) - whole));
        s = s > -0.25 ? s : -0.25;
        double z = s * s;
        cosines[n] = s * (c1 + z * (c3 + z * (c5 + z * (c7 + z * (c9 + z * c11)))));
    }
    for (uint32_t n = 0; n < p->width; n += LANES)
        for (uint32_t i = 0; i < LANES; i++)
            lanes[i] += cosines[n + i];
    for (uint32_t i = 0; i < LANES; i++)
        sum += lanes[i];
    return sum - (p->width - p->pairs) - (p->width * 6e-8 + last * box->high->sum * 20.0 * 0x1p-53);
}

/* q^(-h), rounded. */
static double base_of(const struct safe_prover *p, double q, arf_rnd_t rounding)
{
    slong bits = p->cell->end.bits_first;
    arb_t power;
    arf_t end;
    arb_init(power);
    arf_init(end);
    arb_set_d(power, q);
    arb_pow_ui(power, power, p->pairs, bits);
    arb_inv(power, power, bits);
    if (rounding == ARF_RND_FLOOR)
        arb_get_lbound_arf(end, power, bits);
    else
        arb_get_ubound_arf(end, power, bits);
    double base = arf_get_d(end, rounding);
    arf_clear(end);
    arb_clear(power);
    return base;
}

/* Step 2: one distance, all bases that the box holds. */
static bool cell_of_box_passes(struct safe_prover *p, const struct box *box)
{
    double from = base_of(p, box->high->q, ARF_RND_FLOOR),
           to = base_of(p, box->low->q, ARF_RND_CEIL);
    uint32_t distance = box->first;
    struct distances one = {&distance, 1};
    /* Q is rounded up: what is under SAFE is not claimed */
    return to < p->safe || cell_passes(p->cell, from > p->safe ? from : p->safe, to, &one);
}

/* Step 3: whether balls prove one distance for all q from 0 on, whose angles are 1 at most. */
static bool limit_passes(struct safe_prover *p, const struct box *box)
{
    struct bank *bank = &p->cell->end;
    bank_ratio(bank, box->high->q, bank->bits_first);
    bank_sum(bank->value, bank, box->first);
    return arb_is_nonnegative(bank->value);
}

/* Whether halving the distances is better than halving the interval of q. */
static bool distances_dominate(const struct safe_prover *p, const struct box *box)
{
    const double *up = box->high->up, *down = box->low->down;
    uint32_t n = 0;
    while (n + 1 < p->pairs && box->last * up[n + 1] - box->first * down[n + 1] > 0.125)
        n++;
    return box->first < box->last &&
           (box->last - box->first) * up[n] >= box->first * (up[n] - down[n]);
}

/* Depth: how often the interval of q was halved. False if the proof is settled otherwise. */
static bool box_passes(struct safe_prover *p, const struct box *box, size_t depth)
{
    double low = box->low->q, high = box->high->q, middle = low + (high - low) / 2;
    if (box_least(p, box) >= 0.0)
        return true;
    if (box->first == box->last) {
        if (16.0 * box->first * p->pairs * (high - low) <= low)
            return cell_of_box_passes(p, box);
        if (low == 0.0 && box->first * high <= 1.0 && limit_passes(p, box))
            return true;
    }
    if (distances_dominate(p, box)) {
        uint32_t half = box->first + (box->last - box->first) / 2;
        struct box near = {box->first, half, box->low, box->high},
                   far = {half + 1, box->last, box->low, box->high};
        return box_passes(p, &near, depth) && box_passes(p, &far, depth);
    }
    if (depth == DEPTH_MAX || !(low < middle && middle < high)) {
        cell_settle(p->cell, PASS_OPEN, p->safe, box->first, NULL);
        return false;
    }
    struct powers *cut = &p->powers[2 + depth];
    powers_set(p, cut, middle);
    struct box small = {box->first, box->last, cut, box->high},
               large = {box->first, box->last, box->low, cut};
    return box_passes(p, &small, depth + 1) && box_passes(p, &large, depth + 1);
}

/* A double not under safe^(-1/h), nor over 1. */
static double root_bound(struct cell_prover *cell, double safe)
{
    struct bank *bank = &cell->end;
    arf_t high;
    arf_init(high);
    bank_bases(bank, safe, safe, bank->bits_first);
    arb_get_ubound_arf(high, bank->ratio, bank->bits);
    double root = arf_get_d(high, ARF_RND_CEIL);
    arf_clear(high);
    return root < 1.0 ? root : 1.0;
}

/* Distances first .. last - 1 of the next task: an octave's 64th. */
static uint32_t task_end(uint32_t first, uint32_t context)
{
    uint32_t count = first / TASKS_PER_OCTAVE + 1;
    return context - first < count ? context : first + count;
}

/* Room and the powers of the ends of an interval of q. Returns: false if there is no memory. */
static bool prover_init(struct safe_prover *p, slong pairs, double low, double high)
{
    p->pairs = (uint32_t)pairs;
    p->width = (p->pairs + LANES - 1) / LANES * LANES;
    if (!room_make(p))
        return false;
    powers_set(p, &p->powers[0], low);
    powers_set(p, &p->powers[1], high);
    return true;
}

double safe_least(slong pairs, uint32_t first, uint32_t last, double low, double high)
{
    struct safe_prover p = {.safe = 1.0};
    if (!prover_init(&p, pairs, low, high))
        return NAN;
    double least = box_least(&p, &(struct box){first, last, &p.powers[0], &p.powers[1]});
    free(p.block);
    return least;
}

static void task_run(struct cell_prover *cell, const void *context, uint64_t task)
{
    const struct safe_work *work = context;
    struct safe_prover p = {.cell = cell, .safe = work->safe};
    uint32_t first = work->first;
    for (; task > 0; task--)
        first = task_end(first, work->context);
    if (!prover_init(&p, cell->end.pairs, 0.0, root_bound(cell, work->safe))) {
        cell_settle(cell, PASS_NO_MEMORY, work->safe, first, NULL);
        return;
    }
    struct box box = {first, task_end(first, work->context) - 1, &p.powers[0], &p.powers[1]};
    box_passes(&p, &box, 0);
    free(p.block);
}

struct pass_proof safe_prove(slong pairs, uint32_t first, uint32_t context, double safe)
{
    struct safe_work work = {first, context, safe};
    uint64_t tasks = 0;
    for (uint32_t at = first; at < context; tasks++)
        at = task_end(at, context);
    return tasks_prove(pairs, safe, 1, tasks, task_run, &work);
}
