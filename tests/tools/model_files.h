/* Files of models as their formats describe them, written from words; shares nothing with readers.
 */
#ifndef POSBIAS_TESTS_TOOLS_MODEL_FILES_H
#define POSBIAS_TESTS_TOOLS_MODEL_FILES_H

#include <stdint.h>

#include "tests/tools/check_tools.h"

/* Bytes that grow. */
struct bytes {
    unsigned char *at;
    size_t size;
};
void bytes_put(struct bytes *b, size_t size, const void *from);
void bytes_number(struct bytes *b, size_t size, uint64_t value);
void bytes_text(struct bytes *b, const char *text);   /* as it is */
void bytes_string(struct bytes *b, const char *text); /* behind its length in 8 bytes */
void bytes_zeros(struct bytes *b, size_t size);
void bytes_free(struct bytes *b);

/*
 * A file from words with a blank between, each a kind and what it is for:
 *     1:5 2:5 4:5 8:5   a whole number in so many bytes, the lowest first; -1 as well
 *     f:0.5             a float
 *     t:abc             text as it is, in which ~ stands for a blank and ' for "
 *     s:abc             the same behind its length in 8 bytes
 *     x:00ff            bytes
 *     z:100             zero bytes
 */
void bytes_words(struct bytes *b, const char *words);

/* Writes the words' file into the folder; its path. */
const char *model_file(struct folder *f, const char *name, const char *words);

#endif
