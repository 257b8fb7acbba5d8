/* Mapped files: which are taken, and what becomes of a program whose file shrinks under it. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/process/ending.h"
#include "experiments/readers/mapped.h"
#include "tests/tools/cli_tools.h"

TEST(a_mapping_is_the_file)
{
    struct folder f;
    struct mapped *a, *b;
    struct message error;
    folder_make(&f);
    folder_write(&f, "empty", 0, "");
    ck_assert(mapped_open(folder_write(&f, "a", 3, "abc"), &a, &error));
    ck_assert(a->size == 3 && memcmp(a->bytes, "abc", 3) == 0);
    ck_assert_str_eq(a->path, f.file);
    ck_assert(mapped_open(folder_file(&f, "empty"), &b, &error) && b->size == 0);
    mapped_close(b);
    ck_assert(!mapped_fault(&error, &error));
    const unsigned char *bytes = a->bytes;
    ck_assert(mapped_fault(bytes + 2, &error) && !mapped_fault(bytes + 3, &error));
    mapped_close(a);
    ck_assert(!mapped_fault(bytes, &error));
    mapped_close(NULL);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

TEST(only_regular_files_are_taken_and_none_is_waited_for)
{
    struct folder f;
    struct mapped *m;
    struct message error;
    folder_make(&f);
    ck_assert(!mapped_open(folder_file(&f, "none"), &m, &error) &&
              strstr(error.text, "/none\": No"));
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    ck_assert(!mapped_open(f.file, &m, &error) && strstr(error.text, "/pipe\" is not a regular"));
    ck_assert(!mapped_open("/dev/zero", &m, &error));
    ck_assert(!mapped_open(f.path, &m, &error));
    ck_assert_int_eq(symlink("pipe", folder_file(&f, "link")), 0);
    ck_assert(!mapped_open_as(f.file, "shard", &m, &error) && strstr(error.text, "\"shard\""));
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* Has read a byte that is there no more. */
static volatile unsigned char seen;
static void *look(void *at)
{
    seen = *(volatile unsigned char *)at;
    return NULL;
}

/* A program that writes a result and reads a mapped file that somebody cuts off. */
static void victim(const char *path, const char *result, bool by_thread)
{
    struct message error;
    struct mapped *m;
    struct atomic_file out;
    pthread_t thread;
    ending_guard();
    ending_faults(mapped_fault);
    if (!mapped_open(path, &m, &error) || !atomic_open(&out, result, &error) ||
        fputs("half", out.stream) < 0 || fflush(out.stream) != 0 || truncate(path, 4096) != 0)
        _exit(100);
    void *last = (void *)(uintptr_t)(m->bytes + 4 * 65536 - 1);
    if (!by_thread)
        look(last);
    else if (pthread_create(&thread, NULL, look, last) == 0)
        pthread_join(thread, NULL);
    _exit(101);
}

/* Runs it with its standard error in the file "said" of the folder. Returns its status. */
static int child_run(struct folder *f, void (*run)(struct folder *f, int which), int which)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        int said = open(folder_file(f, "said"), O_CREAT | O_WRONLY | O_TRUNC, 0600);
        dup2(said, STDERR_FILENO);
        run(f, which);
        _exit(102);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static void shrink(struct folder *f, int which)
{
    char path[200], result[200];
    snprintf(path, sizeof path, "%s/big", f->path);
    snprintf(result, sizeof result, "%s/result", f->path);
    victim(path, result, which);
}

TEST_EACH(a_file_that_shrinks_ends_the_program_by_name, 2)
{
    struct folder f;
    folder_make(&f);
    folder_write(&f, "big", 0, "");
    ck_assert_int_eq(truncate(f.file, 4 * 65536), 0);
    int status = child_run(&f, shrink, _i);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 3, "%x", (unsigned)status);
    char expected[300];
    snprintf(expected, sizeof expected, "posbias: \"%s/big\" became shorter while it was read\n",
             f.path);
    cli_holds(folder_file(&f, "said"), expected);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* Faults that are no mapped file's: of another mapping, and one that another process sent. */
static void others(struct folder *f, int which)
{
    ending_guard();
    ending_faults(mapped_fault);
    int file = open(folder_file(f, "own"), O_CREAT | O_RDWR, 0600);
    if (which == 1) {
        raise(SIGBUS);
    } else {
        unsigned char *bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
        look(bytes);
    }
}

TEST_EACH(another_bus_error_stays_what_it_is, 2)
{
    struct folder f;
    folder_make(&f);
    int status = child_run(&f, others, _i);
    /* a sanitizer's own handler says what it is, and exits */
    ck_assert_msg((WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS) ||
                      (WIFEXITED(status) && WEXITSTATUS(status) == 1),
                  "%x", (unsigned)status);
    char *said = cli_file(folder_file(&f, "said"));
    ck_assert(strstr(said, "posbias:") == NULL);
    free(said);
    ck_assert_uint_eq(folder_remove(&f), 2);
}
