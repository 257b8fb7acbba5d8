#define _GNU_SOURCE /* fopencookie */
#include "experiments/harness/output/text_stream.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Nothing taken is an error to the stream. */
static ssize_t append(void *stream, const char *bytes, size_t count)
{
    struct text_stream *s = stream;
    if (s->size + count + 1 > s->room) {
        size_t room = 2 * (s->size + count + 1);
        char *text = realloc(s->text, room);
        if (!text)
            return 0;
        s->text = text;
        s->room = room;
    }
    memcpy(s->text + s->size, bytes, count);
    s->size += count;
    s->text[s->size] = '\0';
    return (ssize_t)count;
}

FILE *text_stream_start(struct text_stream *s)
{
    *s = (struct text_stream){.stream = NULL};
    append(s, "", 0);
    if (s->text)
        s->stream = fopencookie(s, "w", (cookie_io_functions_t){.write = append});
    return s->stream;
}

char *text_stream_end(struct text_stream *s)
{
    bool whole = s->stream && fflush(s->stream) == 0 && !ferror(s->stream);
    if (s->stream)
        fclose(s->stream);
    if (whole)
        return s->text;
    free(s->text);
    return NULL;
}
