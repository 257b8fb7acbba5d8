/* The plane of failures: losing which position is nearer against losing which token is relevant. */
#include "experiments/exceeds.h"
#include "experiments/tradeoff/cost.h"
#include "experiments/tradeoff/exceeds.h"
#include "experiments/tradeoff/measure.h"
#include "experiments/tradeoff/versus.h"
#include "experiments/versus.h"

#include <math.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/command/experiment.h"
#include "kernels/counts/inversion_stream.h"

enum { ENCODING, QK, CONTEXT, PAIRS, SEED, VERSUS, EXCEEDS };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e3,dim=128;rope:base=3e3,dim=128;rope:base=1e4,dim=128;rope:base=3e4,dim=128;rope:base=1e5,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;rope:base=3e6,dim=128;rope:base=1e7,dim=128;rope:base=3e7,dim=128;rope:base=1e8,dim=128;rope:base=3e8,dim=128;rope:base=1e9,dim=128;tapa:dim=128,alpha=0.05,split=0.5;tapa:dim=128,alpha=0.1,split=0.5;tapa:dim=128,alpha=0.2,split=0.5;tapa:dim=128,alpha=0.5,split=0.5;tapa:dim=128,alpha=1,split=0.5;tapa:dim=128,alpha=0.1,split=0.5,scale=0.1;tapa:dim=128,alpha=0.1,split=0.5,scale=0.03;tapa:dim=128,alpha=0.1,split=0.5,scale=0.01;alibi:dim=128,slope=0.0039"),
    [QK] = OPTION_QK_ROW("aligned:rho=0.5;gauss:mu=0.5,sigma=1"),
    [CONTEXT] = {.name = "context",
                 .type = OPTION_INTEGERS,
                 .fallback = {"8192", "8192,131072", "8192,131072"},
                 .lo = 2,
                 .hi = INVERSION_LIMIT,
                 .meaning = "context lengths M, tokens, even"},
    [PAIRS] = OPTION_PAIRS_ROW("64", "256", "4096"),
    [SEED] = OPTION_SEED_ROW,
    [VERSUS] = OPTION_VERSUS_ROW,
    [EXCEEDS] = OPTION_EXCEEDS_ROW("context"),
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_POSITION_FAILURE,
    COLUMN_POSITION_FAILURE_LO,
    COLUMN_POSITION_FAILURE_HI,
    COLUMN_TOKEN_FAILURE,
    COLUMN_TOKEN_FAILURE_LO,
    COLUMN_TOKEN_FAILURE_HI,
    COLUMN_PAIRS,
    COLUMN_POSITION_TIE,
    COLUMN_TOKEN_TIE
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [COLUMN_POSITION_FAILURE] =
        {"position_failure",
         "P(S(r1) < S(r2)), r1 uniform on [0, M/2), r2 on [M/2, M): every pair of distances "
         "counted"},
    [COLUMN_POSITION_FAILURE_LO] =
        {"position_failure_lo",
         "95 % limit over the draws of q and k, lower, no tie being a failure"},
    [COLUMN_POSITION_FAILURE_HI] = {"position_failure_hi", "upper, every tie being one"},
    [COLUMN_TOKEN_FAILURE] =
        {"token_failure",
         "P(the order of two keys at r is the reverse of that at 0), r uniform on [0, M): every r "
         "counted"},
    [COLUMN_TOKEN_FAILURE_LO] =
        {"token_failure_lo", "95 % limit over the draws of q and both keys, lower, no tie being "
                             "a failure"},
    [COLUMN_TOKEN_FAILURE_HI] = {"token_failure_hi", "upper, every tie being one"},
    [COLUMN_PAIRS] =
        {"pairs", "draws of a query and two keys; the first key's scores count for the positions"},
    [COLUMN_POSITION_TIE] = {"position_tie",
                             "share of the pairs of distances whose scores cannot be told apart"},
    [COLUMN_TOKEN_TIE] =
        {"token_tie", "share of the distances where rounding cannot tell a margin, there or at 0, "
                      "from zero"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"tradeoff", "Losing positions against losing tokens",
     "Each point is an encoding: how often a far position outscores a near one, and how often two "
     "keys are not in the order they have at distance 0, both averaged over the context, with 95 % "
     "limits. The curve joins RoPE's bases. TAPA's points have alpha from 0.05 to 1 and a phase "
     "scale from 0.01 to 1; ALiBi fails neither, since its bias is the same for all keys and grows "
     "with distance.",
     arguments},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return token_order_allowed(encoding, qk, SECOND_INDEPENDENT, error);
}

static enum status rows(struct run *run, const struct encoding *encoding, const struct qk_model *qk)
{
    const struct option_value *contexts = &run->values[CONTEXT];
    size_t pairs = (size_t)run_number(run, "pairs");
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < contexts->count; i++) {
        double context = contexts->numbers[i];
        struct tradeoff_failure failure[TRADEOFF_FAILURES];
        status = tradeoff_failures(encoding, &qk->law, &run->stream, context, pairs, 0.95, failure);
        if (status != STATUS_OK)
            break;
        const struct tradeoff_failure *position = &failure[TRADEOFF_POSITION],
                                      *token = &failure[TRADEOFF_TOKEN];
        row_text(run->table, COLUMN_ENCODING, encoding->text);
        row_text(run->table, COLUMN_QK, qk->text);
        row_number(run->table, COLUMN_CONTEXT_TOK, context);
        row_number(run->table, COLUMN_POSITION_FAILURE, position->p);
        row_number(run->table, COLUMN_POSITION_FAILURE_LO, position->lo);
        row_number(run->table, COLUMN_POSITION_FAILURE_HI, position->hi);
        row_number(run->table, COLUMN_TOKEN_FAILURE, token->p);
        row_number(run->table, COLUMN_TOKEN_FAILURE_LO, token->lo);
        row_number(run->table, COLUMN_TOKEN_FAILURE_HI, token->hi);
        row_number(run->table, COLUMN_PAIRS, (double)pairs);
        row_number(run->table, COLUMN_POSITION_TIE, position->tie);
        row_number(run->table, COLUMN_TOKEN_TIE, token->tie);
        row_end(run->table);
        run_step(run);
    }
    return status;
}

static bool contexts_allowed(struct run *run)
{
    for (size_t i = 0; i < run->values[CONTEXT].count; i++)
        if (fmod(run->values[CONTEXT].numbers[i], 2.0) != 0.0)
            return message_set(
                &run->error,
                "option --context: %.0f is odd and has no halves; expected an even length",
                run->values[CONTEXT].numbers[i]);
    return true;
}

static enum status run_tradeoff(struct run *run)
{
    return contexts_allowed(run) ? run_each(run, allowed, rows) : STATUS_DOMAIN;
}

static enum status run_versus(struct run *run)
{
    return contexts_allowed(run) ? tradeoff_versus(run) : STATUS_DOMAIN;
}

static enum status run_exceeds(struct run *run)
{
    return contexts_allowed(run) ? run_each(run, allowed, tradeoff_exceeds) : STATUS_DOMAIN;
}

static const struct experiment_table tables[] = {
    {"versus", tradeoff_versus_columns, TRADEOFF_VERSUS_COLUMN_COUNT, run_versus},
    {"exceeds", exceeds_columns, EXCEEDS_COLUMN_COUNT, run_exceeds}};

const struct experiment experiment_tradeoff = {
    .name = "tradeoff",
    .summary = "position failure against token failure",
    .measures =
        "For each encoding, how often a far position outscores a near one with the same key, "
        "beside how often the order of two keys is not the one they have at distance 0, averaged "
        "over the context. Both are counted over every distance of each draw, on the same draws.",
    .source = "arXiv 2605.15514, its trade-off (second-hand); theory/README.md, section "
              "token-order",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .run = run_tradeoff,
    .cost = tradeoff_cost,
};
