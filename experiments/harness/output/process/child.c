#define _GNU_SOURCE /* execvpe, memfd_create */
#include "experiments/harness/output/process/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_FOUND = 127, NOT_RUN = 126, FIRST_FILE = 3, FILES_MOST = 8, SAID_SIZE = 4096 };

static volatile pid_t running;

void child_interrupted(void)
{
    if (running > 0)
        kill(-running, SIGKILL);
}

/* Between fork and exec. */
static void become(const struct child *child, int said, pid_t parent, const sigset_t *mask)
{
    int nothing = open("/dev/null", O_RDONLY), high[FILES_MOST];
    setpgid(0, 0);
    /* Should this program be killed outright, nothing else would end the child. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    bool ready = getppid() == parent && nothing >= 0 && chdir(child->folder) == 0;
    /* First out of the way: one descriptor's number may be another's goal. */
    for (size_t i = 0; i < child->file_count; i++)
        high[i] = fcntl(child->files[i], F_DUPFD_CLOEXEC, FIRST_FILE + FILES_MOST);
    int text = fcntl(said, F_DUPFD_CLOEXEC, FIRST_FILE + FILES_MOST);
    nothing = fcntl(nothing, F_DUPFD_CLOEXEC, FIRST_FILE + FILES_MOST);
    for (size_t i = 0; i < child->file_count; i++)
        ready = ready && dup2(high[i], FIRST_FILE + (int)i) >= 0;
    ready = ready && dup2(nothing, STDIN_FILENO) >= 0 && dup2(text, STDOUT_FILENO) >= 0 &&
            dup2(text, STDERR_FILENO) >= 0;
    sigprocmask(SIG_SETMASK, mask, NULL);
    if (ready)
        execvpe(child->words[0], child->words, child->environment);
    _exit(ready && errno == ENOENT ? NOT_FOUND : NOT_RUN);
}

/* Waits at most so long; returns whether the child has ended. */
static bool ended(pid_t child, double seconds, int *status)
{
    const struct timespec pause = {0, 5 * 1000 * 1000};
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        pid_t got = waitpid(child, status, WNOHANG);
        if (got == child || (got < 0 && errno != EINTR))
            return true;
        nanosleep(&pause, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((double)(now.tv_sec - start.tv_sec) + 1e-9 * (double)(now.tv_nsec - start.tv_nsec) <
             seconds);
    return false;
}

/* The last line with anything on it. */
static void last_line(int file, struct message *said)
{
    char text[SAID_SIZE];
    off_t size = lseek(file, 0, SEEK_END);
    ssize_t got = pread(file, text, sizeof text - 1, size < SAID_SIZE ? 0 : size - SAID_SIZE + 1);
    text[got > 0 ? got : 0] = '\0';
    size_t end = strlen(text);
    while (end && strchr(" \t\r\n", text[end - 1]))
        text[--end] = '\0';
    const char *line = strrchr(text, '\n');
    line = line ? line + 1 : text;
    if (*line)
        message_set(said, "%s", line + strspn(line, " \t"));
}

enum child_end child_run(const struct child *child, struct message *said)
{
    sigset_t all, mask;
    int text = memfd_create("said", MFD_CLOEXEC), status = 0;
    message_set(said, "it could not be started: %s", strerror(errno));
    if (text < 0 || child->file_count > FILES_MOST)
        return CHILD_FAILED;
    /* A signal between fork and the note of its number would leave the child behind. */
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &mask);
    pid_t parent = getpid(), process = fork();
    if (process == 0)
        become(child, text, parent, &mask);
    if (process > 0)
        setpgid(process, process);
    running = process;
    int code = errno;
    sigprocmask(SIG_SETMASK, &mask, NULL);
    if (process < 0) {
        message_set(said, "it could not be started: %s", strerror(code));
        close(text);
        return CHILD_FAILED;
    }
    bool late = !ended(process, child->seconds, &status);
    child_interrupted(); /* what it started does not outlive it */
    if (late)
        waitpid(process, &status, 0);
    running = 0;
    enum child_end end = late                               ? CHILD_LATE
                         : !WIFEXITED(status)               ? CHILD_FAILED
                         : WEXITSTATUS(status) == 0         ? CHILD_DONE
                         : WEXITSTATUS(status) == NOT_FOUND ? CHILD_ABSENT
                                                            : CHILD_FAILED;
    if (late)
        message_set(said, "it was ended after %g s", child->seconds);
    else if (WIFSIGNALED(status))
        message_set(said, "signal %d ended it", WTERMSIG(status));
    else
        message_set(said, "exit status %d", WEXITSTATUS(status));
    if (end == CHILD_FAILED)
        last_line(text, said);
    close(text);
    return end;
}
