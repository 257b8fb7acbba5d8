/* What engines compute in place of a rotation by the exact angle: the formats that position,
 * frequency, angle, table and rotated vectors pass through. */
#ifndef POSBIAS_KERNELS_PRECISION_PIPELINE_H
#define POSBIAS_KERNELS_PRECISION_PIPELINE_H

#include <stdbool.h>

#include "kernels/counts/dtype.h"
#include "theory/model/schedule.h"

/* How the angle becomes. */
enum pipeline_way {
    PIPELINE_PRODUCT,  /* position times frequency */
    PIPELINE_REPEATED, /* the pair before it times b^(-2/D), from the position on */
    /* the product with 1/(2 pi), float, rounded toward zero to float, is the phase in turns */
    PIPELINE_FAST,
    PIPELINE_BIAS /* no angle: slope times the key's position */
};

/* A row of the table: each step's format, by its row of dtypes. Numbers are rounded to nearest,
 * ties to even, wherever they enter a step; a cosine is the exact one of its angle, rounded, to
 * float before a narrower table. */
struct pipeline_type {
    const char *name;
    enum pipeline_way way;
    /* angle and vectors: fp32 or fp64, vectors bf16 too; table holds the bias of PIPELINE_BIAS */
    int position, frequency, angle, table, vectors;
    const char *meaning; /* a phrase */
};

enum {
    PIPELINE_F64,
    PIPELINE_F32,
    PIPELINE_F32_REPEAT,
    PIPELINE_POSITION_BF16,
    PIPELINE_POSITION_FP16,
    PIPELINE_INV_FREQ_BF16,
    PIPELINE_INV_FREQ_FP16,
    PIPELINE_TABLE_BF16,
    PIPELINE_TABLE_FP16,
    PIPELINE_ROTATED_BF16,
    PIPELINE_FAST_SINE,
    PIPELINE_BIAS_BF16,
    PIPELINE_BIAS_FP16,
    PIPELINE_COUNT
};
extern const struct pipeline_type pipeline_types[PIPELINE_COUNT];

/* A type on the frequencies of a schedule. */
struct pipeline;

/* Whether a type can be had of a schedule and a slope: rotations of pairs that turn in radians
 * without a slope, those of PIPELINE_REPEATED in a geometric sequence; PIPELINE_BIAS of a slope and
 * no rotation. */
bool pipeline_fits(const struct pipeline_type *type, const struct schedule *schedule, double slope);

/* Out:     *out, to be released with pipeline_free; the schedule must outlive it.
 * Returns: STATUS_DOMAIN if it does not fit, STATUS_MEMORY. */
enum status pipeline_new(const struct pipeline_type *type, const struct schedule *schedule,
                         double slope, struct pipeline **out);
void pipeline_free(struct pipeline *pipeline);

/* Whether the format of positions, and that of biases, has a finite number for this one. */
bool pipeline_defined(const struct pipeline *pipeline, double position);

/* The angles of the pairs that rotate, not reduced, and their phases.
 * In:      position, whole, from 0 to DISTANCE_LIMIT, defined.
 * Out:     angle, radians, phase, turns within [-1/2, 1/2], [rotating].
 * Error:   the angle is the pipeline's own but for PIPELINE_FAST, where 2 pi times its phase is
 *          rounded to double; phase within 2^-53 + 2^-105 |angle| turns of it. */
void pipeline_angles(const struct pipeline *pipeline, double position, double *angle,
                     double *phase);

/* What the table holds of the phases: cosines, and sines, the encoding's factor on both included.
 * Out:     cosine, sine [pairs], those that do not rotate 1 and 0.
 * Error:   an fp64 table within 2^-50 times the factor; another one is off by one unit in its last
 *          place where the exact value is within 2^-50 of the middle between two of its numbers. */
void pipeline_cosines(const struct pipeline *pipeline, const double *phase, double *cosine);
void pipeline_table(const struct pipeline *pipeline, const double *phase, double *cosine,
                    double *sine);

/* The bias of a key at a position: 0 for what rotates, else slope times position, a product of
 * floats, rounded to the table's format. */
double pipeline_bias(const struct pipeline *pipeline, double position);

/* A query or key turned by a table.
 *   x0 c - x1 s,  x1 c + x0 s
 * In doubles; with bf16 vectors x is rounded to float, each product and sum to float, the result to
 * bf16.
 * In:      vector [2 pairs], coordinates 2n and 2n + 1 of pair n; cosine, sine [pairs].
 * Out:     out [2 pairs], no overlap. */
void pipeline_rotate(const struct pipeline *pipeline, const double *vector, const double *cosine,
                     const double *sine, double *out);

/* The product of two rotated vectors, times the schedule's norm; the sum from the first coordinate
 * to the last, with bf16 vectors in float, of products that are exact in it. */
double pipeline_product(const struct pipeline *pipeline, const double *query, const double *key);

#endif
