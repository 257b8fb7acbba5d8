/* Indices of sharded models: beside them are the seeds of safetensors, and nothing else is opened.
 */
#include "experiments/readers/tensors_make.h"
#include "tests/tools/models/fuzz_tensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char folder[] = "tests/fuzz/models/safetensors/";
    const struct mapped file = {"tests/fuzz/models/safetensors/00", data, size};
    struct message error = {""};
    struct tensors *all = tensors_new(TENSORS_SAFETENSORS, file.path);
    FUZZ_HOLDS(all != NULL);
    if (!shards_read(&file, all, &error)) {
        fuzz_refused(&error);
    } else {
        FUZZ_HOLDS(tensors_count(all) > 0);
        for (size_t i = 0; i < tensors_count(all); i++) {
            const struct tensor *t = tensors_at(all, i);
            FUZZ_HOLDS(strncmp(t->file, folder, sizeof folder - 1) == 0);
            FUZZ_HOLDS(strchr(t->file + sizeof folder - 1, '/') == NULL);
            FUZZ_HOLDS(tensors_find(all, t->name) == t);
            fuzz_rows(t);
        }
    }
    for (size_t i = 0; i < all->file_count; i++)
        FUZZ_HOLDS(strncmp(all->files[i]->path, folder, sizeof folder - 1) == 0);
    tensors_close(all);
    return 0;
}
