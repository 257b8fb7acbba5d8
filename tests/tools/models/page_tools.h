/* What a file costs that is read where it lies: pages and mappings, as the kernel counts them. */
#ifndef POSBIAS_TESTS_TOOLS_MODELS_PAGE_TOOLS_H
#define POSBIAS_TESTS_TOOLS_MODELS_PAGE_TOOLS_H

#include <stddef.h>

#include "tests/tools/model_files.h"

/* Makes a file longer by a hole, and takes its pages out of memory. */
void page_hole(const char *path, size_t size);
void page_evict(const char *path);

/* Writes model.safetensors, a layer of Llama's kind with nothing but a hole behind its header, and
 * the config.json beside it. Returns: its path, in the folder's buffer. */
struct page_model {
    const char *dtype; /* in safetensors' words, of item bytes */
    size_t item, width, heads, key_heads, vocabulary;
};
const char *page_safetensors(struct folder *f, const struct page_model *model);

/* Bytes of a file's pages that are in memory, this program's or another's. */
size_t page_cached(const char *path);

/* Bytes of this program in memory. */
size_t page_resident(void);

/* How often a file is mapped here. */
size_t page_mappings(const char *path);

#endif
