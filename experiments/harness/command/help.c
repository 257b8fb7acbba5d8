/* Help pages of commands and experiments; their options are laid out by argp. */
#include "experiments/harness/command/help.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/output/failure.h"
#include "experiments/harness/output/text_stream.h"

enum { KEYS = 256, WIDTH = 100 };

static const char *const metavars[] = {
    [OPTION_ENCODINGS] = "SPEC[;SPEC..]",
    [OPTION_QKS] = "SPEC[;SPEC..]",
    [OPTION_INTEGERS] = "LIST",
    [OPTION_RANGE] = "A:B",
    [OPTION_REALS] = "X[,X..]",
    [OPTION_WHOLE] = "N",
    [OPTION_CHOICE] = "NAME",
    [OPTION_NAMES] = "NAME[,NAME..]",
    [OPTION_FILE] = "FILE",
    [OPTION_FLAG] = NULL,
};

/* Meaning, range and default of an option in one text, to be freed; NULL: no memory. */
static char *option_text(const struct option_spec *o)
{
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    if (!out)
        return text_stream_end(&text);
    fputs(o->meaning, out);
    if (o->type == OPTION_CHOICE || o->type == OPTION_NAMES) {
        fputs(o->type == OPTION_CHOICE ? "; one of" : "; from", out);
        for (size_t i = 0; o->choices[i]; i++)
            fprintf(out, "%s %s", i ? "," : "", o->choices[i]);
    } else if (o->hi > o->lo) {
        fprintf(out, "; from %.16g to %.16g", o->lo, o->hi);
    }
    const char *const *d = o->fallback;
    if (d[0] && strcmp(d[0], d[1]) == 0 && strcmp(d[1], d[2]) == 0)
        fprintf(out, "; default %s", d[0]);
    else if (d[0])
        fprintf(out, "; default %s (smoke), %s (standard), %s (full)", d[0], d[1], d[2]);
    return text_stream_end(&text);
}

/* Prints what stands above the columns of a page. In: table, ended by a row of zeros.
 * Returns: false if memory ran out, which argp tells by errno alone. */
static bool print_page(const char *name, const char *words, const char *text,
                       const struct argp_option *table)
{
    char command[64];
    const struct argp argp = {.options = table, .args_doc = words, .doc = text};
    snprintf(command, sizeof command, "posbias %s", name);
    struct text_stream page;
    FILE *out = text_stream_start(&page);
    errno = 0;
    if (!out || setenv("ARGP_HELP_FMT", "no-dup-args-note,rmargin=110", 0) != 0)
        errno = ENOMEM;
    else
        argp_help(&argp, out, ARGP_HELP_SHORT_USAGE | ARGP_HELP_PRE_DOC | ARGP_HELP_LONG, command);
    bool whole = errno != ENOMEM;
    char *said = text_stream_end(&page);
    if (whole && said)
        fputs(said, stdout);
    free(said);
    return whole && said;
}

/* Appends the settings of a menu to a table. */
static void add_settings(const struct setting_rows *settings, struct argp_option *table)
{
    for (size_t i = 0; i < settings->count; i++) {
        const struct plain_option *row = &settings->rows[i];
        bool is_output = strcmp(row->name, "output") == 0; /* the one with a short form */
        table[i] = (struct argp_option){.name = row->name,
                                        .key = is_output ? 'o' : 2 * KEYS + (int)i,
                                        .arg = row->metavar,
                                        .doc = row->meaning,
                                        .group = 2};
    }
}

int help_command(const struct command *command)
{
    struct argp_option table[SETTING_COUNT + 1] = {{0}};
    struct setting_rows settings;
    settings_rows(&command->menu, &settings);
    add_settings(&settings, table);
    return print_page(command->name, *command->words ? command->words : NULL, command->help, table)
               ? EXIT_DONE
               : failure_memory();
}

/* The texts of an experiment's options, each to be freed; false: no memory. */
static bool option_texts(const struct experiment *experiment, char **texts)
{
    bool ok = true;
    for (size_t i = 0; i < experiment->option_count; i++) {
        texts[i] = option_text(&experiment->options[i]);
        ok = ok && texts[i];
    }
    return ok;
}

/* The options of an experiment and what it is about. */
static bool print_options(const struct experiment *experiment)
{
    struct setting_rows settings;
    settings_rows(&experiment_menu, &settings);
    size_t count = experiment->option_count;
    char **texts = calloc(count + 1, sizeof *texts);
    struct argp_option *table = calloc(count + settings.count + 1, sizeof *table);
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    bool ok = texts && table && option_texts(experiment, texts);
    if (out)
        fprintf(out, "%s.\n\n%s\n\nSource: %s", experiment->summary, experiment->measures,
                experiment->source);
    char *about = text_stream_end(&text);
    ok = ok && about;
    for (size_t i = 0; ok && i < count; i++)
        table[i] = (struct argp_option){.name = experiment->options[i].name,
                                        .key = KEYS + (int)i,
                                        .arg = metavars[experiment->options[i].type],
                                        .flags = experiment->options[i].alone ? OPTION_ARG_OPTIONAL
                                                                              : 0,
                                        .doc = texts[i],
                                        .group = 1};
    if (ok) {
        add_settings(&settings, table + count);
        ok = print_page(experiment->name, NULL, about, table);
    }
    for (size_t i = 0; texts && i < count; i++)
        free(texts[i]);
    free(texts);
    free(table);
    free(about);
    return ok;
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
    if (!print_options(e))
        return failure_memory();
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
    for (size_t i = 0; e->claims && i < e->claims->count; i++)
        print_row(e->claims->claims[i].id, claim_statement(&e->claims->claims[i]).text);
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
    for (size_t i = 0; i < command_count; i++)
        print_usage_line(&commands[i]);
    puts("\nEvery command and every experiment takes --help. Every experiment also takes:");
    settings_rows(&experiment_menu, &settings);
    for (size_t i = 0; i < settings.count; i++)
        printf("  %-28s %s\n", option_words(&settings.rows[i]).text, settings.rows[i].meaning);
    puts(
        "\nExit status: 0 done, 1 a claim came out unexpectedly or a certificate does not prove, 2 "
        "usage or bad input,\n3 something broke.\n\nexperiments:");
    for (size_t i = 0; i < experiment_count; i++)
        printf("  %-12s %s\n", experiments[i]->name, experiments[i]->summary);
    return EXIT_DONE;
}
