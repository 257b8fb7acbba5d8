/* The line of progress on a terminal: shown after two seconds, erased at every end, and nowhere
 * else. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/suites.h"

enum { TEXT = 1 << 16, WORDS = 12, COLUMNS = 30 };

/* A run on a terminal of its own, whose output goes to a file. */
struct session {
    pid_t child;
    int terminal;
    char said[TEXT]; /* on the terminal so far */
    size_t used;
};

/* Whether there is a terminal to be had: a bare root folder mounts no devpts. */
static bool terminals(void)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0)
        puts("cli_progress: skipped: no pseudo-terminal can be opened here");
    else
        close(terminal);
    return terminal >= 0;
}

/* Starts it. In: limit, bytes it may write to a file; 0: any. */
static void begin(struct session *s, rlim_t limit, const char *out, const char *const *words)
{
    const char *argv[WORDS + 2], *path = getenv("POSBIAS");
    size_t count = 0;
    argv[count++] = path ? path : "build/posbias";
    for (; words[count - 1]; count++)
        argv[count] = words[count - 1];
    argv[count] = NULL;
    *s = (struct session){.terminal = posix_openpt(O_RDWR | O_NOCTTY)};
    ck_assert(s->terminal >= 0 && grantpt(s->terminal) == 0 && unlockpt(s->terminal) == 0);
    struct winsize size = {.ws_row = 24, .ws_col = COLUMNS};
    int slave = open(ptsname(s->terminal), O_RDWR | O_NOCTTY);
    ck_assert(slave >= 0 && ioctl(slave, TIOCSWINSZ, &size) == 0);
    pid_t test = getpid();
    s->child = fork();
    ck_assert_int_ge(s->child, 0);
    if (s->child == 0) {
        suites_end_with(test);
        close(s->terminal);
        dup2(slave, STDERR_FILENO);
        dup2(open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
        signal(SIGXFSZ, SIG_IGN);
        if (limit)
            setrlimit(RLIMIT_FSIZE, &(struct rlimit){limit, limit});
        setenv("TERM", "xterm", 1);
        execv(argv[0], (char *const *)(void *)argv);
        _exit(127);
    }
    close(slave);
}

/* Reads what it says until the word stands there (NULL: until it ends). */
static void listen_for(struct session *s, const char *word)
{
    while (!word || !strstr(s->said, word)) {
        ck_assert_uint_lt(s->used, TEXT - 1);
        ssize_t got = read(s->terminal, s->said + s->used, TEXT - 1 - s->used);
        if (got <= 0) /* the child's side is closed */
            return;
        s->used += (size_t)got;
    }
}

static int finish(struct session *s)
{
    int status;
    listen_for(s, NULL);
    ck_assert_int_eq(waitpid(s->child, &status, 0), s->child);
    close(s->terminal);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Draws of a run on one thread that takes about four seconds on this machine. */
static void four_seconds(char *pairs, size_t size)
{
    static const char *const words[] = {"--pairs=1000", "--qk=gauss", "--context=65536"};
    struct cost cost;
    struct message error;
    ck_assert(
        estimate_words(experiment_find("tradeoff"), TOOLS_COUNT(words), words, 1.0, &cost, &error));
    cost_free(&cost);
    snprintf(pairs, size, "--pairs=%.0f", ceil(4000.0 / cost.seconds));
}

static const char erase[] = "\r\033[K";

/* Each drawing is a share that does not fall and a time left, on one line of the terminal. */
static void drawn_well(const char *said)
{
    int before = 0, share;
    size_t drawings = 0;
    for (const char *at = said; (at = strstr(at, erase)); drawings++) {
        at += strlen(erase);
        size_t length = strcspn(at, "\r");
        if (length == 0)
            continue;
        ck_assert_msg(length < COLUMNS, "%zu columns: %s", length, at);
        ck_assert_msg(sscanf(at, "tradeoff: %d %%, about", &share) == 1 && share >= before &&
                          share <= 100,
                      "%s", at);
        before = share;
    }
    ck_assert_msg(drawings >= 2, "%s", said);
}

static bool erased(const struct session *s)
{
    size_t length = strlen(erase);
    return s->used >= length && strcmp(s->said + s->used - length, erase) == 0;
}

/* Shown and erased; a line that says what broke stands alone; the bytes are those of a quiet run,
 * which says nothing. */
TEST(progress_is_shown_and_erased)
{
    if (!terminals())
        return;
    char pairs[32], out[3][160];
    struct folder f;
    struct session s[3];
    four_seconds(pairs, sizeof pairs);
    const char *words[] = {"tradeoff",    pairs,           "--qk=gauss", "--context=65536",
                           "--threads=1", "--scale=smoke", NULL,         NULL};
    folder_make(&f);
    for (int i = 0; i < 3; i++) {
        snprintf(out[i], sizeof out[i], "%s", folder_file(&f, i == 0 ? "a" : i == 1 ? "b" : "c"));
        words[6] = i == 1 ? "--quiet" : NULL;
        begin(&s[i], i == 2 ? 1 : 0, out[i], words);
    }
    ck_assert_int_eq(finish(&s[0]), 0);
    drawn_well(s[0].said);
    ck_assert(erased(&s[0]));
    ck_assert_int_eq(finish(&s[1]), 0);
    ck_assert_str_eq(s[1].said, "");
    ck_assert_int_eq(finish(&s[2]), 3);
    const char *error = strstr(s[2].said, "posbias: ");
    ck_assert_msg(error && error - s[2].said >= (ptrdiff_t)strlen(erase) &&
                      memcmp(error - strlen(erase), erase, strlen(erase)) == 0 &&
                      !strstr(error, erase),
                  "%s", s[2].said);
    char *quiet = cli_file(out[1]);
    cli_holds(out[0], quiet);
    free(quiet);
    ck_assert_uint_eq(folder_remove(&f), 3);
}

/* A signal leaves an empty line, the shell's status and no file. */
TEST(progress_is_erased_by_a_signal)
{
    if (!terminals())
        return;
    static const int signals[] = {SIGINT, SIGTERM};
    struct folder f;
    struct session s[2];
    folder_make(&f);
    for (int i = 0; i < 2; i++) {
        char out[160];
        snprintf(out, sizeof out, "--output=%s", folder_file(&f, i ? "one" : "two"));
        begin(&s[i], 0, "/dev/null",
              (const char *const[]){"tradeoff", "--pairs=1e6", "--threads=1", "--yes", out, NULL});
    }
    for (int i = 0; i < 2; i++) {
        listen_for(&s[i], " %, about");
        ck_assert_int_eq(kill(s[i].child, signals[i]), 0);
        ck_assert_int_eq(finish(&s[i]), 128 + signals[i]);
        drawn_well(s[i].said);
        ck_assert(erased(&s[i]));
    }
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* What ends within two seconds shows nothing. */
TEST(no_progress_of_a_short_run)
{
    if (!terminals())
        return;
    struct session s;
    begin(&s, 0, "/dev/null", (const char *const[]){"bias", "--pairs=10", NULL});
    ck_assert_int_eq(finish(&s), 0);
    ck_assert_str_eq(s.said, "");
}
