/* The frequencies that an encoding really turns by, pair by pair. */
#include "experiments/frequencies/cost.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/turning.h"

enum { ENCODING, CONTEXT };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("model:llama-3-8b;model:llama-3.1-8b"),
    [CONTEXT] = {.name = "context",
                 .type = OPTION_WHOLE,
                 .lo = 1,
                 .hi = DISTANCE_LIMIT,
                 .meaning = "context length M, tokens, in which turns are counted; default none"},
};

enum {
    COLUMN_ENCODING,
    COLUMN_PAIR,
    COLUMN_INV_FREQ_RAD,
    COLUMN_WAVELENGTH_TOK,
    COLUMN_TURNS,
    COLUMN_WEIGHT,
    COLUMN_RATIO
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_PAIR] = {"pair", "number n of the pair of coordinates, from 0"},
    [COLUMN_INV_FREQ_RAD] = {"inv_freq_rad",
                             "radians that the pair turns per token, after scaling; 0 if it does "
                             "not turn"},
    [COLUMN_WAVELENGTH_TOK] = {"wavelength_tok",
                               "tokens per turn; empty for a pair that does not turn"},
    [COLUMN_TURNS] = {"turns", "turns in --context; empty without"},
    [COLUMN_WEIGHT] = {"weight",
                       "factor on the pair's part of the score, beside the factor on the whole"},
    [COLUMN_RATIO] =
        {"ratio", "frequency without the scaling rule over frequency with it, what the rule "
                  "divides by; empty for a pair that does not turn, and where no base gives the "
                  "frequencies (rope-id)"},
};

/* The rows of a schedule, beside the one its rule would have without scaling. */
static void rows_of(struct run *run, const struct encoding *encoding,
                    const struct schedule *schedule, const struct schedule *plain)
{
    const struct option_value *context = &run->values[CONTEXT];
    for (size_t n = 0; n < schedule->pairs; n++) {
        double turns = schedule->turn_hi[n] + schedule->turn_lo[n];
        bool turning = turns > 0.0;
        row_text(run->table, COLUMN_ENCODING, encoding->text);
        row_number(run->table, COLUMN_PAIR, (double)n);
        row_number(run->table, COLUMN_INV_FREQ_RAD, turning_radians(schedule, n));
        row_optional(run->table, COLUMN_WAVELENGTH_TOK, turning, 1.0 / turns);
        row_optional(run->table, COLUMN_TURNS, context->present,
                     context->present ? context->numbers[0] * turns : 0.0);
        row_number(run->table, COLUMN_WEIGHT, schedule->weight[n]);
        row_optional(run->table, COLUMN_RATIO, turning && schedule->rule.scaling != SCALING_WAVES,
                     plain->theta[n] / schedule->theta[n]);
        row_end(run->table);
    }
}

static enum status run_frequencies(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING];
    enum status status = STATUS_OK;
    for (size_t e = 0; e < encodings->count; e++)
        if (!turning_schedule(encodings->encodings[e], &run->error))
            return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++) {
        const struct schedule *schedule = encoding_schedule(encodings->encodings[e]);
        struct frequency_rule unscaled = schedule->rule;
        struct schedule *plain = NULL;
        unscaled.scaling = SCALING_NONE;
        status = schedule_new(&unscaled, &plain);
        if (status == STATUS_OK)
            rows_of(run, encodings->encodings[e], schedule, plain);
        schedule_free(plain);
        run_step(run);
    }
    return status;
}

const struct experiment experiment_frequencies = {
    .name = "frequencies",
    .summary = "the frequencies an encoding really turns by, pair by pair",
    .measures = "The frequency of every pair after the scaling rule, its wavelength, its turns in "
                "a context, the factor on its part of the score, and what the rule divides the "
                "frequency by.",
    .source = "RoFormer Eq. 15; scaling rules: theory/model/README.md, section frequencies",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    .run = run_frequencies,
    .cost = frequencies_cost,
};
