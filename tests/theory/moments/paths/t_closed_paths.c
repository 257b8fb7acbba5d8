/* Closed moments of path encodings against the engine's samples, over tokens and vectors. */
#include <math.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/montecarlo.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {5, 98};

enum { DRAWS = 1 << 14, COUNT = 5 };
static const double usual[COUNT] = {0, 1, 5, 40, 100};

/* An encoding and the model of its tokens; NULL: its type's own. mean_only: it has no variance. */
struct problem {
    const char *spec, *tokens;
    bool mean_only;
};

static struct encoding *encoding_of(const struct problem *p)
{
    struct encoding *e = tools_encoding(p->spec);
    struct token_model model;
    struct message error;
    if (p->tokens) {
        ck_assert_msg(token_parse(p->tokens, &model, &error), "%s", error.text);
        ck_assert_msg(token_assign(1, &model, 1, &e, &error), "%s", error.text);
        token_free(&model);
    }
    return e;
}

/* Within 6.5 standard errors of the mean, from the closed variance, and 7.5 of the variance, from
 * the sample's fourth moment; a closed value wrong by a tenth of a deviation is 12 errors away. */
static void sampled(const struct problem *p, const char *qk, const double *distances,
                    struct worst *means, struct worst *variances)
{
    struct encoding *e = encoding_of(p);
    struct qk_model model;
    struct message error;
    struct sample got[COUNT], *out = got;
    double mean[COUNT], variance[COUNT];
    bool has_mean, has_variance;
    ck_assert(qk_parse(qk, &model, &error));
    if (closed_allowed(e, &model, &error)) {
        ck_assert_int_eq(closed_moments(e, &model.law, COUNT, distances, mean, variance, &has_mean,
                                        &has_variance),
                         STATUS_OK);
        ck_assert_msg(has_mean && has_variance == !p->mean_only, "%s %s", p->spec, qk);
        ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&e, &model.law,
                                           &STREAM, DRAWS, COUNT, distances, &out),
                         STATUS_OK);
        for (size_t i = 0; i < COUNT; i++) {
            if (!has_variance)
                variance[i] = sample_variance(&got[i]);
            /* a score that does not vary leaves rounding */
            double rounding = 1e-13 * (1.0 + fabs(mean[i])), spread = fmax(variance[i], 0.0);
            worst_take(means, fabs(got[i].mean - mean[i]),
                       DEVIATIONS * sqrt(spread / DRAWS) + rounding, "%s %s r %.0f", p->spec, qk,
                       distances[i]);
            worst_take(variances, fabs(sample_variance(&got[i]) - variance[i]),
                       7.5 * sample_variance_error(&got[i]) +
                           rounding * (1.0 + fabs(mean[i]) + sqrt(spread)),
                       "%s %s r %.0f", p->spec, qk, distances[i]);
        }
    }
    qk_free(&model);
    encoding_free(e);
}

static void all_sampled(size_t count, const struct problem *problems, const double *distances)
{
    static const char *const laws[] = {"unit",
                                       "phase",
                                       "gauss:mu=0,sigma=1",
                                       "gauss:mu=-0.75,sigma=0.5",
                                       "aligned:rho=0.75",
                                       "aligned:rho=-1",
                                       "crossed:c=0.75"};
    struct worst means = {0}, variances = {0};
    for (size_t i = 0; i < count * TOOLS_COUNT(laws); i++)
        sampled(&problems[i / TOOLS_COUNT(laws)], laws[i % TOOLS_COUNT(laws)], distances, &means,
                &variances);
    worst_check(&means);
    worst_check(&variances);
}

TEST(closed_moments_of_paths_are_sampled)
{
    if (tools_spared("closed_moments_of_paths_are_sampled",
                     "a law is sampled, by code that smaller tests run"))
        return;
    static const struct problem problems[] = {
        {"path:dim=8,beta=0.01", NULL, false},
        {"path:dim=8,beta=1.5", NULL, false},
        {"path:dim=8,beta=2", NULL, false},
        {"carope:dim=8", NULL, false},
        {"carope:dim=8", "logit:mu=1,sigma=2", false},
        {"carope:dim=8,f=0.4", NULL, false},
        {"fox:dim=8", NULL, false},
        {"fox:dim=8", "uniform:lo=0.2,hi=1", false},
        {"fox:dim=8,horizon=20", NULL, false},
        {"selective:dim=8", NULL, false},
        {"selective:dim=8", "normal:mu=0.2,sigma=0.1", false},
        {"cope-ctx:dim=8,slope=0.25,rows=102", NULL, false},
        {"cope-ctx:dim=8,slope=2,rows=200,norm=none", "normal:mu=0,sigma=0.1", false},
        {"cope-ctx:dim=8,slope=0.5,rows=200", "normal:mu=1,sigma=2", true},
        {"cope-ctx:dim=8,slope=0", NULL, false},
        {"grape-ap:dim=8,slope=0.25", NULL, false},
        {"grape-ap:dim=8,slope=1,at=100", "normal:mu=0,sigma=3", false},
        {"grape-ap:dim=8,slope=1,at=101", "normal:mu=0,sigma=0", false},
        {"grape-ap:dim=8,slope=0,at=100", NULL, false}};
    all_sampled(TOOLS_COUNT(problems), problems, usual);
}

TEST(full_tables_are_sampled)
{
    static const double far[COUNT] = {0, 6, 200, 1000, 5000};
    static const struct problem problems[] = {
        {"cope-ctx:dim=8,slope=1,rows=8", NULL, false},
        {"cope-ctx:dim=8,slope=0.25,rows=8,norm=none", "normal:mu=0,sigma=3", false}};
    all_sampled(TOOLS_COUNT(problems), problems, far);
}

/* No form where a table may or may not be full, nor of tokens that have a mean. */
TEST(what_is_not_closed_is_undefined)
{
    static const struct {
        const char *spec, *tokens;
        double distance;
        bool mean, variance;
    } cases[] = {{"cope-ctx:dim=8,slope=1", NULL, 62, true, true},
                 {"cope-ctx:dim=8,slope=1", NULL, 63, false, false},
                 {"cope-ctx:dim=8,slope=1", NULL, 200, false, false},
                 {"cope-ctx:dim=8,slope=1", NULL, 500, true, true},
                 {"cope-ctx:dim=8,slope=1", "normal:mu=-1,sigma=1", 62, true, false},
                 {"cope-ctx:dim=8,slope=1", "normal:mu=-1,sigma=1", 500, false, false},
                 {"cope-ctx:dim=8,slope=0", NULL, 500, true, true},
                 {"grape-ap:dim=8,slope=1", "normal:mu=1,sigma=1", 5, false, false}};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct problem p = {cases[i].spec, cases[i].tokens, false};
        struct encoding *e = encoding_of(&p);
        struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.5};
        double mean, variance;
        bool has_mean, has_variance;
        ck_assert_int_eq(closed_moments(e, &law, 1, &cases[i].distance, &mean, &variance, &has_mean,
                                        &has_variance),
                         STATUS_OK);
        ck_assert_msg(has_mean == cases[i].mean && has_variance == cases[i].variance, "%s %s %.0f",
                      cases[i].spec, cases[i].tokens ? cases[i].tokens : "", cases[i].distance);
        encoding_free(e);
    }
}
