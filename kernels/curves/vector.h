#ifndef POSBIAS_KERNELS_CURVES_VECTOR_H
#define POSBIAS_KERNELS_CURVES_VECTOR_H

/*
 * The widest double vector the compiler flags allow, and SLEEF's functions on it; the only file
 * that asks which instruction set is in use.
 *
 * SLEEF's finz_ variants round alike at every width of every machine with fused multiply-add, so
 * the bits of a result depend neither on the vector width nor on an element's place in its array.
 * Without FMA, SLEEF's purec functions stand in: same error bounds, other last bits.
 *
 * vector_double and vector_words are GCC vector types, or plain scalars when VECTOR_LANES is 1, so
 * + - * & ^ << >> work on both, lane by lane, and broadcast a scalar operand.
 */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* clang leaves it to the header; <sleef.h> declares the scalar finz_ functions under it */
#if defined __FMA__ && !defined FP_FAST_FMA
#define FP_FAST_FMA 1
#endif
#include <sleef.h>

/* x86: to nearest, ties to even, without raising inexact. */
#define VECTOR_NEAREST (_MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)
#if defined __AVX512F__

#define VECTOR_LANES           8
#define VECTOR_ISA             "avx512f"
#define VECTOR_SLEEF(function) Sleef_finz_##function##avx512f
#define VECTOR_LOG             VECTOR_SLEEF(logd8_u35)
#define VECTOR_COSPI           VECTOR_SLEEF(cospid8_u05)
#define VECTOR_SINCOSPI        VECTOR_SLEEF(sincospid8_u05)
#define VECTOR_SINCOSPI_U35    VECTOR_SLEEF(sincospid8_u35)
#define VECTOR_RINT(x)         _mm512_roundscale_pd(x, VECTOR_NEAREST)
#define VECTOR_SQRT            _mm512_sqrt_pd
#define VECTOR_MUL32(a, b)     (vector_words) _mm512_mul_epu32((__m512i)(a), (__m512i)(b))
#define VECTOR_FMA             _mm512_fmadd_pd
#define VECTOR_REVERSE(x)      _mm512_permutexvar_pd(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), x)
#define VECTOR_LE_BITS(x, y)   _mm512_cmp_pd_mask(x, y, _CMP_LE_OQ)
#define VECTOR_EQ_BITS(a, b)   _mm512_cmpeq_epi64_mask((__m512i)(a), (__m512i)(b))
#define VECTOR_MIN             _mm512_min_pd
#define VECTOR_MAX             _mm512_max_pd
#define VECTOR_WHERE_LE(x, y, w) \
    (vector_words) _mm512_maskz_mov_epi64(VECTOR_LE_BITS(x, y), (__m512i)(w))
#define VECTOR_LOOKUP(t, i) \
    _mm512_permutex2var_pd(vector_load(t), (__m512i)(i), vector_load((t) + 8))
typedef __m512d vector_double;
typedef Sleef___m512d_2 vector_double_pair;
typedef uint64_t vector_words __attribute__((vector_size(64)));

#elif defined __AVX2__ && defined __FMA__

#define VECTOR_LANES             4
#define VECTOR_ISA               "avx2"
#define VECTOR_SLEEF(function)   Sleef_finz_##function##avx2
#define VECTOR_LOG               VECTOR_SLEEF(logd4_u35)
#define VECTOR_COSPI             VECTOR_SLEEF(cospid4_u05)
#define VECTOR_SINCOSPI          VECTOR_SLEEF(sincospid4_u05)
#define VECTOR_SINCOSPI_U35      VECTOR_SLEEF(sincospid4_u35)
#define VECTOR_RINT(x)           _mm256_round_pd(x, VECTOR_NEAREST)
#define VECTOR_SQRT              _mm256_sqrt_pd
#define VECTOR_MUL32(a, b)       (vector_words) _mm256_mul_epu32((__m256i)(a), (__m256i)(b))
#define VECTOR_FMA               _mm256_fmadd_pd
#define VECTOR_REVERSE(x)        _mm256_permute4x64_pd(x, 0x1b)
#define VECTOR_LE_BITS(x, y)     _mm256_movemask_pd(_mm256_cmp_pd(x, y, _CMP_LE_OQ))
#define VECTOR_EQ_BITS(a, b)     _mm256_movemask_pd((__m256d)((a) == (b)))
#define VECTOR_MIN               _mm256_min_pd
#define VECTOR_MAX               _mm256_max_pd
#define VECTOR_WHERE_LE(x, y, w) ((vector_words)((x) <= (y)) & (w))
#define VECTOR_LOOKUP(t, i)      _mm256_i64gather_pd(t, (__m256i)(i), 8)
typedef __m256d vector_double;
typedef Sleef___m256d_2 vector_double_pair;
typedef uint64_t vector_words __attribute__((vector_size(32)));

#elif defined __aarch64__ && defined __ARM_NEON

#define VECTOR_LANES           2
#define VECTOR_ISA             "advsimd"
#define VECTOR_SLEEF(function) Sleef_finz_##function##advsimd
#define VECTOR_LOG             VECTOR_SLEEF(logd2_u35)
#define VECTOR_COSPI           VECTOR_SLEEF(cospid2_u05)
#define VECTOR_SINCOSPI        VECTOR_SLEEF(sincospid2_u05)
#define VECTOR_SINCOSPI_U35    VECTOR_SLEEF(sincospid2_u35)
#define VECTOR_RINT            vrndnq_f64
#define VECTOR_SQRT            vsqrtq_f64
#define VECTOR_MUL32(a, b) \
    (vector_words) vmull_u32(vmovn_u64((uint64x2_t)(a)), vmovn_u64((uint64x2_t)(b)))
#define VECTOR_FMA(a, b, c)      vfmaq_f64(c, a, b)
#define VECTOR_REVERSE(x)        vextq_f64(x, x, 1)
#define VECTOR_LE_BITS(x, y)     (((x) <= (y))[0] & 1) | (((x) <= (y))[1] & 2)
#define VECTOR_EQ_BITS(a, b)     (((a) == (b))[0] & 1) | (((a) == (b))[1] & 2)
#define VECTOR_MIN               vminq_f64
#define VECTOR_MAX               vmaxq_f64
#define VECTOR_WHERE_LE(x, y, w) ((vector_words)((x) <= (y)) & (w))
#define VECTOR_LOOKUP(t, i) \
    (vector_double) { (t)[(i)[0]], (t)[(i)[1]] }
typedef float64x2_t vector_double;
typedef Sleef_float64x2_t_2 vector_double_pair;
typedef uint64_t vector_words __attribute__((vector_size(16)));

#else

#define VECTOR_LANES 1
#if defined __FMA__
#define VECTOR_ISA             "scalar fma"
#define VECTOR_FMA             fma
#define VECTOR_SLEEF(function) Sleef_finz_##function##purecfma
#else
#define VECTOR_ISA             "scalar"
#define VECTOR_FMA(a, b, c)    ((a) * (b) + (c))
#define VECTOR_SLEEF(function) Sleef_cinz_##function##purec
#endif
#define VECTOR_LOG               VECTOR_SLEEF(logd1_u35)
#define VECTOR_COSPI             VECTOR_SLEEF(cospid1_u05)
#define VECTOR_SINCOSPI          VECTOR_SLEEF(sincospid1_u05)
#define VECTOR_SINCOSPI_U35      VECTOR_SLEEF(sincospid1_u35)
#define VECTOR_RINT              rint
#define VECTOR_SQRT              sqrt
#define VECTOR_MUL32(a, b)       ((uint64_t)(uint32_t)(a) * (uint32_t)(b))
#define VECTOR_REVERSE(x)        (x)
#define VECTOR_LE_BITS(x, y)     (x) <= (y)
#define VECTOR_EQ_BITS(a, b)     (a) == (b)
#define VECTOR_MIN(x, y)         ((x) < (y) ? (x) : (y))
#define VECTOR_MAX(x, y)         ((x) > (y) ? (x) : (y))
#define VECTOR_WHERE_LE(x, y, w) ((x) <= (y) ? (w) : 0)
#define VECTOR_LOOKUP(t, i)      (t)[i]
typedef double vector_double;
typedef Sleef_double_2 vector_double_pair;
typedef uint64_t vector_words;

#endif

_Static_assert(sizeof(vector_double) == VECTOR_LANES * sizeof(double),
               "a vector_double is VECTOR_LANES doubles");
_Static_assert(sizeof(vector_words) == sizeof(vector_double),
               "vector_words and vector_double have the same lanes");

/* log(x).  Error: 3.5 ulp. */
static inline vector_double vector_log(vector_double x) { return VECTOR_LOG(x); }

/* sqrt(x), correctly rounded. */
static inline vector_double vector_sqrt(vector_double x) { return VECTOR_SQRT(x); }

/* a b + c, rounded once; twice where there is no fused multiply-add. */
static inline vector_double vector_fma(vector_double a, vector_double b, vector_double c)
{
    return VECTOR_FMA(a, b, c);
}

/* The lanes in the opposite order. */
static inline vector_double vector_reverse(vector_double x) { return VECTOR_REVERSE(x); }

/* The smaller and the larger of two numbers in each lane; what a NaN gives depends on the
 * machine. */
static inline vector_double vector_min(vector_double x, vector_double y)
{
    return VECTOR_MIN(x, y);
}
static inline vector_double vector_max(vector_double x, vector_double y)
{
    return VECTOR_MAX(x, y);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wsign-conversion" /* at -O0 gcc's AVX-512 rounding is a macro that warns */
/* x - rint(x), exact, in [-1/2, 1/2]: a phase in turns without its whole turns. */
static inline vector_double vector_fraction(vector_double x) { return x - VECTOR_RINT(x); }
#pragma GCC diagnostic pop

/* cos(2 pi x) for a reduced phase, |x| <= 1/2.  Error: 0.506 ulp. */
static inline vector_double vector_cos_turn(vector_double x) { return VECTOR_COSPI(x + x); }

/* sin(2 pi x) in .x and cos(2 pi x) in .y for a reduced phase, |x| <= 1/2.
 * Error: 0.506 ulp each. */
static inline vector_double_pair vector_sincos_turn(vector_double x)
{
    return VECTOR_SINCOSPI(x + x);
}

/* sin(2 pi x) in .x and cos(2 pi x) in .y at 0.4 of vector_sincos_turn's cost, |x| <= 1/2.
 * Error: 3.5 ulp each. */
static inline vector_double_pair vector_sincos_turn_u35(vector_double x)
{
    return VECTOR_SINCOSPI_U35(x + x);
}

/* a mod 2^32 times b mod 2^32, all 64 bits of the product, in each lane. */
static inline vector_words vector_mul32(vector_words a, vector_words b)
{
    return VECTOR_MUL32(a, b);
}

/* The doubles whose bits are given. */
static inline vector_double vector_from_bits(vector_words bits)
{
    vector_double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x in every lane. */
static inline vector_double vector_broadcast(double x)
{
    double lanes[VECTOR_LANES];
    vector_double out;
    for (size_t i = 0; i < VECTOR_LANES; i++)
        lanes[i] = x;
    memcpy(&out, lanes, sizeof out);
    return out;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wsign-conversion" /* the instructions' masks have types of their own */
/* Bit l is set where lane l has x <= y. */
static inline uint64_t vector_at_most_bits(vector_double x, vector_double y)
{
    return (uint64_t)(VECTOR_LE_BITS(x, y));
}

/* In each lane `words` where x <= y, else 0. */
static inline vector_words vector_where_at_most(vector_double x, vector_double y,
                                                vector_words words)
{
    return VECTOR_WHERE_LE(x, y, words);
}

/* Bit l is set where lane l of both is equal. */
static inline uint64_t vector_equal_bits(vector_words a, vector_words b)
{
    return (uint64_t)(VECTOR_EQ_BITS(a, b));
}
#pragma GCC diagnostic pop

/* VECTOR_LANES doubles from memory of any alignment. */
static inline vector_double vector_load(const double *from)
{
    vector_double x;
    memcpy(&x, from, sizeof x);
    return x;
}

/* VECTOR_LANES doubles to memory of any alignment. */
static inline void vector_store(double *to, vector_double x) { memcpy(to, &x, sizeof x); }

/* table[index], lane by lane, of a table of two vectors: index < 2 VECTOR_LANES. */
static inline vector_double vector_lookup(const double *table, vector_words index)
{
    return VECTOR_LOOKUP(table, index);
}

/* VECTOR_LANES words from memory of any alignment. */
static inline vector_words vector_load_words(const uint64_t *from)
{
    vector_words x;
    memcpy(&x, from, sizeof x);
    return x;
}

/*
 * cos(2 pi turns[i]) for i < n.
 *
 * In:      turns[n], any finite phase: whole turns are removed exactly first. An infinite or NaN
 *          phase gives NaN.
 * Out:     out[n], which may be turns itself.
 * Error:   0.506 ulp of the result (SLEEF); worst seen 0.5034 ulp on 6e6 phases up to 2^41.
 *          Multiples of 1/4 are exact.
 * Cost:    2.6 ns per phase (AVX-512, 2.3 GHz Sapphire Rapids).
 */
void vector_cos_turns(size_t n, const double *turns, double *out);

/*
 * sin(2 pi turns[i]) and cos(2 pi turns[i]) for i < n; arguments, error and exact values as
 * vector_cos_turns.
 *
 * Out:     sin_out[n] and cos_out[n], distinct; either may be turns itself.
 * Cost:    3.3 ns per phase.
 */
void vector_sincos_turns(size_t n, const double *turns, double *sin_out, double *cos_out);

/*
 * Box and Muller's map from two uniforms on (0, 1) to two independent standard normals:
 * r = sqrt(-2 log u[i]), cos_out[i] = r cos(2 pi turns[i]), sin_out[i] = r sin(2 pi turns[i]), for
 * i < n.
 *
 * In:      u[n] in (0, 1], turns[n] finite.
 * Out:     cos_out[n] and sin_out[n], distinct; either may be u or turns.
 * Error:   relative 12.5 * 2^-53 (log 7, halved by the root; root 1; cosine 7; product 1); worst
 *          seen 4.48 * 2^-53.
 * Cost:    2.6 ns per pair.
 */
void vector_box_muller(size_t n, const double *u, const double *turns, double *cos_out,
                       double *sin_out);

#endif
