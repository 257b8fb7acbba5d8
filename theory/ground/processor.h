/* Which of the copies in a build for any x86-64 the processor runs: what the Makefile's COPY_ flags
 * ask for. */
#ifndef POSBIAS_THEORY_GROUND_PROCESSOR_H
#define POSBIAS_THEORY_GROUND_PROCESSOR_H

#include <stdbool.h>

/* Each after __builtin_cpu_init(). */
static inline bool processor_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static inline bool processor_avx512f(void)
{
    return processor_avx2() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
}

#endif
