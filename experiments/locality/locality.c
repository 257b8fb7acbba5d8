/* Position inversion: how often a far key scores higher than a near one, counted over all pairs of
 * distances. */
#include "experiments/exceeds.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/locality/cost.h"
#include "experiments/locality/exceeds.h"
#include "experiments/locality/judges.h"
#include "experiments/locality/measure.h"
#include "experiments/locality/versus.h"
#include "experiments/versus.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/counts/inversion_stream.h"
#include "theory/ground/range.h"

static const char *const window_choices[] = {"half", "follow", NULL};

enum { ENCODING, QK, TOKENS, CONTEXT, WINDOWS, PAIRS, POINTS, SEED, VERSUS, EXCEEDS };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128;tapa:dim=128,alpha=0.1,split=0.5"),
    [QK] = OPTION_QK_ROW("aligned:rho=0.5"),
    [TOKENS] = OPTION_TOKENS_ROW,
    [CONTEXT] = OPTION_CONTEXT_ROW("64:16384:x4", "64:131072:x2", "64:1048576:x2", 1,
                                   INVERSION_LIMIT),
    [WINDOWS] =
        {.name = "windows",
         .type = OPTION_CHOICE,
         .fallback = {"half", "half", "half"},
         .choices = window_choices,
         .meaning = "near and far distances: [0,M/2) and [M/2,M), M even; or M+1..2M and 2M+1..3M"},
    [PAIRS] = OPTION_DRAWS_ROW("16", "100", "1000"),
    [POINTS] = {.name = "points",
                .type = OPTION_WHOLE,
                .fallback = {"1024", "4096", "65536"},
                .lo = 32,
                .hi = 1e8,
                .meaning = "quasi-random pairs of distances in p_exact's average"},
    [SEED] = OPTION_SEED_ROW,
    [VERSUS] = OPTION_VERSUS_ROW,
    [EXCEEDS] = OPTION_EXCEEDS_ROW("context"),
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_P_INV,
    COLUMN_P_INV_LO,
    COLUMN_P_INV_HI,
    COLUMN_P_TIE,
    COLUMN_P_EXACT,
    COLUMN_P_LAW,
    COLUMN_PAIRS,
    COLUMN_P_EXACT_ERR
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [COLUMN_P_INV] =
        {"p_inv",
         "share of the (near, far) pairs of distances with S(near) < S(far), all counted, mean "
         "over draws of q and k"},
    [COLUMN_P_INV_LO] =
        {"p_inv_lo",
         "95 % limit over the draw of q and k, lower, no tie being an inversion; of the count "
         "itself for a deterministic model"},
    [COLUMN_P_INV_HI] = {"p_inv_hi", "upper, every tie being one"},
    [COLUMN_P_TIE] = {"p_tie", "share of the pairs whose scores cannot be told apart"},
    [COLUMN_P_EXACT] =
        {"p_exact",
         "exact expectation of p_inv, averaged over pairs of distances; empty where none exists or "
         "its error is 1/4 or more"},
    [COLUMN_P_LAW] = {"p_law", "approximate law on its range; empty elsewhere"},
    [COLUMN_PAIRS] = {"pairs", "queries and keys drawn; 1 for a deterministic model"},
    [COLUMN_P_EXACT_ERR] =
        {"p_exact_err",
         "error of p_exact: of the average over pairs of distances (95 %) and of its values"},
};

/* Windows that the exactness limit, the distance limit and the halves allow; else the error says
 * what is wrong. */
static bool context_allowed(enum locality_windows windows, double context, struct message *error)
{
    if (windows == LOCALITY_HALF && (context < 2.0 || fmod(context, 2.0) != 0.0))
        return message_set(
            error,
            "option --context: %.0f cannot be halved; expected even lengths from 2, or "
            "--windows=follow",
            context);
    if (windows == LOCALITY_FOLLOW && 2.0 * context > INVERSION_LIMIT)
        return message_set(
            error, "option --context: %.0f is too long for --windows=follow; expected at most %.0f",
            context, 0.5 * INVERSION_LIMIT);
    return true;
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    enum locality_windows windows = (enum locality_windows)run_number(run, "windows");
    size_t draws = qk_alike(&qk->law, encoding) ? 1 : (size_t)run_number(run, "pairs");
    struct locality_fraction *fraction = malloc(draws * sizeof *fraction);
    enum status status = fraction ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < run->values[CONTEXT].count; i++) {
        double context = run->values[CONTEXT].numbers[i];
        struct curve_window window[2];
        struct locality_estimate p;
        struct estimate exact;
        double law;
        bool exists,
            has_law = windows == LOCALITY_HALF && locality_law(encoding, &qk->law, context, &law);
        locality_window(windows, context, window);
        status = locality_fractions(encoding, &qk->law, &run->stream, window, draws, fraction);
        if (status == STATUS_OK)
            status = locality_estimate(qk_alike(&qk->law, encoding), draws, fraction, 0.95, &p);
        if (status == STATUS_OK)
            status = locality_exact(encoding, &qk->law, window, (size_t)run_number(run, "points"),
                                    &exact);
        exists = status == STATUS_OK;
        if (status == STATUS_UNDEFINED)
            status = STATUS_OK;
        if (status != STATUS_OK)
            break;
        row_text(run->table, COLUMN_ENCODING, encoding->text);
        row_text(run->table, COLUMN_QK, qk->text);
        row_number(run->table, COLUMN_CONTEXT_TOK, context);
        row_number(run->table, COLUMN_P_INV, p.p_inv);
        row_number(run->table, COLUMN_P_INV_LO, p.p_inv_lo);
        row_number(run->table, COLUMN_P_INV_HI, p.p_inv_hi);
        row_number(run->table, COLUMN_P_TIE, p.p_tie);
        row_optional(run->table, COLUMN_P_EXACT, exists,
                     range_kept(exact.val, exact.err, 0.0, 1.0));
        row_optional(run->table, COLUMN_P_LAW, has_law, law);
        row_number(run->table, COLUMN_PAIRS, (double)draws);
        row_optional(run->table, COLUMN_P_EXACT_ERR, exists, exact.err);
        row_end(run->table);
        run_step(run);
    }
    free(fraction);
    return status;
}

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return qk_drawable(qk, encoding, error);
}

static bool contexts_allowed(struct run *run)
{
    for (size_t i = 0; i < run->values[CONTEXT].count; i++)
        if (!context_allowed((enum locality_windows)run_number(run, "windows"),
                             run->values[CONTEXT].numbers[i], &run->error))
            return false;
    return true;
}

static enum status run_locality(struct run *run)
{
    return contexts_allowed(run) ? run_each(run, allowed, rows_of) : STATUS_DOMAIN;
}

static enum status run_versus(struct run *run)
{
    return contexts_allowed(run) ? locality_versus(run) : STATUS_DOMAIN;
}

static enum status run_exceeds(struct run *run)
{
    return contexts_allowed(run) ? run_each(run, allowed, locality_exceeds) : STATUS_DOMAIN;
}

static const struct experiment_table tables[] = {
    {"versus", locality_versus_columns, VERSUS_COLUMN_COUNT, run_versus},
    {"exceeds", exceeds_columns, EXCEEDS_COLUMN_COUNT, run_exceeds}};

#define FIVE_BASES                                                                  \
    "--encoding=rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;" \
    "rope:base=1e7,dim=128;rope:base=1e8,dim=128"
static const char *const arguments[] = {FIVE_BASES ";tapa:dim=128,alpha=0.1,split=0.5",
                                        "--qk=aligned:rho=0.5", NULL};
static const char *const arguments_unit[] = {FIVE_BASES, "--qk=unit", NULL};
static const struct figure figures[] = {
    {"locality", "Probability of a position inversion against context",
     "A far key (distance M/2..M-1) against a near one (0..M/2-1), all pairs of distances counted "
     "for each drawn query and key, k = rho q + noise with rho = 0.5. RoPE's preference for near "
     "keys fades slowly while M stays below 2 pi b and is gone beyond; a larger base delays that, "
     "and weakens the preference before. TAPA has nearly none: 0.48 at 64 tokens, 1/2 from a "
     "thousand on.",
     arguments},
    {"locality_unit", "Position inversions of the curve a_n = 1, phi_n = 0",
     "One deterministic curve per base, sum of cos(r theta_n): exact counts, beside Phi(-2 ln 2 "
     "sqrt(h/(ln M ln b))) on its range. Beyond 2 pi b the curve first overshoots 1/2.",
     arguments_unit},
};

const struct experiment experiment_locality = {
    .name = "locality",
    .summary = "how often a far key scores higher than a near one (position inversion), every pair "
               "counted",
    .measures = "For each drawn query and key, compares the score at every near distance with that "
                "at every far distance and counts the pairs in which the far one is larger, "
                "exactly; ties are counted apart. Curves of more than 2^24 scores are bracketed to "
                "1e-6 of the pairs instead, which shows in the limits.",
    .source = "DU (2605.15514), position inversion; FOLLOW (2609.39929) Eq. 38; "
              "theory/order/README.md, sections position-order, order-average, tapa-position-order",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .claims = &locality_claims,
    .run = run_locality,
    .cost = locality_cost,
};
