/* Query-key models of files in experiments: all that draw take them, their means and variances are
 * those of all pairs of tokens, limits hold them, and what cannot be read ends a run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/montecarlo.h"
#include "experiments/harness/draws/qk_rows.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/coverage_tools.h"
#include "tests/tools/models/vector_tools.h"
#include "tests/tools/run_tools.h"

enum { DIM = 8 };
static const char *const models[] = {"npy", "weights"};

static const struct qk_type *type_of(const char *name)
{
    size_t i = 0;
    while (i + 1 < qk_type_count && strcmp(qk_types[i].name, name) != 0)
        i++;
    return &qk_types[i];
}

/* The scores of every query under every key, from the definition: key coordinates turned by the
 * distance, pair by pair, which xpos makes smaller, to (2n/D + 0.4)/1.4 in `scale` tokens. Out:
 * mean and variance over all pairs. */
static void all_pairs(const struct qk_rows *rows, double scale, double distance, double *mean,
                      double *variance)
{
    double sum = 0.0, square = 0.0, q[DIM], k[DIM];
    size_t pairs = rows->tokens[QK_QUERY] * rows->tokens[QK_KEY];
    struct message error;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < pairs; i++) {
            double score = 0.0;
            ck_assert(rows->read(rows->self, QK_QUERY, i / rows->tokens[QK_KEY], 1, q, &error));
            ck_assert(rows->read(rows->self, QK_KEY, i % rows->tokens[QK_KEY], 1, k, &error));
            for (size_t n = 0; n < DIM / 2; n++) {
                double x = distance * pow(1e4, -2.0 * (double)n / DIM),
                       share = pow((2.0 * (double)n / DIM + 0.4) / 1.4, distance / scale),
                       c = share * cos(x), s = share * sin(x);
                score += q[2 * n] * (c * k[2 * n] + s * k[2 * n + 1]) +
                         q[2 * n + 1] * (c * k[2 * n + 1] - s * k[2 * n]);
            }
            score /= sqrt(DIM);
            if (pass == 0)
                sum += score / (double)pairs;
            else
                square += (score - sum) * (score - sum) / (double)pairs;
        }
    *mean = sum;
    *variance = square;
}

/* Closed moments against sums over all pairs, to what a sum of so many terms rounds; and Monte
 * Carlo's limits hold them as often as they say. */
TEST_EACH(moments_are_those_of_all_pairs_of_tokens, TOOLS_COUNT(models))
{
    static const double distance[] = {0.0, 1.0, 7.0, 1000.0};
    enum { COUNT = TOOLS_COUNT(distance), DRAWS = 64 };
    struct folder f;
    char text[VECTOR_TEXT];
    struct worst w = {0};
    folder_make(&f);
    struct qk_model model = vector_model(vector_specimen(&f, type_of(models[_i]), DIM, text));
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    const struct encoding *const group[] = {e};
    double mean[COUNT], variance[COUNT], want[2];
    bool has_mean, has_variance;
    ck_assert_int_eq(
        closed_moments(e, &model.law, COUNT, distance, mean, variance, &has_mean, &has_variance),
        STATUS_OK);
    ck_assert(has_mean && has_variance);
    for (size_t i = 0; i < COUNT; i++) {
        struct misses missed = {0};
        double runs = 400.0;
        all_pairs(qk_rows_of(&model.law), HUGE_VAL, distance[i], &want[0], &want[1]);
        double size = sqrt(want[1]) + fabs(want[0]);
        worst_take(&w, fabs(mean[i] - want[0]), 1e-13 * size, "mean at %g", distance[i]);
        worst_take(&w, fabs(variance[i] - want[1]), 1e-12 * size * size, "variance at %g",
                   distance[i]);
        for (size_t r = 0; r < (size_t)runs; r++) {
            struct random_stream stream = {r, 17};
            struct sample sample = {0}, *out = &sample;
            ck_assert_int_eq(
                montecarlo_scores(1, group, &model.law, &stream, DRAWS, 1, &distance[i], &out),
                STATUS_OK);
            double half = interval_student(&sample, 0.95);
            misses_take(&missed, want[0], sample.mean - half, sample.mean + half);
        }
        misses_check(&w, &missed, runs, 0.94, 0.04, models[_i]);
    }
    worst_check(&w);
    encoding_free(e);
    qk_free(&model);
    folder_remove(&f);
}

/* Pairs of xpos decay, each at its own pace. */
TEST_EACH(moments_of_decaying_pairs_are_those_of_all_tokens, TOOLS_COUNT(models))
{
    static const double distance[] = {0.0, 7.0, 40.0};
    enum { COUNT = TOOLS_COUNT(distance) };
    struct folder f;
    char text[VECTOR_TEXT];
    struct worst w = {0};
    folder_make(&f);
    struct qk_model model = vector_model(vector_specimen(&f, type_of(models[_i]), DIM, text));
    struct encoding *e = tools_encoding("xpos:base=1e4,dim=8,scale=20");
    double mean[COUNT], variance[COUNT], want[2];
    bool has_mean, has_variance;
    ck_assert_int_eq(
        closed_moments(e, &model.law, COUNT, distance, mean, variance, &has_mean, &has_variance),
        STATUS_OK);
    ck_assert(has_mean && has_variance);
    for (size_t i = 0; i < COUNT; i++) {
        all_pairs(qk_rows_of(&model.law), 20.0, distance[i], &want[0], &want[1]);
        double size = sqrt(want[1]) + fabs(want[0]);
        worst_take(&w, fabs(mean[i] - want[0]), 1e-13 * size, "mean at %g", distance[i]);
        worst_take(&w, fabs(variance[i] - want[1]), 1e-12 * size * size, "variance at %g",
                   distance[i]);
    }
    worst_check(&w);
    encoding_free(e);
    qk_free(&model);
    folder_remove(&f);
}

/* Each experiment that draws, without --encoding where the model has one of its own. */
TEST_EACH(every_experiment_takes_them, TOOLS_COUNT(models))
{
    static const char *const runs[][4] = {
        {"bias", "--pairs=16", "--distances=1,30"},
        {"locality", "--pairs=8", "--context=64"},
        {"consistency", "--pairs=16", "--distances=1,30"},
        {"aliasing", "--pairs=4", "--context=64"},
        {"normality", "--pairs=4", "--context=64"},
        {"tradeoff", "--pairs=4", "--context=64"},
        {"diffhist", "--pairs=64", "--bins=10"},
        {"scores", "--pairs=4", "--distances=1,30"},
        {"decay", "--distances=1,30"},
        {"gap", "--near=1:2", "--far=30:40"},
    };
    struct folder f;
    char text[VECTOR_TEXT], word[VECTOR_TEXT + 8];
    folder_make(&f);
    vector_specimen(&f, type_of(models[_i]), DIM, text);
    snprintf(word, sizeof word, "--qk=%s", text);
    for (size_t i = 0; i < TOOLS_COUNT(runs); i++) {
        const char *given = strcmp(models[_i], "npy") == 0 ? "--encoding=rope:dim=8" : NULL;
        const char *words[7] = {"--scale=smoke", word};
        size_t count = 2;
        for (size_t k = 1; runs[i][k]; k++)
            words[count++] = runs[i][k];
        words[count] = given;
        struct outcome out = run_tools(experiment_find(runs[i][0]), words);
        ck_assert_msg(out.status == 0, "%s: %s", runs[i][0], out.error);
        ck_assert_msg(strstr(out.text, given ? "\n# encoding rope:dim=8 = rope:base=1e4,dim=8,"
                                             : "\n# encoding rope:base=1e4,dim=8 = ") != NULL,
                      "%s: %s", runs[i][0], out.text);
        ck_assert_msg(strstr(out.text, text) != NULL, "%s", out.text);
        free(out.text);
        free(out.printed);
        free(out.error);
    }
    folder_remove(&f);
}

/* Rows of every head, under a string that stands for that head alone. */
TEST(all_heads_are_a_model_each)
{
    struct folder f;
    char all[VECTOR_TEXT + 16], one[VECTOR_TEXT + 16];
    folder_make(&f);
    const char *path = vector_llama2c(&f, "model.bin", 32, 4, 2, 8, 48);
    snprintf(all, sizeof all, "--qk=weights:%s,head=all", path);
    struct outcome out = run_tools(
        experiment_find("bias"),
        (const char *const[]){"--scale=smoke", all, "--pairs=16", "--distances=3", NULL});
    ck_assert_msg(out.status == 0, "%s", out.error);
    for (int head = 0; head < 4; head++) {
        snprintf(one, sizeof one, "--qk=weights:%s,head=%d", path, head);
        struct outcome alone = run_tools(
            experiment_find("bias"),
            (const char *const[]){"--scale=smoke", one, "--pairs=16", "--distances=3", NULL});
        ck_assert_msg(alone.status == 0, "%s", alone.error);
        const char *row = strstr(alone.text, "\n\"rope:");
        ck_assert_msg(row && strstr(out.text, row + 1) != NULL, "%s\n%s", alone.text, out.text);
        free(alone.text);
        free(alone.printed);
        free(alone.error);
    }
    free(out.text);
    free(out.printed);
    free(out.error);
    folder_remove(&f);
}

/* A file of the same name and size with other numbers is another result. */
TEST(reuse_runs_again_after_other_numbers)
{
    struct folder f;
    const size_t shape[2] = {4, 8};
    double x[32] = {0.5, 1.0, -1.0, 2.0};
    folder_make(&f);
    vector_npy(&f, "q.npy", 2, shape, x);
#define RUN                                                                                   \
    CLI(&f, "bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy", "--scale=smoke", \
        "--reuse", "-o", "@/out.csv")
    struct cli_result first = RUN, second = RUN;
    ck_assert_int_eq(first.status, 0);
    ck_assert_msg(strstr(second.err, "out.csv is up to date") != NULL, "%s", second.err);
    x[31] = 1e-3;
    vector_npy(&f, "q.npy", 2, shape, x);
    struct cli_result third = RUN;
    cli_went_well(&third);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy",
                                   "-o", "@/q.npy"},
                                  2,
                                  {"q.npy\" is read by --qk"}});
    cli_free(&first);
    cli_free(&second);
    cli_free(&third);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* A row that is no number is met when it is drawn, and the run leaves nothing. */
TEST(rows_that_are_no_numbers_end_a_run)
{
    const double bad[] = {NAN, HUGE_VAL, 1e200};
    const char *const says[] = {"not finite, number 19", "not finite, number 19", "1e+200"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        struct folder f;
        double x[32] = {0.0};
        folder_make(&f);
        x[19] = bad[i];
        vector_npy(&f, "k.npy", 2, (size_t[]){4, 8}, x);
        x[19] = 0.0;
        vector_npy(&f, "q.npy", 2, (size_t[]){4, 8}, x);
        cli_refuses(&f, &(struct cli_setting){NULL, 0},
                    &(struct cli_row){{"locality", "--encoding=rope:dim=8", "--scale=smoke",
                                       "--qk=npy:q=@/q.npy,k=@/k.npy", "-o", "@/out.csv"},
                                      2,
                                      {"k.npy", says[i]}});
        folder_remove(&f);
    }
}

TEST(what_does_not_fit_is_refused_alone)
{
    static const struct cli_row rows[] = {
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/three.npy"},
         2,
         {"no whole number of times"}},
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/narrow.npy"},
         2,
         {"q has 8 coordinates and k 6"}},
        {{"bias", "--encoding=rope:dim=16", "--qk=npy:q=@/q.npy,k=@/q.npy"},
         2,
         {"has vectors of dimension 8: it needs dim=8;"}},
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy,head=2"},
         2,
         {"head=2 is not there: there are 2"}},
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy,head=x"},
         2,
         {"head=\"x\" is no head"}},
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/flat.npy,k=@/q.npy"},
         2,
         {"has shape (8,)"}},
        {{"gap", "--prove", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy"},
         2,
         {"has measured moments"}},
        {{"decay", "--encoding=tapa:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy"}, 2, {"not enough for"}},
        {{"instability", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy"},
         2,
         {"of its own on each pair"}},
        {{"bias", "--qk=weights:@/q.npy,layer=3"}, 2, {"layer=3 needs activations"}},
    };
    struct folder f;
    double x[96] = {1.0};
    folder_make(&f);
    vector_npy(&f, "q.npy", 3, (size_t[]){2, 6, 8}, x);
    vector_npy(&f, "three.npy", 3, (size_t[]){3, 4, 8}, x);
    vector_npy(&f, "narrow.npy", 3, (size_t[]){2, 6, 6}, x);
    vector_npy(&f, "flat.npy", 1, (size_t[]){8}, x);
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &rows[i]);
    folder_remove(&f);
}
