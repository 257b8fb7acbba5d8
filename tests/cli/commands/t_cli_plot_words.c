/* What a drawing of a user's own CSV says, where it goes, and what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/report/svg_check.h"
#include "tests/tools/cli_tools.h"

/* Runs words, an experiment's, to t.csv of a folder. */
static void make_table(struct folder *f, const char *const *given)
{
    const char *words[CLI_WORDS + 2] = {NULL};
    size_t count = 0;
    for (; given[count]; count++)
        words[count] = given[count];
    words[count++] = "-o";
    words[count++] = "@/t.csv";
    struct cli_result r = cli_run(f, &(struct cli_setting){NULL, 0}, words);
    cli_went_well(&r);
    cli_free(&r);
}

/* Words that the drawing of a table has, and those that it has not. */
static const struct words {
    const char *words[CLI_WORDS - 2];
    const char *has[4], *lacks[2];
} said[] = {
    /* what varies is in the legend, what does not in the title */
    {{"locality", "--encoding=rope:dim=4,base=100;tapa:dim=4", "--qk=gauss", "--context=8,16",
      "--pairs=4"},
     {">locality; dim=4; qk gauss; 4 pairs<", ">rope:base=100<", ">tapa<"},
     {"rope:base=100,dim"}},
    {{"locality", "--encoding=rope:dim=4,base=100", "--qk=gauss;aligned:rho=0.5", "--context=8,16",
      "--pairs=4"},
     {">locality; rope:dim=4,base=100; 4 pairs<", ">rope  gauss<", ">rope  aligned:rho=0.5<"},
     {NULL}},
    /* labels of more lines than their panel has room for, and a title of more than ten */
    {{"locality",
      "--encoding=rope:dim=4,base=10001.12345678,scaling=yarn,factor=1.5,orig=4091,beta_fast=31,"
      "beta_slow=1.001;rope:dim=6,base=10002.12345678,scaling=yarn,factor=2.5,orig=4092,beta_fast="
      "32,beta_slow=1.002;rope:dim=8,base=10003.12345678,scaling=yarn,factor=3.5,orig=4093,beta_"
      "fast=33,beta_slow=1.003;rope:dim=10,base=10004.12345678;rope:dim=12;alibi:slope=0.1,dim=4;nope",
      "--qk=gauss", "--context=8,16", "--pairs=4"},
     {">beta_slow=1.001<", ">beta_slow=1.002<", ">beta_slow=1.003<", ">nope<"},
     {NULL}},
    {{"locality",
      "--encoding=t5:dim=4,values=-1.0123456789012345/-1.1123456789012345/-1.2123456789012345/"
      "-1.3123456789012345/-1.4123456789012345/-1.5123456789012345/-1.6123456789012345/"
      "-1.7123456789012345/-1.8123456789012345/-1.9123456789012345/-2.0123456789012345/"
      "-2.1123456789012345/-2.2123456789012345/-2.3123456789012345/-2.4123456789012345/"
      "-2.5123456789012345/-2.6123456789012345/-2.7123456789012345/-2.8123456789012345/"
      "-2.9123456789012345/-3.0123456789012345/-3.1123456789012345/-3.2123456789012345/"
      "-3.3123456789012345/-3.4123456789012345/-3.5123456789012345/-3.6123456789012345/"
      "-3.7123456789012345/-3.8123456789012345/-3.9123456789012345/-4.0123456789012345/"
      "-4.1123456789012345",
      "--qk=gauss", "--context=8,16", "--pairs=4"},
     {"; 4 pairs<"},
     {NULL}},
    /* more than can be told apart */
    {{"scores", "--encoding=rope:dim=4", "--distances=0,1", "--pairs=60"},
     {"60 series, each number a dot."},
     {"draw 1<"}},
    /* lengths behind the columns that they explain */
    {{"consistency", "--encoding=path:dim=4;rope:dim=4", "--context=8,16", "--pairs=4"},
     {">p_inv against context / tokens<", ">path<"},
     {NULL}},
    /* panels for what a figure shows one of */
    {{"normality", "--encoding=rope:dim=4;rope:dim=8", "--qk=phase", "--context=64", "--pairs=2",
      "--bins=10"},
     {">rope:dim=4, context 64 tokens<", ">rope:dim=8, context 64 tokens<"},
     {NULL}},
    {{"heads", "--encoding=rope:dim=8;rope:dim=16", "--pairs=4", "--tokens=40", "--octaves"},
     {"rope:dim=16  gauss<"},
     {NULL}},
    /* of several figures that which the rows fit */
    {{"locality", "--encoding=rope:dim=4", "--qk=unit", "--context=64,128"},
     {"derived law"},
     {"exact expectation"}},
    {{"consistency", "--encoding=rope:dim=4", "--qk=phase", "--reference=aligned",
      "--distances=1,4", "--pairs=16"},
     {"overtakes the reference"},
     {"change order"}},
    {{"consistency", "--encoding=rope:dim=4", "--distances=1,4", "--pairs=16"},
     {"change order"},
     {"overtakes"}},
};

TEST_EACH(title_and_legend_are_the_tables, TOOLS_COUNT(said))
{
    const struct words *w = &said[_i];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    make_table(&f, w->words);
    struct cli_result r = CLI(&f, "plot", "@/t.csv", "-o", "@/other.svg");
    cli_went_well(&r);
    cli_free(&r);
    char *svg = cli_file(folder_file(&f, "other.svg"));
    ck_assert_ptr_nonnull(svg);
    for (size_t i = 0; i < TOOLS_COUNT(w->has) && w->has[i]; i++)
        ck_assert_msg(strstr(svg, w->has[i]) != NULL, "no \"%s\"", w->has[i]);
    for (size_t i = 0; i < TOOLS_COUNT(w->lacks) && w->lacks[i]; i++)
        ck_assert_msg(strstr(svg, w->lacks[i]) == NULL, "\"%s\"", w->lacks[i]);
    free(svg);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* Cells with what ends a line, begins a comment, a string, a format or what gnuplot reads as
 * another character, and with what is no text, and their labels. */
static const char *const cells[][2] = {
    {"rope:b\nase=1", "rope:b ase=1"},
    {"tapa:c\tut=1", "tapa:c ut=1"},
    {"#first=1", "#first=1"},
    {"a\"\"quote\"\"d", "a'quote'd"},
    {"50%2Cd=%d", "50%2Cd=%d"},
    {"e\\nf\\101", "e\\nf\\101"},
    {"\\\\g\\", "\\\\g\\<"},
    {"h\x01i\x1b", "h\\x01i\\x1b"},
    {"j\x80k\xff\xc3", "j\\x80k\\xff\\xc3"},
    {"l\xef\xbf\xbem", "l\\ufffem"},
    {"<&>n", "&lt;&amp;"},
};

TEST(any_cell_is_a_label)
{
    static const char *const figures[] = {"--figure=locality", "--figure=lines"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct folder f;
    struct message error;
    if (!cli_has_gnuplot())
        return;
    ck_assert_ptr_nonnull(out);
    fputs("# posbias locality\nencoding,qk,context_tok,p_inv,p_inv_lo,p_inv_hi,p_exact\n", out);
    for (size_t i = 0; i < TOOLS_COUNT(cells); i++)
        fprintf(out, "\"%s\",gauss,8,0.%zu,0.1,0.9,0.5\n", cells[i][0], i + 2);
    fclose(out);
    folder_make(&f);
    folder_write(&f, "t.csv", size, text);
    free(text);
    for (size_t k = 0; k < TOOLS_COUNT(figures); k++) {
        struct cli_result r = CLI(&f, "plot", "@/t.csv", "-o", "@/other.svg", figures[k]);
        cli_went_well(&r);
        cli_free(&r);
        char *svg = cli_file(folder_file(&f, "other.svg"));
        ck_assert_ptr_nonnull(svg);
        for (size_t i = 0; i < TOOLS_COUNT(cells); i++)
            ck_assert_msg(strstr(svg, cells[i][1]) != NULL, "%s: no \"%s\"", figures[k],
                          cells[i][1]);
        ck_assert_msg(svg_check(svg, strlen(svg), &error), "%s", error.text);
        free(svg);
    }
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* How a label of the report card is shown: without the sign of equality and a zero in front of the
 * point. */
static void shown_label(const char *label, char *out, size_t size)
{
    bool below = label[1] == '-';
    const char *digits = label + 1 + below;
    if (label[0] == '=' && strncmp(digits, "0.", 2) == 0)
        digits++;
    snprintf(out, size, "%s%s%s<", label[0] == '=' ? "" : ">", below ? "-" : "", digits);
}

/* Numbers in cells of the heat-table are those of its CSV. */
TEST(the_card_shows_its_numbers)
{
    static const char *const run[] = {"reportcard",
                                      "--encoding=rope:dim=8;nope:dim=8;alibi:dim=8,slope=1",
                                      "--qk=aligned:rho=0.5",
                                      "--context=66",
                                      "--pairs=6",
                                      NULL};
    struct folder f;
    struct csv csv;
    struct message error;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    make_table(&f, run);
    struct cli_result r = CLI(&f, "plot", "@/t.csv", "--format=svg");
    cli_went_well(&r);
    cli_free(&r);
    ck_assert_msg(csv_read(folder_file(&f, "t.csv"), &csv, &error), "%s", error.text);
    char *svg = cli_file(folder_file(&f, "t.svg"));
    ck_assert_ptr_nonnull(svg);
    size_t label = csv_column(&csv, "label"), ranks = csv_column(&csv, "ranks");
    for (size_t row = 0; row < csv.row_count; row++) {
        char text[64], rank[64];
        if (!*csv_cell(&csv, row, label))
            continue;
        shown_label(csv_cell(&csv, row, label), text, sizeof text);
        snprintf(rank, sizeof rank, ">%s<", csv_cell(&csv, row, ranks) + 1);
        ck_assert_msg(strstr(svg, text) && strstr(svg, rank), "row %zu: no %s or no %s", row, text,
                      rank);
    }
    free(svg);
    csv_free(&csv);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

#define HEAD "# posbias bias\n"
#define ROWS "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\nnope,gauss,1,0,0,1\n"

/* What cannot be drawn. */
static const struct refusal {
    const char *table;
    struct cli_row row;
} refusals[] = {
    {ROWS, {{"plot", "@/t.csv"}, 2, {"@/t.csv", "# posbias EXPERIMENT"}}},
    {"# posbias biass\n" ROWS, {{"plot", "@/t.csv"}, 2, {"biass", "did you mean \"bias\"?"}}},
    {"# posbias claims\n" ROWS, {{"plot", "@/t.csv"}, 2, {"claims", "no experiment"}}},
    {HEAD ROWS,
     {{"plot", "@/t.csv", "--figure=line"},
      2,
      {"--figure", "\"line\"", "did you mean \"lines\"?"}}},
    {HEAD ROWS, {{"plot", "@/t.csv", "--figure=gap"}, 2, {"--figure", "\"gap\"", "bias, lines"}}},
    {HEAD ROWS, {{"plot", "bias", "--figure=bias"}, 2, {"--figure", "\"bias\"", "FILE.csv"}}},
    {HEAD ROWS, {{"plot", "@/t.csv", "--format=pgn"}, 2, {"--format", "did you mean \"png\"?"}}},
    {HEAD ROWS,
     {{"plot", "@/t.csv", "--format=png,png"}, 2, {"--format", "\"png\" is given twice"}}},
    {HEAD "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\n",
     {{"plot", "@/t.csv"}, 3, {"@/t.csv", "no rows"}}},
    {HEAD "encoding,qk\nnope,gauss\n", {{"plot", "@/t.csv"}, 3, {"@/t.csv", "no number"}}},
    {HEAD "encoding,qk\nnope\n", {{"plot", "@/t.csv"}, 3, {"@/t.csv", "line 3: 1 cells"}}},
};

TEST_EACH(refusals_leave_nothing, TOOLS_COUNT(refusals))
{
    const struct refusal *r = &refusals[_i];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    folder_write(&f, "t.csv", strlen(r->table), r->table);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &r->row);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A gnuplot without the PDF terminal says which package has one. */
TEST(a_missing_pdf_terminal_is_said)
{
    static const char fake[] =
        "#!/bin/sh\necho \"this gnuplot has no pdfcairo, which draws PDF\" >&2\nexit 1\n";
    struct folder f, bin;
    char *style = cli_file("plots/style.gp"), path[4096];
    const char *before = getenv("PATH");
    ck_assert(style && strstr(style, "pdfcairo") && strstr(style, "gnuplot-nox"));
    free(style);
    folder_make(&f);
    folder_make(&bin);
    folder_write(&f, "t.csv", strlen(HEAD ROWS), HEAD ROWS);
    folder_write(&bin, "gnuplot", strlen(fake), fake);
    ck_assert_int_eq(chmod(folder_file(&bin, "gnuplot"), 0755), 0);
    snprintf(path, sizeof path, "%s:%s", bin.path, before ? before : "");
    setenv("PATH", path, 1);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"plot", "@/t.csv", "--format=pdf"}, 3, {"no pdfcairo"}});
    ck_assert_uint_eq(folder_remove(&f), 1);
    ck_assert_uint_eq(folder_remove(&bin), 1);
}
