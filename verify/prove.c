#include "verify/prove.h"

#include <omp.h>
#include <stdlib.h>

#include "verify/fail.h"
#include "verify/safe.h"

/* Fail or below lines proved at a time: enough for any number of threads, few enough to stop soon
 * after a false one. */
enum { BATCH = 4096 };

/* Two bases are a bracket if they are this close, relatively: 1e-9. */
#define BRACKET_PARTS 1000000000

/* What was found of a fail line, or of a below line. */
union line_proof {
    struct fail_proof fail;
    struct below_proof below;
};

struct prover {
    const struct certificate *certificate;
    struct chain chain;
    struct complaint *complaint;
    int threads;
    /* one for each thread */
    struct bank *banks;
    /* of the batch */
    union line_proof *proofs;
    /* the last */
    const struct bound *row;
    /* the FAIL of its window, or 0 */
    double window_end;
    /* the last safe line that was proved for every base, or NULL */
    const struct bound *safe;
    /* a base in a message */
    char shown[NUMBER_SIZE];
};

static const char *shown(struct prover *p, double base)
{
    return certificate_base(p->certificate, base, p->shown);
}

/* hi/lo - 1 <= 1e-9, exactly. */
static bool bracket(double lo, double hi)
{
    arf_t x, y;
    arf_init(x);
    arf_init(y);
    arf_set_d(x, hi);
    arf_set_d(y, lo);
    arf_sub(x, x, y, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_ui(x, x, BRACKET_PARTS, ARF_PREC_EXACT, ARF_RND_DOWN);
    bool close = arf_cmp(x, y) <= 0;
    arf_clear(x);
    arf_clear(y);
    return close;
}

/* Whether a line's fail part came out true; else says why not. */
static bool fail_holds(struct prover *p, const struct line *line, const struct fail_proof *proof)
{
    double value = proof->value;
    switch (proof->margin) {
    case MARGIN_TRUE:
        return true;
    case MARGIN_OPEN:
        return complain(p->complaint, "balls of %d bits do not decide MARGIN against B_%u(%s)",
                        BITS_LAST, line->distance, shown(p, line->base));
    default:
        break;
    }
    if (value >= 0.0)
        return complain(p->complaint, "B_%u(%s) is %.9g; expected it to be negative",
                        line->distance, shown(p, line->base), value);
    return complain(
        p->complaint,
        "B_%u(%s) is %.17g, MARGIN %s; expected %.17g within a millionth, and not over it",
        line->distance, shown(p, line->base), value,
        proof->margin == MARGIN_OVER ? "over its size" : "too far under its size", -value);
}

/* The chain goes on from what it has proved. */
static bool fail_extends(struct prover *p, const struct line *line, const struct fail_proof *proof)
{
    if (line->base > p->chain.frontier)
        return complain(p->complaint,
                        "a gap: the lines before prove bases under %s; expected BASE at most that",
                        shown(p, p->chain.frontier));
    if (!fail_holds(p, line, proof))
        return false;
    if (proof->frontier > p->chain.frontier)
        p->chain.frontier = proof->frontier;
    return true;
}

static bool below_extends(struct prover *p, const struct line *line,
                          const struct below_proof *proof)
{
    if (line->base <= p->chain.frontier)
        return complain(p->complaint, "the lines before prove bases to %s; expected BASE over that",
                        shown(p, p->chain.frontier));
    if (proof->below == ANSWER_NO)
        return complain(p->complaint,
                        "B_%u(%s) is %.9g; expected it to be negative from the BASE before, or 1, "
                        "to BASE",
                        line->distance, shown(p, proof->base), proof->value);
    if (proof->below == ANSWER_OPEN)
        return complain(p->complaint,
                        "balls of %d bits do not decide whether B_%u is negative next to %s",
                        BITS_LAST, line->distance, shown(p, proof->base));
    p->chain.frontier = line->base;
    return true;
}

/* Proves count fail or below lines, all at once, then follows the chain; *done: how many hold. */
static bool links_prove(struct prover *p, const struct line *lines, size_t count, size_t *done)
{
    bool hops = p->certificate->version == 1;
    double frontier = p->chain.frontier;
#pragma omp parallel for schedule(dynamic, 16) num_threads(p->threads)
    for (size_t i = 0; i < count; i++) {
        struct bank *bank = &p->banks[omp_get_thread_num()];
        double from = i > 0 ? lines[i - 1].base : frontier;
        if (hops)
            p->proofs[i].fail = fail_prove(bank, lines[i].base, lines[i].distance, lines[i].margin);
        else if (from < lines[i].base)
            p->proofs[i].below = below_prove(bank, from, lines[i].base, lines[i].distance);
    }
    for (*done = 0; *done < count; ++*done) {
        const struct line *line = &lines[*done];
        if (!(hops ? fail_extends(p, line, &p->proofs[*done].fail)
                   : below_extends(p, line, &p->proofs[*done].below)))
            return false;
        if (line->distance > p->chain.distance)
            p->chain.distance = line->distance;
    }
    return true;
}

static bool pass_holds(struct prover *p, struct pass_proof proof)
{
    switch (proof.pass) {
    case PASS_PROVED:
        return true;
    case PASS_REFUTED:
        return complain(p->complaint,
                        "base %s does not pass: B_%u of it is %.9g; expected it to pass",
                        shown(p, proof.base), proof.distance, proof.value);
    case PASS_OPEN:
        return complain(p->complaint, "balls of %d bits do not decide whether B_%u(%s) is negative",
                        BITS_LAST, proof.distance, shown(p, proof.base));
    default:
        p->complaint->no_memory = true;
        return complain(p->complaint, "no memory for the distances of one context");
    }
}

/* All bases of [from, to] pass at the context. */
static bool passes(struct prover *p, uint32_t context, double from, double to)
{
    return pass_holds(p, pass_prove(p->certificate->dim / 2, context, from, to));
}

/* All bases from SAFE on pass at the context; in version 1 that is claimed of SAFE alone. */
static bool safe_passes(struct prover *p, const struct bound *b)
{
    if (p->certificate->version == 1)
        return passes(p, b->context, b->lo, b->lo);
    uint32_t first = p->safe && p->safe->lo <= b->lo ? p->safe->context : 1;
    p->safe = b;
    return pass_holds(p, safe_prove(p->certificate->dim / 2, first, b->context, b->lo));
}

/* The fail part of a window or safe line. */
static bool end_fails(struct prover *p, const struct line *line, const struct bound *b)
{
    if (line->distance >= b->context)
        return complain(p->complaint, "DISTANCE is %u; expected it under CONTEXT", line->distance);
    struct fail_proof proof = fail_prove(&p->banks[0], line->base, line->distance, line->margin);
    return fail_holds(p, line, &proof);
}

static bool row_holds(struct prover *p, const struct bound *b)
{
    bool old = p->certificate->version == 1;
    p->row = b;
    p->window_end = 0.0;
    if (p->chain.distance >= b->context)
        return complain(p->complaint,
                        "the lines before use distance %u; expected distances under CONTEXT",
                        p->chain.distance);
    if (old ? b->lo > p->chain.frontier : b->lo != p->chain.frontier)
        return complain(p->complaint, "the lines before prove bases %s %s; expected LO %s that",
                        old ? "under" : "to", shown(p, p->chain.frontier),
                        old ? "at most" : "to be");
    if (b->hi < b->lo || !bracket(b->lo, b->hi))
        return complain(p->complaint, "HI/LO - 1 is %.9g; expected 0 to 1e-9",
                        (b->hi - b->lo) / b->lo);
    return passes(p, b->context, b->hi, b->hi);
}

static bool window_holds(struct prover *p, const struct line *line, const struct bound *b)
{
    p->window_end = line->base;
    if (b->lo != p->row->hi)
        return complain(p->complaint, "FROM is not the HI of its row; expected %s",
                        shown(p, p->row->hi));
    if (b->hi < b->lo)
        return complain(p->complaint, "TO is under FROM; expected at least %s", shown(p, b->lo));
    if (line->base <= b->hi || !bracket(b->hi, line->base))
        return complain(p->complaint, "FAIL/TO - 1 is %.9g; expected over 0 to 1e-9",
                        (line->base - b->hi) / b->hi);
    return end_fails(p, line, b) && passes(p, b->context, b->lo, b->hi);
}

static bool safe_holds(struct prover *p, const struct line *line, const struct bound *b)
{
    double failing = p->window_end > 0.0 ? p->window_end : p->row->lo;
    if (b->lo <= line->base || !bracket(line->base, b->lo))
        return complain(p->complaint, "SAFE/FAIL - 1 is %.9g; expected over 0 to 1e-9",
                        (b->lo - line->base) / line->base);
    if (b->lo < failing)
        return complain(p->complaint,
                        "SAFE is under %s, and not all bases between pass; expected at least that",
                        shown(p, failing));
    return end_fails(p, line, b) && safe_passes(p, b);
}

static bool bound_holds(struct prover *p, const struct line *line)
{
    const struct bound *b = &p->certificate->bounds[line->bound - 1];
    switch (b->kind) {
    case LINE_ROW:
        return row_holds(p, b);
    case LINE_WINDOW:
        return window_holds(p, line, b);
    default:
        return safe_holds(p, line, b);
    }
}

/* All lines in order; *at: the first that does not hold. */
static bool lines_hold(struct prover *p, size_t *at)
{
    const struct certificate *c = p->certificate;
    for (*at = 0; *at < c->count;) {
        size_t count = 0, done = 0;
        while (count < BATCH && *at + count < c->count && c->lines[*at + count].bound == 0)
            count++;
        if (!(count ? links_prove(p, c->lines + *at, count, &done)
                    : bound_holds(p, &c->lines[*at]))) {
            *at += done;
            return false;
        }
        *at += count ? count : 1;
    }
    return true;
}

bool certificate_prove(const struct certificate *certificate, struct chain *chain,
                       struct complaint *complaint)
{
    struct prover p = {.certificate = certificate,
                       .chain = {1.0, 0},
                       .complaint = complaint,
                       .threads = omp_get_max_threads()};
    size_t at;
    *complaint = (struct complaint){0};
    p.banks = malloc((size_t)p.threads * sizeof *p.banks);
    p.proofs = malloc(BATCH * sizeof *p.proofs);
    bool fine = p.banks && p.proofs;
    if (!fine) {
        complaint->no_memory = true;
        complain(complaint, "no memory for %d threads", p.threads);
    } else {
        for (int i = 0; i < p.threads; i++)
            bank_init(&p.banks[i], certificate->dim / 2);
        fine = lines_hold(&p, &at);
        for (int i = 0; i < p.threads; i++)
            bank_clear(&p.banks[i]);
        if (!fine) {
            complaint->line = at + LINES_BEFORE + 1;
            certificate_text(certificate, at, complaint->text);
        }
    }
    free(p.banks);
    free(p.proofs);
    *chain = p.chain;
    /* the checksum comes last: a false line says more */
    return fine && checksum_holds(certificate, complaint);
}
