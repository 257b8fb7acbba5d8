#include "experiments/harness/command/commands.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/figure_commands.h"
#include "experiments/harness/command/help/help.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/command/verifier.h"
#include "experiments/harness/command/version.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/figures.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* Says that a word is none of the experiments and none of the others. */
static int unknown(const char *what, const char *word, size_t other_count,
                   const char *const *others)
{
    struct message error;
    const char **names = calloc(experiment_count + other_count + 2, sizeof *names);
    if (!names)
        return failure_memory();
    size_t count = 0;
    for (size_t i = 0; i < experiment_count; i++)
        names[count++] = experiments[i]->name;
    for (size_t i = 0; i < other_count; i++)
        names[count++] = others[i];
    size_t listed = count;
    if (word[0] == '-')
        names[count++] = "--help", names[count++] = "--version";
    message_set(&error, "unknown %s \"%s\"; expected one of %s%s", what, word,
                text_join(listed, names).text, text_suggestion(word, count, names).text);
    free(names);
    return failure_print(EXIT_USAGE, &error);
}

static int command_list(const struct request *r) { return help_list(r->settings.json); }

/* The names of the commands, to be freed, or NULL. */
static const char **command_names(size_t more)
{
    const char **names = calloc(command_total() + more, sizeof *names);
    for (size_t i = 0; names && i < command_total(); i++)
        names[i] = command_at(i)->name;
    return names;
}

/* Another program takes over; where it is missing, what it does is said all the same. */
static int become(const struct command *command, char **words, bool help)
{
    return help && !verifier_there() ? help_command(SHEET_TEXT, command) : command->become(words);
}

static int command_help(const struct request *r)
{
    if (r->settings.format > HELP_MAN)
        return help_completion((enum help_format)r->settings.format, r->word_count, r->words);
    enum sheet_style style = r->settings.format == HELP_MAN ? SHEET_MAN : SHEET_TEXT;
    if (r->word_count == 0)
        return help_usage(style);
    const char *word = r->words[0];
    const struct experiment *experiment = experiment_find(word);
    const struct command *command = command_find(word);
    if (experiment)
        return help_experiment(style, experiment);
    if (command)
        return command->become && style == SHEET_TEXT
                   ? become(command, (char *[]){"", "--help", NULL}, true)
                   : help_command(style, command);
    for (size_t i = 0; i < help_topic_count; i++)
        if (strcmp(word, help_topics[i].name) == 0)
            return help_topic(style, &help_topics[i]);
    const char **names = command_names(help_topic_count);
    if (!names)
        return failure_memory();
    for (size_t i = 0; i < help_topic_count; i++)
        names[command_total() + i] = help_topics[i].name;
    int code = unknown("help topic", word, command_total() + help_topic_count, names);
    free(names);
    return code;
}

static int command_claims(const struct request *r)
{
    struct message error;
    if (!settings_list_fits(&r->settings, &error))
        return failure_print(EXIT_USAGE, &error);
    const struct claim_set **sets = calloc(experiment_count, sizeof *sets);
    if (!sets)
        return failure_memory();
    struct battery battery = {.sets = sets,
                              .id_count = r->word_count,
                              .ids = r->words,
                              .scale = r->settings.scale,
                              .format = (enum claim_format)r->settings.format,
                              .weights = r->settings.weights,
                              .path = r->settings.output,
                              .list = r->settings.list,
                              .reuse = r->settings.reuse,
                              .yes = r->settings.yes,
                              .quiet = r->settings.quiet};
    for (size_t e = 0; e < experiment_count; e++)
        if (experiments[e]->claims)
            sets[battery.set_count++] = experiments[e]->claims;
    int code = battery_run(&battery);
    free(sets);
    return code;
}

static int command_version(const struct request *r)
{
    (void)r;
    version_print();
    return EXIT_DONE;
}

#define ON(setting) (1u << SETTING_##setting)

static const char *const claim_formats[] = {[CLAIM_TABLE] = "table",
                                            [CLAIM_SUMMARY] = "summary",
                                            [CLAIM_CSV] = "csv",
                                            [CLAIM_JSON] = "json",
                                            [CLAIM_TAP] = "tap",
                                            [CLAIM_MARKDOWN] = "markdown",
                                            NULL};

static const struct command own[] = {
    {.name = "list",
     .words = "",
     .menu = {.which = ON(JSON) | ON(HELP)},
     .summary = "every experiment, one line each",
     .help = "Prints the name of every experiment and what it computes; as JSON with its source.",
     .run = command_list},
    {.name = "help",
     .words = "[EXPERIMENT|COMMAND|encodings|qk|tokens]",
     .most = 1,
     .menu = {.which = ON(FORMAT) | ON(HELP), .formats = help_formats},
     .summary = "options, columns, sources",
     .help =
         "Prints what an experiment measures, with its source, options, columns, figures and "
         "claims; what a command does; the strings that encodings, query-key models or models of "
         "tokens are written as; or, without a word, every command and every experiment. "
         "With --format=man it is a page of the manual, as man -l reads it; with bash or zsh, "
         "what that shell reads to complete commands, options and values.",
     .run = command_help},
    {.name = "claims",
     .words = "[ID ...]",
     .most = SIZE_MAX,
     .menu = {.which = ON(SCALE) | ON(THREADS) | ON(FORMAT) | ON(OUTPUT) | ON(LIST) | ON(REUSE) |
                       ON(YES) | ON(QUIET) | ON(WEIGHTS) | ON(HELP),
              .formats = claim_formats},
     .summary = "judge published statements",
     .help =
         "Judges the claims of these ids, or all of them; ID names itself and the claims "
         "\"ID-...\" below it, =ID itself alone. With --output the claims go to FILE, as CSV if no other format "
         "is named, and the summary, a line per paper, to standard output. The last line counts the "
         "verdicts. Claims "
         "about a real model are judged of the file that --weights names, and not without it; of "
         "another file than the one their domain names no verdict is expected. Exit "
         "status: 0 every verdict is the one expected, 1 one is not.",
     .works = true,
     .run = command_claims},
    {.name = "plan",
     .words = "",
     .menu = {.which = ON(SCALE) | ON(HELP)},
     .summary = "the run behind every figure",
     .help = "Prints a line for each figure: the name of its files, seconds on two cores and "
             "what follows the program's name to make its data, separated by tabs.",
     .run = command_plan},
    {.name = "plot",
     .words = "FILE.csv|EXPERIMENT|STEM|all",
     .least = 1,
     .most = 1,
     .menu = {.which = ON(OUT) | ON(FORMAT) | ON(OUTPUT) | ON(FIGURE) | ON(HELP),
              .formats = figures_formats,
              .formats_default = "svg,png",
              .output = "the drawing's file, complete or not at all; default beside the CSV"},
     .summary = "draw a CSV, or the figures of the report",
     .help =
         "With gnuplot. Of FILE.csv, which any experiment wrote: FILE.svg and FILE.png beside it, "
         "with --out in DIR; what varies among its rows is in the legend, what does not in the "
         "title. Its first line names the experiment. It is drawn as the figure of that "
         "experiment that its columns and rows fit, else as lines: of its first numbers that "
         "vary against what was measured, with its limits. Of a name: DIR/STEM.svg and "
         "DIR/STEM.png from DIR/STEM.csv, for the figures of an experiment, one figure, or all. "
         "With --output the drawing goes to FILE alone, in the format that it ends in.",
     .run = command_plot},
    {.name = "report",
     .words = "",
     .menu = {.which = ON(OUT) | ON(HELP)},
     .summary = "one page from a folder's CSVs, figures and claims",
     .help = "Writes DIR/report.html from DIR/claims.csv and the CSVs and drawings beside it.",
     .run = command_report},
    {.name = "verify",
     .words = "FILE",
     .menu = {.which = ON(THREADS) | ON(HELP)},
     .summary = "re-check a certificate of the base table",
     .help =
         "Re-checks a certificate of the base table in Arb's balls, line by line, by a program of "
         "its own: posbias-verify FILE is the same. Exit status: 0 every line proves, 1 it does not "
         "prove, 2 it is not a certificate, 3 something broke.",
     .become = verifier_become},
    {.name = "version",
     .words = "",
     .menu = {.which = ON(HELP)},
     .summary = "version, commit, compiler, libraries",
     .help = "Prints what this program is, how it was built and what it runs on, a line each.",
     .run = command_version},
};

size_t command_total(void) { return ARRAY_COUNT(own) + added_command_count; }

const struct command *command_at(size_t place)
{
    return place < ARRAY_COUNT(own) ? &own[place] : added_commands[place - ARRAY_COUNT(own)];
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_total(); i++)
        if (strcmp(command_at(i)->name, name) == 0)
            return command_at(i);
    return NULL;
}

int command_unknown(const char *word)
{
    const char **names = command_names(0);
    int code = names ? unknown("experiment or command", word, command_total(), names)
                     : failure_memory();
    free(names);
    return code;
}

int command_missing(void)
{
    struct message error;
    const char **names = command_names(0);
    if (!names)
        return failure_memory();
    message_set(&error, "no command; expected an experiment or one of %s (posbias help shows them)",
                text_join(command_total(), names).text);
    free(names);
    return failure_print(EXIT_USAGE, &error);
}

/* What the walk fills. */
struct reading {
    const struct command *command;
    struct request *request;
    const char **words;
};

static bool read_each(void *context, const char *name, const char *value, struct message *error)
{
    struct reading *r = context;
    if (name)
        return settings_read(&r->command->menu, settings_find(&r->command->menu, name), value,
                             &r->request->settings, error);
    if (r->request->word_count == r->command->most)
        return message_set(error, "unexpected word \"%s\"", value);
    r->words[r->request->word_count++] = value;
    return true;
}

int command_main(const struct command *command, int argc, char **argv)
{
    bool help = command_line_helps(argc, argv);
    if (command->become)
        return become(command, argv - 1, help);
    if (help)
        return help_command(SHEET_TEXT, command);
    struct message error;
    struct setting_rows settings;
    const char **words = calloc((size_t)argc + 1, sizeof *words);
    if (!words)
        return failure_memory();
    struct request request = {.settings = settings_default(), .words = words, .out = stdout};
    struct reading reading = {command, &request, words};
    settings_rows(&command->menu, &settings);
    int code;
    if (!command_line_walk(argc, argv, settings.count, settings.rows, &reading, read_each,
                           &error)) {
        code = failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    } else if (request.word_count < command->least) {
        message_set(&error, "%s: a word is missing; expected posbias %s %s", command->name,
                    command->name, command->words);
        code = failure_print(EXIT_USAGE, &error);
    } else {
        run_threads(request.settings.threads);
        code = command->run(&request);
    }
    free(words);
    return code;
}
