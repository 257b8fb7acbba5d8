/* Files of queries and keys, and small models, written for a test. */
#ifndef POSBIAS_TESTS_TOOLS_MODELS_VECTOR_TOOLS_H
#define POSBIAS_TESTS_TOOLS_MODELS_VECTOR_TOOLS_H

#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

enum { VECTOR_TEXT = 600 };

/* Writes float64 numbers of a shape as a .npy file. Returns: its path. */
const char *vector_npy(struct folder *f, const char *name, size_t rank, const size_t *shape,
                       const double *x);

/* Writes a llama2.c file of one layer and 512 tokens, of random weights. Returns: its path. */
const char *vector_llama2c(struct folder *f, const char *name, size_t dim, size_t heads,
                           size_t key_heads, size_t hidden, size_t vocabulary);

/* Writes q.npy, 6 rows of 8, and model.bin, of heads of 8. */
void vector_files(struct folder *f);

/* The specimen of a row of qk_types, or a string of it with files of vectors of a dimension, which
 * it writes to the folder. */
const char *vector_specimen(struct folder *f, const struct qk_type *type, size_t dim,
                            char text[VECTOR_TEXT]);

/* A parsed string, files and all; the test fails if it is not valid. */
struct qk_model vector_model(const char *text);

#endif
