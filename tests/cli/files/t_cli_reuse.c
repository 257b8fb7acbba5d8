/* --reuse: a file that holds exactly this run's result is kept, any other is made again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/checksum.h"
#include "tests/tools/cli_tools.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define QUICK "bias", "--scale=smoke", "--encoding=rope:dim=4"

/* Runs with --reuse and one more option onto the file that is there; true if the file was left as
 * it was. */
static bool kept(struct folder *f, const char *extra, const char *say)
{
    struct stat before, after;
    ck_assert_int_eq(stat(folder_file(f, "out.csv"), &before), 0);
    struct cli_result r = CLI(f, QUICK, "--reuse", "-o", "@/out.csv", extra);
    ck_assert_msg(r.status == 0 && strcmp(r.err, say) == 0, "%s: status %d: %s", extra, r.status,
                  r.err);
    ck_assert_uint_eq(r.out_size, 0);
    cli_free(&r);
    ck_assert_int_eq(stat(f->file, &after), 0);
    return before.st_ino == after.st_ino && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

static void make(struct folder *f)
{
    struct cli_result r = CLI(f, QUICK, "-o", "@/out.csv");
    cli_went_well(&r);
    cli_free(&r);
}

TEST(reuse_keeps_what_is_up_to_date)
{
    struct folder f;
    folder_make(&f);
    struct cli_result first = CLI(&f, QUICK, "--reuse", "-o", "@/out.csv");
    cli_went_well(&first);
    cli_free(&first);
    ck_assert(kept(&f, NULL, "posbias: out.csv is up to date\n"));
    ck_assert(kept(&f, "--threads=2", "posbias: out.csv is up to date\n"));
    /* the default, spelled out */
    ck_assert(kept(&f, "--seed=1", "posbias: out.csv is up to date\n"));
    ck_assert(kept(&f, "--quiet", ""));
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(reuse_runs_again_after_a_change)
{
    static const char *const changes[] = {"--seed=2", "--pairs=100", "--distances=1:9",
                                          "--qk=gauss"};
    struct folder f;
    folder_make(&f);
    make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(changes); i++) {
        ck_assert_msg(!kept(&f, changes[i], ""), "%s kept the old file", changes[i]);
        ck_assert_msg(kept(&f, changes[i], "posbias: out.csv is up to date\n"),
                      "%s twice ran twice", changes[i]);
    }
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A file cut in its header, names, rows or last newline, as `posbias bias > out.csv` leaves it when
 * it is killed; and a file of another version, or of other instructions. */
TEST(reuse_runs_again_after_damage)
{
    struct folder f;
    folder_make(&f);
    make(&f);
    char *whole = cli_file(folder_file(&f, "out.csv"));
    size_t size = strlen(whole), names = (size_t)(strstr(whole, "\nencoding,") - whole) + 1,
           rows = names + strcspn(whole + names, "\n") + 1;
    const size_t cuts[] = {0, 1, 50, names, names + 5, rows, rows + 20, size - 1};
    for (size_t i = 0; i < TOOLS_COUNT(cuts); i++) {
        folder_write(&f, "out.csv", cuts[i], whole);
        ck_assert_msg(!kept(&f, NULL, ""), "%zu of %zu bytes were kept", cuts[i], size);
        cli_holds(f.file, whole);
    }
    static const char *const lines[] = {"# version ", "# program ", "# instructions "};
    for (size_t i = 0; i < TOOLS_COUNT(lines); i++) {
        char *at = strstr(whole, lines[i]) + strlen(lines[i]);
        *at ^= 1;
        folder_write(&f, "out.csv", size, whole);
        ck_assert_msg(!kept(&f, NULL, ""), "another \"%s\" was kept", lines[i]);
        *at ^= 1;
    }
    free(whole);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* The matrices are parameters too: the same file names with other numbers are another result. */
TEST(reuse_runs_again_after_another_matrix)
{
    struct folder f;
    folder_make(&f);
    const char *encoding = "--encoding=tapa:dim=2,phase=general,m=@/m.npy,n=@/n.npy";
    double matrix[4] = {1, 0, 0, 1};
    cli_npy(&f, "m.npy", "<f8", "(2, 2)", 4, matrix, 0);
    cli_npy(&f, "n.npy", "<f8", "(2, 2)", 4, matrix, 0);
    struct cli_result first = CLI(&f, "bias", "--scale=smoke", encoding, "-o", "@/out.csv");
    cli_went_well(&first);
    matrix[0] = 2;
    cli_npy(&f, "m.npy", "<f8", "(2, 2)", 4, matrix, 0);
    struct cli_result second = CLI(&f, "bias", "--scale=smoke", encoding, "--reuse", "-o",
                                   "@/out.csv");
    cli_went_well(&second); /* not "is up to date" */
    cli_free(&first);
    cli_free(&second);
    ck_assert_uint_eq(folder_remove(&f), 3);
}

/* Puts `by` in place of `what` in a copy, with a checksum that fits: what the checksum alone would
 * keep. */
static char *edited(const char *whole, const char *what, const char *by)
{
    char *out = malloc(strlen(whole) + strlen(by) + 1), *at = strstr(whole, what), sum[32];
    ck_assert(out && at);
    sprintf(out, "%.*s%s%s", (int)(at - whole), whole, by, at + strlen(what));
    char *place = strstr(out, " checksum ") + 10, *body = strchr(place, '\n') + 1;
    snprintf(sum, sizeof sum, "%016llx",
             (unsigned long long)checksum_add(CHECKSUM_START, body, strlen(body)));
    memcpy(place, sum, 16);
    return out;
}

/* Rows lost or added, a column renamed, a cell more or less. */
TEST(reuse_runs_again_after_an_edit_that_the_checksum_fits)
{
    struct folder f;
    folder_make(&f);
    make(&f);
    char *whole = cli_file(folder_file(&f, "out.csv"));
    char *names = strstr(whole, "\nencoding,") + 1, *row = strchr(names, '\n') + 1;
    char first[512], twice[1024], more[600], last[64], wider[80];
    const char *comma = row - 1; /* before the last name */
    while (*comma != ',')
        comma--;
    snprintf(last, sizeof last, "%.*s", (int)(row - comma), comma);
    snprintf(wider, sizeof wider, ",x%s", last);
    snprintf(first, sizeof first, "%.*s", (int)strcspn(row, "\n") + 1, row);
    snprintf(twice, sizeof twice, "%s%s", first, first);
    snprintf(more, sizeof more, "x,%s", first);
    const char *const edits[][2] = {
        {first, ""},    {first, twice}, {first, more},         {",mean_mc,", ",mean_mcs,"},
        {last, ",x\n"}, {last, wider},  {"\nencoding,", "\n"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(edits); i++) {
        char *text = edited(whole, edits[i][0], edits[i][1]);
        folder_write(&f, "out.csv", strlen(text), text);
        ck_assert_msg(!kept(&f, NULL, ""), "edit %zu was kept", i);
        free(text);
    }
    char *text = edited(whole, first, first);
    folder_write(&f, "out.csv", strlen(text), text);
    ck_assert(kept(&f, NULL, "posbias: out.csv is up to date\n"));
    free(text);
    free(whole);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Only a regular file can be kept; nothing else is even opened. */
static const char *const irregular[] = {"@/pipe", "@/link",      "/dev/null", "/dev/zero",
                                        "-",      "/dev/stdout", "@"};

TEST_EACH(reuse_wants_a_regular_file, TOOLS_COUNT(irregular))
{
    struct folder f;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    ck_assert_int_eq(symlink("pipe", folder_file(&f, "link")), 0);
    const struct cli_setting plain = {NULL, 0};
    cli_refuses(&f, &plain,
                &(struct cli_row){{QUICK, "--reuse", "-o", irregular[_i]}, 2, {"--reuse"}});
    cli_refuses(&f, &plain,
                &(struct cli_row){
                    {"claims", "--scale=full", "--reuse", "-o", irregular[_i]}, 2, {"--reuse"}});
    ck_assert_uint_eq(folder_remove(&f), 2);
}
