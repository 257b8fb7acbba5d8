#include "tests/experiments/models/statistics/population.h"

#include <math.h>
#include <string.h>

#include "tests/tools/check_tools.h"

static enum status all_read(const void *self, size_t side, size_t first, size_t count, double *out)
{
    const struct population *p = self;
    memcpy(out, p->row[side][first], count * POPULATION_DIM * sizeof *out);
    return STATUS_OK;
}

/* Takes the mean out of a side and puts another in its place. */
static void shift(struct population *p, size_t side, const double want[POPULATION_DIM])
{
    for (size_t d = 0; d < POPULATION_DIM; d++) {
        double mean = 0.0;
        for (size_t t = 0; t < POPULATION; t++)
            mean += p->row[side][t][d] / POPULATION;
        for (size_t t = 0; t < POPULATION; t++)
            p->row[side][t][d] += want[d] - mean;
    }
}

void population_make(struct population *p, const struct population_plan *plan)
{
    struct random_stream stream = {1, random_stream_id("population")};
    double want[TOKEN_SIDES][POPULATION_DIM];
    for (size_t t = 0; t < POPULATION; t++) {
        double z[2 * POPULATION_DIM], size = (double)t < plan->tail * POPULATION ? 3.0 : 1.0;
        random_normals(&stream, t, 2 * POPULATION_DIM, z);
        for (size_t d = 0; d < POPULATION_DIM; d++) {
            double own = sqrt(1.0 - plan->together * plan->together) * z[POPULATION_DIM + d] +
                         plan->together * z[d ^ 1],
                   spread = size * pow(plan->decay, (double)(d / 2));
            p->row[TOKEN_QUERY][t][d] = spread * z[d];
            p->row[TOKEN_KEY][t][d] = spread * own;
        }
    }
    for (size_t d = 0; d < POPULATION_DIM;
         d++) { /* directions neither parallel nor at right angles */
        want[TOKEN_QUERY][d] = plan->offset[TOKEN_QUERY] * (1.0 + 0.5 * sin((double)(3 * d)));
        want[TOKEN_KEY][d] = plan->offset[TOKEN_KEY] * cos((double)(d * d));
    }
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        shift(p, side, want[side]);
    p->rows = (struct token_rows){
        .self = p, .dim = POPULATION_DIM, .tokens = {POPULATION, POPULATION}, .read = all_read};
}

static enum status sample_read(const void *self, size_t side, size_t first, size_t count,
                               double *out)
{
    const struct population_sample *s = self;
    for (size_t t = 0; t < count; t++) {
        double u;
        random_uniforms(&s->stream, first + t, 1, &u);
        memcpy(out + t * POPULATION_DIM, s->population->row[side][(size_t)(u * POPULATION)],
               POPULATION_DIM * sizeof *out);
    }
    return STATUS_OK;
}

void population_draw(struct population_sample *s, const struct population *p, size_t tokens,
                     uint64_t seed)
{
    s->population = p;
    s->stream = (struct random_stream){seed, random_stream_id("sample")};
    s->rows = (struct token_rows){
        .self = s, .dim = POPULATION_DIM, .tokens = {tokens, tokens}, .read = sample_read};
}
