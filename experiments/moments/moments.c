/* Moments of queries and keys pair by pair, and whether pairs are alike. */
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/pair_moments.h"
#include "experiments/moments/alike.h"
#include "experiments/moments/cost.h"
#include "experiments/moments/judges.h"
#include "experiments/turning.h"

enum { ENCODING, QK, CONTEXT, TOKENS, SEED, TEST };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=1e4,dim=128"),
    [QK] = OPTION_QK_ROW("gauss:mu=0.5,sigma=1"),
    [CONTEXT] = {.name = "context",
                 .type = OPTION_WHOLE,
                 .lo = 1,
                 .hi = DISTANCE_LIMIT,
                 .meaning = "context length M, tokens, in which turns are counted; default none"},
    [TOKENS] = HEAD_TOKENS_ROW,
    [SEED] = OPTION_SEED_ROW,
    [TEST] = {.name = "test",
              .type = OPTION_FLAG,
              .meaning = "per model, tests of whether its pairs are alike, in place of moments"},
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_LAYER,
    COLUMN_HEAD,
    COLUMN_PAIR,
    COLUMN_MEAN_A,
    COLUMN_MEAN_A_SE,
    COLUMN_MEAN_B,
    COLUMN_MEAN_B_SE,
    COLUMN_USAGE,
    COLUMN_TOKENS,
    COLUMN_USAGE_SE,
    COLUMN_USAGE_NULL,
    COLUMN_PRODUCT_SQUARE,
    COLUMN_PRODUCT_SQUARE_LO,
    COLUMN_PRODUCT_SQUARE_HI,
    COLUMN_OFFSET_Q,
    COLUMN_OFFSET_Q_LO,
    COLUMN_OFFSET_Q_HI,
    COLUMN_OFFSET_K,
    COLUMN_OFFSET_K_LO,
    COLUMN_OFFSET_K_HI,
    COLUMN_ANGLE_RAD,
    COLUMN_ANGLE_RAD_LO,
    COLUMN_ANGLE_RAD_HI,
    COLUMN_WAVELENGTH_TOK,
    COLUMN_TURNS,
    COLUMN_TOKENS_K
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_LAYER] = {"layer", "layer of a model's file; empty otherwise"},
    [COLUMN_HEAD] = {"head", "head of files; empty for a model that reads none"},
    [COLUMN_PAIR] = {"pair", "number n of the pair of coordinates, from 0"},
    [COLUMN_MEAN_A] = {"mean_a",
                       "E A_n of drawn pairs, which multiplies cos x_n in the mean score: "
                       "a query's and a key's token drawn independently, all of them; of "
                       "a model without rows query and key of one draw"},
    [COLUMN_MEAN_A_SE] = {"mean_a_se", "its standard error over tokens, taken as independent draws "
                                       "of (q, k); of rows to first order in the means"},
    [COLUMN_MEAN_B] = {"mean_b", "E B_n: what multiplies sin x_n"},
    [COLUMN_MEAN_B_SE] = {"mean_b_se", "the same of mean_b"},
    [COLUMN_USAGE] = {"usage", "mean of |q_n| |k_n|, both of one token; empty where the numbers of "
                               "queries and keys differ"},
    [COLUMN_TOKENS] = {"tokens", "tokens, of queries"},
    [COLUMN_USAGE_SE] = {"usage_se", "standard error of usage over tokens"},
    [COLUMN_USAGE_NULL] = {"usage_null",
                           "E |q_n| E |k_n|: usage of rows independently permuted, their mean"},
    [COLUMN_PRODUCT_SQUARE] = {"product_square",
                               "E |q_d k_d|^2 of drawn pairs, mean of the pair's two "
                               "coordinates: Assumption 2.1's sigma_0^2"},
    [COLUMN_PRODUCT_SQUARE_LO] = {"product_square_lo",
                                  "95 % limit over tokens, lower: groups of consecutive tokens, 32 "
                                  "at most, left out in turn, their bias taken off, Student's "
                                  "quantile; of 500 tokens held in 92 % of samples or more, of few "
                                  "and skewed ones in less"},
    [COLUMN_PRODUCT_SQUARE_HI] = {"product_square_hi", "upper"},
    [COLUMN_OFFSET_Q] = {"offset_q", "size of the mean query vector of the pair over the root of "
                                     "the mean square distance from it"},
    [COLUMN_OFFSET_Q_LO] = {"offset_q_lo",
                            "limit as of product_square, of the square, lower: 0 where the "
                            "mean may be zero"},
    [COLUMN_OFFSET_Q_HI] = {"offset_q_hi", "upper"},
    [COLUMN_OFFSET_K] = {"offset_k", "the same of keys"},
    [COLUMN_OFFSET_K_LO] = {"offset_k_lo", "lower"},
    [COLUMN_OFFSET_K_HI] = {"offset_k_hi", "upper"},
    [COLUMN_ANGLE_RAD] = {"angle_rad",
                          "atan2(mean_b, mean_a), radians, above -pi to pi: of rows from the mean "
                          "query vector to the mean key vector"},
    [COLUMN_ANGLE_RAD_LO] = {"angle_rad_lo",
                             "95 % limit, lower: Fieller's, from the same groups; may lie beyond "
                             "pi, and is a half turn off where the direction is not known"},
    [COLUMN_ANGLE_RAD_HI] = {"angle_rad_hi", "upper"},
    [COLUMN_WAVELENGTH_TOK] = {"wavelength_tok",
                               "tokens per turn; empty for a pair that does not turn"},
    [COLUMN_TURNS] = {"turns", "turns in --context; empty without"},
    [COLUMN_TOKENS_K] = {"tokens_k", "tokens, of keys"},
};

/* A value, and its limits in the two columns behind it. */
static void put_estimate(struct table *t, size_t column, const struct token_estimate *e)
{
    row_optional(t, column, isfinite(e->value), e->value);
    row_optional(t, column + 1, isfinite(e->lo), e->lo);
    row_optional(t, column + 2, isfinite(e->hi), e->hi);
}

static void put_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                    const struct token_rows *rows, size_t n, const struct pair_moments_of_tokens *m)
{
    const struct option_value *context = &run->values[CONTEXT];
    const struct schedule *schedule = encoding_schedule(encoding);
    double turns = schedule->turn_hi[n] + schedule->turn_lo[n];
    struct table *t = run->table;
    struct head_place place = head_place_of(&qk->law);
    row_text(t, COLUMN_ENCODING, encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_optional(t, COLUMN_LAYER, place.has_layer, place.layer);
    row_optional(t, COLUMN_HEAD, place.has_head, place.head);
    row_number(t, COLUMN_PAIR, (double)n);
    row_number(t, COLUMN_MEAN_A, m->mean_a);
    row_optional(t, COLUMN_MEAN_A_SE, isfinite(m->mean_a_error), m->mean_a_error);
    row_number(t, COLUMN_MEAN_B, m->mean_b);
    row_optional(t, COLUMN_MEAN_B_SE, isfinite(m->mean_b_error), m->mean_b_error);
    row_optional(t, COLUMN_USAGE, isfinite(m->usage), m->usage);
    row_optional(t, COLUMN_USAGE_SE, isfinite(m->usage_error), m->usage_error);
    row_number(t, COLUMN_TOKENS, (double)rows->tokens[TOKEN_QUERY]);
    row_number(t, COLUMN_TOKENS_K, (double)rows->tokens[TOKEN_KEY]);
    row_number(t, COLUMN_USAGE_NULL, m->permuted);
    put_estimate(t, COLUMN_PRODUCT_SQUARE, &m->product_square);
    put_estimate(t, COLUMN_OFFSET_Q, &m->offset[TOKEN_QUERY]);
    put_estimate(t, COLUMN_OFFSET_K, &m->offset[TOKEN_KEY]);
    put_estimate(t, COLUMN_ANGLE_RAD, &m->angle);
    row_optional(t, COLUMN_WAVELENGTH_TOK, turns > 0.0, 1.0 / turns);
    row_optional(t, COLUMN_TURNS, context->present,
                 context->present ? context->numbers[0] * turns : 0.0);
    row_end(t);
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    struct head_source source;
    struct token_rows rows = head_rows(&qk->law, &run->stream, encoding->dim,
                                       (size_t)run_number(run, "tokens"), &source);
    size_t pairs = encoding->dim / 2;
    struct pair_moments_of_tokens *moments = malloc(pairs * sizeof *moments);
    enum status status = moments ? pair_moments_take(&rows, moments) : STATUS_MEMORY;
    for (size_t n = 0; status == STATUS_OK && n < pairs; n++)
        put_row(run, encoding, qk, &rows, n, &moments[n]);
    free(moments);
    run_step(run);
    return status;
}

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return turning_schedule(encoding, error) && qk_drawable(qk, encoding, error);
}

static enum status run_moments(struct run *run) { return run_each(run, allowed, rows_of); }

static bool allowed_tests(const struct encoding *encoding, const struct qk_model *qk,
                          struct message *error)
{
    return allowed(encoding, qk, error) &&
           (encoding->dim <= HEAD_DIM_MOST ||
            message_set(
                error,
                "option --encoding: \"%s\" has dim %zu; expected at most %d, since matrices "
                "of all coordinates are made",
                encoding->text, encoding->dim, HEAD_DIM_MOST));
}

static enum status run_tests(struct run *run) { return alike_run(run, allowed_tests); }

static const struct experiment_table tables[] = {{"test", alike_columns, ALIKE_COLUMNS, run_tests}};

const struct experiment experiment_moments = {
    .name = "moments",
    .summary = "moments of queries and keys pair by pair, and tests of TAPA's Assumption 2.1",
    .measures = "Reads every query and key once and prints, for each pair of coordinates, the mean "
                "coefficients of cosine and sine over drawn pairs, which TAPA's "
                "Assumption 2.1 takes to be the same for all pairs, with standard errors over "
                "tokens; how much the pair is used; and how far its mean lies from zero. With "
                "--test, whether the pairs of a model are alike: Hotelling's test of the means' "
                "differences, with Holm's correction over the models of the run.",
    .source = "TAPA (2509.12635) Assumption 2.1; usage: 2410.06205; offsets: 2503.01832; "
              "theory/moments/README.md, section token-moments",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_TABLES(tables),
    .claims = &moments_claims,
    .run = run_moments,
    .cost = moments_cost,
};
