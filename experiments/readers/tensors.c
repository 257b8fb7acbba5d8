#include "experiments/readers/tensors.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/readers/gguf_parse.h"
#include "experiments/readers/tensors_make.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* Names that a message looks through for one that is near. */
enum { NEAR_MAX = 4096 };

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), back = strlen(ending);
    return length >= back && strcmp(path + length - back, ending) == 0;
}

static bool begins(const struct mapped *file, const char *bytes, size_t length)
{
    return file->size >= length && memcmp(file->bytes, bytes, length) == 0;
}

/* A JSON header begins where safetensors have it, behind a length that can be one. */
static bool looks_safe(const struct mapped *file)
{
    uint64_t length;
    if (file->size < 9 || file->bytes[8] != '{')
        return false;
    memcpy(&length, file->bytes, sizeof length);
    return length <= file->size - 8;
}

static bool looks_json(const struct mapped *file)
{
    size_t at = 0;
    while (at < file->size && file->bytes[at] && strchr(" \t\r\n", file->bytes[at]))
        at++;
    return at < file->size && file->bytes[at] == '{';
}

/* What other programs read. */
static const char *stranger(const struct mapped *file)
{
    if (file->size == 0)
        return "is empty";
    if (begins(file, "PK\3\4", 4))
        return "is an archive, as PyTorch writes it";
    if (begins(file, "\x93NUMPY", 6))
        return "is a .npy file, one array without a name";
    if (begins(file, "\x89HDF\r\n", 6))
        return "is an HDF5 file";
    if (begins(file, "tjgg", 4) || begins(file, "lmgg", 4) || begins(file, "fmgg", 4))
        return "is a file of ggml before GGUF";
    if (begins(file, "24ka", 4))
        return "is a llama2.c file of a version after 0";
    return NULL;
}

static bool refuse(const struct mapped *file, const char *what, struct message *error)
{
    return message_set(error, "\"%s\" %s; expected safetensors, GGUF or llama2.c", file->path,
                       what);
}

/* Begins an empty list. Returns: NULL with *error set. */
static struct tensors *begin(const struct mapped *file, enum tensors_format format,
                             struct message *error)
{
    struct tensors *t = tensors_new(format, file->path);
    if (!t)
        message_memory(error);
    return t;
}

static bool finish(struct tensors *t, bool good, struct tensors **out, struct message *error)
{
    good = good && tensors_sort(t, error);
    *out = good ? t : NULL;
    if (!good)
        tensors_close(t);
    return good;
}

bool tensors_read(const struct mapped *file, struct tensors **out, struct message *error)
{
    const char *strange = stranger(file);
    struct tensors *t;
    *out = NULL;
    if (strange)
        return refuse(file, strange, error);
    if (begins(file, "GGUF", 4) || ends_in(file->path, ".gguf"))
        return (t = begin(file, TENSORS_GGUF, error)) &&
               finish(t, gguf_read(file, &t->gguf, error) && gguf_tensors_read(t->gguf, t, error),
                      out, error);
    if (looks_safe(file) || ends_in(file->path, ".safetensors"))
        return (t = begin(file, TENSORS_SAFETENSORS, error)) &&
               finish(t, safetensors_read(file, t, error), out, error);
    if (!llama2c_plausible(file) && !ends_in(file->path, ".bin"))
        return refuse(file, "is no file of a model", error);
    return (t = begin(file, TENSORS_LLAMA2C, error)) &&
           finish(t, llama2c_read(file, t, error), out, error);
}

/* Hands a mapping over to the list that is read from it. */
static bool own(struct mapped *file, struct tensors *t, struct message *error)
{
    t->files = calloc(1, sizeof(struct mapped *));
    if (!t->files)
        return message_memory(error);
    t->files[t->file_count++] = file;
    return true;
}

bool tensors_open(const char *path, struct tensors **out, struct message *error)
{
    struct mapped *file;
    struct tensors *t;
    *out = NULL;
    if (!mapped_open(path, &file, error))
        return false;
    if (looks_json(file) || ends_in(path, ".json")) {
        bool good = (t = begin(file, TENSORS_SAFETENSORS, error)) &&
                    finish(t, shards_read(file, t, error), out, error);
        mapped_close(file);
        return good;
    }
    bool good = tensors_read(file, &t, error);
    if (good && own(file, t, error)) {
        *out = t;
        return true;
    }
    tensors_close(good ? t : NULL);
    mapped_close(file);
    return false;
}

void tensors_close(struct tensors *t)
{
    if (!t)
        return;
    gguf_close(t->gguf);
    for (size_t i = 0; i < t->file_count; i++)
        mapped_close(t->files[i]);
    free(t->files);
    free(t->list);
    texts_free(t->texts);
    free(t);
}

enum tensors_format tensors_format(const struct tensors *t) { return t->format; }
size_t tensors_count(const struct tensors *t) { return t->count; }
const struct tensor *tensors_at(const struct tensors *t, size_t i) { return &t->list[i]; }
const struct gguf *tensors_gguf(const struct tensors *t) { return t->gguf; }
const struct llama2c *tensors_llama2c(const struct tensors *t)
{
    return t->format == TENSORS_LLAMA2C ? &t->llama2c : NULL;
}

static int by_name(const void *key, const void *element)
{
    const struct tensor *t = element;
    return strcmp(key, t->name);
}

const struct tensor *tensors_find(const struct tensors *t, const char *name)
{
    return t->count ? bsearch(name, t->list, t->count, sizeof *t->list, by_name) : NULL;
}

bool tensors_need(const struct tensors *t, const char *name, const struct tensor **out,
                  struct message *error)
{
    *out = tensors_find(t, name);
    if (*out)
        return true;
    size_t count = size_min(t->count, NEAR_MAX);
    const char **names = calloc(count + 1, sizeof *names);
    if (!names)
        return message_memory(error);
    for (size_t i = 0; i < count; i++)
        names[i] = t->list[i].name;
    message_set(error, "\"%s\" has no tensor \"%s\"%s", t->path, name,
                text_suggestion(name, count, names).text);
    free(names);
    return false;
}
