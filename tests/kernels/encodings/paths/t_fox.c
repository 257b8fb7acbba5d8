/* FoX under laws whose gates are next to nothing. */
#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 4 };

/* The sum of the tokens' logarithms, hundreds each, in long double: q.k is 0, so that all of the
 * score is theirs. */
TEST(long_logarithms_are_within_the_bound)
{
    static const struct token_law laws[] = {{.kind = TOKEN_CONSTANT, .lo = 1e-300},
                                            {.kind = TOKEN_CONSTANT, .lo = 0.75},
                                            {.kind = TOKEN_UNIFORM, .lo = 0.0, .hi = 1e-290},
                                            {.kind = TOKEN_UNIFORM, .lo = 1e-300, .hi = 2e-300},
                                            {.kind = TOKEN_LOGIT, .mu = -700.0, .sigma = 1.0}};
    static const double r[COUNT] = {1, 777, 3333, 60000};
    static const double zero[DIM] = {0.0};
    for (size_t i = 0; i < TOOLS_COUNT(laws); i++) {
        struct encoding *e = tools_encoding("fox:dim=8");
        struct token_stream stream;
        e->tokens = laws[i];
        const struct token_source *source = tools_tokens(&stream, e);
        double *score = tools_scores(e, COUNT, r, 1, zero, zero),
               *token = malloc((size_t)r[COUNT - 1] * sizeof *token);
        ck_assert(token != NULL);
        source->read(source, 0, 0, (size_t)r[COUNT - 1], token);
        for (size_t j = 0; j < COUNT; j++) {
            long double sum = 0.0L;
            for (size_t t = 0; t < (size_t)r[j]; t++)
                sum += token[t];
            double bound = curve_error(e, zero, zero, r[j]);
            /* no term is larger than the bound takes it for: 4 u of each */
            for (size_t t = 0; t < (size_t)r[j]; t++)
                check_le(-token[t] * 4.0 * UNIT_ROUNDING * r[j], bound);
            check_le((double)fabsl(score[j] - sum), bound);
        }
        free(score), free(token);
        encoding_free(e);
    }
}
