/* Whether a file that is there holds the very result that is asked for. */
#ifndef POSBIAS_HARNESS_OUTPUT_REUSE_H
#define POSBIAS_HARNESS_OUTPUT_REUSE_H

#include "experiments/harness/output/table.h"

/* Whether the result can be kept where it goes to (NULL: standard output): as a CSV, in a regular
 * file or one that is not there yet. Returns: false with *error set. */
bool reuse_allowed(const char *path, bool as_csv, struct message *error);

/* True if path holds a CSV whose header lines are exactly these, resolved parameters among them,
 * whose columns are these, and whose rows are those it was finished with: as many as it says, each
 * with a cell for every column, and of its checksum, which finds damage, not forgery. What killed
 * runs left of it is then removed, as it is when the file is made. Rank 0 looks, for all. */
bool reuse_matches(const char *path, const char *header, size_t column_count,
                   const struct column *columns);

#endif
