/* Certificates: what is taken is written out, line by line, as the file has it. */
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "verify/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct certificate certificate;
    struct complaint complaint;
    if (size == 0)
        return 0;
    FILE *in = fmemopen((void *)(uintptr_t)data, size, "rb");
    FUZZ_HOLDS(in != NULL);
    if (!certificate_read(in, &certificate, &complaint)) {
        FUZZ_HOLDS(complaint.why[0] && fuzz_plain(complaint.why) && fuzz_plain(complaint.text));
    } else {
        char text[LINE_SIZE], line[LINE_SIZE + 1];
        rewind(in);
        for (size_t i = 0; i < LINES_BEFORE; i++)
            FUZZ_HOLDS(fgets(line, sizeof line, in) != NULL);
        for (size_t i = 0; i < certificate.count; i++) {
            FUZZ_HOLDS(fgets(line, sizeof line, in) != NULL);
            line[strcspn(line, "\n")] = '\0';
            certificate_text(&certificate, i, text);
            FUZZ_HOLDS(strcmp(line, text) == 0);
        }
    }
    certificate_free(&certificate);
    fclose(in);
    return 0;
}
