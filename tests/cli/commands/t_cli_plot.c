/* Drawing: gnuplot sees no path and none of the user's settings, and however it ends, a drawing is
 * whole or not there. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(CLI_PATIENCE);

#define RUN_BIAS "bias", "--scale=smoke", "--encoding=rope:dim=4", "--pairs=16"

/* A folder with bias.csv. */
static void make_data(struct folder *f)
{
    folder_make(f);
    struct cli_result r = CLI(f, RUN_BIAS, "-o", "@/bias.csv");
    cli_went_well(&r);
    cli_free(&r);
}

/* A folder with a gnuplot of that text, which is the first on PATH. */
static void make_fake(struct folder *f, const char *text)
{
    char path[4096];
    const char *before = getenv("PATH");
    folder_make(f);
    folder_write(f, "gnuplot", strlen(text), text);
    ck_assert_int_eq(chmod(folder_file(f, "gnuplot"), 0755), 0);
    snprintf(path, sizeof path, "%s:%s", f->path, before ? before : "");
    ck_assert_int_eq(setenv("PATH", path, 1), 0);
}

/* Its last words are heard, a drawing that it cut is not kept. */
static const struct ending {
    const char *gnuplot, *says[CLI_SAYS - 1];
} endings[] = {
    {"#!/bin/sh\nprintf '\\n\\n^\\n\"bias.gp\" line 3: no such thing\\n\\n' >&2\nexit 1\n",
     {"gnuplot failed on plots/bias.gp", "line 3: no such thing"}},
    {"#!/bin/sh\nexit 5\n", {"gnuplot failed on plots/bias.gp", "exit status 5"}},
    {"#!/bin/sh\nkill -9 $$\n", {"gnuplot failed on plots/bias.gp", "signal 9"}},
    {"#!/bin/sh\nexit 0\n", {"svg is cut short"}},
    {"#!/bin/sh\nprintf '<svg><g></g></sv' >/dev/fd/4\n", {"svg is cut short"}},
    {"#!/bin/sh\nprintf '<svg></svg>\\n\\n' >/dev/fd/4\n", {"png is cut short"}},
};

TEST_EACH(endings_leave_no_drawing, TOOLS_COUNT(endings))
{
    const struct ending *e = &endings[_i];
    struct folder f, bin;
    bool raster = strncmp(e->says[0], "png", 3) == 0;
    make_data(&f);
    make_fake(&bin, e->gnuplot);
    if (raster) /* the first of the two was drawn, before and now */
        folder_write(&f, "bias.svg", 1, "-");
    cli_refuses(
        &f, &(struct cli_setting){NULL, 0},
        &(struct cli_row){{"plot", "bias", "--out=@"}, 3, {"plot bias", e->says[0], e->says[1]}});
    ck_assert_uint_eq(folder_remove(&f), raster ? 2 : 1);
    ck_assert_uint_eq(folder_remove(&bin), 1);
}

TEST(a_missing_gnuplot_is_said)
{
    struct folder f, empty;
    make_data(&f);
    folder_make(&empty);
    setenv("PATH", empty.path, 1);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"plot", "bias", "--out=@"}, 3, {"gnuplot is not installed"}});
    ck_assert_uint_eq(folder_remove(&f), 1);
    ck_assert_uint_eq(folder_remove(&empty), 0);
}

/* What gnuplot itself does not notice. */
TEST(a_full_disk_leaves_no_drawing)
{
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    make_data(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 8192},
                &(struct cli_row){{"plot", "bias", "--out=@"}, 3, {"plot bias", "svg is cut"}});
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Number i of a file of process numbers, once it is there; 0: it never came. */
static pid_t process_of(struct folder *f, int i)
{
    long found[2] = {0, 0};
    for (int tries = 0; tries < 1000 && !found[1]; tries++) {
        FILE *file = fopen(folder_file(f, "processes"), "r");
        if (file && fscanf(file, "%ld %ld", &found[0], &found[1]) != 2)
            found[1] = 0;
        if (file)
            fclose(file);
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return (pid_t)found[i];
}

static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGKILL};

TEST_EACH(what_ends_posbias_ends_gnuplot, TOOLS_COUNT(signals))
{
    static const char *const words[] = {"plot", "bias", "--out=@", NULL};
    struct folder f, bin;
    int status;
    make_data(&f);
    make_fake(&bin, "#!/bin/sh\nsleep 600 &\necho $$ $! >\"${0%/*}/processes\"\nwait\n");
    pid_t posbias = cli_start(&f, words), gnuplot = process_of(&bin, 0),
          below = process_of(&bin, 1);
    ck_assert_int_gt(gnuplot, 0);
    kill(posbias, signals[_i]);
    ck_assert_int_eq(waitpid(posbias, &status, 0), posbias);
    ck_assert_msg(cli_ends(gnuplot), "gnuplot outlives posbias after signal %d", signals[_i]);
    if (signals[_i] == SIGKILL)
        kill(below, SIGKILL); /* only a handler reaches what gnuplot itself has started */
    else
        ck_assert_msg(cli_ends(below), "gnuplot's child outlives posbias after %d", signals[_i]);
    ck_assert_uint_eq(folder_remove(&f), signals[_i] == SIGKILL ? 2 : 1);
    ck_assert_uint_eq(folder_remove(&bin), 2);
}

static char *drawn(struct folder *f, const char *format)
{
    struct cli_result r = CLI(f, "plot", "bias", "--out=@");
    cli_went_well(&r);
    cli_free(&r);
    char *text = cli_file(folder_file(f, format));
    ck_assert_ptr_nonnull(text);
    return text;
}

/* Each would draw something else, or write into the home. */
TEST(gnuplot_ignores_the_users_settings)
{
    static const char settings[] = "set terminal dumb\nset title 'mine'\nset print 'mine'\n"
                                   "print 1\nset decimalsign ','\nexit\n";
    static const char *const variables[][2] = {
        {"GNUTERM", "dumb"},
        {"GNUPLOT_LIB", "@"},
        {"GNUPLOT_DRIVER_DIR", "@"},
        {"GNUPLOT_PS_DIR", "@"},
        {"GNUPLOT_DEFAULT_GDFONT", "none"},
        {"GDFONTPATH", "@"},
        {"FIT_LOG", "@/fit.log"},
        {"LC_ALL", "de_DE.UTF-8"},
        {"LC_NUMERIC", "de_DE.UTF-8"},
        {"PAGER", "@/gnuplot"},
        {"POSBIAS_COLUMNS", "none"},
        {"FONTCONFIG_FILE", "@/none"},
    };
    struct folder f, home;
    if (!cli_has_gnuplot())
        return;
    make_data(&f);
    folder_make(&home);
    char *plain = drawn(&f, "bias.svg");
    folder_write(&home, ".gnuplot", sizeof settings - 1, settings);
    folder_write(&home, "gnuplotrc", sizeof settings - 1, settings);
    folder_write(&home, "style.gp", sizeof settings - 1, settings);
    setenv("HOME", home.path, 1);
    setenv("XDG_CONFIG_HOME", home.path, 1);
    for (size_t i = 0; i < TOOLS_COUNT(variables); i++) {
        char value[256];
        const char *rest = variables[i][1];
        snprintf(value, sizeof value, "%s%s", *rest == '@' ? home.path : "", rest + (*rest == '@'));
        setenv(variables[i][0], value, 1);
    }
    char *among = drawn(&f, "bias.svg");
    ck_assert_str_eq(plain, among);
    free(plain);
    free(among);
    ck_assert_uint_eq(folder_remove(&f), 3);
    ck_assert_uint_eq(folder_remove(&home), 3);
}

/* Names that a shell or gnuplot would take for something else. */
static const char *const names[] = {
    "it's",
    "\"quoted\"",
    "back\\slash",
    "back`touch run`tick",
    "$(touch run)",
    "$HOME",
    "new\nline",
    "a b  c",
    "semi;touch run;",
    "%s %d",
    "|touch run",
    "<touch run",
    "#comment",
    "a=b",
    "\xff\xfe not text",
    "{braces}_^~",
    "tab\there",
    "-dash",
    "&touch run",
    "*?[a]",
};

/* As the checkout's folder, and as that of the results if it is plain text. */
TEST_EACH(any_folder_can_be_drawn_in, TOOLS_COUNT(names))
{
    const char *program = getenv("POSBIAS");
    char folder[256], source[4096];
    struct folder f;
    if (!cli_has_gnuplot())
        return;
    make_data(&f);
    char *plain = drawn(&f, "bias.svg");
    snprintf(folder, sizeof folder, "%s/%s", f.path, names[_i]);
    setenv("CHECKOUT", folder, 1);
    setenv("PROGRAM", program ? program : "build/posbias", 1);
    ck_assert_int_eq(system("mkdir -p -- \"$CHECKOUT/build\" && cp -r plots \"$CHECKOUT\" && "
                            "cp \"$PROGRAM\" \"$CHECKOUT/build/posbias\" && "
                            "cp \"$CHECKOUT/../bias.csv\" \"$CHECKOUT\""),
                     0);
    snprintf(source, sizeof source, "%s/build/posbias", folder);
    setenv("POSBIAS", source, 1);
    ck_assert_int_eq(chdir(folder), 0);
    struct cli_result r = CLI(NULL, "plot", "bias", "--out", folder);
    bool refused = r.status == 2 && strstr(r.err, "expected plain text");
    if (refused)
        cli_free(&r);
    if (refused)
        r = CLI(NULL, "plot", "bias", "--out", "..");
    cli_went_well(&r);
    cli_free(&r);
    snprintf(source, sizeof source, "%s/bias.svg", refused ? ".." : folder);
    char *text = cli_file(source);
    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(plain, text);
    ck_assert_int_ne(access("run", F_OK), 0);
    ck_assert_int_eq(system("cd / && rm -rf -- \"$CHECKOUT\""), 0);
    free(plain);
    free(text);
    ck_assert_uint_eq(folder_remove(&f), 3);
}

/* Writes STEM.csv, a row of the columns that the figure's script columns. */
static void write_needed(struct folder *f, const char *stem)
{
    static const char *const keys[] = {"\nneeds = '", "\nuses = '"};
    char path[64], columns[1024] = "", cells[1024] = "1", text[2064];
    snprintf(path, sizeof path, "plots/%s.gp", stem);
    char *script = cli_file(path);
    ck_assert_ptr_nonnull(script);
    for (size_t i = 0; i < TOOLS_COUNT(keys); i++) {
        const char *at = strstr(script, keys[i]);
        size_t used = strlen(columns);
        if (at)
            snprintf(columns + used, sizeof columns - used, "%s%.*s", used ? " " : "",
                     (int)strcspn(at + strlen(keys[i]), "'"), at + strlen(keys[i]));
    }
    for (char *blank; (blank = strchr(columns, ' ')); *blank = ',')
        strcat(cells, ",1");
    snprintf(text, sizeof text, "%s\n%s\n", columns, cells);
    snprintf(path, sizeof path, "%s.csv", stem);
    folder_write(f, path, strlen(text), text);
    free(script);
}

/* A CSV's name draws its figure alone, also where an experiment of that name has others. */
TEST(a_csv_draws_its_own_figure_only)
{
    struct folder bin;
    size_t several = 0;
    make_fake(&bin, "#!/bin/sh\ncase $3 in\n*png*) printf '\\0\\0\\0\\0IEND\\256B`\\202' ;;\n"
                    "*) printf '<svg></svg>\\n\\n' ;;\nesac >/dev/fd/4\n");
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; i < experiments[e]->figure_count; i++) {
            const char *stem = experiments[e]->figures[i].stem;
            char name[64];
            struct folder f;
            folder_make(&f);
            snprintf(name, sizeof name, "%s.csv", stem);
            write_needed(&f, stem);
            several += experiments[e]->figure_count > 1 && strcmp(stem, experiments[e]->name) == 0;
            struct cli_result r = CLI(&f, "plot", folder_file(&f, name));
            cli_went_well(&r);
            cli_free(&r);
            ck_assert_msg(cli_files(&f) == 3, "%s: %zu files", name, cli_files(&f));
            folder_remove(&f);
        }
    ck_assert_uint_gt(several, 0);
    folder_remove(&bin);
}
