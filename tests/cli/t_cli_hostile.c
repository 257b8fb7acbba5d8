/* Words meant to harm a terminal or to hide a message, wherever a word may stand: each is refused
 * in one line of plain UTF-8 that shows both ends of the word and says what is wrong with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/commands.h"
#include "tests/tools/cli_tools.h"
#include "theory/ground/printable.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

/* Over any length that a name may have, so that nothing can take them for one. */
enum { LONG = 6000, HOSTILE = 3 };

static char *hostile(size_t which)
{
    static const struct {
        const char *front, *unit;
    } words[HOSTILE] = {{"\x1b[31m\x1b]0;", "\n"}, {"\xff\u202e", "\xc3"}, {"a", "\u00e9"}};
    char *out = malloc(2 * LONG);
    ck_assert_ptr_nonnull(out);
    size_t used = (size_t)sprintf(out, "%s", words[which].front);
    for (; used < LONG; used += strlen(words[which].unit))
        strcpy(out + used, words[which].unit);
    return out;
}

/* stderr is one line, all of it printable, no longer than the longest message, and not cut. */
static void plain(const char *err, const char *where)
{
    size_t size = strlen(err);
    char shown[PRINTABLE_SIZE];
    ck_assert_msg(size > 10 && size < 1100 && err[size - 1] == '\n', "%s: %s", where, err);
    for (size_t at = 0; at < size - 1;) {
        size_t step = printable_next(err + at, size - 1 - at, shown);
        ck_assert_msg(strlen(shown) == step && memcmp(shown, err + at, step) == 0, "%s: %s", where,
                      shown);
        at += step;
    }
    ck_assert_msg(strcmp(err + size - 4, "...\n") != 0, "%s is cut: %s", where, err);
}

/* Runs words with the hostile one in every place of a '^'. */
static void refuse(const char *first, const char *second, const char *third)
{
    struct folder f;
    folder_make(&f);
    for (size_t which = 0; which < HOSTILE; which++) {
        const char *words[] = {first, second, third, NULL};
        char *word = hostile(which), *made[3] = {NULL};
        for (size_t i = 0; i < 3 && words[i]; i++)
            if (strchr(words[i], '^')) {
                made[i] = malloc(strlen(words[i]) + strlen(word) + 1);
                ck_assert_ptr_nonnull(made[i]);
                size_t front = strcspn(words[i], "^");
                sprintf(made[i], "%.*s%s%s", (int)front, words[i], word, words[i] + front + 1);
                words[i] = made[i];
            }
        char where[300];
        snprintf(where, sizeof where, "%s %s %s, word %zu", first, second ? second : "",
                 third ? third : "", which);
        struct cli_result r = cli_run(&f, &(struct cli_setting){NULL, 0}, words);
        ck_assert_msg(r.status == 2 || r.status == 3, "%s: status %d", where, r.status);
        ck_assert_msg(r.out_size == 0, "%s: %zu bytes on stdout", where, r.out_size);
        plain(r.err, where);
        ck_assert_uint_eq(cli_files(&f), 0);
        cli_free(&r);
        for (size_t i = 0; i < 3; i++)
            free(made[i]);
        free(word);
    }
    folder_remove(&f);
}

TEST_EACH(in_place_of_a_command_or_option, 3)
{
    static const char *const words[] = {"^", "--^", "-^"};
    refuse(words[_i], NULL, NULL);
}

/* Every command: a word it does not take, an option it does not have, the value of each it has. */
TEST(behind_every_command)
{
    char option[64];
    for (size_t c = 0; c < command_total(); c++) {
        const char *name = command_at(c)->name;
        struct setting_rows rows;
        refuse(name, "^", command_at(c)->words[0] ? "^" : NULL);
        refuse(name, "--^", NULL);
        refuse(name, "--^=^", NULL);
        if (command_at(c)->become)
            refuse(name, "--threads=^", "README.md");
        settings_rows(&command_at(c)->menu, &rows);
        for (size_t i = 0; i < rows.count; i++) {
            snprintf(option, sizeof option, "--%s=^", rows.rows[i].name);
            refuse(name, option, command_at(c)->least ? "bias" : NULL);
        }
    }
}

TEST_EACH(behind_every_experiment, 20)
{
    char option[64];
    for (size_t e = (size_t)_i; e < experiment_count; e += 20) {
        const struct experiment *x = experiments[e];
        refuse(x->name, "--scale=smoke", "^");
        refuse(x->name, "--scale=smoke", "--^=1");
        refuse(x->name, "--scale=smoke", "--output=^");
        refuse(x->name, "--scale=^", NULL);
        refuse(x->name, "--format=^", NULL);
        for (size_t o = 0; o < x->option_count; o++) {
            snprintf(option, sizeof option, "--%s=^", x->options[o].name);
            refuse(x->name, "--scale=smoke", option);
        }
    }
}

/* Inside strings: names, keys, values, files. */
TEST(inside_a_string)
{
    static const char *const words[] = {"--encoding=^:dim=4",
                                        "--encoding=rope:^=4",
                                        "--encoding=rope:base=^",
                                        "--encoding=model:^",
                                        "--encoding=rope:ext=^",
                                        "--encoding=rope:scaling=^",
                                        "--encoding=rope;^",
                                        "--qk=^:mu=1",
                                        "--qk=gauss:^=1",
                                        "--qk=gauss:mu=^",
                                        "--qk=unit:^",
                                        "--distances=1:^",
                                        "--distances=^:1:log:4",
                                        "--distances=1,^",
                                        "--distances=1:2:x^",
                                        "--encoding=tapa:dim=4,phase=general,m=^,n=^"};
    for (size_t i = 0; i < TOOLS_COUNT(words); i++)
        refuse("bias", "--scale=smoke", words[i]);
}
