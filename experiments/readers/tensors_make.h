/* What the readers of formats fill: the list of a file's tensors, and the bytes they claim. */
#ifndef POSBIAS_READERS_TENSORS_MAKE_H
#define POSBIAS_READERS_TENSORS_MAKE_H

#include "experiments/readers/mapped.h"
#include "experiments/readers/tensors.h"

/* Texts that are kept until all are forgotten at once. */
struct texts;
const char *texts_keep(struct texts **texts, size_t length, const char *bytes);
void texts_free(struct texts *texts);

struct tensors {
    enum tensors_format format;
    const char *path;
    struct tensor *list;
    size_t count, room;
    struct texts *texts;
    struct mapped **files; /* that are closed with it */
    size_t file_count;
    struct gguf *gguf;
    struct llama2c llama2c;
};

/* An empty list. Returns: NULL: out of memory. */
struct tensors *tensors_new(enum tensors_format format, const char *path);

/* A tensor more, of a name that is copied, all else 0. Returns: NULL: out of memory. */
struct tensor *tensors_add(struct tensors *to, const char *file, size_t length, const char *name);

/* Orders the list by name. Returns: false with *error naming a name that is there twice. */
bool tensors_sort(struct tensors *tensors, struct message *error);

/* The bytes of a file that one tensor says are its own. */
struct claim_of_bytes {
    const char *name;
    size_t first, end;
    bool known; /* else end is not: the type's size is not known */
};

/* Orders them, and refuses two that overlap and bytes before and between that no tensor owns: the
 * next begins where one ends, rounded up to a multiple of alignment. */
bool claims_tile(const char *file, size_t count, struct claim_of_bytes *claims, size_t alignment,
                 struct message *error);

/* Each reads one file's tensors into a list that is empty, or that other files have begun; what is
 * kept of the file is its mapping. */
bool safetensors_read(const struct mapped *file, struct tensors *to, struct message *error);
bool gguf_tensors_read(struct gguf *gguf, struct tensors *to, struct message *error);
bool llama2c_read(const struct mapped *file, struct tensors *to, struct message *error);

/* Whether a file can be one of llama2.c: the four dimensions that come first are whole numbers of
 * plausible size. */
bool llama2c_plausible(const struct mapped *file);

/* Opens the files that an index names into an empty list. */
bool shards_read(const struct mapped *index, struct tensors *to, struct message *error);

#endif
