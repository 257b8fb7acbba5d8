/* Another program is run to its end or to its limit, and nothing of it stays. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/process/child.h"
#include "tests/tools/cli_tools.h"

static enum child_end shell(const char *line, double seconds, size_t count, const int *files,
                            struct message *said)
{
    char text[512], name[] = "sh", option[] = "-c", kept[] = "KEPT=1";
    snprintf(text, sizeof text, "%s", line);
    return child_run(&(struct child){.words = (char *[]){name, option, text, NULL},
                                     .environment = (char *[]){kept, NULL},
                                     .folder = "/",
                                     .files = files,
                                     .file_count = count,
                                     .seconds = seconds},
                     said);
}

static const struct ending {
    const char *line;
    enum child_end end;
    const char *said;
} endings[] = {
    {"echo words", CHILD_DONE, NULL},
    {"exit 7", CHILD_FAILED, "exit status 7"},
    {"echo no; echo; exit 7", CHILD_FAILED, "no"},
    {"echo one >&2; echo '  two  '; exit 7", CHILD_FAILED, "two"},
    {"echo heard; kill -15 $$", CHILD_FAILED, "heard"},
    {"kill -15 $$", CHILD_FAILED, "signal 15 ended it"},
    {"exit 127", CHILD_ABSENT, "exit status 127"},
    {"sleep 60", CHILD_LATE, "it was ended after 0.3 s"},
    {"trap '' TERM INT HUP; sleep 60; sleep 60", CHILD_LATE, "it was ended after 0.3 s"},
    {"read -r line && exit 9; exit 0", CHILD_DONE, NULL},
    {"test \"$KEPT$HOME$PWD\" = 1/", CHILD_DONE, NULL},
};

TEST_EACH(endings_are_told_apart, TOOLS_COUNT(endings))
{
    const struct ending *e = &endings[_i];
    struct message said;
    setenv("HOME", "/root", 1);
    ck_assert_int_eq(shell(e->line, e->end == CHILD_LATE ? 0.3 : 60, 0, NULL, &said), e->end);
    if (e->said)
        ck_assert_str_eq(said.text, e->said);
}

/* A long output neither blocks the child nor hides its last line. */
TEST(the_last_line_of_much_is_heard)
{
    struct message said;
    ck_assert_int_eq(shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 1",
                           60, 0, NULL, &said),
                     CHILD_FAILED);
    ck_assert_str_eq(said.text, "line 19999");
}

/* Files arrive as 3 and 4 whatever their numbers here are, also in turned order. */
TEST(files_arrive_by_their_place)
{
    struct message said;
    char first[] = "/tmp/posbias-child-XXXXXX", second[] = "/tmp/posbias-child-XXXXXX", text[8];
    int kept[] = {fcntl(3, F_DUPFD, 10), fcntl(4, F_DUPFD, 10)}; /* Check may write to one */
    int a = mkstemp(first), b = mkstemp(second), files[] = {dup2(b, 4), dup2(a, 3)};
    for (int turn = 0; turn < 2; turn++) {
        files[0] = turn ? 4 : 3;
        files[1] = turn ? 3 : 4;
        ck_assert_int_eq(shell("echo three >&3; echo four >&4", 60, 2, files, &said), CHILD_DONE);
        ck_assert_int_eq(lseek(files[0], 0, SEEK_SET), 0);
        ck_assert_int_eq(read(files[0], text, 6), 6);
        ck_assert_int_eq(memcmp(text, "three\n", 6), 0);
        ck_assert_int_eq(lseek(files[0], 0, SEEK_SET), 0);
        ck_assert_int_eq(lseek(files[1], 0, SEEK_SET), 0);
    }
    for (int i = 0; i < 2; i++)
        if (kept[i] < 0)
            close(3 + i);
        else
            dup2(kept[i], 3 + i);
    unlink(first);
    unlink(second);
}

/* What a child started is ended with it, whether it ends by itself or at its limit. */
TEST_EACH(nothing_stays, 2)
{
    struct message said;
    char path[] = "/tmp/posbias-child-XXXXXX", line[128];
    int file = mkstemp(path);
    long process = 0;
    snprintf(line, sizeof line, "sleep 600 & echo $! >%s; %s", path, _i ? "wait" : "exit 0");
    ck_assert_int_eq(shell(line, 0.5, 0, NULL, &said), _i ? CHILD_LATE : CHILD_DONE);
    FILE *in = fdopen(file, "r");
    ck_assert_int_eq(fscanf(in, "%ld", &process), 1);
    ck_assert(cli_ends((pid_t)process));
    fclose(in);
    unlink(path);
}
