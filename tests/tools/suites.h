/* Tests that register themselves. The tests of tests/ROOM/t_NAME.c are the suite NAME: a file is a
 * suite, and TEST(what_it_shows) { .. } in it is a test of it. There is no list to forget. */
#ifndef POSBIAS_TESTS_TOOLS_SUITES_H
#define POSBIAS_TESTS_TOOLS_SUITES_H

#include <assert.h>
#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Check writes down the place of each assertion that holds, which takes longer than most of them.
 * The place of one that fails is told all the same. */
#define _mark_point(file, line) ((void)0)

/* Of the runs of a test, and of the commands of one, each LEAKS-th looks for leaks, the first among
 * them. What does not look keeps no trace of who allocated what. */
enum { LEAKS = 8 };
#define WITHOUT_LEAKS ":detect_leaks=0:malloc_context_size=0"

/* A test that runs once; one that runs for _i = 0 .. times - 1. Unary plus: an array or a pointer
 * in place of a number does not compile. */
#define TEST(name) TEST_EACH(name, 1)
#define TEST_EACH(name, times)                               \
    static const TTest *name;                                \
    __attribute__((constructor)) static void name##_is(void) \
    {                                                        \
        suites_take(name, (size_t)(+(times)));               \
    }                                                        \
    START_TEST(name)

/* How long each test of this file may take before it fails; 0: as long as it likes. */
#define SUITE_SECONDS(seconds)                                  \
    __attribute__((constructor)) static void file_seconds(void) \
    {                                                           \
        suites_patience(__FILE__, seconds);                     \
    }                                                           \
    static_assert(true, "")

enum { SUITE_NAME = 64, SUITE_PATIENCE = 120 };

struct suite_test {
    const TTest *test;
    /* how often it runs */
    size_t times;
    /* its suite, from its file's name, and its folder below tests/ */
    char suite[SUITE_NAME], folder[SUITE_NAME];
    double seconds;
};

void suites_take(const TTest *test, size_t times);
void suites_patience(const char *file, double seconds);

/*
 * Every test that was chosen, by file and line: of the suites or folders ("a,b"; NULL: all), and of
 * that name (NULL: any).
 * Out: *tests, owned by the registry; *count.
 * Returns: false with one line on stderr, if a name is not known or two files are one suite.
 */
bool suites_choose(const char *suites, const char *name, const struct suite_test **tests,
                   size_t *count);

/* In a process that fork has made: it ends when its parent does, however that ends. */
void suites_end_with(pid_t parent);

#endif
