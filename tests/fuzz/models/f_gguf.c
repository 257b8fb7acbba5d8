/* GGUF: every value of what is taken can be looked up by its key, every tensor read. */
#include "experiments/readers/gguf.h"
#include "tests/tools/models/fuzz_tensors.h"

static void value_holds(const struct gguf *g, const struct gguf_value *v)
{
    size_t length, sum = 0, step = 1 + v->count / 16;
    double number;
    FUZZ_HOLDS(gguf_find(g, v->key) == v);
    FUZZ_HOLDS(fuzz_plain(v->key));
    FUZZ_HOLDS(gguf_type_text(v).text[0]);
    for (size_t i = 0; i < v->count; i += step) {
        const char *text = gguf_entry(v, i, &length);
        for (size_t k = 0; text && k < length; k++)
            sum += (unsigned char)text[k];
        FUZZ_HOLDS(!(text && gguf_number(v, i, &number)));
    }
    FUZZ_HOLDS(!gguf_number(v, v->count, &number) && !gguf_entry(v, v->count, &length));
    FUZZ_HOLDS(sum < SIZE_MAX && (!v->text || fuzz_plain(v->text) || strlen(v->text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mapped file = {"a.gguf", data, size};
    struct tensors *all = fuzz_tensors(&file);
    const struct gguf *g = all ? tensors_gguf(all) : NULL;
    for (size_t i = 0; g && i < gguf_count(g); i++)
        value_holds(g, gguf_at(g, i));
    tensors_close(all);
    return 0;
}
