/* A finite population of tokens, every statistic of which is known, and samples drawn from it. */
#ifndef POSBIAS_TESTS_EXPERIMENTS_MODELS_STATISTICS_POPULATION_H
#define POSBIAS_TESTS_EXPERIMENTS_MODELS_STATISTICS_POPULATION_H

#include "experiments/models/statistics/token_rows.h"

enum { POPULATION = 512, POPULATION_DIM = 16, POPULATION_PAIRS = POPULATION_DIM / 2 };

/* How a population is made. */
struct population_plan {
    const char *name;
    double offset[TOKEN_SIDES]; /* size of the mean of a coordinate, 0: centred exactly */
    double decay;               /* each pair's spread over the one before */
    double together;            /* how much of a key follows its query */
    double tail;                /* share of tokens three times as large */
};

struct population {
    double row[TOKEN_SIDES][POPULATION][POPULATION_DIM];
    struct token_rows rows; /* every token once */
};
void population_make(struct population *p, const struct population_plan *plan);

/* So many tokens drawn from it, each as likely, query and key of one token. */
struct population_sample {
    const struct population *population;
    struct random_stream stream;
    struct token_rows rows;
};
void population_draw(struct population_sample *s, const struct population *p, size_t tokens,
                     uint64_t seed);

#endif
