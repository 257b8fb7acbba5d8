#include "theory/model/shapes/drawn.h"

#include <Random123/philox.h>
#include <math.h>

#include "theory/ground/constants.h"

/* Queries and keys are drawn under keys without this bit. */
static const uint32_t KEY_OF_PARAMETERS = UINT32_C(1) << 31;

/* (2 k + 1) 2^-53 of the upper 52 bits of two words: never 0 and never 1. */
static double open_unit(uint32_t high, uint32_t low)
{
    uint64_t k = ((uint64_t)high << 32 | low) >> 12;
    return (2.0 * (double)k + 1.0) * 0x1p-53;
}

void drawn_normals(uint64_t seed, uint32_t which, size_t count, double *out)
{
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32) | KEY_OF_PARAMETERS}};
    for (size_t i = 0; i < count; i += 2) {
        philox4x32_ctr_t counter = {
            {(uint32_t)(i / 2), (uint32_t)((uint64_t)(i / 2) >> 32), which, 0}};
        philox4x32_ctr_t word = philox4x32(counter, key);
        double radius = sqrt(-2.0 * log(open_unit(word.v[0], word.v[1]))),
               angle = TWO_PI * open_unit(word.v[2], word.v[3]);
        out[i] = radius * cos(angle);
        if (i + 1 < count)
            out[i + 1] = radius * sin(angle);
    }
}
