/* How the mean score dies out with distance: value, variance and local exponent, for TAPA's two
 * phases and for banks. */
#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/decay/cost.h"
#include "experiments/decay/judges.h"
#include "experiments/harness/command/experiment.h"

enum { ENCODING, QK, DISTANCES };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "tapa:dim=128,alpha=0.1,split=0.5,phase=quadratic;tapa:dim=128,alpha=0.1,split=0.5,phase=linear"),
    [QK] = OPTION_QK_ROW("gauss:mu=0.5,sigma=1;gauss:mu=0.1,sigma=0.2"),
    [DISTANCES] = OPTION_DISTANCES_ROW("1:1048576:log:40", "1:1048576:log:80",
                                       "1:1099511627776:log:400"),
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_DISTANCE_TOK,
    COLUMN_MEAN_CLOSED,
    COLUMN_EXPONENT_LOCAL,
    COLUMN_EXPONENT_THEORY,
    COLUMN_VAR_CLOSED,
    COLUMN_MEAN_LOG10_ABS
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_DISTANCE_TOK] = {"distance_tok", "distance, tokens"},
    [COLUMN_MEAN_CLOSED] = {"mean_closed", "expected score, closed form"},
    [COLUMN_EXPONENT_LOCAL] = {"exponent_local", "d ln|mean|/d ln r; empty where the mean is zero"},
    [COLUMN_EXPONENT_THEORY] =
        {"exponent_theory",
         "the envelope's: -alpha D_P (quadratic phase, in the limit), or that of exp(-(2 pi "
         "r^alpha)^2 Var(phi)/2)"},
    [COLUMN_VAR_CLOSED] = {"var_closed", "variance of the score; empty for a model without one"},
    [COLUMN_MEAN_LOG10_ABS] =
        {"mean_log10_abs",
         "log10 of |mean|, also where the mean underflows; empty where it is zero"},
};

static const char *const moments_arguments[] = {
    "--encoding=tapa:dim=128,alpha=0.1,split=0.5;tapa:dim=128,alpha=0.1,split=0.75;tapa:dim=128,alpha=0.3,split=0.5",
    "--qk=gauss:mu=0.1,sigma=0.2", "--distances=1:1048576:log:160", NULL};
static const char *const phase_arguments[] = {
    "--encoding=tapa:dim=128,alpha=0.1,split=0.5,phase=quadratic;tapa:dim=128,alpha=0.1,split=0.5,phase=linear",
    "--qk=gauss:mu=0.01,sigma=0.2;gauss:mu=0.01,sigma=0.5", "--distances=1:1099511627776:log:120",
    NULL};
static const struct figure figures[] = {
    {"decay", "TAPA's mean and variance against distance",
     "Expected score (above, absolute value) and variance (below) of TAPA for three choices of "
     "alpha and split, coordinates independent N(0.1, 0.04). How soon the mean dies out depends on "
     "alpha: at 0.3 it is gone within the plot, at 0.1 it is still about 1e-2 at a million tokens. "
     "The variance rises towards half the amplitude's second moment and stays there.",
     moments_arguments},
    {"decay_phase", "Quadratic against linear phase",
     "Above: the mean's absolute value for the quadratic and the linear phase, on a logarithmic "
     "scale. Below: its local exponent d ln|mean|/d ln r with the envelope's theoretical one "
     "(dashed). The quadratic phase approaches a power law of exponent -alpha D_P; the linear "
     "phase falls ever faster, like exp(-4 pi^2 r^(2 alpha) sigma^2), and its mean changes sign, "
     "where the exponent jumps. At sigma = 0.5 the quadratic phase is close to its limit -6.4 only "
     "near 1e12 tokens; at sigma = 0.2 it is far from it even there.",
     phase_arguments},
};

static enum status rows_of(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    const struct option_value *list = &run->values[DISTANCES];
    double *mean = malloc(2 * list->count * sizeof *mean), *variance = mean + list->count;
    bool has_mean = false, has_variance = false;
    const struct closed_forms *closed = closed_forms(e);
    enum status status = mean ? closed_moments(e, &qk->law, list->count, list->numbers, mean,
                                               variance, &has_mean, &has_variance)
                              : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < list->count; i++) {
        double r = list->numbers[i], local = 0.0, theory = 0.0,
               log10_abs = mean[i] == 0.0 ? -HUGE_VAL : log10(fabs(mean[i]));
        enum status defined = closed->exponent ? closed->exponent(e, &qk->law, r, &local)
                                               : STATUS_UNDEFINED;
        bool has_theory = closed->exponent_limit &&
                          closed->exponent_limit(e, &qk->law, r, &theory) == STATUS_OK;
        if (defined != STATUS_OK && defined != STATUS_UNDEFINED)
            status = defined;
        if (closed->mean_log10 && status == STATUS_OK)
            status = closed->mean_log10(e, &qk->law, r, &log10_abs);
        row_text(run->table, COLUMN_ENCODING, e->text);
        row_text(run->table, COLUMN_QK, qk->text);
        row_number(run->table, COLUMN_DISTANCE_TOK, r);
        row_number(run->table, COLUMN_MEAN_CLOSED, mean[i]);
        row_optional(run->table, COLUMN_EXPONENT_LOCAL, defined == STATUS_OK, local);
        row_optional(run->table, COLUMN_EXPONENT_THEORY, has_theory, theory);
        row_optional(run->table, COLUMN_VAR_CLOSED, has_variance, variance[i]);
        row_optional(run->table, COLUMN_MEAN_LOG10_ABS, isfinite(log10_abs), log10_abs);
        row_end(run->table);
    }
    run_step(run);
    free(mean);
    return status;
}

static bool allowed(const struct encoding *e, const struct qk_model *qk, struct message *error)
{
    return closed_mean_allowed(e, qk, "decay", error);
}

static enum status run_decay(struct run *run) { return run_each(run, allowed, rows_of); }

const struct experiment experiment_decay = {
    .name = "decay",
    .summary = "how the mean score dies out with distance: value, variance, local exponent",
    .measures =
        "The closed-form mean and variance of the score at each distance and the exponent of the "
        "mean's local power law, beside the exponent the theory predicts for its envelope. TAPA's "
        "quadratic phase against its linear one.",
    .source = "TAPA Theorems 3.2 and 3.3, Eq. 12, 14-16; theory/moments/README.md, sections "
              "tapa-mean, tapa-variance, tapa-exponent",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &decay_claims,
    .run = run_decay,
    .cost = decay_cost,
};
