/* The frequencies of an encoding, what a query and a key make of them, and scores. */
#include <stdlib.h>

#include "experiments/turning.h"
#include "kernels/encodings/curve.h"
#include "lib/arguments.h"
#include "theory/ground/arrays.h"

/* The schedule that an encoding turns by, with so many pairs. */
static int turning(struct call *call, const posbias_encoding *encoding, size_t pairs,
                   const struct schedule **out)
{
    int status = argument_given(call, encoding, "encoding");
    if (status != POSBIAS_OK)
        return status;
    *out = turning_schedule(encoding->of, &call->message);
    return *out ? argument_length(call, encoding->of, "pairs", pairs, (*out)->pairs)
                : POSBIAS_UNDEFINED;
}

static int frequencies(struct call *call, const posbias_encoding *encoding, size_t pairs,
                       double *radians, double *turns, double *weight)
{
    const struct schedule *schedule;
    int status = turning(call, encoding, pairs, &schedule);
    for (size_t n = 0; status == POSBIAS_OK && n < pairs; n++) {
        if (radians)
            radians[n] = turning_radians(schedule, n);
        if (turns)
            turns[n] = schedule->turn_hi[n] + schedule->turn_lo[n];
        if (weight)
            weight[n] = schedule->weight[n];
    }
    return status;
}

int posbias_frequencies(const posbias_encoding *encoding, size_t pairs, double *radians,
                        double *turns, double *weight, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, frequencies(&call, encoding, pairs, radians, turns, weight));
}

static const char *const names[] = {"query", "key"};

static int amplitudes(struct call *call, const posbias_encoding *encoding, size_t dim,
                      const double *const vectors[2], size_t pairs, double *cosine, double *sine,
                      double *constant, double *slope)
{
    const struct schedule *s;
    int status = turning(call, encoding, pairs, &s);
    if (status == POSBIAS_OK)
        status = argument_vectors(call, encoding, dim, 2, names, vectors);
    if (status != POSBIAS_OK)
        return status;
    double *row = malloc(bank_columns(s) * sizeof *row);
    if (!row)
        return POSBIAS_MEMORY;
    bank_coefficients(s, vectors[0], vectors[1], row);
    for (size_t n = 0; n < pairs; n++) {
        if (cosine)
            cosine[n] = n < s->rotating ? row[n] : 0.0;
        if (sine)
            sine[n] = n < s->rotating ? row[s->rotating + n] : 0.0;
    }
    if (constant)
        *constant = s->rotating < pairs ? row[2 * s->rotating] : 0.0;
    if (slope)
        *slope = encoding_bank(encoding->of)->slope;
    free(row);
    return POSBIAS_OK;
}

int posbias_amplitudes(const posbias_encoding *encoding, size_t dim, const double *query,
                       const double *key, size_t pairs, double *cosine, double *sine,
                       double *constant, double *slope, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, amplitudes(&call, encoding, dim, (const double *[]){query, key}, pairs,
                                      cosine, sine, constant, slope));
}

/* Numbers in a table, which has a column per coordinate, and the fewest distances in one. */
enum { PANEL_NUMBERS = 1 << 17, PANEL_LEAST = 8 };

/* Scores of one query and key, panel by panel: none depends on the others of its table. */
static enum status panels(const struct encoding *e, const struct score_input *input, size_t count,
                          const double *distance, double *score)
{
    size_t panel = size_max(PANEL_NUMBERS / e->dim, PANEL_LEAST), most = size_min(count, panel),
           table_size = encoding_table_size(e, most);
    double *table = malloc((table_size + encoding_work_size(e, 1)) * sizeof *table);
    enum status status = table ? STATUS_OK : STATUS_MEMORY;
    for (size_t first = 0; status == STATUS_OK && first < count; first += panel) {
        size_t n = size_min(count - first, panel);
        status = encoding_table_fill(e, n, distance + first, table);
        if (status == STATUS_OK)
            status = encoding_scores(e, n, table, input, table + table_size, score + first);
    }
    free(table);
    return status;
}

static int scores(struct call *call, const posbias_encoding *encoding, size_t dim,
                  const double *const vectors[2], size_t count, const double *distance,
                  double *score, double *bound)
{
    int status = argument_vectors(call, encoding, dim, 2, names, vectors);
    if (status == POSBIAS_OK)
        status = argument_given(call, distance, "distance");
    if (status == POSBIAS_OK)
        status = argument_given(call, score, "score");
    if (status == POSBIAS_OK)
        status = argument_distances(call, encoding->of, count, distance);
    if (status == POSBIAS_OK)
        status = argument_pathless(call, encoding->of);
    if (status != POSBIAS_OK || count == 0)
        return status;
    const struct encoding *e = encoding->of;
    struct score_input input = {.draws = 1, .query = vectors[0], .key = vectors[1]};
    for (size_t i = 0; bound && i < count; i++)
        bound[i] = curve_error(e, vectors[0], vectors[1], distance[i]);
    return call_status(panels(e, &input, count, distance, score));
}

int posbias_scores(const posbias_encoding *encoding, size_t dim, const double *query,
                   const double *key, size_t count, const double *distance, double *score,
                   double *bound, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, scores(&call, encoding, dim, (const double *[]){query, key}, count,
                                  distance, score, bound));
}
