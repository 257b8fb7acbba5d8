/* Pages of the manual and completion say what the tables say: all of it, whatever the layout. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/options.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

/* The text that roff makes of a page, in place: no fonts, one blank for any white space. */
static void unroff(char *page)
{
    static const char *const marks[][2] = {
        {"\n.br", ""},  {"\\-", "-"},   {"\\e", "\\"},   {"\\(ti", "~"}, {"\\(ha", "^"},
        {"\\(ga", "`"}, {"\\(aq", "'"}, {"\\(dq", "\""}, {"\\:", ""},    {"\\&", ""},
        {"\\fB", ""},   {"\\fI", ""},   {"\\fR", ""}};
    char *to = page;
    for (const char *at = page; *at;) {
        size_t i = 0;
        while (i < TOOLS_COUNT(marks) && strncmp(at, marks[i][0], strlen(marks[i][0])) != 0)
            i++;
        ck_assert_msg(*at != '\\' || i < TOOLS_COUNT(marks), "%.40s", at);
        bool blank = *at == ' ' || *at == '\n';
        const char *text = i < TOOLS_COUNT(marks) ? marks[i][1] : "";
        if (i < TOOLS_COUNT(marks))
            at += strlen(marks[i][0]);
        else if (!blank || to == page || to[-1] != ' ')
            *to++ = blank ? ' ' : *at;
        at += i == TOOLS_COUNT(marks);
        for (; *text; text++)
            *to++ = *text;
    }
    *to = '\0';
}

/* As unroff leaves white space. */
static void has(const char *page, const char *text)
{
    char wanted[8192];
    size_t length = 0;
    for (; *text && length + 1 < sizeof wanted; text++) {
        char c = *text == '\n' ? ' ' : *text;
        if (c != ' ' || length == 0 || wanted[length - 1] != ' ')
            wanted[length++] = c;
    }
    wanted[length] = '\0';
    ck_assert_msg(strstr(page, wanted) != NULL, "\"%s\" is not in\n%s", wanted, page);
}

static void has_menu(const char *page, const struct setting_menu *menu)
{
    struct setting_rows settings;
    settings_rows(menu, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        has(page, settings.rows[i].name);
        has(page, settings.rows[i].metavar ? settings.rows[i].metavar : "");
        has(page, settings.rows[i].meaning);
    }
}

TEST_EACH(the_manual_has_all_of_an_experiment, experiment_count)
{
    const struct experiment *e = experiments[_i];
    struct cli_result r = CLI(NULL, "help", e->name, "--format=man");
    cli_went_well(&r);
    unroff(r.out);
    const char *const texts[] = {e->name, e->summary, e->measures, e->source, " posbias-qk (7)"};
    for (size_t i = 0; i < TOOLS_COUNT(texts); i++)
        has(r.out, texts[i]);
    for (size_t i = 0; i < e->option_count; i++) {
        const struct option_spec *o = &e->options[i];
        char name[64];
        snprintf(name, sizeof name, " --%s", o->name);
        has(r.out, name);
        has(r.out, o->meaning);
        for (size_t k = 0; k < SCALE_COUNT; k++)
            has(r.out, o->fallback[k] ? o->fallback[k] : "");
        for (size_t k = 0; o->choices && o->choices[k]; k++)
            has(r.out, o->choices[k]);
    }
    has_menu(r.out, &experiment_menu);
    for (size_t i = 0; i < e->column_count; i++)
        has(r.out, e->columns[i].meaning);
    for (size_t i = 0; i < e->table_count; i++)
        for (size_t k = 0; k < e->tables[i].column_count; k++)
            has(r.out, e->tables[i].columns[k].meaning);
    for (size_t i = 0; i < e->figure_count; i++)
        has(r.out, e->figures[i].title);
    for (size_t i = 0; e->claims && i < e->claims->count; i++)
        has(r.out, claim_statement(&e->claims->claims[i]).text);
    cli_free(&r);
}

TEST_EACH(the_manual_has_all_of_a_command, command_total())
{
    const struct command *c = command_at((size_t)_i);
    struct cli_result r = CLI(NULL, "help", c->name, "--format=man"),
                      all = CLI(NULL, "help", "--format=man");
    cli_went_well(&r);
    cli_went_well(&all);
    unroff(r.out);
    unroff(all.out);
    has(r.out, c->words);
    has(r.out, c->summary);
    has(r.out, c->help);
    has_menu(r.out, &c->menu);
    char reference[64];
    snprintf(reference, sizeof reference, ".BR posbias-%s (1)", c->name);
    has(all.out, reference);
    has(all.out, c->summary);
    cli_free(&r);
    cli_free(&all);
}

/* Those pages stay as they are: every line of theirs. */
static const char *const topics[] = {"encodings", "qk", "tokens"};

TEST_EACH(the_manual_has_all_of_a_topic, TOOLS_COUNT(topics))
{
    struct cli_result text = CLI(NULL, "help", topics[_i]),
                      r = CLI(NULL, "help", topics[_i], "--format=man");
    cli_went_well(&text);
    cli_went_well(&r);
    unroff(r.out);
    has(r.out, text.out);
    cli_free(&text);
    cli_free(&r);
}

/* What a shell completes: the functions of the tables, called by a shell. */
static const char *const shells[] = {"bash", "zsh"};

TEST_EACH(completion_has_every_option, TOOLS_COUNT(shells))
{
    char format[32];
    snprintf(format, sizeof format, "--format=%s", shells[_i]);
    struct cli_result r = CLI(NULL, "help", format);
    cli_went_well(&r);
    for (size_t e = 0; e < experiment_count; e++) {
        char begins[64], option[64];
        snprintf(begins, sizeof begins, "\n    '%s') printf '%%s\\n' '--", experiments[e]->name);
        char *row = strstr(r.out, begins);
        ck_assert_msg(row != NULL, "%s", begins);
        char *end = strstr(row + 1, "\n");
        *end = '\0';
        for (size_t i = 0; i < experiments[e]->option_count; i++) {
            snprintf(option, sizeof option, " '--%s ", experiments[e]->options[i].name);
            ck_assert_msg(strstr(row, option) != NULL, "%s: %s", experiments[e]->name, option);
        }
        *end = '\n';
    }
    cli_free(&r);
}
