#include "experiments/harness/output/process/progress.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "experiments/harness/output/process/ending.h"
#include "experiments/harness/output/process/failure.h"
#include "theory/ground/brief.h"

/* Seconds before the line shows, and between two drawings. */
static const double PATIENCE = 2.0, INTERVAL = 0.25;
/* Seconds that are worth saying beforehand where there is no line. */
static const double TOLD = 10.0;
/* A step that does not say how far it is, is taken for as far as its time, up to this share. */
static const double UNTOLD_MOST = 0.9;

enum { LINE_MOST = 256 };
static const char erase[] = "\r\033[K";

/* What is told, and what the drawing thread needs; everything below `lock` is shared. */
static struct {
    bool running;
    pthread_t thread;
    const char *name;
    double expected;
    size_t count;
    const double *steps;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool end;
    double began, step_began;
    double before; /* seconds expected of the steps done */
    double part;   /* share of the present step; 0: not told */
    double shown;  /* share, which does not fall */
    size_t step;
    bool given;                     /* what is told next was there before */
    double given_share, given_time; /* of all that was, and when it had been told */
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Whether the line stands there; whether it is just being written; whether the process ends. */
static atomic_bool visible, writing, over;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool possible(void)
{
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

static void put(const char *text, size_t length)
{
    while (length > 0) {
        ssize_t put = write(STDERR_FILENO, text, length);
        if (put < 0 && errno != EINTR)
            return;
        text += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
}

/* The share of the work that is done: of each step by what was expected of it. */
static double share_at(double time)
{
    double step = state.step < state.count ? state.steps[state.step]
                                           : fmax(state.expected - state.before, 0.0),
           untold = step > 0.0 ? fmin((time - state.step_began) / step, UNTOLD_MOST) : 0.0,
           part = state.part > 0.0 ? state.part : untold,
           all = fmax(state.expected, state.before + step);
    double share = all > 0.0 ? (state.before + part * step) / all : 0.0;
    return state.shown = fmin(fmax(share, state.shown), 1.0);
}

/* What is told now was there before; what is left takes as long as what comes after it. */
static void take_given(double time)
{
    if (!state.given)
        return;
    state.given = false;
    state.given_share = share_at(time);
    state.given_time = time;
}

/* What is left: at first by the estimate, then more and more by the time the share took. */
static double left_at(double time, double share)
{
    double rest = 1.0 - state.given_share, spent = time - state.given_time,
           own = rest > 0.0 ? (share - state.given_share) / rest : 1.0,
           trust = fmin(own / 0.1, 1.0), by_estimate = fmax(rest * state.expected - spent, 0.0),
           by_share = own > 0.0 ? spent * (1.0 - own) / own : 0.0;
    return trust * by_share + (1.0 - trust) * by_estimate;
}

static void draw(double time)
{
    char line[LINE_MOST];
    struct winsize window = {0};
    double share = share_at(time);
    int length = snprintf(line, sizeof line, "%s%s: %s, about %s left", erase, state.name,
                          brief_percent(share).text, brief_time(left_at(time, share)).text);
    size_t width = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0
                       ? window.ws_col
                       : 80,
           most = sizeof erase - 1 + width - 1;
    size_t used = length < 0 ? 0 : (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    /* The last column stays free: a terminal may wrap behind it. */
    atomic_store(&writing, true);
    if (!atomic_load(&over)) {
        atomic_store(&visible, true);
        put(line, used < most ? used : most);
    }
    atomic_store(&writing, false);
}

static void *redraw(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&state.lock);
    while (!state.end) {
        double time = now(), wait = fmax(state.began + PATIENCE - time, INTERVAL);
        if (time - state.began >= PATIENCE)
            draw(time);
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        double to = (double)until.tv_nsec * 1e-9 + wait;
        until.tv_sec += (time_t)to;
        until.tv_nsec = (long)((to - floor(to)) * 1e9);
        while (!state.end && pthread_cond_timedwait(&state.ended, &state.lock, &until) == 0)
            continue;
    }
    pthread_mutex_unlock(&state.lock);
    return NULL;
}

static void begin(const char *name, double expected, size_t count, const double *steps)
{
    sigset_t all, before;
    pthread_condattr_t clock;
    state.name = name;
    state.expected = expected;
    state.count = steps ? count : 0;
    state.steps = steps;
    state.end = false;
    state.began = state.step_began = state.given_time = now();
    state.given_share = 0.0;
    state.given = false;
    state.before = state.part = state.shown = 0.0;
    state.step = 0;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&state.ended, &clock);
    pthread_condattr_destroy(&clock);
    /* Signals are the other threads' to take: their handler may wait for this one's writing. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    state.running = pthread_create(&state.thread, NULL, redraw, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void progress_tell(const char *name, size_t cores, double seconds, double bytes, size_t count,
                   const double *steps)
{
    bool minutes = round(seconds) >= 120.0;
    struct message said, memory = {""};
    if (possible()) {
        begin(name, seconds, count, steps);
    } else if (seconds > TOLD) {
        if (bytes > 0.0)
            message_set(&memory, " and %.0f MB of memory", ceil(bytes / 1e6));
        message_set(&said, "%s: this takes about %.0f %s on %zu core%s%s", name,
                    minutes ? seconds / 60.0 : seconds, minutes ? "minutes" : "seconds", cores,
                    cores == 1 ? "" : "s", memory.text);
        failure_print(EXIT_DONE, &said);
    }
}

void progress_step(void)
{
    if (!state.running)
        return;
    pthread_mutex_lock(&state.lock);
    state.before += state.step < state.count ? state.steps[state.step] : 0.0;
    state.step++;
    state.part = 0.0;
    state.step_began = now();
    take_given(state.step_began);
    pthread_mutex_unlock(&state.lock);
}

void progress_part(double share)
{
    if (!state.running)
        return;
    pthread_mutex_lock(&state.lock);
    state.part = share;
    take_given(now());
    pthread_mutex_unlock(&state.lock);
}

void progress_goes_on(void)
{
    if (!state.running)
        return;
    pthread_mutex_lock(&state.lock);
    state.given = true;
    pthread_mutex_unlock(&state.lock);
}

void progress_say(const struct message *message)
{
    bool shares = state.running;
    if (shares)
        pthread_mutex_lock(&state.lock);
    if (atomic_exchange(&visible, false))
        put(erase, sizeof erase - 1);
    ending_tell(message->text, strlen(message->text));
    if (shares)
        pthread_mutex_unlock(&state.lock);
}

void progress_end(void)
{
    if (!state.running)
        return;
    pthread_mutex_lock(&state.lock);
    state.end = true;
    pthread_cond_signal(&state.ended);
    pthread_mutex_unlock(&state.lock);
    pthread_join(state.thread, NULL);
    state.running = false;
    pthread_cond_destroy(&state.ended);
    if (atomic_exchange(&visible, false))
        put(erase, sizeof erase - 1);
}

void progress_interrupted(void)
{
    atomic_store(&over, true);
    for (int i = 0; i < 1000 && atomic_load(&writing); i++)
        nanosleep(&(struct timespec){0, 100000}, NULL);
    if (atomic_exchange(&visible, false))
        put(erase, sizeof erase - 1);
}
