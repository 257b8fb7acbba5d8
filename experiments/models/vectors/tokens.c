#include "experiments/models/vectors/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/readers/npy.h"

/* Room for a list of ids that grows. */
struct list {
    uint64_t *ids;
    size_t count, room;
};

static bool add(struct list *list, uint64_t first, uint64_t last, struct message *error)
{
    for (uint64_t id = first; id <= last; id++) {
        if (list->count == TOKENS_MOST)
            return message_set(error, "tokens are over %d; expected fewer", TOKENS_MOST);
        if (list->count == list->room) {
            size_t room = list->room ? 2 * list->room : 64;
            uint64_t *ids = realloc(list->ids, room * sizeof *ids);
            if (!ids)
                return message_memory(error);
            list->ids = ids;
            list->room = room;
        }
        list->ids[list->count++] = id;
    }
    return true;
}

static bool in_vocabulary(uint64_t id, size_t vocabulary, struct message *error)
{
    return id < vocabulary ||
           message_set(error, "token %llu is beyond the vocabulary; expected 0 to %zu",
                       (unsigned long long)id, vocabulary - 1);
}

/* Digits at *at, at most 18 of them. */
static bool number(const char **at, uint64_t *out)
{
    size_t length = strspn(*at, "0123456789");
    *out = 0;
    for (size_t i = 0; i < length && length <= 18; i++)
        *out = 10 * *out + (uint64_t)((*at)[i] - '0');
    *at += length;
    return length > 0 && length <= 18;
}

static bool read_list(const char *text, size_t vocabulary, struct list *list, struct message *error)
{
    for (const char *at = text;; at++) { /* behind a '/' */
        uint64_t first, last;
        bool good = number(&at, &first);
        last = first;
        if (good && *at == ':') {
            at++;
            good = number(&at, &last);
        }
        if (!good || (*at && *at != '/'))
            return message_set(error,
                               "tokens=\"%s\" is no list; expected uniform, token ids joined by "
                               "'/' as 5/17/100:200, or a FILE.npy",
                               text);
        if (last < first)
            return message_set(error, "tokens=\"%s\": a range ends before it begins", text);
        if (!in_vocabulary(last, vocabulary, error) || !add(list, first, last, error))
            return false;
        if (!*at)
            return true;
    }
}

static bool read_file(const char *path, size_t vocabulary, struct list *list, struct message *error)
{
    struct mapped *mapped;
    struct tensor tensor;
    if (!npy_open(path, &mapped, &tensor, error))
        return false;
    size_t count = tensor_entries(&tensor);
    bool ok = true;
    if (count == 0 || count > TOKENS_MOST)
        ok = message_set(error, "\"%s\" holds %zu tokens; expected 1 to %d", path, count,
                         TOKENS_MOST);
    if (ok) {
        list->ids = malloc(count * sizeof *list->ids);
        ok = list->ids ? tensor_whole(&tensor, 0, count, list->ids, error) : message_memory(error);
    }
    for (size_t i = 0; i < count && ok; i++)
        if (list->ids[i] >= vocabulary)
            ok = message_set(error,
                             "\"%s\": entry %zu is token %llu, beyond the vocabulary; expected 0 "
                             "to %zu",
                             path, i, (unsigned long long)list->ids[i], vocabulary - 1);
    list->count = count;
    mapped_close(mapped);
    return ok;
}

bool tokens_read(const char *text, size_t vocabulary, uint64_t **ids, size_t *count,
                 struct message *error)
{
    static const char ending[] = ".npy";
    size_t length = strlen(text), tail = sizeof ending - 1;
    struct list list = {NULL, 0, 0};
    *ids = NULL;
    *count = vocabulary;
    if (strcmp(text, "uniform") == 0)
        return true;
    bool file = length > tail && strcmp(text + length - tail, ending) == 0;
    if (!(file ? read_file : read_list)(text, vocabulary, &list, error)) {
        free(list.ids);
        return false;
    }
    *ids = list.ids;
    *count = list.count;
    return true;
}
