/* Where a drawing goes: nowhere near its table, in the format that its name ends in, and with the
 * same bytes whenever it is made. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

static const char TABLE[] = "# posbias bias\n"
                            "encoding,qk,distance_tok,mean_closed,mean_mc,mean_mc_se\n"
                            "nope,gauss,1,0,0,1\n";

/* A folder with t.csv, and of other names for it a symbolic link and one more name; beside them an
 * empty folder. */
static void make_tables(struct folder *f)
{
    folder_make(f);
    folder_write(f, "t.csv", strlen(TABLE), TABLE);
    ck_assert_int_eq(symlink("t.csv", folder_file(f, "link.svg")), 0);
    char first[4096];
    snprintf(first, sizeof first, "%s", folder_file(f, "t.csv"));
    ck_assert_int_eq(link(first, folder_file(f, "other.svg")), 0);
    ck_assert_int_eq(symlink("gone.csv", folder_file(f, "dangling.csv")), 0);
    ck_assert_int_eq(mkdir(folder_file(f, "in"), 0777), 0);
}
enum { MADE = 5 };

static const struct cli_row refusals[] = {
    /* a table is not written over, under whatever name */
    {{"plot", "@/t.csv", "-o", "@/t.csv", "--format=svg"}, 2, {"\"@/t.csv\"", "same file"}},
    {{"plot", "@/t.csv", "-o", "@/in/../t.csv", "--format=svg"}, 2, {"in/../t.csv", "same file"}},
    {{"plot", "@/t.csv", "-o", "@/link.svg"}, 2, {"link.svg\" is the same file as t.csv"}},
    {{"plot", "@/t.csv", "-o", "@/other.svg"}, 2, {"other.svg\" is the same file as t.csv"}},
    /* one file, one format: its name's */
    {{"plot", "@/t.csv", "-o", "@/a.svg", "--format=png"}, 2, {"@/a.svg", "ends in .svg", "=svg"}},
    {{"plot", "@/t.csv", "-o", "@/a.pdf", "--format=svg"}, 2, {"@/a.pdf", "ends in .pdf", "=pdf"}},
    {{"plot", "@/t.csv", "-o", "@/a.svg", "--format=svg,png"}, 2, {"--output", "one format"}},
    {{"plot", "@/t.csv", "-o", "@/a.jpg"}, 2, {"--output", "@/a.jpg", ".svg"}},
    {{"plot", "@/t.csv", "-o", "-"}, 2, {"--output", "--format"}},
    {{"plot", "all", "-o", "@/a.svg"}, 2, {"--output", "\"all\"", "figures"}},
    /* places that take nothing */
    {{"plot", "@/t.csv", "--out=@/none"}, 3, {"cannot write", "none/t.svg", "No such file"}},
    {{"plot", "@/t.csv", "--out=@/t.csv"}, 3, {"cannot write", "t.csv/t.svg", "Not a directory"}},
    {{"plot", "@/t.csv", "-o", "@/in", "--format=svg"}, 3, {"cannot write", "Is a directory"}},
    {{"plot", "@/t.csv", "-o", "/dev/full", "--format=svg"}, 3, {"/dev/full", "No space left"}},
    /* a table is looked for where it is said to be, and a name is not suggested for itself */
    {{"plot", "@/u.csv"}, 3, {"plot \"@/u.csv\"", "No such file", "did you mean \"t.csv\"?"}},
    {{"plot", "@/in/t.csv", "--out=@"}, 3, {"No such file", "did you mean \"@/t.csv\"?"}},
    {{"plot", "@/dangling.csv"}, 3, {"cannot read \"@/dangling.csv\": No such file or directory"}},
    {{"plot", "@/in/.csv"}, 3, {"in/.csv", "No such file"}},
};

TEST_EACH(refusals_leave_the_table, TOOLS_COUNT(refusals))
{
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    make_tables(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &refusals[_i]);
    cli_holds(folder_file(&f, "t.csv"), TABLE);
    ck_assert_int_eq(rmdir(folder_file(&f, "in")), 0);
    ck_assert_uint_eq(folder_remove(&f), MADE - 1);
}

/* Drawings whose names lead to another table, or, the last, to what is none. */
static const struct cli_row others[] = {
    {{"plot", "bias", "--out=@", "--format=svg"}, 2, {"bias.svg\" is the same file as gap.csv"}},
    {{"plot", "all", "--out=@", "--format=svg"}, 2, {"bias.svg\" is the same file as gap.csv"}},
    {{"plot", "@/bias.csv", "-o", "@/far.svg"}, 2, {"far.svg\" is the same file as far.csv"}},
    {{"plot", "@/in/bias.csv", "-o", "@/in/hard.svg"}, 2, {"hard.svg\" is the same file as gap."}},
    {{"plot", "@/bias.csv", "-o", "@/old.svg"}, 0, {NULL}},
};

TEST_EACH(another_table_is_left, TOOLS_COUNT(others))
{
    static const char *const names[] = {"bias.csv", "gap.csv", "in/far.csv", "in/bias.csv",
                                        "drawn.svg"};
    static const char *const links[][2] = {
        {"gap.csv", "bias.svg"}, {"in/far.csv", "far.svg"}, {"drawn.svg", "old.svg"}};
    char first[4096];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    ck_assert_int_eq(mkdir(folder_file(&f, "in"), 0777), 0);
    for (size_t i = 0; i < TOOLS_COUNT(names); i++)
        folder_write(&f, names[i], strlen(TABLE), TABLE);
    for (size_t i = 0; i < TOOLS_COUNT(links); i++)
        ck_assert_int_eq(symlink(links[i][0], folder_file(&f, links[i][1])), 0);
    folder_write(&f, "in/gap.csv", strlen(TABLE), TABLE);
    snprintf(first, sizeof first, "%s", folder_file(&f, "in/gap.csv"));
    ck_assert_int_eq(link(first, folder_file(&f, "in/hard.svg")), 0);
    struct cli_result r = cli_run(&f, &(struct cli_setting){NULL, 0}, others[_i].words);
    ck_assert_msg(r.status == others[_i].status, "%d: %s", r.status, r.err);
    ck_assert_msg(r.status == 0 || strstr(r.err, others[_i].says[0]), "%s", r.err);
    cli_free(&r);
    for (size_t i = 0; i + 1 < TOOLS_COUNT(names); i++)
        cli_holds(folder_file(&f, names[i]), TABLE);
    static const char *const inner[] = {"in/far.csv", "in/bias.csv", "in/gap.csv", "in/hard.svg"};
    for (size_t i = 0; i < TOOLS_COUNT(inner); i++)
        ck_assert_int_eq(unlink(folder_file(&f, inner[i])), 0);
    ck_assert_int_eq(rmdir(folder_file(&f, "in")), 0);
    ck_assert_uint_eq(folder_remove(&f), 6);
}

TEST(no_name_is_suggested_for_itself)
{
    struct folder f;
    folder_make(&f);
    ck_assert_int_eq(symlink("gone.csv", folder_file(&f, "dangling.csv")), 0);
    struct cli_result r = CLI(&f, "plot", "@/dangling.csv");
    ck_assert_int_eq(r.status, 3);
    ck_assert_msg(!strstr(r.err, "did you mean"), "%s", r.err);
    cli_free(&r);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Standard output that is the table itself would grow it. */
TEST(a_table_is_not_printed_to)
{
    char line[4096];
    struct folder f;
    folder_make(&f);
    folder_write(&f, "t.csv", strlen(TABLE), TABLE);
    snprintf(line, sizeof line, "plot '%s' -o - --format=svg 1<>'%s'", folder_file(&f, "t.csv"),
             folder_file(&f, "t.csv"));
    struct cli_result r = cli_shell(line);
    ck_assert_int_eq(r.status, 2);
    ck_assert_msg(strstr(r.err, "\"-\" is the same file as t.csv") != NULL, "%s", r.err);
    cli_free(&r);
    cli_holds(folder_file(&f, "t.csv"), TABLE);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Where DIR takes the drawings the table stays where it is; to standard output too, the same bytes.
 */
TEST(a_drawing_goes_where_it_is_sent)
{
    struct folder f, out;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    folder_make(&out);
    folder_write(&f, "t.csv", strlen(TABLE), TABLE);
    char folder[4096];
    const char *given = getenv("POSBIAS");
    char *program = realpath(given ? given : "build/posbias", NULL);
    ck_assert_ptr_nonnull(program);
    ck_assert_int_eq(setenv("POSBIAS", program, 1), 0);
    free(program);
    snprintf(folder, sizeof folder, "--out=%s", out.path);
    ck_assert_int_eq(chdir(f.path), 0);
    struct cli_result r = CLI(NULL, "plot", "./t.csv", folder, "--format=svg");
    cli_went_well(&r);
    cli_free(&r);
    cli_holds("t.csv", TABLE);
    ck_assert_uint_eq(cli_files(&f), 1);
    char *beside = cli_file(folder_file(&out, "t.svg"));
    ck_assert_ptr_nonnull(beside);
    r = CLI(NULL, "plot", "t.csv", "-o", "-", "--format=svg");
    cli_went_well(&r);
    ck_assert_str_eq(r.out, beside);
    cli_free(&r);
    free(beside);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_uint_eq(folder_remove(&f), 1);
    ck_assert_uint_eq(folder_remove(&out), 1);
}

static const char *const formats[] = {"svg", "png", "pdf"};

/* In another second and another time zone. */
TEST_EACH(a_drawing_has_no_date, TOOLS_COUNT(formats))
{
    char option[32];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    folder_make(&f);
    folder_write(&f, "t.csv", strlen(TABLE), TABLE);
    snprintf(option, sizeof option, "--format=%s", formats[_i]);
    struct cli_result first = CLI(&f, "plot", "@/t.csv", "-o", "-", option);
    cli_went_well(&first);
    nanosleep(&(struct timespec){1, 100000000}, NULL);
    ck_assert_int_eq(setenv("TZ", "XYZ-3:30", 1), 0);
    struct cli_result second = CLI(&f, "plot", "@/t.csv", "-o", "-", option);
    cli_went_well(&second);
    ck_assert_uint_eq(first.out_size, second.out_size);
    ck_assert(memcmp(first.out, second.out, first.out_size) == 0);
    cli_free(&first);
    cli_free(&second);
    ck_assert_uint_eq(folder_remove(&f), 1);
}
