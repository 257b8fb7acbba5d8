/* The plane of failures: losing which position is nearer against losing which token is relevant. */
#include "experiments/exceeds.h"
#include "experiments/tradeoff/cost.h"
#include "experiments/tradeoff/exceeds.h"
#include "experiments/tradeoff/rows.h"
#include "experiments/tradeoff/versus.h"
#include "experiments/versus.h"

#include <math.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/command/experiment.h"
#include "kernels/counts/inversion_stream.h"

enum { ENCODING, QK, TOKENS, CONTEXT, PAIRS, SEED, VERSUS, EXCEEDS };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e3,dim=128;rope:base=3e3,dim=128;rope:base=1e4,dim=128;rope:base=3e4,dim=128;rope:base=1e5,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;rope:base=3e6,dim=128;rope:base=1e7,dim=128;rope:base=3e7,dim=128;rope:base=1e8,dim=128;rope:base=3e8,dim=128;rope:base=1e9,dim=128;tapa:dim=128,alpha=0.05,split=0.5;tapa:dim=128,alpha=0.1,split=0.5;tapa:dim=128,alpha=0.2,split=0.5;tapa:dim=128,alpha=0.5,split=0.5;tapa:dim=128,alpha=1,split=0.5;tapa:dim=128,alpha=0.1,split=0.5,scale=0.1;tapa:dim=128,alpha=0.1,split=0.5,scale=0.03;tapa:dim=128,alpha=0.1,split=0.5,scale=0.01;alibi:dim=128,slope=0.0039"),
    [QK] = OPTION_QK_ROW("aligned:rho=0.5;gauss:mu=0.5,sigma=1"),
    [TOKENS] = OPTION_TOKENS_ROW,
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

static const char *const arguments[] = {NULL};
/* What has a knob, each over its range; alpha and scale of TAPA are a grid. */
static const char *const knobs[] = {
    "--encoding=rope:dim=128,base=1e3,1e4,1e5,1e6,1e7,1e8,1e9;"
    "rope:base=5e5,dim=128,partial=p,rotary=16,32,48,64,80,96,112;"
    "tapa:dim=128,alpha=0.05,0.1,0.3,scale=0.001,0.003,0.01,0.02,0.03,0.05,0.1,0.3,1;"
    "tapa:dim=128,scale=0.03,split=0.125,0.25,0.5,0.75,0.875;"
    "alibi:dim=128,slope=0.0005,0.004,0.03;xpos:dim=128,scale=128,512,2048,8192,32768;"
    "kerple-log:dim=128,p=1,a=0.01,0.1,1;hope-fast:dim=128,train=512,2048,8192,32768,131072;"
    "cope-clip:dim=128,clip=8,20,32,48,64;hope-hyp:dim=128,decay=1.0001,1.001,1.01,1.1;"
    "evq:dim=128,tau=0.5,1,2,4;pope:dim=128,base=1e3,1e4,1e5,1e6,1e8;"
    "jordan:dim=128,gamma=0.0001,0.001,0.01;rope-id:dim=128,train=512,4096,32768;"
    "hyspe:dim=128,chi=0.001,0.01,0.1;grape-m:dim=128,omega=0.001,0.01,0.1;"
    "fire:dim=128,at=16k,slope=0.5,2,8;fope:dim=128,at=16k,gain=0.1,0.3,1;"
    "carope:dim=128,f=0.1,0.5,0.9;path:dim=128,beta=0.01,0.1,1;fox:dim=128,horizon=64,512,4096",
    "--qk=aligned:rho=0.5", "--context=8192", NULL};
static const struct figure figures[] = {
    {"tradeoff", "Losing positions against losing tokens",
     "Each point is an encoding: how often a far position outscores a near one, and how often two "
     "keys are not in the order they have at distance 0, both averaged over the context, with 95 % "
     "limits. The curve joins RoPE's bases. TAPA's points have alpha from 0.05 to 1 and a phase "
     "scale from 0.01 to 1; ALiBi fails neither, since its bias is the same for all keys and grows "
     "with distance.",
     arguments},
    {"tradeoff_families", "Families in the plane of failures",
     "Each curve is a family: encodings that differ in one value, written at its ends; families that "
     "lose next to nothing with any value are named above. Circles are "
     "on the frontier: no other encoding is surely better in one failure and no worse in the other. "
     "It is the neighbourhood of the origin: ALiBi, KERPLE, FIRE and FoX with any parameters, whose "
     "term is the same for all keys, TAPA with so small a phase scale and PaTH with so small a beta "
     "that scores hardly change. HySPE never loses which position is nearer, and the tokens' order at "
     "a tenth of the distances or more. Orders are counted, not by how much they hold: a bias that "
     "hides every far token loses neither. Nothing else here comes near but by ties (open points): "
     "hope-hyp's scores vanish.",
     knobs},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return token_order_allowed(encoding, qk, SECOND_INDEPENDENT, error);
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
    return contexts_allowed(run) && run_allowed(run, allowed) && run_begin(run) ? tradeoff_rows(run)
                                                                                : STATUS_DOMAIN;
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
    .source = "arXiv 2605.15514, its trade-off (second-hand); theory/order/README.md, section "
              "token-order",
    EXPERIMENT_OPTIONS(options),
    .columns = tradeoff_columns,
    .column_count = TRADEOFF_COLUMN_COUNT,
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .run = run_tradeoff,
    .cost = tradeoff_cost,
};
