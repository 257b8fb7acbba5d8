#include "experiments/harness/output/provenance.h"

#include "build/version.h"
#include "experiments/harness/output/instructions.h"

void provenance_put(FILE *out, const char *what)
{
    char instructions[INSTRUCTIONS_SIZE];
    instructions_text(instructions, sizeof instructions);
    fprintf(out, "posbias %s\nversion %s, commit %s\nprogram %s\ninstructions %s\n", what,
            POSBIAS_VERSION, POSBIAS_COMMIT, POSBIAS_PROGRAM, instructions);
}
