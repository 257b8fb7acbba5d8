/* Models in several safetensors files: an index says which tensor is in which. */
#define _GNU_SOURCE /* realpath of any length */
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/readers/json_file.h"
#include "experiments/readers/tensors_make.h"

/* The reader of an index, and where its files may be. */
struct index {
    const char *path;
    char *folder;  /* where the index stands; NULL: not known */
    char *beyond;  /* where it is, if it is a link: a cache links an index and its files likewise */
    json_t *files; /* name of a file: its number of tensors in the index */
    struct tensors *to;
    struct message *error;
};

/* The folder of a path, with its last slash: "" where it has none. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Where links lead from the folder of the path, and from the path. Returns: false with errno. */
static bool folders_find(struct index *x)
{
    char *front = strndup(x->path, folder_length(x->path));
    x->folder = front ? realpath(*front ? front : ".", NULL) : NULL;
    free(front);
    x->beyond = x->folder ? realpath(x->path, NULL) : NULL;
    if (x->beyond)
        x->beyond[folder_length(x->beyond)] = '\0';
    return x->beyond != NULL;
}

/* Whether an absolute path without links is in a folder or below it. */
static bool under(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    while (length && folder[length - 1] == '/')
        length--;
    return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static bool plain(const char *name)
{
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* Opens a file of the index's folder, whichever way it is there. */
static bool shard_open(const struct index *x, const char *name, struct mapped **out)
{
    size_t front = folder_length(x->path), length = front + strlen(name) + 1;
    char *path = malloc(length), *real = NULL;
    bool good = path != NULL || message_memory(x->error);
    if (good) {
        snprintf(path, length, "%.*s%s", (int)front, x->path, name);
        real = realpath(path, NULL);
        good = real != NULL || message_unread(x->error, path, errno);
    }
    if (good && !under(real, x->folder) && !under(real, x->beyond))
        good = message_set(x->error, "\"%s\" names \"%s\", a link that leads out of its folder",
                           x->path, name);
    good = good && mapped_open_as(real, path, out, x->error);
    free(real);
    free(path);
    return good;
}

/* Counts the tensors of each file. */
static bool map_read(struct index *x, json_t *map)
{
    const char *name;
    json_t *file;
    json_object_foreach(map, name, file)
    {
        const char *text = json_string_value(file);
        if (!text)
            return message_set(x->error,
                               "\"%s\": tensor \"%s\" is in no file: its value is no string",
                               x->path, name);
        if (!plain(text))
            return message_set(
                x->error, "\"%s\" names \"%s\" for tensor \"%s\"; expected a file of its folder",
                x->path, text, name);
        if (json_object_set_new(x->files, text, json_true()) != 0)
            return message_memory(x->error);
    }
    return true;
}

static bool shards_open(struct index *x)
{
    const char *name;
    json_t *unused;
    struct tensors *to = x->to;
    to->files = calloc(json_object_size(x->files) + 1, sizeof(struct mapped *));
    if (!to->files)
        return message_memory(x->error);
    json_object_foreach(x->files, name, unused)
    {
        if (!shard_open(x, name, &to->files[to->file_count]))
            return false;
        to->file_count++;
        if (!safetensors_read(to->files[to->file_count - 1], to, x->error))
            return false;
    }
    return true;
}

/* What the index says is there, and where it says; what it does not name is nobody's. */
static bool agreement(const struct index *x, json_t *map)
{
    const char *name;
    json_t *file;
    size_t kept = 0;
    struct tensors *to = x->to;
    json_object_foreach(map, name, file)
    {
        const struct tensor *t = tensors_find(to, name);
        size_t front = t ? folder_length(t->file) : 0;
        if (!t || strcmp(t->file + front, json_string_value(file)) != 0)
            return message_set(x->error, "\"%s\": tensor \"%s\" is not in \"%s\"", x->path, name,
                               json_string_value(file));
    }
    for (size_t i = 0; i < to->count; i++)
        if (json_object_get(map, to->list[i].name))
            to->list[kept++] = to->list[i];
    to->count = kept;
    return true;
}

static bool index_read(struct index *x, json_t *root)
{
    json_t *map = json_object_get(root, "weight_map");
    if (!json_is_object(map))
        return message_set(x->error, "\"%s\" has no weight_map, as an index of safetensors has",
                           x->path);
    if (json_object_size(map) == 0)
        return message_set(x->error, "\"%s\" has an empty weight_map", x->path);
    if (!x->files)
        return message_memory(x->error);
    if (!folders_find(x))
        return message_unread(x->error, x->path, errno);
    return map_read(x, map) && shards_open(x) && tensors_sort(x->to, x->error) && agreement(x, map);
}

bool shards_read(const struct mapped *file, struct tensors *to, struct message *error)
{
    enum { INDEX_MAX = 100000000 };
    json_t *root;
    if (file->size > INDEX_MAX)
        return message_set(error, "\"%s\" has %zu bytes; expected at most %d", file->path,
                           file->size, INDEX_MAX);
    if (!json_bytes_read(file->size, (const char *)file->bytes, file->path, &root, error))
        return false;
    struct index x = {.path = file->path, .files = json_object(), .to = to, .error = error};
    bool good = index_read(&x, root);
    json_decref(x.files);
    json_decref(root);
    free(x.folder);
    free(x.beyond);
    return good;
}
