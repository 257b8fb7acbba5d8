#include "kernels/curves/modes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "kernels/curves/vector.h"
#include "theory/ground/constants.h"

/* e^-FAINTEST is the last whole power that is a normal double: what is smaller is 0, since
 * arithmetic on what is not normal is slow. */
static const double FAINTEST = 708.0;

size_t modes_columns(const struct modes *m) { return m->count << (m->turns + m->grows); }

enum status modes_new(const struct frequency_rule *rule, size_t count, bool turns, bool grows,
                      size_t shape_size, struct modes **out)
{
    struct modes *m = calloc(1, sizeof *m);
    *out = NULL;
    if (!m)
        return STATUS_MEMORY;
    m->dim = rule->dim;
    m->count = count;
    m->turns = turns;
    m->grows = grows;
    m->rate = calloc(count, sizeof *m->rate);
    m->frequency = calloc(count, sizeof *m->frequency);
    m->shape = calloc(1, shape_size);
    enum status status = m->rate && m->frequency && m->shape ? schedule_new(rule, &m->schedule)
                                                             : STATUS_MEMORY;
    for (size_t n = 0; n < count && turns && status == STATUS_OK; n++)
        m->frequency[n] = turns_from(m->schedule->turn_hi[n], m->schedule->turn_lo[n]);
    if (status == STATUS_OK)
        *out = m;
    else
        modes_free(m);
    return status;
}

void modes_free(void *state)
{
    struct modes *modes = state;
    if (!modes)
        return;
    schedule_free(modes->schedule);
    free(modes->rate);
    free(modes->frequency);
    free(modes->shape);
    free(modes);
}

double modes_pair_sizes(const struct modes *modes, const double *q, const double *k, double most)
{
    double sum = 0.0;
    (void)most;
    for (size_t n = 0; n < modes->dim / 2; n++, q += 2, k += 2)
        sum += (fabs(q[0]) + fabs(q[1])) * (fabs(k[0]) + fabs(k[1]));
    return modes->schedule->norm * sum;
}

size_t modes_width(const void *state) { return ((const struct modes *)state)->dim; }

double modes_error(const struct modes *m, double size)
{
    double roundings = 1.5 * (double)modes_columns(m) + 1.7 * m->rate_error + 64.0;
    return roundings * UNIT_ROUNDING * size;
}

static double least_rate(const struct modes *m)
{
    double least = m->rate[0];
    for (size_t n = 1; n < m->count; n++)
        least = fmin(least, m->rate[n]);
    return least;
}

/* Modes side by side at one rate share an exponential. */
void modes_price(const void *state, struct score_price *out)
{
    static const double SHARE = 6e-9, TURN = 8e-9;
    const struct modes *m = state;
    double shares = 1.0, dim = (double)m->dim;
    for (size_t n = 1; n < m->count; n++)
        shares += m->rate[n] != m->rate[n - 1];
    *out = (struct score_price){.column = SHARE * shares +
                                          (m->turns ? TURN * (double)m->count : 0.0),
                                .draw = 10e-9 + 1e-9 * dim,
                                .score = PRODUCT_SECONDS * (double)modes_columns(m),
                                .bound = 8e-9 + (m->grows ? 1.4e-9 : 0.7e-9) * dim,
                                .distinct = SCORE_VANISHED / least_rate(m)};
}

double modes_most(const struct modes *m, double farthest)
{
    double least = least_rate(m);
    return least * farthest > 1.0 ? 1.0 / least : farthest;
}

size_t modes_table_size(const void *state, size_t count)
{
    return product_table_size(modes_columns(state), count);
}

static double share(double rate, double distance)
{
    double x = rate * distance;
    return x > FAINTEST ? 0.0 : exp(-x);
}

/* Columns of one strip of `count` distances; its padding is distance 0. */
static void fill_strip(const struct modes *m, size_t count, const double *distance, double *strip)
{
    double at[PRODUCT_WIDTH] = {0.0}, part[PRODUCT_WIDTH], sine[PRODUCT_WIDTH];
    size_t once = m->count << m->turns;
    for (size_t i = 0; i < PRODUCT_WIDTH && i < count; i++)
        at[i] = distance[i];
    for (size_t n = 0; n < m->count; n++) {
        double *cosine = strip + n * PRODUCT_WIDTH;
        for (size_t i = 0; i < PRODUCT_WIDTH && (n == 0 || m->rate[n] != m->rate[n - 1]); i++)
            part[i] = share(m->rate[n], at[i]);
        memcpy(cosine, part, sizeof part);
        if (m->turns) {
            for (size_t i = 0; i < PRODUCT_WIDTH; i++)
                sine[i] = turns_at(m->frequency[n], at[i]);
            vector_sincos_turns(PRODUCT_WIDTH, sine, sine, cosine);
            for (size_t i = 0; i < PRODUCT_WIDTH; i++) {
                cosine[i] *= part[i];
                strip[(m->count + n) * PRODUCT_WIDTH + i] = sine[i] * part[i];
            }
        }
    }
    for (size_t j = 0; m->grows && j < once * PRODUCT_WIDTH; j++)
        strip[once * PRODUCT_WIDTH + j] = at[j % PRODUCT_WIDTH] * strip[j];
}

enum status modes_table_fill(const void *state, size_t count, const double *distance, double *table)
{
    const struct modes *m = state;
    for (size_t i = 0; i < count; i++)
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
    for (size_t j = 0; j < count; j += PRODUCT_WIDTH)
        fill_strip(m, count - j, distance + j, product_strip(table, modes_columns(m), 0, j));
    return STATUS_OK;
}

void modes_at(const struct modes *m, double distance, double *out)
{
    for (size_t n = 0; n < m->count; n++) {
        double part = share(m->rate[n], distance);
        out[n] = part;
        if (m->turns) {
            double turn = turns_at(m->frequency[n], distance), cosine, sine;
            vector_sincos_turns(1, &turn, &sine, &cosine);
            out[n] = cosine * part;
            out[m->count + n] = sine * part;
        }
    }
}

void modes_turn(const struct modes *m, size_t n, double position, double share,
                const double pair[2], double out[2])
{
    double turn = turns_at(m->frequency[n], position), cosine, sine, first = pair[0];
    vector_sincos_turns(1, &turn, &sine, &cosine);
    out[0] = share * (cosine * first - sine * pair[1]);
    out[1] = share * (sine * first + cosine * pair[1]);
}

double modes_grown(double rate, double at, double part)
{
    return part == 0.0 ? 0.0 : exp(-(rate * at)) * part;
}

double modes_joined(double slow, double fast) { return isinf(fast) ? fast : slow + fast; }

static size_t work_size(const void *state, size_t draws) { return modes_columns(state) * draws; }

void modes_rows(const struct modes *m, const struct score_input *input, double *row)
{
    for (size_t d = 0; d < input->draws; d++)
        m->coefficients(m, input->query + d * m->dim, input->key + d * m->dim,
                        row + d * modes_columns(m));
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct modes *m = state;
    modes_rows(m, input, work);
    product(input->draws, modes_columns(m), work, count, table, score, count);
    return STATUS_OK;
}

static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct modes *m = state;
    double most = m->grows ? modes_most(m, farthest) : 0.0;
    return modes_error(m, m->size(m, query, key, most));
}

const struct score_method modes_method = {
    modes_table_size, modes_table_fill, work_size, score_all, score_error, NULL, modes_price};
