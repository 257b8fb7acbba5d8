#include "verify/numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/word.h"

const char *number_write(double value, enum writing writing, char text[NUMBER_SIZE])
{
    enum { DIGITS_MAX = 17 };
    if (writing == WRITING_WHOLE)
        snprintf(text, NUMBER_SIZE, "%.0f", value);
    else
        for (int digits = writing == WRITING_LONG ? DIGITS_MAX : 1; digits <= DIGITS_MAX;
             digits++) {
            snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
            if (strtod(text, NULL) == value)
                break;
        }
    return text;
}

bool number_read(const char *text, const struct field *field, double *value, char *why,
                 unsigned size)
{
    static const char *const printed[] = {"%u prints it", "%.17g prints it",
                                          "%.Ng prints it with the least N that reads back"};
    char canonical[NUMBER_SIZE], shown[WORD_SIZE];
    bool whole = field->writing == WRITING_WHOLE;
    size_t length = strlen(text);
    if (length == 0) {
        snprintf(why, size, "%s is missing", field->name);
        return false;
    }
    /* the letters keep out hex, nan and inf; the first character keeps out signs */
    if (strspn(text, whole ? "0123456789" : "0123456789.e+-") != length || text[0] < '0' ||
        text[0] > '9' || length >= sizeof canonical) {
        snprintf(why, size, "%s is \"%s\"; expected a %s", field->name, word_shown(text, shown),
                 whole ? "whole number" : "number in decimal digits without a sign");
        return false;
    }
    char *end;
    *value = strtod(text, &end);
    if (*end == '\0' && isfinite(*value) && !(*value >= field->least && *value <= field->most)) {
        snprintf(why, size, "%s is %s; expected %.9g to %.9g", field->name, text, field->least,
                 field->most);
        return false;
    }
    if (!isfinite(*value) || strcmp(number_write(*value, field->writing, canonical), text) != 0) {
        snprintf(why, size, "%s is \"%s\"; expected it as %s%s%s", field->name, text,
                 printed[field->writing], isfinite(*value) ? ", " : "",
                 isfinite(*value) ? canonical : "");
        return false;
    }
    return true;
}
