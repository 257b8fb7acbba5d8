#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "theory/ground/printable.h"

void fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    FUZZ_HOLDS(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

const char *fuzz_file(const uint8_t *data, size_t size)
{
    static char path[64];
    static int file = -1;
    if (file < 0) {
        FILE *nameless = tmpfile();
        FUZZ_HOLDS(nameless != NULL);
        file = fileno(nameless);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    FUZZ_HOLDS(ftruncate(file, 0) == 0);
    FUZZ_HOLDS(pwrite(file, data, size, 0) == (ssize_t)size);
    return path;
}

bool fuzz_plain(const char *text)
{
    char shown[PRINTABLE_SIZE];
    size_t length = strlen(text);
    for (size_t at = 0, step; at < length; at += step) {
        step = printable_next(text + at, length - at, shown);
        if (strlen(shown) != step || memcmp(shown, text + at, step) != 0)
            return false;
    }
    return true;
}

void fuzz_refused(const struct message *error)
{
    FUZZ_HOLDS(strlen(error->text) > 5);
    FUZZ_HOLDS(fuzz_plain(error->text));
}
