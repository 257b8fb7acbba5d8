/* Every command that writes a file, against every place that cannot take one: refused before
 * anything runs. Where links and the names of standard output lead. What a command reads itself:
 * t_cli_inputs.c. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

/* Each run ends at once, or it computed before it looked. */
enum { AT_ONCE = 60 };
SUITE_SECONDS(AT_ONCE);

static const struct cli_setting plain = {NULL, 0};

/* Command lines that take minutes to days; the output's path follows. */
static const char *const writers[][6] = {
    {"claims", "--scale=full", "--yes", "-o"},
    {"claims", "--scale=full", "--yes", "--format=json", "-o"},
    {"claims", "--scale=full", "--yes", "--format=csv", "-o"},
    {"claims", "--scale=full", "--yes", "--format=tap", "-o"},
    {"claims", "--scale=full", "--yes", "--format=markdown", "-o"},
    {"basebound", "--context=16777216", "--yes", "--quiet", "--certificate"},
    {"bias", "--pairs=1000000000", "--format=json", "--yes", "-o"},
};

/* Places that take no file, and what is said of them. */
static const struct {
    const char *path, *says;
    bool unless_root;
} places[] = {
    {"@/missing/out", "No such file or directory", false},
    {"@/folder", "Is a directory", false},
    {"@/missing/", "Is a directory", false},
    {"@/file/out", "Not a directory", false},
    {"@/file/", "Not a directory", false},
    {"@/loop", "Too many levels", false},
    {"@/astray", "No such file or directory", false},
    {"@/socket", "No such device", false},
    {"/proc/posbias", "No such file or directory", false},
    {"@/shut/out", "Permission denied", true},
    {"@/kept", "Permission denied", true},
};

static void furnish(struct folder *f)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    folder_make(f);
    ck_assert_int_eq(mkdir(folder_file(f, "folder"), 0700), 0);
    ck_assert_int_eq(mkdir(folder_file(f, "shut"), 0500), 0);
    folder_write(f, "file", 4, "old\n");
    ck_assert_int_eq(chmod(folder_write(f, "kept", 4, "old\n"), 0444), 0);
    ck_assert_int_eq(symlink("loop", folder_file(f, "loop")), 0);
    ck_assert_int_eq(symlink("missing/out", folder_file(f, "astray")), 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", f->path);
    int end = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(end, (struct sockaddr *)&address, sizeof address), 0);
    close(end);
}

static void clear(struct folder *f)
{
    rmdir(folder_file(f, "folder"));
    rmdir(folder_file(f, "shut"));
    folder_remove(f);
}

TEST_EACH(place_that_takes_no_file_is_refused_at_once, TOOLS_COUNT(places))
{
    struct folder f;
    furnish(&f);
    bool idle = places[_i].unless_root && geteuid() == 0;
    for (size_t w = 0; w < TOOLS_COUNT(writers) && !idle; w++) {
        struct cli_row row = {{NULL}, 3, {places[_i].path, places[_i].says}};
        size_t i = 0;
        for (; i < 6 && writers[w][i]; i++)
            row.words[i] = writers[w][i];
        row.words[i] = places[_i].path;
        cli_refuses(&f, &plain, &row);
    }
    for (size_t e = 0; e < experiment_count && !idle; e++)
        cli_refuses(&f, &plain,
                    &(struct cli_row){
                        {experiments[e]->name, "--scale=full", "--yes", "-o", places[_i].path},
                        3,
                        {places[_i].path, places[_i].says}});
    clear(&f);
}

/* A name that is too long is no name. */
TEST(longest_name_is_written_and_no_longer_one)
{
    char path[300] = "@/";
    struct folder f;
    folder_make(&f);
    memset(path + 2, 'n', 256);
    cli_refuses(&f, &plain,
                &(struct cli_row){{"bias", "--scale=full", "--yes", "-o", path}, 3, {"too long"}});
    path[2 + 255] = '\0';
    for (int again = 0; again < 2; again++) {
        struct cli_result r = CLI(&f, "bias", "--scale=smoke", "-o", path);
        cli_went_well(&r);
        cli_free(&r);
    }
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A link's target is what is written, there or not, and the link stays a link. */
static const char *const links[][2] = {{"far", "out"}, {"folder/near", "folder/out"}};

TEST_EACH(link_leads_to_what_is_written, 2 * TOOLS_COUNT(links))
{
    const char *target = links[_i / 2][1];
    char word[64], path[200];
    struct stat status;
    struct folder f;
    furnish(&f);
    snprintf(path, sizeof path, "%s/%s", f.path, target);
    ck_assert_int_eq(symlink("out", folder_file(&f, links[_i / 2][0])), 0);
    ck_assert_int_eq(symlink(links[_i / 2][0], folder_file(&f, "first")), 0);
    if (_i % 2)
        folder_write(&f, target, 4, "old\n");
    for (int json = 0; json < 2; json++) {
        snprintf(word, sizeof word, "--format=%s", json ? "json" : "csv");
        struct cli_result shown = CLI(NULL, "bias", "--scale=smoke", word),
                          r = CLI(&f, "bias", "--scale=smoke", word, "-o", "@/first");
        cli_went_well(&r);
        cli_holds(path, shown.out);
        cli_free(&r);
        cli_free(&shown);
    }
    ck_assert(lstat(folder_file(&f, "first"), &status) == 0 && S_ISLNK(status.st_mode));
    ck_assert(lstat(folder_file(&f, links[_i / 2][0]), &status) == 0 && S_ISLNK(status.st_mode));
    ck_assert(lstat(path, &status) == 0 && S_ISREG(status.st_mode));
    unlink(path);
    unlink(folder_file(&f, links[_i / 2][0]));
    clear(&f);
}

/* Standard output by its other names: what is printed is the result and nothing else. */
static const char *const shown[][CLI_WORDS] = {
    {"claims", "CONTROL-FALSE", "--format=json"},
    {"claims", "CONTROL-FALSE", "--format=csv"},
    {"claims", "CONTROL-FALSE", "--format=tap"},
    {"claims", "CONTROL-FALSE", "--format=markdown"},
    {"claims", "CONTROL-FALSE"},
    {"bias", "--scale=smoke"},
    {"bias", "--scale=smoke", "--format=json"},
};

TEST_EACH(standard_output_has_other_names, TOOLS_COUNT(shown))
{
    static const char *const other[] = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    const char *words[CLI_WORDS] = {NULL};
    size_t count = 0;
    while (shown[_i][count])
        words[count] = shown[_i][count], count++;
    struct cli_result expected = cli_run(NULL, &plain, words);
    cli_went_well(&expected);
    for (size_t i = 0; i < TOOLS_COUNT(other); i++) {
        words[count] = "-o", words[count + 1] = other[i];
        struct cli_result r = cli_run(NULL, &plain, words);
        cli_went_well(&r);
        ck_assert_msg(strcmp(r.out, expected.out) == 0, "%s: %s", other[i], r.out);
        cli_free(&r);
    }
    cli_free(&expected);
}

/* /dev/stdout writes where the shell's file stands: after what is there, not over it. */
TEST(redirected_output_is_appended_to)
{
    char line[512];
    struct folder f;
    folder_make(&f);
    folder_write(&f, "log", 4, "old\n");
    struct cli_result shown_there = CLI(NULL, "bias", "--scale=smoke");
    snprintf(line, sizeof line, "bias --scale=smoke -o /dev/stdout >>%s", f.file);
    struct cli_result r = cli_shell(line);
    cli_went_well(&r);
    char *text = cli_file(f.file);
    ck_assert(strncmp(text, "old\n", 4) == 0 && strcmp(text + 4, shown_there.out) == 0);
    free(text);
    cli_free(&r);
    cli_free(&shown_there);
    ck_assert_uint_eq(folder_remove(&f), 1);
}
