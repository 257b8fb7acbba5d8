/* The processes of one job: how many, which of them this is, and what they tell each other. All run
 * the same program on the same words, and come to the same calls in the same order. */
#ifndef POSBIAS_HARNESS_DRIVER_RANKS_H
#define POSBIAS_HARNESS_DRIVER_RANKS_H

#include <stdbool.h>
#include <stddef.h>

struct ranks {
    size_t count, number;
    /* of those on this machine: how many, and the cores that they may use together */
    size_t local, cores;
    /* Gives rank 0's bytes to every rank. */
    void (*share)(void *block, size_t size);
    /* Gives every rank's bytes to every rank, in the order of their numbers; sizes [count]. */
    void (*gather)(const void *own, const size_t *sizes, void *all);
    /* Returns: the largest number that a rank has. */
    long (*most)(long number);
};

/* The job that this process belongs to; of one rank, 0, at the start. */
const struct ranks *ranks_now(void);

/* Changes the job; NULL: of one rank. Kept by address. Not to be called while work runs. */
void ranks_set(const struct ranks *ranks);

/* Whether this is rank 0: the one that reads what only one may, and writes. */
bool ranks_first(void);

/* Gives rank 0's bytes to every rank. */
void ranks_share(void *block, size_t size);

/* Waits for every rank.
 * In:      code under 65536, as errno and exit statuses are.
 * Returns: the code of the first rank, by number, that has another than 0; 0: none has. */
int ranks_agree(int code);

/* The job that a launcher started this process for, if one did and the program was built for it: it
 * is ranks_now from here on. */
void ranks_begin(void);

/* Whether a launcher started this process as one of a job; true of no program that was not built
 * for it. */
bool ranks_launched(void);

/* Ends the job, which is of one rank from here on, where all ranks have come to this. Without
 * patience, false after ten seconds if some have not. */
bool ranks_end(bool patient);

/* Ends the processes of all ranks with that status. */
void ranks_abort(int status) __attribute__((noreturn));

/* The library that carries what ranks tell each other, a line; NULL: the program has none. */
const char *ranks_library(void);

#endif
