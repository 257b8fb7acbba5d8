#include "theory/limits/independence.h"

#include <math.h>
#include <stdint.h>

/* root^exponent == value without overflow. */
static int is_power(uint64_t root, unsigned exponent, uint64_t value)
{
    uint64_t product = 1;
    for (unsigned i = 0; i < exponent; i++) {
        if (product > value / root)
            return 0;
        product *= root;
    }
    return product == value;
}

static size_t greatest_common_divisor(size_t a, size_t b)
{
    while (b) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

enum status independence_degree(double base, size_t pairs, unsigned *power, size_t *degree)
{
    if (!(base >= 2.0 && base <= 0x1p53) || base != floor(base) || pairs == 0)
        return STATUS_UNDEFINED;
    uint64_t value = (uint64_t)base;
    *power = 1;
    for (unsigned exponent = 53; exponent >= 2; exponent--) {
        uint64_t root = (uint64_t)llround(pow(base, 1.0 / exponent));
        if (root >= 2 && is_power(root, exponent, value)) {
            *power = exponent;
            break;
        }
    }
    *degree = pairs / greatest_common_divisor(*power, pairs);
    return STATUS_OK;
}
