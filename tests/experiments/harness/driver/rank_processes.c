#include "tests/experiments/harness/driver/rank_processes.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/harness/driver/ranks.h"
#include "tests/tools/check_tools.h"

/* What all ranks write to and read, a step at a time. */
struct board {
    pthread_barrier_t step;
    long numbers[RANKS_MOST];
    char bytes[80 << 20];
};
static struct board *board;
static struct ranks job;

void *rank_memory(size_t size)
{
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(block != MAP_FAILED);
    return block;
}

static void share(void *block, size_t size)
{
    if (job.number == 0)
        memcpy(board->bytes, block, size);
    pthread_barrier_wait(&board->step);
    memcpy(block, board->bytes, size);
    pthread_barrier_wait(&board->step);
}

static void gather(const void *own, const size_t *sizes, void *all)
{
    size_t place = 0, total = 0;
    for (size_t r = 0; r < job.count; total += sizes[r++])
        place += r < job.number ? sizes[r] : 0;
    if (total > sizeof board->bytes)
        _exit(1);
    memcpy(board->bytes + place, own, sizes[job.number]);
    pthread_barrier_wait(&board->step);
    memcpy(all, board->bytes, total);
    pthread_barrier_wait(&board->step);
}

static long most(long number)
{
    long all = number;
    board->numbers[job.number] = number;
    pthread_barrier_wait(&board->step);
    for (size_t r = 0; r < job.count; r++)
        all = board->numbers[r] > all ? board->numbers[r] : all;
    pthread_barrier_wait(&board->step);
    return all;
}

void rank_processes(size_t count, void (*body)(void *context), void *context)
{
    pthread_barrierattr_t shared;
    pid_t child[RANKS_MOST];
    board = rank_memory(sizeof *board);
    pthread_barrierattr_init(&shared);
    pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&board->step, &shared, (unsigned)count);
    for (size_t r = 0; r < count; r++) {
        child[r] = fork();
        ck_assert_int_ge(child[r], 0);
        if (child[r] == 0) {
            job = (struct ranks){count, r, count, 1, share, gather, most};
            ranks_set(&job);
            body(context);
            _exit(0);
        }
    }
    for (size_t r = 0; r < count; r++) {
        int status;
        ck_assert_int_eq(waitpid(child[r], &status, 0), child[r]);
        ck_assert_int_eq(status, 0);
    }
    munmap(board, sizeof *board);
}
