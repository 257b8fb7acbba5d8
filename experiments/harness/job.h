/* This process as one of a job's ranks: which all say the same, so that rank 0 alone says it. */
#ifndef POSBIAS_HARNESS_JOB_H
#define POSBIAS_HARNESS_JOB_H

#include <stdbool.h>

/* Joins the job, if a launcher started one; from here on the other ranks print nothing, and threads
 * are as many as each rank's share of the cores, if nothing else says so.
 * Returns: false, said, if not all ranks are the same program on processors of the same
 * instructions: their parts would not be those of one run. */
bool job_begin(void);

/* Ends the job for what is not work, which rank 0 does alone. Returns: true on rank 0. */
bool job_is_alone(void);

/* Ends the job with what this rank ends with; if it fails where others do not, ends them too.
 * Returns: the status. */
int job_end(int code);

#endif
