/* Runs killed at any moment, two at once on one output: afterwards the file is absent or complete,
 * and the next run leaves nothing beside it. What is ignored at the start stays ignored.
 * POSBIAS_KILLS=150 makes that many; `make check-slow` does. */
#define _GNU_SOURCE /* unshare */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

#define RUN "bias", "--encoding=rope:dim=16", "--distances=0:60", "--pairs=4000", "--threads=1"

static const char *const seeds[] = {"--seed=1", "--seed=2"};

/* Whether the file is there, and then one of the two results. */
static bool complete_or_absent(const char *path, char *const whole[2])
{
    char *text = cli_file(path);
    bool sound = !text || strcmp(text, whole[0]) == 0 || strcmp(text, whole[1]) == 0;
    free(text);
    return sound;
}

TEST(killed_runs_leave_a_whole_file_or_none)
{
    const char *most = getenv("POSBIAS_KILLS");
    int kills = most ? atoi(most) : 12;
    uint64_t state = 1;
    char *whole[2];
    struct folder f;
    folder_make(&f);
    for (int i = 0; i < 2; i++) {
        struct cli_result r = CLI(NULL, RUN, seeds[i]);
        cli_went_well(&r);
        whole[i] = r.out;
        free(r.err);
    }
    for (int done = 0; done < kills; done += 2) {
        pid_t child[2];
        int status;
        if (done % 4 == 0)
            unlink(folder_file(&f, "out.csv"));
        for (int i = 0; i < 2; i++)
            child[i] = cli_start(&f, (const char *const[]){RUN, seeds[i], "-o", "@/out.csv", NULL});
        for (int i = 0; i < 2; i++) {
            usleep((useconds_t)(60000 * tools_uniform(&state)));
            kill(child[i], SIGKILL);
            ck_assert_int_eq(waitpid(child[i], &status, 0), child[i]);
            ck_assert_msg(complete_or_absent(folder_file(&f, "out.csv"), whole),
                          "half a file after %d kills", done + i + 1);
        }
        struct cli_result r = CLI(&f, RUN, seeds[done / 2 % 2], "--quiet", "-o", "@/out.csv",
                                  done % 3 ? "--reuse" : NULL);
        ck_assert_msg(r.status == 0, "%s", r.err);
        ck_assert_msg(cli_files(&f) == 1, "%zu files after %d kills", cli_files(&f), done + 2);
        cli_free(&r);
    }
    free(whole[0]);
    free(whole[1]);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* nohup and `trap ''`: the run and the program that it becomes go on. */
static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
static const char *const lasting[][6] = {
    {"bias", "--pairs=1000000000", "--distances=0:1000", "--yes", "-o", "@/out"},
    {"verify", "@/pipe"},
};

TEST_EACH(ignored_signal_stays_ignored, 2 * TOOLS_COUNT(numbers))
{
    int number = numbers[_i / 2], status;
    const char *words[7] = {NULL};
    struct folder f;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    memcpy(words, lasting[_i % 2], sizeof lasting[0]);
    signal(number, SIG_IGN);
    pid_t child = cli_start(&f, words);
    signal(number, SIG_DFL);
    usleep(500000);
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(kill(child, number), 0);
        usleep(50000);
    }
    ck_assert_msg(waitpid(child, &status, WNOHANG) == 0, "%s ended", words[0]);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    folder_remove(&f);
}

/* A test that fails or is ended leaves no command behind: it would run on beside other tests. */
TEST(command_ends_with_its_test)
{
    int ends[2], status;
    const char *words[7] = {NULL};
    pid_t child = 0;
    struct folder f;
    folder_make(&f);
    memcpy(words, lasting[0], sizeof lasting[0]);
    ck_assert_int_eq(pipe(ends), 0);
    pid_t test = fork();
    if (test == 0) {
        child = cli_start(&f, words);
        usleep(300000);
        bool runs = waitpid(child, &status, WNOHANG) == 0;
        _exit(runs && write(ends[1], &child, sizeof child) == sizeof child ? EXIT_SUCCESS
                                                                           : EXIT_FAILURE);
    }
    ck_assert_int_ge(test, 0);
    ck_assert_int_eq(waitpid(test, &status, 0), test);
    ck_assert_int_eq(status, EXIT_SUCCESS);
    ck_assert_int_eq(read(ends[0], &child, sizeof child), sizeof child);
    bool ended = cli_ends(child);
    if (!ended)
        kill(child, SIGKILL);
    ck_assert(ended);
    close(ends[0]);
    close(ends[1]);
    folder_remove(&f);
}

/* A disk that is full, where the test may mount one. */
TEST(full_disk_leaves_the_old_file_alone)
{
    struct folder f;
    folder_make(&f);
    if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
        mount("none", f.path, "tmpfs", 0, "size=16k") == 0) {
        folder_write(&f, "out.csv", 4, "old\n");
        cli_refuses(&f, &(struct cli_setting){NULL, 0},
                    &(struct cli_row){{"bias", "--distances=0:999", "--pairs=2", "-o", "@/out.csv"},
                                      3,
                                      {"\"@/out.csv\"", "No space left"}});
        cli_holds(folder_file(&f, "out.csv"), "old\n");
        ck_assert_int_eq(umount(f.path), 0);
    }
    folder_remove(&f);
}
