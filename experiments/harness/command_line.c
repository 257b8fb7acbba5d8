#include "experiments/harness/command_line.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "kernels/spec.h"

enum { OPTIONS_MAX = 40 };

bool command_line_walk(int argc, char **argv, size_t count, const struct plain_option *options, void *context,
                  bool (*each)(void *context, const char *name, const char *value, struct message *error),
                  struct message *error)
{
    struct option table[OPTIONS_MAX + 1] = {{0}};
    const char *names[OPTIONS_MAX];
    char **words = argv - 1; /* getopt skips a program name: the word before, which main always has */
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
        if (code == 'o') {
            if (!each(context, "output", optarg, error))
                return false;
            continue;
        }
        char name[SPEC_TEXT_MAX];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + strspn(typed, "-"), "="), typed + strspn(typed, "-"));
        size_t known = text_find(name, count, names);
        if (known == count || strncmp(typed, "--", 2) != 0)
            return message_set(error, "unknown option \"%.*s\"; expected one of --%s%s", (int)strcspn(typed, "="), typed,
                               text_join(count, names).text, text_suggestion(name, count, names).text);
        if (code == ':')
            return message_set(error, "option --%s: the value is missing; expected --%s=%s", name, name,
                               options[known].metavar);
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

