#include "experiments/harness/output/process/ending.h"

#include <jansson.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/process/child.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "theory/ground/message.h"

/* What waits on stderr. */
static char said[BUFSIZ];
static atomic_flag ending = ATOMIC_FLAG_INIT;
static atomic_bool main_ended;

/* Where this process alone says something, how such a line begins, and the last that it said with
 * the others. */
static int loud = STDERR_FILENO;
static char begin[40] = "posbias: ";
static char last[MESSAGE_SIZE] = "ended where the other ranks go on";

/* All of it, if somebody is there to read it. */
static void put(int descriptor, const char *text, size_t length)
{
    for (ssize_t sent; length > 0; text += sent, length -= (size_t)sent)
        if ((sent = write(descriptor, text, length)) <= 0)
            return;
}

/* One line. */
static void tell(int descriptor, const char *before, const char *text, size_t length)
{
    char line[MESSAGE_SIZE + sizeof begin];
    size_t used = 0;
    for (const char *c = before; *c; c++)
        line[used++] = *c;
    for (size_t i = 0; i < length && used < sizeof line - 1; i++)
        if (text[i] != '\n')
            line[used++] = text[i];
    line[used++] = '\n';
    put(descriptor, line, used);
}

void ending_tell(const char *text, size_t length)
{
    size_t kept = length < sizeof last - 1 ? length : sizeof last - 1;
    if (loud != STDERR_FILENO) {
        memcpy(last, text, kept);
        last[kept] = '\0';
    }
    tell(STDERR_FILENO, "posbias: ", text, length);
}

void ending_of_rank(size_t number, int descriptor)
{
    snprintf(begin, sizeof begin, "posbias: rank %zu: ", number);
    loud = descriptor;
}

void ending_aloud(void) { tell(loud, begin, last, strlen(last)); }

/* Ends the program, once: another thread that would waits for it. NULL: it is said already. */
static _Noreturn void end(const char *why, size_t length)
{
    while (atomic_flag_test_and_set(&ending))
        pause();
    progress_interrupted();
    child_interrupted();
    atomic_interrupted();
    if (why)
        tell(loud, begin, why, length);
    _exit(EXIT_BROKEN);
}

/* Ends with what a library has said: it waits in the stream, or, as an assertion's text, has gone
 * through it. */
static _Noreturn void end_by_library(void)
{
    static const char nothing[] = "a library ended the program";
    size_t length = __fpending(stderr);
    if (length)
        end(said, length);
    end(said[0] ? NULL : nothing, sizeof nothing - 1);
}

void ending_memory(void)
{
    static const char text[] = "out of memory";
    end(text, sizeof text - 1);
}

static void on_exit_of_process(void)
{
    if (!atomic_load(&main_ended))
        end_by_library();
}

static void on_abort(int number)
{
    (void)number;
    end_by_library();
}

static void *json_get(size_t size)
{
    void *block = malloc(size);
    if (!block)
        ending_memory();
    return block;
}

void ending_guard(void)
{
    setvbuf(stderr, said, _IOFBF, sizeof said);
    signal(SIGABRT, on_abort);
    json_set_alloc_funcs(json_get, free);
    if (atexit(on_exit_of_process) != 0)
        ending_memory();
}

static bool (*fault_of)(const void *address, struct message *error);
static struct sigaction before;

static void on_fault(int number, siginfo_t *what, void *context)
{
    struct message error;
    (void)context;
    if (what->si_code > 0 && fault_of(what->si_addr, &error)) /* no process sent it */
        end(error.text, strlen(error.text));
    sigaction(number, &before, NULL);
    if (what->si_code <= 0)
        raise(number); /* else it comes again where it came from */
}

void ending_faults(bool (*fault)(const void *address, struct message *error))
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    fault_of = fault;
    sigaction(SIGBUS, &action, &before);
}

int ending_by_main(int code)
{
    atomic_store(&main_ended, true);
    return code;
}
