/* Every registered type's specimen against its score from the definition, in long double. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/kernels/encodings/references.h"
#include "tests/tools/check_tools.h"

enum { DIM = REFERENCE_DIM, COUNT = 40, DRAWS = 4 };

static struct {
    const char *specimen;
    reference_score *score;
} known[64];
static size_t known_count;

void reference_take(const char *specimen, reference_score *score)
{
    if (known_count < TOOLS_COUNT(known))
        known[known_count].specimen = specimen, known[known_count].score = score;
    known_count++;
}

static reference_score *reference_of(const char *specimen)
{
    ck_assert_uint_le(known_count, TOOLS_COUNT(known));
    for (size_t i = 0; i < known_count; i++)
        if (strcmp(known[i].specimen, specimen) == 0)
            return known[i].score;
    return NULL;
}

/* The error is within the engine's bound, besides the reference's own: coordinates under 1 in size
 * make at most 8 sqrt 2/sqrt 8 = 4 of a score, and an angle of r radians (tapa's is 4 pi sqrt r) is
 * within 4 (r + 16) 2^-64, a power and a sum of eight terms included. */
TEST(every_score_is_its_definition_within_the_bound)
{
    struct worst w = {0};
    double q[DRAWS * DIM], k[DRAWS * DIM], r[COUNT];
    uint64_t state = 29;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
    for (size_t j = 0; j < COUNT; j++)
        r[j] = j < COUNT / 2 ? (double)j : floor(3000.0 * tools_uniform(&state));
    for (size_t i = 0; i < encoding_type_count; i++) {
        const struct encoding_type *type = encoding_types[i];
        reference_score *reference = reference_of(type->specimen);
        ck_assert_msg(reference,
                      "encoding type %s has no REFERENCE for its specimen %s; add one to its test",
                      type->name, type->specimen);
        struct encoding *e = tools_encoding(type->specimen);
        double *score = tools_scores(e, COUNT, r, DRAWS, q, k);
        for (size_t j = 0; j < DRAWS * COUNT; j++) {
            const double *query = q + j / COUNT * DIM, *key = k + j / COUNT * DIM;
            double at = r[j % COUNT];
            struct token_stream draws;
            const struct token_source *source = tools_tokens(&draws, e);
            double *tokens = calloc((size_t)at * e->token_width + 1, sizeof *tokens);
            ck_assert(tokens != NULL);
            if (source)
                source->read(source, j / COUNT, 0, (size_t)at, tokens);
            long double want = reference(query, key, at, source ? tokens : NULL);
            free(tokens);
            worst_take(&w, (double)fabsl(score[j] - want),
                       curve_error(e, query, key, at) + 16.0 * (at + 16.0) * 0x1p-64, "%s at %.0f",
                       e->text, at);
        }
        free(score);
        encoding_free(e);
    }
    worst_check(&w);
}
