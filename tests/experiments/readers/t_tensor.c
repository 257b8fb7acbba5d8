/* Entries of every type against their definition, rows and orders, and what is refused by name. */
#include <math.h>
#include <string.h>

#include "experiments/readers/decode.h"
#include "experiments/readers/tensor.h"
#include "tests/tools/check_tools.h"

/* A floating-point number of `exponent` and `fraction` bits from its definition. */
static double value(uint64_t bits, int exponent, int fraction)
{
    uint64_t power = bits >> fraction & ((UINT64_C(1) << exponent) - 1),
             digits = bits & ((UINT64_C(1) << fraction) - 1);
    int bias = (1 << (exponent - 1)) - 1;
    double part = (double)digits * pow(2.0, -fraction),
           size = power ? (1.0 + part) * pow(2.0, (double)power - bias) : part * pow(2.0, 1 - bias);
    if (power == (UINT64_C(1) << exponent) - 1)
        size = digits ? (double)NAN : (double)INFINITY;
    return bits >> (exponent + fraction) & 1 ? -size : size;
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a == b && signbit(a) == signbit(b));
}

/* All of a type's 65536 numbers, at once and each by itself. */
static void all_numbers(enum tensor_type type, int exponent)
{
    enum { COUNT = 65536 };
    static unsigned char bytes[2 * COUNT];
    static double out[COUNT];
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT; i++)
        bytes[2 * i] = (unsigned char)i, bytes[2 * i + 1] = (unsigned char)(i >> 8);
    ck_assert(!decode(type, COUNT, bytes, out));
    for (size_t i = 0; i < COUNT; i++) {
        double one, expected = value(i, exponent, 15 - exponent);
        bool finite = decode(type, 1, bytes + 2 * i, &one);
        wrong += !same(out[i], expected) || (isfinite(expected) && one != expected) ||
                 finite != (isfinite(expected) != 0);
    }
    ck_assert_uint_eq(wrong, 0);
}

TEST(halves_are_their_definition) { all_numbers(TENSOR_F16, 5); }
TEST(brain_floats_are_their_definition) { all_numbers(TENSOR_BF16, 8); }

TEST(floats_and_doubles_are_exact_from_any_address)
{
    uint64_t state = 1;
    unsigned char bytes[8 * 1001 + 1];
    double out[1000];
    for (size_t shift = 0; shift < 2; shift++) {
        size_t wrong = 0;
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)(tools_uniform(&state) * 256);
        decode(TENSOR_F32, 1000, bytes + shift, out);
        for (size_t i = 0; i < 1000; i++) {
            uint32_t bits;
            memcpy(&bits, bytes + shift + 4 * i, sizeof bits);
            wrong += !same(out[i], value(bits, 8, 23));
        }
        decode(TENSOR_F64, 1000, bytes + shift, out);
        ck_assert_int_eq(memcmp(out, bytes + shift, sizeof out), 0);
        ck_assert_uint_eq(wrong, 0);
    }
}

/* Every factor with every byte. */
TEST(blocks_are_factor_times_byte)
{
    size_t wrong = 0;
    for (unsigned d = 0; d < 65536; d += 7)
        for (unsigned first = 0; first < 256; first += TENSOR_BLOCK) {
            unsigned char bytes[TENSOR_BLOCK + 2] = {(unsigned char)d, (unsigned char)(d >> 8)};
            double out[TENSOR_BLOCK], factor = value(d, 5, 10);
            for (unsigned i = 0; i < TENSOR_BLOCK; i++)
                bytes[2 + i] = (unsigned char)(first + i);
            bool finite = decode(TENSOR_Q8_0, TENSOR_BLOCK, bytes, out);
            wrong += finite != (isfinite(factor) != 0);
            for (unsigned i = 0; finite && i < TENSOR_BLOCK; i++)
                wrong += out[i] !=
                         factor * (first + i < 128 ? (int)(first + i) : (int)(first + i) - 256);
        }
    ck_assert_uint_eq(wrong, 0);
}

/* More blocks than are decoded at a time, each with a factor of its own: 2^-14 to 2^15. */
TEST(many_blocks_are_each_their_own)
{
    enum { BLOCKS = 60 };
    unsigned char bytes[BLOCKS * (TENSOR_BLOCK + 2)];
    double out[BLOCKS * TENSOR_BLOCK];
    for (size_t i = 0; i < BLOCKS; i++) {
        unsigned char *block = bytes + i * (TENSOR_BLOCK + 2);
        block[0] = 0, block[1] = (unsigned char)(4 * (1 + i % 30));
        for (size_t k = 0; k < TENSOR_BLOCK; k++)
            block[2 + k] = (unsigned char)(k + i);
    }
    ck_assert(decode(TENSOR_Q8_0, BLOCKS * TENSOR_BLOCK, bytes, out));
    for (size_t i = 0; i < BLOCKS; i++)
        for (size_t k = 0; k < TENSOR_BLOCK; k++)
            ck_assert(out[i * TENSOR_BLOCK + k] == ldexp((double)(k + i), (int)(i % 30) - 14));
}

/* Whole numbers 0, 1, .. of a shape, in either order of bytes and of axes. */
TEST(rows_of_every_order_are_those_of_the_array)
{
    for (int order = 0; order < 4; order++) {
        unsigned char bytes[24 * 2];
        struct tensor t = {.file = "a",
                           .type = TENSOR_I16,
                           .type_name = "int16",
                           .rank = 3,
                           .shape = {2, 3, 4},
                           .big_endian = order & 1,
                           .fortran = order >> 1,
                           .bytes = bytes};
        struct message error;
        for (size_t i = 0; i < 24; i++) {
            size_t a = i / 12, b = i / 4 % 3, c = i % 4, at = t.fortran ? a + 2 * b + 6 * c : i;
            bytes[2 * at + !(order & 1)] = 1;
            bytes[2 * at + (order & 1)] = (unsigned char)i;
        }
        uint64_t out[10];
        ck_assert(tensor_whole(&t, 7, 10, out, &error));
        for (size_t i = 0; i < 10; i++)
            ck_assert_uint_eq(out[i], 256 + 7 + i);
        t.type = TENSOR_F16; /* 2^-14 (1 + ..): subnormal ones that are 256 + i */
        double row[8];
        ck_assert(tensor_rows(&t, 3, 2, row, &error));
        for (size_t i = 0; i < 8; i++)
            ck_assert(row[i] == (double)(256 + 12 + i) * 0x1p-24);
        ck_assert_uint_eq(tensor_row_count(&t), 6);
        ck_assert_uint_eq(tensor_entries(&t), 24);
    }
}

TEST(entries_that_are_no_finite_number_are_named)
{
    float bytes[2000] = {0};
    bytes[1700] = -INFINITY;
    bytes[1900] = NAN;
    double out[1000];
    struct message error;
    struct tensor t = {.file = "m.gguf",
                       .name = "a.weight",
                       .type_name = "F32",
                       .type = TENSOR_F32,
                       .rank = 2,
                       .shape = {20, 100},
                       .bytes = (unsigned char *)bytes};
    ck_assert(tensor_rows(&t, 0, 10, out, &error) && tensor_rows(&t, 18, 1, out, &error));
    ck_assert(!tensor_rows(&t, 15, 5, out, &error));
    ck_assert_str_eq(error.text, "\"m.gguf\": tensor \"a.weight\" has an entry that is not finite, "
                                 "number 1700");
    ck_assert(!tensor_rows(&t, 19, 1, out, &error) && strstr(error.text, "number 1900"));
}

TEST(types_are_not_taken_for_others)
{
    static const unsigned char bytes[8] = {0, 255, 1};
    struct tensor t = {.file = "a.npy",
                       .type_name = "int8",
                       .type = TENSOR_I8,
                       .rank = 1,
                       .shape = {3},
                       .bytes = bytes};
    struct message error;
    double real[3];
    uint64_t whole[3];
    ck_assert(!tensor_rows(&t, 0, 1, real, &error));
    ck_assert_str_eq(error.text, "\"a.npy\" has entries of type int8; expected real numbers");
    ck_assert(!tensor_whole(&t, 0, 3, whole, &error));
    ck_assert_str_eq(error.text, "\"a.npy\" has a negative entry, number 1");
    t.type = TENSOR_U8;
    ck_assert(tensor_whole(&t, 0, 3, whole, &error) && whole[1] == 255);
    t.type = TENSOR_F16, t.type_name = "float16";
    ck_assert(!tensor_whole(&t, 0, 1, whole, &error));
    ck_assert_str_eq(error.text, "\"a.npy\" has entries of type float16; expected whole numbers");
    t.type = TENSOR_OTHER, t.type_name = "Q4_K", t.name = "x";
    ck_assert(!tensor_rows(&t, 0, 1, real, &error));
    ck_assert_str_eq(error.text, "\"a.npy\": tensor \"x\" has entries of type Q4_K; expected F64, "
                                 "F32, F16, BF16 or Q8_0");
}

TEST(sizes_that_no_size_t_counts_are_refused)
{
    size_t size;
    ck_assert(tensor_size(TENSOR_F64, SIZE_MAX / 8, &size) && size == SIZE_MAX / 8 * 8);
    ck_assert(!tensor_size(TENSOR_F64, SIZE_MAX / 8 + 1, &size));
    ck_assert(tensor_size(TENSOR_Q8_0, 64, &size) && size == 68);
    ck_assert(!tensor_size(TENSOR_Q8_0, SIZE_MAX - 31, &size));
    ck_assert(!tensor_size(TENSOR_OTHER, 1, &size));
}
