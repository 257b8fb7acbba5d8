/* The subject of the report: its title, its question, and what was published beside a figure. */
#include "experiments/harness/report/subject.h"
#include "theory/ground/arrays.h"

static const char *const trained[][3] = {
    {"RoPE in a trained model (TAPA, Appendix I)", "about 4.1", "about 0.85"},
    {"TAPA in a trained model (TAPA, Appendix I)", "about 0.03", "about 3.3"},
};

const struct subject subject = {
    .title = "posbias: RoPE and TAPA over distance",
    .heading = "What RoPE and TAPA do to attention over distance",
    .question = "Attention with rotary embeddings (RoPE) is said to prefer near tokens, to lose "
                "that preference and the order of tokens at long contexts, and to give distances "
                "the same score; TAPA is said to prefer no distance. Which of the published "
                "statements hold when they are computed, and where?",
    .context = {.experiment = "diffhist",
                .caption = "Score differences, computed here and in the paper's trained model. "
                           "The model's numbers are context, not a pass mark: its queries and "
                           "keys are learned, these are drawn.",
                .names = {"encoding", "qk"},
                .numbers = {"mean", "sd"},
                .heads = {"scores", "mean", "standard deviation"},
                .row_count = ARRAY_COUNT(trained),
                .rows = trained},
};
