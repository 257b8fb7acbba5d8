/* What others say about a base and a context, side by side: MEN's criterion, SCALE, PHASE, and the
 * horizon of TAPA's gap. */
#include <math.h>
#include <stdlib.h>

#include "experiments/basebound/measure.h"
#include "experiments/bounds/cost.h"
#include "experiments/bounds/judges.h"
#include "experiments/bounds/measure.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/turning.h"
#include "kernels/counts/dtype.h"
#include "theory/limits/length_bounds.h"

/* the rows of dtypes, in order */
static const char *const dtype_choices[] = {"bf16", "fp16", "fp32", "fp64", NULL};

enum { ENCODING, CONTEXT, DEPTH, EPS, DTYPE, TRAIN, TRAIN_BASE, LIMIT };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=1e4,dim=128;rope:base=5e5,dim=128"),
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x2", "1024:131072:x2", "1024:1048576:x2", 1,
                                   BASEBOUND_CONTEXT),
    [DEPTH] = {.name = "depth",
               .type = OPTION_WHOLE,
               .fallback = {"32", "32", "32"},
               .lo = 1,
               .hi = 1e6,
               .meaning = "PHASE: number of layers N"},
    [EPS] = {.name = "eps",
             .type = OPTION_REALS,
             .fallback = {"0.95", "0.95", "0.95"},
             .lo = 1e-6,
             .hi = 1.0 - 1e-6,
             .meaning = "PHASE: what the slowest pair's cosine must stay above"},
    [DTYPE] = {.name = "dtype",
               .type = OPTION_CHOICE,
               .fallback = {"fp32", "fp32", "fp32"},
               .choices = dtype_choices,
               .meaning = "PHASE: format whose spacing at 1 a slow pair must exceed per token"},
    [TRAIN] = {.name = "train",
               .type = OPTION_WHOLE,
               .fallback = {"4096", "4096", "4096"},
               .lo = 7,
               .hi = BASEBOUND_CONTEXT,
               .meaning = "SCALE: context trained with, tokens, before the base was changed"},
    [TRAIN_BASE] = {.name = "train-base",
                    .type = OPTION_REALS,
                    .fallback = {"1e4", "1e4", "1e4"},
                    .lo = 1.000001,
                    .hi = BASE_BANK_BASE,
                    .meaning = "SCALE: base trained with before it was changed"},
    [LIMIT] = {.name = "limit",
               .type = OPTION_WHOLE,
               .fallback = {"1048576", "16777216", "67108864"},
               .lo = 1,
               .hi = 0x1p40,
               .meaning = "distances, tokens, up to which MEN's sum and TAPA's gap are searched "
                          "for their first violation; TAPA's from the base on"},
};

enum {
    COLUMN_ENCODING,
    COLUMN_CRITERION,
    COLUMN_CONTEXT_TOK,
    COLUMN_BASE_LEAST,
    COLUMN_CONTEXT_MOST,
    COLUMN_PROVED,
    COLUMN_BASE_MOST,
    COLUMN_CONTEXT_LEAST,
    COLUMN_HOLDS,
    COLUMN_BASE,
    COLUMN_DIM,
    COLUMN_DIM_CRITICAL
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_CRITERION] =
        {"criterion",
         "men: the sum of cosines of the rotated pairs is nowhere negative below the context. "
         "scale-reach: as far as the pairs that finished a turn in --train reach, their number "
         "rounded up; scale-critical: not rounded. scale-beta-1, -2, -3: every pair makes a quarter, "
         "half, whole turn in the context. phase-alias, -dc, -depth: the slowest pair turns less "
         "than once, keeps its cosine over eps, the N-th power of it. phase-precision: it moves "
         "by more than the format's spacing at 1 per token. -exact: its frequency is b^(-1+2/D), "
         "not 1/b as printed. tapa-gap: Theorem 2.2's inequality from the base on"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length L, tokens"},
    [COLUMN_BASE_LEAST] =
        {"base_least",
         "smallest base of plain RoPE with the encoding's rotated dimension and unit at which the "
         "criterion holds for the context; for phase-alias it fails there and holds above. Empty "
         "for men and scale in unit turn or where fewer pairs rotate than the exponent counts. "
         "tapa-gap: the smallest of a grid, 65,537 times powers of 2^(1/8) up to the context, "
         "whose inequality holds at every distance from that base on below the context; empty if "
         "none does, and for contexts to 65,538, where no base has both a near and a far distance"},
    [COLUMN_CONTEXT_MOST] =
        {"context_most",
         "longest context for the encoding's own frequencies, scaling included; empty where the "
         "formula asks for a base and the scaling rule leaves none, and for men and tapa-gap if "
         "no violation is seen up to --limit. tapa-gap: the horizon of `gap`, mu0=1, nu0=0; empty "
         "up to base 65,536 too, where the near range holds no distance"},
    [COLUMN_PROVED] =
        {"proved",
         "1 if every number of the row is proved to be what its column says of the criterion; "
         "scale and phase are formulas that others published, with no proof about a model: 0"},
    [COLUMN_BASE_MOST] = {"base_most",
                          "largest base for the context, for scale-beta and phase-precision, whose "
                          "bound is from above"},
    [COLUMN_CONTEXT_LEAST] = {"context_least", "shortest context for the base, for scale-beta"},
    [COLUMN_HOLDS] = {"holds",
                      "1 if the criterion holds for the encoding at the context, 0 if not; empty "
                      "where it says nothing or was not searched so far"},
    [COLUMN_BASE] = {"base",
                     "the base whose plain RoPE has the encoding's frequencies: its own, or what "
                     "ntk and dynamic make of it; empty for other scaling rules, which have none"},
    [COLUMN_DIM] = {"dim", "D in the exponent of the frequencies"},
    [COLUMN_DIM_CRITICAL] = {"dim_critical",
                             "scale-reach: the critical dimension of --train and --train-base; "
                             "empty where every pair finishes a turn in training"},
};

static void put(struct table *t, size_t column, struct bound bound)
{
    row_optional(t, column, bound.present, bound.value);
}

/* Whether there is something in the row, all of which is proved. */
static bool all_proved(const struct bounds_row *row)
{
    const struct bound *all[] = {&row->base_least, &row->base_most, &row->context_least,
                                 &row->context_most};
    bool any = false;
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        if (all[i]->present && !all[i]->proved)
            return false;
        any = any || all[i]->present;
    }
    return any;
}

static void put_row(struct run *run, const struct encoding *encoding,
                    const struct bounds_subject *s, const struct bounds_request *request,
                    enum criterion criterion, double context, const struct bounds_row *row)
{
    struct table *t = run->table;
    size_t critical;
    row_text(t, COLUMN_ENCODING, encoding->text);
    row_text(t, COLUMN_CRITERION, criterion_names[criterion]);
    row_number(t, COLUMN_CONTEXT_TOK, context);
    put(t, COLUMN_BASE_LEAST, row->base_least);
    put(t, COLUMN_CONTEXT_MOST, row->context_most);
    row_number(t, COLUMN_PROVED, all_proved(row));
    put(t, COLUMN_BASE_MOST, row->base_most);
    put(t, COLUMN_CONTEXT_LEAST, row->context_least);
    put(t, COLUMN_HOLDS, row->holds);
    put(t, COLUMN_BASE, s->base);
    row_number(t, COLUMN_DIM, (double)s->dim);
    if (criterion == CRITERION_SCALE_REACH && row->base_least.present &&
        scale_critical_dim(s->dim, request->train_base, request->train, &critical) == STATUS_OK)
        row_number(t, COLUMN_DIM_CRITICAL, (double)critical);
    row_end(t);
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct bounds_request *request, const struct bound *least)
{
    const struct option_value *context = &run->values[CONTEXT];
    struct bounds_subject s = bounds_subject_of(encoding_schedule(encoding));
    struct bounds_found found;
    enum status status = bounds_find(&s, request, &found);
    for (size_t i = 0; status == STATUS_OK && i < context->count; i++) {
        struct bound gap;
        status = bounds_gap_base(&s, context->numbers[i], &gap);
        for (int c = 0; status == STATUS_OK && c < CRITERION_COUNT; c++) {
            struct bounds_row row = bounds_row_of((enum criterion)c, &s, request, &found,
                                                  context->numbers[i], least[i], gap);
            put_row(run, encoding, &s, request, (enum criterion)c, context->numbers[i], &row);
        }
    }
    return status;
}

static bool allowed(struct run *run, const struct encoding *encoding)
{
    const struct schedule *schedule = turning_schedule(encoding, &run->error);
    return schedule &&
           (bounds_subject_of(schedule).dim <= BASEBOUND_DIM ||
            message_set(&run->error,
                        "option --encoding: \"%s\" rotates %zu coordinates; expected at most %d",
                        encoding->text, bounds_subject_of(schedule).dim, BASEBOUND_DIM));
}

static bool one_number(struct run *run, int option)
{
    return run->values[option].count == 1 ||
           message_set(&run->error, "option --%s: \"%s\" is more than one number; expected one",
                       run->experiment->options[option].name, run->values[option].text);
}

static enum status run_bounds(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *context = &run->values[CONTEXT];
    for (size_t e = 0; e < encodings->count; e++)
        if (!allowed(run, encodings->encodings[e]))
            return STATUS_DOMAIN;
    if (!one_number(run, EPS) || !one_number(run, TRAIN_BASE) || !run_begin(run))
        return STATUS_DOMAIN;
    struct bounds_request request = {
        .eps = run_number(run, "eps"),
        .depth = run_number(run, "depth"),
        .train = run_number(run, "train"),
        .train_base = run_number(run, "train-base"),
        .unit = ldexp(1.0, -dtypes[(size_t)run_number(run, "dtype")].fraction),
        .limit = run_number(run, "limit")};
    struct bound *least = calloc(context->count, sizeof *least);
    enum status status = least ? STATUS_OK : STATUS_MEMORY;
    size_t before = 0; /* dim whose least bases these are */
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++) {
        struct bounds_subject s = bounds_subject_of(encoding_schedule(encodings->encodings[e]));
        size_t dim = s.turn == 1.0 && s.whole ? s.dim : 0;
        if (dim != before || dim == 0)
            status = bounds_least(&s, context->count, context->numbers, least);
        before = dim;
        if (status == STATUS_OK)
            status = rows_of(run, encodings->encodings[e], &request, least);
        run_step(run);
    }
    free(least);
    return status;
}

static const char *const arguments[] = {"--encoding=rope:base=5e5,dim=128", NULL};
static const struct figure figures[] = {
    {"bounds", "Base against context by criterion",
     "The smallest base that each criterion asks for at a context, thick, and the largest that it "
     "allows, thin; dashed, a base as models have it. MEN's line is proved, the others are "
     "formulas. They differ by a factor of a hundred and more. Rows with the exact slowest "
     "frequency are left out: their lines lie close to those of 1/b.",
     arguments},
};

const struct experiment experiment_bounds = {
    .name = "bounds",
    .summary =
        "smallest base and longest context by MEN, SCALE, PHASE and TAPA's gap, side by side",
    .measures =
        "For each context the base that each criterion asks for, and for each encoding the context "
        "that it allows. MEN's numbers are proved: the base by going over bases that fail, the "
        "context by the sign of every sum. TAPA's horizon is proved as `gap --prove` does it. "
        "SCALE and PHASE are formulas; PHASE is known second-hand and takes the slowest frequency "
        "for 1/b, which it is not, so each has a row with the exact one.",
    .source = "MEN (2405.14591); SCALE (2310.05209); PHASE (2602.10959), known second-hand; TAPA "
              "Theorem 2.2; theory/limits/README.md, section length-bounds",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &bounds_claims,
    .run = run_bounds,
    .cost = bounds_cost,
};
