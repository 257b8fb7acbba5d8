/* How much is computed where nothing else says so. */
#ifndef POSBIAS_HARNESS_OUTPUT_SCALE_H
#define POSBIAS_HARNESS_OUTPUT_SCALE_H

/* Within a minute, ten minutes, hours. */
enum scale { SCALE_SMOKE, SCALE_STANDARD, SCALE_FULL, SCALE_COUNT };
extern const char *const scale_names[SCALE_COUNT + 1]; /* NULL-terminated */

#endif
