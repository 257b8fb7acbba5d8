#include "experiments/harness/command/command_line.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "kernels/encodings/spec.h"
#include "theory/ground/printable.h"
#include "theory/ground/text.h"

/* Neither control characters nor what is not UTF-8 survive in a CSV's header or in JSON. */
static bool printable(const char *word, struct message *error)
{
    char shown[PRINTABLE_SIZE];
    size_t length = strlen(word);
    for (size_t at = 0, step; at < length; at += step) {
        step = printable_next(word + at, length - at, shown);
        if (strncmp(shown, "\\x", 2) == 0)
            return message_set(error, "\"%s\" has %s, %s at byte %zu; expected plain text", word,
                               (unsigned char)word[at] < 0x80 ? "a control character"
                                                              : "what is not UTF-8",
                               shown, at + 1);
    }
    return true;
}

/* "--a, --b": the options as they are typed. */
static struct message option_list(size_t count, const struct plain_option *options)
{
    struct message list = {""};
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof list.text; i++)
        used += (size_t)snprintf(list.text + used, sizeof list.text - used, "%s--%s", i ? ", " : "",
                                 options[i].name);
    return list;
}

/* "; --context is one of locality, aliasing" of an option that other experiments have, or "". */
static struct message elsewhere(const char *name)
{
    struct message list = {""};
    for (size_t e = 0; name && e < experiment_count; e++)
        for (size_t o = 0; o < experiments[e]->option_count; o++) {
            if (strcmp(experiments[e]->options[o].name, name) != 0)
                continue;
            if (*list.text)
                message_add(&list, ", %s", experiments[e]->name);
            else
                message_set(&list, "; --%s is an option of %s", name, experiments[e]->name);
        }
    return list;
}

/* The option of any experiment that is nearest to the name, or NULL. */
static const char *nearest_anywhere(const char *name)
{
    const char *best = NULL;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t o = 0; o < experiments[e]->option_count; o++) {
            const char *const two[] = {best ? best : "", experiments[e]->options[o].name};
            const char *near = text_nearest(name, 2, two);
            best = near ? near : best;
        }
    return best;
}

/* What an option that is none of these was meant to be: one of them, or another experiment's. */
static struct message meant(const char *name, size_t count, const char *const *names)
{
    struct message hint = {""};
    if (text_find(name, count, names) == count) /* typed with two dashes it would be taken */
        hint = elsewhere(name);
    if (!*hint.text)
        hint = text_suggestion_typed("--", name, count, names);
    return *hint.text ? hint : elsewhere(nearest_anywhere(name));
}

/* What a walk goes by: the options in the order given, and how getopt_long wants them. */
struct walk {
    size_t count;
    const struct plain_option *options;
    struct option *table; /* ended by a row of zeros */
    const char **names;
    void *context;
    bool (*each)(void *context, const char *name, const char *value, struct message *error);
};

/* One option, as getopt_long's code tells it. */
static bool take_option(const struct walk *w, int code, const char *typed, struct message *error)
{
    bool output = text_find("output", w->count, w->names) < w->count; /* -o is short for it */
    if (code == ':' && optopt == 'o' && output)
        return message_set(error, "option -o: the value is missing; expected -o FILE");
    if (code == 'o' && output && strncmp(typed, "-o=", 3) == 0)
        return message_set(error, "\"%s\" has '=' after -o; expected -o FILE or --output=FILE",
                           typed);
    if (code == 'o' && output)
        return w->each(w->context, "output", optarg, error);
    char name[SPEC_TEXT_MAX];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + strspn(typed, "-"), "="),
             typed + strspn(typed, "-"));
    size_t known = text_find(name, w->count, w->names);
    if (known == w->count || strncmp(typed, "--", 2) != 0 || typed[2] == '-')
        return message_set(error, "unknown option \"%.*s\"; expected %s%s%s",
                           (int)strcspn(typed, "="), typed, w->count ? "one of " : "none",
                           option_list(w->count, w->options).text,
                           meant(name, w->count, w->names).text);
    if (code == ':')
        return message_set(error, "option --%s: the value is missing; expected --%s=%s", name, name,
                           w->options[known].metavar);
    if (code == '?')
        return message_set(error, "option --%s takes no value", name);
    return w->each(w->context, name, optarg, error);
}

static bool walk(const struct walk *w, int argc, char **argv, struct message *error)
{
    /* getopt skips a program name: the word before, which main always has */
    char **words = argv - 1;
    opterr = 0;
    optind = 0; /* start afresh */
    for (;;) {
        int index = -1, at = optind > 0 ? optind : 1;
        int code = getopt_long(argc + 1, words, "-:o:", w->table, &index);
        if (code == -1)
            break;
        bool alone = code == 0 && w->table[index].has_arg == optional_argument;
        if (alone && !optarg && optind < argc + 1 && words[optind][0] != '-')
            optarg = words[optind++];
        bool ok = code == 1 ? w->each(w->context, NULL, optarg, error)
                            : take_option(w, code, words[at], error);
        if (!ok)
            return false;
    }
    for (int i = optind; i < argc + 1; i++) /* words after "--" */
        if (!w->each(w->context, NULL, words[i], error))
            return false;
    return true;
}

bool command_line_helps(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

bool command_line_walk(int argc, char **argv, size_t count, const struct plain_option *options,
                       void *context,
                       bool (*each)(void *context, const char *name, const char *value,
                                    struct message *error),
                       struct message *error)
{
    for (int i = 0; i < argc; i++)
        if (!printable(argv[i], error))
            return false;
    struct walk w = {
        count,   options, calloc(count + 1, sizeof *w.table), calloc(count + 1, sizeof *w.names),
        context, each};
    bool ok = w.table && w.names;
    for (size_t i = 0; ok && i < count; i++) {
        w.names[i] = options[i].name;
        w.table[i].name = options[i].name;
        w.table[i].has_arg = !options[i].metavar            ? no_argument
                             : options[i].metavar[0] == '[' ? optional_argument
                                                            : required_argument;
    }
    ok = ok ? walk(&w, argc, argv, error) : message_memory(error);
    free(w.table);
    free(w.names);
    return ok;
}

void command_line_quote(FILE *out, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=:,./+";
    if (strspn(text, plain) == strlen(text)) {
        fputs(text, out);
        return;
    }
    putc('\'', out);
    for (; *text; text++)
        fputs(*text == '\'' ? "'\\''" : (char[]){*text, '\0'}, out);
    putc('\'', out);
}
