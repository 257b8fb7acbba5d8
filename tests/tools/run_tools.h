/* Running an experiment inside the test's own process; what holds for all runs of a test. */
#ifndef POSBIAS_TESTS_TOOLS_RUN_TOOLS_H
#define POSBIAS_TESTS_TOOLS_RUN_TOOLS_H

#include "experiments/harness/command/experiment.h"

/* How one run came out: the file's text (NULL: none was written), what was printed, and the error
 * line; all to be freed. */
struct outcome {
    int status;
    char *text, *printed, *error;
};

/* From now on times are those of the machine that prices were taken on, whatever this one is and
 * however this program was built. */
void run_as_priced(void);

/* For the next command of a test that looks for leaks: one in LEAKS looks too, with POSBIAS_SLOW
 * each. That takes as long as all else of a short one. */
void run_leaks_chosen(void);

/* Runs it on words, NULL-terminated, and "-o FILE". */
struct outcome run_tools(const struct experiment *experiment, const char *const *words);

#endif
