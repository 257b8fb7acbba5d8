#include "kernels/counts/sort_keys.h"

#include <string.h>

/* Digits of 8 bits: as many output streams as the first-level cache follows. */
enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

static void order_by_digit(size_t count, const uint64_t *key, unsigned shift, uint64_t *out)
{
    uint32_t start[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        start[key[i] >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        uint32_t n = start[d];
        start[d] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        out[start[key[i] >> shift & (DIGITS - 1)]++] = key[i];
}

void sort_keys(size_t count, uint64_t *key, uint64_t *spare)
{
    uint64_t *from = key, *to = spare, varying = 0;
    for (size_t i = 0; i < count; i++)
        varying |= key[i] ^ key[0];
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS)
        if (varying >> shift & (DIGITS - 1)) {
            order_by_digit(count, from, shift, to);
            uint64_t *other = from;
            from = to;
            to = other;
        }
    if (from != key)
        memcpy(key, from, count * sizeof *key);
}

/* The bits of a double as a whole number of the same order: negative numbers reversed, and below
 * the others. */
static uint64_t key_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits ^ ((uint64_t) - (int64_t)(bits >> 63) | UINT64_C(0x8000000000000000));
}

static double double_of(uint64_t key)
{
    uint64_t bits = key ^ (((key >> 63) - 1) | UINT64_C(0x8000000000000000));
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

void sort_keys_doubles(size_t count, double *x, double *spare)
{
    uint64_t *key = (uint64_t *)(void *)spare; /* their memory has no type of its own */
    for (size_t i = 0; i < count; i++)
        key[i] = key_of(x[i]);
    sort_keys(count, key, (uint64_t *)(void *)x);
    for (size_t i = 0; i < count; i++)
        x[i] = double_of(key[i]);
}
