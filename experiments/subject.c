/* The subject of the report: its title, its question, and what was published beside a figure. */
#include "experiments/harness/report/subject.h"
#include "theory/ground/arrays.h"

static const char *const trained[][3] = {
    {"RoPE in a trained model (TAPA, Appendix I)", "about 4.1", "about 0.85"},
    {"TAPA in a trained model (TAPA, Appendix I)", "about 0.03", "about 3.3"},
};

/* docs/choose.md has the same lines. */
static const char *const lessons[] = {
    "No row is white. NoPE keeps the order of all tokens (inversion 0) and gives all distances "
    "one score (aliasing 1); every other row pays in some column for telling positions apart.",
    "RoPE at base 1e4 tells tokens apart no better than a coin at this length: two tokens change "
    "order at 0.48 of the distances. Averaged over the far half of the distances, the mean score "
    "of an aligned key is -0.0015 of what it is at distance 0.",
    "A larger base buys back tokens, not positions: with base 5e5 tokens change order at 0.38 of "
    "the distances. Far keys win 0.33 of the time; the limits do not tell this from the 0.31 "
    "with base 1e4.",
    "YaRN and MrRoPE, set to extend a model trained at 2048 tokens to 8192, gain little here: "
    "0.13 of the mean score is left with either, and tokens change order at 0.43, surely less "
    "than RoPE's 0.48 but not by much.",
    "CoPE's clipping at its base of 1e7 keeps more: 0.42 of the mean score is left, tokens "
    "change order at 0.33, and the mean score is negative at no distance below 131,072 tokens, "
    "which is as far as the card looks.",
    "ALiBi, KERPLE, FIRE and FoX put no far key before a near one and change no order of tokens "
    "in any draw: both 0, at most 0.014. They pay elsewhere: ALiBi's two keys are equal in bf16 "
    "at 0.37 of the distances, and FIRE moves a score by 1.2e-5 of its range from one distance "
    "to the next. Sandwich, a bias of cosines, changes no order of tokens either. It puts a far "
    "key first at 0.15 of the pairs of distances, and this depends on neither query nor key.",
    "xPos prefers near keys and has little left far away: far keys win 0.094 of the time, but "
    "the variance of the score falls to 0.038 of that at distance 0.",
    "HoPE's hyperbolic rotation at decay 1.1 leaves nothing of a score in the far half: its "
    "variance there is 0, and the vectors that a model forms of queries and keys overflow. "
    "HySPE's vectors do not overflow, but rounding them to bf16 changes a score by 6e22 when "
    "query and key move together by 8192 tokens.",
    "CARoPE and Selective RoPE, whose frequencies depend on the tokens, keep more than RoPE: "
    "0.71 and 0.66 of the mean score, and tokens change order at 0.23 and 0.25.",
    "The card cannot tell how a model trains. Queries and keys are drawn, not learned; a trained "
    "model may avoid what fails here; no column is a training loss. The card says what a model "
    "has to work against, not what it reaches.",
};

static const char *const findings[] = {"DU-F1-ALIGNED", "MEN-1M-PASSES", "TAPA-T2.2"};

static const char *const figures[] = {"reportcard", "tradeoff_families",   "basebound",
                                      "locality",   "consistency_aligned", "aliasing",
                                      "gap"};

const struct subject subject = {
    .title = "posbias: RoPE and TAPA over distance",
    .heading = "What RoPE and TAPA do to attention over distance",
    .question = "Attention with rotary embeddings (RoPE) is said to prefer near tokens, to lose "
                "that preference and the order of tokens at long contexts, and to give distances "
                "the same score; TAPA is said to prefer no distance. Which of the published "
                "statements hold when they are computed, and where?",
    .finding_count = ARRAY_COUNT(findings),
    .findings = findings,
    .figure_count = ARRAY_COUNT(figures),
    .figures = figures,
    .context = {.experiment = "diffhist",
                .caption = "Score differences, computed here and in the paper's trained model. "
                           "The model's numbers are context, not a pass mark: its queries and "
                           "keys are learned, these are drawn.",
                .names = {"encoding", "qk"},
                .numbers = {"mean", "sd"},
                .heads = {"scores", "mean", "standard deviation"},
                .row_count = ARRAY_COUNT(trained),
                .rows = trained},
    .reading = {.experiment = "reportcard",
                .command = "reportcard --scale=standard --qk=aligned:rho=0.5 "
                           "--output=out/reportcard.csv",
                .opening = "Every encoding at its paper's own parameters, M = 8192 tokens, head "
                           "dimension 128, 256 draws of keys that agree with queries. What to "
                           "take from it:",
                .line_count = ARRAY_COUNT(lessons),
                .lines = lessons},
};
