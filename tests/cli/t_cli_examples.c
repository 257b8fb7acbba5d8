/* The commands that pages and the help show: each is one that the program takes, and what it
 * writes goes under out/, which is made first. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/commands.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/machine.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/run_tools.h"

enum { LINE = 4096, WORDS = 16 };

static const char program[] = "build/posbias ";

/* The option that names a file to write, and its value; NULL: there is none. */
static const char *output_of(const char *line, char *value, size_t size)
{
    static const char *const options[] = {
        " -o ", " -o", " --output=", " --output ", " --certificate=", " --certificate "};
    for (size_t i = 0; i < TOOLS_COUNT(options); i++) {
        const char *at = strstr(line, options[i]);
        if (!at)
            continue;
        at += strlen(options[i]);
        snprintf(value, size, "%.*s", (int)strcspn(at, " \n`;|)"), at);
        return value;
    }
    return NULL;
}

/* Whether an output stands under out/ or is the metavariable of a help page or no file. */
static bool under_out(const char *value)
{
    return strncmp(value, "out/", 4) == 0 || strncmp(value, "FILE", 4) == 0 ||
           strcmp(value, "-") == 0 || strcmp(value, "/dev/stdout") == 0;
}

/* Every line that runs the program, wherever it stands; returns how many. */
static size_t lines_write_under_out(const char *name, char *text)
{
    size_t count = 0;
    bool made = false;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char value[LINE];
        made = made || strstr(line, "mkdir -p out");
        if (!strstr(line, "posbias "))
            continue;
        count++;
        if (!output_of(line, value, sizeof value))
            continue;
        ck_assert_msg(under_out(value), "%s: \"%s\" is not under out/: %s", name, value, line);
        ck_assert_msg(strncmp(value, "out/", 4) != 0 || made, "%s: nothing makes out/ before: %s",
                      name, line);
    }
    return count;
}

TEST(examples_write_under_out)
{
    glob_t found;
    ck_assert_int_eq(glob("*.md", 0, NULL, &found), 0);
    ck_assert_int_eq(glob("*/README.md", GLOB_APPEND, NULL, &found), 0);
    ck_assert_int_eq(glob("docs/*.md", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = cli_file(found.gl_pathv[i]);
        size_t lines = lines_write_under_out(found.gl_pathv[i], text);
        ck_assert_uint_ge(lines, strcmp(found.gl_pathv[i], "docs/commands.md") == 0 ? 20 : 0);
        free(text);
    }
    globfree(&found);
    for (size_t i = 0; i < experiment_count + command_total() + 3; i++) {
        static const char *const topics[] = {"encodings", "qk", NULL};
        const char *topic = i < experiment_count ? experiments[i]->name
                            : i < experiment_count + command_total()
                                ? command_at(i - experiment_count)->name
                                : topics[i - experiment_count - command_total()];
        struct cli_result r = CLI(NULL, "help", topic); /* NULL: all there is */
        cli_went_well(&r);
        lines_write_under_out(topic ? topic : "help", r.out);
        cli_free(&r);
    }
}

/* Words as a shell makes them of a line. Returns: how many. */
static size_t words_of(const char *line, char storage[WORDS][LINE])
{
    char command[2 * LINE];
    size_t count = 0;
    snprintf(command, sizeof command, "printf '%%s\\n' %s", line);
    FILE *shell = popen(command, "r");
    ck_assert_ptr_nonnull(shell);
    while (count < WORDS && fgets(storage[count], LINE, shell))
        storage[count][strcspn(storage[count], "\n")] = '\0', count++;
    ck_assert_int_eq(pclose(shell), 0);
    return count;
}

/* Every experiment that a page runs, on a line of its own or at a "$ ", takes these options, and no
 * hour of two cores of the machine that prices were taken on; returns how many. */
static size_t lines_are_taken(const char *page)
{
    static char storage[WORDS][LINE];
    char *text = cli_file(page);
    size_t tried = 0;
    ck_assert_ptr_nonnull(text);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        const char *words[WORDS];
        char *at = strstr(line, program);
        if (strncmp(line, "    ", 4) != 0 || (at != line + 4 && at != line + 6) ||
            strstr(line, "=weights:FILE")) /* of the reader's own */
            continue;
        at[strcspn(at, "|")] = '\0'; /* what reads it is not ours */
        size_t count = words_of(at + strlen(program), storage);
        const struct experiment *experiment = experiment_find(storage[0]);
        ck_assert_msg(experiment || command_find(storage[0]), "%s: %s", page, line);
        if (!experiment)
            continue;
        for (size_t i = 0; i < count; i++)
            words[i] = storage[i];
        struct cost cost;
        struct message error;
        bool taken = estimate_words(experiment, count - 1, words + 1, 2.0, &cost, &error);
        ck_assert_msg(taken, "%s: %s: %s", page, line, error.text);
        ck_assert_msg(cost.seconds < MACHINE_LONG, "%s: %s: %.0f s", page, line, cost.seconds);
        cost_free(&cost);
        tried++;
    }
    free(text);
    return tried;
}

TEST(examples_of_pages_are_taken)
{
    glob_t found;
    size_t tried = 0;
    run_as_priced();
    ck_assert_int_eq(glob("docs/*.md", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (strcmp(found.gl_pathv[i], "docs/mpi.md") != 0) /* its commands are for many machines */
            tried += lines_are_taken(found.gl_pathv[i]);
    globfree(&found);
    ck_assert_uint_gt(tried + lines_are_taken("README.md"), 20);
}

/* What the page quotes of the first audit it shows, lines that begin with six spaces, it prints. */
TEST(a_page_quotes_what_audit_prints)
{
    char *text = cli_file("docs/models.md"), *from = strstr(text, "\n## What a file means\n");
    struct cli_result r = CLI(NULL, "audit", "tests/fixtures/configs/ministral-3-3b-2512.json");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(from);
    *strstr(from + 1, "\n## ") = '\0';
    ck_assert_ptr_nonnull(strstr(from, "audit tests/fixtures/configs/ministral-3-3b-2512.json\n"));
    size_t quoted = 0;
    for (char *line = strtok(from, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "      ", 6) != 0)
            continue;
        ck_assert_msg(strstr(r.out, line + 4), "audit does not print: %s", line + 4);
        quoted++;
    }
    ck_assert_uint_ge(quoted, 5);
    cli_free(&r);
    free(text);
}

/* Every string that a help page shows in quotes is taken, and makes as many rows as it says. */
static void strings_of_help(const char *topic, size_t least)
{
    char mark[32], word[LINE];
    struct cli_result page = CLI(NULL, "help", topic);
    cli_went_well(&page);
    const char *option = strcmp(topic, "qk") == 0 ? "qk" : "encoding",
               *other = strcmp(topic, "qk") == 0 ? "--encoding=nope" : "--qk=gauss";
    snprintf(mark, sizeof mark, "--%s='", option);
    size_t shown = 0;
    for (const char *at = page.out; (at = strstr(at, mark)); shown++) {
        unsigned long says;
        size_t rows = 0;
        at += strlen(mark);
        snprintf(word, sizeof word, "--%s=%.*s", option, (int)strcspn(at, "'"), at);
        ck_assert_int_eq(sscanf(at + strcspn(at, "'"), "' makes %lu:", &says), 1);
        struct cli_result r = CLI(NULL, "bias", "--scale=smoke", "--distances=1", other, word);
        cli_went_well(&r);
        for (const char *line = r.out; *line; line += strcspn(line, "\n"), line += *line == '\n')
            rows += *line != '#';
        ck_assert_msg(rows == says + 1, "%s makes %zu", word, rows - 1);
        cli_free(&r);
    }
    ck_assert_uint_ge(shown, least);
    cli_free(&page);
}

TEST(strings_of_help_are_taken)
{
    strings_of_help("encodings", 6);
    strings_of_help("qk", 3);
}
