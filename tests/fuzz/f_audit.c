/* Audits: every number of the object is one, every text one line, and no reader's arithmetic of a
 * stranger's numbers ends anywhere but in a reading. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/audit/page.h"
#include "experiments/harness/output/text_stream.h"
#include "tests/fuzz/fuzz.h"

static void object_holds(const struct audit *audit)
{
    struct text_stream object;
    FILE *out = text_stream_start(&object);
    FUZZ_HOLDS(out && page_json(out, audit));
    char *text = text_stream_end(&object);
    json_t *root = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
    FUZZ_HOLDS(json_array_size(json_object_get(root, "layers")) == audit->count);
    FUZZ_HOLDS(json_array_size(json_object_get(root, "readings")) == audit->readings.count);
    json_decref(root);
    free(text);
}

static void page_holds(const struct audit *audit)
{
    struct text_stream page;
    FILE *out = text_stream_start(&page);
    FUZZ_HOLDS(out);
    page_print(out, audit);
    char *text = text_stream_end(&page);
    FUZZ_HOLDS(text && !strstr(text, " nan") && !strstr(text, " inf "));
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        FUZZ_HOLDS(fuzz_plain(line));
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double contexts[] = {40.0, 6000.0};
    const char *path = fuzz_file(data, size);
    for (size_t i = 0; i < 2; i++) {
        struct audit audit;
        struct message error = {""};
        if (audit_read(path, contexts[i], true, &audit, &error)) {
            for (size_t r = 0; r < audit.readings.count; r++)
                FUZZ_HOLDS(fuzz_plain(audit.readings.list[r].takes.text));
            object_holds(&audit);
            page_holds(&audit);
            audit_free(&audit);
        } else {
            fuzz_refused(&error);
        }
    }
    return 0;
}
