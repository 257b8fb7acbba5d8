/* Lines of plain text, numbered and hashed, and what is wrong with them. */
#ifndef POSBIAS_VERIFY_READER_H
#define POSBIAS_VERIFY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Room for the longest line and its end, and for what is wrong. */
enum { LINE_SIZE = 160, WHY_SIZE = 700 };

/* What is wrong, and where; line 0: nowhere in particular. */
struct complaint {
    size_t line;
    /* the line as far as it is plain text; what is wrong with it */
    char text[LINE_SIZE], why[WHY_SIZE];
    bool no_memory;
};

/* Sets the reason. Returns false. */
bool complain(struct complaint *complaint, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct reader {
    FILE *in;
    struct complaint *complaint;
    /* of the line at hand, from 1; of its text */
    size_t number, size;
    char text[LINE_SIZE];
    /* of all lines before it */
    uint64_t checksum;
};

/* A reader at the start of a file. */
struct reader reader_of(FILE *in, struct complaint *complaint);

/* Reads the next line into text, without its line feed. Out: *at, false at the end of the file.
 * Returns: false with the complaint set for what is no line of plain text. */
bool line_read(struct reader *r, bool *at);

/* Reads a line that has to be there.
 * In: expected, what it would have been, for the complaint. */
bool line_need(struct reader *r, const char *expected);

#endif
