/* The command: dispatches to an experiment or to list, help, claims, plan, plot, report and version,
 * or becomes the verifier. */
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/command/blas.h"
#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/command/verifier.h"
#include "experiments/harness/command/version.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/output/atomic_file.h"
#include "experiments/harness/report/figures.h"
#include "experiments/harness/report/report.h"
#include "theory/ground/text.h"

static void on_signal(int number)
{
    atomic_interrupted();
    _exit(128 + number);
}

/* What the plain commands read from their options. */
struct request {
    enum scale scale;
    size_t format;
    size_t format_count;
    const char *const *formats;
    const char *output;
    bool json, reuse;
    size_t word_count;
    unsigned seen; /* options given, by their place in take */
    const char *words[256];
};

static bool choose(const char *option, const char *value, size_t count, const char *const *names,
                   size_t *out, struct message *error)
{
    *out = text_find(value, count, names);
    return *out < count ||
           message_set(error, "option --%s: \"%s\" is not accepted; expected one of %s%s", option,
                       value, text_join(count, names).text,
                       text_suggestion(value, count, names).text);
}

static bool take(void *context, const char *name, const char *value, struct message *error)
{
    struct request *r = context;
    size_t index;
    static const char *const names[] = {"scale",  "format", "json", "threads",
                                        "output", "out",    "reuse"};
    unsigned bit = name ? 1u << text_find(name, sizeof names / sizeof *names, names) : 0;
    if (r->seen & bit)
        return message_set(error, "option --%s is given twice", name);
    r->seen |= bit;
    if (!name) {
        if (r->word_count == 256)
            return message_set(error, "over 256 words");
        r->words[r->word_count++] = value;
    } else if (strcmp(name, "scale") == 0) {
        if (!choose(name, value, SCALE_COUNT, scale_names, &index, error))
            return false;
        r->scale = (enum scale)index;
    } else if (strcmp(name, "format") == 0) {
        return choose(name, value, r->format_count, r->formats, &r->format, error);
    } else if (strcmp(name, "json") == 0) {
        r->json = true;
    } else if (strcmp(name, "reuse") == 0) {
        r->reuse = true;
    } else if (strcmp(name, "threads") == 0) {
        double n;
        if (!text_number(value, &n) || n != floor(n) || n < 1 || n > 1024)
            return message_set(
                error,
                "option --threads: \"%s\" is not accepted; expected a whole number from 1 to 1024",
                value);
        run_threads((int)n);
    } else {
        if (!*value)
            return message_set(error, "option --%s: the name is empty", name);
        r->output = value;
    }
    return true;
}

static bool words_fit(const struct request *r, size_t most, struct message *error)
{
    return r->word_count <= most || message_set(error, "unexpected word \"%s\"", r->words[most]);
}

static int command_list(struct request *r)
{
    json_t *array = r->json ? json_array() : NULL;
    for (size_t i = 0; i < experiment_count; i++) {
        if (array)
            json_array_append_new(array, json_pack("{s:s,s:s,s:s}", "name", experiments[i]->name,
                                                   "summary", experiments[i]->summary, "source",
                                                   experiments[i]->source));
        else
            printf("%-12s %s\n", experiments[i]->name, experiments[i]->summary);
    }
    if (array) {
        json_dumpf(array, stdout, JSON_INDENT(2));
        putchar('\n');
        json_decref(array);
    }
    return EXIT_DONE;
}

static const char *const command_names[] = {"list", "help",   "claims", "plan",
                                            "plot", "report", "verify", "version"};
enum { COMMANDS = sizeof command_names / sizeof *command_names, NAMES_MAX = 64 };

static void print_usage(FILE *out)
{
    fprintf(out,
            "posbias: what a positional encoding does to attention over distance\n"
            "\n"
            "  posbias list [--json]                            every experiment, one line each\n"
            "  posbias help EXPERIMENT|encodings|qk|verify      options, columns, sources\n"
            "  posbias EXPERIMENT [--option=value ...] [-o FILE]  one experiment, CSV to stdout or "
            "FILE\n"
            "  posbias claims [ID ...] [--scale S] [--format F] [-o FILE [--reuse]]   judge "
            "published statements\n"
            "  posbias plan [--scale S]                         the run behind every figure\n"
            "  posbias plot EXPERIMENT|STEM|all [--out DIR]     draw figures from their CSVs\n"
            "  posbias report [--out DIR]                       one page from DIR's CSVs, figures "
            "and claims\n"
            "  posbias verify FILE [--threads N]                re-check a certificate of the base "
            "table\n"
            "  posbias version                                  version, commit, compiler, "
            "libraries\n"
            "\n"
            "Every experiment also takes --scale smoke|standard|full, --threads N, --format "
            "csv|json, --quiet, --reuse, --yes\n"
            "and -o FILE. Exit status: 0 done, 1 a claim came out unexpectedly or a certificate "
            "does not prove, 2 usage or bad input,\n"
            "3 something broke.\n"
            "\n");
    fprintf(out, "experiments:\n");
    for (size_t i = 0; i < experiment_count; i++)
        fprintf(out, "  %-12s %s\n", experiments[i]->name, experiments[i]->summary);
}

static bool unknown(const char *what, const char *word, size_t extra_count,
                    const char *const *extra, struct message *error)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < experiment_count; i++)
        names[count++] = experiments[i]->name;
    for (size_t i = 0; i < extra_count; i++)
        names[count++] = extra[i];
    return message_set(error, "unknown %s \"%s\"; expected one of %s%s", what, word,
                       text_join(count, names).text, text_suggestion(word, count, names).text);
}

static int command_help(struct request *r)
{
    static const char *const topics[] = {"encodings", "qk", "verify"};
    struct message error;
    if (r->word_count == 0) {
        print_usage(stdout);
        return EXIT_DONE;
    }
    const struct experiment *experiment = experiment_find(r->words[0]);
    if (experiment)
        options_help(experiment);
    else if (strcmp(r->words[0], topics[0]) == 0)
        options_help_encodings();
    else if (strcmp(r->words[0], topics[1]) == 0)
        options_help_qk();
    else if (strcmp(r->words[0], topics[2]) == 0)
        return verifier_become((char *[]){"", "--help", NULL});
    else {
        unknown("help topic", r->words[0], sizeof topics / sizeof *topics, topics, &error);
        return run_fail(EXIT_USAGE, &error);
    }
    return EXIT_DONE;
}

static int command_version(struct request *r)
{
    (void)r;
    version_print();
    return EXIT_DONE;
}

static int command_claims(struct request *r)
{
    const struct claim_set *sets[NAMES_MAX];
    struct battery battery = {.sets = sets,
                              .id_count = r->word_count,
                              .ids = r->words,
                              .scale = r->scale,
                              .format = (enum claim_format)r->format,
                              .path = r->output,
                              .reuse = r->reuse};
    for (size_t e = 0; e < experiment_count; e++)
        if (experiments[e]->claims)
            sets[battery.set_count++] = experiments[e]->claims;
    return battery_run(&battery);
}

static int command_plan(struct request *r)
{
    figures_plan(r->scale);
    return EXIT_DONE;
}

static int command_plot(struct request *r)
{
    struct message error;
    if (r->word_count == 0) {
        message_set(&error,
                    "plot: the experiment is missing; expected posbias plot EXPERIMENT|STEM|all");
        return run_fail(EXIT_USAGE, &error);
    }
    return figures_plot(r->words[0], r->output ? r->output : "out");
}

static int command_report(struct request *r) { return report_write(r->output ? r->output : "out"); }

static const char *const claim_formats[] = {"table", "csv", "json", "tap", "markdown"};
static const struct plain_option list_options[] = {{"json", NULL, ""}};
static const struct plain_option claims_options[] = {{"scale", "smoke|standard|full", ""},
                                                     {"format", "table|csv|json|tap|markdown", ""},
                                                     {"threads", "N", ""},
                                                     {"output", "FILE", ""},
                                                     {"reuse", NULL, ""}};
static const struct plain_option plan_options[] = {{"scale", "smoke|standard|full", ""}};
static const struct plain_option out_options[] = {{"out", "DIR", ""}};

static const struct {
    int (*run)(struct request *);
    size_t words;
    const struct plain_option *options;
    size_t option_count;
} commands[COMMANDS] = {
    {command_list, 0, list_options, 1},       {command_help, 1, NULL, 0},
    {command_claims, 256, claims_options, 5}, {command_plan, 0, plan_options, 1},
    {command_plot, 1, out_options, 1},        {command_report, 0, out_options, 1},
    {NULL, 0, NULL, 0} /* the verifier */,    {command_version, 0, NULL, 0},
};

static int plain_main(size_t which, int argc, char **argv)
{
    struct request request = {.scale = SCALE_STANDARD, .formats = claim_formats, .format_count = 5};
    struct message error;
    if (!commands[which].run)
        return verifier_become(argv - 1);
    if (!command_line_walk(argc, argv, commands[which].option_count, commands[which].options,
                           &request, take, &error) ||
        !words_fit(&request, commands[which].words, &error))
        return run_fail(EXIT_USAGE, &error);
    return commands[which].run(&request);
}

/* The code, unless standard output could not take everything. */
static int stdout_finish(int code)
{
    struct message error;
    if (code != EXIT_DONE || (fflush(stdout) == 0 && !ferror(stdout)))
        return code;
    message_set(&error, "cannot write standard output");
    return run_fail(EXIT_BROKEN, &error);
}

/* A closed standard output must fail, not lend its number to the next file that is opened. */
static void descriptors_hold(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
            return;
}

int main(int argc, char **argv)
{
    struct message error;
    descriptors_hold();
    blas_prefer_widest(argv);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    signal(SIGHUP, on_signal);
    signal(SIGXFSZ, SIG_IGN); /* a file-size limit then shows as a failed write */
    gsl_set_error_handler_off();
    run_threads(0);
    if (argc < 2) {
        message_set(&error,
                    "no command; expected an experiment or one of %s (posbias help shows them)",
                    text_join(COMMANDS, command_names).text);
        return run_fail(EXIT_USAGE, &error);
    }
    const char *word = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ? "help"
                       : strcmp(argv[1], "--version") == 0                          ? "version"
                                                                                    : argv[1];
    const struct experiment *experiment = experiment_find(word);
    if (experiment && argc == 3 && strcmp(argv[2], "--help") == 0) {
        options_help(experiment);
        return stdout_finish(EXIT_DONE);
    }
    if (experiment)
        return run_main(experiment, argc - 2, argv + 2);
    size_t which = text_find(word, COMMANDS, command_names);
    if (which < COMMANDS) {
        return stdout_finish(plain_main(which, argc - 2, argv + 2));
    }
    unknown("experiment or command", word, COMMANDS, command_names, &error);
    return run_fail(EXIT_USAGE, &error);
}
