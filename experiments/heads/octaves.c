#include "experiments/heads/octaves.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/models/statistics/token_jackknife.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_LAYER,
    COLUMN_HEAD,
    COLUMN_OCTAVE,
    COLUMN_WAVELENGTH_FROM,
    COLUMN_WAVELENGTH_TO,
    COLUMN_PAIRS,
    COLUMN_USAGE_SHARE,
    COLUMN_USAGE_SHARE_LO,
    COLUMN_USAGE_SHARE_HI,
    COLUMN_USAGE_SHARE_NULL,
    COLUMN_TOKENS,
    COLUMN_COUNT
};
_Static_assert(COLUMN_COUNT == (int)OCTAVES_COLUMNS, "a place for each column");

const struct column octaves_columns[OCTAVES_COLUMNS] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_LAYER] = {"layer", "layer of a model's file; empty otherwise"},
    [COLUMN_HEAD] = {"head", "head of files; empty for a model that reads none"},
    [COLUMN_OCTAVE] = {"octave", "j = floor(log2(wavelength in tokens)); empty: pairs that do not "
                                 "rotate"},
    [COLUMN_WAVELENGTH_FROM] = {"wavelength_from", "2^j tokens"},
    [COLUMN_WAVELENGTH_TO] = {"wavelength_to", "2^(j + 1) tokens, itself not in the octave"},
    [COLUMN_PAIRS] = {"pairs", "pairs in the octave"},
    [COLUMN_USAGE_SHARE] = {"usage_share",
                            "share of sum_n mean |q_n| |k_n|, both of one token; empty where the "
                            "numbers of queries and keys differ"},
    [COLUMN_USAGE_SHARE_LO] = {"usage_share_lo", "95 % limit over tokens, lower: groups of them "
                                                 "left out, as `moments` says"},
    [COLUMN_USAGE_SHARE_HI] = {"usage_share_hi", "upper"},
    [COLUMN_USAGE_SHARE_NULL] = {"usage_share_null", "the same of rows permuted, their mean"},
    [COLUMN_TOKENS] = {"tokens", "tokens, of queries"},
};

/* Which octave each pair is in, and which there are; a pair that does not turn is in none. */
struct octaves {
    const struct token_sums *sums;
    const struct schedule *schedule;
    int first;
    size_t count; /* and one more for pairs that do not turn */
};

static size_t octave_of(const struct octaves *o, size_t n)
{
    double turns = o->schedule->turn_hi[n] + o->schedule->turn_lo[n];
    return turns > 0.0 ? (size_t)(ilogb(1.0 / turns) - o->first) : o->count;
}

static struct octaves octaves_of(const struct token_sums *sums, const struct schedule *schedule)
{
    struct octaves o = {sums, schedule, 0, 0};
    int last = 0;
    for (size_t n = 0; n < schedule->rotating; n++) {
        int octave = ilogb(1.0 / (schedule->turn_hi[n] + schedule->turn_lo[n]));
        o.first = n == 0 || octave < o.first ? octave : o.first;
        last = n == 0 || octave > last ? octave : last;
    }
    o.count = (size_t)(last - o.first) + 1;
    return o;
}

/* Shares, of the same tokens and of independent ones. */
static enum status shares(const void *context, const struct token_part *part, size_t left_out,
                          double *value)
{
    const struct octaves *o = context;
    size_t rows = o->count + 1;
    double all = 0.0, drawn = 0.0;
    (void)left_out;
    for (size_t i = 0; i < 2 * rows; i++)
        value[i] = 0.0;
    for (size_t n = 0; n < o->sums->pairs; n++) {
        double independent = part->norm[TOKEN_QUERY][n] * part->norm[TOKEN_KEY][n];
        value[octave_of(o, n)] += part->usage[n];
        value[rows + octave_of(o, n)] += independent;
        all += part->usage[n];
        drawn += independent;
    }
    for (size_t i = 0; i < rows; i++) {
        value[i] = o->sums->joint && all > 0.0 ? value[i] / all : NAN;
        value[rows + i] = drawn > 0.0 ? value[rows + i] / drawn : NAN;
    }
    return STATUS_OK;
}

static size_t pairs_in(const struct octaves *o, size_t octave)
{
    size_t count = 0;
    for (size_t n = 0; n < o->sums->pairs; n++)
        count += octave_of(o, n) == octave;
    return count;
}

static void put_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                    const struct octaves *o, size_t i, const struct token_estimate *share)
{
    struct table *t = run->table;
    struct head_place place = head_place_of(&qk->law);
    bool turns = i < o->count;
    double octave = (double)o->first + (double)i;
    row_text(t, COLUMN_ENCODING, encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_optional(t, COLUMN_LAYER, place.has_layer, place.layer);
    row_optional(t, COLUMN_HEAD, place.has_head, place.head);
    row_optional(t, COLUMN_OCTAVE, turns, octave);
    row_optional(t, COLUMN_WAVELENGTH_FROM, turns, exp2(octave));
    row_optional(t, COLUMN_WAVELENGTH_TO, turns, exp2(octave + 1.0));
    row_number(t, COLUMN_PAIRS, (double)pairs_in(o, i));
    double lo = share[i].lo, hi = share[i].hi;
    interval_keep(0.0, 1.0, share[i].value, &lo, &hi);
    row_optional(t, COLUMN_USAGE_SHARE, isfinite(share[i].value), share[i].value);
    row_optional(t, COLUMN_USAGE_SHARE_LO, isfinite(lo), lo);
    row_optional(t, COLUMN_USAGE_SHARE_HI, isfinite(hi), hi);
    row_optional(t, COLUMN_USAGE_SHARE_NULL, isfinite(share[o->count + 1 + i].value),
                 share[o->count + 1 + i].value);
    row_number(t, COLUMN_TOKENS, (double)o->sums->tokens[TOKEN_QUERY]);
    row_end(t);
}

enum status octaves_rows(struct run *run, const struct encoding *encoding,
                         const struct qk_model *qk)
{
    struct head_source source;
    struct token_rows rows = head_rows(&qk->law, &run->stream, encoding->dim,
                                       (size_t)run_number(run, "tokens"), &source);
    struct token_plan plan = {.rows = &rows};
    struct token_sums *sums = NULL;
    struct token_estimate *share = NULL;
    enum status status = token_sums_take(&plan, &sums);
    if (status == STATUS_OK) {
        struct octaves o = octaves_of(sums, encoding_schedule(encoding));
        bool still = o.schedule->rotating < o.schedule->pairs;
        share = malloc(2 * (o.count + 1) * sizeof *share);
        status = share ? token_jackknife(sums, 2 * (o.count + 1), shares, NULL, &o, share)
                       : STATUS_MEMORY;
        for (size_t i = 0; status == STATUS_OK && i < o.count + still; i++)
            put_row(run, encoding, qk, &o, i, share);
    }
    free(share);
    token_sums_free(sums);
    run_step(run);
    return status;
}
