#include "experiments/exceeds.h"

#include "experiments/harness/command/experiment.h"

#define SHARED_COLUMNS                                                                             \
    [EXCEEDS_ENCODING] = {"encoding", "encoding string"},                                          \
    [EXCEEDS_QK] = {"qk", "query-key model"},                                                      \
    [EXCEEDS_FAILURE] = {"failure",                                                                \
                         "which share of failures: that column of the usual table, a count being " \
                         "a share of all pairs of distances, or of all distances"},                \
    [EXCEEDS_LEVEL] = {"level", "level of --exceeds"},                                             \
    [EXCEEDS_SEARCHED] = {"searched",                                                              \
                          "option whose list is searched: no length between its entries is "       \
                          "looked at, nor what the share does behind the first"},                  \
    [EXCEEDS_COUNT] = {"count", "entries of that list"},                                           \
    [EXCEEDS_FIRST_TOK] = {"first_tok",                                                            \
                           "first of the list at which the share counted exceeds the level, "      \
                           "tokens; empty where it does at none of the list"},                     \
    [EXCEEDS_FIRST_LO_TOK] =                                                                       \
        {"first_lo_tok",                                                                           \
         "first at which the share's upper limit does, every tie being a failure: at none "        \
         "before does the expectation exceed the level, with 95 % confidence for the list; "       \
         "empty: at none of the list"},                                                            \
    [EXCEEDS_FIRST_HI_TOK] = {                                                                     \
        "first_hi_tok",                                                                            \
        "first at which the lower limit does, no tie being a failure: the expectation "            \
        "exceeds the level there, or earlier, with the same confidence; empty: not sure "          \
        "that it ever does"}

#define PAIRS_COLUMN                                                                    \
    {                                                                                   \
        "pairs", "queries drawn; 1 for a deterministic model, whose limits are its own" \
    }

const struct column exceeds_columns[EXCEEDS_COLUMN_COUNT] = {
    SHARED_COLUMNS,
    [EXCEEDS_HAS_EXACT] = {"has_exact",
                           "1 where the expectation is known in closed form all along the list; "
                           "elsewhere the next three are empty"},
    [EXCEEDS_FIRST_EXACT_TOK] = {"first_exact_tok",
                                 "first of the list at which the exact expectation exceeds the "
                                 "level; empty where it does at none"},
    [EXCEEDS_FIRST_EXACT_LO_TOK] =
        {"first_exact_lo_tok",
         "the same of the expectation and its error (p_exact_err of locality and consistency)"},
    [EXCEEDS_FIRST_EXACT_HI_TOK] = {"first_exact_hi_tok",
                                    "of the expectation less that: where it is an average over a "
                                    "sample of distances, 95 % hold at each of the list, not for "
                                    "the list"},
    [EXCEEDS_PAIRS] = PAIRS_COLUMN};
const struct column exceeds_plain_columns[EXCEEDS_PLAIN_COUNT] = {
    SHARED_COLUMNS, [EXCEEDS_PLAIN_PAIRS] = PAIRS_COLUMN,
    [EXCEEDS_DTYPE] = {"dtype", "format that scores are rounded to"}};

double exceeds_confidence(size_t count) { return 1.0 - 0.05 / (double)count; }

static double counted(const struct exceeds_point *p) { return p->share; }
static double upper(const struct exceeds_point *p) { return p->hi; }
static double lower(const struct exceeds_point *p) { return p->lo; }
static double exact(const struct exceeds_point *p) { return p->exact.val; }
static double exact_upper(const struct exceeds_point *p) { return p->exact.val + p->exact.err; }
static double exact_lower(const struct exceeds_point *p) { return p->exact.val - p->exact.err; }

/* The cell of the first point at which a value of it is over the level; empty if there is none. */
static void put_first(struct table *table, size_t column, const struct exceeds_series *series,
                      double level, double (*value)(const struct exceeds_point *point))
{
    size_t i = 0;
    while (i < series->count && !(value(&series->point[i]) > level))
        i++;
    row_optional(table, column, i < series->count, i < series->count ? series->point[i].at : 0.0);
}

static void put_exact(struct table *table, const struct exceeds_series *series, double level)
{
    bool known = series->count > 0;
    for (size_t i = 0; i < series->count; i++)
        known = known && series->point[i].has_exact;
    row_number(table, EXCEEDS_HAS_EXACT, known ? 1.0 : 0.0);
    if (known) {
        put_first(table, EXCEEDS_FIRST_EXACT_TOK, series, level, exact);
        put_first(table, EXCEEDS_FIRST_EXACT_LO_TOK, series, level, exact_upper);
        put_first(table, EXCEEDS_FIRST_EXACT_HI_TOK, series, level, exact_lower);
    }
}

void exceeds_rows(struct run *run, const struct exceeds_series *series)
{
    const struct option_value *levels = run_value(run, "exceeds");
    struct table *table = run->table;
    for (size_t i = 0; i < levels->count; i++) {
        double level = levels->numbers[i];
        row_text(table, EXCEEDS_ENCODING, series->encoding->text);
        row_text(table, EXCEEDS_QK, series->qk->text);
        row_text(table, EXCEEDS_FAILURE, series->failure);
        row_number(table, EXCEEDS_LEVEL, level);
        row_text(table, EXCEEDS_SEARCHED, series->searched);
        row_number(table, EXCEEDS_COUNT, (double)series->count);
        put_first(table, EXCEEDS_FIRST_TOK, series, level, counted);
        put_first(table, EXCEEDS_FIRST_LO_TOK, series, level, upper);
        put_first(table, EXCEEDS_FIRST_HI_TOK, series, level, lower);
        row_number(table, series->dtype ? EXCEEDS_PLAIN_PAIRS : EXCEEDS_PAIRS, series->pairs);
        if (series->dtype)
            row_text(table, EXCEEDS_DTYPE, series->dtype);
        else
            put_exact(table, series, level);
        row_end(table);
    }
}
