#include "theory/proof/filter/ball_memory.h"

#include <gmp.h>
#include <stdlib.h>

#include "theory/proof/filter/flint.h"

static void (*out_of_memory)(void) __attribute__((noreturn));

/* A block, or the end. No block at all is wanted of size 0. */
static void *held(void *block, size_t size)
{
    if (!block && size > 0)
        out_of_memory();
    return block;
}

static void *get(size_t size) { return held(malloc(size), size); }

static void *get_zeros(size_t count, size_t size)
{
    return held(calloc(count, size), count && size);
}

static void *resize(void *block, size_t size) { return held(realloc(block, size), size); }

static void *resize_known(void *block, size_t before, size_t size)
{
    (void)before;
    return resize(block, size);
}

static void release_known(void *block, size_t size)
{
    (void)size;
    free(block);
}

void ball_memory_end(void (*end)(void) __attribute__((noreturn)))
{
    out_of_memory = end;
    mp_set_memory_functions(get, resize_known, release_known);
    __flint_set_memory_functions(get, get_zeros, resize, free);
}
