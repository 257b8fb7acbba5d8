/* Query-key models: what is taken, as typed or spelled out, is the same model again. */
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qk_model model, again;
    struct message error = {""};
    char *text = fuzz_text(data, size);
    if (!qk_parse(text, &model, &error)) {
        fuzz_refused(&error);
    } else {
        FUZZ_HOLDS(strcmp(model.text, text) == 0);
        FUZZ_HOLDS(qk_parse(model.resolved, &again, &error));
        FUZZ_HOLDS(strcmp(model.resolved, again.resolved) == 0);
        FUZZ_HOLDS(model.law.kind == again.law.kind);
        qk_free(&model);
        qk_free(&again);
    }
    free(text);
    return 0;
}
