/* Which results have a checkpoint, and that works go on from it. t_journal.c: the file;
 * t_cli_resume.c: whole runs that are killed. */
#include "experiments/harness/driver/checkpoint.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/driver/driver.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/cli_tools.h"

#define LINES "posbias test\ncommand c\n"

TEST(only_what_gets_a_name_has_a_checkpoint)
{
    static const char *const without[] = {NULL, "-", "/dev/stdout", "/dev/null", "@pipe", "@"};
    struct folder f;
    struct message error;
    struct checkpoint *c;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    for (size_t i = 0; i < TOOLS_COUNT(without); i++) {
        const char *path = without[i];
        if (path && path[0] == '@')
            path = folder_file(&f, path + 1);
        ck_assert(checkpoint_begin(path, LINES, true, &c, &error));
        ck_assert_ptr_null(c);
    }
    ck_assert(checkpoint_begin(folder_file(&f, "out.csv"), LINES, true, &c, &error));
    ck_assert_ptr_nonnull(c);
    checkpoint_end(c, true);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* The file beside a link is beside what the link leads to. */
TEST(a_checkpoint_stands_beside_the_file_that_is_replaced)
{
    struct folder f;
    struct message error;
    struct checkpoint *c;
    folder_make(&f);
    ck_assert_int_eq(symlink("real.csv", folder_file(&f, "link.csv")), 0);
    folder_write(&f, "real.csv.checkpoint", 4, "what");
    ck_assert(!checkpoint_begin(folder_file(&f, "link.csv"), LINES, true, &c, &error));
    ck_assert_ptr_null(c);
    ck_assert_ptr_nonnull(strstr(error.text, "real.csv.checkpoint\" is no checkpoint"));
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* A result that is too large to wait is written at once. */
enum { UNITS = 9, PART = 1 << 23 };
static size_t runs;

static enum status fill(const void *context, size_t unit, void *lane, void *part)
{
    (void)context;
    (void)lane;
    memset(part, (int)unit + 1, PART);
#pragma omp atomic
    runs++;
    return STATUS_OK;
}

static bool filled(const unsigned char *bytes)
{
    bool ok = true;
    for (size_t i = 0; i < (size_t)UNITS * PART; i++)
        ok = ok && bytes[i] == i / PART + 1;
    return ok;
}

TEST(works_go_on_from_a_checkpoint_until_the_result_is_there)
{
    struct folder f;
    struct message error;
    struct checkpoint *c;
    folder_make(&f);
    const char *path = folder_file(&f, "out.csv");
    unsigned char *bytes = malloc((size_t)UNITS * PART);
    ck_assert_ptr_nonnull(bytes);
    const struct driver_work work = {.units = UNITS,
                                     .part_size = PART,
                                     .run = fill,
                                     .result = bytes,
                                     .result_size = (size_t)UNITS * PART};
    for (int pass = 0; pass < 3; pass++) {
        memset(bytes, 0, (size_t)UNITS * PART);
        ck_assert(checkpoint_begin(path, LINES, true, &c, &error));
        ck_assert_int_eq(driver_run(&work), STATUS_OK);
        checkpoint_end(c, false);
        ck_assert(filled(bytes));
        ck_assert_uint_eq(runs, UNITS); /* once in all */
        ck_assert_uint_eq(cli_files(&f), 1);
    }
    ck_assert(!checkpoint_begin(path, "posbias test\ncommand d\n", true, &c, &error));
    checkpoint_sweep(path, "posbias test\ncommand d\n");
    ck_assert_uint_eq(cli_files(&f), 1);
    checkpoint_sweep(path, LINES);
    ck_assert_uint_eq(cli_files(&f), 0);
    runs = 0;
    ck_assert(checkpoint_begin(path, LINES, true, &c, &error));
    ck_assert_int_eq(driver_run(&work), STATUS_OK);
    checkpoint_end(c, true);
    ck_assert_uint_eq(runs, UNITS);
    free(bytes);
    ck_assert_uint_eq(folder_remove(&f), 0);
}
