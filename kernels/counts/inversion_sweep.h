/* Walking a curve too long to hold: every pass computes it again, stretch by stretch, and a pilot
 * sample sets a map of its scores to 32-bit places. What counting its inversions
 * (inversion_slabs.h, inversion_bins.h) is made of. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_SWEEP_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "kernels/encodings/curve.h"

enum { SWEEP_NEAR, SWEEP_FAR, SWEEP_SIDES };

/* Distances of the pilot, per side. */
enum { SWEEP_PILOT = 131072 };

struct sweep {
    const struct encoding *encoding;
    const struct score_input *input; /* one draw */
    struct curve_window side[SWEEP_SIDES];
    double middle, scale; /* the linear map to places; set by sweep_pilot */
};

/* What one thread needs to compute stretches of the curve; window is the whole allocation. */
struct sweep_lane {
    double *window, *work, *score;
};

/* Told the scores of one stretch of a side. */
typedef void sweep_take(const struct sweep *s, int side, size_t count, const double *score,
                        void *context);

/* A score's place on a scale of 2^32 steps; scores beyond the ends share the end's. Monotone. */
static inline uint32_t sweep_place(const struct sweep *s, double score)
{
    double x = (score - s->middle) * s->scale;
    x = x < 2147483000.0 ? x : 2147483000.0;
    return (uint32_t)(int32_t)(x > -2147483000.0 ? x : -2147483000.0) ^ UINT32_C(0x80000000);
}

/* Scores at distances spread over both sides, one in each of SWEEP_PILOT equal strata: sets the
 * linear map and writes the samples' places. Scattered, since neighbours of a slow curve all say
 * the same.
 * Out: place [SWEEP_SIDES SWEEP_PILOT]. */
enum status sweep_pilot(struct sweep *s, uint32_t *place);

/* Room for the stretches; false without memory. Freed by free(lane->window). */
bool sweep_lane_new(const struct sweep *s, struct sweep_lane *lane);

/* Calls take on every stretch number index, index + step, .. of one side. */
enum status sweep_side(const struct sweep *s, int side, size_t index, size_t step,
                       struct sweep_lane *lane, void *context, sweep_take *take);

/* Both sides by all threads; the context of a thread is stride bytes after the one before, all
 * share one if stride is 0. */
enum status sweep_sides(const struct sweep *s, size_t stride, void *contexts, sweep_take *take);

#endif
