/* Numbers in the one way a certificate may write them. */
#ifndef POSBIAS_VERIFY_NUMBERS_H
#define POSBIAS_VERIFY_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* A number a line may have: what messages call it, whether it is whole, its least and greatest
 * value. */
struct field {
    const char *name;
    bool whole;
    double least, most;
};

/* Reads the whole of text as the field's number: decimal, exactly as %.17g or, if whole, %u prints
 * it.
 * Returns: false with what was expected in why, size bytes. */
bool number_read(const char *text, const struct field *field, double *value, char *why,
                 unsigned size);

#endif
