#include "experiments/harness/draws/random.h"

#include <Random123/philox.h>

#include "kernels/curves/vector.h"

/*
 * Philox4x32-10 on VECTOR_LANES blocks at once: Random123's own templates for the rounds and the
 * key schedule, instantiated for words that are vectors. Only the 32 x 32 bit product is ours. A
 * lane keeps its 32-bit word in the low half of 64 bits and anything in the high half: nothing in
 * Philox carries from the high half to the low one.
 *
 * gcc 12 does vectorise a loop over philox4x32() itself, but with 64 x 64 bit products: 5.0 ns a
 * block against 2.1 ns here. tests/experiments/harness/draws/t_random.c holds every lane to
 * philox4x32().
 */

struct r123array4x32lanes {
    vector_words v[4];
};
struct r123array2x32lanes {
    uint64_t v[2];
}; /* the key, the same in all lanes */

#define PHILOX4x32lanes_DEFAULT_ROUNDS PHILOX4x32_DEFAULT_ROUNDS
#define PHILOX_M4x32lanes_0            PHILOX_M4x32_0
#define PHILOX_M4x32lanes_1            PHILOX_M4x32_1
#define PHILOX_W32lanes_0              PHILOX_W32_0
#define PHILOX_W32lanes_1              PHILOX_W32_1

static inline vector_words mulhilo32lanes(uint64_t a, vector_words b, vector_words *high)
{
    const vector_words product = vector_mul32((vector_words){0} + a, b);
    *high = product >> 32;
    return product;
}

/* clang-format off */
_philox4xWbumpkey_tpl(32lanes)
_philox4xWround_tpl(32lanes, vector_words)
_philoxNxW_tpl(4, 2, 32lanes, vector_words)
    /* clang-format on */

    /* Blocks per pass; a multiple of VECTOR_LANES; two buffers of it stay in the first-level cache.
     * */
    enum {
        CHUNK = 128
    };

static const uint32_t KIND_NORMAL = 0, KIND_UNIFORM = UINT32_C(1) << 31;

/* (2 k + 1) 2^-53 with k the upper 52 bits of high:low, exact: 1 + k 2^-52 is assembled, 1 - 2^-53
 * subtracted. */
static inline vector_double open_unit(vector_words low, vector_words high)
{
    const vector_words word = high << 32 | (low & UINT32_MAX);
    return vector_from_bits(word >> 12 | UINT64_C(0x3ff0000000000000)) - (1.0 - 0x1p-53);
}

/* The two uniforms of each of the n <= CHUNK blocks from `first` on; n is rounded up to whole
 * vectors. */
static void uniform_pairs(const struct random_stream *s, uint64_t draw, uint32_t first, size_t n,
                          double *even, double *odd)
{
    static const uint64_t lanes[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const philox4x32lanes_ukey_t seed = {{s->seed & UINT32_MAX, s->seed >> 32}};
    const philox4x32lanes_key_t key = philox4x32laneskeyinit(seed);
    const vector_words zero = {0};
    vector_words lane;
    memcpy(&lane, lanes, sizeof lane);
    for (size_t i = 0; i < n; i += VECTOR_LANES) {
        const vector_words block = lane + (first + i);
        const philox4x32lanes_ctr_t counter = {
            {block, zero + s->stream, zero + draw, zero + (draw >> 32)}};
        const philox4x32lanes_ctr_t word = philox4x32lanes_R(philox4x32lanes_rounds, counter, key);
        vector_store(even + i, open_unit(word.v[0], word.v[1]));
        vector_store(odd + i, open_unit(word.v[2], word.v[3]));
    }
}

static void interleave(size_t count, const double *even, const double *odd, double *out)
{
    for (size_t i = 0; i < count / 2; i++) {
        out[2 * i] = even[i];
        out[2 * i + 1] = odd[i];
    }
    if (count % 2 != 0)
        out[count - 1] = even[count / 2];
}

/* Values first, .., first + count - 1 of the draw. Where first is odd, its block's even value is
 * made and left out. */
static void fill(const struct random_stream *s, uint32_t kind, uint64_t draw, uint32_t first,
                 size_t count, double *out)
{
    _Alignas(64) double even[CHUNK], odd[CHUNK];
    if (first % 2 != 0 && count > 0) {
        uniform_pairs(s, draw, kind + first / 2, 1, even, odd);
        if (kind == KIND_NORMAL)
            vector_box_muller(1, even, odd, even, odd);
        *out++ = *odd;
        first++, count--;
    }
    for (size_t done = 0; done < count; done += 2 * CHUNK) {
        const size_t values = count - done < 2 * CHUNK ? count - done : 2 * CHUNK;
        const size_t blocks = (values + 1) / 2;
        uniform_pairs(s, draw, kind + (uint32_t)((first + done) / 2), blocks, even, odd);
        if (kind == KIND_NORMAL)
            vector_box_muller(blocks, even, odd, even, odd);
        interleave(values, even, odd, out + done);
    }
}

void random_normals(const struct random_stream *s, uint64_t draw, size_t count, double *out)
{
    fill(s, KIND_NORMAL, draw, 0, count, out);
}

void random_uniforms(const struct random_stream *s, uint64_t draw, size_t count, double *out)
{
    fill(s, KIND_UNIFORM, draw, 0, count, out);
}

void random_normals_from(const struct random_stream *s, uint64_t draw, uint32_t first, size_t count,
                         double *out)
{
    fill(s, KIND_NORMAL, draw, first, count, out);
}

void random_uniforms_from(const struct random_stream *s, uint64_t draw, uint32_t first,
                          size_t count, double *out)
{
    fill(s, KIND_UNIFORM, draw, first, count, out);
}

struct random_stream random_draws(uint64_t seed)
{
    return (struct random_stream){.seed = seed, .stream = random_stream_id("draws")};
}

uint32_t random_stream_id(const char *name)
{
    uint32_t hash = UINT32_C(2166136261);
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
    return hash;
}
