#include "theory/proof/tapa/lemma_proof.h"

#include <math.h>
#include <stdlib.h>

#include "theory/proof/tapa/lemma_bound.h"

/* A leaf holds at most BLOCK distances and spans at most a part in NARROW of its first. */
enum { BLOCK = 1 << 14, NARROW = 16, FILTER_BITS = 64, BALL_BITS = 128 };

/* Distances that the trivial bound leaves open, and where the trivial ones at the end begin. */
struct leaf {
    double first, last;
};
struct leaves {
    struct leaf *list;
    size_t count, room;
    double open, trivial_from;
};

struct worker {
    const struct lemma_problem *problem;
    struct prover *prover;
    double value[BLOCK], first; /* what the lemma bounds, times D, from this distance on */
};

struct part {
    enum proof outcome;
    double distance, value, bound;
    uint64_t evaluated, balls;
};

static double dim_of(const struct lemma_problem *p) { return (double)p->schedule->rule.dim; }

/* A lower bound of D times the lemma's bound over [first, last]. */
static double least_bound(const struct lemma_problem *p, double first, double last)
{
    arb_t bound;
    arf_t end;
    arb_init(bound), arf_init(end);
    lemma_bound(p->schedule, p->lemma, first, last, FILTER_BITS, bound);
    arb_get_lbound_arf(end, bound, FILTER_BITS);
    double least = arf_get_d(end, ARF_RND_FLOOR);
    arb_clear(bound), arf_clear(end);
    return least;
}

/* |C_D|, |S_D| <= 1/2 is then all the lemma says; LC.2 is a strict inequality. */
static bool trivial(const struct lemma_problem *p, double first, double last)
{
    double least = least_bound(p, first, last), half = 0.5 * dim_of(p);
    return p->lemma == LEMMA_C2 ? least > half : least >= half;
}

static enum status add_leaf(struct leaves *l, double first, double last)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 256;
        struct leaf *list = realloc(l->list, room * sizeof *list);
        if (!list)
            return STATUS_MEMORY;
        l->list = list, l->room = room;
    }
    l->list[l->count++] = (struct leaf){first, last};
    l->open += last - first + 1.0;
    l->trivial_from = -1.0;
    return l->open <= LEMMA_PROOF_LIMIT ? STATUS_OK : STATUS_UNDEFINED;
}

/* Cuts [first, last] into leaves and stretches where the bound is trivial, in order. */
static enum status cut(const struct lemma_problem *p, double first, double last, struct leaves *l)
{
    /* with the real distances up to the next stretch */
    if (trivial(p, first, last < p->hi ? last + 1.0 : last)) {
        l->trivial_from = l->trivial_from < 0.0 ? first : l->trivial_from;
        return STATUS_OK;
    }
    if (last - first < BLOCK && NARROW * (last - first) <= first)
        return add_leaf(l, first, last);
    double middle = last > 4.0 * first ? floor(sqrt(first) * sqrt(last))
                                       : floor(first + 0.5 * (last - first));
    middle = fmin(fmax(middle, first), last - 1.0);
    enum status status = cut(p, first, middle, l);
    return status == STATUS_OK ? cut(p, middle + 1.0, last, l) : status;
}

/* What the lemma bounds, from Z = D C_D or D S_D. */
static double bounded(enum lemma lemma, double sum) { return lemma == LEMMA_C2 ? -sum : fabs(sum); }

/* One distance by balls on both sides. */
static enum status compare_balls(struct worker *w, double distance, struct part *part)
{
    const struct lemma_problem *p = w->problem;
    enum status status = STATUS_OK;
    arb_t bound, value, room;
    arf_t end;
    fmpz_t whole;
    arb_init(bound), arb_init(value), arb_init(room);
    arf_init(end);
    fmpz_init(whole);
    fmpz_set_d(whole, distance);
    part->outcome = PROOF_UNDECIDED, part->distance = distance;
    for (slong bits = BALL_BITS; bits <= PROVER_BITS_MOST && part->outcome == PROOF_UNDECIDED;
         bits *= 2) {
        status = prover_enclose(w->prover, whole, bits, value);
        if (status != STATUS_OK)
            break;
        (p->lemma == LEMMA_C2 ? arb_neg : arb_abs)(value, value);
        lemma_bound(p->schedule, p->lemma, distance, distance, bits, bound);
        arb_sub(room, bound, value, bits);
        part->outcome = arb_is_positive(room)   ? PROOF_POSITIVE
                        : arb_is_negative(room) ? PROOF_NEGATIVE
                                                : PROOF_UNDECIDED;
        if (part->outcome == PROOF_NEGATIVE) {
            double sign = p->lemma == LEMMA_C2 ? -1.0 : 1.0;
            arb_div_ui(value, value, p->schedule->rule.dim, bits);
            arb_div_ui(bound, bound, p->schedule->rule.dim, bits);
            arb_get_lbound_arf(end, value, bits);
            part->value = sign * arf_get_d(end, ARF_RND_FLOOR);
            arb_get_ubound_arf(end, bound, bits);
            part->bound = sign * arf_get_d(end, ARF_RND_CEIL);
        }
    }
    part->balls++;
    arb_clear(bound), arb_clear(value), arb_clear(room);
    arf_clear(end);
    fmpz_clear(whole);
    return status;
}

/* A stretch of a leaf, halved until it is decided. */
static enum status visit(struct worker *w, double first, double last, struct part *part)
{
    size_t from = (size_t)(first - w->first), to = (size_t)(last - w->first);
    double most = -HUGE_VAL, least = least_bound(w->problem, first, last),
           error = prover_error(w->prover);
    for (size_t i = from; i <= to; i++)
        most = fmax(most, w->value[i]);
    if (most < least - error - 0x1p-50 * (fabs(least) + error)) {
        part->evaluated += to - from + 1;
        return STATUS_OK;
    }
    if (first == last) {
        part->evaluated++;
        return compare_balls(w, first, part);
    }
    double middle = floor(first + 0.5 * (last - first));
    enum status status = visit(w, first, middle, part);
    return status == STATUS_OK && part->outcome == PROOF_POSITIVE
               ? visit(w, middle + 1.0, last, part)
               : status;
}

static enum status visit_leaf(struct worker *w, const struct leaf *leaf, struct part *part)
{
    size_t count = (size_t)(leaf->last - leaf->first) + 1;
    enum status status = prover_values(w->prover, leaf->first, count, w->value);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        w->value[i] = bounded(w->problem->lemma, w->value[i]);
    w->first = leaf->first;
    return status == STATUS_OK ? visit(w, leaf->first, leaf->last, part) : status;
}

static struct worker *worker_new(const struct lemma_problem *p)
{
    const struct schedule *s = p->schedule;
    bool sine = p->lemma == LEMMA_C1_SIN;
    struct worker *w = malloc(sizeof *w);
    if (!w)
        return NULL;
    w->problem = p;
    if (prover_new(s, sine ? NULL : s->weight, sine ? s->weight : NULL, &w->prover) == STATUS_OK)
        return w;
    free(w);
    return NULL;
}

static enum status visit_all(const struct lemma_problem *p, const struct leaves *l,
                             struct part *part)
{
    enum status worst = STATUS_OK;
#pragma omp parallel if (l->count > 1)
    {
        struct worker *w = worker_new(p);
#pragma omp for schedule(dynamic, 4)
        for (size_t i = 0; i < l->count; i++) {
            part[i] = (struct part){.outcome = PROOF_POSITIVE, .distance = -1.0};
            enum status status = w ? visit_leaf(w, &l->list[i], &part[i]) : STATUS_MEMORY;
            if (status != STATUS_OK)
#pragma omp atomic write
                worst = status;
        }
        if (w)
            prover_free(w->prover);
        free(w);
    }
    return worst;
}

static enum status cut_range(const struct lemma_problem *p, struct leaves *l)
{
    *l = (struct leaves){.trivial_from = -1.0};
    if (!(p->lo >= 1.0 && p->lo <= p->hi && p->hi <= DISTANCE_LIMIT) ||
        !schedule_is_plain(p->schedule))
        return STATUS_DOMAIN;
    return cut(p, p->lo, p->hi, l);
}

enum status lemma_open(const struct lemma_problem *problem, double *count)
{
    struct leaves l;
    enum status status = cut_range(problem, &l);
    *count = l.open;
    free(l.list);
    return status;
}

enum status lemma_prove(const struct lemma_problem *problem, struct lemma_proof *out)
{
    struct leaves l;
    *out = (struct lemma_proof){.outcome = PROOF_POSITIVE, .distance = -1.0};
    enum status status = cut_range(problem, &l);
    struct part *part = status == STATUS_OK && l.count ? malloc(l.count * sizeof *part) : NULL;
    if (part)
        status = visit_all(problem, &l, part);
    else if (status == STATUS_OK && l.count)
        status = STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < l.count && out->outcome == PROOF_POSITIVE; i++) {
        out->outcome = part[i].outcome;
        if (out->outcome != PROOF_POSITIVE)
            out->distance = part[i].distance, out->value = part[i].value,
            out->bound = part[i].bound;
        out->evaluated += part[i].evaluated, out->balls += part[i].balls;
    }
    if (status == STATUS_OK) {
        out->hypothesis = lemma_hypotheses(
            problem->schedule, out->outcome == PROOF_NEGATIVE ? out->distance : problem->lo);
        out->beyond = trivial(problem, problem->hi, HUGE_VAL);
        out->trivial_from = l.trivial_from;
    }
    free(part);
    free(l.list);
    return status;
}
