/* Drawings put into the page: one element, or nothing written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/report/svg_inline.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = NULL;
    size_t length;
    struct message error = {""};
    FILE *out = open_memstream(&text, &length);
    FUZZ_HOLDS(out != NULL);
    bool taken = svg_inline(out, fuzz_file(data, size), "bias", "a \"label\"", &error);
    fclose(out);
    if (!taken) {
        fuzz_refused(&error);
        FUZZ_HOLDS(length == 0);
    } else {
        FUZZ_HOLDS(strncmp(text, "<svg role=\"img\"", 15) == 0);
        FUZZ_HOLDS(length > 7 && strcmp(text + length - 7, "</svg>\n") == 0);
    }
    free(text);
    return 0;
}
