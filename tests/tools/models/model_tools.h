/* Small models with weights that follow from their names, written for a test. */
#ifndef POSBIAS_TESTS_TOOLS_MODELS_MODEL_TOOLS_H
#define POSBIAS_TESTS_TOOLS_MODELS_MODEL_TOOLS_H

#include "tests/tools/check_tools.h"

enum {
    MODEL_HIDDEN = 24,
    MODEL_HEADS = 4,
    MODEL_KEY_HEADS = 2,
    MODEL_DIM = 6,
    MODEL_VOCABULARY = 11,
    MODEL_NAME = 96,
    MODEL_TENSORS = 16
};

/* The tensors of a file as they are gathered: names and shapes, one axis where the second is 0. */
struct model_file {
    size_t count;
    struct model_tensor {
        char name[MODEL_NAME];
        size_t shape[2];
    } tensor[MODEL_TENSORS];
};
void model_add(struct model_file *m, const char *name, size_t rows, size_t columns);

/* What a model's kind of layer has, by the model_type of a config.json; the test fails of one that
 * is not known. */
void model_layer(struct model_file *m, const char *model_type);

/* The numbers of a tensor: tests/reference/golden_vectors.py says how they follow from its name. */
void model_numbers(const char *name, size_t count, float *out);

/* Writes the tensors as float32 in a safetensors file, and beside it a config.json, in which more
 * may stand: ", \"key\": value". Returns: the path of the first. */
const char *model_write(struct folder *f, const struct model_file *m, const char *model_type,
                        const char *more);

#endif
