/* In a library for any x86-64, which holds every function once for each set of vectors (the
 * Makefile's COPIES): what a name of the header stands for is decided as the library is loaded. The
 * Makefile hands in NAMES(CHOOSE), a CHOOSE(name) for each. */
#include "theory/ground/processor.h"

typedef void function(void);

static function *widest(function *avx512f, function *avx2, function *scalar)
{
    __builtin_cpu_init();
    return processor_avx512f() ? avx512f : processor_avx2() ? avx2 : scalar;
}

#define CHOOSE(name)                                               \
    extern function name##_avx512f, name##_avx2, name##_scalar;    \
    __attribute__((used)) static function *name##_choice(void)     \
    {                                                              \
        return widest(name##_avx512f, name##_avx2, name##_scalar); \
    }                                                              \
    __attribute__((visibility("default"), ifunc(#name "_choice"))) extern function name;

NAMES(CHOOSE)
