#include "experiments/readers/json_file.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/readers/mapped.h"
#include "theory/ground/arrays.h"

/* A place in the text. */
struct place {
    size_t line, column;
};

static bool fault(const char *name, struct place at, const char *what, struct message *error)
{
    return message_set(error, "\"%s\", line %zu, column %zu: %s", name, at.line, at.column, what);
}

/* What jansson does not ask: how deep it is, before it goes there, and whether a number is so small
 * that a double loses it. Strings are passed over as it does. */
struct scan {
    const char *at, *end, *name;
    struct place place;
    size_t depth;
    struct message *error;
};

static void scan_step(struct scan *s)
{
    bool line = *s->at++ == '\n';
    s->place.line += line;
    s->place.column = line ? 1 : s->place.column + 1;
}

static void scan_string(struct scan *s)
{
    scan_step(s);
    while (s->at < s->end && *s->at != '"') {
        if (*s->at == '\\' && s->at + 1 < s->end)
            scan_step(s);
        scan_step(s);
    }
}

/* A number with a digit that is not 0 before its exponent is not 0. */
static bool scan_number(struct scan *s)
{
    char text[64] = "";
    struct place from = s->place;
    for (size_t length = 0;; scan_step(s)) {
        text[length] = *s->at;
        length += length < sizeof text - 1;
        text[length] = '\0';
        if (s->at + 1 == s->end || !memchr("+-.0123456789eE", s->at[1], 15))
            break;
    }
    size_t front = strcspn(text, "eE");
    if (!text[front] || strcspn(text, "123456789") >= front || strtod(text, NULL) != 0.0)
        return true;
    return fault(s->name, from, "a number is too small for a double", s->error);
}

static bool scan(struct scan *s)
{
    for (; s->at < s->end; scan_step(s)) {
        if (*s->at == '"')
            scan_string(s);
        else if (*s->at == '-' || (*s->at >= '0' && *s->at <= '9')) {
            if (!scan_number(s))
                return false;
        } else if (*s->at == '{' || *s->at == '[')
            s->depth++;
        else if (*s->at == '}' || *s->at == ']')
            s->depth -= s->depth > 0;
        if (s->at >= s->end)
            break;
        if (s->depth > JSON_DEPTH_MAX)
            return fault(s->name, s->place, "over 64 objects and arrays in each other", s->error);
    }
    return true;
}

/* jansson shows the key in quotes at the end of its own words. */
static bool twice(const char *name, struct place at, const char *said, struct message *error)
{
    const char *first = strchr(said, '"'), *last = strrchr(said, '"');
    if (!first || last == first)
        return fault(name, at, said, error);
    return message_set(error, "\"%s\", line %zu, column %zu: key \"%.*s\" is twice in an object",
                       name, at.line, at.column, (int)(last - first - 1), first + 1);
}

/* jansson's words, and ours where its are no sentence. */
static bool refused(const char *name, const json_error_t *said, struct message *error)
{
    struct place at = {(size_t)(said->line > 0 ? said->line : 1),
                       (size_t)(said->column > 0 ? said->column : 1)};
    switch (json_error_code(said)) {
    case json_error_out_of_memory:
        return message_memory(error);
    case json_error_premature_end_of_input:
        return fault(name, at, "the text ends too early", error);
    case json_error_end_of_input_expected:
        return fault(name, at, "something stands behind the object", error);
    case json_error_numeric_overflow:
        return fault(name, at, "a number is too large", error);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return fault(name, at, "a zero byte in a string", error);
    case json_error_invalid_utf8:
        return fault(name, at, "not UTF-8", error);
    case json_error_duplicate_key:
        return twice(name, at, said->text, error);
    default:
        return fault(name, at, said->text, error);
    }
}

bool json_bytes_read(size_t size, const char *bytes, const char *name, json_t **out,
                     struct message *error)
{
    json_error_t said;
    struct scan s = {bytes, bytes + size, name, {1, 1}, 0, error};
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return message_set(error, "\"%s\" begins with a byte-order mark", name);
    if (!scan(&s))
        return false;
    *out = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &said);
    if (!*out)
        return refused(name, &said, error);
    if (json_is_object(*out))
        return true;
    json_decref(*out);
    *out = NULL;
    return message_set(error, "\"%s\" is no JSON object", name);
}

/* What Python's json writes for numbers that JSON has no word for, and a string as long. */
static const struct {
    const char *word, *string;
} beyond[] = {{"-Infinity", "\"-Infini\""}, {"Infinity", "\"Infini\""}, {"NaN", "\"N\""}};

/* Copies bytes, with such words outside of strings turned into strings.
 * Out: text, size bytes. */
static void copy_words(size_t size, const char *bytes, char *text)
{
    struct scan s = {bytes, bytes + size, NULL, {1, 1}, 0, NULL};
    memcpy(text, bytes, size);
    while (s.at < s.end) {
        size_t left = (size_t)(s.end - s.at), i = 0;
        while (i < ARRAY_COUNT(beyond) && (strlen(beyond[i].word) > left ||
                                           strncmp(s.at, beyond[i].word, strlen(beyond[i].word))))
            i++;
        if (i < ARRAY_COUNT(beyond))
            memcpy(text + (s.at - bytes), beyond[i].string, strlen(beyond[i].word));
        if (*s.at == '"')
            scan_string(&s);
        for (size_t n = i < ARRAY_COUNT(beyond) ? strlen(beyond[i].word) : 1; n-- && s.at < s.end;)
            scan_step(&s);
    }
}

bool json_file_read(const char *path, size_t most, json_t **out, struct message *error)
{
    struct mapped *m;
    if (!mapped_open(path, &m, error))
        return false;
    bool good = m->size <= most;
    if (!good)
        message_set(error, "\"%s\" has %zu bytes; expected at most %zu", path, m->size, most);
    char *text = good ? malloc(m->size + 1) : NULL;
    if (good && !text)
        good = message_memory(error);
    if (good)
        copy_words(m->size, (const char *)m->bytes, text);
    good = good && json_bytes_read(m->size, text, path, out, error);
    free(text);
    mapped_close(m);
    return good;
}
