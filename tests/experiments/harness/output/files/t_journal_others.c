/* Files that a journal refuses, and leaves as they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/files/journal.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/cli_tools.h"

#define LINES "posbias bias\nprogram p\ninstructions i\ncommand c\n"

/* Whole files that are not this run's, and what is said of them. */
static const struct {
    const char *bytes, *says[2];
} others[] = {
    {"", {"is no checkpoint", "remove it"}},
    {"dim,context\n1,2\n", {"is no checkpoint", "--output"}},
    {"posbias checkpoint 2\n" LINES "\n", {"another format", "remove it"}},
    {"posbias checkpoint 1\n", {"another experiment, \"\""}},
    {"posbias checkpoint 1\nposbias gap\nprogram p\ninstructions i\ncommand c\n\n",
     {"another experiment, \"gap\""}},
    {"posbias checkpoint 1\nposbias bias\nprogram q\ninstructions i\ncommand c\n\n",
     {"another program, \"q\"", "remove it"}},
    {"posbias checkpoint 1\nposbias bias\nprogram p\ninstructions i i\ncommand c\n\n",
     {"another instructions, \"i i\""}},
    {"posbias checkpoint 1\nposbias bias\nprogram p\ninstructions i\ncommand c --seed=2\n\n",
     {"another command, \"c --seed=2\""}},
    {"posbias checkpoint 1\nposbias bias\nprogram p\ninstructions i\ncommand c\npairs 3\n\n",
     {"another pairs, \"3\""}},
    {"posbias checkpoint 1\nposbias bias\nprogram p\ninstructions i\n\n",
     {"another command, \"\""}},
};

TEST_EACH(what_is_not_this_runs_is_refused_and_left, TOOLS_COUNT(others))
{
    struct folder f;
    struct message error;
    struct journal *j;
    folder_make(&f);
    const char *path = folder_write(&f, "out.checkpoint", strlen(others[_i].bytes),
                                    others[_i].bytes);
    ck_assert(!journal_open(path, LINES, &j, &error));
    ck_assert_ptr_null(j);
    ck_assert_ptr_nonnull(strstr(error.text, "out.checkpoint\""));
    for (size_t i = 0; i < 2 && others[_i].says[i]; i++)
        ck_assert_msg(strstr(error.text, others[_i].says[i]), "%s", error.text);
    cli_holds(path, others[_i].bytes);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(what_is_no_regular_file_is_refused)
{
    struct folder f;
    struct message error;
    struct journal *j;
    folder_make(&f);
    char target[160];
    snprintf(target, sizeof target, "%s", folder_file(&f, "target"));
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    ck_assert(!journal_open(f.file, LINES, &j, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no regular file"));
    ck_assert_int_eq(symlink(target, folder_file(&f, "link")), 0);
    ck_assert(!journal_open(f.file, LINES, &j, &error));
    ck_assert(!journal_open(f.path, LINES, &j, &error));
    ck_assert_int_ne(access(target, F_OK), 0);
    folder_remove(&f);
}
