/*
 * Makes an allocation of a program fail: LD_PRELOAD=fail_memory.so FAIL_AT=N, and the Nth from main
 * on, by any thread, gets no memory, with FAIL_REST=1 nor does any after it. A thread's start
 * counts as one; with FAIL_THREADS=1 nothing else does. The file FAIL_TOLD is made when the Nth
 * fails. With FAIL_ALIVE=N a thread does not start where N others live besides main's, as
 * under a limit on processes. What the program starts is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own, which need no dlsym and so no memory */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

typedef int main_function(int argc, char **argv, char **environment);
typedef int start_function(main_function *program, int argc, char **argv, void (*init)(void),
                           void (*fini)(void), void (*rtld_fini)(void), void *stack_end);
typedef int thread_function(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                            void *argument);

int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

/* 0 until main begins, or if none is to fail */
static atomic_long at;
static atomic_long count;
static bool rest, threads;
/* threads that live, and how many may: negative: any number */
static atomic_long alive;
static long alive_most = -1;
static const char *told;
static main_function *program_main;
static thread_function *thread_create;

/* Whether this allocation fails. */
static bool fails(bool thread)
{
    long n = atomic_load(&at);
    if (n == 0 || (threads && !thread))
        return false;
    long i = atomic_fetch_add(&count, 1) + 1;
    if (i != n && !(rest && i > n))
        return false;
    if (i == n && told) {
        int file = open(told, O_WRONLY | O_CREAT, 0600);
        if (file >= 0)
            close(file);
    }
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) { return fails(false) ? NULL : __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return fails(false) ? NULL : __libc_calloc(n, size); }
void *realloc(void *block, size_t size)
{
    return fails(false) ? NULL : __libc_realloc(block, size);
}
void *memalign(size_t a, size_t size) { return fails(false) ? NULL : __libc_memalign(a, size); }
void *aligned_alloc(size_t a, size_t size)
{
    return fails(false) ? NULL : __libc_memalign(a, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    int before = errno;
    void *block = fails(false) ? NULL : __libc_memalign(alignment, size);
    errno = before;
    if (!block)
        return ENOMEM;
    *out = block;
    return 0;
}

struct start {
    void *(*run)(void *);
    void *argument;
};

static void *counted_thread(void *context)
{
    struct start start = *(struct start *)context;
    free(context);
    void *out = start.run(start.argument);
    atomic_fetch_sub(&alive, 1);
    return out;
}

static int start_counted(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                         void *argument)
{
    struct start *start = __libc_malloc(sizeof *start);
    int code = EAGAIN;
    if (start && atomic_fetch_add(&alive, 1) < alive_most) {
        *start = (struct start){run, argument};
        code = thread_create(thread, attr, counted_thread, start);
    }
    if (code != 0) {
        atomic_fetch_sub(&alive, 1);
        free(start);
    }
    return code;
}

/* A thread needs a stack. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
                   void *argument)
{
    if (fails(true))
        return EAGAIN;
    return alive_most < 0 ? thread_create(thread, attr, run, argument)
                          : start_counted(thread, attr, run, argument);
}

static int counted_main(int argc, char **argv, char **environment)
{
    const char *n = getenv("FAIL_AT"), *most = getenv("FAIL_ALIVE");
    alive_most = most ? atol(most) : -1;
    rest = getenv("FAIL_REST") != NULL;
    threads = getenv("FAIL_THREADS") != NULL;
    told = getenv("FAIL_TOLD");
    unsetenv("LD_PRELOAD");
    atomic_store(&at, n ? atol(n) : 0);
    return program_main(argc, argv, environment);
}

int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    start_function *start;
    *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
    *(void **)&thread_create = dlsym(RTLD_NEXT, "pthread_create");
    program_main = program;
    return start(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}
