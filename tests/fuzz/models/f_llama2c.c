/* llama2.c: what is taken is all of the file, as many floats as its header says. */
#include "tests/tools/models/fuzz_tensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mapped file = {"a.bin", data, size};
    struct tensors *all = fuzz_tensors(&file);
    const struct llama2c *h = all ? tensors_llama2c(all) : NULL;
    if (h) {
        size_t sum = 28;
        for (size_t i = 0; i < tensors_count(all); i++)
            sum += 4 * tensor_entries(tensors_at(all, i));
        FUZZ_HOLDS(sum == size && h->dim && h->heads && h->key_value_heads && h->layers);
        FUZZ_HOLDS(tensors_count(all) == 4 + 9 * h->layers + !h->shared);
        FUZZ_HOLDS(tensors_find(all, "model.layers.0.self_attn.q_proj.weight") != NULL);
    }
    tensors_close(all);
    return 0;
}
