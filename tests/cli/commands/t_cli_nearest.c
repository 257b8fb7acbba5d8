/* A name that is off by one letter: every refusal offers the name of the table that was meant, for
 * every name there is. */
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/output/scale.h"
#include "kernels/encodings/presets.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

enum { NAME = 128 };

/* The name with another last letter, which no name ends in. */
static const char *typo(const char *name, char out[NAME])
{
    snprintf(out, NAME, "%s", name);
    out[strlen(out) - 1] = '_';
    return out;
}

/* Whether the message offers a name that the typo is one letter off, or has one letter more than:
 * of grape-a and grape-ap both are near grape-a_. */
static void check_offer(const char *message, const char *typed, const char *meant)
{
    static const char words[] = "did you mean \"";
    const char *at = strstr(message, words);
    ck_assert_msg(at != NULL, "nothing is offered for \"%s\" (\"%s\"): %s", typed, meant, message);
    at += strlen(words);
    size_t length = strcspn(at, "\""), off = 0;
    for (size_t i = 0; i < length && i < strlen(typed); i++)
        off += at[i] != typed[i];
    ck_assert_msg((length == strlen(typed) && off == 1) ||
                      (length + 1 == strlen(typed) && off == 0),
                  "\"%s\" (\"%s\"): %s", typed, meant, message);
}

/* A name of one letter has none that is near: it is offered with all the others. */
static bool too_short(const char *name) { return strlen(name) < 2; }

static void check_encoding(const char *before, const char *meant)
{
    char wrong[NAME], text[2 * NAME];
    struct encoding *e;
    struct message error = {""};
    if (too_short(meant))
        return;
    snprintf(text, sizeof text, "%s%s", before, typo(meant, wrong));
    ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s was taken", text);
    check_offer(error.text, wrong, meant);
}

static void check_qk(const char *before, const char *meant, const char *after)
{
    char wrong[NAME], text[2 * NAME];
    struct qk_model model;
    struct message error = {""};
    if (too_short(meant))
        return;
    snprintf(text, sizeof text, "%s%s%s", before, typo(meant, wrong), after);
    ck_assert_msg(!qk_parse(text, &model, &error), "%s was taken", text);
    check_offer(error.text, wrong, meant);
}

TEST(encodings_keys_choices_and_presets)
{
    char before[NAME];
    for (size_t i = 0; i < encoding_type_count; i++) {
        const struct encoding_type *type = encoding_types[i];
        check_encoding("", type->name);
        for (size_t k = 0; k < type->key_count; k++) {
            const struct spec_key *key = &type->keys[k];
            snprintf(before, sizeof before, "%s:", type->name);
            char wrong[NAME], text[2 * NAME];
            struct encoding *e;
            struct message error = {""};
            snprintf(text, sizeof text, "%s%s=1", before, typo(key->name, wrong));
            if (!too_short(key->name)) {
                ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s was taken", text);
                check_offer(error.text, wrong, key->name);
            }
            snprintf(before, sizeof before, "%s:%s=", type->name, key->name);
            for (size_t c = 0; key->choices && key->choices[c]; c++)
                check_encoding(before, key->choices[c]);
        }
    }
    for (size_t i = 0; i < preset_count; i++)
        check_encoding("model:", presets[i].name);
    for (size_t i = 0; i < extension_list_count; i++)
        check_encoding("rope:dim=96,scaling=longrope,factor=32,orig=4096,ext=",
                       extension_lists[i].name);
}

TEST(query_key_models_and_their_keys)
{
    char before[NAME];
    for (size_t i = 0; i < qk_type_count; i++) {
        check_qk("", qk_types[i].name, "");
        snprintf(before, sizeof before, "%s:", qk_types[i].name);
        for (size_t k = 0; k < qk_types[i].key_count; k++)
            check_qk(before, qk_types[i].keys[k].name, "=0.5");
    }
}

/* Runs it on a word and one that is wrong, "%s" in format; before it stands what the user types
 * with every name, "--" or "=". */
static void check_run_typed(const char *first, const char *before, const char *format,
                            const char *meant)
{
    char wrong[NAME], typed[2 * NAME], word[4 * NAME];
    if (too_short(meant))
        return;
    snprintf(typed, sizeof typed, "%s%s", before, typo(meant, wrong));
    snprintf(word, sizeof word, format, typed);
    struct cli_result r = first ? CLI(NULL, first, word) : CLI(NULL, word);
    ck_assert_int_eq(r.status, 2);
    ck_assert_msg(strchr(r.err, '\n') == strrchr(r.err, '\n'), "%s", r.err);
    check_offer(r.err, typed, meant);
    cli_free(&r);
}

static void check_run(const char *first, const char *format, const char *meant)
{
    check_run_typed(first, "", format, meant);
}

TEST(experiments_figures_and_claims)
{
    if (tools_spared("experiments_figures_and_claims", "suite text finds nearest names"))
        return;
    for (size_t e = 0; e < experiment_count; e++) {
        check_run(NULL, "%s", experiments[e]->name);
        check_run("help", "%s", experiments[e]->name);
        for (size_t f = 0; f < experiments[e]->figure_count; f++)
            check_run("plot", "%s", experiments[e]->figures[f].stem);
        for (size_t c = 0; experiments[e]->claims && c < experiments[e]->claims->count; c++)
            check_run_typed("claims", "=", "%s", experiments[e]->claims->claims[c].id);
    }
}

TEST(options_and_their_choices)
{
    char format[NAME];
    if (tools_spared("options_and_their_choices", "suite text finds nearest names"))
        return;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t o = 0; o < experiments[e]->option_count; o++) {
            const struct option_spec *option = &experiments[e]->options[o];
            check_run_typed(experiments[e]->name, "--", "%s=1", option->name);
            snprintf(format, sizeof format, "--%s=%%s", option->name);
            for (size_t c = 0; option->choices && option->choices[c]; c++)
                check_run(experiments[e]->name, format, option->choices[c]);
        }
    for (size_t s = 0; s < SCALE_COUNT; s++)
        check_run("bias", "--scale=%s", scale_names[s]);
    static const char *const formats[] = {"csv", "json", "table", "tap"};
    for (size_t f = 0; f < TOOLS_COUNT(formats); f++)
        check_run("claims", "--format=%s", formats[f]);
}
