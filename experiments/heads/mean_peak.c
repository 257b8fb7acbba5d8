#include "experiments/heads/mean_peak.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/models/statistics/pair_moments.h"
#include "kernels/encodings/curve.h"
#include "theory/ground/arrays.h"

/* Distances that are scored at once. */
enum { RUN = 4096 };

/* A query (1, 0, 1, 0, ..) and a key (a_0, b_0, a_1, ..): A_n = a_n, B_n = b_n. */
static void coefficients(const struct token_sums *s, const struct token_part *part, double *work,
                         double *query, double *key)
{
    pair_means(s, part, work, work + s->pairs);
    for (size_t n = 0; n < s->pairs; n++) {
        query[2 * n] = 1.0;
        query[2 * n + 1] = 0.0;
        key[2 * n] = work[n];
        key[2 * n + 1] = work[s->pairs + n];
    }
}

/* Of each curve so far: its maximum, where, and the first negative. */
struct seen {
    double most, argmax, negative;
};

static void look(struct seen *seen, size_t first, size_t count, const double *score)
{
    for (size_t i = 0; i < count; i++) {
        if (score[i] > seen->most) {
            seen->most = score[i];
            seen->argmax = (double)(first + i);
        }
        if (score[i] < 0.0 && isinf(seen->negative))
            seen->negative = (double)(first + i);
    }
}

static enum status scan(const struct encoding *e, const struct score_input *input, size_t context,
                        struct seen *seen)
{
    size_t run = size_min(RUN, context), window_size = curve_window_size(e, run),
           work_size = curve_work_size(e, input->draws, run);
    double *window = malloc((window_size + work_size + input->draws * run + 1) * sizeof *window);
    if (!window)
        return STATUS_MEMORY;
    double *work = window + window_size, *score = work + work_size;
    enum status status = curve_window_fill(e, 0.0, run, window);
    for (size_t first = 0; status == STATUS_OK && first < context; first += run) {
        if (first > 0)
            status = curve_window_move(e, (double)first, run, window);
        if (status == STATUS_OK)
            status = curve_scores(e, run, window, input, work, score);
        for (size_t d = 0; status == STATUS_OK && d < input->draws; d++)
            look(&seen[d], first, size_min(run, context - first), score + d * run);
    }
    free(window);
    return status;
}

static struct token_estimate estimate(size_t groups, const struct seen *seen, bool argmax)
{
    struct token_estimate out = {.error = NAN, .least = HUGE_VAL, .most = -HUGE_VAL};
    out.value = argmax ? seen[groups].argmax : seen[groups].negative;
    for (size_t g = 0; g < groups; g++) {
        double value = argmax ? seen[g].argmax : seen[g].negative;
        out.least = fmin(out.least, value);
        out.most = fmax(out.most, value);
    }
    out.lo = out.least;
    out.hi = out.most;
    return out;
}

enum status mean_peak_take(const struct token_sums *s, const struct encoding *encoding,
                           size_t context, struct mean_peak *out)
{
    size_t size = token_part_size(s->dim), draws = s->groups + 1, dim = s->dim;
    double *block = malloc((size + dim + 2 * draws * dim) * sizeof *block);
    struct seen *seen = malloc(draws * sizeof *seen);
    enum status status = block && seen ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        double *work = block + size, *query = work + dim, *key = query + draws * dim;
        for (size_t g = 0; g < draws; g++) {
            struct token_part part = token_part_at(block, dim);
            bool leave = g < s->groups && s->groups > 1;
            for (size_t i = 0; i < size; i++)
                block[i] = s->total[i] - (leave ? s->group[g * size + i] : 0.0);
            coefficients(s, &part, work, query + g * dim, key + g * dim);
            seen[g] = (struct seen){-HUGE_VAL, 0.0, HUGE_VAL};
        }
        struct score_input input = {.draws = draws, .query = query, .key = key};
        status = scan(encoding, &input, context, seen);
    }
    if (status == STATUS_OK) {
        out->first_negative = estimate(s->groups, seen, false);
        out->argmax = estimate(s->groups, seen, true);
    }
    free(block);
    free(seen);
    return status;
}
