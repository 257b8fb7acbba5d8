/* The base table against brute force from the definition, in long double on dense sets of bases, at
 * small sizes; and against known infima at the size in use. */
#include <math.h>
#include <omp.h>

#include "experiments/basebound/measure.h"
#include "tests/tools/check_tools.h"

static long double sum_of(size_t dim, long double base, double r)
{
    long double sum = 0.0L, h = (long double)dim / 2.0L;
    for (size_t n = 0; n < dim / 2; n++)
        sum += cosl((long double)r * powl(base, -(long double)n / h));
    return sum;
}

/* The first distance at which a base fails, or the length. */
static double first_failure(size_t dim, size_t length, double base)
{
    long double theta[64], h = (long double)dim / 2.0L;
    ck_assert_uint_le(dim, 128);
    for (size_t n = 0; n < dim / 2; n++)
        theta[n] = powl(base, -(long double)n / h);
    for (size_t r = 0; r < length; r++) {
        long double sum = 0.0L;
        for (size_t n = 0; n < dim / 2; n++)
            sum += cosl((long double)r * theta[n]);
        if (sum < 0.0L)
            return (double)r;
    }
    return (double)length;
}

/* What a search hands over: its ranges are checked as they come. */
struct watch {
    size_t dim;
    double frontier, hops, sum; /* sum: of the ranges' numbers */
    struct basebound_row row[16];
    size_t rows, limit; /* ranges after which to stop; 0: none */
};

static enum status take_below(void *context, const struct base_below *below)
{
    struct watch *w = context;
    ck_assert_msg(below->from == w->frontier && below->to > below->from,
                  "%.17g to %.17g, not %.17g", below->from, below->to, w->frontier);
    enum { STEPS = 12 };
    for (int i = 0; i <= STEPS; i++) {
        long double part = (long double)i / STEPS,
                    base = (1.0L - part) * below->from + part * below->to,
                    sum = sum_of(w->dim, base, below->distance);
        ck_assert_msg(sum < 0.0L, "B_%.0f(%.17Lg) is %.17Lg", below->distance, base, sum);
    }
    w->frontier = below->to;
    w->hops += 1.0;
    w->sum += below->to + below->distance / w->hops;
    return w->limit && w->hops >= (double)w->limit ? STATUS_UNDEFINED : STATUS_OK;
}

static enum status take_row(void *context, const struct basebound_row *row)
{
    struct watch *w = context;
    ck_assert(w->rows < TOOLS_COUNT(w->row));
    ck_assert(row->never || row->hops == w->hops);
    ck_assert(row->never || row->least.lo == w->frontier);
    w->row[w->rows++] = *row;
    return STATUS_OK;
}

static struct watch watched(size_t dim, size_t count, const double *length, double limit)
{
    struct watch w = {.dim = dim, .frontier = 1.0};
    struct basebound_sink sink = {{take_below, &w}, take_row, &w, NULL};
    ck_assert_int_eq(basebound_search(dim, count, length, limit, &sink), STATUS_OK);
    ck_assert_uint_eq(w.rows, count);
    return w;
}

/* A failing base just beyond an end. */
static void check_end(size_t dim, size_t length, const struct base_end *end, bool up)
{
    double near = up ? end->passes : end->fails, far = up ? end->fails : end->passes;
    ck_assert_msg(end->proved && near < far && far - near <= BASEBOUND_TOLERANCE * near,
                  "%.17g and %.17g", near, far);
    ck_assert(end->distance >= 0.0 && end->distance < (double)length);
    long double sum = sum_of(dim, end->fails, end->distance);
    ck_assert_msg(end->margin > 0.0 && fabsl(sum + end->margin) <= 2e-7L * end->margin + 1e-15L,
                  "%.17Lg, margin %.17g", sum, end->margin);
}

static void check_row(size_t dim, const struct basebound_row *row)
{
    size_t length = row->length;
    ck_assert(row->proved && row->least.closed && row->has_window && row->has_safe &&
              row->limit_ends && !row->never);
    double lo = row->least.lo, hi = row->least.hi,
           top = row->window.none ? 4.0 * row->limit : row->window.passes;
    ck_assert_msg(lo <= hi && hi - lo <= BASEBOUND_TOLERANCE * lo,
                  "dim %zu length %zu: %.17g %.17g", dim, length, lo, hi);
    ck_assert(first_failure(dim, length, hi) == (double)length);
    ck_assert(row->safe.passes >= hi &&
              row->safe.passes <= row->limit * (1.0 + BASEBOUND_TOLERANCE));
    enum { STEPS = 800 };
    for (int i = 0; i < STEPS; i++) {
        double part = (double)i / STEPS, base = pow(lo, part);
        if (base < lo && first_failure(dim, length, base) == (double)length)
            ck_abort_msg("dim %zu length %zu: base %.17g passes, under %.17g", dim, length, base,
                         lo);
        base = hi * pow(top / hi, part);
        ck_assert_msg(first_failure(dim, length, base) == (double)length,
                      "dim %zu length %zu: base %.17g of the window fails", dim, length, base);
        base = row->safe.passes * pow(16.0 * row->limit / row->safe.passes, part);
        ck_assert_msg(first_failure(dim, length, base) == (double)length,
                      "dim %zu length %zu: safe base %.17g fails", dim, length, base);
    }
    if (lo > 1.0)
        ck_assert(row->least.margin > 0.0 && sum_of(dim, lo, row->least.distance) < 0.0L);
    if (row->window.none)
        ck_assert(row->safe.passes == hi);
    else
        check_end(dim, length, &row->window, true);
    if (!row->safe.none)
        check_end(dim, length, &row->safe, false);
    ck_assert(row->safe.none == (length <= 2));
    /* the bound behind the limit: not negative there, negative 0.2 % below */
    for (int below = 0; below < 2 && length > 2 && dim > 4; below++) {
        double base = below ? row->limit / 1.002 : row->limit;
        long double sum = 0.0L;
        for (size_t n = 0; n < dim / 2; n++) {
            long double x = (long double)(length - 1) *
                            powl(base, -(long double)n / ((long double)dim / 2.0L));
            sum += x < 3.14159265358979323846L ? cosl(x) : -1.0L;
        }
        ck_assert_msg(below ? sum < 0.0L : sum >= -1e-15L, "dim %zu length %zu: %.17Lg at %.17g",
                      dim, length, sum, base);
    }
}

TEST(small_tables_are_those_of_a_plain_search)
{
    static const struct {
        size_t dim, count;
        double length[6];
    } tables[] = {{4, 4, {1, 2, 3, 16}},
                  {6, 3, {3, 10, 30}},
                  {8, 6, {1, 2, 3, 4, 12, 40}},
                  {16, 4, {5, 16, 33, 64}},
                  {64, 2, {16, 100}}};
    for (size_t t = 0; t < TOOLS_COUNT(tables); t++) {
        struct watch w = watched(tables[t].dim, tables[t].count, tables[t].length, 0.0);
        for (size_t i = 0; i < w.rows; i++) {
            ck_assert_uint_eq(w.row[i].length, (size_t)tables[t].length[i]);
            check_row(tables[t].dim, &w.row[i]);
        }
    }
}

/* The rows of several lengths are those of each alone: later lengths rest on what earlier ones
 * proved. */
TEST(rows_stand_alone)
{
    static const double lengths[] = {8, 20, 64, 65, 128};
    struct watch all = watched(32, TOOLS_COUNT(lengths), lengths, 0.0);
    for (size_t i = 0; i < TOOLS_COUNT(lengths); i++) {
        struct watch one = watched(32, 1, lengths + i, 0.0);
        const struct basebound_row *a = &all.row[i], *b = &one.row[0];
        check_le(fabs(a->least.hi / b->least.hi - 1.0), 2.0 * BASEBOUND_TOLERANCE);
        ck_assert(a->window.none == b->window.none && a->limit == b->limit);
        if (!a->window.none)
            check_le(fabs(a->window.passes / b->window.passes - 1.0), BASEBOUND_TOLERANCE);
        check_le(fabs(a->safe.passes / b->safe.passes - 1.0), 2.0 * BASEBOUND_TOLERANCE);
    }
}

/* Infima and safe bases found by a scalar program, dim 128. */
TEST(bases_found_by_another_program)
{
    static const double lengths[] = {1024, 2048, 4096},
                        least[] = {4293.43756926, 11587.2443031, 26952.3392278},
                        safe[] = {6018.28, 22764.3, 58789.5};
    struct watch w = watched(128, 3, lengths, 0.0);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_msg(w.row[i].least.lo <= least[i] * (1.0 + 1e-10) &&
                          w.row[i].least.hi >= least[i] * (1.0 - 1e-10),
                      "%.17g to %.17g", w.row[i].least.lo, w.row[i].least.hi);
        check_le(fabs(w.row[i].safe.passes / safe[i] - 1.0), 1e-5);
        ck_assert(w.row[i].proved && w.row[i].limit_ends);
        check_end(128, w.row[i].length, &w.row[i].window, true);
        check_end(128, w.row[i].length, &w.row[i].safe, false);
        ck_assert(w.row[i].sums.balls > 0.0 &&
                  w.row[i].sums.balls < 1e-3 * w.row[i].sums.evaluations);
    }
    /* first-order bounds take 1577, arcs cut off at the window of the longest distance 600 */
    check_lt(w.row[2].hops, 250.0);
}

/* Long rows are swept in sections that threads share: they move no range. */
TEST(sections_are_the_same_for_any_number_of_threads)
{
    static const double lengths[] = {16384, 32768};
    struct watch by[2];
    for (int i = 0; i < 2; i++) {
        omp_set_num_threads(1 + 4 * i);
        by[i] = watched(128, 2, lengths, 0.0);
        ck_assert(by[i].sum == by[0].sum);
        const struct basebound_row *a = &by[0].row[1], *b = &by[i].row[1];
        ck_assert(a->least.hi == b->least.hi && a->safe.passes == b->safe.passes);
        ck_assert(a->sums.evaluations == b->sums.evaluations);
    }
    check_lt(by[0].hops, 1100.0); /* arcs from base 1 on without a cut take 999 */
}

/* One pair does not depend on the base: cos 2 < 0. */
TEST(one_pair_has_no_safe_base)
{
    static const double lengths[] = {1, 2, 3, 100};
    struct watch w = watched(2, 4, lengths, 0.0);
    for (size_t i = 0; i < 4; i++) {
        ck_assert(w.row[i].proved && w.row[i].never == (i >= 2));
        if (i < 2)
            ck_assert(w.row[i].least.closed && w.row[i].least.lo == 1.0 &&
                      w.row[i].least.hi == 1.0 && w.row[i].window.none && w.row[i].safe.none &&
                      w.row[i].safe.passes == 1.0 && w.row[i].limit == 1.0);
    }
    ck_assert(w.hops == 0.0);
}

/* A limit cuts the safe bases: one that fails leaves none, then and at every longer length. */
TEST(limit_cuts_the_safe_bases)
{
    static const double lengths[] = {64, 65, 128};
    struct watch free = watched(32, 3, lengths, 0.0),
                 high = watched(32, 3, lengths, 1.5 * free.row[2].safe.passes),
                 low = watched(32, 3, lengths, 0.999 * free.row[2].least.lo),
                 vast = watched(32, 3, lengths, 1e100);
    double between = free.row[2].safe.fails;
    struct watch failing = watched(32, 3, lengths, between);
    for (size_t i = 0; i < 3; i++) {
        check_le(fabs(high.row[i].safe.passes / free.row[i].safe.passes - 1.0),
                 BASEBOUND_TOLERANCE);
        ck_assert(!high.row[i].limit_ends && high.row[i].limit == 1.5 * free.row[2].safe.passes &&
                  high.row[i].proved);
        ck_assert(vast.row[i].limit_ends && vast.row[i].limit == free.row[i].limit);
        ck_assert(low.row[i].proved && !low.row[i].limit_ends);
    }
    ck_assert(!low.row[2].has_safe && !failing.row[2].has_safe && failing.row[2].proved &&
              failing.row[0].has_safe);
}

TEST(single_base_fails_where_its_sum_does)
{
    struct base_verdict verdict;
    uint64_t state = 77;
    for (int i = 0; i < 300; i++) {
        size_t dim = 2 * (1 + (size_t)(8.0 * tools_uniform(&state))),
               length = 1 + (size_t)(60.0 * tools_uniform(&state));
        double base = exp(9.0 * tools_uniform(&state)), first = first_failure(dim, length, base);
        ck_assert_int_eq(basebound_check(dim, length, base, &verdict), STATUS_OK);
        ck_assert_msg(verdict.proved && verdict.passes == (first == (double)length),
                      "dim %zu length %zu base %.17g", dim, length, base);
        if (!verdict.passes)
            ck_assert(verdict.distance == first);
        check_le(fabsl(verdict.value - sum_of(dim, base, verdict.distance)), 1e-13L);
    }
    ck_assert_int_eq(basebound_check(3, 8, 2.0, &verdict), STATUS_DOMAIN);
    ck_assert_int_eq(basebound_check(8, 8, 0.5, &verdict), STATUS_DOMAIN);
}

TEST(bases_between_are_searched)
{
    bool none;
    double stop, passes, lengths[] = {1024};
    struct watch w = watched(128, 1, lengths, 0.0);
    double lo = w.row[0].least.lo, hi = w.row[0].least.hi, end = w.row[0].window.passes;
    /* the bracket's ends are those of its own search: under the infimum by at most the tolerance */
    double under = lo / (1.0 + BASEBOUND_TOLERANCE);
    ck_assert_int_eq(basebound_none(128, 1024, 4000.0, under, &none, &stop, &passes), STATUS_OK);
    ck_assert(none && stop >= under);
    ck_assert_int_eq(basebound_none(128, 1024, 4000.0, 4300.0, &none, &stop, &passes), STATUS_OK);
    ck_assert(!none && stop <= hi && passes >= lo && passes - stop <= BASEBOUND_TOLERANCE * stop);
    /* from inside the window: the start passes itself */
    ck_assert_int_eq(basebound_none(128, 1024, 0.5 * (hi + end), 5000.0, &none, &stop, &passes),
                     STATUS_OK);
    ck_assert(!none && passes == 0.5 * (hi + end) && stop == passes);
    ck_assert_int_eq(
        basebound_none(128, 1024, w.row[0].window.fails, end * (1.0 + 1e-6), &none, &stop, &passes),
        STATUS_OK);
    ck_assert(none);
    ck_assert_int_eq(basebound_none(128, 1024, 0.0, 2.0, &none, &stop, &passes), STATUS_DOMAIN);
}

/* What a sink says ends a search. */
TEST(sink_stops_a_search)
{
    static const double lengths[] = {64};
    struct watch w = {.dim = 32, .frontier = 1.0, .limit = 3};
    struct basebound_sink sink = {{take_below, &w}, take_row, &w, NULL};
    ck_assert_int_eq(basebound_search(32, 1, lengths, 0.0, &sink), STATUS_UNDEFINED);
    ck_assert(w.hops == 3.0 && w.rows == 0);
}
