#include "theory/proof/bases/base_window.h"

#include <math.h>

#include "theory/proof/bases/base_boxes.h"

enum { BITS = 128 };

/* Sum of cos(min(pi, (length - 1) b^(-n/h))) from pair `first` on: no distance below the length
 * makes less of them. */
static void least_sum(arb_t sum, double base, size_t pairs, size_t first, double last)
{
    arb_t root, x, pi;
    arb_init(root);
    arb_init(x);
    arb_init(pi);
    arb_const_pi(pi, BITS);
    arb_set_d(root, base);
    arb_log(root, root, BITS);
    arb_div_ui(root, root, pairs, BITS);
    for (size_t n = first; n < pairs; n++) {
        arb_mul_si(x, root, -(slong)n, BITS);
        arb_exp(x, x, BITS);
        arb_mul_ui(x, x, (ulong)last, BITS);
        if (arb_lt(x, pi)) {
            arb_cos(x, x, BITS);
            arb_add(sum, sum, x, BITS);
        } else {
            arb_sub_ui(sum, sum, 1, BITS);
        }
    }
    arb_clear(root);
    arb_clear(x);
    arb_clear(pi);
}

/* cos r rounded down. */
static double cosine_below(size_t r)
{
    arb_t x;
    arf_t low;
    arb_init(x);
    arf_init(low);
    arb_set_ui(x, r);
    arb_cos(x, x, BITS);
    arb_get_lbound_arf(low, x, BITS);
    double below = arf_get_d(low, ARF_RND_FLOOR);
    arb_clear(x);
    arf_clear(low);
    return below;
}

/* A lower bound on what pair 0, which no base slows, adds at any distance: the least cosine of a
 * whole number; -1 unless the length is within pi or two pairs have to make do with it. */
static enum status fastest_pair(size_t pairs, size_t length, double *least)
{
    *least = -1.0;
    if (pairs > 2 && length > 4)
        return STATUS_OK;
    struct base_bank *bank;
    struct base_scan scan = {0};
    enum status status = base_bank_new(2, &bank);
    if (status == STATUS_OK)
        status = base_bank_set(bank, 1.0);
    if (status == STATUS_OK)
        status = base_scan_values(&scan, bank, length);
    *least = 1.0;
    for (size_t r = 0; status == STATUS_OK && r < length; r++) {
        double below = scan.value[r] - 2.0 * base_bank_error(bank);
        /* so near -1 that the bound would take it all */
        if (below < *least && below < -1.0 + 0x1p-30)
            below = cosine_below(r);
        *least = fmin(*least, below);
    }
    base_scan_free(&scan);
    base_bank_free(bank);
    return status;
}

enum status base_limit(size_t dim, size_t length, double *limit)
{
    double least, lo = 1.0, hi = 1.0;
    size_t pairs = dim / 2;
    enum status status = fastest_pair(pairs, length, &least);
    if (status != STATUS_OK)
        return status;
    arb_t sum;
    arb_init(sum);
    for (;;) {
        arb_set_d(sum, least);
        least_sum(sum, hi, pairs, 1, (double)(length - 1));
        if (arb_is_nonnegative(sum))
            break;
        lo = hi;
        hi *= 2.0;
        if (hi > BASE_BANK_BASE || pairs == 1) {
            arb_clear(sum);
            return STATUS_UNDEFINED;
        }
    }
    while (hi > 1.001 * lo) {
        double middle = lo + 0.5 * (hi - lo);
        arb_set_d(sum, least);
        least_sum(sum, middle, pairs, 1, (double)(length - 1));
        if (arb_is_nonnegative(sum))
            hi = middle;
        else
            lo = middle;
    }
    arb_clear(sum);
    *limit = hi;
    return STATUS_OK;
}

/* A base beyond the edge, as far from it as the tolerance lets, at which the edge's distance is
 * proved to be negative. */
static enum status find_failure(size_t dim, const struct base_edge *edge, bool up, double tolerance,
                                struct base_end *out)
{
    struct base_bank *bank;
    enum status status = base_bank_new(dim, &bank);
    *out = (struct base_end){.none = edge->whole, .proved = edge->whole, .passes = edge->base};
    for (double step = 0.9 * tolerance; status == STATUS_OK && !out->proved && step > 0x1p-50;
         step *= 0.5) {
        double base = up ? edge->base * (1.0 + step) : edge->base / (1.0 + step);
        if (base < 1.0)
            continue;
        status = base_bank_set(bank, base);
        if (status != STATUS_OK)
            break;
        double margin = base_bank_margin(bank, edge->distance,
                                         base_bank_value(bank, edge->distance));
        if (margin > 0.0) {
            out->proved = true;
            out->fails = base;
            out->distance = edge->distance;
            out->margin = margin;
        }
    }
    out->sums = edge->sums;
    base_bank_free(bank);
    return status;
}

enum status base_window_end(size_t dim, size_t length, double from, double limit, double tolerance,
                            struct base_end *out)
{
    struct base_edge edge = {.whole = true};
    struct base_counts sums = {0};
    enum status status = STATUS_OK;
    /* A window is mostly narrow: go up by longer and longer pieces, so that no distance is followed
     * far beyond it. */
    double at = from, piece = 1e-6;
    while (status == STATUS_OK && edge.whole && at < limit) {
        double to = fmin(limit, at * (1.0 + piece));
        status = base_cover(dim, at, to, 0, length, &edge);
        sums.evaluations += edge.sums.evaluations;
        sums.balls += edge.sums.balls;
        at = to;
        piece = fmin(1.0, 4.0 * piece);
    }
    edge.sums = sums;
    if (status == STATUS_OK)
        status = find_failure(dim, &edge, true, tolerance, out);
    if (edge.whole)
        out->passes = fmax(from, limit);
    return status;
}

enum status base_safe_start(size_t dim, size_t first, size_t length, double from, double limit,
                            double tolerance, struct base_end *out)
{
    struct base_edge edge;
    enum status status = base_boxes(dim, from, limit, first, length, &edge);
    if (status == STATUS_OK)
        status = find_failure(dim, &edge, false, tolerance, out);
    if (edge.whole)
        out->passes = from;
    return status;
}
