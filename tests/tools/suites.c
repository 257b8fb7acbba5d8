#include "tests/tools/suites.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "theory/ground/text.h"

enum { TESTS_MOST = 4096, FILES_MOST = 256 };

/* Constructors fill these before main, in no order that could be relied on. */
static struct suite_test all[TESTS_MOST], chosen[TESTS_MOST];
static size_t all_count;
static struct {
    const char *file;
    double seconds;
} patience[FILES_MOST];
static size_t patience_count;

void suites_take(const TTest *test, size_t times)
{
    if (all_count == TESTS_MOST)
        abort();
    all[all_count++] = (struct suite_test){.test = test, .times = times, .seconds = SUITE_PATIENCE};
}

void suites_patience(const char *file, double seconds)
{
    if (patience_count == FILES_MOST)
        abort();
    patience[patience_count].file = file;
    patience[patience_count++].seconds = seconds;
}

/* tests/theory/order/t_token_order.c: suite token_order in folder theory/order. */
static void name_suite(struct suite_test *t)
{
    const char *file = t->test->file, *base = strrchr(file, '/') + 1, *room = strchr(file, '/') + 1;
    snprintf(t->suite, sizeof t->suite, "%.*s", (int)strlen(base) - 4, base + 2);
    snprintf(t->folder, sizeof t->folder, "%.*s", (int)(base - 1 - room), room);
    for (size_t i = 0; i < patience_count; i++)
        if (strcmp(patience[i].file, file) == 0)
            t->seconds = patience[i].seconds;
}

static int by_place(const void *a, const void *b)
{
    const TTest *x = ((const struct suite_test *)a)->test,
                *y = ((const struct suite_test *)b)->test;
    int files = strcmp(x->file, y->file);
    return files ? files : (x->line > y->line) - (x->line < y->line);
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* A suite's name, a folder of tests/, or a folder above it. */
static bool names(const struct suite_test *t, const char *word)
{
    return strcmp(t->suite, word) == 0 ||
           (starts(t->folder, word) && strchr("/", t->folder[strlen(word)]));
}

static bool refuse(const char *what, const char *word, const char *(*name_of)(size_t i))
{
    static const char *known[TESTS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (text_find(name_of(i), count, known) == count)
            known[count++] = name_of(i);
    fprintf(stderr, "check: no %s \"%s\"%s\n", what, word,
            text_suggestion(word, count, known).text);
    return false;
}

static const char *suite_of(size_t i) { return all[i].suite; }
static const char *test_of(size_t i) { return all[i].test->name; }

/* Marks what a comma-separated list of suites and folders names. */
static bool mark_suites(const char *list, bool *taken)
{
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        char word[SUITE_NAME];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(at, ","), at);
        bool known = false;
        for (size_t i = 0; i < all_count; i++)
            if (names(all + i, word))
                known = taken[i] = true;
        if (!known)
            return refuse("suite", word, suite_of);
    }
    return true;
}

bool suites_choose(const char *suites, const char *name, const struct suite_test **tests,
                   size_t *count)
{
    static bool taken[TESTS_MOST];
    qsort(all, all_count, sizeof *all, by_place);
    for (size_t i = 0; i < all_count; i++)
        name_suite(all + i);
    for (size_t i = 0; i < all_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(all[i].suite, all[j].suite) == 0 &&
                strcmp(all[i].test->file, all[j].test->file) != 0) {
                fprintf(stderr, "check: two files of suite %s: %s and %s\n", all[i].suite,
                        all[i].test->file, all[j].test->file);
                return false;
            }
    for (size_t i = 0; i < all_count; i++)
        taken[i] = !suites;
    if (suites && !mark_suites(suites, taken))
        return false;
    *count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (taken[i] && (!name || strcmp(all[i].test->name, name) == 0))
            chosen[(*count)++] = all[i];
    *tests = chosen;
    return *count > 0 || !name || refuse("test", name, test_of);
}

void suites_end_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
}
