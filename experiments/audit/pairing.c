#include "experiments/audit/pairing.h"

#include <math.h>
#include <string.h>

#include "experiments/audit/frequencies.h"
#include "experiments/audit/page.h"
#include "experiments/audit/stored.h"
#include "experiments/models/config/encode.h"

static void note_as(struct pairing *p, enum change_kind kind, const char *what, const char *first,
                    const char *second)
{
    if (strcmp(first, second) == 0 || p->count == CHANGES_MOST)
        return;
    struct change *change = &p->changes[p->count++];
    change->kind = kind;
    p->of_kind[kind]++;
    message_set(&change->what, "%s", what);
    message_set(&change->first, "%s", first);
    message_set(&change->second, "%s", second);
}

static void note(struct pairing *p, const char *what, const char *first, const char *second)
{
    note_as(p, CHANGE_DIFFERS, what, first, second);
}

static void note_number(struct pairing *p, const char *what, double first, double second)
{
    if (!meaning_near(first, second))
        note(p, what, encode_number(first).text, encode_number(second).text);
}

/* A number that a GGUF file has as float32, or that is made of such. */
static enum agreement agreement_of(const struct pairing *p, double first, double second,
                                   enum agreement (*judge)(double exact, double stored))
{
    if (!p->stored)
        return meaning_near(first, second) ? AGREE_EXACTLY : AGREE_NOT;
    return p->stored == p->second ? judge(first, second) : judge(second, first);
}

static enum change_kind kind_of(enum agreement how)
{
    return how == AGREE_STORED ? CHANGE_STORED : CHANGE_DIFFERS;
}

static void note_agreement(struct pairing *p, const char *what, enum agreement how, double first,
                           double second)
{
    if (how != AGREE_EXACTLY)
        note_as(p, kind_of(how), what, encode_number(first).text, encode_number(second).text);
}

static void note_single(struct pairing *p, const char *what, double first, double second,
                        enum agreement (*judge)(double exact, double stored))
{
    note_agreement(p, what, agreement_of(p, first, second, judge), first, second);
}

static const char *layout(const struct audited *a)
{
    return !a->schedule ? "none" : a->kind->layout == LAYOUT_HALF ? "half" : "interleaved";
}

/* The base and all that scales it: what frequencies are made of at every context. */
static void note_rules(struct pairing *p, enum change_kind kind)
{
    const struct frequency_rule *a = &p->first->kind->rule, *b = &p->second->kind->rule;
    struct message first = page_scaling(p->first), second = page_scaling(p->second);
    bool moved = agreement_of(p, a->base, b->base, stored_number) == AGREE_NOT;
    if (kind == CHANGE_STORED && moved) { /* the one is grown by what the other's rule grows it */
        message_add(&first, ", base %s", encode_number(a->base).text);
        message_add(&second, ", base %s", encode_number(b->base).text);
    } else {
        note_single(p, "base", a->base, b->base, stored_number);
    }
    note_as(p, kind, "scaling", first.text, second.text);
}

static bool listed(const struct audited *a) { return a->kind->rule.scaling == SCALING_LONGROPE; }

/* Divisors, one of the two a list, of which the farthest apart is told. */
static void note_divisors(struct pairing *p)
{
    const struct audited *exact = p->exact            ? p->exact
                                  : listed(p->second) ? p->first
                                                      : p->second,
                         *list = exact == p->first ? p->second : p->first;
    size_t beyond, worst;
    struct message what, mine, other;
    if (!listed(list) || p->first->schedule->rotating != p->second->schedule->rotating)
        return;
    stored_divisors(exact, list->kind->rule.extension, p->stored != NULL, &beyond, &worst);
    if (beyond == 0)
        return;
    message_set(&what, "divisor of pair %zu", worst);
    if (beyond > 1)
        message_add(&what, ", the farthest of %zu", beyond);
    mine = encode_number(exact->plain->theta[worst] / exact->schedule->theta[worst]);
    other = encode_number(list->kind->rule.extension[worst]);
    note(p, what.text, exact == p->first ? mine.text : other.text,
         exact == p->first ? other.text : mine.text);
}

/* The lists that another context chooses, which a comparison in one context leaves out. */
static void note_other_list(struct pairing *p)
{
    const struct layer_kind *a = p->first->kind, *b = p->second->kind;
    const double *first = a->other_extension, *second = b->other_extension;
    enum agreement all = AGREE_EXACTLY;
    struct message what;
    size_t worst = 0;
    if (!first || !second) {
        note(p, "divisors at another context", first ? "another list" : "the same",
             second ? "another list" : "the same");
        return;
    }
    note_number(p, "trained length", a->rule.orig, b->rule.orig);
    for (size_t n = 0; n < a->rule.rotary / 2 && a->rule.rotary == b->rule.rotary; n++) {
        enum agreement how = agreement_of(p, first[n], second[n], stored_number);
        if (how > all)
            all = how, worst = n;
    }
    message_set(&what, "divisor of pair %zu at another context", worst);
    if (all != AGREE_EXACTLY)
        note_as(p, kind_of(all), what.text, encode_number(first[worst]).text,
                encode_number(second[worst]).text);
}

/* How the frequencies agree, whatever rules they are made by. */
static enum status frequencies_agree(const struct pairing *p, enum agreement *out)
{
    const struct frequency_rule *a = &p->first->kind->rule, *b = &p->second->kind->rule;
    bool same = a->partial == b->partial || a->rotary == a->dim;
    size_t beyond, worst;
    *out = AGREE_NOT;
    if (a->rotary != b->rotary || a->dim != b->dim || !same)
        return STATUS_OK;
    if (frequencies_equal(p->first->schedule, p->second->schedule))
        *out = AGREE_EXACTLY;
    if (*out == AGREE_EXACTLY || !p->stored)
        return STATUS_OK;
    if (listed(p->stored)) {
        if (agreement_of(p, a->base, b->base, stored_number) != AGREE_NOT)
            *out = stored_divisors(p->exact, p->stored->kind->rule.extension, true, &beyond,
                                   &worst);
        if (*out == AGREE_EXACTLY) /* the base is rounded */
            *out = AGREE_STORED;
        return STATUS_OK;
    }
    enum status status = stored_frequencies(p->exact, p->stored, &same);
    *out = same ? AGREE_STORED : AGREE_NOT;
    return status;
}

/* A dynamic rule has one frequency in this context and others in others. */
static bool moves_alike(const struct pairing *p)
{
    const struct frequency_rule *a = &p->first->kind->rule, *b = &p->second->kind->rule;
    bool first = a->scaling == SCALING_DYNAMIC, second = b->scaling == SCALING_DYNAMIC;
    return first == second &&
           (!first || (meaning_near(a->base, b->base) && meaning_near(a->factor, b->factor) &&
                       meaning_near(a->orig, b->orig)));
}

static enum status note_rotation(struct pairing *p)
{
    const struct layer_kind *a = p->first->kind, *b = p->second->kind;
    enum agreement how;
    enum status status = frequencies_agree(p, &how);
    if (how != AGREE_NOT && !moves_alike(p))
        how = AGREE_NOT;
    note_number(p, "rotated coordinates", (double)a->rule.rotary, (double)b->rule.rotary);
    note_as(p, p->reordered ? CHANGE_NOT_COMPARED : CHANGE_DIFFERS, "layout", layout(p->first),
            layout(p->second));
    if (how == AGREE_STORED)
        note_rules(p, CHANGE_STORED);
    if (how == AGREE_NOT) {
        note_rules(p, CHANGE_DIFFERS);
        note_number(p, "exponent's denominator",
                    (double)(a->rule.partial == PARTIAL_P ? a->rule.dim : a->rule.rotary),
                    (double)(b->rule.partial == PARTIAL_P ? b->rule.dim : b->rule.rotary));
        note_divisors(p);
    }
    note_other_list(p);
    note_single(p, "factor on cos and sin", a->attention_factor, b->attention_factor,
                stored_factor);
    return status;
}

static void note_temperature(struct pairing *p)
{
    const struct temperature *s = &p->first->kind->temperature, *t = &p->second->kind->temperature;
    enum agreement beta = agreement_of(p, s->beta, t->beta, stored_number),
                   length = agreement_of(p, s->length, t->length, stored_number),
                   how = s->present == t->present && s->shift == t->shift ? AGREE_EXACTLY
                                                                          : AGREE_NOT;
    how = beta > how ? beta : how;
    how = length > how ? length : how;
    if (how != AGREE_EXACTLY)
        note_as(p, kind_of(how), "temperature", page_temperature(s).text, page_temperature(t).text);
}

/* What multiplies q.k. */
static double scale_of(const struct frequency_rule *rule)
{
    return rule->norm == NORM_SCALE  ? rule->scale
           : rule->norm == NORM_NONE ? 1.0
                                     : 1.0 / sqrt((double)rule->dim);
}

/* A number that was copied, but where yarn's factor is in it. */
static void note_softmax(struct pairing *p)
{
    const struct layer_kind *a = p->first->kind, *b = p->second->kind;
    bool yarn = a->rule.scaling == SCALING_YARN || b->rule.scaling == SCALING_YARN;
    enum agreement how = yarn || a->rule.dim != b->rule.dim
                             ? agreement_of(p, a->softmax_factor, b->softmax_factor, stored_factor)
                             : agreement_of(p, scale_of(&a->rule), scale_of(&b->rule),
                                            stored_number);
    note_agreement(p, "softmax factor", how, a->softmax_factor, b->softmax_factor);
}

static const char *rotation(const struct layer_kind *kind)
{
    return kind->slope ? "ALiBi" : kind->rotates ? "rotary" : "none";
}

enum status pairing_compare(struct pairing *p)
{
    const struct layer_kind *a = p->first->kind, *b = p->second->kind;
    enum status status = STATUS_OK;
    note(p, "name", a->name, b->name);
    note_number(p, "layers", (double)a->count, (double)b->count);
    note_number(p, "head size", (double)a->rule.dim, (double)b->rule.dim);
    note(p, "rotation", rotation(a), rotation(b));
    if (p->first->schedule && p->second->schedule)
        status = note_rotation(p);
    note_softmax(p);
    note_temperature(p);
    note_number(p, "window", a->window, b->window);
    note_single(p, "cap", a->cap, b->cap, stored_number);
    if (!p->first->bench || !p->second->bench) {
        if (a->slope && b->slope)
            note(p, "encoding", a->encoding, b->encoding);
        return status;
    }
    struct meaning other = meaning_of(b);
    if (p->reordered)
        other.layout = a->layout;
    if (status == STATUS_OK)
        status = bench_compare(p->first->bench, &other, &p->difference);
    if (status == STATUS_OK && p->difference.defined && !p->difference.same &&
        p->of_kind[CHANGE_DIFFERS] + p->of_kind[CHANGE_STORED] == 0)
        note(p, "encoding", a->encoding, b->encoding);
    return status;
}
