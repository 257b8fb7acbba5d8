/* The table of how much pairs are used, by octave of their wavelength. */
#ifndef POSBIAS_HEADS_OCTAVES_H
#define POSBIAS_HEADS_OCTAVES_H

#include "experiments/harness/command/experiment.h"

enum { OCTAVES_COLUMNS = 13 };
extern const struct column octaves_columns[OCTAVES_COLUMNS];

/* The rows of one encoding and model. */
enum status octaves_rows(struct run *run, const struct encoding *encoding,
                         const struct qk_model *qk);

#endif
