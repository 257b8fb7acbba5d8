/* The report card: every encoding by every criterion, with limits and with ranks that respect
 * them. */
#include <math.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/reportcard/cost.h"
#include "experiments/reportcard/defaults.h"
#include "experiments/reportcard/rows.h"

enum { ENCODING, QK, CONTEXT, PAIRS, TOKENS, SEED };

/* Distances up to 2 M are held. */
#define CONTEXT_MOST 8388606

/* The dimension of the vectors that stand in files, if any do. */
static size_t dim_of(const struct option_value *qks)
{
    for (size_t k = 0; k < qks->count; k++)
        if (qk_rows_of(&qks->qks[k].law))
            return qk_rows_of(&qks->qks[k].law)->dim;
    return 128;
}

static char *derive(const struct option_value *values, struct message *error)
{
    const struct option_value *contexts = &values[CONTEXT];
    if (contexts->count != 1) {
        message_set(error,
                    "option --context: \"%s\" holds %zu lengths, and the encodings that are taken "
                    "where none are given depend on it; expected one, or --encoding",
                    contexts->text, contexts->count);
        return NULL;
    }
    return card_default_list(contexts->numbers[0], dim_of(&values[QK]), error);
}

static const struct option_spec options[] = {
    [ENCODING] = {.name = "encoding",
                  .type = OPTION_ENCODINGS,
                  .derive = derive,
                  .meaning = "encodings to compare, joined by ';'; see `posbias help encodings`; "
                             "default: every one there is. " CARD_FAIR
                             ", and dim is that of the models' files, else 128"},
    [QK] = OPTION_QK_ROW("aligned:rho=0.5;gauss"),
    /* rope-id of the defaults wants more than 64 trained tokens */
    [CONTEXT] = OPTION_CONTEXT_ROW("256", "8192", "8192", 66, CONTEXT_MOST),
    [PAIRS] = {.name = "pairs",
               .type = OPTION_WHOLE,
               .fallback = {"16", "256", "2048"},
               .lo = 6,
               .hi = 1e6,
               .meaning = "draws of a query with two keys; 1 is used for a deterministic model"},
    [TOKENS] = OPTION_TOKENS_ROW,
    [SEED] = OPTION_SEED_ROW,
};

static const char *const arguments[] = {"--qk=aligned:rho=0.5", NULL};
static const struct figure figures[] = {
    {"reportcard", "Report card: encodings by what can fail",
     "Rows are encodings, columns criteria. Each cell has the value and below it its rank, a range "
     "where the 95 % limits of several overlap; the darker, the worse. > is a distance that was "
     "not found so far out; a cross, that there is no such number. " CARD_FAIR
     ". No criterion is the right one: a preference for near keys is bias in the first four "
     "columns, and what keeps positions apart in the fifth.",
     arguments},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk, double context,
                    struct message *error)
{
    if (fmod(context, 2.0) != 0.0)
        return message_set(error,
                           "option --context: %.0f is odd and has no halves; expected an even "
                           "length",
                           context);
    if (encoding_reach(encoding) < 2.0 * context)
        return message_set(error,
                           "encoding \"%s\": its query stands at %.0f, and distances up to 2 M = "
                           "%.0f are scored; expected at=%.0f or more",
                           encoding->text, encoding_reach(encoding), 2.0 * context, 2.0 * context);
    return qk_drawable(qk, encoding, error);
}

static enum status run_reportcard(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK],
                              *contexts = &run->values[CONTEXT];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < contexts->count; i++)
        for (size_t e = 0; e < encodings->count; e++)
            for (size_t k = 0; k < qks->count; k++)
                if (!allowed(encodings->encodings[e], &qks->qks[k], contexts->numbers[i],
                             &run->error))
                    return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    for (size_t k = 0; status == STATUS_OK && k < qks->count; k++)
        for (size_t i = 0; status == STATUS_OK && i < contexts->count; i++)
            status = card_rows(run, &qks->qks[k], contexts->numbers[i]);
    return status;
}

const struct experiment experiment_reportcard = {
    .name = "reportcard",
    .summary = "every encoding by every criterion, with limits and with ranks that respect them",
    .measures =
        "Distance bias, of the mean score: aligned_mean, its share of that at distance 0 over the "
        "far half (1 is best); first_negative_tok (far is best); gap and horizon_tok, how much "
        "and how far a near key is preferred (0 and near are best). Failures: position_inversion, "
        "token_inversion, position_aliasing and token_aliasing in bf16, drift under a common shift "
        "in bf16 (less is best). What there is to tell: variance at long range as a share of that "
        "at distance 0, which no encoding's factor on the score changes (1 is best), and two "
        "scores after FOLLOW's, positional and semantic (more is best). A rank counts for sure "
        "what limits tell apart: rank_lo those surely better, rank_hi those not surely worse.",
    .source = "TAPA Theorem 2.2 (gap); MEN (2405.14591) (first negative distance); DU (2605.15514) "
              "and FOLLOW (2609.39929) (inversions, aliasing, scores); 2411.13476 (drift)",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(card_columns),
    EXPERIMENT_FIGURES(figures),
    .run = run_reportcard,
    .cost = reportcard_cost,
};
