/* What outermost work has come to, kept beside the result: a process that is stopped loses little
 * of it, whoever runs the same command again goes on. */
#ifndef POSBIAS_HARNESS_DRIVER_CHECKPOINT_H
#define POSBIAS_HARNESS_DRIVER_CHECKPOINT_H

#include <stdbool.h>

#include "theory/ground/message.h"

/* FILE.checkpoint is written every ten seconds, at the next unit's end; a shorter run writes
 * nothing. Where another run of the command keeps one, this one goes without: two runs on one
 * output are allowed, and each has its whole result. */
struct checkpoint;

/* Keeps the works from here on, and goes on from what is there.
 * In:      output, as the user gave it, NULL for standard output: only a regular file, or a name
 *          that nothing has, has a checkpoint; lines, the header that identifies the result; quiet,
 *          not to say that it goes on.
 * Out:     *out, NULL where nothing is kept; to be ended.
 * Returns: false with *error set: without memory, or if the file there is of another program or
 *          command, or no checkpoint. */
bool checkpoint_begin(const char *output, const char *lines, bool quiet, struct checkpoint **out,
                      struct message *error);

/* Keeps no more. In: whole, the result has its name: the file is removed; else it stays as it was
 * last written. */
void checkpoint_end(struct checkpoint *checkpoint, bool whole);

/* Removes what a run that has its result has left of this output, if it was one of these lines. */
void checkpoint_sweep(const char *output, const char *lines);

#endif
