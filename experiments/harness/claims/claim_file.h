/* The model's file that some claims are about: handed over by --weights, no part of the program. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIM_FILE_H
#define POSBIAS_HARNESS_CLAIMS_CLAIM_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "theory/ground/message.h"

/* A file by what it holds. */
struct claim_file {
    const char *name; /* without its folder */
    double bytes;
    uint64_t checksum; /* as checksum.h has it, of all bytes */
};

/* The file that was handed over. */
struct given_file {
    const char *path;
    struct claim_file is;
    /* what tells it from others in a header: size and checksum, or, of a file so large that its
     * bytes are not all read for that, size and time of its last change */
    struct message identity;
    bool whole; /* the checksum is known */
};

/* Looks at a regular file. In: path, kept. Returns: false with *error set. */
bool given_file_read(const char *path, struct given_file *out, struct message *error);

/* Whether it holds the same bytes as the other, whatever it is called. */
bool given_file_is(const struct given_file *given, const struct claim_file *other);

#endif
