/* What a launcher of ranks gets to see of a rank's end. */
#ifndef POSBIAS_HARNESS_RANK_GUARD_H
#define POSBIAS_HARNESS_RANK_GUARD_H

/* Goes on in a child process, whose end is this one's too, with its status; one by a signal, which
 * a launcher would answer with a status of its own, is told in a line and has EXIT_BROKEN, and so
 * has any status that the program does not end with itself. Signals that end the program are passed
 * on. Where no process starts, goes on here. To be called before anything else. */
void rank_guard(void);

#endif
