/* How many threads there can be. */
#ifndef POSBIAS_VERIFY_THREADS_H
#define POSBIAS_VERIFY_THREADS_H

/* How many threads can live at once, this one among them, up to so many: OpenMP's runtime ends the
 * program where it gets fewer than it was told.
 * Cost: 30 us for each. */
int threads_there(int wanted);

#endif
