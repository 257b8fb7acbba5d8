/* What identifies a result: which program made it and what it was asked, as the lines above a CSV
 * and as an object of JSON. */
#ifndef POSBIAS_HARNESS_OUTPUT_HEADER_H
#define POSBIAS_HARNESS_OUTPUT_HEADER_H

#include <jansson.h>
#include <stdbool.h>

struct header;

/* A header without a line; to be released with header_free. NULL: no memory. */
struct header *header_empty(void);

/* One that begins with what its bytes depend on besides the command: what is made, version,
 * commit, program hash, instructions. */
struct header *header_new(const char *what);
void header_free(struct header *header);

/* Adds a line "KEY VALUE"; in JSON a member, which is the number or true where header_put_number
 * and header_put_flag say so. */
void header_put(struct header *header, const char *key, const char *value);
void header_put_number(struct header *header, const char *key, const char *value, double number);
void header_put_flag(struct header *header, const char *key);

/* Adds a line "KEY NAME = VALUE"; in JSON a member of the object KEY. */
void header_put_of(struct header *header, const char *key, const char *name, const char *value);

/* The lines so far, each ending in a newline, and the object, both as long as the header.
 * Returns: NULL if there was no memory for one of them. */
const char *header_text(struct header *header);
const json_t *header_object(struct header *header);

#endif
