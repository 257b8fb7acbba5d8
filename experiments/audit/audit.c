#include "experiments/audit/audit.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/model/scaling.h"

/* Where yarn's ramp ends as the rule uses it, D ln(L/(2 pi turns))/(2 ln b) rounded and held
 * within the pairs. */
static void ramp_used(const struct frequency_rule *rule, double *ends)
{
    mpfr_t low, high;
    mpfr_inits2(FREQUENCY_BITS, low, high, (mpfr_ptr)0);
    scaling_yarn_ramp(rule, low, high);
    ends[0] = mpfr_get_d(low, MPFR_RNDN);
    ends[1] = mpfr_get_d(high, MPFR_RNDN);
    mpfr_clears(low, high, (mpfr_ptr)0);
}

static double ramp_end(const struct frequency_rule *rule, double turns)
{
    size_t dim = rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
    return (double)dim * log(rule->orig / (TWO_PI * turns)) / (2.0 * log(rule->base));
}

static void find_ramp(struct audited *a)
{
    const struct frequency_rule *rule = &a->kind->rule;
    bool yarn = rule->scaling == SCALING_YARN;
    a->ramps = a->schedule && (yarn || rule->scaling == SCALING_LLAMA3);
    if (!a->ramps)
        return;
    a->ramp[0] = a->ends[0] = ramp_end(rule, yarn ? rule->beta_fast : rule->high);
    a->ramp[1] = a->ends[1] = ramp_end(rule, yarn ? rule->beta_slow : rule->low);
    if (yarn)
        ramp_used(rule, a->ends);
    a->ramps = isfinite(a->ramp[0]) && isfinite(a->ramp[1]);
    for (int i = 0; i < 2; i++) /* an end that stays as it is is one number */
        if (meaning_near(a->ends[i], a->ramp[i]))
            a->ramp[i] = a->ends[i];
}

static enum status read_layers(struct audit *audit, struct audited *a, bool readings)
{
    const struct layer_kind *kind = a->kind;
    const struct meaning meaning = meaning_of(kind);
    double context = audit->config->context;
    enum status status = STATUS_OK;
    if (kind->slope)
        return STATUS_OK;
    status = bench_new(&meaning, kind->window, context > 0.0 ? context : 1.0, &a->bench);
    if (status != STATUS_OK)
        return status;
    a->schedule = bench_schedule(a->bench);
    find_ramp(a);
    if (a->schedule) {
        struct frequency_rule plain = kind->rule;
        plain.scaling = SCALING_NONE;
        status = schedule_new(&plain, &a->plain);
    }
    if (status == STATUS_OK && a->schedule && a->length > 0.0)
        status = warnings_limits(&audit->warnings, audit->config, kind, a->schedule, a->length);
    const struct subject subject = {audit->config, kind, context};
    if (status == STATUS_OK && readings && context > 0.0 && audit->config->format != CONFIG_LLAMA2C)
        status = readings_add(&audit->readings, &subject, a->bench);
    return status;
}

static enum status read_all(struct audit *audit, bool readings)
{
    const struct model_config *config = audit->config;
    audit->layers = calloc(config->kind_count + 1, sizeof *audit->layers);
    if (!audit->layers || !warnings_findings(&audit->warnings, config) ||
        (config->context > 0.0 && !warnings_positions(&audit->warnings, config)))
        return STATUS_MEMORY;
    audit->count = config->kind_count;
    for (size_t i = 0; i < audit->count; i++) {
        struct audited *a = &audit->layers[i];
        a->kind = &config->kinds[i];
        a->length = a->kind->window > 0.0 ? fmin(a->kind->window, config->context)
                                          : config->context;
        enum status status = read_layers(audit, a, readings);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

bool audit_read(const char *path, double context, bool readings, struct audit *out,
                struct message *error)
{
    *out = (struct audit){0};
    if (!model_config_read(path, context, &out->config, error))
        return false;
    enum status status = read_all(out, readings);
    if (status == STATUS_OK)
        return true;
    audit_free(out);
    return status == STATUS_MEMORY
               ? message_memory(error)
               : message_set(error, "\"%s\": its frequencies are out of range", path);
}

void audit_free(struct audit *audit)
{
    for (size_t i = 0; i < audit->count; i++) {
        bench_free(audit->layers[i].bench);
        schedule_free(audit->layers[i].plain);
    }
    free(audit->layers);
    warnings_free(&audit->warnings);
    readings_free(&audit->readings);
    model_config_free(audit->config);
    *audit = (struct audit){0};
}

size_t audit_contradictions(const struct audit *audit)
{
    size_t count = 0;
    for (size_t i = 0; i < audit->warnings.count; i++)
        count += audit->warnings.list[i].contradiction;
    return count;
}
