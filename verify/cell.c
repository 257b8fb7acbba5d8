#include "verify/cell.h"

#include <stdlib.h>
#include <string.h>

/* Bases from from to to, and one between that stands for them. */
struct cell {
    double from, middle, to;
};

bool cell_prover_init(struct cell_prover *p, slong pairs, double lambda, uint32_t distances_max)
{
    *p = (struct cell_prover){.error = table_error(pairs), .lambda = lambda};
    bank_init(&p->middle, pairs);
    bank_init(&p->cell, pairs);
    bank_init(&p->end, pairs);
    return table_init(&p->table, (uint32_t)pairs, distances_max);
}

void cell_prover_clear(struct cell_prover *p)
{
    bank_clear(&p->middle);
    bank_clear(&p->cell);
    bank_clear(&p->end);
    table_free(&p->table);
}

double cell_drift(double lambda, uint32_t distance, double from, double middle, double to)
{
    double up = (to - middle) / middle, down = (middle - from) / from;
    return distance * lambda * (up > down ? up : down) * (1.0 + 0x1p-48);
}

static double drift(const struct cell_prover *p, const struct cell *cell, uint32_t distance)
{
    return cell_drift(p->lambda, distance, cell->from, cell->middle, cell->to);
}

void cell_settle(struct cell_prover *p, enum pass pass, double base, uint32_t distance,
                 const arb_t value)
{
    p->proof = (struct pass_proof){pass, base, distance,
                                   value ? arf_get_d(arb_midref(value), ARF_RND_NEAR) : 0.0};
}

/* The sum at one base. True if it is not negative; else settles the proof. */
static bool point_passes(struct cell_prover *p, double base, uint32_t distance)
{
    enum answer answer = bank_passes(&p->end, base, distance);
    if (answer == ANSWER_YES)
        return true;
    cell_settle(p, answer == ANSWER_NO ? PASS_REFUTED : PASS_OPEN, base, distance, p->end.value);
    return false;
}

/* Whether a table costs less than the cosines of the distances left. */
static bool table_pays(const struct distances *left)
{
    return left->count > 16 &&
           2 * left->count > table_step(left->list[left->count - 1] - left->list[0] + 1);
}

static bool table_fill_for(struct cell_prover *p, const struct cell *cell,
                           const struct distances *left)
{
    uint32_t first = left->list[0], last = left->list[left->count - 1];
    bank_bases(&p->middle, cell->middle, cell->middle, p->middle.bits_first);
    return table_fill(&p->table, &p->middle, first, last - first + 1);
}

/* Takes from the distances what the table proves for the cell; false if the proof is settled. */
static bool sift_by_table(struct cell_prover *p, const struct cell *cell, struct distances *left)
{
    size_t kept = 0;
    for (size_t i = 0; i < left->count; i++) {
        uint32_t distance = left->list[i];
        double value = table_sum(&p->table, distance);
        if (value < -p->error) {
            p->proof = (struct pass_proof){PASS_REFUTED, cell->middle, distance, value};
            return false;
        }
        if (!(value >= (p->error + drift(p, cell, distance)) * (1.0 + 0x1p-50)))
            left->list[kept++] = distance;
    }
    left->count = kept;
    return true;
}

/* Takes from the distances what balls prove for a cell of one base; false if the proof is settled.
 */
static bool sift_point(struct cell_prover *p, double base, struct distances *left)
{
    for (size_t i = 0; i < left->count; i++)
        if (!point_passes(p, base, left->list[i]))
            return false;
    left->count = 0;
    return true;
}

/* Takes from the distances what balls prove for the cell; false if the proof is settled. */
static bool sift_by_balls(struct cell_prover *p, const struct cell *cell, struct distances *left)
{
    size_t kept = 0;
    if (cell->from == cell->to)
        return sift_point(p, cell->from, left);
    bank_bases(&p->middle, cell->middle, cell->middle, p->middle.bits_first);
    bank_bases(&p->cell, cell->from, cell->to, p->cell.bits_first);
    for (size_t i = 0; i < left->count; i++) {
        uint32_t distance = left->list[i];
        bank_sum(p->middle.value, &p->middle, distance);
        arb_set_d(p->middle.bound, drift(p, cell, distance));
        if (arb_ge(p->middle.value, p->middle.bound))
            continue;
        if (arb_is_negative(p->middle.value)) {
            cell_settle(p, PASS_REFUTED, cell->middle, distance, p->middle.value);
            return false;
        }
        bank_slope(p->cell.value, &p->cell, distance);
        bool falls = arb_is_nonpositive(p->cell.value), rises = arb_is_nonnegative(p->cell.value);
        if (!falls && !rises)
            left->list[kept++] = distance;
        else if (!point_passes(p, falls ? cell->to : cell->from, distance))
            return false;
    }
    left->count = kept;
    return true;
}

/* Proves a part of a cell for distances that its other part needs too. */
static bool half_passes(struct cell_prover *p, double from, double to, const struct distances *left)
{
    struct distances copy = {malloc(left->count * sizeof *copy.list), left->count};
    if (!copy.list) {
        cell_settle(p, PASS_NO_MEMORY, from, left->list[0], NULL);
        return false;
    }
    memcpy(copy.list, left->list, left->count * sizeof *copy.list);
    bool passes = cell_passes(p, from, to, &copy);
    free(copy.list);
    return passes;
}

bool cell_passes(struct cell_prover *p, double from, double to, struct distances *left)
{
    struct cell cell = {from, from + (to - from) / 2, to};
    bool can_be_cut = cell.from < cell.middle && cell.middle < cell.to;
    bool by_table = table_pays(left) && table_fill_for(p, &cell, left);
    if (by_table && !sift_by_table(p, &cell, left))
        return false;
    /* Where a table leaves many, the cell is too wide for them: its halves are tried at once. */
    bool wide = by_table && can_be_cut && table_pays(left);
    if (!wide && left->count > 0 && !sift_by_balls(p, &cell, left))
        return false;
    if (left->count == 0)
        return true;
    if (can_be_cut)
        return half_passes(p, from, cell.middle, left) && half_passes(p, cell.middle, to, left);
    cell_settle(p, PASS_OPEN, from, left->list[0], NULL);
    return false;
}
