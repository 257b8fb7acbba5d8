/* An audit as a page that is read in a minute; the tables of pairs stand at its end. */
#include <string.h>

#include "experiments/audit/page.h"
#include "experiments/models/config/encode.h"
#include "theory/ground/constants.h"

/* Longer strings, lists of divisors, stand in the object alone. */
enum { ENCODING_SHOWN = 200 };

/* A line "what   value". */
static void line(FILE *out, const char *what, const char *value)
{
    fprintf(out, "  %-22s %s\n", what, value);
}

static void put_size(FILE *out, size_t count, const char *one, const char *many)
{
    if (count > 0)
        fprintf(out, ", %zu %s", count, count == 1 ? one : many);
}

static void put_file(FILE *out, const struct model_config *c)
{
    fprintf(out, "%s: %s", message_quote(c->file).text,
            *c->model_type ? message_quote(c->model_type).text : "a model of no stated type");
    put_size(out, c->layers, "layer", "layers");
    put_size(out, c->heads, "head", "heads");
    put_size(out, c->key_value_heads, "of keys", "of keys");
    if (c->context <= 0.0)
        fputs("; it states no context: --context N for turns, limits and readings\n", out);
    else if (c->context == c->own_context)
        fprintf(out, ", context %.0f tokens%s\n", c->context,
                c->context_of_class ? ", the reference's default" : "");
    else
        fprintf(out, ", at %.0f tokens (%s context: %s)\n", c->context,
                c->context_of_class ? "the reference's default" : "the file's own",
                c->own_context > 0.0 ? encode_number(c->own_context).text : "none");
}

static void put_rotation(FILE *out, const struct audited *a)
{
    const struct frequency_rule *rule = &a->kind->rule;
    struct message text;
    size_t dim = rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
    line(out, "base", encode_number(rule->base).text);
    message_set(&text, "%zu of %zu coordinates", rule->rotary, rule->dim);
    line(out, "rotated part", text.text);
    if (a->kind->layout == LAYOUT_HALF)
        message_set(&text, "half: coordinates n and n + %zu turn together", dim / 2);
    else
        message_set(&text, "interleaved: coordinates 2n and 2n + 1 turn together");
    line(out, "layout", text.text);
    message_set(&text, "frequency n is base^(-2n/%zu)", dim);
    line(out, "exponent", text.text);
    line(out, "scaling", page_scaling(a).text);
    line(out, "factor on cos and sin", encode_number(a->kind->attention_factor).text);
}

static void put_kind(FILE *out, const struct audited *a)
{
    const struct layer_kind *kind = a->kind;
    struct message text;
    fprintf(out, "\nLayers: %s", message_quote(kind->name).text);
    put_size(out, kind->count, "layer", "layers");
    fputc('\n', out);
    line(out, "encoding", kind->encoding);
    if (a->schedule)
        put_rotation(out, a);
    else
        line(out, "rotated part", kind->slope ? "none: ALiBi, a slope per head" : "none");
    if (kind->other_encoding)
        line(out, "by the other list", kind->other_encoding);
    message_set(&text, "%s, times 1/sqrt(%zu)", encode_number(kind->softmax_factor).text,
                kind->rule.dim);
    line(out, "softmax factor", text.text);
    line(out, "temperature at p", page_temperature(&kind->temperature).text);
    if (kind->window > 0.0)
        line(out, "window", encode_number(kind->window).text);
    if (kind->cap > 0.0)
        line(out, "score capped at", encode_number(kind->cap).text);
}

static void put_warnings(FILE *out, const struct audit *audit, bool contradictions,
                         const char *title)
{
    const struct warnings *w = &audit->warnings;
    bool any = false;
    for (size_t i = 0; i < w->count; i++) {
        const struct warning *now = &w->list[i];
        if (now->contradiction != contradictions)
            continue;
        if (!any)
            fprintf(out, "\n%s\n", title);
        any = true;
        fprintf(out, "  %s (%s%s%s): %s\n", now->id, message_quote(now->key).text,
                *now->layers && audit->count > 1 ? ", " : "",
                *now->layers && audit->count > 1 ? message_quote(now->layers).text : "",
                now->text.text);
    }
}

/* Whether two engines take one kind of layers alike, and with the same effect. */
static bool alike(const struct reading *a, const struct reading *b)
{
    const struct difference *x = &a->difference, *y = &b->difference;
    return a->kind == b->kind && strcmp(a->keys.text, b->keys.text) == 0 &&
           strcmp(a->takes.text, b->takes.text) == 0 && x->defined == y->defined &&
           (!x->defined || (x->unit == y->unit && x->gauss == y->gauss));
}

/* Calls put on a reading and on those behind it that are alike. */
static void put_alike(FILE *out, const struct readings *r, size_t first,
                      void (*put)(FILE *out, const struct reader *reader, bool more))
{
    for (size_t i = first; i < r->count; i++)
        if (i == first || alike(&r->list[first], &r->list[i]))
            put(out, r->list[i].reader, i > first);
}

static void put_name(FILE *out, const struct reader *reader, bool more)
{
    fprintf(out, "%s%s", more ? "; " : "  ", reader->name);
}

static void put_version(FILE *out, const struct reader *reader, bool more)
{
    bool second_hand = strcmp(reader->mark, "source") != 0;
    fprintf(out, "%s%s%s%s", more ? "\n            " : "    read in ", reader->version,
            second_hand ? ", second-hand: a " : "", second_hand ? reader->mark : "");
}

/* A reading, once for all engines that share it. */
static void put_reading(FILE *out, const struct readings *r, size_t i, bool several)
{
    const struct reading *now = &r->list[i];
    const struct difference *d = &now->difference;
    for (size_t earlier = 0; earlier < i; earlier++)
        if (alike(&r->list[earlier], now))
            return;
    put_alike(out, r, i, put_name);
    fprintf(out, " (%s%s%s): %s\n", now->keys.text, several ? ", " : "",
            several ? message_quote(now->kind->name).text : "", now->takes.text);
    if (d->defined)
        fprintf(out,
                "    scores differ by up to %.6g at position %.0f (unit), %.6g at %.0f (gauss)\n",
                d->unit, d->unit_at, d->gauss, d->gauss_at);
    else
        fputs("    no score to compare\n", out);
    if (now->encoding && *now->encoding && strlen(now->encoding) < ENCODING_SHOWN)
        fprintf(out, "    %s\n", now->encoding);
    put_alike(out, r, i, put_version);
    fputc('\n', out);
}

static void put_readings(FILE *out, const struct audit *audit)
{
    const struct readings *r = &audit->readings;
    if (audit->config->format == CONFIG_LLAMA2C || audit->config->context <= 0.0)
        return;
    if (r->count == 0) {
        fputs("\nReadings: none of the engines that were read takes this file otherwise.\n", out);
        return;
    }
    fputs("\nReadings, of " READERS_DATE ": who takes the file otherwise\n", out);
    for (size_t i = 0; i < r->count; i++)
        put_reading(out, r, i, audit->count > 1);
    fputs("  The largest difference over the positions p of a query, to the key p tokens before it "
          "or the farthest\n  that the layer sees, before any cap. unit: q = k, every coordinate "
          "1/sqrt 2. gauss: independent standard\n  normal coordinates, root mean square.\n",
          out);
    for (size_t i = 0; i < audit->count; i++)
        if (audit->layers[i].bench)
            fprintf(out, "  Looked at of %s: %s.\n",
                    message_quote(audit->layers[i].kind->name).text,
                    page_positions(audit->layers[i].bench).text);
}

static void put_pairs(FILE *out, const struct audited *a)
{
    if (!a->schedule)
        return;
    fprintf(out, "\nPairs of %s\n  pair  radians per token  wavelength tok  %sdivided by\n",
            message_quote(a->kind->name).text, a->length > 0.0 ? "       turns  " : "");
    for (size_t n = 0; n < a->schedule->rotating; n++) {
        double turns = a->schedule->turn_hi[n];
        fprintf(out, "  %4zu  %17.10g  %14.8g  ", n, a->schedule->theta[n], 1.0 / turns);
        if (a->length > 0.0)
            fprintf(out, "%12.6g  ", turns * a->length);
        fprintf(out, "%10.8g\n", a->plain->theta[n] / a->schedule->theta[n]);
    }
}

static void put_slopes(FILE *out, const struct audit *audit, const struct layer_kind *kind)
{
    if (!kind->slope)
        return;
    fprintf(out, "\nSlopes of %s, per token\n", message_quote(kind->name).text);
    for (size_t h = 0; h < audit->config->heads; h++)
        fprintf(out, "  head %3zu  %s\n", h, encode_number(kind->slope[h]).text);
}

void page_print(FILE *out, const struct audit *audit)
{
    put_file(out, audit->config);
    for (size_t i = 0; i < audit->count; i++)
        put_kind(out, &audit->layers[i]);
    put_warnings(out, audit, true, "Contradictions inside the file");
    put_warnings(out, audit, false, "Limits");
    put_readings(out, audit);
    for (size_t i = 0; i < audit->count; i++) {
        put_pairs(out, &audit->layers[i]);
        put_slopes(out, audit, audit->layers[i].kind);
    }
}
