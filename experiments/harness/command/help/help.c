/* Help pages of commands and experiments. */
#include "experiments/harness/command/help/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/output/process/failure.h"

const char *const help_formats[] = {
    [HELP_TEXT] = "text", [HELP_MAN] = "man", [HELP_BASH] = "bash", [HELP_ZSH] = "zsh", NULL};

static const char *const metavars[] = {
    [OPTION_ENCODINGS] = "SPEC[;SPEC..]",
    [OPTION_QKS] = "SPEC[;SPEC..]",
    [OPTION_TOKENS] = "SPEC[;SPEC..]",
    [OPTION_INTEGERS] = "LIST",
    [OPTION_RANGE] = "A:B",
    [OPTION_REALS] = "X[,X..]",
    [OPTION_WHOLE] = "N",
    [OPTION_CHOICE] = "NAME",
    [OPTION_NAMES] = "NAME[,NAME..]",
    [OPTION_FILE] = "FILE",
    [OPTION_FLAG] = NULL,
};

/* Meaning, range and default. */
static void put_option(struct sheet *s, const struct option_spec *o)
{
    char range[96];
    sheet_option(s, o->name, metavars[o->type], o->alone);
    sheet_text(s, o->meaning);
    if (o->type == OPTION_CHOICE || o->type == OPTION_NAMES) {
        sheet_text(s, o->type == OPTION_CHOICE ? "; one of" : "; from");
        for (size_t i = 0; o->choices[i]; i++) {
            sheet_text(s, i ? ", " : " ");
            sheet_text(s, o->choices[i]);
        }
    } else if (o->hi > o->lo) {
        snprintf(range, sizeof range, "; from %.16g to %.16g", o->lo, o->hi);
        sheet_text(s, range);
    }
    const char *const *d = o->fallback;
    bool same = d[0] && strcmp(d[0], d[1]) == 0 && strcmp(d[1], d[2]) == 0;
    for (size_t i = 0; d[0] && i < (same ? 1 : SCALE_COUNT); i++) {
        sheet_text(s, i ? ", " : "; default ");
        sheet_text(s, d[i]);
        sheet_text(s, same ? "" : " (");
        sheet_text(s, same ? "" : scale_names[i]);
        sheet_text(s, same ? "" : ")");
    }
    sheet_option_end(s);
}

static void put_settings(struct sheet *s, const struct setting_menu *menu)
{
    struct setting_rows settings;
    settings_rows(menu, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        sheet_option(s, settings.rows[i].name, settings.rows[i].metavar, false);
        sheet_text(s, settings.rows[i].meaning);
        sheet_option_end(s);
    }
}

/* What a page of the manual ends with. */
static int put_references(struct sheet *s)
{
    sheet_section(s, "See also");
    sheet_reference(s, "", 1, false);
    for (size_t i = 0; i < help_topic_count; i++)
        sheet_reference(s, help_topics[i].name, 7, i + 1 == help_topic_count);
    return EXIT_DONE;
}

int help_command(enum sheet_style style, const struct command *command)
{
    struct sheet s = sheet_begin(style, command->name, 1, command->summary);
    sheet_usage(&s, command->name, command->words);
    sheet_paragraph(&s, command->help);
    sheet_section(&s, "Options");
    put_settings(&s, &command->menu);
    return put_references(&s);
}

static void put_columns(struct sheet *s, size_t count, const struct column *columns)
{
    for (size_t i = 0; i < count; i++)
        sheet_row(s, 20, columns[i].name, columns[i].meaning);
}

/* What an experiment is about, and its options. */
static void put_options(struct sheet *s, const struct experiment *e)
{
    sheet_usage(s, e->name, "");
    if (s->style == SHEET_TEXT)
        printf("%s.\n\n", e->summary);
    sheet_paragraph(s, e->measures);
    sheet_section(s, "Source");
    if (s->style == SHEET_TEXT)
        printf("Source: ");
    sheet_paragraph(s, e->source);
    sheet_section(s, "Options");
    for (size_t i = 0; i < e->option_count; i++)
        put_option(s, &e->options[i]);
    put_settings(s, &experiment_menu);
}

int help_experiment(enum sheet_style style, const struct experiment *e)
{
    struct sheet s = sheet_begin(style, e->name, 1, e->summary);
    put_options(&s, e);
    sheet_heading(&s, "Columns");
    put_columns(&s, e->column_count, e->columns);
    for (size_t i = 0; i < e->table_count; i++) {
        struct message title;
        message_set(&title, "Columns with --%s", e->tables[i].option);
        sheet_heading(&s, title.text);
        put_columns(&s, e->tables[i].column_count, e->tables[i].columns);
    }
    if (e->figure_count)
        sheet_heading(&s, "Figures");
    else if (style == SHEET_TEXT)
        puts("\nNo figure is drawn of this.");
    for (size_t i = 0; i < e->figure_count; i++)
        sheet_row(&s, 20, e->figures[i].stem, e->figures[i].title);
    if (e->claims)
        sheet_heading(&s, "Claims judged here");
    else if (style == SHEET_TEXT)
        puts("\nNo claim is judged here.");
    for (size_t i = 0; e->claims && i < e->claims->count; i++) {
        const struct claim *claim = &e->claims->claims[i];
        struct message text = claim_statement(claim);
        message_add(&text, "%s", claim_need(claim).text);
        sheet_row(&s, 20, claim->id, text.text);
    }
    return put_references(&s);
}

int help_topic(enum sheet_style style, const struct help_topic *topic)
{
    struct sheet s = sheet_begin(style, topic->name, 7, topic->summary);
    sheet_section(&s, "Description");
    if (style == SHEET_MAN)
        puts(".EX");
    int code = topic->print(&s);
    if (style == SHEET_MAN)
        puts(".EE");
    return code == EXIT_DONE ? put_references(&s) : code;
}
