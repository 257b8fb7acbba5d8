#include "experiments/audit/compare.h"

#include <jansson.h>
#include <string.h>

#include "experiments/audit/page.h"
#include "experiments/audit/pairing.h"
#include "experiments/harness/output/json_number.h"
#include "experiments/models/config/encode.h"

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

static void put_pairing(FILE *out, const struct pairing *p)
{
    static const char *const how[] = {"", ", the same to float32", ", not compared"};
    const struct difference *d = &p->difference;
    fprintf(out, "\nLayers: %s\n", message_quote(p->first->kind->name).text);
    for (size_t i = 0; i < p->count; i++) {
        const struct change *now = &p->changes[i];
        fprintf(out, "  %s%s: %s against %s%s\n", now->what.text, how[now->kind], now->first.text,
                now->second.text,
                now->kind == CHANGE_NOT_COMPARED ? "; a converter reorders the rows of q and k"
                                                 : "");
    }
    if (!d->defined)
        fputs("  no score to compare\n", out);
    else if (d->same)
        fputs("  every score is the same\n", out);
    else
        fprintf(
            out,
            "  scores differ by up to %.6g at position %.0f (unit), %.6g at %.0f (gauss), of %s\n",
            d->unit, d->unit_at, d->gauss, d->gauss_at, page_positions(p->first->bench).text);
    if (p->withheld)
        fprintf(out,
                "  differs by over %s (unit), though each number is the other rounded to float32\n",
                encode_number(COMPARE_SCORE_MOST).text);
}

static json_t *change_object(const char *layers, const char *what, const char *first,
                             const char *second)
{
    return json_pack("{s:s,s:s,s:s,s:s}", "layers", layers, "what", what, "first", first, "second",
                     second);
}

static bool json_pairing(json_t *const changes[], json_t *scores, const struct pairing *p)
{
    const struct difference *d = &p->difference;
    const char *name = p->first->kind->name;
    bool ok = true;
    for (size_t i = 0; ok && i < p->count; i++) {
        const struct change *now = &p->changes[i];
        ok = json_array_append_new(
                 changes[now->kind],
                 change_object(name, now->what.text, now->first.text, now->second.text)) == 0;
    }
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
    json_t *changes[CHANGE_KINDS], *scores;
    size_t of_kind[CHANGE_KINDS];
};

static bool report_whole(struct report *r, const char *what, double first, double second)
{
    struct message a = encode_number(first), b = encode_number(second);
    if (first == second)
        return true;
    r->of_kind[CHANGE_DIFFERS]++;
    if (r->out)
        fprintf(r->out, "%s: %s against %s\n", what, a.text, b.text);
    return r->out || json_array_append_new(r->changes[CHANGE_DIFFERS],
                                           change_object("", what, a.text, b.text)) == 0;
}

static void formats(struct pairing *p, enum config_format first, enum config_format second)
{
    p->reordered = first != second;
    if (p->reordered && (first == CONFIG_GGUF || second == CONFIG_GGUF)) {
        p->stored = first == CONFIG_GGUF ? p->first : p->second;
        p->exact = first == CONFIG_GGUF ? p->second : p->first;
    }
}

/* Numbers that are the same to float32 are none where a long context makes too much of it. */
static void withhold(struct pairing *p)
{
    if (p->of_kind[CHANGE_DIFFERS] > 0 || p->of_kind[CHANGE_STORED] == 0 ||
        !p->difference.defined || p->difference.unit <= COMPARE_SCORE_MOST)
        return;
    p->withheld = true;
    for (size_t i = 0; i < p->count; i++)
        if (p->changes[i].kind == CHANGE_STORED)
            p->changes[i].kind = CHANGE_DIFFERS;
    p->of_kind[CHANGE_DIFFERS] = p->of_kind[CHANGE_STORED];
    p->of_kind[CHANGE_STORED] = 0;
}

static enum status report_kinds(struct report *r, const struct audit *first,
                                const struct audit *second)
{
    for (size_t i = 0; i < first->count; i++) {
        struct pairing pairing = {.first = &first->layers[i], .second = partner(first, second, i)};
        if (!pairing.second)
            continue;
        formats(&pairing, first->config->format, second->config->format);
        enum status status = pairing_compare(&pairing);
        if (status != STATUS_OK)
            return status;
        withhold(&pairing);
        for (size_t k = 0; k < CHANGE_KINDS; k++)
            r->of_kind[k] += pairing.of_kind[k];
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
    json_t *root = json_pack(
        "{s:[s,s],s:O,s:O,s:O,s:O}", "files", message_quote(first->config->file).text,
        message_quote(second->config->file).text, "differences", r->changes[CHANGE_DIFFERS],
        "same_to_float32", r->changes[CHANGE_STORED], "not_compared",
        r->changes[CHANGE_NOT_COMPARED], "scores", r->scores);
    bool ok = root &&
              (json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0 || ferror(out));
    json_decref(root);
    fputc('\n', out);
    return ok;
}

static void put_verdict(FILE *out, const struct report *r)
{
    bool any = r->of_kind[CHANGE_STORED] + r->of_kind[CHANGE_NOT_COMPARED] > 0;
    if (r->of_kind[CHANGE_DIFFERS] == 0)
        fprintf(out, "%sThe two mean the same%s.\n", any ? "\n" : "",
                r->of_kind[CHANGE_STORED] > 0 ? ", to the float32 of the GGUF file" : "");
}

enum status compare_print(FILE *out, const struct audit *first, const struct audit *second,
                          bool json, bool *differ)
{
    struct report report = {.out = json ? NULL : out};
    enum status status = STATUS_OK;
    for (size_t k = 0; json && k < CHANGE_KINDS; k++)
        if (!(report.changes[k] = json_array()))
            status = STATUS_MEMORY;
    if (json && !(report.scores = json_array()))
        status = STATUS_MEMORY;
    if (!json)
        fprintf(out, "%s against %s\n", message_quote(first->config->file).text,
                message_quote(second->config->file).text);
    if (status == STATUS_OK)
        status = report_all(&report, first, second);
    if (status == STATUS_OK && json && !put_object(out, &report, first, second))
        status = STATUS_MEMORY;
    if (status == STATUS_OK && !json)
        put_verdict(out, &report);
    for (size_t k = 0; k < CHANGE_KINDS; k++)
        json_decref(report.changes[k]);
    json_decref(report.scores);
    *differ = report.of_kind[CHANGE_DIFFERS] > 0;
    return status;
}
