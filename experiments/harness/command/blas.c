#include "experiments/harness/command/blas.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* OpenBLAS's own queries, absent from other CBLAS libraries. */
extern char *openblas_get_corename(void) __attribute__((weak));
extern char *openblas_get_config(void) __attribute__((weak));

void blas_prefer_widest(char **argv)
{
#if defined __x86_64__
    if (!openblas_get_corename || getenv("OPENBLAS_CORETYPE") ||
        strcmp(openblas_get_corename(), "Prescott") != 0)
        return;
    __builtin_cpu_init();
    const char *wider = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
                            ? "SkylakeX"
                        : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                            ? "Haswell"
                            : NULL;
    if (wider && setenv("OPENBLAS_CORETYPE", wider, 1) == 0)
        execv("/proc/self/exe", argv); /* if it fails, the slower kernels serve as well */
#else
    (void)argv;
#endif
}

const char *blas_description(void)
{
    return openblas_get_config ? openblas_get_config() : "a CBLAS other than OpenBLAS";
}
