/* Where results go: whole files under their names or nothing, broken outputs and interrupted runs.
 * --reuse: t_cli_reuse.c. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define QUICK   "bias", "--scale=smoke", "--encoding=rope:dim=4"
#define ENDLESS "bias", "--pairs=1000000000", "--distances=0:1000", "--yes", "-o", "@/out.csv"

static const struct cli_setting plain = {NULL, 0};

static const struct cli_row broken[] = {
    {{QUICK, "-o", "@/missing/out.csv"}, 3, {"\"@/missing/out.csv\"", "No such file"}},
    {{QUICK, "-o", "@"}, 3, {"\"@\"", "Is a directory"}},
    {{QUICK, "-o", "@/missing/"}, 3, {"\"@/missing/\""}},
    {{QUICK, "-o", "/dev/full"}, 3, {"\"/dev/full\"", "No space left"}},
    {{QUICK, "--format=json", "-o", "/dev/full"}, 3, {"\"/dev/full\"", "No space left"}},
    {{QUICK, "-o", "/proc/posbias.csv"}, 3, {"\"/proc/posbias.csv\""}},
    {{"claims", "CONTROL-FALSE", "-o", "@/missing/out.csv"},
     3,
     {"\"@/missing/out.csv\"", "No such file"}},
    {{"claims", "CONTROL-FALSE", "-o", "/dev/full"}, 3, {"\"/dev/full\"", "No space left"}},
};

TEST_EACH(broken_output_is_reported, TOOLS_COUNT(broken))
{
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &plain, &broken[_i]);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* A folder that may not be written to; root may write anywhere. */
TEST(read_only_folder_is_reported)
{
    static const struct cli_row row = {
        {QUICK, "-o", "@/out.csv"}, 3, {"\"@/out.csv\"", "Permission denied"}};
    struct folder f;
    folder_make(&f);
    chmod(f.path, 0500);
    if (geteuid() != 0)
        cli_refuses(&f, &plain, &row);
    chmod(f.path, 0700);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

static const struct cli_row to_stdout[] = {
    {{QUICK}, 3, {"standard output", "No space left"}},
    {{QUICK, "--format=json"}, 3, {"standard output", "No space left"}},
    {{"claims", "CONTROL-FALSE"}, 3, {"standard output"}},
    {{"claims", "CONTROL-FALSE", "--format=csv"}, 3, {"standard output"}},
    {{"claims", "CONTROL-FALSE", "--format=json"}, 3, {"standard output"}},
    {{"list"}, 3, {"standard output"}},
    {{"list", "--json"}, 3, {"standard output"}},
    {{"plan"}, 3, {"standard output"}},
    {{"version"}, 3, {"standard output"}},
    {{"verify", "tests/reference/certificate_8.cert"}, 3, {"standard output"}},
    {{"audit", "tests/fixtures/configs/llama-3-8b.json"}, 3, {"standard output"}},
    {{"audit", "--json", "tests/fixtures/configs/llama-3-8b.json"}, 3, {"standard output"}},
    {{"audit", "tests/fixtures/configs/llama-3-8b.json", "tests/fixtures/configs/llama-2-7b.json"},
     3,
     {"standard output"}},
    {{"help"}, 3, {"standard output"}},
    {{"help", "bias"}, 3, {"standard output"}},
    {{"help", "encodings"}, 3, {"standard output"}},
    {{"bias", "--help"}, 3, {"standard output"}},
};

TEST_EACH(full_stdout_is_reported, TOOLS_COUNT(to_stdout))
{
    static const struct cli_setting full = {"/dev/full", 0};
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &full, &to_stdout[_i]);
    folder_remove(&f);
}

/* A regular file that cannot grow is what a full disk looks like. Before that, the name's old
 * content stays. */
TEST(full_disk_leaves_the_old_file)
{
    static const struct cli_setting limited = {NULL, 8192};
    static const struct cli_row row = {
        {QUICK, "--distances=0:200", "-o", "@/out.csv"}, 3, {"\"@/out.csv\"", "File too large"}};
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &limited, &row);
    ck_assert_uint_eq(cli_files(&f), 0);
    folder_write(&f, "out.csv", 4, "old\n");
    cli_refuses(&f, &limited, &row);
    cli_holds(folder_file(&f, "out.csv"), "old\n");
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(file_holds_what_stdout_would)
{
    struct folder f;
    folder_make(&f);
    folder_write(&f, "out.csv", 4, "old\n");
    struct cli_result shown = CLI(&f, QUICK), written = CLI(&f, QUICK, "-o", "@/out.csv");
    cli_went_well(&shown);
    cli_went_well(&written);
    ck_assert_uint_eq(written.out_size, 0);
    cli_holds(folder_file(&f, "out.csv"), shown.out);
    cli_free(&written);
    ck_assert_uint_eq(folder_remove(&f), 1);
    written = CLI(NULL, QUICK, "-o", "/dev/null");
    struct stat status;
    cli_went_well(&written);
    ck_assert(stat("/dev/null", &status) == 0 && S_ISCHR(status.st_mode));
    cli_free(&written);
    cli_free(&shown);
}

TEST(pipe_is_written_in_place)
{
    static char text[1 << 16];
    size_t used = 0;
    ssize_t got;
    struct folder f;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    struct cli_result shown = CLI(&f, QUICK);
    pid_t child = cli_start(&f, (const char *const[]){QUICK, "-o", "@/pipe", NULL});
    int pipe = open(folder_file(&f, "pipe"), O_RDONLY), status;
    while ((got = read(pipe, text + used, sizeof text - 1 - used)) > 0)
        used += (size_t)got;
    close(pipe);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_str_eq(text, shown.out);
    cli_free(&shown);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Starts a run that takes hours, waits for its temporary file, and sends the signal. Returns the
 * files left. */
static size_t interrupt(struct folder *f, int number)
{
    pid_t child = cli_start(f, (const char *const[]){ENDLESS, NULL});
    size_t before = cli_files(f);
    for (int i = 0; cli_files(f) == before && i < 1000; i++)
        usleep(10000);
    ck_assert_uint_gt(cli_files(f), before);
    usleep(50000);
    int status;
    kill(child, number);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    if (number == SIGKILL)
        ck_assert(WIFSIGNALED(status));
    else
        ck_assert_int_eq(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                         128 + number);
    return cli_files(f);
}

TEST(killed_run_leaves_no_result)
{
    struct folder f;
    folder_make(&f);
    interrupt(&f, SIGKILL);
    ck_assert_int_ne(access(folder_file(&f, "out.csv"), F_OK), 0);
    folder_remove(&f);
}

static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGPIPE,
                              SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};

TEST_EACH(interrupted_run_leaves_nothing, TOOLS_COUNT(numbers))
{
    struct folder f;
    folder_make(&f);
    ck_assert_uint_eq(interrupt(&f, numbers[_i]), 0);
    folder_write(&f, "out.csv", 4, "old\n");
    ck_assert_uint_eq(interrupt(&f, numbers[_i]), 1);
    cli_holds(folder_file(&f, "out.csv"), "old\n");
    folder_remove(&f);
}
