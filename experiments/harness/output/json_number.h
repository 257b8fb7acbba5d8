/* Numbers as JSON has them. */
#ifndef POSBIAS_HARNESS_OUTPUT_JSON_NUMBER_H
#define POSBIAS_HARNESS_OUTPUT_JSON_NUMBER_H

#include <jansson.h>
#include <math.h>

/* A number that is whole by its meaning: an integer as far as doubles hold each one, 2^53, and a
 * real beyond. NULL: no memory. */
static inline json_t *json_whole(double number)
{
    return number == floor(number) && fabs(number) <= 0x1p53 ? json_integer((json_int_t)number)
                                                             : json_real(number);
}

#endif
