#include "experiments/harness/output/instructions.h"

#include <gnu/libc-version.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/vector.h"

static double pow_17(double x) { return pow(x, 1.7); }
static double atan2_17(double x) { return atan2(x, 1.7); }

/* One value of each function that glibc has in variants and a result may pass through. */
static const struct probe {
    double (*function)(double);
    double argument, fused, separate;
} probes[] = {
    {exp, 0.0396728515625, 0x1.0a5c4378f20afp+0, 0x1.0a5c4378f20bp+0},
    {expm1, 0.1060791015625, 0x1.ca61f5658e393p-4, 0x1.ca61f5658e394p-4},
    {log, 0.6383056640625, -0x1.cbb66810a187fp-2, -0x1.cbb66810a188p-2},
    {log2, 0.8751220703125, -0x1.8a1ffcb5aa4a2p-3, -0x1.8a1ffcb5aa4a3p-3},
    {pow_17, 0.1678466796875, 0x1.8a3902c3c38a5p-5, 0x1.8a3902c3c38a4p-5},
    {sin, 0.1773681640625, 0x1.69592fc550834p-3, 0x1.69592fc550833p-3},
    {cos, 0.7701416015625, 0x1.6f8510ea37c32p-1, 0x1.6f8510ea37c33p-1},
    {tan, 6.3404541015625, 0x1.d5a8d6ac516cbp-5, 0x1.d5a8d6ac516cap-5},
    {acos, 0x1.16eap-3, 0x1.6f26a2a4ef044p+0, 0x1.6f26a2a4ef045p+0},
    {asin, 0.115234375, 0x1.d90d0803393b9p-4, 0x1.d90d0803393bap-4},
    {atan2_17, 0.09814453125, 0x1.d86ab2a24f0c9p-5, 0x1.d86ab2a24f0c8p-5},
    {atan, 0.0994873046875, 0x1.9629da4df10abp-4, 0x1.9629da4df10acp-4},
};

enum libm_rounding libm_rounding(void)
{
    size_t count = sizeof probes / sizeof *probes, fused = 0, separate = 0;
    for (size_t i = 0; i < count; i++) {
        volatile double x = probes[i].argument; /* evaluated here, not by the compiler */
        double y = probes[i].function(x);
        fused += y == probes[i].fused;
        separate += y == probes[i].separate;
    }
    return fused == count ? LIBM_FUSED : separate == count ? LIBM_SEPARATE : LIBM_OTHER;
}

void instructions_text(char *out, size_t size)
{
    static const char *const rounding[] = {"with fused multiply-add", "without fused multiply-add",
                                           "of unknown rounding"};
    snprintf(out, size, "%s, glibc %s, libm %s", VECTOR_ISA, gnu_get_libc_version(),
             rounding[libm_rounding()]);
}

bool instructions_wanted(struct message *error)
{
    const char *wanted = getenv("POSBIAS_INSTRUCTIONS");
    if (!wanted || strcmp(wanted, VECTOR_ISA) == 0)
        return true;
    message_set(error,
                "POSBIAS_INSTRUCTIONS=%s: this program has no such vectors for this processor; "
                "it has %s",
                wanted, VECTOR_ISA);
    return false;
}
