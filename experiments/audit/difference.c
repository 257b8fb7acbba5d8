#include "experiments/audit/difference.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/audit/frequencies.h"

/* A meaning, divisors not its own, and how it differs from the reference's. */
struct table {
    struct meaning meaning;
    struct frequencies *frequencies;
    struct difference difference;
    struct table *next;
};

struct bench {
    struct frequencies *frequencies;
    struct table reference; /* the others that were compared follow */
    struct positions positions;
    double length;
};

static enum status table_begin(struct bench *bench, const struct meaning *meaning,
                               struct table *out)
{
    *out = (struct table){.meaning = *meaning};
    enum status status = frequencies_find(&bench->frequencies, meaning, &out->frequencies);
    out->meaning.owned = NULL;
    out->meaning.rule.extension = NULL;
    return status;
}

enum status bench_new(const struct meaning *meaning, double window, double length,
                      struct bench **out)
{
    struct bench *bench = calloc(1, sizeof *bench);
    *out = NULL;
    if (!bench)
        return STATUS_MEMORY;
    bench->length = length;
    bench->positions.window = window > 0.0 && window < length ? window : length;
    bench->positions.within = looks_of(bench->positions.window);
    enum status status = table_begin(bench, meaning, &bench->reference);
    if (status == STATUS_OK)
        *out = bench;
    else
        bench_free(bench);
    return status;
}

void bench_free(struct bench *bench)
{
    if (!bench)
        return;
    frequencies_free(bench->frequencies);
    for (struct table *t = bench->reference.next, *next; t; t = next) {
        next = t->next;
        free(t);
    }
    free(bench);
}

const struct schedule *bench_schedule(const struct bench *bench)
{
    return bench->reference.frequencies->schedule;
}

const struct positions *bench_positions(const struct bench *bench) { return &bench->positions; }

/* How far apart the two coordinates of a pair stand; 0: side by side. */
static size_t spread(const struct meaning *m)
{
    return m->layout == LAYOUT_INTERLEAVED
               ? 0
               : (m->rule.partial == PARTIAL_P ? m->rule.dim : m->rule.rotary) / 2;
}

/* The coordinate that turns with a coordinate, itself if none does, and their pair's number. */
static size_t partner(const struct table *t, size_t coordinate, size_t *pair)
{
    size_t apart = spread(&t->meaning);
    bool second = apart ? coordinate >= apart : coordinate % 2;
    *pair = !apart ? coordinate / 2 : second ? coordinate - apart : coordinate;
    if (*pair >= frequencies_count(t->frequencies))
        return coordinate;
    return !apart ? coordinate ^ 1 : second ? coordinate - apart : coordinate + apart;
}

static double weight(const struct table *t)
{
    return t->meaning.attention_factor * t->meaning.attention_factor;
}

/* A coordinate's frequency, 0 if it does not rotate, and what its cosine is multiplied by. */
static struct cosine turn(const struct table *t, size_t pair, bool turns)
{
    const struct schedule *s = t->frequencies->schedule;
    return turns ? (struct cosine){s->turn_hi[pair], s->turn_lo[pair], weight(t)}
                 : (struct cosine){0.0, 0.0, 1.0};
}

/* cos(x + sign y), the frequency rounded to a leading double and the rest. */
static struct cosine combined(struct cosine x, struct cosine y, double sign, double share)
{
    double b = sign * y.hi, hi = x.hi + b, back = hi - x.hi,
           lo = ((x.hi - (hi - back)) + (b - back)) + (x.lo + sign * y.lo), sum = hi + lo;
    return (struct cosine){sum, (hi - sum) + lo, share * x.weight * y.weight};
}

/* What the square of gauss is made of: coordinate by coordinate, as each turns in the one, in the
 * other or in both. */
struct trace {
    bool together;       /* no two coordinates turn with each other in one meaning alone */
    size_t number[2][2]; /* coordinates, by whether they turn in the first and in the second */
    double *at;          /* at each position looked at, as below */
};

/* trace M(r)'N(r) without the factors on the whole score: where both turn the same two coordinates
 * together cos x cos y + sin x sin y = cos(x - y) per coordinate, else
 * cos x cos y = (cos(x - y) + cos(x + y))/2. */
static size_t trace_terms(const struct table *a, const struct table *b, struct trace *trace,
                          struct cosine *out)
{
    size_t count = 0;
    trace->together = true;
    for (size_t d = 0; d < a->meaning.rule.dim; d++) {
        size_t pair_a, pair_b, with_a = partner(a, d, &pair_a), with_b = partner(b, d, &pair_b);
        struct cosine x = turn(a, pair_a, with_a != d), y = turn(b, pair_b, with_b != d);
        bool together = with_a == with_b || with_a == d || with_b == d;
        if (frequencies_near(x.hi, y.hi)) /* one frequency, however it was rounded */
            y.hi = x.hi, y.lo = x.lo;
        trace->together = trace->together && together;
        trace->number[with_a != d][with_b != d]++;
        out[count++] = combined(x, y, -1.0, together ? 1.0 : 0.5);
        if (!together)
            out[count++] = combined(x, y, 1.0, 0.5);
    }
    return count;
}

/* trace M'M: 2 w^2 for a pair that rotates. */
static double square(const struct table *t)
{
    double turning = (double)frequencies_count(t->frequencies);
    return 2.0 * (turning * weight(t) * weight(t) + t->frequencies->fixed);
}

/* f^2 trace M'M + g^2 trace N'N - 2 f g trace M'N. Where all is together, a coordinate's part is
 *     (f v - g w)^2 + 2 f g v w (1 - cos(x - y)),
 * whose sum over the latter trace->at has: meanings that nearly agree do not cancel in it. */
static double gauss_square(const struct table *a, const struct table *b, const struct trace *trace,
                           size_t at, double f, double g)
{
    if (!trace->together)
        return f * f * square(a) + g * g * square(b) - 2.0 * f * g * trace->at[at];
    const double v[2] = {1.0, weight(a)}, w[2] = {1.0, weight(b)};
    double sum = 2.0 * f * g * trace->at[at];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            sum += (double)trace->number[i][j] * (f * v[i] - g * w[j]) * (f * v[i] - g * w[j]);
    return sum;
}

static bool same_temperature(const struct temperature *s, const struct temperature *t)
{
    return s->present == t->present &&
           (!s->present || (meaning_near(s->beta, t->beta) && meaning_near(s->length, t->length) &&
                            s->shift == t->shift));
}

static bool same_tables(const struct table *a, const struct table *b)
{
    bool turns = frequencies_count(a->frequencies) > 0;
    return a->frequencies == b->frequencies &&
           same_temperature(&a->meaning.temperature, &b->meaning.temperature) &&
           meaning_near(a->meaning.softmax_factor, b->meaning.softmax_factor) &&
           (!turns || meaning_near(a->meaning.attention_factor, b->meaning.attention_factor)) &&
           (!turns || spread(&a->meaning) == spread(&b->meaning));
}

/* Takes in one position, the difference under gauss squared. */
static void take(struct difference *out, double position, double unit, double gauss)
{
    if (unit > out->unit)
        out->unit = unit, out->unit_at = position;
    if (gauss > out->gauss)
        out->gauss = gauss, out->gauss_at = position;
}

/* A meaning's factor on the score as the position goes up: the temperature's logarithm is made once
 * for each of its steps. */
struct factor {
    const struct temperature *temperature;
    double steady, step, now;
};

static double factor_at(struct factor *f, double position)
{
    const struct temperature *t = f->temperature;
    double step = t->present ? floor((position + t->shift) / t->length) : 0.0;
    if (step != f->step) {
        f->step = step;
        f->now = f->steady * meaning_temperature(t, position);
    }
    return f->now;
}

static struct factor factor_of(const struct table *t)
{
    double steady = t->meaning.softmax_factor / sqrt((double)t->meaning.rule.dim);
    return (struct factor){&t->meaning.temperature, steady, 0.0, steady};
}

/* The positions beyond the window have the distance of the last look within it; only a temperature
 * tells them apart. */
static void scan(const struct bench *bench, const struct table *a, const struct table *b,
                 const struct trace *trace, struct difference *out)
{
    struct factor of_a = factor_of(a), of_b = factor_of(b);
    const struct positions *all = &bench->positions;
    double weight_a = weight(a), weight_b = weight(b);
    size_t within = looks_count(&all->within), count = within + looks_count(&all->beyond);
    for (size_t i = 0; i < count; i++) {
        double p = i < within ? looks_at(&all->within, i)
                              : all->window + looks_at(&all->beyond, i - within),
               f = factor_at(&of_a, p), g = factor_at(&of_b, p);
        size_t at = i < within ? i : within - 1;
        double unit = f * (weight_a * a->frequencies->curve[at] + a->frequencies->fixed) -
                      g * (weight_b * b->frequencies->curve[at] + b->frequencies->fixed);
        take(out, p, fabs(unit), gauss_square(a, b, trace, at, f, g));
    }
    out->gauss = sqrt(out->gauss);
}

static enum status measure(struct bench *bench, struct table *other)
{
    size_t count = 0;
    struct cosine *terms = calloc(2 * other->meaning.rule.dim, sizeof *terms);
    const struct looks *within = &bench->positions.within;
    struct trace trace = {.at = malloc(looks_count(within) * sizeof *trace.at)};
    enum status status = terms && trace.at ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = frequencies_curve(within, bench->reference.frequencies);
    if (status == STATUS_OK)
        status = frequencies_curve(within, other->frequencies);
    if (status == STATUS_OK) {
        count = trace_terms(&bench->reference, other, &trace, terms);
        status = (trace.together ? cosines_gap : cosines_sum)(&count, terms, within, trace.at);
    }
    if (bench->reference.meaning.temperature.present || other->meaning.temperature.present)
        bench->positions.beyond = looks_of(bench->length - bench->positions.window);
    if (status == STATUS_OK)
        scan(bench, &bench->reference, other, &trace, &other->difference);
    free(terms);
    free(trace.at);
    return status;
}

/* Whether a reading's own arithmetic led to factors that a score can have. */
static bool in_range(const struct meaning *m)
{
    return m->attention_factor > 0.0 && m->attention_factor <= ATTN_MOST &&
           m->softmax_factor > 0.0 && m->softmax_factor <= NORM_MOST;
}

enum status bench_compare(struct bench *bench, const struct meaning *other, struct difference *out)
{
    struct table *t = calloc(1, sizeof *t);
    enum status status = t ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK && !in_range(other))
        status = STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = table_begin(bench, other, t);
    *out = (struct difference){.defined = other->rule.dim == bench->reference.meaning.rule.dim};
    for (struct table *known = &bench->reference; status == STATUS_OK && known; known = known->next)
        if (same_tables(known, t)) {
            *out = known->difference;
            out->defined = out->defined || known == &bench->reference;
            out->same = known == &bench->reference;
            free(t);
            return STATUS_OK;
        }
    if (status != STATUS_OK || !out->defined) {
        free(t);
        return status;
    }
    t->difference.defined = true;
    status = measure(bench, t);
    t->difference.defined = isfinite(t->difference.unit) && isfinite(t->difference.gauss);
    *out = t->difference;
    t->next = bench->reference.next;
    bench->reference.next = t;
    return status;
}
