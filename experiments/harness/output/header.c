#include "experiments/harness/output/header.h"

#include <stdlib.h>

#include "build/version.h"
#include "experiments/harness/output/instructions.h"
#include "experiments/harness/output/json_number.h"
#include "experiments/harness/output/text_stream.h"

struct header {
    json_t *object;
    struct text_stream lines;
    bool failed;
};

void header_free(struct header *header)
{
    if (!header)
        return;
    json_decref(header->object);
    free(text_stream_end(&header->lines));
    free(header);
}

/* Takes over the value, NULL if it could not be made. */
static void set(struct header *h, json_t *object, const char *key, json_t *value)
{
    if (!object || !value || json_object_set_new(object, key, value) != 0)
        h->failed = true;
}

void header_put(struct header *header, const char *key, const char *value)
{
    fprintf(header->lines.stream, "%s %s\n", key, value);
    set(header, header->object, key, json_string(value));
}

void header_put_number(struct header *header, const char *key, const char *value, double number)
{
    fprintf(header->lines.stream, "%s %s\n", key, value);
    set(header, header->object, key, json_whole(number));
}

void header_put_flag(struct header *header, const char *key)
{
    fprintf(header->lines.stream, "%s yes\n", key);
    set(header, header->object, key, json_true());
}

void header_put_of(struct header *header, const char *key, const char *name, const char *value)
{
    fprintf(header->lines.stream, "%s %s = %s\n", key, name, value);
    json_t *of = json_object_get(header->object, key);
    if (!of) {
        of = json_object();
        set(header, header->object, key, json_incref(of));
        json_decref(of);
    }
    set(header, of, name, json_string(value));
}

struct header *header_empty(void)
{
    struct header *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    h->object = json_object();
    if (text_stream_start(&h->lines) && h->object)
        return h;
    header_free(h);
    return NULL;
}

struct header *header_new(const char *what)
{
    char instructions[INSTRUCTIONS_SIZE];
    struct header *h = header_empty();
    if (!h)
        return NULL;
    instructions_text(instructions, sizeof instructions);
    header_put(h, "posbias", what);
    header_put(h, "version", POSBIAS_VERSION ", commit " POSBIAS_COMMIT);
    header_put(h, "program", POSBIAS_PROGRAM);
    header_put(h, "instructions", instructions);
    return h;
}

const char *header_text(struct header *header)
{
    FILE *stream = header->lines.stream;
    bool whole = fflush(stream) == 0 && !ferror(stream);
    return whole && !header->failed ? header->lines.text : NULL;
}

const json_t *header_object(struct header *header)
{
    return header->failed ? NULL : header->object;
}
