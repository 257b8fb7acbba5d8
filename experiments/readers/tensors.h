/* A model's file: its tensors by name, whatever its format. */
#ifndef POSBIAS_READERS_TENSORS_H
#define POSBIAS_READERS_TENSORS_H

#include <stdint.h>

#include "experiments/readers/tensor.h"

struct gguf;
struct mapped;
struct tensors;

enum tensors_format { TENSORS_SAFETENSORS, TENSORS_GGUF, TENSORS_LLAMA2C };

/* The header of a llama2.c file, as it stands there but for the sign of vocabulary. */
struct llama2c {
    size_t dim, hidden, layers, heads, key_value_heads, vocabulary, context;
    bool shared; /* the embedding is the classifier, too */
};

/* Opens what the bytes say it is: a safetensors file, the index of a sharded one (.json), a GGUF
 * file, a llama2.c file of version 0, whose tensors have Llama's names (model.embed_tokens.weight,
 * model.layers.0.self_attn.q_proj.weight, ..), and those of its two tables their own.
 * A tensor that cannot be read, of a type this program does not know, is there to be listed, and
 * refused by its name when its rows are asked for.
 * Returns: false with *error naming the file, and in it the key or tensor, that is wrong. */
bool tensors_open(const char *path, struct tensors **out, struct message *error);
void tensors_close(struct tensors *tensors);

/* Likewise from one file's bytes, which stay: no index. */
bool tensors_read(const struct mapped *file, struct tensors **out, struct message *error);

enum tensors_format tensors_format(const struct tensors *tensors);

/* By their names in the order of bytes. */
size_t tensors_count(const struct tensors *tensors);
const struct tensor *tensors_at(const struct tensors *tensors, size_t i);

/* NULL: there is none; tensors_need says so, and which name is near. */
const struct tensor *tensors_find(const struct tensors *tensors, const char *name);
bool tensors_need(const struct tensors *tensors, const char *name, const struct tensor **out,
                  struct message *error);

/* NULL where the file is none of these. */
const struct gguf *tensors_gguf(const struct tensors *tensors);
const struct llama2c *tensors_llama2c(const struct tensors *tensors);

#endif
