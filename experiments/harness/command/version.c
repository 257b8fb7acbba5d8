#include "experiments/harness/command/version.h"

#include <fftw3.h>
#include <gsl/gsl_version.h>
#include <jansson.h>
#include <mpfr.h>
#include <omp.h>
#include <stdio.h>

#include "build/version.h"
#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/instructions.h"
#include "kernels/curves/vector.h"
#include "theory/proof/filter/flint.h"

#ifdef ARB_VERSION
#define ARB_TEXT arb_version
#else
#define ARB_TEXT "of FLINT" /* from release 3 on */
#endif

void version_text(char *out, size_t size)
{
    char instructions[INSTRUCTIONS_SIZE];
    instructions_text(instructions, sizeof instructions);
    snprintf(out, size,
             "posbias %s\n"
             "commit %s\n"
             "program %s\n"
             "instructions %s\n"
             "flavour %s\n"
             "compiler %s\n"
             "gsl %s\n"
             "fftw %s\n"
             "flint %s\n"
             "arb %s\n"
             "jansson %s\n"
             "mpfr %s\n"
             "sleef %d.%d.%d, %d lanes\n"
             "threads %d\n",
             POSBIAS_VERSION, POSBIAS_COMMIT, POSBIAS_PROGRAM, instructions, POSBIAS_FLAVOUR,
             __VERSION__, gsl_version, fftw_version, FLINT_VERSION, ARB_TEXT, jansson_version_str(),
             mpfr_get_version(), SLEEF_VERSION_MAJOR, SLEEF_VERSION_MINOR, SLEEF_VERSION_PATCHLEVEL,
             VECTOR_LANES, omp_get_max_threads());
}

void version_print(void)
{
    char text[4096];
    version_text(text, sizeof text);
    fputs(text, stdout);
    if (ranks_library())
        printf("mpi %s\n", ranks_library());
}
