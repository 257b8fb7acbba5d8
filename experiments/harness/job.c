#define _GNU_SOURCE /* F_DUPFD_CLOEXEC */
#include "experiments/harness/job.h"

#include <fcntl.h>
#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build/version.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/instructions.h"
#include "experiments/harness/output/process/ending.h"
#include "experiments/harness/output/process/failure.h"

/* What rank 0 says the others would say again. What one of them alone has to say goes to what was
 * standard error. */
static void print_nothing(size_t number)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC),
        loud = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (nothing < 0 || dup2(nothing, STDOUT_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0)
        ranks_abort(EXIT_BROKEN);
    close(nothing);
    ending_of_rank(number, loud);
}

/* Threads of a rank whose launcher left it more cores than are its share. */
static void share_cores(const struct ranks *ranks)
{
    size_t share = ranks->cores / ranks->local;
    int most = omp_get_num_procs();
    if (!getenv("OMP_NUM_THREADS"))
        omp_set_num_threads(share < 1 ? 1 : share < (size_t)most ? (int)share : most);
}

/* Whether all ranks are one program on one kind of processor. */
static bool alike(void)
{
    char text[INSTRUCTIONS_SIZE + sizeof POSBIAS_PROGRAM];
    instructions_text(text, INSTRUCTIONS_SIZE);
    struct message error;
    uint64_t own = checksum_add(CHECKSUM_START, text, strlen(text));
    own = checksum_add(own, POSBIAS_PROGRAM, strlen(POSBIAS_PROGRAM));
    uint64_t zero = own;
    ranks_share(&zero, sizeof zero);
    if (ranks_agree(own != zero) == 0)
        return true;
    message_set(&error,
                "the ranks are not all the same program on processors of the same instructions "
                "(posbias version tells); rank 0: program %s, instructions %s",
                POSBIAS_PROGRAM, text);
    failure_print(EXIT_USAGE, &error);
    return false;
}

bool job_begin(void)
{
    ranks_begin();
    const struct ranks *ranks = ranks_now();
    if (ranks->count == 1)
        return true;
    if (!ranks_first())
        print_nothing(ranks->number);
    share_cores(ranks);
    return alike();
}

bool job_is_alone(void)
{
    bool first = ranks_first();
    ranks_end(true);
    return first;
}

int job_end(int code)
{
    if (!ranks_end(code == EXIT_DONE || code == EXIT_UNEXPECTED)) {
        ending_aloud();
        ranks_abort(code);
    }
    return code;
}
