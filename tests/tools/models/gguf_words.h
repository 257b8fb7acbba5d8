/* Words of a GGUF file's keys, by their types. */
#ifndef POSBIAS_TESTS_TOOLS_MODELS_GGUF_WORDS_H
#define POSBIAS_TESTS_TOOLS_MODELS_GGUF_WORDS_H

#define U32(key, x)  " s:" key " 4:4 4:" #x
#define F32(key, x)  " s:" key " 4:6 f:" #x
#define TEXT(key, x) " s:" key " 4:8 s:" x
#define MODEL(arch, context, hidden, layers, heads) \
    TEXT("general.architecture", arch)              \
    U32(arch ".context_length", context)            \
    U32(arch ".embedding_length", hidden)           \
    U32(arch ".block_count", layers) U32(arch ".attention.head_count", heads)
#define LLAMA_31                                                                    \
    8, MODEL("llama", 131072, 4096, 32, 32) U32("llama.attention.head_count_kv", 8) \
           F32("llama.rope.freq_base", 500000) U32("llama.rope.dimension_count", 128)

#endif
