/* What is assumed of compiler and machine wherever a bound on rounding is stated; a build without
 * it stops here. */
#ifndef POSBIAS_THEORY_GROUND_ASSUMPTIONS_H
#define POSBIAS_THEORY_GROUND_ASSUMPTIONS_H

#include <float.h>
#include <limits.h>
#include <stddef.h>

#ifdef __FAST_MATH__
#error "bounds and proofs need every operation rounded as it is written"
#endif

_Static_assert(CHAR_BIT == 8, "files and keys are made of bytes of eight bits");
_Static_assert(sizeof(int) >= 4 && sizeof(size_t) == 8, "counts of distances exceed 32 bits");
_Static_assert(-1 == ~0 && -2 >> 1 == -1, "signed numbers are two's complement, shifts keep signs");
_Static_assert(FLT_RADIX == 2 && DBL_MANT_DIG == 53 && DBL_MIN_EXP == -1021 && DBL_MAX_EXP == 1024,
               "a double is IEEE 754's binary64");
/* 16: only halves are evaluated in another format */
_Static_assert(FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 16, "doubles are rounded as doubles");
_Static_assert(LDBL_MANT_DIG >= 64, "some sums need eleven bits beyond a double's");

#endif
