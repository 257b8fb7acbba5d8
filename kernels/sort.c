#include "kernels/sort.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    DIGIT_BITS = 11,
    DIGITS = 6, /* 6 * 11 >= 64 */
    DIGIT_VALUES = 1 << DIGIT_BITS,
    LEADING = 3,        /* digits that tell most scores apart */
    INSERTION_MOST = 64 /* numbers below which the histograms cost more than they save */
};

/* The bits of a double as an integer of the same order: negative numbers reversed, and below the others. */
static inline uint64_t key_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits ^ ((uint64_t) - (int64_t)(bits >> 63) | UINT64_C(0x8000000000000000));
}

/* Moves numbers down to their places, and gives up after so many moves. Returns true if x is sorted. */
static bool insertion(size_t count, double *x, size_t moves)
{
    for (size_t i = 1; i < count; i++) {
        double value = x[i];
        uint64_t key = key_of(value);
        size_t k = i;
        for (; k > 0 && key_of(x[k - 1]) > key; k--) {
            if (moves-- == 0) {
                x[k] = value;
                return false;
            }
            x[k] = x[k - 1];
        }
        x[k] = value;
    }
    return true;
}

/* Stable sort by digits first .. DIGITS - 1 of the key, least significant first. */
static void radix(size_t count, double *x, double *work, unsigned first)
{
    size_t place[DIGITS][DIGIT_VALUES];
    memset(place[first], 0, (DIGITS - first) * sizeof place[0]);
    for (size_t i = 0; i < count; i++) {
        uint64_t key = key_of(x[i]) >> first * DIGIT_BITS;
        for (unsigned d = first; d < DIGITS; d++, key >>= DIGIT_BITS)
            place[d][key % DIGIT_VALUES]++;
    }
    double *from = x, *to = work;
    for (unsigned d = first; d < DIGITS; d++) {
        size_t sum = 0;
        bool single = false; /* all numbers share this digit: nothing moves */
        for (size_t v = 0; v < DIGIT_VALUES; v++) {
            size_t here = place[d][v];
            single = single || here == count;
            place[d][v] = sum;
            sum += here;
        }
        if (single)
            continue;
        for (size_t i = 0; i < count; i++)
            to[place[d][(key_of(from[i]) >> d * DIGIT_BITS) % DIGIT_VALUES]++] = from[i];
        double *swap = from;
        from = to;
        to = swap;
    }
    if (from != x)
        memcpy(x, from, count * sizeof *x);
}

void sort_doubles(size_t count, double *x, double *work)
{
    if (count <= INSERTION_MOST) {
        insertion(count, x, SIZE_MAX);
        return;
    }
    /* Random scores agree with few others in their leading digits, so about one move each is left. */
    radix(count, x, work, DIGITS - LEADING);
    if (!insertion(count, x, 4 * count))
        radix(count, x, work, 0);
}
