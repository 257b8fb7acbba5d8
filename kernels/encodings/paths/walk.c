#include "kernels/encodings/paths/walk.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

/* Numbers of tokens read at once: they stay in the first-level cache. */
enum { BLOCK_NUMBERS = 2048 };

static size_t block_tokens(const struct walk *walk)
{
    return walk->width < BLOCK_NUMBERS ? BLOCK_NUMBERS / walk->width : 1;
}

/* A distance and its place in the table. */
struct stop {
    double distance;
    size_t place;
};

static int by_distance(const void *a, const void *b)
{
    const struct stop *x = a, *y = b;
    return (x->distance > y->distance) - (x->distance < y->distance);
}

/* The table: distances ascending, then the place of each in the score's row. */
static size_t table_size(const void *state, size_t count)
{
    const struct walk *walk = state;
    return walk->bank ? bank_method.table_size(walk->bank, count) : 2 * count;
}

static enum status sorted(size_t count, double *distance, double *place)
{
    struct stop *stops = malloc(count * sizeof *stops);
    if (!stops)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        stops[i] = (struct stop){distance[i], i};
    qsort(stops, count, sizeof *stops, by_distance);
    for (size_t i = 0; i < count; i++) {
        distance[i] = stops[i].distance;
        place[i] = (double)stops[i].place;
    }
    free(stops);
    return STATUS_OK;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct walk *walk = state;
    if (walk->bank)
        return bank_method.table_fill(walk->bank, count, distance, table);
    bool ascending = true;
    for (size_t i = 0; i < count; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT) ||
            distance[i] != floor(distance[i]))
            return STATUS_DOMAIN;
        ascending = ascending && (i == 0 || distance[i] >= distance[i - 1]);
        table[i] = distance[i];
        table[count + i] = (double)i;
    }
    return ascending ? STATUS_OK : sorted(count, table, table + count);
}

static size_t work_size(const void *state, size_t draws)
{
    const struct walk *walk = state;
    return walk->bank ? bank_method.work_size(walk->bank, draws)
                      : walk->method->kept_size(state) + block_tokens(walk) * walk->width;
}

static enum status scores(const void *state, size_t count, const double *table,
                          const struct score_input *input, double *work, double *score)
{
    const struct walk *walk = state;
    if (walk->bank)
        return bank_method.score(walk->bank, count, table, input, work, score);
    const struct token_source *source = input->tokens;
    if (!source || source->width != walk->width)
        return STATUS_DOMAIN;
    size_t most = block_tokens(walk);
    double *kept = work, *block = work + walk->method->kept_size(state);
    for (size_t d = 0; d < input->draws; d++) {
        const double *query = input->query + d * walk->dim, *key = input->key + d * walk->dim;
        size_t passed = 0, read = 0, at = 0; /* tokens; in the block at hand, and how many of it */
        bool more = true;
        double position = input->position ? input->position[d] : walk->at;
        if (walk->absolute && !(position >= table[count - 1] && position <= DISTANCE_LIMIT &&
                                position == floor(position)))
            return STATUS_DOMAIN;
        walk->method->begin(state, position, query, key, kept);
        for (size_t i = 0; i < count; i++) {
            while (more && (double)passed < table[i]) {
                if (at == read) {
                    double left = table[count - 1] - (double)passed;
                    read = left < (double)most ? (size_t)left : most;
                    at = 0;
                    source->read(source, d, passed, read, block);
                }
                double ahead = table[i] - (double)passed;
                size_t n = ahead < (double)(read - at) ? (size_t)ahead : read - at;
                more = walk->method->pass(state, n, block + at * walk->width, kept);
                at += n, passed += n;
            }
            score[d * count + (size_t)table[count + i]] = walk->method->score(state, query, key,
                                                                              kept);
        }
    }
    return STATUS_OK;
}

/* A bank whose frequencies are not the wanted ones to the last digit turns a pair by r theta too
 * much or too little times their relative error, theta at most 1. */
static double error(const void *state, const double *query, const double *key, double farthest)
{
    const struct walk *walk = state;
    if (!walk->bank)
        return walk->method->error(state, query, key, farthest);
    double crossed = 0.0;
    for (size_t c = 0; c < walk->dim; c++)
        crossed += fabs(query[c] * key[c ^ 1]);
    return bank_method.error(walk->bank, query, key, farthest) +
           walk->angle_error * farthest * walk->norm * (walk_size(walk->dim, query, key) + crossed);
}

static double offset(const void *state, double distance)
{
    const struct walk *walk = state;
    return walk->bank ? bank_method.offset(walk->bank, distance) : 0.0;
}

static void price(const void *state, struct score_price *out)
{
    const struct walk *walk = state;
    double dim = (double)walk->dim;
    if (walk->bank) {
        bank_method.price(walk->bank, out);
        out->bound += 1e-9 * dim;
        return;
    }
    *out = (struct score_price){.column = 3e-9,
                                .draw = 20e-9 + 0.5e-9 * dim,
                                .score = walk->method->score_seconds(state),
                                .token = walk->method->pass_seconds(state),
                                .bound = 15e-9 + 1.3e-9 * dim,
                                .distinct = walk->method->distinct ? walk->method->distinct(state)
                                                                   : HUGE_VAL};
}

const struct score_method walk_score_method = {table_size, table_fill, work_size, scores,
                                               error,      offset,     price};

void walk_install(struct walk *walk, const struct walk_method *method, size_t dim, size_t width,
                  const struct token_law *law, struct encoding *out)
{
    walk->method = method;
    walk->dim = out->dim = dim;
    walk->width = out->token_width = width;
    out->tokens = *law;
    walk->law = &out->tokens;
    out->state = walk;
}

bool walk_bank(struct walk *walk, const struct frequency_rule *rule, double slope,
               struct message *error_text)
{
    return bank_new(rule, slope, &walk->bank) == STATUS_OK ||
           message_set(error_text, "out of memory for %zu dimensions", rule->dim);
}

bool walk_read_norm(struct spec *spec, size_t norm, size_t scale, size_t dim, struct walk *walk,
                    struct frequency_rule *rule, struct message *error_text)
{
    *rule = frequency_rule_rope(1e4, dim);
    rule->rotary = 0;
    if (!encoding_read_norm(spec, norm, scale, rule, error_text))
        return false;
    walk->norm = rule->norm == NORM_SCALE  ? rule->scale
                 : rule->norm == NORM_SQRT ? 1.0 / sqrt((double)dim)
                                           : 1.0;
    return true;
}

void walk_release(void *state)
{
    struct walk *walk = state;
    if (walk)
        bank_release(walk->bank);
    free(walk);
}

double walk_size(size_t dim, const double *query, const double *key)
{
    double size = 0.0;
    for (size_t c = 0; c < dim; c++)
        size += fabs(query[c] * key[c]);
    return size;
}

double walk_square(size_t dim, const double *vector)
{
    double sum = 0.0;
    for (size_t c = 0; c < dim; c++)
        sum += vector[c] * vector[c];
    return sum;
}
