/* Scores that the program prints, and tables of other commands of the same draws. */
#ifndef POSBIAS_TESTS_TOOLS_SCORE_TOOLS_H
#define POSBIAS_TESTS_TOOLS_SCORE_TOOLS_H

#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/cli_tools.h"

enum { SCORE_DRAWS = 40, SCORE_LENGTH = 24 };

/* Scores by draw and distance 0, 1, .., of the first and the second key, and their bounds. */
struct printed {
    double score[2][SCORE_DRAWS][SCORE_LENGTH], error[2][SCORE_DRAWS][SCORE_LENGTH];
};

/* Reads what `posbias scores` prints of that many draws. */
void scores_read(struct folder *f, struct printed *out, const char *encoding, const char *qk,
                 const char *seed, const char *reference);

/* The table of another command of the same draws; to be freed with csv_free. */
#define scores_run(f, ...) scores_table(f, (const char *const[]){__VA_ARGS__, "--pairs=40", NULL})
struct csv scores_table(struct folder *f, const char *const *words);

/* A cell as a number; NAN if it is empty. */
double csv_number(const struct csv *csv, size_t row, const char *column);

#endif
