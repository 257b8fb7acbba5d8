/* What a command reads, or writes already, is never what it writes: refused by any of its names. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

enum { AT_ONCE = 60 };
SUITE_SECONDS(AT_ONCE);

static const struct cli_setting plain = {NULL, 0};

static void furnish(struct folder *f)
{
    folder_make(f);
    ck_assert_int_eq(mkdir(folder_file(f, "folder"), 0700), 0);
    folder_write(f, "file", 4, "old\n");
}

static void clear(struct folder *f)
{
    rmdir(folder_file(f, "folder"));
    folder_remove(f);
}

/* The file m.npy by other names, and standard output that goes there. */
static const char *const names[] = {
    "@/m.npy", "@/./m.npy", "@/folder/../m.npy", "@/soft", "@/softer", "@/hard", NULL};
#define READS "--encoding=nope;tapa:dim=2,phase=general,m=@/n.npy,n=@/m.npy"

static const struct {
    const char *words[CLI_WORDS];
    const char *says;
} reading[] = {
    {{"bias", READS, "-o"}, "--output"},
    {{"bias", READS, "--format=json", "-o"}, "--output"},
    {{"bias", READS, "--reuse", "-o"}, "--output"},
    {{"decay", READS, "-o"}, "--output"},
};

TEST_EACH(file_that_is_read_is_not_written, TOOLS_COUNT(names))
{
    static const double matrix[4] = {1, 0, 0, 1};
    struct folder f;
    furnish(&f);
    cli_npy(&f, "m.npy", "<f8", "(2, 2)", 4, matrix, 0);
    cli_npy(&f, "n.npy", "<f8", "(2, 2)", 4, matrix, 0);
    char target[200];
    snprintf(target, sizeof target, "%s/m.npy", f.path);
    ck_assert_int_eq(symlink(target, folder_file(&f, "soft")), 0);
    ck_assert_int_eq(symlink("soft", folder_file(&f, "softer")), 0);
    ck_assert_int_eq(link(target, folder_file(&f, "hard")), 0);
    const struct cli_setting out = {names[_i] ? NULL : target, 0};
    for (size_t i = 0; i < TOOLS_COUNT(reading); i++) {
        struct cli_row row = {{NULL}, 2, {names[_i] ? names[_i] : "@/m.npy", "--encoding"}};
        size_t w = 0;
        for (; reading[i].words[w]; w++)
            row.words[w] = reading[i].words[w];
        row.words[w] = names[_i] ? names[_i] : "-";
        row.says[2] = names[_i] ? reading[i].says : "standard output";
        if (!names[_i] && strcmp(row.words[2], "--reuse") == 0)
            continue; /* refused for what it is */
        cli_refuses(&f, &out, &row);
    }
    struct stat status;
    ck_assert(stat(target, &status) == 0 && status.st_size == 128 + 32);
    clear(&f);
}

/* One file cannot take two results. One name is a link to another, which is not there yet. */
static const char *const doubles[][2] = {
    {"@/out", "@/out"},
    {"@/out", "@/./out"},
    {"@/out", "@/dangling"},
    {"@/dangling", "@/out"},
    {"@/file", "@/hard"},
    {"@/hard", "@/file"},
    {"@/file", "@/folder/../file"},
};

TEST_EACH(two_results_are_two_files, TOOLS_COUNT(doubles))
{
    struct folder f;
    char target[200];
    furnish(&f);
    snprintf(target, sizeof target, "%s/file", f.path);
    ck_assert_int_eq(link(target, folder_file(&f, "hard")), 0);
    ck_assert_int_eq(symlink("out", folder_file(&f, "dangling")), 0);
    cli_refuses(&f, &plain,
                &(struct cli_row){{"basebound", "--dim=4", "--context=8", "-o", doubles[_i][0],
                                   "--certificate", doubles[_i][1]},
                                  2,
                                  {"--certificate", doubles[_i][1], "own file"}});
    cli_refuses(
        &f, &(struct cli_setting){target, 0},
        &(struct cli_row){{"basebound", "--dim=4", "--context=8", "--certificate", "@/hard"},
                          2,
                          {"--certificate", "@/hard", "own file"}});
    ck_assert_int_ne(access(folder_file(&f, "out"), F_OK), 0);
    clear(&f);
}

/* The files of a folder that plot and report read, under the names that they write. */
static const struct {
    const char *read, *written;
    struct cli_row row;
} folders[] = {
    {"bias.csv", "bias.svg", {{"plot", "bias", "--out=@"}, 2, {"@/bias.svg", "bias.csv"}}},
    {"bias.csv", "bias.png", {{"plot", "bias", "--out=@"}, 2, {"@/bias.png", "bias.csv"}}},
    {"bias.svg", "bias.png", {{"plot", "bias", "--out=@"}, 2, {"@/bias.svg", "bias.png"}}},
    {"claims.csv", "report.html", {{"report", "--out=@"}, 2, {"@/report.html", "claims.csv"}}},
    {"bias.csv", "report.html", {{"report", "--out=@"}, 2, {"@/report.html", "bias.csv"}}},
    {"bias.svg", "report.html", {{"report", "--out=@"}, 2, {"@/report.html", "bias.svg"}}},
};

TEST_EACH(what_a_folder_is_read_from_is_not_written, 2 * TOOLS_COUNT(folders))
{
    size_t i = (size_t)_i / 2;
    struct folder f;
    struct stat status;
    char read[200];
    folder_make(&f);
    folder_write(&f, "claims.csv", 4, "old\n");
    folder_write(&f, "bias.csv", 4, "old\n");
    folder_write(&f, folders[i].read, 4, "old\n");
    snprintf(read, sizeof read, "%s", f.file);
    const char *written = folder_file(&f, folders[i].written);
    ck_assert_int_eq(_i % 2 ? link(read, written) : symlink(folders[i].read, written), 0);
    cli_refuses(&f, &plain, &folders[i].row);
    ck_assert(stat(read, &status) == 0 && status.st_size == 4);
    folder_remove(&f);
}

/* verify FILE >> FILE: what is printed would become part of the certificate, and be read by the
 * next who verifies it. What is no file may be both (a terminal, /dev/null). */
TEST(certificate_is_not_printed_into)
{
    struct folder f;
    struct stat status;
    char target[200];
    furnish(&f);
    snprintf(target, sizeof target, "%s/file", f.path);
    ck_assert_int_eq(link(target, folder_file(&f, "hard")), 0);
    const struct cli_setting into = {target, 0}, nowhere = {"/dev/null", 0};
    static const char *const same[] = {"@/file", "@/hard"};
    for (size_t i = 0; i < TOOLS_COUNT(same); i++)
        cli_refuses(&f, &into,
                    &(struct cli_row){{"verify", same[i]}, 2, {"standard output", same[i]}});
    ck_assert(stat(target, &status) == 0 && status.st_size == 4);
    cli_refuses(&f, &nowhere,
                &(struct cli_row){{"verify", "/dev/null"}, 2, {"is not a certificate"}});
    clear(&f);
}
