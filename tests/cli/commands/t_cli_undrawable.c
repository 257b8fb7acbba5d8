/* Tables that cannot be drawn, and why: what is said, and that no drawing is left. */
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
    {"nope,gauss,,0,0,1\n", {"plot bias", "the table has no row at a distance over 0"}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,nan,1\n", {"row 2, column mean_mc: \"nan\" is no finite"}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,0,inf\n", {"row 2, column mean_mc_se: \"inf\""}},
    {"nope,gauss,1,0,-Infinity,1\n", {"row 1, column mean_mc: \"-Infinity\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,1e999,0,1\n", {"row 2, column mean_closed: \"1e999\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,abc,0,0,1\n", {"row 2, column distance_tok: \"abc\""}},
    {"nope,gauss,1,0,0,1\nnope,gauss,2,0,1 ,1\n", {"row 2, column mean_mc: \"1 \""}},
};

TEST_EACH(tables_that_cannot_be_drawn, TOOLS_COUNT(tables))
{
    char text[1024];
    struct folder f;
    bool gnuplots = strstr(tables[_i].rows, ",0,0,0,") || strstr(tables[_i].rows, ",,");
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
