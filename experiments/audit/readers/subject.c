#include "experiments/audit/readers/subject.h"

#include <string.h>

static const struct fact *there(const struct fact *fact)
{
    return fact && fact->type != FACT_NULL ? fact : NULL;
}

static const struct fact *nested(const struct subject *s, const char *key)
{
    static const char *const dicts[] = {"rope_parameters", "rope_scaling"};
    for (size_t i = 0; i < sizeof dicts / sizeof *dicts; i++) {
        struct message place;
        message_set(&place, "%s.%s", dicts[i], s->kind->name);
        const struct fact *fact = there(model_config_fact(s->config, place.text, key));
        if (fact)
            return fact;
    }
    return NULL;
}

const struct fact *subject_inner(const struct subject *s, const char *key)
{
    const struct fact *fact = nested(s, key);
    if (!fact)
        fact = there(model_config_fact(s->config, "rope_scaling", key));
    return fact ? fact : there(model_config_fact(s->config, "rope_parameters", key));
}

const struct fact *subject_top(const struct subject *s, const char *key)
{
    return there(model_config_fact(s->config, "", key));
}

const struct fact *subject_fact(const struct subject *s, const char *key)
{
    const struct fact *fact = subject_inner(s, key);
    return fact ? fact : subject_top(s, key);
}

double subject_number(const struct subject *s, const char *key, double fallback)
{
    const struct fact *fact = subject_fact(s, key);
    return fact && (fact->type == FACT_NUMBER || fact->type == FACT_TRUTH) ? fact->number
                                                                           : fallback;
}

bool subject_truthy(const struct subject *s, const char *key)
{
    return subject_number(s, key, 0.0) != 0.0;
}

const char *subject_word(const struct subject *s, const char *key)
{
    const struct fact *fact = subject_inner(s, key);
    return fact && fact->type == FACT_TEXT ? fact->text : "";
}

bool subject_is(const struct subject *s, const char *const *types)
{
    for (size_t i = 0; types[i]; i++)
        if (strcmp(s->config->model_type, types[i]) == 0)
            return true;
    return false;
}

bool subject_latent(const struct subject *s) { return subject_truthy(s, "qk_rope_head_dim"); }

double subject_length(const struct subject *s)
{
    return subject_number(s, "max_position_embeddings", s->config->own_context);
}

size_t subject_quotient(const struct subject *s)
{
    return s->config->heads ? s->config->hidden / s->config->heads : 0;
}
