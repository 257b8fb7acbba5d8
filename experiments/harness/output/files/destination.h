/* Where a path leads: what a result that is written to it replaces, or flows into. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_DESTINATION_H
#define POSBIAS_HARNESS_OUTPUT_FILES_DESTINATION_H

#include <stdbool.h>
#include <sys/stat.h>

enum destination_kind {
    DESTINATION_FILE,      /* a regular file, or none yet: replaced as a whole */
    DESTINATION_SPECIAL,   /* a pipe or a device: written in place */
    DESTINATION_DESCRIPTOR /* open already, as /dev/stdout is: written where it stands */
};

struct destination {
    enum destination_kind kind;
    /* with its links followed, also those that lead to nothing yet; NULL: standard output */
    char *path;
    int descriptor;
    bool exists;
    struct stat status; /* if it exists */
};

/* Follows a path (NULL or "-": standard output).
 * Out:     *out, to be released with destination_free whatever this returns.
 * Returns: 0, or the errno of why the path leads nowhere. */
int destination_find(const char *path, struct destination *out);
void destination_free(struct destination *destination);

/* The errno with which a result would fail to get there, as far as that can be known before it is
 * made, or 0. */
int destination_refusal(const struct destination *destination);

/* Whether two paths lead to one file, there or not: spelled otherwise, through links, or by another
 * of its names. */
bool destination_same(const char *a, const char *b);

/* Whether what is written to a path mixes with what is printed. */
bool destination_is_stdout(const char *path);

#endif
