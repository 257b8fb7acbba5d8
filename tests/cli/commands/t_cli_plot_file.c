/* Drawing a user's own CSV of any experiment: a curve for each series, whole in each format. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/report/svg_check.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

/* An experiment's table at the smallest scale and with little to compute; in which columns its
 * rows differ, and which of them is the axis, "" for none of numbers. */
static const struct table {
    const char *words[CLI_WORDS - 2];
    const char *keys[4], *axis, *value;
} tables[] = {
    {{"bias", "--encoding=rope:dim=4;tapa:dim=4", "--distances=0,1,9", "--pairs=16"},
     {"encoding"},
     "distance_tok",
     "mean_mc"},
    {{"gap", "--encoding=rope:dim=8,base=100;rope:dim=8,base=200", "--near=1:2", "--far=30:35"},
     {"encoding"},
     "",
     "gap_min"},
    {{"instability", "--encoding=rope:dim=8,base=100", "--target=-1,0,0.5,1", "--scan=1000"},
     {NULL},
     "gamma_target",
     "gamma_reached"},
    {{"lemmas", "--encoding=rope:dim=8,base=100;rope:dim=8,base=1e4"},
     {"encoding", "lemma"},
     "distance_tok",
     "value"},
    {{"decay", "--encoding=tapa:dim=8;tapa:dim=8,alpha=0.5"},
     {"encoding", "qk"},
     "distance_tok",
     "mean_closed"},
    {{"diffhist", "--encoding=rope:dim=4", "--pairs=50"}, {"qk"}, "bin_lo", "count"},
    {{"locality", "--encoding=rope:dim=4;tapa:dim=4", "--qk=gauss;aligned:rho=0.5",
      "--context=8,16", "--pairs=4"},
     {"encoding", "qk"},
     "context_tok",
     "p_inv"},
    {{"consistency", "--encoding=rope:dim=4;tapa:dim=4", "--distances=1,4", "--pairs=16"},
     {"encoding"},
     "distance_tok",
     "p_inv"},
    {{"aliasing", "--encoding=rope:dim=4", "--context=32,64", "--pairs=4", "--dtype=bf16,fp16"},
     {"dtype"},
     "context_tok",
     "alias_pairs"},
    {{"normality", "--encoding=rope:dim=4;rope:dim=8", "--qk=phase", "--context=64,128",
      "--pairs=2"},
     {"encoding"},
     "context_tok",
     "mean"},
    {{"tradeoff", "--encoding=rope:dim=4;tapa:dim=4", "--qk=gauss", "--context=16,32", "--pairs=4"},
     {"encoding"},
     "context_tok",
     "position_failure"},
    {{"basebound", "--dim=8", "--context=8,16"}, {NULL}, "context_tok", "base_safe"},
    {{"bounds", "--encoding=rope:dim=16", "--context=64,128", "--limit=1000"},
     {"criterion"},
     "context_tok",
     "base_least"},
    {{"frequencies", "--encoding=rope:dim=8;rope:dim=8,base=100"},
     {"encoding"},
     "pair",
     "inv_freq_rad"},
    {{"scores", "--encoding=rope:dim=4", "--distances=0,1,2", "--pairs=3"},
     {"draw"},
     "distance_tok",
     "score"},
    {{"precision", "--encoding=rope:dim=4", "--pairs=2", "--positions=1,300"},
     {"pipeline"},
     "position_tok",
     "rank_flips"},
    {{"moments", "--encoding=rope:dim=8", "--qk=gauss;aligned:rho=0.5", "--tokens=40"},
     {"qk"},
     "pair",
     "mean_a"},
    {{"heads", "--encoding=rope:dim=8", "--qk=gauss;aligned:rho=0.5", "--tokens=40", "--pairs=4"},
     {"qk"},
     "",
     "usage_slow"},
    {{"properties", "--encoding=rope:dim=4;alibi:dim=4,slope=1", "--pairs=2"},
     {"property", "encoding"},
     "",
     "deviation"},
    {{"reportcard", "--encoding=rope:dim=8;nope:dim=8", "--qk=gauss", "--context=66", "--pairs=6"},
     {"criterion", "encoding"},
     "",
     "value"},
    {{"shift", "--encoding=rope:dim=4;pope:dim=4", "--context=16,32", "--pairs=2"},
     {"encoding", "variant"},
     "context_tok",
     "move_rms"},
};

TEST(every_experiment_is_drawn)
{
    for (size_t e = 0; e < experiment_count; e++) {
        size_t i = 0;
        while (i < TOOLS_COUNT(tables) && strcmp(tables[i].words[0], experiments[e]->name) != 0)
            i++;
        ck_assert_msg(i < TOOLS_COUNT(tables), "experiment %s is not drawn by this test",
                      experiments[e]->name);
    }
}

/* Runs the experiment to t.csv of a folder. */
static void make_table(struct folder *f, const struct table *t)
{
    const char *words[CLI_WORDS + 2] = {NULL};
    size_t count = 0;
    for (; t->words[count]; count++)
        words[count] = t->words[count];
    words[count++] = "--scale=smoke";
    words[count++] = "-o";
    words[count++] = "@/t.csv";
    struct cli_result r = cli_run(f, &(struct cli_setting){NULL, 0}, words);
    cli_went_well(&r);
    cli_free(&r);
}

/* Whether two rows are of one series. */
static bool alike(const struct csv *csv, const struct table *t, size_t a, size_t b)
{
    bool same = true;
    for (size_t k = 0; k < TOOLS_COUNT(t->keys) && t->keys[k]; k++) {
        size_t column = csv_column(csv, t->keys[k]);
        /* what dots stand beside is their axis, and so no series */
        bool axis = !*t->axis && k == 0;
        same = same && (axis || strcmp(csv_cell(csv, a, column), csv_cell(csv, b, column)) == 0);
    }
    return same;
}

/* Series of the rows that have the value. */
static size_t series_of(const struct csv *csv, const struct table *t)
{
    size_t count = 0, value = csv_column(csv, t->value);
    for (size_t row = 0; row < csv->row_count; row++) {
        bool new = *csv_cell(csv, row, value);
        for (size_t other = 0; other < row; other++)
            new = new && !(*csv_cell(csv, other, value) && alike(csv, t, row, other));
        count += new;
    }
    return count;
}

/* Pieces of a text between two marks. */
static size_t count_of(const char *text, const char *mark)
{
    size_t count = 0;
    for (; (text = strstr(text, mark)); text += strlen(mark))
        count++;
    return count;
}

/* Where a group ends that starts in front of `at`. */
static const char *group_end(const char *at)
{
    for (int depth = 1; depth > 0 && at;) {
        const char *opens = strstr(at, "<g "), *closes = strstr(at, "</g>");
        bool deeper = opens && opens < closes;
        depth += deeper ? 1 : -1;
        at = deeper ? opens + 3 : closes ? closes + 4 : NULL;
    }
    return at;
}

/* gnuplot's group of each curve: first those of limits, then the series'; something is in each. */
static void check_curves(const char *svg, size_t series, const char *what)
{
    char start[40];
    ck_assert_msg(count_of(svg, "id=\"gnuplot_plot_") == 2 * series, "%s: %zu series, %zu curves",
                  what, series, count_of(svg, "id=\"gnuplot_plot_") / 2);
    for (size_t k = series + 1; k <= 2 * series; k++) {
        snprintf(start, sizeof start, "id=\"gnuplot_plot_%zu\"", k);
        const char *at = strstr(svg, start), *end = group_end(at), *path = strstr(at, "<path"),
                   *use = strstr(at, "<use");
        ck_assert_msg(end && ((path && path < end) || (use && use < end)),
                      "%s: series %zu is empty", what, k - series);
    }
}

/* The drawing of a run, by a figure if one is named, to be freed; makes the folder. */
static char *drawn(struct folder *f, const struct table *t, const char *figure)
{
    folder_make(f);
    make_table(f, t);
    struct cli_result r = CLI(f, "plot", "@/t.csv", "--format=svg", figure);
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_uint_eq(cli_files(f), 2);
    char *svg = cli_file(folder_file(f, "t.svg"));
    ck_assert_ptr_nonnull(svg);
    return svg;
}

TEST_EACH(a_line_for_each_series, TOOLS_COUNT(tables))
{
    const struct table *t = &tables[_i];
    struct folder f;
    struct csv csv;
    struct message error;
    if (!cli_has_gnuplot())
        return;
    char *svg = drawn(&f, t, "--figure=lines");
    ck_assert_msg(csv_read(folder_file(&f, "t.csv"), &csv, &error), "%s", error.text);
    ck_assert_msg(svg_check(svg, strlen(svg), &error), "%s", error.text);
    check_curves(svg, series_of(&csv, t), t->words[0]);
    /* the axes are what was asked about, and the title names the experiment */
    ck_assert_msg(strstr(svg, t->value) != NULL, "%s: no %s", t->words[0], t->value);
    ck_assert_msg(strstr(svg, t->words[0]) != NULL, "%s: not in the title", t->words[0]);
    free(svg);
    csv_free(&csv);
    folder_remove(&f);
}

/* By the figure that fits, and whole in each format. */
TEST_EACH(any_table_is_drawn_as_it_is, TOOLS_COUNT(tables))
{
    struct folder f;
    struct message error;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    make_table(&f, &tables[_i]);
    struct cli_result r = CLI(&f, "plot", "@/t.csv", "--format=png,svg,pdf");
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_uint_eq(cli_files(&f), 4);
    char *svg = cli_file(folder_file(&f, "t.svg")), *pdf = cli_file(folder_file(&f, "t.pdf"));
    ck_assert_msg(svg_check(svg, strlen(svg), &error), "%s", error.text);
    ck_assert(strncmp(pdf, "%PDF-", 5) == 0);
    free(svg);
    free(pdf);
    folder_remove(&f);
}

/* Runs of over five series and the name of one: names stand beside what they are of. */
static const struct table crowded[] = {
    {.words = {"diffhist", "--encoding=rope:dim=4,base=10,20,30,40,50;nope:dim=4", "--pairs=9"},
     .axis = "nope"},
    {.words = {"heads", "--qk=gauss;aligned:rho=0.1,0.2,0.3,0.4", "--tokens=40", "--pairs=4"},
     .axis = "aligned:rho=0.4"},
    {.words = {"instability", "--encoding=rope:dim=8,unit=turn;rope:dim=12,unit=turn",
               "--target=-1,-0.5,0,0.25,0.5,1", "--method=lattice"},
     .axis = "target -0.5",
     .value = "--figure=instability_growth"},
    {.words = {"properties", "--encoding=rope:dim=4,base=11,12,13,14,15;nope:dim=4", "--pairs=2"},
     .axis = "additive  nope",
     .value = "--figure=lines"},
};

TEST_EACH(over_five_series_have_labels, TOOLS_COUNT(crowded))
{
    char label[128];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    char *svg = drawn(&f, &crowded[_i], crowded[_i].value);
    snprintf(label, sizeof label, ">%s</text>", crowded[_i].axis);
    const char *at = strstr(svg, label); /* a legend comes behind the curves */
    ck_assert_msg(at && at < strstr(svg, "gnuplot_plot_1"), "no %s, or in a legend", label);
    free(svg);
    folder_remove(&f);
}

/* Runs of several series at one place, whose limits would hide one another. */
static const struct table places[] = {
    {.words = {"locality", "--qk=gauss;aligned:rho=0.5", "--context=16", "--pairs=4"}},
    {.words = {"consistency", "--encoding=rope:dim=4;nope", "--distances=4", "--pairs=9"}},
    {.words = {"shift", "--encoding=rope:dim=4;pope:dim=4", "--context=16", "--pairs=2"}},
    {.words = {"bias", "--encoding=rope:dim=4;tapa:dim=4", "--distances=4", "--pairs=16"}},
};

TEST_EACH(limits_stand_side_by_side, TOOLS_COUNT(places))
{
    static const char point[] = "transform='translate(", legend[] = ") scale(3.94)";
    double first = 0.0, most = 0.0;
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    char *svg = drawn(&f, &places[_i], NULL), *at = strstr(svg, "gnuplot_plot_1");
    while (at && (at = strstr(at, point))) {
        double x = strtod(at += strlen(point), NULL);
        if (strncmp(at + strcspn(at, ")"), legend, strlen(legend)) == 0)
            continue;
        first = first > 0.0 ? first : x;
        most = fmax(most, fabs(x - first));
    }
    ck_assert_msg(most > 20.0, "%s: one over the other", places[_i].words[0]);
    free(svg);
    folder_remove(&f);
}
