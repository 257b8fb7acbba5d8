#include "experiments/audit/warnings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "theory/ground/arrays.h"
#include "theory/ground/constants.h"
#include "theory/proof/bases/schedule_judge.h"

/* Distances at which the criterion is judged at most: 2^20. */
static const double JUDGED = 1048576.0;

/* Formats that positions, angles or tables are kept in: spacing at 1, and the whole numbers up to
 * which every one is held. */
static const struct {
    const char *name;
    double spacing, whole;
} formats[] = {
    {"bfloat16", 0x1p-7, 0x1p8}, {"float16", 0x1p-10, 0x1p11}, {"float32", 0x1p-23, 0x1p24}};

bool warnings_add(struct warnings *w, const struct warning *warning)
{
    if (w->count == w->room) {
        size_t room = 2 * w->room + 8;
        struct warning *list = realloc(w->list, room * sizeof *list);
        if (!list)
            return false;
        w->list = list;
        w->room = room;
    }
    w->list[w->count++] = *warning;
    return true;
}

void warnings_free(struct warnings *w)
{
    free(w->list);
    *w = (struct warnings){0};
}

bool warnings_findings(struct warnings *w, const struct model_config *config)
{
    for (size_t i = 0; i < config->finding_count; i++) {
        const struct finding *f = &config->findings[i];
        struct warning warning = {
            .id = f->id, .contradiction = f->contradiction, .key = f->key, .layers = ""};
        warning.text = f->text;
        if (!warnings_add(w, &warning))
            return false;
    }
    return true;
}

/* The key that a number stands at: a fact of that number whose key has one of two words in it; what
 * the format calls it where there is none. */
static const char *key_of(const struct model_config *config, double number, const char *word,
                          const char *other, const char *usual)
{
    for (size_t i = 0; i < config->fact_count; i++) {
        const struct fact *f = &config->facts[i];
        if (f->type == FACT_NUMBER && f->number == number &&
            (strstr(f->key, word) || strstr(f->key, other)))
            return f->key;
    }
    return usual;
}

static const char *base_key(const struct model_config *config, const struct layer_kind *kind)
{
    return key_of(config, kind->rule.base, "theta", "base", "rope_theta");
}

bool warnings_positions(struct warnings *w, const struct model_config *config)
{
    struct warning warning = {.id = "precision-positions", .layers = ""};
    warning.key = key_of(config, config->own_context, "max_", "context",
                         config->format == CONFIG_JSON ? "max_position_embeddings" : "seq_len");
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        if (config->context > formats[i].whole + 1.0)
            message_add(&warning.text, "%s%s beyond %.0f",
                        warning.text.text[0] ? ", " : "not every position is held by ",
                        formats[i].name, formats[i].whole);
    if (!warning.text.text[0])
        return true;
    message_add(&warning.text, ": neighbours become one where positions are kept so");
    return warnings_add(w, &warning);
}

static double slowest_turns(const struct schedule *schedule)
{
    double slowest = HUGE_VAL;
    for (size_t n = 0; n < schedule->rotating; n++)
        slowest = fmin(slowest, schedule->turn_hi[n]);
    return slowest;
}

/* Pairs that stay under one turn, and whether any pair is left that does. */
static bool under_a_turn(struct warnings *w, const char *key, const struct layer_kind *kind,
                         const struct schedule *schedule, double length)
{
    struct warning warning = {.id = "pairs-under-a-turn", .key = key, .layers = kind->name};
    size_t slow = 0;
    double fastest = 0.0;
    for (size_t n = 0; n < schedule->rotating; n++)
        if (schedule->turn_hi[n] * length < 1.0) {
            slow++;
            fastest = fmax(fastest, schedule->turn_hi[n]);
        }
    if (slow == 0)
        return true;
    message_set(&warning.text,
                "%zu of %zu pairs, from wavelength %.8g on, do not finish a turn in %.0f tokens",
                slow, schedule->rotating, 1.0 / fastest, length);
    return warnings_add(w, &warning);
}

/* PHASE's aliasing: the context against 2 pi b, b the slowest pair's base^(-1/h) carried on to the
 * next pair, times what a scaling rule divides the slowest pair by. */
static bool beyond_base(struct warnings *w, const char *key, const struct layer_kind *kind,
                        const struct schedule *schedule, double length)
{
    struct warning warning = {.id = "context-beyond-2-pi-b", .key = key, .layers = kind->name};
    const struct frequency_rule *rule = &schedule->rule;
    size_t last = schedule->rotating - 1,
           dim = rule->partial == PARTIAL_P ? rule->dim : rule->rotary;
    double plain = pow(rule->base, -2.0 * (double)last / (double)dim),
           stretch = plain / (TWO_PI * schedule->turn_hi[last]), most = TWO_PI * rule->base;
    if (rule->partial == PARTIAL_P || !(length > most * stretch))
        return true;
    message_set(&warning.text, "%.0f tokens are beyond 2 pi b = %.8g%s%s", length, most,
                stretch > 1.0 ? " times what scaling divides by, " : "",
                stretch > 1.0 ? encode_number(stretch).text : "");
    return warnings_add(w, &warning);
}

/* MEN's criterion. */
static enum status infeasible(struct warnings *w, const char *key, const struct layer_kind *kind,
                              const struct schedule *schedule, double length)
{
    struct warning warning = {.id = "base-infeasible", .key = key, .layers = kind->name};
    struct base_verdict verdict;
    double judged = fmin(length, JUDGED);
    enum status status = schedule_judge(schedule, judged, &verdict);
    if (status != STATUS_OK || (verdict.passes && verdict.proved && judged == length))
        return status;
    if (verdict.passes && verdict.proved)
        message_set(&warning.text,
                    "the sum of cosines over all pairs is not negative below %.0f tokens, by "
                    "proof; farther distances are not looked at",
                    judged);
    else if (verdict.passes)
        message_set(&warning.text,
                    "whether the sum of cosines over all pairs is negative within "
                    "%.0f tokens is not decided",
                    judged);
    else
        message_set(&warning.text,
                    "the sum of cosines over all pairs is negative at %.0f tokens, %.8g, the first "
                    "such distance%s: the base is infeasible for %.0f tokens",
                    verdict.distance, verdict.value, verdict.proved ? ", by proof" : "", length);
    if (verdict.passes)
        warning.id = "base-undecided";
    return warnings_add(w, &warning) ? STATUS_OK : STATUS_MEMORY;
}

/* PHASE's precision: a step of one token that the format's spacing at 1 swallows. */
static bool swallowed(struct warnings *w, const char *key, const struct layer_kind *kind,
                      const struct schedule *schedule)
{
    struct warning warning = {.id = "precision-base", .key = key, .layers = kind->name};
    double slowest = TWO_PI * slowest_turns(schedule);
    for (size_t i = 0; i < ARRAY_COUNT(formats); i++)
        if (slowest <= formats[i].spacing)
            message_add(&warning.text, "%s%s (%.5g)", warning.text.text[0] ? ", " : "",
                        formats[i].name, formats[i].spacing);
    if (!warning.text.text[0])
        return true;
    struct message names = warning.text;
    message_set(
        &warning.text,
        "the slowest pair turns by %.8g radians per token, no more than the spacing at 1 of",
        slowest);
    message_add(&warning.text, " %s: an angle kept so does not see one token", names.text);
    return warnings_add(w, &warning);
}

enum status warnings_limits(struct warnings *w, const struct model_config *config,
                            const struct layer_kind *kind, const struct schedule *schedule,
                            double length)
{
    const char *key = base_key(config, kind);
    if (schedule->rotating == 0)
        return STATUS_OK;
    if (!under_a_turn(w, key, kind, schedule, length) ||
        !beyond_base(w, key, kind, schedule, length) || !swallowed(w, key, kind, schedule))
        return STATUS_MEMORY;
    return infeasible(w, key, kind, schedule, length);
}
