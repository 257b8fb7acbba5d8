#include "experiments/readers/decode.h"

#include <stdint.h>
#include <string.h>

/* What is decoded at a time: copied where it can be aligned, and small enough to stay in a cache.
 * The exponent that says "not finite" is looked for in the bits as they were, which are fewer. */
enum { PIECE = 512 };

/* A float of 23 bits for the 10 that a half has, which carry over as they are; its exponent is
 * moved by 112; where the half is subnormal, its digits are a whole number of 2^-24. Which of the
 * two is chosen by a mask: a branch would keep the loop from being vectorised. */
static float half_float(uint32_t bits)
{
    uint32_t rest = bits & 0x7fff, small, chosen = 0 - (uint32_t)(rest < 0x400),
             wide = (rest << 13) + (UINT32_C(0x38000000) << (rest >= 0x7c00));
    float value = (float)(int32_t)rest * 0x1p-24F;
    memcpy(&small, &value, sizeof small);
    wide = (small & chosen) | (wide & ~chosen) | (bits & 0x8000) << 16;
    memcpy(&value, &wide, sizeof value);
    return value;
}

static bool doubles(size_t count, const unsigned char *bytes, double *out)
{
    uint64_t bad = 0;
    memcpy(out, bytes, count * sizeof *out);
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &out[i], sizeof bits);
        bad |= (bits >> 52 & 0x7ff) == 0x7ff;
    }
    return !bad;
}

static bool floats(size_t count, const unsigned char *bytes, double *out)
{
    float in[PIECE];
    uint32_t bad = 0;
    memcpy(in, bytes, count * sizeof *in);
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &in[i], sizeof bits);
        bad |= (bits & 0x7f800000) == 0x7f800000;
        out[i] = (double)in[i];
    }
    return !bad;
}

static bool halves(size_t count, const unsigned char *bytes, double *out)
{
    uint16_t in[PIECE], bad = 0;
    memcpy(in, bytes, count * sizeof *in);
    for (size_t i = 0; i < count; i++) {
        bad |= (in[i] & 0x7c00) == 0x7c00;
        out[i] = (double)half_float(in[i]);
    }
    return !bad;
}

static bool brains(size_t count, const unsigned char *bytes, double *out)
{
    uint16_t in[PIECE], bad = 0;
    memcpy(in, bytes, count * sizeof *in);
    for (size_t i = 0; i < count; i++) {
        uint32_t wide = (uint32_t)in[i] << 16;
        float value;
        memcpy(&value, &wide, sizeof value);
        bad |= (in[i] & 0x7f80) == 0x7f80;
        out[i] = (double)value;
    }
    return !bad;
}

/* A product of 11 and 8 bits is a float's. */
static bool blocks(size_t count, const unsigned char *bytes, double *out)
{
    bool good = true;
    for (size_t i = 0; i < count; i += TENSOR_BLOCK, bytes += TENSOR_BLOCK + 2) {
        int8_t c[TENSOR_BLOCK];
        unsigned d = bytes[0] | (unsigned)bytes[1] << 8;
        float factor = half_float(d);
        memcpy(c, bytes + 2, sizeof c);
        good = good && (d & 0x7c00) != 0x7c00;
        for (size_t k = 0; k < TENSOR_BLOCK; k++)
            out[i + k] = (double)(factor * (float)c[k]);
    }
    return good;
}

bool decode(enum tensor_type type, size_t count, const unsigned char *bytes, double *out)
{
    bool good = true;
    for (size_t at = 0; at < count; at += PIECE) {
        size_t piece = count - at < PIECE ? count - at : PIECE;
        switch (type) {
        case TENSOR_F64:
            good &= doubles(piece, bytes + 8 * at, out + at);
            break;
        case TENSOR_F32:
            good &= floats(piece, bytes + 4 * at, out + at);
            break;
        case TENSOR_F16:
            good &= halves(piece, bytes + 2 * at, out + at);
            break;
        case TENSOR_BF16:
            good &= brains(piece, bytes + 2 * at, out + at);
            break;
        default:
            good &= blocks(piece, bytes + at / TENSOR_BLOCK * (TENSOR_BLOCK + 2), out + at);
        }
    }
    return good;
}
