#include "experiments/harness/command/command_line.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/spec.h"
#include "theory/ground/text.h"

enum { OPTIONS_MAX = 40 };

/* Refuses control characters and what is not UTF-8: neither survives in a CSV's header or in JSON.
 * */
static bool printable(const char *word, struct message *error)
{
    bool ok = true;
    for (const char *c = word; *c; c++)
        ok = ok && (unsigned char)*c >= ' ' && *c != 0x7f;
    json_t *text = json_string(word); /* NULL if it is not UTF-8 */
    ok = ok && text;
    json_decref(text);
    return ok ||
           message_set(error, "\"%s\" has a control character or is not UTF-8; expected plain text",
                       message_quote(word).text);
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

bool command_line_walk(int argc, char **argv, size_t count, const struct plain_option *options,
                       void *context,
                       bool (*each)(void *context, const char *name, const char *value,
                                    struct message *error),
                       struct message *error)
{
    struct option table[OPTIONS_MAX + 1] = {{0}};
    const char *names[OPTIONS_MAX];
    for (int i = 0; i < argc; i++)
        if (!printable(argv[i], error))
            return false;
    /* getopt skips a program name: the word before, which main always has */
    char **words = argv - 1;
    for (size_t i = 0; i < count; i++) {
        names[i] = options[i].name;
        table[i].name = options[i].name;
        table[i].has_arg = options[i].metavar ? required_argument : no_argument;
    }
    opterr = 0;
    optind = 0; /* start afresh */
    for (;;) {
        int index = -1, at = optind > 0 ? optind : 1;
        int code = getopt_long(argc + 1, words, "-:o:", table, &index);
        if (code == -1)
            break;
        const char *typed = words[at];
        if (code == 1) {
            if (!each(context, NULL, optarg, error))
                return false;
            continue;
        }
        bool output = text_find("output", count, names) < count; /* -o is short for it */
        if (code == ':' && optopt == 'o' && output)
            return message_set(error, "option -o: the value is missing; expected -o FILE");
        if (code == 'o' && output) {
            if (!each(context, "output", optarg, error))
                return false;
            continue;
        }
        char name[SPEC_TEXT_MAX];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + strspn(typed, "-"), "="),
                 typed + strspn(typed, "-"));
        size_t known = text_find(name, count, names);
        if (known == count || strncmp(typed, "--", 2) != 0)
            return message_set(error, "unknown option \"%.*s\"; expected %s%s%s",
                               (int)strcspn(typed, "="), typed, count ? "one of " : "none",
                               option_list(count, options).text,
                               text_suggestion(name, count, names).text);
        if (code == ':')
            return message_set(error, "option --%s: the value is missing; expected --%s=%s", name,
                               name, options[known].metavar);
        if (code == '?')
            return message_set(error, "option --%s takes no value", name);
        if (!each(context, name, optarg, error))
            return false;
    }
    for (int i = optind; i < argc + 1; i++) /* words after "--" */
        if (!each(context, NULL, words[i], error))
            return false;
    return true;
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
