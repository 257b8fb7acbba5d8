/* Configurations: every string that is given out is its rule again, at other contexts too, and what
 * is said of the file is one line. */
#include <math.h>

#include "experiments/models/config/model_config.h"
#include "kernels/encodings/encoding.h"
#include "tests/fuzz/fuzz.h"

/* What a string is read as; its bank is there. */
static void string_holds(const char *text, const struct layer_kind *kind, bool same)
{
    struct encoding *e;
    struct message error;
    FUZZ_HOLDS(encoding_parse(text, NULL, &e, &error));
    const struct frequency_rule *r = &encoding_schedule(e)->rule, *k = &kind->rule;
    FUZZ_HOLDS(r->dim == k->dim && r->rotary == k->rotary && r->norm == k->norm);
    FUZZ_HOLDS(!kind->rotates || !same ||
               (r->base == k->base && r->partial == k->partial && r->scaling == k->scaling &&
                r->factor == k->factor && r->alpha == k->alpha && r->orig == k->orig &&
                r->length == k->length && r->beta_fast == k->beta_fast &&
                r->beta_slow == k->beta_slow && r->truncate == k->truncate && r->attn == k->attn &&
                r->mscale == k->mscale && r->mscale_all == k->mscale_all && r->low == k->low &&
                r->high == k->high));
    encoding_free(e);
}

static void config_holds(const struct model_config *c)
{
    size_t layers = 0;
    FUZZ_HOLDS(c->kind_count > 0 && c->head_dim == c->kinds[0].rule.dim);
    for (size_t i = 0; i < c->kind_count; i++) {
        const struct layer_kind *kind = &c->kinds[i];
        string_holds(kind->encoding, kind, true);
        if (kind->other_encoding)
            string_holds(kind->other_encoding, kind, false);
        FUZZ_HOLDS(isfinite(kind->attention_factor) && kind->attention_factor > 0.0);
        FUZZ_HOLDS(isfinite(kind->softmax_factor) && kind->softmax_factor > 0.0);
        FUZZ_HOLDS(!kind->slope || kind->slope[c->heads - 1] > 0.0);
        layers += kind->count;
    }
    FUZZ_HOLDS(layers <= c->layers);
    for (size_t i = 0; c->kind_of_layer && i < c->layers; i++)
        FUZZ_HOLDS(c->kind_of_layer[i] < c->kind_count || c->kind_of_layer[i] == SIZE_MAX);
    for (size_t i = 0; i < c->finding_count; i++)
        FUZZ_HOLDS(fuzz_plain(c->findings[i].key) && fuzz_plain(c->findings[i].text.text));
    for (size_t i = 0; i < c->fact_count; i++)
        FUZZ_HOLDS(model_config_fact(c, c->facts[i].place, c->facts[i].key) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double contexts[] = {0.0, 1e6};
    const char *path = fuzz_file(data, size);
    for (size_t i = 0; i < 2; i++) {
        struct model_config *c;
        struct message error = {""};
        if (model_config_read(path, contexts[i], &c, &error))
            config_holds(c);
        else
            fuzz_refused(&error);
        model_config_free(c);
    }
    return 0;
}
