/* What the fuzz targets share. A target is one file f_NAME.c, which defines LLVMFuzzerTestOneInput,
 * and a folder NAME of seeds beside it. */
#ifndef POSBIAS_TESTS_FUZZ_FUZZ_H
#define POSBIAS_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "theory/ground/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run, as a crash does, unless what has to hold holds. */
#define FUZZ_HOLDS(what)                            \
    do {                                            \
        if (!(what))                                \
            fuzz_broken(__FILE__, __LINE__, #what); \
    } while (0)
void fuzz_broken(const char *file, int line, const char *what) __attribute__((noreturn));

/* The input as text up to its first zero byte, to be freed. */
char *fuzz_text(const uint8_t *data, size_t size);

/* The path of a file that holds the input until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

/* A refusal holds a message of one line of printable UTF-8. */
void fuzz_refused(const struct message *error);

/* One line of printable UTF-8. */
bool fuzz_plain(const char *text);

#endif
