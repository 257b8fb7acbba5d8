/*
 * Every allocation of some commands fails in turn: the result is the same as ever, or the program
 * ends with status 3 and one line, and nothing that is not whole is left.
 *
 * tests/shim/fail_memory.c fails the Nth allocation from main on: up to DENSE each EACH-th N, which
 * differ from case to case so that what all commands allocate first is tried whole; from there to
 * the last one in steps of N/STEP in the mean; each REST-th of these, all after it too.
 * POSBIAS_SLOW: every N.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/models/vector_tools.h"

SUITE_SECONDS(3600);

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
#ifdef POSBIAS_COVERAGE /* its library allocates when a program ends, and does not look */
#define SANITIZED 1
#endif

#ifdef SANITIZED

TEST(memory_is_not_tried_here)
{
    puts("memory: skipped: what watches this program allocates for itself");
}

#else

#include "tests/memory/memory_cases.h"

enum { DENSE = 250, EACH = 8, STEP = 16, REST = 5, SLICES = 3, FILES = 4 };

/* Draws nothing, but to the end. */
static const char gnuplot[] = "#!/bin/sh\ncase $3 in\n"
                              "*png*) printf '\\0\\0\\0\\0IEND\\256B`\\202' ;;\n"
                              "*) printf '<svg></svg>\\n\\n' ;;\nesac >/dev/fd/4\n";

/* The table that a case is given, which its figure fits. */
static const char given[] = "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\n"
                            "nope:dim=2,gauss,1,1,2,0.5\nnope:dim=2,gauss,2,1,3,0.5\n";

/* What a run said and left. */
struct leavings {
    struct cli_result said;
    size_t count;
    struct {
        char name[256], *bytes;
    } file[FILES];
};

static struct leavings run_case(struct folder *f, size_t at)
{
    if (cases[at].given)
        folder_write(f, cases[at].given, strlen(given), given);
    if (cases[at].files)
        vector_files(f);
    struct leavings l = {
        .said = cli_run(f, &(struct cli_setting){NULL, 0}, cases[at].words + cases[at].verifier)};
    char *seconds = cases[at].verifier ? strrchr(l.said.out, ';') : NULL;
    if (seconds)
        *seconds = '\0'; /* how long it took */
    DIR *folder = opendir(f->path);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            char path[1024];
            ck_assert_uint_lt(l.count, FILES);
            snprintf(path, sizeof path, "%s/%s", f->path, entry->d_name);
            snprintf(l.file[l.count].name, sizeof l.file->name, "%s", entry->d_name);
            l.file[l.count++].bytes = cli_file(path);
            ck_assert_int_eq(unlink(path), 0);
        }
    closedir(folder);
    return l;
}

static void leavings_free(struct leavings *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->file[i].bytes);
    cli_free(&l->said);
}

/* Whether each file is one of the whole ones. */
static bool all_whole(const struct leavings *l, const struct leavings *whole)
{
    for (size_t i = 0; i < l->count; i++) {
        bool found = false;
        for (size_t k = 0; k < whole->count; k++)
            found = found || (strcmp(l->file[i].name, whole->file[k].name) == 0 &&
                              strcmp(l->file[i].bytes, whole->file[k].bytes) == 0);
        if (!found)
            return false;
    }
    return true;
}

/* The status, nothing on stderr and the same bytes, or status 3, one line and nothing in part. */
static void holds(const struct leavings *l, const struct leavings *whole, const char *what)
{
    const char *end = strchr(l->said.err, '\n');
    bool done = l->said.status == whole->said.status && !l->said.err[0] &&
                l->count == whole->count && strcmp(l->said.out, whole->said.out) == 0,
         broken = l->said.status == 3 && strncmp(l->said.err, "posbias: ", 9) == 0 && end &&
                  !end[1] && !l->said.out[0];
    ck_assert_msg((done || broken) && all_whole(l, whole),
                  "%s: status %d, %zu bytes out, %zu files (%s): %s", what, l->said.status,
                  strlen(l->said.out), l->count, l->count ? l->file[0].name : "none", l->said.err);
}

/* Puts the shim before the C library of what is run from here on. */
static void shim_begin(const struct folder *told)
{
    char path[1024];
    cli_shim("fail_memory");
    snprintf(path, sizeof path, "%s/told", told->path);
    setenv("FAIL_TOLD", path, 1);
}

/* Lets allocation n fail, and all after it. Returns: whether there was one. */
static bool fails_at(struct folder *f, const struct folder *told, size_t at, size_t n, bool rest,
                     const struct leavings *whole)
{
    char text[2048];
    snprintf(text, sizeof text, "%zu", n);
    setenv("FAIL_AT", text, 1);
    if (rest)
        setenv("FAIL_REST", "1", 1);
    else
        unsetenv("FAIL_REST");
    struct leavings l = run_case(f, at);
    snprintf(text, sizeof text, "%s/told", told->path);
    bool failed = unlink(text) == 0;
    snprintf(text, sizeof text, "%s, allocation %zu%s", cases[at].words[0], n,
             rest ? " and all after it" : "");
    holds(&l, whole, text);
    ck_assert_msg(failed || !l.said.err[0], "%s: nothing failed: %s", text, l.said.err);
    leavings_free(&l);
    return failed;
}

/* The program of a case, from here on, and the gnuplot that it finds, in a folder of its own. */
static void choose(size_t at, struct folder *bin)
{
    char path[4096], *slash;
    const char *before = getenv("PATH");
    folder_make(bin);
    folder_write(bin, "gnuplot", sizeof gnuplot - 1, gnuplot);
    ck_assert_int_eq(chmod(folder_file(bin, "gnuplot"), 0755), 0);
    snprintf(path, sizeof path, "%s:%s", bin->path, before ? before : "");
    setenv("PATH", path, 1);
    const char *program = getenv("POSBIAS");
    snprintf(path, sizeof path, "%s", program ? program : "build/posbias");
    ck_assert_ptr_nonnull(slash = strrchr(path, '/'));
    if (cases[at].verifier)
        snprintf(slash, (size_t)(path + sizeof path - slash), "/posbias-verify");
    setenv("POSBIAS", path, 1);
}

TEST_EACH(an_allocation_that_fails_changes_no_result, ARRAY_COUNT(cases) * SLICES)
{
    struct folder f, told, bin;
    size_t at = (size_t)_i % ARRAY_COUNT(cases), slice = (size_t)_i / ARRAY_COUNT(cases);
    bool all = getenv("POSBIAS_SLOW") != NULL, failed = true;
    uint64_t state = 1;
    folder_make(&f);
    folder_make(&told);
    choose(at, &bin);
    struct leavings whole = run_case(&f, at);
    ck_assert_msg(whole.said.status <= 1, "%s", whole.said.err);
    shim_begin(&told);
    size_t tried = 0, least = cases[at].least ? cases[at].least : 100;
    for (size_t n = all ? 1 : 1 + at % EACH; failed; tried++) {
        if (tried % SLICES == slice)
            failed = fails_at(&f, &told, at, n, false, &whole);
        if (tried % SLICES == slice && failed && tried % REST == 0)
            fails_at(&f, &told, at, n, true, &whole);
        n += all         ? 1
             : n < DENSE ? EACH
                         : 1 + (size_t)(tools_uniform(&state) * 2.0 * (double)n / STEP);
    }
    ck_assert_uint_gt(tried, all ? least : least / EACH);
    leavings_free(&whole);
    ck_assert_uint_eq(folder_remove(&f), 0);
    folder_remove(&told);
    folder_remove(&bin);
}

/* Neither does the number of threads. */
TEST_EACH(threads_that_do_not_start_change_no_result, ARRAY_COUNT(cases))
{
    struct folder f, told, bin;
    size_t at = (size_t)_i;
    folder_make(&f);
    folder_make(&told);
    choose(at, &bin);
    struct leavings whole = run_case(&f, at);
    setenv("OMP_NUM_THREADS", "6", 1);
    setenv("FAIL_THREADS", "1", 1);
    shim_begin(&told);
    size_t n = 1;
    while (fails_at(&f, &told, at, n, true, &whole))
        ck_assert_uint_lt(++n, 1000);
    ck_assert_uint_gt(n, 1); /* else no thread was asked for */
    setenv("FAIL_AT", "0", 1);
    for (int most = 0; most < 6;
         most++) { /* a limit on threads: those that there are do the work */
        char text[100];
        snprintf(text, sizeof text, "%d", most);
        setenv("FAIL_ALIVE", text, 1);
        struct leavings l = run_case(&f, at);
        snprintf(text, sizeof text, "%s, %d more threads", cases[at].words[0], most);
        holds(&l, &whole, text);
        ck_assert_msg(l.said.status == whole.said.status, "%s: %s", text, l.said.err);
        leavings_free(&l);
    }
    leavings_free(&whole);
    folder_remove(&f);
    folder_remove(&told);
    folder_remove(&bin);
}

/* Seconds: a loop that waits for memory would be ended by CLI_PATIENCE. */
TEST_EACH(little_memory_changes_no_result, ARRAY_COUNT(cases))
{
    static const rlim_t megabytes[] = {80, 120, 160, 200, 250, 300};
    struct folder f, bin;
    size_t at = (size_t)_i;
    folder_make(&f);
    choose(at, &bin);
    struct leavings whole = run_case(&f, at);
    for (size_t i = 0; i < ARRAY_COUNT(megabytes); i++)
        for (int threads = 2; threads <= 32; threads *= 4) {
            char text[100];
            snprintf(text, sizeof text, "%d", threads);
            setenv("OMP_NUM_THREADS", text, 1);
            cli_limit_memory(megabytes[i] << 20);
            struct leavings l = run_case(&f, at);
            snprintf(text, sizeof text, "%s in %d MB on %d threads", cases[at].words[0],
                     (int)megabytes[i], threads);
            holds(&l, &whole, text);
            leavings_free(&l);
        }
    leavings_free(&whole);
    folder_remove(&f);
    folder_remove(&bin);
}

#endif
