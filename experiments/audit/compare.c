#include "experiments/audit/compare.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "experiments/audit/page.h"
#include "experiments/harness/output/json_number.h"
#include "experiments/models/config/encode.h"

/* One thing that differs: what it is, and what either file says. */
struct change {
    const char *what;
    struct message first, second;
};

enum { CHANGES_MOST = 16 };

/* A kind of layers of both files, and what differs. */
struct pairing {
    const struct audited *first, *second;
    bool reordered; /* files of two formats: a converter puts coordinates in another order */
    size_t count;
    struct change changes[CHANGES_MOST];
    struct difference difference;
};

static void note(struct pairing *p, const char *what, const char *first, const char *second)
{
    if (strcmp(first, second) == 0 || p->count == CHANGES_MOST)
        return;
    struct change *change = &p->changes[p->count++];
    change->what = what;
    message_set(&change->first, "%s", first);
    message_set(&change->second, "%s", second);
}

static void note_number(struct pairing *p, const char *what, double first, double second)
{
    if (!meaning_near(first, second))
        note(p, what, encode_number(first).text, encode_number(second).text);
}

/* The kind of layers that corresponds: of the same name, or the only one of either file, or at the
 * same place. */
static const struct audited *partner(const struct audit *first, const struct audit *second,
                                     size_t place)
{
    for (size_t i = 0; i < second->count; i++)
        if (strcmp(second->layers[i].kind->name, first->layers[place].kind->name) == 0)
            return &second->layers[i];
    return place < second->count ? &second->layers[place] : NULL;
}

static const char *layout(const struct audited *a)
{
    return !a->schedule ? "none" : a->kind->layout == LAYOUT_HALF ? "half" : "interleaved";
}

static void note_rotation(struct pairing *p)
{
    const struct frequency_rule *a = &p->first->kind->rule, *b = &p->second->kind->rule;
    note_number(p, "base", a->base, b->base);
    note_number(p, "rotated coordinates", (double)a->rotary, (double)b->rotary);
    if (!p->reordered)
        note(p, "layout", layout(p->first), layout(p->second));
    note_number(p, "exponent's denominator", (double)(a->partial == PARTIAL_P ? a->dim : a->rotary),
                (double)(b->partial == PARTIAL_P ? b->dim : b->rotary));
    note(p, "scaling", page_scaling(p->first).text, page_scaling(p->second).text);
    note_number(p, "factor on cos and sin", p->first->kind->attention_factor,
                p->second->kind->attention_factor);
}

static enum status compare_kinds(struct pairing *p)
{
    const struct layer_kind *a = p->first->kind, *b = p->second->kind;
    note(p, "name", a->name, b->name);
    note_number(p, "layers", (double)a->count, (double)b->count);
    note_number(p, "head size", (double)a->rule.dim, (double)b->rule.dim);
    note(p, "rotation",
         a->slope     ? "ALiBi"
         : a->rotates ? "rotary"
                      : "none",
         b->slope     ? "ALiBi"
         : b->rotates ? "rotary"
                      : "none");
    if (p->first->schedule && p->second->schedule)
        note_rotation(p);
    note_number(p, "softmax factor", a->softmax_factor, b->softmax_factor);
    note(p, "temperature", page_temperature(&a->temperature).text,
         page_temperature(&b->temperature).text);
    note_number(p, "window", a->window, b->window);
    note_number(p, "cap", a->cap, b->cap);
    if (!p->first->bench || !p->second->bench) {
        if (a->slope && b->slope)
            note(p, "encoding", a->encoding, b->encoding);
        return STATUS_OK;
    }
    struct meaning other = meaning_of(b);
    if (p->reordered)
        other.layout = a->layout;
    enum status status = bench_compare(p->first->bench, &other, &p->difference);
    if (status == STATUS_OK && p->difference.defined && !p->difference.same && p->count == 0)
        note(p, "encoding", a->encoding, b->encoding);
    return status;
}

static void put_pairing(FILE *out, const struct pairing *p)
{
    const struct difference *d = &p->difference;
    fprintf(out, "\nLayers: %s\n", message_quote(p->first->kind->name).text);
    for (size_t i = 0; i < p->count; i++)
        fprintf(out, "  %s: %s against %s\n", p->changes[i].what, p->changes[i].first.text,
                p->changes[i].second.text);
    if (!d->defined)
        fputs("  no score to compare\n", out);
    else if (d->same)
        fputs("  every score is the same\n", out);
    else
        fprintf(
            out,
            "  scores differ by up to %.6g at position %.0f (unit), %.6g at %.0f (gauss), of %s\n",
            d->unit, d->unit_at, d->gauss, d->gauss_at, page_positions(p->first->bench).text);
}

static json_t *change_object(const char *layers, const char *what, const char *first,
                             const char *second)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "layers", layers, "what", what, "first", first, "second",
                     second);
}

static bool json_pairing(json_t *changes, json_t *scores, const struct pairing *p)
{
    const struct difference *d = &p->difference;
    const char *name = p->first->kind->name;
    bool ok = true;
    for (size_t i = 0; ok && i < p->count; i++)
        ok = json_array_append_new(changes,
                                   change_object(name, p->changes[i].what, p->changes[i].first.text,
                                                 p->changes[i].second.text)) == 0;
    if (!d->defined)
        return ok;
    return ok && json_array_append_new(
                     scores,
                     json_pack("{s:s,s:f,s:o,s:f,s:o,s:s}", "layers", name, "max_score_difference",
                               d->unit, "at_tok", json_whole(d->unit_at), "rms_score_difference",
                               d->gauss, "rms_at_tok", json_whole(d->gauss_at), "positions",
                               page_positions(p->first->bench).text)) == 0;
}

/* What the text and the object are made of as the kinds are gone through. */
struct report {
    FILE *out; /* NULL: the object */
    json_t *changes, *scores;
    size_t count;
};

static bool report_whole(struct report *r, const char *what, double first, double second)
{
    struct message a = encode_number(first), b = encode_number(second);
    if (first == second)
        return true;
    r->count++;
    if (r->out)
        fprintf(r->out, "%s: %s against %s\n", what, a.text, b.text);
    return r->out ||
           json_array_append_new(r->changes, change_object("", what, a.text, b.text)) == 0;
}

static enum status report_kinds(struct report *r, const struct audit *first,
                                const struct audit *second)
{
    for (size_t i = 0; i < first->count; i++) {
        struct pairing pairing = {.first = &first->layers[i], .second = partner(first, second, i)};
        pairing.reordered = first->config->format != second->config->format;
        if (!pairing.second)
            continue;
        enum status status = compare_kinds(&pairing);
        if (status != STATUS_OK)
            return status;
        r->count += pairing.count;
        if (pairing.count > 0 && r->out)
            put_pairing(r->out, &pairing);
        else if (pairing.count > 0 && !json_pairing(r->changes, r->scores, &pairing))
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

static enum status report_all(struct report *r, const struct audit *first,
                              const struct audit *second)
{
    if (!report_whole(r, "context", first->config->context, second->config->context) ||
        !report_whole(r, "kinds of layers", (double)first->count, (double)second->count))
        return STATUS_MEMORY;
    return report_kinds(r, first, second);
}

static bool put_object(FILE *out, const struct report *r, const struct audit *first,
                       const struct audit *second)
{
    json_t *root = json_pack("{s:[s,s],s:O,s:O}", "files", message_quote(first->config->file).text,
                             message_quote(second->config->file).text, "differences", r->changes,
                             "scores", r->scores);
    bool ok = root &&
              (json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0 || ferror(out));
    json_decref(root);
    fputc('\n', out);
    return ok;
}

enum status compare_print(FILE *out, const struct audit *first, const struct audit *second,
                          bool json, bool *differ)
{
    struct report report = {.out = json ? NULL : out};
    report.changes = json ? json_array() : NULL;
    report.scores = json ? json_array() : NULL;
    enum status status = json && (!report.changes || !report.scores) ? STATUS_MEMORY : STATUS_OK;
    if (!json)
        fprintf(out, "%s against %s\n", message_quote(first->config->file).text,
                message_quote(second->config->file).text);
    if (status == STATUS_OK)
        status = report_all(&report, first, second);
    if (status == STATUS_OK && json && !put_object(out, &report, first, second))
        status = STATUS_MEMORY;
    if (status == STATUS_OK && !json && report.count == 0)
        fputs("The two mean the same.\n", out);
    json_decref(report.changes);
    json_decref(report.scores);
    *differ = report.count > 0;
    return status;
}
