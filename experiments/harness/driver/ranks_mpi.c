/* Ranks by MPI: the one file that knows of it. All calls come from the thread that began. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "experiments/harness/driver/ranks.h"

#include <limits.h>
#include <math.h>
#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Seconds until a rank that ends with a failure no longer waits for the others. */
static const double PATIENCE = 10.0;

/* Ends are told apart from what work tells: a rank may end where the others wait for its part. */
static MPI_Comm work, ends;
static struct ranks job;
static int *counts, *places; /* [ranks] */

/* Waits until a request is done, without keeping a core busy for long: it may have work. False if
 * seconds have passed before. */
static bool wait_for(MPI_Request *request, double seconds)
{
    enum { SPINS = 2000 };
    const struct timespec pause = {0, 50000};
    double began = MPI_Wtime();
    int done = 0;
    for (int i = 0; MPI_Test(request, &done, MPI_STATUS_IGNORE) == MPI_SUCCESS && !done; i++) {
        if (i < SPINS)
            continue;
        if (MPI_Wtime() - began > seconds)
            return false;
        nanosleep(&pause, NULL);
    }
    return true;
}

/* The bytes of rank `from` to all, in blocks that MPI can count. */
static void tell(char *block, size_t size, int from)
{
    MPI_Request request;
    for (size_t put; size > 0; block += put, size -= put) {
        put = size < INT_MAX ? size : INT_MAX;
        MPI_Ibcast(block, (int)put, MPI_BYTE, from, work, &request);
        wait_for(&request, HUGE_VAL);
    }
}

static void share(void *block, size_t size) { tell(block, size, 0); }

static void gather(const void *own, const size_t *sizes, void *all)
{
    size_t total = 0;
    for (size_t r = 0; r < job.count; r++)
        total += sizes[r];
    if (total > INT_MAX) {
        char *at = all;
        for (size_t r = 0; r < job.count; at += sizes[r++]) {
            if (r == job.number)
                memcpy(at, own, sizes[r]);
            tell(at, sizes[r], (int)r);
        }
        return;
    }
    for (size_t r = 0, at = 0; r < job.count; at += sizes[r++]) {
        counts[r] = (int)sizes[r];
        places[r] = (int)at;
    }
    MPI_Request request;
    MPI_Iallgatherv(own, counts[job.number], MPI_BYTE, all, counts, places, MPI_BYTE, work,
                    &request);
    wait_for(&request, HUGE_VAL);
}

static long most(long number)
{
    MPI_Request request;
    long all = 0;
    MPI_Iallreduce(&number, &all, 1, MPI_LONG, MPI_MAX, work, &request);
    wait_for(&request, HUGE_VAL);
    return all;
}

/* Whether a launcher is there is what it says in the environment: Open MPI, MPICH and Slurm's older
 * interface, and PMIx. MPI itself would start a job of one rank, for half a second. */
bool ranks_launched(void)
{
    return getenv("OMPI_COMM_WORLD_SIZE") || getenv("PMI_RANK") || getenv("PMIX_RANK");
}

/* What ranks on one machine may have for themselves: launchers bind each to some of its cores. */
static void look_around(void)
{
    MPI_Comm here;
    int local = 1;
    cpu_set_t own, all;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
    MPI_Comm_size(here, &local);
    CPU_ZERO(&own);
    CPU_ZERO(&all);
    sched_getaffinity(0, sizeof own, &own);
    MPI_Allreduce(&own, &all, sizeof own, MPI_BYTE, MPI_BOR, here);
    MPI_Comm_free(&here);
    job.local = (size_t)local;
    job.cores = (size_t)CPU_COUNT(&all);
}

void ranks_begin(void)
{
    int got, count = 1, number = 0;
    if (!ranks_launched())
        return;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &got);
    MPI_Comm_dup(MPI_COMM_WORLD, &work);
    MPI_Comm_dup(MPI_COMM_WORLD, &ends);
    MPI_Comm_size(work, &count);
    MPI_Comm_rank(work, &number);
    counts = malloc((size_t)count * sizeof *counts);
    places = malloc((size_t)count * sizeof *places);
    if (!counts || !places)
        ranks_abort(3);
    job = (struct ranks){.count = (size_t)count,
                         .number = (size_t)number,
                         .share = share,
                         .gather = gather,
                         .most = most};
    look_around();
    ranks_set(&job);
}

bool ranks_end(bool patient)
{
    MPI_Request request;
    if (!job.count)
        return true;
    MPI_Ibarrier(ends, &request);
    if (!wait_for(&request, patient ? HUGE_VAL : PATIENCE))
        return false;
    MPI_Comm_free(&work);
    MPI_Comm_free(&ends);
    MPI_Finalize();
    free(counts);
    free(places);
    ranks_set(NULL);
    job.count = 0;
    return true;
}

void ranks_abort(int status)
{
    MPI_Abort(MPI_COMM_WORLD, status);
    _Exit(status);
}

const char *ranks_library(void)
{
    static char text[MPI_MAX_LIBRARY_VERSION_STRING + 1];
    int length = 0;
    MPI_Get_library_version(text, &length);
    /* MPICH goes on for many lines. */
    text[strcspn(text, "\n")] = '\0';
    return text;
}
