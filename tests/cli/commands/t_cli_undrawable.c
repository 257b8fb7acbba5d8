/* Tables that cannot be drawn, and why: what is said, and that no drawing is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/tools/cli_tools.h"

static const char NAMES[] = "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\n";

/* A row at distance 1 that can be drawn, and what is wrong behind it. */
static const struct table {
    const char *rows, *says[CLI_SAYS];
} tables[] = {
    {"", {"plot bias", "no rows"}},
    {"nope,gauss,0,0,0,1\n", {"plot bias", "the table has no row at a distance over 0"}},
    {"nope,gauss,,0,0,1\n", {"figure bias needs \"distance_tok\": no value in any row"}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,nan,1\n", {"row 2, column mean_mc: \"nan\" is no finite"}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,0,inf\n", {"row 2, column mean_mc_se: \"inf\""}},
    {"nope,gauss,1,0,-Infinity,1\n", {"row 1, column mean_mc: \"-Infinity\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,1e999,0,1\n", {"row 2, column mean_closed: \"1e999\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,abc,0,0,1\n", {"row 2, column distance_tok: \"abc\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,1 ,1\n", {"row 2, column mean_mc: \"1 \""}},
    {"nope,gauss,1,0,1.7e308,1\n", {"column mean_mc: \"1.7e308\" is over 1e300, which no axis"}},
    {"nope,gauss,1,0,-1.1e300,1\n", {"column mean_mc: \"-1.1e300\" is over 1e300"}},
};

TEST_EACH(tables_that_cannot_be_drawn, TOOLS_COUNT(tables))
{
    char text[1024];
    struct folder f;
    bool gnuplots = strstr(tables[_i].rows, ",0,0,0,");
    if (gnuplots && !cli_has_gnuplot())
        return;
    folder_make(&f);
    snprintf(text, sizeof text, "%s%s", NAMES, tables[_i].rows);
    folder_write(&f, "bias.csv", strlen(text), text);
    struct cli_row row = {{"plot", "bias", "--out=@"}, 3, {NULL}};
    memcpy(row.says, tables[_i].says, sizeof row.says);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &row);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A table of locality made of a pattern: %1$zu is the row's number. */
struct made {
    size_t rows, columns; /* columns besides */
    const char *format;
    size_t longer; /* characters that the last row's encoding is longer */
};

static char *made_table(const struct made *m, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    ck_assert_ptr_nonnull(out);
    fputs("# posbias locality\nencoding,qk,context_tok,p_inv,p_inv_lo,p_inv_hi,p_exact", out);
    for (size_t i = 0; i < m->columns; i++)
        fprintf(out, ",c%zu", i);
    for (size_t row = 0; row < m->rows; row++) {
        fputs("\nrope:base=1", out);
        for (size_t i = 0; row + 1 == m->rows && i < m->longer; i++)
            putc('1', out);
        fprintf(out, m->format, row);
        for (size_t i = 0; i < m->columns; i++)
            fputs(",1", out);
    }
    putc('\n', out);
    fclose(out);
    return text;
}

/* Tables over what gnuplot can take, and those just under it, which it draws. */
static const struct size {
    struct made made;
    const char *figure, *says[CLI_SAYS];
} sizes[] = {
    {{100001, 0, ",gauss,%1$zu,0.3,0.1,0.9,0.5", 0},
     NULL,
     {"the table has 100001 rows, over the 100000", "filter column \"context_tok\""}},
    {{401, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 0},
     "--figure=locality",
     {"over 400 series; filter column \"encoding\", which has 401 values", "--figure=lines"}},
    {{201, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 0}, "--figure=locality", {NULL}},
    {{401, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 0},
     "--figure=lines",
     {"12978 pixels tall, over 10000; filter column \"encoding\", which has 401 values"}},
    {{60000, 0, ",gauss,%1$zu,0.3,0.1,0.9,0.5", 0}, "--figure=lines", {NULL}},
    {{20, 40000, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 0}, NULL, {NULL}},
    {{3, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 20000},
     NULL,
     {"row 3, column encoding: \"rope:base=1111", "has 20012 characters; expected at most 1000"}},
    {{7, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 980}, NULL, {NULL}},
    {{7, 0, "%1$zu,gauss,8,0.3,0.1,0.9,0.5", 980}, "--figure=lines", {NULL}},
};

/* By --figure's option, or NULL; says: what the line of a refusal has, nothing of a drawing. */
static void drawn_or_refused(const char *text, size_t size, const char *figure,
                             const char *const says[CLI_SAYS])
{
    struct folder f;
    struct cli_row row = {{"plot", "@/t.csv", "--format=svg", figure}, 3, {NULL}};
    memcpy(row.says, says, sizeof row.says);
    folder_make(&f);
    folder_write(&f, "t.csv", size, text);
    if (*says) {
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &row);
    } else {
        struct cli_result r = cli_run(&f, &(struct cli_setting){NULL, 0}, row.words);
        cli_went_well(&r);
        cli_free(&r);
    }
    ck_assert_uint_eq(folder_remove(&f), *says ? 1 : 2);
}

TEST_EACH(a_large_table_is_drawn_or_refused, TOOLS_COUNT(sizes))
{
    const struct size *s = &sizes[_i];
    size_t size;
    if (!cli_has_gnuplot())
        return;
    char *text = made_table(&s->made, &size);
    drawn_or_refused(text, size, s->figure, s->says);
    free(text);
}

/* Tables of too few columns for a figure that somebody named. */
static const struct cli_row lacking[] = {
    {{"plot", "@/t.csv", "--figure=locality"},
     2,
     {"figure locality needs \"p_inv_lo\", \"p_exact\": no such column",
      "@/t.csv --figure=lines draws it"}},
    {{"plot", "@/locality.csv"},
     3,
     {"figure locality needs \"p_inv_lo\", \"p_exact\": no such column"}},
    {{"plot", "locality", "--out=@"}, 3, {"needs \"p_inv_lo\"", "locality.csv --figure=lines"}},
};

TEST_EACH(missing_columns_are_named, TOOLS_COUNT(lacking))
{
    static const char table[] =
        "# posbias locality\nencoding,qk,context_tok,p_inv,p_inv_hi\nnope,gauss,1,0,1\n";
    struct folder f;
    folder_make(&f);
    folder_write(&f, "t.csv", strlen(table), table);
    const char *plain = strchr(table, '\n') + 1;
    folder_write(&f, "locality.csv", strlen(plain), plain);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &lacking[_i]);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

#define LOCALITY_NAMES "# posbias locality\nencoding,qk,context_tok,p_inv,p_inv_lo,p_inv_hi,p_exact"
#define LOCALITY       LOCALITY_NAMES "\n"
#define DECAY          "# posbias decay\nencoding,qk,distance_tok,mean_log10_abs,var_closed\n"

/* Tables of other experiments and of no experiment's making, refused or drawn. */
static const struct odd {
    const char *text, *figure, *says[CLI_SAYS];
} odds[] = {
    {"", NULL, {"line 1: no column names"}},
    {"\n", NULL, {"no line says \"# posbias EXPERIMENT\""}},
    {"# posbias locality\n", NULL, {"line 2: no column names"}},
    {LOCALITY "nope,gauss,-8,0.3,0.1,0.9,0.5\n", NULL, {"context_tok: \"-8\" is not over 0"}},
    {LOCALITY "nope,gauss,0,0.3,0.1,0.9,0.5\n", NULL, {"row 1, column context_tok: \"0\" is not"}},
    {"# posbias locality\nx,y,x\n1,2,3\n2,3,4\n", NULL, {"column \"x\" is there twice"}},
    {"# posbias locality\np_inv\n0.3\n0.4\n", NULL, {"no number behind the columns"}},
    {LOCALITY ",,,,,,\n", NULL, {"no number behind the columns"}},
    {"# posbias bounds\nencoding,criterion,context_tok,base_least,base_most,base\nrope,c,8,0,,1\n",
     NULL,
     {"column base_least: \"0\" is not over 0"}},
    {"\xef\xbb\xbf" LOCALITY "nope,gauss,8,0.3,0.1,0.9,0.5\r\n", NULL, {NULL}},
    {LOCALITY "\"nope\",\"gauss\",\"8\",0.3,0.1,0.9,0.5", NULL, {NULL}},
    {DECAY "nope,gauss,4,-1,0\n", "--figure=decay", {NULL}},
    {DECAY "nope,gauss,0,-1,0\nnope,gauss,4,-1,\n", "--figure=decay", {NULL}},
    {"# posbias locality\nx,y\n1,1e300\n2,-1e300\n", NULL, {NULL}},
    {"# posbias locality\nx,y\n1,4e-320\n2,-4e-320\n", NULL, {NULL}},
    /* one place of a size at which 1 more is the same number */
    {"# posbias locality\nx,y\n1,1e20\n2,1e20\n", NULL, {NULL}},
    {"# posbias locality\nx,y\n1,-1e300\n2,-1e300\n", NULL, {NULL}},
    {"# posbias locality\nx,y\n-1e20,1\n-1e20,2\n", NULL, {NULL}},
    {"# posbias locality\nx,y\n100000000000000000000,1\n100000000000000000001,2\n", NULL, {NULL}},
    {"# posbias bias\nencoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\n"
     "nope,gauss,1,1e20,1e20,0\nnope,gauss,2,1e20,1e20,0\n",
     "--figure=bias",
     {NULL}},
    {"# posbias instability\n"
     "encoding,qk,gamma_target,gamma_reached,method,error_allowed,scan_hi_tok\n"
     "nope,gauss,0.5,0.5,scan,1,8\n",
     "--figure=instability",
     {NULL}},
    {"# posbias instability\n"
     "encoding,qk,gamma_target,gamma_reached,method,error_allowed,scan_hi_tok\n"
     "nope,gauss,1e20,1e20,scan,1,8\n",
     "--figure=instability",
     {NULL}},
    {"# posbias locality\nx,y,y_se\n1,1e300,1e300\n2,-1e300,1e300\n", NULL, {NULL}},
};

TEST_EACH(an_odd_table_is_drawn_or_refused, TOOLS_COUNT(odds))
{
    const struct odd *o = &odds[_i];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    folder_write(&f, "t.csv", strlen(o->text), o->text);
    struct cli_result r = CLI(&f, "plot", "@/t.csv", "--format=svg", o->figure);
    if (o->says[0]) {
        ck_assert_msg(r.status > 1 && strstr(r.err, o->says[0]), "%d: %s", r.status, r.err);
        ck_assert_msg(!strstr(r.err, "gnuplot"), "%s", r.err);
        cli_free(&r);
    } else {
        cli_went_well(&r);
        cli_free(&r);
    }
    ck_assert_uint_eq(folder_remove(&f), o->says[0] ? 1 : 2);
}

/* A table of locality that has a column of a long name besides: %s. */
static const struct named {
    const char *format, *figure, *says[CLI_SAYS];
} named[] = {
    {"# posbias locality\nx,%s\n1,2\n2,3\n",
     NULL,
     {"column 2: the name \"yyyy", "has 200000 characters; expected at most 1000, for a label"}},
    {"# posbias locality\n%s,x\n1,2\n2,3\n", NULL, {"column 1: the name \"yyyy"}},
    {LOCALITY_NAMES ",%s\nnope,gauss,8,0.3,0.1,0.9,0.5,1\n", "--figure=locality", {NULL}},
};

TEST_EACH(a_long_name_is_drawn_or_refused, TOOLS_COUNT(named))
{
    enum { LENGTH = 200000 };
    const struct named *n = &named[_i];
    if (!cli_has_gnuplot())
        return;
    char *name = calloc(LENGTH + 1, 1), *text = malloc(LENGTH + 1000);
    ck_assert(name && text);
    memset(name, 'y', LENGTH);
    int length = snprintf(text, LENGTH + 1000, n->format, name);
    drawn_or_refused(text, (size_t)length, n->figure, n->says);
    free(name);
    free(text);
}

/* One that is not a file is not waited for. */
TEST(a_pipe_is_no_table)
{
    struct folder f;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "bias.csv"), 0600), 0);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"plot", "bias", "--out=@"}, 3, {"bias.csv", "regular file"}});
    ck_assert_uint_eq(folder_remove(&f), 1);
}
