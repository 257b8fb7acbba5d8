#include "theory/proof/bases/schedule_judge.h"

#include <stdlib.h>

#include "theory/proof/filter/prover.h"

/* Distances whose sums are made at once. */
enum { BLOCK = 1 << 14 };

enum status schedule_judge(const struct schedule *schedule, double length, struct base_verdict *out)
{
    struct prover *prover = NULL;
    double *one = malloc(schedule->pairs * sizeof *one), *value = malloc(BLOCK * sizeof *value);
    enum status status = one && value ? STATUS_OK : STATUS_MEMORY;
    for (size_t n = 0; one && n < schedule->pairs; n++)
        one[n] = 1.0;
    if (status == STATUS_OK)
        status = prover_new(schedule, one, NULL, &prover);
    *out = (struct base_verdict){.passes = true, .proved = true};
    for (double first = 0.0; status == STATUS_OK && out->passes && first < length; first += BLOCK) {
        size_t count = length - first < BLOCK ? (size_t)(length - first) : BLOCK;
        status = prover_values(prover, first, count, value);
        for (size_t i = 0; status == STATUS_OK && out->passes && i < count; i++) {
            double r = first + (double)i;
            base_verdict_take(out, r, value[i], prover_compare_value(prover, r, value[i], 0.0));
        }
        out->sums.evaluations += (double)count;
    }
    if (prover)
        out->sums.balls = (double)(prover_counts(prover).balls + prover_counts(prover).undecided);
    prover_free(prover);
    free(one);
    free(value);
    return status;
}
