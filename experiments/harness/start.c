/* The main of a build for any x86-64, which holds the program once for each set of vectors (the
 * Makefile's COPIES): the one that POSBIAS_INSTRUCTIONS names runs if the processor has it, or else
 * the widest that it has. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/processor.h"

int main_avx512f(int argc, char **argv);
int main_avx2(int argc, char **argv);
int main_scalar(int argc, char **argv);

int main(int argc, char **argv)
{
    __builtin_cpu_init();
    const struct {
        const char *name;
        int (*main)(int argc, char **argv);
        bool runs;
    } copies[] = {{"avx512f", main_avx512f, processor_avx512f()},
                  {"avx2", main_avx2, processor_avx2()},
                  {"scalar", main_scalar, true}};
    enum { COUNT = sizeof copies / sizeof *copies };
    const char *wanted = getenv("POSBIAS_INSTRUCTIONS");
    for (size_t i = 0; wanted && i < COUNT; i++)
        if (copies[i].runs && strcmp(copies[i].name, wanted) == 0)
            return copies[i].main(argc, argv);
    size_t widest = 0;
    while (!copies[widest].runs)
        widest++;
    return copies[widest].main(argc, argv);
}
