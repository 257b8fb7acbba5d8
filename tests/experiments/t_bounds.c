/* Bounds both ways: the context of the smallest base is the context, by every criterion; and
 * against numbers found elsewhere. */
#include "experiments/bounds/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/basebound/published.h"
#include "experiments/harness/output/csv_columns.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/cli_tools.h"

static const struct bounds_request request = {.eps = 0.95,
                                              .depth = 32.0,
                                              .train = 4096.0,
                                              .train_base = 1e4,
                                              .unit = 0x1p-23,
                                              .limit = 40000.0};

static struct bounds_row row_of(enum criterion criterion, const struct encoding *e, double context,
                                struct bound least)
{
    struct bounds_subject s = bounds_subject_of(encoding_schedule(e));
    struct bounds_found found;
    struct bound gap;
    ck_assert_int_eq(bounds_find(&s, &request, &found), STATUS_OK);
    ck_assert_int_eq(bounds_gap_base(&s, context, &gap), STATUS_OK);
    return bounds_row_of(criterion, &s, &request, &found, context, least, gap);
}

/* Formulas of one exponential and one logarithm each way, and a base printed with 17 digits. */
TEST_EACH(context_of_the_smallest_base_is_the_context, CRITERION_COUNT)
{
    static const size_t dims[] = {4, 64, 128};
    for (size_t d = 0; d < TOOLS_COUNT(dims); d++) {
        char spec[96];
        struct bound none = {0};
        snprintf(spec, sizeof spec, "rope:base=1e4,dim=%zu", dims[d]);
        struct encoding *e = tools_encoding(spec);
        struct bounds_row row = row_of((enum criterion)_i, e, 5000.0, none);
        encoding_free(e);
        struct bound end = row.base_least.present ? row.base_least : row.base_most;
        if (!end.present || _i == CRITERION_TAPA_GAP || _i == CRITERION_PHASE_PRECISION ||
            _i == CRITERION_PHASE_PRECISION_EXACT)
            continue;
        snprintf(spec, sizeof spec, "rope:base=%.17g,dim=%zu", end.value, dims[d]);
        e = tools_encoding(spec);
        row = row_of((enum criterion)_i, e, 5000.0, none);
        struct bound context = row.base_least.present ? row.context_most : row.context_least;
        ck_assert(context.present);
        ck_assert_double_eq_tol(context.value / 5000.0, 1.0, 1e-12);
        encoding_free(e);
    }
}

/* Just above and just below the end: the verdict turns. */
TEST_EACH(verdict_turns_at_the_base, 2)
{
    static const char *const unit[] = {"", ",unit=turn"};
    for (int c = 0; c < CRITERION_COUNT; c++) {
        char spec[96];
        struct bound none = {0};
        snprintf(spec, sizeof spec, "rope:base=1e4,dim=64%s", unit[_i]);
        struct encoding *e = tools_encoding(spec);
        struct bounds_row row = row_of((enum criterion)c, e, 5000.0, none);
        encoding_free(e);
        struct bound end = row.base_least.present ? row.base_least : row.base_most;
        for (int above = 0; end.present && c != CRITERION_TAPA_GAP && above < 2; above++) {
            snprintf(spec, sizeof spec, "rope:base=%.17g,dim=64%s",
                     end.value * (above ? 1.0 + 1e-9 : 1.0 - 1e-9), unit[_i]);
            e = tools_encoding(spec);
            struct bounds_row beside = row_of((enum criterion)c, e, 5000.0, none);
            ck_assert_msg(beside.holds.present &&
                              (beside.holds.value == 1.0) == (above == row.base_least.present),
                          "%s %s", criterion_names[c], spec);
            encoding_free(e);
        }
    }
}

/* MEN's smallest base is the published one of the finer search, and passes at the context and not
 * below by its own frequencies. */
TEST(men_is_the_published_list)
{
    double context[5];
    struct bound least[5];
    struct encoding *e = tools_encoding("rope:base=1e4,dim=128");
    struct bounds_subject s = bounds_subject_of(encoding_schedule(e));
    for (size_t i = 0; i < TOOLS_COUNT(context); i++)
        context[i] = ldexp(1024.0, (int)i);
    ck_assert_int_eq(bounds_least(&s, TOOLS_COUNT(context), context, least), STATUS_OK);
    encoding_free(e);
    for (size_t i = 0; i < TOOLS_COUNT(context); i++) {
        char spec[96], printed[32];
        double published[PUBLISHED_SOURCES];
        ck_assert(basebound_published_bases(128, context[i], published));
        ck_assert(least[i].present && least[i].proved);
        snprintf(printed, sizeof printed, "%.1e", least[i].value);
        ck_assert_double_eq(strtod(printed, NULL), published[PUBLISHED_SECOND]);
        for (int above = 0; above < 2; above++) {
            /* the base is bracketed within 1e-9 */
            snprintf(spec, sizeof spec, "rope:base=%.17g,dim=128",
                     least[i].value * (above ? 1.0 : 1.0 - 2e-9));
            e = tools_encoding(spec);
            struct bounds_row row = row_of(CRITERION_MEN, e, context[i], least[i]);
            ck_assert_double_eq(row.holds.value, (double)above);
            encoding_free(e);
        }
    }
}

/* First negative distances that others found, of scaled schedules too, which have no base. */
TEST(longest_context_is_of_the_frequencies_as_they_are)
{
    static const struct {
        const char *spec;
        double most;
        bool base;
    } known[] = {{"model:llama-3-8b", 18438.0, true},
                 {"model:llama-3.1-8b", 85133.0, false},
                 {"rope:base=1e4,dim=128,scaling=ntk,alpha=2", 0.0, true}};
    struct bounds_request far = request;
    far.limit = 100000.0;
    for (size_t i = 0; i < TOOLS_COUNT(known); i++) {
        struct encoding *e = tools_encoding(known[i].spec);
        struct bounds_subject s = bounds_subject_of(encoding_schedule(e));
        struct bounds_found found;
        ck_assert_int_eq(bounds_find(&s, &far, &found), STATUS_OK);
        ck_assert_int_eq(s.base.present, known[i].base);
        if (known[i].most > 0.0) {
            ck_assert(found.negative.present && found.negative.proved);
            ck_assert_double_eq(found.negative.value, known[i].most);
        } else { /* b alpha^(D/(D-2)); two rounded frequencies, their ratio to the 64th power */
            ck_assert_double_eq_tol(s.base.value / (1e4 * pow(2.0, 128.0 / 126.0)), 1.0,
                                    200 * 0x1p-53);
        }
        encoding_free(e);
    }
}

/* The gap's horizon is the one that gap --prove prints, and a base of the grid holds below it. */
TEST(horizon_is_that_of_gap)
{
    static const char *const specs[] = {"rope:base=1e5,dim=32,unit=turn",
                                        "rope:base=1e5,dim=64,unit=turn"};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++) {
        struct encoding *e = tools_encoding(specs[i]);
        struct bounds_subject s = bounds_subject_of(encoding_schedule(e));
        struct bounds_found found;
        struct csv csv;
        struct folder f;
        struct message error;
        ck_assert_int_eq(bounds_find(&s, &request, &found), STATUS_OK);
        ck_assert(found.gap && found.horizon.present && found.horizon.proved);
        folder_make(&f);
        struct cli_result r = CLI(&f, "gap", "--prove", "--encoding", specs[i],
                                  "--qk=moments:mu0=1,nu0=0", "--far-count=40000", "-o", "@/g.csv");
        cli_went_well(&r);
        cli_free(&r);
        ck_assert_msg(csv_read(folder_file(&f, "g.csv"), &csv, &error), "%s", error.text);
        ck_assert_double_eq(strtod(csv_cell(&csv, 0, csv_column(&csv, "horizon_tok")), NULL),
                            found.horizon.value);
        csv_free(&csv);
        folder_remove(&f);
        encoding_free(e);
    }
}
