#include "kernels/counts/inversion_sweep.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>

/* Distances per stretch, and of the pilot at once. */
enum { SPAN = 131072, PILOT_SPAN = 512 };

/* Scores at the samples first, first + 1, .. of a side, PILOT_SPAN of them. */
static enum status pilot_scores(const struct sweep *s, const struct curve_window *side,
                                size_t first, double *table, double *work, double *sample)
{
    double distance[PILOT_SPAN];
    for (size_t i = 0; i < PILOT_SPAN; i++) {
        double number = (double)(first + i), shift = number * 0.6180339887498949;
        distance[i] = side->first +
                      floor((number + shift - floor(shift)) * ((double)side->count / SWEEP_PILOT));
    }
    enum status status = encoding_table_fill(s->encoding, PILOT_SPAN, distance, table);
    return status == STATUS_OK
               ? encoding_scores(s->encoding, PILOT_SPAN, table, s->input, work, sample)
               : status;
}

/* The pilot's scores, side by side, by all threads: every sample is its own, so any of them may
 * compute it. */
static enum status pilot_sample(const struct sweep *s, double *sample)
{
    size_t table_size = encoding_table_size(s->encoding, PILOT_SPAN),
           size = table_size + encoding_work_size(s->encoding, 1);
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        double *table = malloc(size * sizeof *table);
        enum status status = table ? STATUS_OK : STATUS_MEMORY;
#pragma omp for schedule(static)
        for (size_t first = 0; first < SWEEP_SIDES * SWEEP_PILOT; first += PILOT_SPAN)
            if (status == STATUS_OK)
                status = pilot_scores(s, &s->side[first / SWEEP_PILOT], first % SWEEP_PILOT, table,
                                      table + table_size, sample + first);
        free(table);
        if (status != STATUS_OK) {
#pragma omp critical(inversion_sweep_failure)
            worst = status;
        }
    }
    return worst;
}

enum status sweep_pilot(struct sweep *s, uint32_t *place)
{
    double *sample = malloc(SWEEP_SIDES * SWEEP_PILOT * sizeof *sample), lo = HUGE_VAL,
           hi = -HUGE_VAL;
    enum status status = sample ? pilot_sample(s, sample) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < SWEEP_SIDES * SWEEP_PILOT; i++) {
        lo = sample[i] < lo ? sample[i] : lo;
        hi = sample[i] > hi ? sample[i] : hi;
    }
    s->middle = 0.5 * lo + 0.5 * hi;
    s->scale = 2.0 * 2147483000.0 / (1.2 * (hi - lo));
    if (!isfinite(s->scale)) /* a constant sample: anything else goes to the ends */
        s->scale = 1e300;
    for (size_t i = 0; status == STATUS_OK && i < SWEEP_SIDES * SWEEP_PILOT; i++)
        place[i] = sweep_place(s, sample[i]);
    free(sample);
    return status;
}

bool sweep_lane_new(const struct sweep *s, struct sweep_lane *lane)
{
    size_t window = curve_window_size(s->encoding, SPAN),
           work = curve_work_size(s->encoding, 1, SPAN);
    double *at = malloc((window + work + SPAN) * sizeof *at);
    *lane = (struct sweep_lane){at, at + window, at + window + work};
    return at != NULL;
}

enum status sweep_side(const struct sweep *s, int side, size_t index, size_t step,
                       struct sweep_lane *lane, void *context, sweep_take *take)
{
    size_t count = s->side[side].count, filled = 0;
    enum status status = STATUS_OK;
    for (size_t start = index * SPAN; status == STATUS_OK && start < count; start += step * SPAN) {
        size_t n = count - start < SPAN ? count - start : SPAN;
        double first = s->side[side].first + (double)start;
        status = n == filled ? curve_window_move(s->encoding, first, n, lane->window)
                             : curve_window_fill(s->encoding, first, n, lane->window);
        filled = n;
        if (status == STATUS_OK)
            status = curve_scores(s->encoding, n, lane->window, s->input, lane->work, lane->score);
        if (status == STATUS_OK)
            take(s, side, n, lane->score, context);
    }
    return status;
}

enum status sweep_sides(const struct sweep *s, size_t stride, void *contexts, sweep_take *take)
{
    enum status worst = STATUS_OK;
#pragma omp parallel
    {
        struct sweep_lane lane;
        size_t thread = (size_t)omp_get_thread_num(), threads = (size_t)omp_get_num_threads();
        enum status status = sweep_lane_new(s, &lane) ? STATUS_OK : STATUS_MEMORY;
        for (int side = SWEEP_NEAR; status == STATUS_OK && side < SWEEP_SIDES; side++)
            status = sweep_side(s, side, thread, threads, &lane, (char *)contexts + stride * thread,
                                take);
        free(lane.window);
        if (status != STATUS_OK) {
#pragma omp critical(inversion_sweep_failure)
            worst = status;
        }
    }
    return worst;
}
