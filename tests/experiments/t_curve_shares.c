/* What is taken of one draw's curves, of contexts that have no halves too. */
#include <stdlib.h>

#include "experiments/curve_shares.h"
#include "kernels/counts/inversions.h"
#include "tests/tools/check_tools.h"

/* Distances below M/2 are near, the others far: 0, 1, 2 and 3, 4 of five. */
TEST_EACH(inversions_are_between_distances_below_half_and_others, 12)
{
    size_t context = (size_t)_i + 2, near = 0;
    double score[16], pairs = 0.0, less = 0.0,
                      *scratch = malloc(inversions_work_size(16, 16) * sizeof *scratch);
    struct curve_draw draw = {.score = {{score}}};
    uint64_t state = (uint64_t)_i;
    for (size_t r = 0; r < context; r++)
        score[r] = tools_uniform(&state);
    while ((double)near < 0.5 * (double)context)
        near++;
    for (size_t r = 0; r < near; r++)
        for (size_t far = near; far < context; far++) {
            pairs++;
            less += score[r] < score[far];
        }
    struct share share = inverted_share(&draw, context, scratch);
    ck_assert_double_eq(share.value, less / pairs);
    free(scratch);
}
