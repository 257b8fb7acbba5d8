/* The line on a terminal that tells how far a run is. */
#ifndef POSBIAS_HARNESS_OUTPUT_PROCESS_PROGRESS_H
#define POSBIAS_HARNESS_OUTPUT_PROCESS_PROGRESS_H

#include <stddef.h>

#include "theory/ground/message.h"

/*
 * Says on standard error what work of over ten seconds takes; on a terminal that a line can be
 * redrawn on, tells instead how far it is, once it takes over two seconds, until progress_end. A
 * thread of its own redraws the line; without one there is none.
 * In:      name, kept; seconds expected on so many cores; bytes, 0: not said; steps [count], the
 *          seconds expected of each step, kept: what remains behind the last takes the rest. NULL:
 *          one step.
 */
void progress_tell(const char *name, size_t cores, double seconds, double bytes, size_t count,
                   const double *steps);

/* Ends a step. */
void progress_step(void);

/* Tells that so much of the present step is done. */
void progress_part(double share);

/* What is told next as done was done by an earlier run: how long the rest takes is told from what
 * comes after it. */
void progress_goes_on(void);

/* Says something on standard error, and goes on telling. */
void progress_say(const struct message *message);

/* Erases the line and tells no more. Nothing happens where none was begun. */
void progress_end(void);

/* Erases the line from a signal handler, before the process ends. */
void progress_interrupted(void);

#endif
