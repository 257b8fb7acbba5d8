#include "verify/numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/word.h"

bool number_read(const char *text, const struct field *field, double *value, char *why,
                 unsigned size)
{
    char canonical[40], shown[WORD_SIZE];
    size_t length = strlen(text);
    if (length == 0) {
        snprintf(why, size, "%s is missing", field->name);
        return false;
    }
    /* the letters keep out hex, nan and inf; the first character keeps out signs */
    if (strspn(text, field->whole ? "0123456789" : "0123456789.e+-") != length || text[0] < '0' ||
        text[0] > '9' || length >= sizeof canonical) {
        snprintf(why, size, "%s is \"%s\"; expected a %s", field->name, word_shown(text, shown),
                 field->whole ? "whole number" : "number in decimal digits without a sign");
        return false;
    }
    char *end;
    *value = strtod(text, &end);
    if (*end == '\0' && isfinite(*value) && !(*value >= field->least && *value <= field->most)) {
        snprintf(why, size, "%s is %s; expected %.9g to %.9g", field->name, text, field->least,
                 field->most);
        return false;
    }
    snprintf(canonical, sizeof canonical, field->whole ? "%.0f" : "%.17g", *value);
    if (strcmp(canonical, text) != 0) {
        snprintf(why, size, "%s is \"%s\"; expected it as %%.17g prints it%s%s", field->name, text,
                 isfinite(*value) ? ", " : "", isfinite(*value) ? canonical : "");
        return false;
    }
    return true;
}
