/* Numbers in the one way a certificate of its version may write them. */
#ifndef POSBIAS_VERIFY_NUMBERS_H
#define POSBIAS_VERIFY_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* How a number is written: a whole number as %u prints it, a double as %.17g does, or as %.Ng does
 * with the least N whose text reads back as it. */
enum writing { WRITING_WHOLE, WRITING_LONG, WRITING_SHORT };

/* A number a line may have: what messages call it, how it is written, its least and greatest value.
 */
struct field {
    const char *name;
    enum writing writing;
    double least, most;
};

/* Room for any number. */
enum { NUMBER_SIZE = 40 };

/* Writes a number in the one way. Out: text. Returns: text. */
const char *number_write(double value, enum writing writing, char text[NUMBER_SIZE]);

/* Reads the whole of text as the field's number.
 * Returns: false with what was expected in why, size bytes. */
bool number_read(const char *text, const struct field *field, double *value, char *why,
                 unsigned size);

#endif
