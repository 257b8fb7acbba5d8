/* The built program from outside, as its users meet it; here what it says about itself, in the
 * other t_cli_*.c the rest. */
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/options.h"
#include "kernels/encodings/unevaluated.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

static void figures_and_claims_are_listed(const json_t *row, const struct experiment *e)
{
    const json_t *figures = json_object_get(row, "figures"),
                 *claims = json_object_get(row, "claims");
    ck_assert_str_eq(json_string_value(json_object_get(row, "source")), e->source);
    ck_assert_uint_eq(json_array_size(figures), e->figure_count);
    for (size_t i = 0; i < e->figure_count; i++)
        ck_assert_str_eq(json_string_value(json_array_get(figures, i)), e->figures[i].stem);
    ck_assert_uint_eq(json_array_size(claims), e->claims ? e->claims->count : 0);
    for (size_t i = 0; e->claims && i < e->claims->count; i++) {
        const json_t *claim = json_array_get(claims, i);
        struct message source = claim_source(&e->claims->claims[i]);
        ck_assert_str_eq(json_string_value(json_object_get(claim, "id")), e->claims->claims[i].id);
        ck_assert_str_eq(json_string_value(json_object_get(claim, "source")), source.text);
    }
}

TEST(list_names_every_experiment)
{
    json_error_t error;
    struct cli_result text = CLI(NULL, "list"), json = CLI(NULL, "list", "--json");
    cli_went_well(&text);
    cli_went_well(&json);
    json_t *root = json_loads(json.out, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "line %d: %s", error.line, error.text);
    ck_assert_uint_eq(json_array_size(root), experiment_count);
    const char *line = text.out;
    for (size_t i = 0; i < experiment_count; i++) {
        const json_t *row = json_array_get(root, i);
        const char *name = json_string_value(json_object_get(row, "name"));
        ck_assert_str_eq(name, experiments[i]->name);
        ck_assert(strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ' ');
        ck_assert_ptr_nonnull(strstr(line, json_string_value(json_object_get(row, "summary"))));
        line = strchr(line, '\n') + 1;
        figures_and_claims_are_listed(row, experiments[i]);
    }
    ck_assert_str_eq(line, "");
    json_decref(root);
    cli_free(&text);
    cli_free(&json);
}

/* True if text has name as a word: nothing that could belong to a longer name on either side. */
static bool mentions(const char *text, const char *name)
{
    for (const char *at = text; (at = strstr(at, name)); at++) {
        char before = at == text ? ' ' : at[-1], after = at[strlen(name)];
        if (!isalnum((unsigned char)before) && before != '_' && !isalnum((unsigned char)after) &&
            after != '_')
            return true;
    }
    return false;
}

/* Whether a text says this, wherever its lines break. */
static bool says(const char *text, const char *words)
{
    for (; *text; text++) {
        const char *at = text, *word = words;
        while (*word && (*word == ' ' ? isspace((unsigned char)*at) : *at == *word)) {
            at += *word == ' ' ? strspn(at, " \n") : 1;
            word++;
        }
        if (!*word)
            return true;
    }
    return false;
}

/* Every option of a menu, and what it means. */
static void menu_is_explained(const struct setting_menu *menu, const char *text)
{
    struct setting_rows settings;
    char option[64];
    settings_rows(menu, &settings);
    ck_assert_uint_gt(settings.count, 0);
    for (size_t i = 0; i < settings.count; i++) {
        snprintf(option, sizeof option, "--%s", settings.rows[i].name);
        ck_assert_msg(mentions(text, option), "%s", option);
        ck_assert_msg(says(text, settings.rows[i].meaning), "meaning of %s", option);
    }
    for (size_t i = 0; menu->formats && menu->formats[i]; i++)
        ck_assert_msg(mentions(text, menu->formats[i]), "%s", menu->formats[i]);
}

/* Each command explains itself however it is asked, among other options too. */
TEST_EACH(command_explains_itself, command_total())
{
    const struct command *c = command_at((size_t)_i);
    char usage[64];
    struct cli_result all = CLI(NULL, "help"), r = CLI(NULL, "help", c->name),
                      same = CLI(NULL, c->name, "--help");
    cli_went_well(&all);
    cli_went_well(&r);
    cli_went_well(&same);
    ck_assert_str_eq(r.out, same.out);
    ck_assert_msg(strstr(r.out, c->words) != NULL, "%s", c->words);
    if (c->become) /* its own words */
        ck_assert(mentions(r.out, "--threads"));
    else
        menu_is_explained(&c->menu, r.out);
    snprintf(usage, sizeof usage, "\n  posbias %s", c->name);
    ck_assert_msg(strstr(all.out, usage) != NULL, "%s", usage);
    ck_assert_msg(strstr(all.out, c->summary) != NULL, "%s", c->summary);
    cli_free(&all);
    cli_free(&r);
    cli_free(&same);
}

TEST_EACH(help_names_options_and_columns, experiment_count)
{
    char option[64];
    const struct experiment *e = experiments[_i];
    struct cli_result r = CLI(NULL, "help", e->name), same = CLI(NULL, e->name, "--help");
    cli_went_well(&r);
    cli_went_well(&same);
    ck_assert_str_eq(r.out, same.out);
    for (size_t i = 0; i < e->option_count; i++) {
        snprintf(option, sizeof option, "--%s", e->options[i].name);
        ck_assert_msg(mentions(r.out, option), "%s", option);
        if (e->options[i].fallback[SCALE_STANDARD]) /* one long word: argp does not break it */
            ck_assert_msg(strstr(r.out, e->options[i].fallback[SCALE_STANDARD]) != NULL,
                          "default of %s", option);
    }
    for (size_t i = 0; i < e->column_count; i++)
        ck_assert_msg(mentions(r.out, e->columns[i].name), "%s", e->columns[i].name);
    menu_is_explained(&experiment_menu, r.out);
    for (size_t i = 0; i < e->figure_count; i++)
        ck_assert_msg(mentions(r.out, e->figures[i].stem), "%s", e->figures[i].stem);
    for (size_t i = 0; e->claims && i < e->claims->count; i++)
        ck_assert_msg(strstr(r.out, e->claims->claims[i].id) != NULL, "%s",
                      e->claims->claims[i].id);
    cli_free(&r);
    cli_free(&same);
    same = CLI(NULL, e->name, "--scale=smoke", "--help"); /* help before anything else */
    cli_went_well(&same);
    ck_assert_int_ne(same.out[0], '#');
    cli_free(&same);
}

/* A table with a hole in it would shift nothing but name nothing either. */
TEST_EACH(every_column_has_a_name_of_its_own, experiment_count)
{
    const struct experiment *e = experiments[_i];
    ck_assert_uint_gt(e->column_count, 0);
    for (size_t i = 0; i < e->column_count; i++) {
        ck_assert_msg(e->columns[i].name && e->columns[i].meaning, "%s: column number %zu", e->name,
                      i);
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(e->columns[i].name, e->columns[k].name);
    }
}

TEST(help_names_everything_a_string_may_hold)
{
    struct cli_result r = CLI(NULL, "help"), strings = CLI(NULL, "help", "encodings"),
                      qk = CLI(NULL, "help", "qk");
    cli_went_well(&r);
    cli_went_well(&strings);
    cli_went_well(&qk);
    for (size_t i = 0; i < experiment_count; i++)
        ck_assert_msg(mentions(r.out, experiments[i]->name), "%s", experiments[i]->name);
    for (size_t i = 0; i < encoding_type_count; i++)
        for (size_t k = 0; k < encoding_types[i]->key_count; k++)
            ck_assert_msg(mentions(strings.out, encoding_types[i]->keys[k].name), "%s",
                          encoding_types[i]->keys[k].name);
    for (size_t i = 0; i < unevaluated_count; i++)
        ck_assert_msg(mentions(strings.out, unevaluated[i].name) &&
                          strstr(strings.out, unevaluated[i].reason),
                      "%s", unevaluated[i].name);
    static const char *const models[] = {"unit", "phase", "gauss", "aligned", "moments",
                                         "mu",   "sigma", "rho",   "mu0",     "nu0"};
    for (size_t i = 0; i < TOOLS_COUNT(models); i++)
        ck_assert_msg(mentions(qk.out, models[i]), "%s", models[i]);
    cli_free(&r);
    cli_free(&strings);
    cli_free(&qk);
}

TEST(version_names_the_commit)
{
    static const char *const facts[] = {"posbias ", "\ncompiler ", "\ngsl ", "\nsleef ",
                                        "\njansson "};
    struct cli_result r = CLI(NULL, "version"), same = CLI(NULL, "--version");
    cli_went_well(&r);
    ck_assert_str_eq(r.out, same.out);
    for (size_t i = 0; i < TOOLS_COUNT(facts); i++)
        ck_assert_msg(strstr(r.out, facts[i]) != NULL, "%s", facts[i]);
    const char *commit = strstr(r.out, "\ncommit ");
    ck_assert_ptr_nonnull(commit);
    commit += strlen("\ncommit ");
    /* unknown: git is absent, or this is none of its checkouts */
    ck_assert(strspn(commit, "0123456789abcdef") == 12 || strncmp(commit, "unknown", 7) == 0);
    cli_free(&r);
    cli_free(&same);
}

/* Each line of the plan: stem, seconds, and what follows the program's name in a shell. Short ones
 * are run. */
TEST(plan_can_be_run)
{
    if (tools_spared("plan_can_be_run", "cli_good runs every experiment"))
        return;
    struct cli_result plan = CLI(NULL, "plan", "--scale=smoke");
    cli_went_well(&plan);
    size_t figures = 0, ran = 0;
    for (size_t i = 0; i < experiment_count; i++)
        figures += experiments[i]->figure_count;
    char *save;
    for (char *line = strtok_r(plan.out, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save), figures--) {
        char *tab = strchr(line, '\t'), *end;
        ck_assert_msg(tab && tab > line, "%s", line);
        double seconds = strtod(tab + 1, &end);
        ck_assert_msg(*end == '\t' && seconds > 0.0 && !strchr(end + 1, '\t'), "%s", line);
        if (seconds >= 2.0)
            continue;
        struct cli_result r = cli_shell(end + 1);
        cli_went_well(&r);
        ck_assert_int_eq(r.out[0], '#');
        cli_free(&r);
        ran++;
    }
    ck_assert_uint_eq(figures, 0);
    ck_assert_uint_gt(ran, 0);
    cli_free(&plan);
}
