/* The columns of lemmas, and its rows. */
#ifndef POSBIAS_LEMMAS_ROWS_H
#define POSBIAS_LEMMAS_ROWS_H

#include "experiments/harness/command/run.h"
#include "experiments/lemmas/measure.h"

enum {
    COLUMN_ENCODING,
    COLUMN_LEMMA,
    COLUMN_DISTANCE_TOK,
    COLUMN_VALUE,
    COLUMN_BOUND,
    COLUMN_TIGHTNESS,
    COLUMN_VACUOUS,
    COLUMN_VIOLATED,
    COLUMN_HYPOTHESIS,
    COLUMN_LIMIT,
    COLUMN_FROM_TOK,
    COLUMN_TO_TOK,
    COLUMN_HOLDS,
    COLUMN_PROVED,
    COLUMN_TRIVIAL_FROM_TOK,
    COLUMN_BEYOND,
    COLUMN_EVALUATED,
    COLUMN_BY_BALLS,
    COLUMN_COUNT
};
extern const struct column lemma_columns[COLUMN_COUNT];

/* Writes a row per lemma for an encoding at a distance where C_D = c and S_D = s. */
enum status lemma_rows_at(struct run *run, const struct encoding *e, double distance, double c,
                          double s);

/* The range to prove for one encoding: from the option, or from the first whole distance over a
 * turn. */
struct lemma_problem lemma_problem_of(const struct run *run, const struct encoding *e,
                                      enum lemma lemma);

/* Writes a row per lemma for an encoding, proved over a whole range. */
enum status lemma_proof_rows(struct run *run, const struct encoding *e);

#endif
