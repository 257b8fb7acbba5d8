#include "kernels/precision/pipeline.h"

#include <float.h>
#include <stdlib.h>

#include "kernels/curves/vector.h"
#include "theory/ground/constants.h"

#define ROW(position, frequency, angle, table, vectors) \
    DTYPE_##position, DTYPE_##frequency, DTYPE_##angle, DTYPE_##table, DTYPE_##vectors

const struct pipeline_type pipeline_types[PIPELINE_COUNT] = {
    [PIPELINE_F64] = {"f64", PIPELINE_PRODUCT, ROW(FP64, FP64, FP64, FP64, FP64),
                      "position times inv_freq in double"},
    [PIPELINE_F32] = {"f32", PIPELINE_PRODUCT, ROW(FP32, FP32, FP32, FP32, FP64),
                      "position, inv_freq, their product and its cosine in float"},
    [PIPELINE_F32_REPEAT] = {"f32-repeat", PIPELINE_REPEATED, ROW(FP32, FP32, FP32, FP32, FP64),
                             "each angle the one of the pair before times base^(-2/D), in float"},
    [PIPELINE_POSITION_BF16] = {"position-bf16", PIPELINE_PRODUCT,
                                ROW(BF16, FP32, FP32, FP32, FP64), "f32 of a position in bf16"},
    [PIPELINE_POSITION_FP16] = {"position-fp16", PIPELINE_PRODUCT,
                                ROW(FP16, FP32, FP32, FP32, FP64), "in fp16, which ends at 65519"},
    [PIPELINE_INV_FREQ_BF16] = {"inv-freq-bf16", PIPELINE_PRODUCT,
                                ROW(FP32, BF16, FP32, FP32, FP64), "f32 of an inv_freq in bf16"},
    [PIPELINE_INV_FREQ_FP16] = {"inv-freq-fp16", PIPELINE_PRODUCT,
                                ROW(FP32, FP16, FP32, FP32, FP64), "in fp16"},
    [PIPELINE_TABLE_BF16] = {"table-bf16", PIPELINE_PRODUCT, ROW(FP32, FP32, FP32, BF16, FP64),
                             "f32's cosines and sines rounded to bf16"},
    [PIPELINE_TABLE_FP16] = {"table-fp16", PIPELINE_PRODUCT, ROW(FP32, FP32, FP32, FP16, FP64),
                             "to fp16"},
    [PIPELINE_ROTATED_BF16] = {"rotated-bf16", PIPELINE_PRODUCT, ROW(FP32, FP32, FP32, FP32, BF16),
                               "f32's table, rotation in float, rotated vectors rounded to bf16, "
                               "product summed in float"},
    [PIPELINE_FAST_SINE] = {"fast-sine", PIPELINE_FAST, ROW(FP32, FP32, FP32, FP32, FP64),
                            "f32's angle by a hardware sine that multiplies by 1/(2 pi) in float"},
    [PIPELINE_BIAS_BF16] = {"bias-bf16", PIPELINE_BIAS, ROW(FP32, FP32, FP32, BF16, FP64),
                            "ALiBi's slope times the key's position rounded to bf16"},
    [PIPELINE_BIAS_FP16] = {"bias-fp16", PIPELINE_BIAS, ROW(FP32, FP32, FP32, FP16, FP64),
                            "to fp16"},
};

struct pipeline {
    const struct pipeline_type *type;
    const struct schedule *schedule;
    struct dtype_rounding position, frequency, table, vectors;
    double slope, ratio; /* in float: PIPELINE_BIAS's slope, PIPELINE_REPEATED's ratio */
    double *turning;     /* [rotating] frequencies, rounded */
    double *gain;        /* [pairs] factor on cos and sin; in float but for fp64 tables */
};

/* 1/(2 pi) and what the double leaves of it; as hardware multiplies by it. */
static const double PER_TURN = 0x1.45f306dc9c883p-3, PER_TURN_REST = -0x1.6b01ec5417056p-57;
static const float PER_TURN_FLOAT = 0x1.45f306p-3f;

static double to_float(double x) { return (double)(float)x; }

static bool geometric(const struct frequency_rule *rule)
{
    return rule->scaling == SCALING_NONE || rule->scaling == SCALING_NTK ||
           rule->scaling == SCALING_DYNAMIC;
}

bool pipeline_fits(const struct pipeline_type *type, const struct schedule *schedule, double slope)
{
    if (type->way == PIPELINE_BIAS)
        return slope != 0.0 && schedule->rotating == 0;
    return slope == 0.0 && schedule->rotating > 0 && schedule->rule.unit == UNIT_RAD &&
           (type->way != PIPELINE_REPEATED || geometric(&schedule->rule));
}

enum status pipeline_new(const struct pipeline_type *type, const struct schedule *schedule,
                         double slope, struct pipeline **out)
{
    *out = NULL;
    if (!pipeline_fits(type, schedule, slope))
        return STATUS_DOMAIN;
    struct pipeline *p = calloc(1, sizeof *p);
    if (!p)
        return STATUS_MEMORY;
    p->turning = malloc((schedule->rotating + 1) * sizeof *p->turning);
    p->gain = malloc(schedule->pairs * sizeof *p->gain);
    if (!p->turning || !p->gain) {
        pipeline_free(p);
        return STATUS_MEMORY;
    }
    p->type = type;
    p->schedule = schedule;
    p->position = dtype_rounding(&dtypes[type->position]);
    p->frequency = dtype_rounding(&dtypes[type->frequency]);
    p->table = dtype_rounding(&dtypes[type->table]);
    p->vectors = dtype_rounding(&dtypes[type->vectors]);
    p->slope = to_float(slope);
    p->ratio = schedule->rotating > 1 ? to_float(schedule->theta[1]) : 0.0;
    for (size_t n = 0; n < schedule->rotating; n++)
        p->turning[n] = dtype_round(&p->frequency, schedule->theta[n]);
    for (size_t n = 0; n < schedule->pairs; n++) {
        double gain = sqrt(schedule->weight[n]);
        p->gain[n] = type->table == DTYPE_FP64 ? gain : to_float(gain);
    }
    *out = p;
    return STATUS_OK;
}

void pipeline_free(struct pipeline *p)
{
    if (p) {
        free(p->turning);
        free(p->gain);
    }
    free(p);
}

bool pipeline_defined(const struct pipeline *p, double position)
{
    return isfinite(dtype_round(&p->position, position)) && isfinite(pipeline_bias(p, position));
}

/* Phases of angles in radians, which lose whole turns exactly. */
static void reduce(size_t count, const double *angle, double *phase)
{
    for (size_t n = 0; n < count; n++) {
        double turns = angle[n] * PER_TURN,
               rest = fma(angle[n], PER_TURN_REST, fma(angle[n], PER_TURN, -turns)),
               whole = turns - rint(turns) + rest;
        phase[n] = whole - rint(whole);
    }
}

/* A number of the size of a float's normal numbers rounded toward zero to float; a smaller one is
 * flushed. */
static double toward_zero(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= UINT64_MAX << 29;
    memcpy(&x, &bits, sizeof x);
    return fabs(x) >= (double)FLT_MIN ? x : 0.0;
}

void pipeline_angles(const struct pipeline *p, double position, double *angle, double *phase)
{
    size_t count = p->schedule->rotating;
    double at = dtype_round(&p->position, position);
    if (p->type->way == PIPELINE_REPEATED) {
        double next = at;
        for (size_t n = 0; n < count; n++) {
            angle[n] = next;
            next = to_float(next * p->ratio);
        }
    } else if (p->type->angle == DTYPE_FP64) {
        for (size_t n = 0; n < count; n++)
            angle[n] = at * p->turning[n];
    } else { /* a product of floats is a double, so that it is rounded once */
        for (size_t n = 0; n < count; n++)
            angle[n] = to_float(at * p->turning[n]);
    }
    if (p->type->way != PIPELINE_FAST) {
        reduce(count, angle, phase);
        return;
    }
    for (size_t n = 0; n < count; n++) {
        double turns = toward_zero(angle[n] * (double)PER_TURN_FLOAT);
        phase[n] = turns - rint(turns);
        angle[n] = TWO_PI * turns;
    }
}

/* Into the table: the factor, and its format. */
static void store(const struct pipeline *p, double *value)
{
    const struct dtype_rounding table = p->table;
    size_t count = p->schedule->rotating;
    if (p->type->table == DTYPE_FP64)
        for (size_t n = 0; n < count; n++)
            value[n] *= p->gain[n];
    else
        for (size_t n = 0; n < count; n++)
            value[n] = to_float(to_float(value[n]) * p->gain[n]);
    if (p->type->table == DTYPE_BF16 || p->type->table == DTYPE_FP16)
        for (size_t n = 0; n < count; n++)
            value[n] = dtype_round(&table, value[n]);
}

void pipeline_cosines(const struct pipeline *p, const double *phase, double *cosine)
{
    vector_cos_turns(p->schedule->rotating, phase, cosine);
    store(p, cosine);
    for (size_t n = p->schedule->rotating; n < p->schedule->pairs; n++)
        cosine[n] = 1.0;
}

void pipeline_table(const struct pipeline *p, const double *phase, double *cosine, double *sine)
{
    vector_sincos_turns(p->schedule->rotating, phase, sine, cosine);
    store(p, cosine);
    store(p, sine);
    for (size_t n = p->schedule->rotating; n < p->schedule->pairs; n++) {
        cosine[n] = 1.0;
        sine[n] = 0.0;
    }
}

double pipeline_bias(const struct pipeline *p, double position)
{
    if (p->type->way != PIPELINE_BIAS)
        return 0.0;
    return dtype_round(&p->table, to_float(p->slope * dtype_round(&p->position, position)));
}

void pipeline_rotate(const struct pipeline *p, const double *vector, const double *cosine,
                     const double *sine, double *out)
{
    const struct dtype_rounding vectors = p->vectors;
    size_t pairs = p->schedule->pairs;
    if (p->type->vectors == DTYPE_FP64) {
        for (size_t n = 0; n < pairs; n++) {
            out[2 * n] = vector[2 * n] * cosine[n] - vector[2 * n + 1] * sine[n];
            out[2 * n + 1] = vector[2 * n + 1] * cosine[n] + vector[2 * n] * sine[n];
        }
        return;
    }
    for (size_t n = 0; n < pairs; n++) {
        float x0 = (float)vector[2 * n], x1 = (float)vector[2 * n + 1], c = (float)cosine[n],
              s = (float)sine[n], first = x0 * c - x1 * s, second = x1 * c + x0 * s;
        out[2 * n] = dtype_round(&vectors, (double)first);
        out[2 * n + 1] = dtype_round(&vectors, (double)second);
    }
}

double pipeline_product(const struct pipeline *p, const double *query, const double *key)
{
    size_t count = 2 * p->schedule->pairs;
    double sum = 0.0;
    float narrow = 0.0F;
    if (p->type->vectors == DTYPE_FP64)
        for (size_t i = 0; i < count; i++)
            sum += query[i] * key[i];
    else
        for (size_t i = 0; i < count; i++)
            narrow += (float)query[i] * (float)key[i];
    return p->schedule->norm * (p->type->vectors == DTYPE_FP64 ? sum : (double)narrow);
}
