/* safetensors: what is taken is read tensor by tensor, and no byte belongs to two or to none. */
#include "tests/tools/models/fuzz_tensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mapped file = {"a.safetensors", data, size};
    struct tensors *all = fuzz_tensors(&file);
    size_t sum = 0, bytes;
    bool known = all && tensors_format(all) == TENSORS_SAFETENSORS;
    for (size_t i = 0; known && i < tensors_count(all); i++) {
        const struct tensor *t = tensors_at(all, i);
        known = tensor_size(t->type, tensor_entries(t), &bytes);
        sum += known ? bytes : 0;
    }
    if (known) {
        uint64_t length;
        memcpy(&length, data, sizeof length);
        FUZZ_HOLDS(8 + length + sum == size);
    }
    tensors_close(all);
    return 0;
}
