/* The page of all commands and experiments, and the list of experiments. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/help/help.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/output/process/failure.h"

enum { WIDTH = 100 }; /* of usage lines */

static const char about[] = "what a positional encoding does to attention over distance";

/* An option as it is typed: "--name VALUE". */
static struct message option_words(const struct plain_option *o)
{
    struct message text;
    message_set(&text, "--%s%s%s", o->name, o->metavar ? " " : "", o->metavar ? o->metavar : "");
    return text;
}

/* Prints a word of a usage line, on a further line if it does not fit. */
static void print_word(size_t *used, const char *word)
{
    if (*used + 1 + strlen(word) > WIDTH) {
        printf("\n       ");
        *used = 7;
    }
    printf(" %s", word);
    *used += 1 + strlen(word);
}

/* "  posbias NAME WORDS [--option VALUE] ..": what a command takes. */
static void print_usage_line(const struct command *command)
{
    struct setting_rows settings;
    char option[MESSAGE_SIZE + 2];
    settings_rows(&command->menu, &settings);
    size_t used = (size_t)printf("  posbias %s", command->name);
    if (*command->words)
        print_word(&used, command->words);
    for (size_t i = 0; i < settings.count; i++) {
        snprintf(option, sizeof option, "[%s]", option_words(&settings.rows[i]).text);
        if (strcmp(settings.rows[i].name, "help") != 0)
            print_word(&used, option);
    }
    printf("\n      %s\n", command->summary);
}

/* A command as a row of the manual's page, which leaves its options to the command's own. */
static void put_command(struct sheet *s, const struct command *command)
{
    struct message name;
    message_set(&name, "%s%s%s", command->name, *command->words ? " " : "", command->words);
    sheet_row(s, 0, name.text, command->summary);
}

static void put_commands(struct sheet *s)
{
    if (s->style == SHEET_TEXT) {
        printf("posbias: %s\n\n", about);
        puts("  posbias EXPERIMENT [--option=value ..]\n      one experiment, a CSV");
    }
    sheet_section(s, "Synopsis");
    if (s->style == SHEET_MAN)
        puts("\\fBposbias\\fR \\fIEXPERIMENT\\fR [\\fB\\-\\-\\fIoption\\fR=\\fIvalue\\fR ...]\n"
             ".br\n\\fBposbias\\fR \\fICOMMAND\\fR [\\fIWORD\\fR ...]");
    sheet_section(s, "Commands");
    for (size_t i = 0; i < command_total(); i++)
        if (s->style == SHEET_TEXT)
            print_usage_line(command_at(i));
        else
            put_command(s, command_at(i));
}

/* Each is shown on a line, whatever its length, for a terminal. */
static void put_settings(struct sheet *s)
{
    struct setting_rows settings;
    settings_rows(&experiment_menu, &settings);
    sheet_section(s, "Options");
    if (s->style == SHEET_TEXT)
        putchar('\n');
    sheet_text(s,
               "Every command and every experiment takes --help. Every experiment also takes:\n");
    for (size_t i = 0; i < settings.count; i++)
        sheet_row(s, 28, option_words(&settings.rows[i]).text, settings.rows[i].meaning);
}

/* Every page there is. */
static int put_references(struct sheet *s)
{
    sheet_section(s, "See also");
    for (size_t i = 0; i < command_total(); i++)
        sheet_reference(s, command_at(i)->name, 1, false);
    for (size_t i = 0; i < experiment_count; i++)
        sheet_reference(s, experiments[i]->name, 1, false);
    for (size_t i = 0; i < help_topic_count; i++)
        sheet_reference(s, help_topics[i].name, 7, i + 1 == help_topic_count);
    return EXIT_DONE;
}

int help_usage(enum sheet_style style)
{
    struct sheet s = sheet_begin(style, "", 1, about);
    put_commands(&s);
    put_settings(&s);
    sheet_section(&s, "Exit status");
    if (style == SHEET_TEXT)
        sheet_text(&s, "\nExit status: ");
    sheet_text(&s, "0 done, 1 a claim came out unexpectedly, a certificate does not prove or a "
                   "model's file contradicts itself, 2 usage or bad input, 3 something broke.\n");
    sheet_section(&s, "Experiments");
    if (style == SHEET_TEXT)
        puts("\nexperiments:");
    for (size_t i = 0; i < experiment_count; i++)
        sheet_row(&s, 12, experiments[i]->name, experiments[i]->summary);
    return put_references(&s);
}

/* What an experiment is, with its figures and its claims. NULL: no memory. */
static json_t *described(const struct experiment *e)
{
    json_t *row = json_pack("{s:s,s:s,s:s,s:[],s:[]}", "name", e->name, "summary", e->summary,
                            "source", e->source, "figures", "claims");
    json_t *figures = json_object_get(row, "figures"), *claims = json_object_get(row, "claims");
    bool ok = row != NULL;
    for (size_t i = 0; ok && i < e->figure_count; i++)
        ok = json_array_append_new(figures, json_string(e->figures[i].stem)) == 0;
    for (size_t i = 0; ok && e->claims && i < e->claims->count; i++) {
        const struct claim *claim = &e->claims->claims[i];
        struct message source = claim_source(claim);
        ok = json_array_append_new(
                 claims, json_pack("{s:s,s:s}", "id", claim->id, "source", source.text)) == 0;
    }
    if (ok)
        return row;
    json_decref(row);
    return NULL;
}

static int list_as_json(void)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < experiment_count; i++)
        ok = json_array_append_new(array, described(experiments[i])) == 0;
    ok = ok && (json_dumpf(array, stdout, JSON_INDENT(2)) == 0 || ferror(stdout));
    json_decref(array);
    putchar('\n');
    return ok ? EXIT_DONE : failure_memory();
}

int help_list(bool json)
{
    if (json)
        return list_as_json();
    for (size_t i = 0; i < experiment_count; i++)
        printf("%-12s %s\n", experiments[i]->name, experiments[i]->summary);
    return EXIT_DONE;
}
