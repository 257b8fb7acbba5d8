/* Claims on gaps, lemmas and bases: what is told of them is what the command beside them prints. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/basebound/judges.h"
#include "experiments/basebound/published.h"
#include "experiments/gap/judges.h"
#include "experiments/harness/claims/plain_presets.h"
#include "experiments/harness/output/csv_columns.h"
#include "experiments/lemmas/judges.h"
#include "tests/tools/cli_tools.h"
#include "theory/limits/gap.h"

/* A claim judged, and the table its command prints. */
struct shown {
    struct judgement judged;
    struct csv table;
};

static struct shown show(const struct claim_set *set, const char *id)
{
    struct shown out = {.table = {0}};
    struct folder f;
    struct message error;
    char line[2 * MESSAGE_SIZE];
    size_t c = 0;
    while (c < set->count && strcmp(set->claims[c].id, id) != 0)
        c++;
    ck_assert_msg(c < set->count, "%s", id);
    ck_assert_int_eq(claim_judge(&set->claims[c], SCALE_SMOKE, &out.judged), STATUS_OK);
    ck_assert_msg(out.judged.verdict == set->claims[c].expected, "%s", id);
    folder_make(&f);
    char *certificate = strstr(out.judged.shown_by.text, " --certificate=");
    if (certificate) /* a file that the test would leave behind */
        *certificate = '\0';
    snprintf(line, sizeof line, "%s --quiet -o %s", strchr(out.judged.shown_by.text, ' '),
             folder_file(&f, "shown.csv"));
    struct cli_result r = cli_shell(line);
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_msg(csv_read(f.file, &out.table, &error), "%s: %s", id, error.text);
    folder_remove(&f);
    return out;
}

static double cell(const struct shown *s, size_t row, const char *column)
{
    size_t at = csv_column(&s->table, column);
    ck_assert_msg(at < s->table.column_count && row < s->table.row_count, "%s", column);
    return strtod(csv_cell(&s->table, row, at), NULL);
}

/* Both come from one computation, so that they are the same double: the value is a cell, less
 * another where there is one. */
TEST(value_is_what_its_command_prints)
{
    static const struct {
        const struct claim_set *set;
        const char *id, *column, *less;
    } rows[] = {
        {&gap_claims, "TAPA-T2.2", "base", NULL},
        {&gap_claims, "TAPA-T2.2-PHI-4", "gap_min", "gap_error"},
        {&gap_claims, "TAPA-T2.2-LIMIT", "gap_limit", NULL},
        {&gap_claims, "TAPA-T2.2-LIMIT-MODELS", "gap_limit", NULL},
        {&basebound_claims, "MEN-2K-PASSES", "value", NULL},
        {&basebound_claims, "SU-2K-PASSES", "value", NULL},
        {&basebound_claims, "MEN-2K-LEAST", "base", NULL},
        {&basebound_claims, "SU-2K-LEAST", "base_inf_lo", NULL},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct shown s = show(rows[i].set, rows[i].id);
        double less = rows[i].less ? cell(&s, 0, rows[i].less) : 0.0;
        ck_assert_msg(s.judged.value == cell(&s, 0, rows[i].column) - less, "%s: %.17g", rows[i].id,
                      s.judged.value);
        csv_free(&s.table);
    }
}

/* Numbers that stand in the detail alone: whole distances, and the range of bases that fail. */
TEST(detail_is_what_its_command_prints)
{
    static const struct {
        const struct claim_set *set;
        const char *id, *column, *format;
        size_t row;
        double more;
    } rows[] = {
        {&gap_claims, "TAPA-T2.2-HORIZON", "horizon_tok", "b = 100000: %.0f =", 0, 0.0},
        {&gap_claims, "TAPA-T2.2-HORIZON", "horizon_tok", "b = 1e+07: %.0f =", 1, 0.0},
        {&lemmas_claims, "TAPA-LC.1", "trivial_from_tok", "for all r > %.0f without end", 1, -1.0},
        {&lemmas_claims, "TAPA-LC.2", "trivial_from_tok", "for all r > %.0f without end", 2, -1.0},
        {&basebound_claims, "SU-2K-PASSES", "first_negative_tok", "negative at r = %.0f,", 0, 0.0},
        {&basebound_claims, "SU-2K-LEAST", "base_inf_hi", "; %.12g passes", 0, 0.0},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct shown s = show(rows[i].set, rows[i].id);
        char words[80];
/* the format is this table's */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(words, sizeof words, rows[i].format,
                 cell(&s, rows[i].row, rows[i].column) + rows[i].more);
#pragma GCC diagnostic pop
        ck_assert_msg(strstr(s.judged.detail.text, words) != NULL, "%s: no \"%s\" in %s",
                      rows[i].id, words, s.judged.detail.text);
        csv_free(&s.table);
    }
}

/* The bound on |C_D| says nothing at any real distance from 1 on; where the sharper one is closest,
 * the limit printed over the bound is the value, but for the rounding of pow and log. */
TEST(lemma_claims_rest_on_the_bounds_printed)
{
    struct shown nothing = show(&lemmas_claims, "TAPA-LC.1-COSINE");
    ck_assert(cell(&nothing, 0, "vacuous") == 1.0 && cell(&nothing, 0, "beyond") == 1.0 &&
              cell(&nothing, 0, "from_tok") == 1.0);
    struct shown sharp = show(&lemmas_claims, "TAPA-LC.1-SHARP");
    double r = cell(&sharp, 0, "distance_tok"), base;
    ck_assert_int_eq(sscanf(csv_cell(&sharp.table, 0, csv_column(&sharp.table, "encoding")),
                            "rope:base=%lf", &base),
                     1);
    double c = cell(&sharp, 0, "limit") * 2.0 * TWO_PI * r * log(base) / (base + 1.0),
           s = cell(&sharp, 1, "limit") * log(base) / 0.926;
    /* the error that the value adds is 1e-13 of a limit over 1e-10 */
    check_le(fabs(fmax(c, s) - sharp.judged.value), 1e-6);
    ck_assert(sharp.judged.limit == 1.0);
    csv_free(&nothing.table);
    csv_free(&sharp.table);
}

/* mu0 = 1: both scores over sqrt(D) differ by the value but for the rounding bound, and so do the
 * gaps of fixed distances from the limits that D = 65536 comes near. */
TEST(gap_claims_rest_on_the_scores_printed)
{
    struct shown control = show(&gap_claims, "CONTROL-FALSE");
    double apart = fabs(cell(&control, 0, "mean_closed") - cell(&control, 1, "mean_closed"));
    check_le(fabs(apart / sqrt(128.0) - control.judged.value), 1e-13);
    ck_assert(control.judged.limit == 0.01 && cell(&control, 1, "distance_tok") == 500000.0);
    struct shown shrinks = show(&gap_claims, "TAPA-T2.3");
    ck_assert(cell(&shrinks, 0, "base") == 1e300 || cell(&shrinks, 0, "base") == pow(10.0, 300.0));
    /* steps of the bank at D = 65536: ln b/h of the range each, a share of 0.02 of the gap */
    check_le(fabs(cell(&shrinks, 0, "gap_min") / 0.02 - shrinks.judged.value),
             0.02 * log(1e300) / 32768.0 / 0.02);
    csv_free(&control.table);
    csv_free(&shrinks.table);
}

/* A plain preset whose near range holds an integer has a claim of its own, and that range is what 1
 * < r < b^(1/4)/8 says. */
static enum status has_claim(void *context, const char *name, const struct encoding *e)
{
    unsigned *found = context;
    double lo, hi, base = encoding_schedule(e)->rule.base;
    if (gap_near_range(base, &lo, &hi) != STATUS_OK) {
        ck_assert(base <= 65536.0);
        return STATUS_OK;
    }
    ck_assert(lo == 2.0 && 4096.0 * hi * hi * hi * hi < base &&
              4096.0 * (hi + 1) * (hi + 1) * (hi + 1) * (hi + 1) >= base);
    char domain[96];
    size_t claim = 0;
    snprintf(domain, sizeof domain, "model:%s,unit=turn;", name);
    while (claim < gap_claims.count &&
           strncmp(claim_domain(&gap_claims.claims[claim]).text, domain, strlen(domain)) != 0)
        claim++;
    ck_assert_msg(claim < gap_claims.count &&
                      gap_claims.claims[claim].evidence->kind == CLAIM_PROVED,
                  "no proved claim on %s", name);
    ++*found;
    return STATUS_OK;
}

TEST(every_model_is_claimed)
{
    unsigned found = 0;
    ck_assert_int_eq(plain_presets_each("", &found, has_claim), STATUS_OK);
    ck_assert_uint_ge(found, 6);
}

/* Every text is the number it says, by context and source; elsewhere nothing is printed. */
TEST(published_bases_are_found_again)
{
    double base[PUBLISHED_SOURCES];
    for (size_t i = 0; i < BASEBOUND_PUBLISHED; i++) {
        ck_assert(basebound_published_bases(128, 1024.0 * exp2((double)i), base));
        ck_assert(base[PUBLISHED_SECOND] <= base[PUBLISHED_MEN]);
        for (size_t source = 0; source < PUBLISHED_SOURCES; source++)
            ck_assert(base[source] >= 4e3 && base[source] <= 5.1e8 &&
                      strlen(basebound_published[i].base[source]) == 5);
    }
    ck_assert(base[PUBLISHED_MEN] == 5.1e8 && base[PUBLISHED_SECOND] == 6.5e7);
    ck_assert(!basebound_published_bases(64, 1024, base) &&
              !basebound_published_bases(128, 1000, base));
    ck_assert(basebound_published_bases(128, 131072, base) && base[PUBLISHED_SECOND] == 4.9e6);
}
