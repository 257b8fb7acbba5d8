#include "verify/prove.h"

#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>

#include "verify/fail.h"
#include "verify/pass.h"

/* Fail lines proved at a time: enough for any number of threads, few enough to stop soon after a
 * false one. */
enum { BATCH = 4096 };

/* Two bases are a bracket if they are this close, relatively: 1e-9. */
#define BRACKET_PARTS 1000000000

struct prover {
    const struct certificate *certificate;
    struct chain chain;
    struct complaint *complaint;
    int threads;
    /* one for each thread */
    struct bank *banks;
    /* of the batch */
    struct fail_proof *proofs;
    /* the last */
    const struct bound *row;
    /* the FAIL of its window, or 0 */
    double window_end;
};

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
        return complain(p->complaint, "balls of %d bits do not decide MARGIN against B_%u(%.17g)",
                        BITS_LAST, line->distance, line->base);
    default:
        break;
    }
    if (value >= 0.0)
        return complain(p->complaint, "B_%u(%.17g) is %.9g; expected it to be negative",
                        line->distance, line->base, value);
    return complain(
        p->complaint,
        "B_%u(%.17g) is %.17g, MARGIN %s; expected %.17g within a millionth, and not over it",
        line->distance, line->base, value,
        proof->margin == MARGIN_OVER ? "over its size" : "too far under its size", -value);
}

/* The chain goes on from what it has proved. */
static bool chain_holds(struct prover *p, const struct line *line, const struct fail_proof *proof)
{
    if (line->base > p->chain.frontier)
        return complain(
            p->complaint,
            "a gap: the lines before prove bases under %.17g; expected BASE at most that",
            p->chain.frontier);
    if (!fail_holds(p, line, proof))
        return false;
    if (proof->frontier > p->chain.frontier)
        p->chain.frontier = proof->frontier;
    if (line->distance > p->chain.distance)
        p->chain.distance = line->distance;
    return true;
}

/* Proves count fail lines, all at once, then follows the chain; *done: how many hold. */
static bool fails_prove(struct prover *p, const struct line *lines, size_t count, size_t *done)
{
#pragma omp parallel for schedule(dynamic, 16) num_threads(p->threads)
    for (size_t i = 0; i < count; i++)
        p->proofs[i] = fail_prove(&p->banks[omp_get_thread_num()], lines[i].base, lines[i].distance,
                                  lines[i].margin);
    for (*done = 0; *done < count; ++*done)
        if (!chain_holds(p, &lines[*done], &p->proofs[*done]))
            return false;
    return true;
}

/* All bases of [from, to] pass at the context. */
static bool passes(struct prover *p, uint32_t context, double from, double to)
{
    struct pass_proof proof = pass_prove(p->certificate->dim / 2, context, from, to);
    switch (proof.pass) {
    case PASS_PROVED:
        return true;
    case PASS_REFUTED:
        return complain(p->complaint,
                        "base %.17g does not pass: B_%u of it is %.9g; expected it to pass",
                        proof.base, proof.distance, proof.value);
    case PASS_OPEN:
        return complain(p->complaint,
                        "balls of %d bits do not decide whether B_%u(%.17g) is negative", BITS_LAST,
                        proof.distance, proof.base);
    default:
        p->complaint->no_memory = true;
        return complain(p->complaint, "no memory for the distances of one context");
    }
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
    p->row = b;
    p->window_end = 0.0;
    if (p->chain.distance >= b->context)
        return complain(p->complaint,
                        "the fail lines before use distance %u; expected distances under CONTEXT",
                        p->chain.distance);
    if (b->lo > p->chain.frontier)
        return complain(p->complaint,
                        "the fail lines before prove bases under %.17g; expected LO at most that",
                        p->chain.frontier);
    if (b->hi < b->lo || !bracket(b->lo, b->hi))
        return complain(p->complaint, "HI/LO - 1 is %.9g; expected 0 to 1e-9",
                        (b->hi - b->lo) / b->lo);
    return passes(p, b->context, b->hi, b->hi);
}

static bool window_holds(struct prover *p, const struct line *line, const struct bound *b)
{
    p->window_end = line->base;
    if (b->lo != p->row->hi)
        return complain(p->complaint, "FROM is not the HI of its row; expected %.17g", p->row->hi);
    if (b->hi < b->lo)
        return complain(p->complaint, "TO is under FROM; expected at least %.17g", b->lo);
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
        return complain(
            p->complaint,
            "SAFE is under %.17g, and not all bases between pass; expected at least that", failing);
    return end_fails(p, line, b) && passes(p, b->context, b->lo, b->lo);
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
        if (!(count ? fails_prove(p, c->lines + *at, count, &done)
                    : bound_holds(p, &c->lines[*at]))) {
            *at += done;
            return false;
        }
        *at += count ? count : 1;
    }
    return true;
}

/* The checksum comes last: a false line says more. */
static bool checksum_holds(const struct certificate *c, struct complaint *complaint)
{
    if (c->checksum == c->checksum_said)
        return true;
    complaint->line = c->count + LINES_BEFORE + 1;
    snprintf(complaint->text, sizeof complaint->text, "end %zu %016" PRIx64,
             c->count + LINES_BEFORE, c->checksum_said);
    return complain(complaint,
                    "every line proves, but they are not those that were written; "
                    "expected checksum %016" PRIx64,
                    c->checksum);
}

bool certificate_prove(const struct certificate *certificate, struct chain *chain,
                       struct complaint *complaint)
{
    struct prover p = {certificate, {1.0, 0}, complaint, omp_get_max_threads(),
                       NULL,        NULL,     NULL,      0.0};
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
    return fine && checksum_holds(certificate, complaint);
}
