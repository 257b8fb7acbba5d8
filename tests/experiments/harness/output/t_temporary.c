/* Temporary files beside results: exclusive, held by whoever lives, swept when nobody does. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/files/file_read.h"
#include "tests/tools/check_tools.h"

static void begin(struct atomic_file *file, const char *path, const char *text)
{
    struct message error = {""};
    ck_assert_msg(atomic_open(file, path, &error), "%s: %s", path, error.text);
    fputs(text, file->stream);
}

static void finish(struct atomic_file *file)
{
    struct message error = {""};
    ck_assert_msg(atomic_commit(file, &error), "%s", error.text);
}

static void holds(const char *path, const char *expected)
{
    size_t size;
    struct message error = {""};
    char *text = file_read(path, &size, &error);
    ck_assert_msg(text != NULL, "%s", error.text);
    ck_assert_str_eq(text, expected);
    free(text);
}

/* As two containers do that have one folder and one process id. */
TEST(two_results_of_one_name_do_not_mix)
{
    struct folder f;
    struct atomic_file one, two;
    folder_make(&f);
    begin(&one, folder_file(&f, "a"), "one\n");
    begin(&two, f.file, "two\n");
    ck_assert_str_ne(one.temporary, two.temporary);
    fflush(one.stream);
    finish(&two);
    holds(f.file, "two\n");
    fputs("more\n", one.stream);
    finish(&one);
    holds(f.file, "one\nmore\n");
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Links under any name that can be told in advance lead nowhere. */
TEST(planted_link_is_not_followed)
{
    static const char *const forms[] = {".a.tmp-%ld", ".a.tmp", "a.tmp", "a.%ld", ".posbias-a.tmp"};
    struct folder f;
    struct atomic_file file;
    char name[64];
    folder_make(&f);
    folder_write(&f, "victim", 4, "old\n");
    for (size_t i = 0; i < TOOLS_COUNT(forms); i++) {
        const char *number = strchr(forms[i], '%');
        snprintf(name, sizeof name, "%.*s", (int)strcspn(forms[i], "%"), forms[i]);
        if (number)
            snprintf(name + strlen(name), 24, "%ld", (long)getpid());
        ck_assert_int_eq(symlink("victim", folder_file(&f, name)), 0);
    }
    begin(&file, folder_file(&f, "a"), "y\n");
    finish(&file);
    holds(folder_file(&f, "victim"), "old\n");
    holds(folder_file(&f, "a"), "y\n");
    ck_assert_uint_eq(folder_remove(&f), TOOLS_COUNT(forms) + 2);
}

/* What can lie beside a result, as a change of a real temporary file's name. */
static const struct {
    const char *what;
    size_t at;       /* byte of the name that changes */
    const char *put; /* what it becomes; "" cuts the name there */
    enum { FILE_FREE, FILE_HELD, LINK, FOLDER, PIPE } kind;
    bool stays;
} beside[] = {
    {"a killed run's", 30, "0", FILE_FREE, false},
    {"another killed run's", 30, "f", FILE_FREE, false},
    {"a live run's", 30, "0", FILE_HELD, true},
    {"a link", 30, "0", LINK, true},
    {"a folder", 30, "0", FOLDER, true},
    {"a pipe", 30, "0", PIPE, true},
    {"another result's", 12, "\1", FILE_FREE, true},
    {"a capital digit", 30, "F", FILE_FREE, true},
    {"no digit", 30, "g", FILE_FREE, true},
    {"too short", 45, "", FILE_FREE, true},
    {"too long", 46, "x", FILE_FREE, true},
    {"another end", 45, "q", FILE_FREE, true},
    {"not hidden", 0, "x", FILE_FREE, true},
};

static const char *const users[] = {".notes.tmp-keep",
                                    ".a.tmp-123",
                                    ".posbias-a.tmp",
                                    ".posbias-",
                                    ".posbias-0000000000000000-0000000000000000.tmp",
                                    ".posbias"};

TEST_EACH(next_run_removes_what_a_killed_one_left_and_nothing_else, TOOLS_COUNT(beside))
{
    struct folder f;
    struct atomic_file file;
    struct stat status;
    char path[200];
    int held = -1;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(users); i++)
        folder_write(&f, users[i], 1, "x");
    begin(&file, folder_file(&f, "a"), "");
    snprintf(path, sizeof path, "%s", file.temporary);
    atomic_discard(&file);
    char *name = strrchr(path, '/') + 1;
    ck_assert_uint_eq(strlen(name), 46);
    if (beside[_i].put[0] == '\1') /* another digit */
        name[beside[_i].at] = name[beside[_i].at] == '0' ? '1' : '0';
    else if (beside[_i].at == 46)
        strcat(name, beside[_i].put);
    else
        name[beside[_i].at] = beside[_i].put[0];
    if (beside[_i].kind == LINK)
        ck_assert_int_eq(symlink(users[0], path), 0);
    else if (beside[_i].kind == FOLDER)
        ck_assert_int_eq(mkdir(path, 0700), 0);
    else if (beside[_i].kind == PIPE)
        ck_assert_int_eq(mkfifo(path, 0600), 0);
    else
        folder_write(&f, name, 1, "x");
    if (beside[_i].kind == FILE_HELD) {
        held = open(path, O_RDWR);
        ck_assert_int_eq(flock(held, LOCK_EX), 0);
    }
    begin(&file, folder_file(&f, "a"), "y\n");
    ck_assert_msg((lstat(path, &status) == 0) == beside[_i].stays, "%s: %s", beside[_i].what,
                  beside[_i].stays ? "removed" : "left");
    finish(&file);
    if (held >= 0)
        close(held);
    for (size_t i = 0; i < TOOLS_COUNT(users); i++)
        ck_assert_msg(access(folder_file(&f, users[i]), F_OK) == 0, "%s is gone", users[i]);
    if (beside[_i].kind == FOLDER) /* a folder's end is not folder_remove's */
        ck_assert(rmdir(path) == 0 && symlink("nowhere", path) == 0);
    ck_assert_uint_eq(folder_remove(&f), TOOLS_COUNT(users) + 1 + beside[_i].stays);
}

/* The temporary file is locked from its birth until its name is given. */
TEST(live_temporary_file_is_held)
{
    struct folder f;
    struct atomic_file file;
    folder_make(&f);
    begin(&file, folder_file(&f, "a"), "x\n");
    int other = open(file.temporary, O_RDWR);
    ck_assert_int_ne(flock(other, LOCK_EX | LOCK_NB), 0);
    atomic_sweep(f.file);
    ck_assert_int_eq(access(file.temporary, F_OK), 0);
    ck_assert(fcntl(fileno(file.stream), F_GETFD) & FD_CLOEXEC);
    finish(&file);
    ck_assert_int_eq(flock(other, LOCK_EX | LOCK_NB), 0);
    close(other);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Names up to the longest, and of every byte a name can have. */
TEST(any_name_can_be_written)
{
    struct folder f;
    struct atomic_file file;
    struct message error = {""};
    char name[300], path[400];
    folder_make(&f);
    for (size_t length = 1; length <= 256; length = length < 250 ? 2 * length : length + 1) {
        memset(name, 'n', length), name[length] = '\0';
        snprintf(path, sizeof path, "%s/%s", f.path, name);
        if (length == 256) {
            ck_assert(!atomic_open(&file, path, &error));
            ck_assert_msg(strstr(error.text, "too long"), "%s", error.text);
        } else {
            begin(&file, path, "x\n");
            finish(&file);
            holds(path, "x\n");
            ck_assert_int_eq(unlink(path), 0);
        }
    }
    for (int byte = 1; byte < 256; byte++) {
        if (byte == '/')
            continue;
        snprintf(name, sizeof name, "%c%c.csv", byte, byte);
        begin(&file, folder_file(&f, name), "x\n");
        finish(&file);
        holds(f.file, "x\n");
        ck_assert_int_eq(unlink(f.file), 0);
    }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

TEST(mode_is_the_files_own_or_the_masks)
{
    static const struct {
        mode_t mask, old, expected;
    } cases[] = {
        {022, 0, 0644}, {077, 0, 0600}, {0, 0, 0666}, {022, 0640, 0640}, {077, 0666, 0666}};
    struct folder f;
    struct stat status;
    struct atomic_file file;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        umask(cases[i].mask);
        if (cases[i].old)
            ck_assert_int_eq(chmod(folder_write(&f, "a", 1, "x"), cases[i].old), 0);
        begin(&file, folder_file(&f, "a"), "x\n");
        ck_assert_int_eq(fstat(fileno(file.stream), &status), 0);
        ck_assert_uint_eq(status.st_mode & 0777, cases[i].expected);
        finish(&file);
        ck_assert_int_eq(unlink(f.file), 0);
    }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* Several outputs at once, and what an interrupt leaves of them. */
TEST(interrupt_removes_every_open_one)
{
    enum { OPEN = 16 };
    struct folder f;
    struct atomic_file file[OPEN], more;
    struct message error = {""};
    char name[8];
    folder_make(&f);
    for (int i = 0; i < OPEN; i++) {
        snprintf(name, sizeof name, "%d", i % 3);
        begin(&file[i], folder_file(&f, name), "x\n");
    }
    ck_assert(!atomic_open(&more, f.file, &error));
    finish(&file[0]);
    atomic_interrupted();
    ck_assert_uint_eq(folder_remove(&f), 1);
    for (int i = 1; i < OPEN; i++)
        atomic_discard(&file[i]);
}
