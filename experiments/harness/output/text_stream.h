/* A stream whose text stays in memory, and which tells where there was none for all of it;
 * open_memstream forgets that. */
#ifndef POSBIAS_HARNESS_OUTPUT_TEXT_STREAM_H
#define POSBIAS_HARNESS_OUTPUT_TEXT_STREAM_H

#include <stddef.h>
#include <stdio.h>

struct text_stream {
    FILE *stream;
    char *text; /* ends in a zero byte */
    size_t size, room;
};

/* Starts an empty text; the address stays where it is until the end.
 * Returns: its stream; NULL if memory runs out. */
FILE *text_stream_start(struct text_stream *s);

/* Ends the stream.
 * Returns: all that was written, to be freed; NULL if memory ran out at any time. */
char *text_stream_end(struct text_stream *s);

#endif
