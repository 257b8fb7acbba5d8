/* The engine of groups: a score is a sum of exponentials of the distance, turning or not, times
 * coefficients of q and k. */
#ifndef POSBIAS_KERNELS_CURVES_MODES_H
#define POSBIAS_KERNELS_CURVES_MODES_H

#include "kernels/curves/score.h"
#include "kernels/curves/turns.h"
#include "theory/model/schedule.h"

/* The state of both engines. */
struct modes {
    size_t dim, count;
    /* every mode has a cosine and a sine of frequency[n] r; and every column stands a second time,
     * times r */
    bool turns, grows;
    /* per mode, per token of distance, ascending if no mode turns; rate_error, the largest relative
     * error of one, in 2^-53 */
    double *rate, rate_error;
    turns_fixed *frequency;
    struct schedule *schedule;
    void *shape; /* what the encoding keeps of itself */
    /* One row of coefficients: modes_columns of them, each within 16 roundings of the sum that size
     * takes. */
    void (*coefficients)(const struct modes *modes, const double *query, const double *key,
                         double *row);
    /* The absolute values of all products that the coefficients add up, those of a column times r
     * also times twice its largest value, `most`: a curve takes r as a block's start and the
     * rest. */
    double (*size)(const struct modes *modes, const double *query, const double *key, double most);
};

/* Columns: e^(-rate_n r) cos x_n of every mode, then the sines, then both times r; of modes that do
 * not turn e^(-rate_n r). */
size_t modes_columns(const struct modes *modes);

/* Modes of a rule's schedule, at rates of 0; if they turn, mode n is the schedule's pair n.
 * In:      count, at most the pairs that rotate if they turn; shape_size, bytes of a shape, zeros.
 * Out:     *out, to be released with modes_free; coefficients and size are the caller's to set.
 * Returns: schedule_new's failures; *out is NULL then. */
enum status modes_new(const struct frequency_rule *rule, size_t count, bool turns, bool grows,
                      size_t shape_size, struct modes **out);

/* A size for coefficients that are sums of products of a pair's coordinates, each once:
 *   norm sum_n (|q_2n| + |q_2n+1|)(|k_2n| + |k_2n+1|),   n < D/2 */
double modes_pair_sizes(const struct modes *modes, const double *query, const double *key,
                        double most);

/* factor_method.width where a model keeps vectors of dim coordinates. */
size_t modes_width(const void *state);

/* Releases a struct modes, its schedule and its shape; NULL is allowed. */
void modes_free(void *state);

/* Bound on the error of a score, from the sizes of its terms.
 * Error: c 2^-53 size, c = 1.5 columns + 1.7 rate_error + 64 (kernels/README.md#modes). */
double modes_error(const struct modes *modes, double size);

/* score_method.price; scores vanish as the slowest mode does. */
void modes_price(const void *state, struct score_price *out);

/* The largest value of r e^(-rate r) up to a distance, or a number above it. */
double modes_most(const struct modes *modes, double farthest);

/* Fills columns of a table (kernels/curves/product.h) with the modes' values at distances.
 * Returns: STATUS_DOMAIN for a distance out of range. */
enum status modes_table_fill(const void *state, size_t count, const double *distance,
                             double *table);
size_t modes_table_size(const void *state, size_t count);

/* A pair of coordinates turned by the angle of mode n at a position, and times share, as a model
 * does that keeps turned vectors. */
void modes_turn(const struct modes *modes, size_t n, double position, double share,
                const double pair[2], double out[2]);

/* A part of a vector that falls by rate per token, as it is `at` tokens on; at < 0: infinite where
 * it is too large for a double. */
double modes_grown(double rate, double at, double part);

/* The sum of two parts of a coordinate, of which `fast` grows sooner: it says the sign where both
 * are infinite. */
double modes_joined(double slow, double fast);

/* What the two engines share: each mode's value at a distance, of turning modes the cosines and
 * then the sines; and the rows of coefficients, [draws][modes_columns]. */
void modes_at(const struct modes *modes, double distance, double *out);
void modes_rows(const struct modes *modes, const struct score_input *input, double *row);

/* score = sum_n row_n g_n(r), g_n the columns.
 * Error: modes_error of the encoding's size.
 * Cost:  a multiply-add per column and (draw, distance); of the table an exponential per column. */
extern const struct score_method modes_method;

/* modes_method's scores along runs of consecutive distances. At the start c of each block of
 * distances the coefficients are moved by c, as the group allows, and multiply a table of the
 * distances 0, 1, .. within a block, which does not grow with the run; modes that have fallen under
 * the least normal double are left out.
 * Source: derived in kernels/README.md#modes.
 * Error:  modes_error of the encoding's size.
 * Cost:   a multiply-add per column still there and (draw, distance). */
extern const struct curve_method modes_curve;

#endif
