/* An audit as one JSON object. */
#include <jansson.h>
#include <math.h>

#include "experiments/audit/page.h"
#include "experiments/harness/output/json_number.h"
#include "theory/ground/constants.h"

/* Sets a key; NULL, for which there was no memory, or which is no UTF-8, spoils the object, which
 * the caller finds at the end. */
static void set(json_t *object, bool *ok, const char *key, json_t *value)
{
    *ok = json_object_set_new(object, key, value) == 0 && *ok;
}

/* A number; one that overflowed is no result. */
static json_t *real(double number) { return isfinite(number) ? json_real(number) : json_null(); }

/* A text, shown as messages show it where it is not UTF-8. */
static json_t *text_of(const char *text)
{
    json_t *value = json_string(text);
    return value ? value : json_string(message_quote(text).text);
}

/* NULL where it is not known. */
static json_t *known(double number) { return number > 0.0 ? json_whole(number) : json_null(); }

static json_t *numbers(bool *ok, size_t count, const double *number)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        *ok = json_array_append_new(list, json_real(number[i])) == 0 && *ok;
    return list;
}

static json_t *pair_list(bool *ok, const struct audited *a)
{
    json_t *list = json_array();
    for (size_t n = 0; a->schedule && n < a->schedule->rotating; n++) {
        double turns = a->schedule->turn_hi[n];
        json_t *pair = json_object();
        set(pair, ok, "pair", json_integer((json_int_t)n));
        set(pair, ok, "inv_freq_rad", json_real(a->schedule->theta[n]));
        set(pair, ok, "wavelength_tok", json_real(1.0 / turns));
        set(pair, ok, "turns", a->length > 0.0 ? real(turns * a->length) : json_null());
        set(pair, ok, "ratio", json_real(a->plain->theta[n] / a->schedule->theta[n]));
        *ok = json_array_append_new(list, pair) == 0 && *ok;
    }
    return list;
}

static json_t *ramp(bool *ok, const struct audited *a)
{
    if (!a->ramps)
        return json_null();
    json_t *object = json_object();
    set(object, ok, "low", json_real(a->ramp[0]));
    set(object, ok, "high", json_real(a->ramp[1]));
    set(object, ok, "low_used", json_real(a->ends[0]));
    set(object, ok, "high_used", json_real(a->ends[1]));
    return object;
}

static json_t *layers(bool *ok, const struct audit *audit, const struct audited *a)
{
    const struct layer_kind *kind = a->kind;
    bool turns = a->schedule != NULL;
    size_t pairs = turns ? a->schedule->rotating : 0;
    json_t *object = json_object();
    set(object, ok, "name", text_of(kind->name));
    set(object, ok, "count", json_integer((json_int_t)kind->count));
    set(object, ok, "encoding", text_of(kind->encoding));
    set(object, ok, "base", turns ? json_whole(kind->rule.base) : json_null());
    set(object, ok, "dim", json_integer((json_int_t)kind->rule.dim));
    set(object, ok, "rotary", json_integer(turns ? (json_int_t)kind->rule.rotary : 0));
    set(object, ok, "layout", json_string(kind->layout == LAYOUT_HALF ? "half" : "interleaved"));
    set(object, ok, "inv_freq", numbers(ok, pairs, turns ? a->schedule->theta : NULL));
    set(object, ok, "attention_factor", json_real(kind->attention_factor));
    set(object, ok, "softmax_factor", json_real(kind->softmax_factor));
    set(object, ok, "temperature",
        kind->temperature.present ? json_string(page_temperature(&kind->temperature).text)
                                  : json_null());
    set(object, ok, "exponent_dim",
        turns ? json_integer((json_int_t)(kind->rule.partial == PARTIAL_P ? kind->rule.dim
                                                                          : kind->rule.rotary))
              : json_null());
    set(object, ok, "scaling", json_string(page_scaling(a).text));
    set(object, ok, "ramp", ramp(ok, a));
    set(object, ok, "window_tok", known(kind->window));
    set(object, ok, "cap", kind->cap > 0.0 ? json_real(kind->cap) : json_null());
    set(object, ok, "other_encoding",
        kind->other_encoding ? text_of(kind->other_encoding) : json_null());
    set(object, ok, "slopes",
        kind->slope ? numbers(ok, audit->config->heads, kind->slope) : json_null());
    set(object, ok, "pairs", pair_list(ok, a));
    set(object, ok, "positions",
        a->bench ? json_string(page_positions(a->bench).text) : json_null());
    return object;
}

static json_t *warning(bool *ok, const struct warning *w)
{
    json_t *object = json_object();
    set(object, ok, "id", json_string(w->id));
    set(object, ok, "key", text_of(w->key));
    set(object, ok, "text", text_of(w->text.text));
    set(object, ok, "kind", json_string(w->contradiction ? "contradiction" : "limit"));
    set(object, ok, "layers", *w->layers ? text_of(w->layers) : json_null());
    return object;
}

static json_t *reading(bool *ok, const struct reading *r)
{
    const struct difference *d = &r->difference;
    json_t *object = json_object();
    set(object, ok, "reader", json_string(r->reader->name));
    set(object, ok, "date", json_string(READERS_DATE));
    set(object, ok, "key", text_of(r->keys.text));
    set(object, ok, "takes", text_of(r->takes.text));
    set(object, ok, "max_score_difference", d->defined ? json_real(d->unit) : json_null());
    set(object, ok, "at_tok", d->defined ? json_whole(d->unit_at) : json_null());
    set(object, ok, "rms_score_difference", d->defined ? json_real(d->gauss) : json_null());
    set(object, ok, "rms_at_tok", d->defined ? json_whole(d->gauss_at) : json_null());
    set(object, ok, "layers", text_of(r->kind->name));
    set(object, ok, "encoding", r->encoding ? text_of(r->encoding) : json_null());
    set(object, ok, "version", json_string(r->reader->version));
    set(object, ok, "mark", json_string(r->reader->mark));
    return object;
}

bool page_json(FILE *out, const struct audit *audit)
{
    const struct model_config *c = audit->config;
    bool ok = true;
    json_t *root = json_object(), *list = json_array();
    set(root, &ok, "file", text_of(c->file));
    set(root, &ok, "model_type", text_of(c->model_type));
    set(root, &ok, "context_tok", known(c->context));
    for (size_t i = 0; i < audit->count; i++)
        ok = json_array_append_new(list, layers(&ok, audit, &audit->layers[i])) == 0 && ok;
    set(root, &ok, "layers", list);
    list = json_array();
    for (size_t i = 0; i < audit->warnings.count; i++)
        ok = json_array_append_new(list, warning(&ok, &audit->warnings.list[i])) == 0 && ok;
    set(root, &ok, "warnings", list);
    list = json_array();
    for (size_t i = 0; i < audit->readings.count; i++)
        ok = json_array_append_new(list, reading(&ok, &audit->readings.list[i])) == 0 && ok;
    set(root, &ok, "readings", list);
    ok = ok &&
         (json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0 || ferror(out));
    json_decref(root);
    fputc('\n', out);
    return ok;
}
