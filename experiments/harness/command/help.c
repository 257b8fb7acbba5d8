/* Help pages of commands and experiments. */
#include "experiments/harness/command/help.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/output/process/failure.h"

/* Columns: where usage lines and pages end, and where an option's meaning begins. */
enum { WIDTH = 100, RIGHT = 110, MEANING = 29 };

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

/* Where a page is being written: characters that stand on the line, those each new one begins with,
 * and blanks that the next word will follow. Nothing here takes memory. */
struct page {
    size_t at, indent, blanks;
};

static void line_end(struct page *page)
{
    putchar('\n');
    page->at = page->blanks = 0;
}

/* Text from where the page stands, broken at blanks. */
static void put_text(struct page *page, const char *text)
{
    while (*text) {
        page->blanks += strspn(text, " ");
        text += strspn(text, " ");
        size_t length = strcspn(text, " \n");
        if (page->at > page->indent && page->blanks && page->at + page->blanks + length > RIGHT)
            line_end(page);
        size_t before = page->at == 0 ? page->indent : page->blanks;
        if (length) {
            page->at += (size_t)printf("%*s%.*s", (int)before, "", (int)length, text);
            page->blanks = 0;
        }
        for (text += length; *text == '\n'; text++)
            line_end(page);
    }
}

/* An option's name, as it is typed. In: metavar, in brackets if it may be left out; NULL: none.
 * Leaves the page where what it means begins. */
static void begin_option(struct page *page, const char *name, const char *metavar, bool optional)
{
    bool is_output = strcmp(name, "output") == 0; /* the one with a short form */
    size_t used = (size_t)printf("%s--%s%s%s%s%s", is_output ? "  -o, " : "      ", name,
                                 optional ? "[" : "", metavar ? "=" : "", metavar ? metavar : "",
                                 optional ? "]" : "");
    if (used + 2 > MEANING) {
        putchar('\n');
        used = 0;
    }
    *page = (struct page){MEANING, MEANING, 0};
    printf("%*s", (int)(MEANING - used), "");
}

/* Meaning, range and default. */
static void put_option(const struct option_spec *o)
{
    struct page page;
    char range[96];
    begin_option(&page, o->name, metavars[o->type], o->alone);
    put_text(&page, o->meaning);
    if (o->type == OPTION_CHOICE || o->type == OPTION_NAMES) {
        put_text(&page, o->type == OPTION_CHOICE ? "; one of" : "; from");
        for (size_t i = 0; o->choices[i]; i++) {
            put_text(&page, i ? ", " : " ");
            put_text(&page, o->choices[i]);
        }
    } else if (o->hi > o->lo) {
        snprintf(range, sizeof range, "; from %.16g to %.16g", o->lo, o->hi);
        put_text(&page, range);
    }
    const char *const *d = o->fallback;
    bool same = d[0] && strcmp(d[0], d[1]) == 0 && strcmp(d[1], d[2]) == 0;
    for (size_t i = 0; d[0] && i < (same ? 1 : SCALE_COUNT); i++) {
        put_text(&page, i ? ", " : "; default ");
        put_text(&page, d[i]);
        put_text(&page, same ? "" : " (");
        put_text(&page, same ? "" : scale_names[i]);
        put_text(&page, same ? "" : ")");
    }
    line_end(&page);
}

static void put_settings(const struct setting_menu *menu)
{
    struct setting_rows settings;
    settings_rows(menu, &settings);
    for (size_t i = 0; i < settings.count; i++) {
        struct page page;
        begin_option(&page, settings.rows[i].name, settings.rows[i].metavar, false);
        put_text(&page, settings.rows[i].meaning);
        line_end(&page);
    }
}

static void put_paragraph(const char *text)
{
    struct page page = {0, 0, 0};
    put_text(&page, text);
    line_end(&page);
    line_end(&page);
}

int help_command(const struct command *command)
{
    printf("Usage: posbias %s [OPTION...]%s%s\n", command->name, *command->words ? " " : "",
           command->words);
    put_paragraph(command->help);
    put_settings(&command->menu);
    return EXIT_DONE;
}

/* The options of an experiment and what it is about. */
static void print_options(const struct experiment *e)
{
    printf("Usage: posbias %s [OPTION...]\n%s.\n\n", e->name, e->summary);
    put_paragraph(e->measures);
    printf("Source: ");
    put_paragraph(e->source);
    for (size_t i = 0; i < e->option_count; i++)
        put_option(&e->options[i]);
    put_settings(&experiment_menu);
}

static void print_row(const char *name, const char *meaning)
{
    printf("  %-20s %s\n", name, meaning);
}

static void print_columns(size_t count, const struct column *columns)
{
    for (size_t i = 0; i < count; i++)
        print_row(columns[i].name, columns[i].meaning);
}

int help_experiment(const struct experiment *e)
{
    print_options(e);
    puts("\nColumns:");
    print_columns(e->column_count, e->columns);
    for (size_t i = 0; i < e->table_count; i++) {
        printf("\nColumns with --%s:\n", e->tables[i].option);
        print_columns(e->tables[i].column_count, e->tables[i].columns);
    }
    puts(e->figure_count ? "\nFigures:" : "\nNo figure is drawn of this.");
    for (size_t i = 0; i < e->figure_count; i++)
        print_row(e->figures[i].stem, e->figures[i].title);
    puts(e->claims ? "\nClaims judged here:" : "\nNo claim is judged here.");
    for (size_t i = 0; e->claims && i < e->claims->count; i++) {
        const struct claim *claim = &e->claims->claims[i];
        struct message text = claim_statement(claim);
        message_add(&text, "%s", claim_need(claim).text);
        print_row(claim->id, text.text);
    }
    return EXIT_DONE;
}

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

int help_usage(void)
{
    struct setting_rows settings;
    puts("posbias: what a positional encoding does to attention over distance\n");
    puts("  posbias EXPERIMENT [--option=value ..]\n      one experiment, a CSV");
    for (size_t i = 0; i < command_total(); i++)
        print_usage_line(command_at(i));
    puts("\nEvery command and every experiment takes --help. Every experiment also takes:");
    settings_rows(&experiment_menu, &settings);
    for (size_t i = 0; i < settings.count; i++)
        printf("  %-28s %s\n", option_words(&settings.rows[i]).text, settings.rows[i].meaning);
    puts(
        "\nExit status: 0 done, 1 a claim came out unexpectedly, a certificate does not prove or a "
        "model's file contradicts itself,\n2 usage or bad input, 3 something broke.\n\nexperiments:");
    for (size_t i = 0; i < experiment_count; i++)
        printf("  %-12s %s\n", experiments[i]->name, experiments[i]->summary);
    return EXIT_DONE;
}

static int list_as_json(void)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < experiment_count; i++)
        ok = json_array_append_new(array, json_pack("{s:s,s:s,s:s}", "name", experiments[i]->name,
                                                    "summary", experiments[i]->summary, "source",
                                                    experiments[i]->source)) == 0;
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
