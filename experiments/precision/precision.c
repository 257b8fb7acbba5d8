/* What number formats do to a rotation: angles, cosines, scores and the order of keys by what
 * engines compute, against the rigorous values. */
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/precision/cost.h"
#include "experiments/precision/judges.h"
#include "experiments/precision/rows.h"

/* Positions up to which a float holds each. */
#define POSITION_MOST 16777216.0

/* the rows of pipeline_types, in order */
static const char *const names[] = {
    "f64",           "f32",        "f32-repeat", "position-bf16", "position-fp16", "inv-freq-bf16",
    "inv-freq-fp16", "table-bf16", "table-fp16", "rotated-bf16",  "fast-sine",     "bias-bf16",
    "bias-fp16",     NULL};

enum { ENCODING, QKS, POSITIONS, PIPELINES, KEYS_BACK, SHIFTS, DRAWS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128;alibi:dim=128,slope=0.25"),
    [QKS] = OPTION_QK_ROW("gauss"),
    [POSITIONS] = {.name = "positions",
                   .type = OPTION_INTEGERS,
                   .fallback = {"1:16384:log:12", "1:131072:log:40", "1:1048576:log:60"},
                   .lo = 0,
                   .hi = POSITION_MOST,
                   .meaning = "positions of the query, tokens from the start, from 0"},
    [PIPELINES] = {.name = "pipelines",
                   .type = OPTION_NAMES,
                   .choices = names,
                   .meaning = "what is computed in place of the exact rotation, joined by ','; "
                              "default all that the encoding has: bias for alibi, the others for "
                              "rotations, f32-repeat without a scaling rule but ntk"},
    [KEYS_BACK] = {.name = "keys",
                   .type = OPTION_INTEGERS,
                   .fallback = {"1:1024:log:8", "1:4096:log:16", "1:4096:log:32"},
                   .lo = 1,
                   .hi = POSITION_MOST,
                   .meaning = "distances of the keys behind the query, tokens; those before the "
                              "first token are left out"},
    [SHIFTS] = {.name = "shifts",
                .type = OPTION_INTEGERS,
                .fallback = {"1,16,1000", "1,16,1000,10000", "1,16,1000,10000"},
                .lo = 1,
                .hi = POSITION_MOST,
                .meaning = "tokens by which query and key move together for drift_first, "
                           "drift_rest"},
    [DRAWS] = OPTION_DRAWS_ROW("64", "256", "1024"),
    [SEED] = OPTION_SEED_ROW,
};

static const char *const arguments[] = {"--encoding=rope:base=5e5,dim=128;alibi:dim=128,slope=0.25",
                                        "--qk=gauss", NULL};
static const struct figure figures[] = {
    {"precision", "Error against position by what engines compute",
     "Largest error of a cosine over pairs and over all positions up to the one shown, and below it "
     "of the score over random independent queries and keys at distances up to 4096 behind the "
     "query, against exact angles. A float angle loses a digit with every tenfold position; formats "
     "with 8 and 11 bits lose the position itself, the frequency, or a fixed part of each cosine. "
     "ALiBi's bias in a narrow format is wrong by its spacing there.",
     arguments},
};

static bool turns_or_slopes(const struct encoding *e)
{
    const struct frequency_bank *bank = encoding_bank(e);
    for (size_t i = 0; bank && i < PIPELINE_COUNT; i++)
        if (pipeline_fits(&pipeline_types[i], bank->schedule, bank->slope))
            return true;
    return false;
}

/* What an encoding lacks that a pipeline asks for. */
static bool misfit(const struct encoding *e, const struct pipeline_type *type,
                   struct message *error)
{
    const struct frequency_bank *bank = encoding_bank(e);
    bool rotates = bank->schedule->rotating > 0;
    return message_set(error, "option --pipelines: \"%s\" %s, and encoding \"%s\" %s", type->name,
                       type->way == PIPELINE_BIAS ? "rounds a bias"
                       : rotates                  ? "goes from pair to pair by one ratio"
                                                  : "rotates pairs",
                       e->text,
                       type->way == PIPELINE_BIAS ? "has none"
                       : rotates                  ? "has a scaling rule that leaves none"
                                                  : "turns none; expected bias-bf16 or bias-fp16");
}

static bool fits(struct run *run, const struct encoding *e)
{
    const struct frequency_bank *bank = encoding_bank(e);
    size_t type[PIPELINE_COUNT], count;
    if (bank && bank->schedule->rotating > 0 && bank->schedule->rule.unit == UNIT_TURN)
        return message_set(&run->error,
                           "option --encoding: \"%s\" turns by whole turns per token, and every "
                           "engine by radians; expected unit=rad",
                           e->text);
    if (!turns_or_slopes(e))
        return message_set(&run->error,
                           "option --encoding: \"%s\" neither turns by fixed frequencies nor "
                           "slopes; expected one of %s",
                           e->text, encoding_names(turns_or_slopes).text);
    count = precision_types(run, e, type);
    for (size_t i = 0; i < count; i++)
        if (!pipeline_fits(&pipeline_types[type[i]], bank->schedule, bank->slope))
            return misfit(e, &pipeline_types[type[i]], &run->error);
    return true;
}

static bool drawable(const struct encoding *e, const struct qk_model *qk, struct message *error)
{
    return qk_drawable(qk, e, error);
}

/* Draws whose results are held at once. */
static const double DRAWS_MOST = 1e6;

static enum status run_precision(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING];
    double pairs = run_number(run, "pairs");
    for (size_t i = 0; i < encodings->count; i++)
        if (!fits(run, encodings->encodings[i]))
            return STATUS_DOMAIN;
    if (pairs > DRAWS_MOST) {
        message_set(&run->error,
                    "option --pairs: the results of %.0f draws do not fit in memory; expected at "
                    "most %.0f",
                    pairs, DRAWS_MOST);
        return STATUS_DOMAIN;
    }
    return run_each(run, drawable, precision_rows);
}

const struct experiment experiment_precision = {
    .name = "precision",
    .summary = "errors of angles, cosines, scores and ranks by the formats engines compute in",
    .measures =
        "f64: position times inv_freq in double. f32: position, inv_freq, their product and its "
        "cosine in float. f32-repeat: each angle the last one times base^(-2/D), in float. "
        "position-, inv-freq-, table-bf16 and -fp16: f32 with that one number rounded to the "
        "format. rotated-bf16: f32's table, rotation in float, rotated q and k rounded to bf16, "
        "the product summed in float from the first coordinate to the last. fast-sine: f32's angle "
        "times 1/(2 pi) in float, rounded toward zero, the exact sine of that many turns; what a "
        "GPU does for its approximate sine is known second-hand, its own table's error is left "
        "out. bias-: ALiBi's slope times the key's position, rounded. Everything is rounded to "
        "nearest, ties to even, but where said; inv_freq is the exact one rounded, where engines "
        "add a few units of their own; a step without a format is in double. The rigorous side "
        "reduces angles by frequencies of 106 bits.",
    .source = "BF16 (2411.13476); kernels/README.md, section precision; theory/trig/README.md, "
              "section reduction",
    EXPERIMENT_OPTIONS(options),
    .columns = precision_columns,
    .column_count = PRECISION_COLUMN_COUNT,
    EXPERIMENT_FIGURES(figures),
    .claims = &precision_claims,
    .run = run_precision,
    .cost = precision_cost,
};
