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

/* llama3's parameters, from a file's rope dict. */
struct llama3 {
    double base, factor, low, high, trained;
    size_t dim;
};

/* The divisors of rope_freqs.weight, step by step in float32 as llama.cpp's converter has them of
 * PyTorch, whose power may be another float32 than the nearest: so many off.
 * Out: out [dim/2]. */
void llama3_divisors(const struct llama3 *l, int off, float *out);

/* A tensor of floats of a GGUF file. */
struct gguf_floats {
    const char *name; /* NULL: none */
    size_t count;
    const float *at;
};

/* A GGUF file of so many keys, in words, and up to two tensors; its path. */
const char *gguf_file(struct folder *f, const char *name, size_t keys, const char *words,
                      const struct gguf_floats tensors[2]);

/* Writes the words' file into the folder; its path. */
const char *model_file(struct folder *f, const char *name, const char *words);

#endif
