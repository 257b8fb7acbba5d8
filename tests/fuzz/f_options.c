/* The command line of an experiment, one word a line behind its name: what is taken is written into
 * a CSV's header as a command that says the same. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/options.h"
#include "tests/fuzz/fuzz.h"

enum { WORDS = 24 };

/* Ranges of many numbers take their memory by right, and long. */
static bool large(const char *text)
{
    size_t digits = 0;
    for (; *text; text++) {
        digits = strchr("0123456789eEkKmM+.", *text) ? digits + 1 : 0;
        if (digits > 4)
            return true;
    }
    return false;
}

/* Cuts text into words of main's: a program, then one for each line. */
static int lines_cut(char *text, char *words[WORDS + 2])
{
    int count = 0;
    for (char *at = text; at && count < WORDS; count++) {
        words[count] = at;
        at = strchr(at, '\n');
        if (at)
            *at++ = '\0';
    }
    words[count] = NULL;
    return count;
}

/* Cuts a command as a shell does, of what is written there: words and quotes of one kind. */
static int shell_cut(char *text, char *words[WORDS + 2])
{
    int count = 0;
    for (char *at = text, *to = text; *at && count < WORDS; count++) {
        at += strspn(at, " ");
        words[count] = to = at;
        for (bool quoted = false; *at && (quoted || *at != ' '); at++)
            if (*at == '\'')
                quoted = !quoted;
            else
                *to++ = !quoted && *at == '\\' && at[1] ? *++at : *at;
        at += *at != '\0';
        *to = '\0';
    }
    words[count] = NULL;
    return count;
}

/* The command of what words [count] ask of x, to be freed; NULL: they are refused. */
static char *command_of(const struct experiment *x, int count, char **words)
{
    struct settings settings;
    struct message error = {""};
    struct run run = {.experiment = x};
    char *text = NULL;
    size_t size;
    if (command_line_helps(count, words)) /* as the program asks first */
        return NULL;
    run.values = calloc(x->option_count + 1, sizeof *run.values);
    FUZZ_HOLDS(run.values != NULL);
    if (!options_parse(x, count, words, &settings, run.values, &error)) {
        fuzz_refused(&error);
    } else {
        FILE *out = open_memstream(&text, &size);
        FUZZ_HOLDS(out != NULL);
        run.scale = settings.scale;
        options_put_command(out, &run);
        fclose(out);
    }
    options_free(x, run.values);
    free(run.values);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *words[WORDS + 2], *text = fuzz_text(data, size);
    if (!large(text) && strlen(text) > 0) {
        const struct experiment *x = experiments[(unsigned char)text[0] % experiment_count];
        int count = lines_cut(text, words);
        char *first = command_of(x, count - 1, words + 1);
        if (first) {
            char *copy = strdup(first);
            FUZZ_HOLDS(copy != NULL && fuzz_plain(copy));
            count = shell_cut(copy, words); /* build/posbias NAME .. */
            char *second = command_of(x, count - 2, words + 2);
            FUZZ_HOLDS(second != NULL && strcmp(first, second) == 0);
            free(copy);
            free(second);
        }
        free(first);
    }
    free(text);
    return 0;
}
