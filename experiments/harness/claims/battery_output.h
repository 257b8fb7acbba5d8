/* Where judged claims go, in one of the battery's formats. */
#ifndef POSBIAS_HARNESS_CLAIMS_BATTERY_OUTPUT_H
#define POSBIAS_HARNESS_CLAIMS_BATTERY_OUTPUT_H

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/claims/battery_print.h"
#include "experiments/harness/output/files/atomic_file.h"

/* A table for the CSV, a file for any other format. */
struct battery_output {
    struct table *table; /* NULL: not a CSV */
    struct atomic_file file;
};

/* Opens path, or standard output if NULL. Returns: false with *error set. */
bool battery_output_open(struct battery_output *out, bool as_csv, struct header *header,
                         const char *path, struct message *error);
void battery_output_discard(struct battery_output *out);

/* Writes everything and gives the file its name. Returns: false with *error set. */
bool battery_output_finish(struct battery_output *out, enum claim_format format, size_t count,
                           const struct judged *list, struct message *error);

#endif
