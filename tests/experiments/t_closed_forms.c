/* Closed moments against the engine's samples, for every type and law, and where there are none. */
#include "experiments/closed_forms/closed_forms.h"

#include <math.h>

#include "experiments/harness/draws/montecarlo.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/reportcard/means.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/models/vector_tools.h"

static const struct random_stream STREAM = {5, 99};

/* Closed mean and variance of every law under every kind of encoding within 6.5 standard errors of
 * 2^16 draws: the mean's from the closed variance, the variance's from the sample's fourth moment
 * (its relative error at n = 2^16 is a few per cent: 7.5). A closed value that is wrong by a tenth
 * of a deviation is 25 errors away. */
TEST(closed_moments_are_sampled)
{
    enum { DRAWS = 1 << 16, COUNT = 6 };
    static const double r[COUNT] = {0, 1, 5, 40, 1000, 1e6};
    static const char *const specs[] = {
        "rope:base=1e4,dim=8",
        "rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=4096,attn=1.25,unit=turn",
        "nope:dim=8",
        "alibi:dim=8,slope=0.01",
        "tapa:dim=8",
        "tapa:dim=8,split=0.25,alpha=0.02,phase=linear",
        "xpos:dim=8",
        "kerple-log:dim=8",
        "grape-a:dim=8,slope=0.01,length=8",
        "grape-a:dim=8,slope=0.01,form=key",
        "t5:dim=8,slope=0.01",
        "fire:dim=8,slope=2,at=1M",
        "hope-hyp:dim=8,base=100",
        "hyspe:dim=8,chi=0.5",
        "jordan:dim=8,eta=0.01",
        "jordan-stab:dim=8,eta=0.01,at=1M",
        "grape-m:dim=8",
        "fope:dim=8,at=1M"};
    static const char *const laws[] = {"unit",
                                       "phase",
                                       "gauss:mu=0,sigma=1",
                                       "gauss:mu=-0.75,sigma=0.5",
                                       "aligned:rho=0.75",
                                       "aligned:rho=-0.5",
                                       "crossed:c=0.75"};
    struct worst means = {0}, variances = {0};
    for (size_t e = 0; e < TOOLS_COUNT(specs); e++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            struct encoding *encoding = tools_encoding(specs[e]);
            struct qk_model model;
            struct message error;
            struct sample got[COUNT], *out = got;
            double mean[COUNT], variance[COUNT];
            bool has_mean, has_variance;
            ck_assert(qk_parse(laws[l], &model, &error));
            ck_assert(closed_allowed(encoding, &model, &error) ==
                      qk_drawable(&model, encoding, &error));
            if (closed_allowed(encoding, &model, &error)) {
                ck_assert_int_eq(closed_moments(encoding, &model.law, COUNT, r, mean, variance,
                                                &has_mean, &has_variance),
                                 STATUS_OK);
                ck_assert(has_mean && has_variance);
                ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding,
                                                   &model.law, &STREAM, DRAWS, COUNT, r, &out),
                                 STATUS_OK);
                /* a deterministic score leaves rounding, of the slope's size too */
                for (size_t i = 0; i < COUNT; i++) {
                    double rounding = 1e-14 * (1.0 - encoding_offset(encoding, r[i])),
                           spread = fmax(variance[i], 0.0);
                    worst_take(&means, fabs(got[i].mean - mean[i]),
                               DEVIATIONS * sqrt(spread / DRAWS) + rounding, "%s %s r %.0f",
                               specs[e], laws[l], r[i]);
                    worst_take(&variances, fabs(sample_variance(&got[i]) - variance[i]),
                               7.5 * sample_variance_error(&got[i]) +
                                   rounding * (rounding + sqrt(spread)) + 1e-26,
                               "%s %s r %.0f", specs[e], laws[l], r[i]);
                }
            }
            qk_free(&model);
            encoding_free(encoding);
        }
    worst_check(&means);
    worst_check(&variances);
}

/* Expectations alone have a mean under a bank and nothing else; a bank's amplitudes mean nothing to
 * tapa. */
TEST(which_moments_exist)
{
    static const struct {
        const char *spec, *qk;
        bool allowed, mean, variance;
    } cases[] = {
        {"rope", "moments", true, true, false},   {"alibi:slope=1", "moments", true, true, false},
        {"tapa", "moments", false, false, false}, {"tapa", "unit", false, false, false},
        {"tapa", "phase", false, false, false},   {"rope", "phase", true, true, true},
        {"nope", "gauss", true, true, true},      {"tapa", "crossed:c=0.5", true, true, true},
        {"xpos", "moments", true, true, false},   {"xpos", "unit", true, true, true},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        struct qk_model model;
        struct message error = {""};
        double r[2] = {3.0, 0.5}, mean[2], variance[2];
        bool has_mean = false, has_variance = false;
        ck_assert(qk_parse(cases[i].qk, &model, &error));
        ck_assert_msg(closed_allowed(e, &model, &error) == cases[i].allowed, "%s with %s",
                      cases[i].spec, cases[i].qk);
        enum status status = closed_moments(e, &model.law, 1, r, mean, variance, &has_mean,
                                            &has_variance);
        ck_assert_int_eq(status, STATUS_OK);
        ck_assert_msg(has_mean == cases[i].mean && has_variance == cases[i].variance, "%s with %s",
                      cases[i].spec, cases[i].qk);
        if (e->type->bank)
            ck_assert_int_eq(
                closed_moments(e, &model.law, 2, r, mean, variance, &has_mean, &has_variance),
                STATUS_DOMAIN);
        qk_free(&model);
        encoding_free(e);
    }
}

/* What is known of rows in files does not depend on what was measured of them for another encoding:
 * a model that is read anew and one whose covariances are taken already say the same, to reports as
 * to curves. */
TEST(measured_moments_are_those_of_every_encoding)
{
    enum { TOKENS = 40, DIM = 8, COUNT = 3 };
    static const double r[COUNT] = {0, 5, 20};
    double x[TOKENS * DIM];
    uint64_t state = 23;
    struct folder f;
    char text[VECTOR_TEXT];
    size_t varying = 0;
    for (size_t i = 0; i < TOOLS_COUNT(x); i++)
        x[i] = tools_uniform(&state) - 0.4;
    folder_make(&f);
    const char *path = vector_npy(&f, "x.npy", 2, (size_t[]){TOKENS, DIM}, x);
    snprintf(text, sizeof text, "npy:q=%s,k=%s", path, path);
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        double mean[2][COUNT] = {{0.0}}, variance[2][COUNT] = {{0.0}};
        bool has_mean[2], has_variance[2];
        struct card_cell cell[2][CARD_CRITERIA];
        for (int taken = 0; taken < 2; taken++) {
            struct qk_model curves = vector_model(text), card = vector_model(text);
            if (taken) {
                ck_assert_int_eq(qk_measure(&curves.law, true), STATUS_OK);
                ck_assert_int_eq(qk_measure(&card.law, true), STATUS_OK);
            }
            for (size_t c = 0; c < CARD_CRITERIA; c++)
                cell[taken][c] = card_without("");
            ck_assert_int_eq(closed_moments(e, &curves.law, COUNT, r, mean[taken], variance[taken],
                                            &has_mean[taken], &has_variance[taken]),
                             STATUS_OK);
            ck_assert_int_eq(card_means(e, &card.law, 64, cell[taken]), STATUS_OK);
            qk_free(&curves), qk_free(&card);
        }
        ck_assert_msg(has_mean[0] == has_mean[1] && has_variance[0] == has_variance[1], "%s",
                      e->text);
        for (size_t j = 0; j < COUNT; j++)
            ck_assert_msg((!has_mean[0] || mean[0][j] == mean[1][j]) &&
                              (!has_variance[0] || variance[0][j] == variance[1][j]),
                          "%s at %.0f", e->text, r[j]);
        for (size_t c = 0; c < CARD_CRITERIA; c++)
            ck_assert_msg(isnan(cell[0][c].value) ? isnan(cell[1][c].value)
                                                  : cell[0][c].value == cell[1][c].value,
                          "%s: %s", e->text, card_criteria[c].name);
        varying += has_variance[0];
        encoding_free(e);
    }
    ck_assert_uint_ge(varying, 15);
    folder_remove(&f);
}

/* Vectors that no formula describes have no closed form under any encoding, so no number of another
 * law stands in for theirs. */
TEST(sampled_vectors_have_no_closed_form)
{
    const struct qk_law law = {.kind = QK_SAMPLED};
    const double r = 5.0;
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        const struct closed_forms *f = closed_forms(e);
        double x = 0.0;
        struct estimate p = {0.0, 0.0};
        closed_curve *const curves[] = {f->mean, f->variance};
        closed_number *const numbers[] = {f->exponent, f->exponent_limit, f->mean_log10,
                                          f->position_law};
        closed_probability *const orders[] = {f->token_order, f->token_order_aligned};
        for (size_t j = 0; j < TOOLS_COUNT(curves); j++)
            ck_assert_msg(!curves[j] || curves[j](e, &law, 1, &r, &x) == STATUS_UNDEFINED,
                          "%s curve %zu", e->text, j);
        for (size_t j = 0; j < TOOLS_COUNT(numbers); j++)
            ck_assert_msg(!numbers[j] || numbers[j](e, &law, r, &x) == STATUS_UNDEFINED,
                          "%s number %zu", e->text, j);
        for (size_t j = 0; j < TOOLS_COUNT(orders); j++)
            ck_assert_msg(!orders[j] || orders[j](e, &law, r, &p) == STATUS_UNDEFINED,
                          "%s token order %zu", e->text, j);
        ck_assert_msg(!f->position_order ||
                          f->position_order(e, &law, r, 2.0 * r, &p) == STATUS_UNDEFINED,
                      "%s position order", e->text);
        encoding_free(e);
    }
}
