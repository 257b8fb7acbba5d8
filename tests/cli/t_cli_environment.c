/* The bytes of a result depend on its command and its program, and on nothing that surrounds them;
 * where the C library's digits depend on the processor, the header says which it took. */
#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

/* Those with sums over many numbers, transforms or draws. */
static const char *const summing[] = {"bias",     "diffhist",    "normality",
                                      "locality", "consistency", "aliasing"};

/* Each row changes everything at once. A processor's BLAS kernels, a locale with a decimal comma
 * (where it is installed), threads, random numbers of GSL's own choice, and a home. */
static const struct surroundings {
    const char *blas, *locale, *threads, *generator;
} surroundings[] = {
    {"Haswell", "C", "1", "taus"},
    {"SkylakeX", "C.UTF-8", "2", "ranlux"},
    {"Prescott", "de_DE.UTF-8", "3", "mt19937"},
};

/* A folder with what libraries and shells look for in one. */
static void furnish(struct folder *home)
{
    static const char *const names[] = {".posbias", ".posbiasrc", ".fftw-wisdom", ".gslrc"};
    folder_make(home);
    for (size_t i = 0; i < TOOLS_COUNT(names); i++)
        folder_write(home, names[i], 13, "threads = 3\n\n");
}

static void surround(const struct surroundings *s, const char *home)
{
    setenv("OPENBLAS_CORETYPE", s->blas, 1);
    setenv("LC_ALL", s->locale, 1);
    setenv("OMP_NUM_THREADS", s->threads, 1);
    setenv("OPENBLAS_NUM_THREADS", s->threads, 1);
    setenv("GSL_RNG_TYPE", s->generator, 1);
    setenv("GSL_RNG_SEED", s->threads, 1);
    setenv("HOME", home, 1);
    setenv("XDG_CONFIG_HOME", home, 1);
}

TEST_EACH(surroundings_change_no_byte, TOOLS_COUNT(summing))
{
    if (tools_spared("surroundings_change_no_byte", "cli_good runs every experiment"))
        return;
    const char *name = summing[_i];
    struct folder home;
    furnish(&home);
    struct cli_result plain = CLI(NULL, name, "--scale=smoke");
    cli_went_well(&plain);
    for (size_t i = 0; i < TOOLS_COUNT(surroundings); i++) {
        surround(&surroundings[i], home.path);
        struct cli_result r = CLI(NULL, name, "--scale=smoke");
        cli_went_well(&r);
        ck_assert_msg(r.out_size == plain.out_size && memcmp(r.out, plain.out, r.out_size) == 0,
                      "%s among %s, %s, %s threads: other bytes", name, surroundings[i].blas,
                      surroundings[i].locale, surroundings[i].threads);
        cli_free(&r);
    }
    cli_free(&plain);
    ck_assert_uint_eq(folder_remove(&home), 4);
}

/* The line of a header or of `version` that begins so, to be freed. */
static char *line_of(const char *text, const char *begins)
{
    const char *at = strstr(text, begins);
    ck_assert_msg(at != NULL, "no line %s", begins);
    at += strlen(begins);
    return strndup(at, strcspn(at, "\n"));
}

/* A claims' CSV, a figure's CSV and `version` say it in the same words. */
TEST(header_names_the_instructions)
{
    struct cli_result version = CLI(NULL, "version"),
                      bias = CLI(NULL, "bias", "--scale=smoke", "--encoding=rope:dim=4"),
                      claims = CLI(NULL, "claims", "TAPA-F1", "--format=csv", "--scale=smoke");
    cli_went_well(&version);
    cli_went_well(&bias);
    char *said = line_of(version.out, "\ninstructions "),
         *figure = line_of(bias.out, "\n# instructions "),
         *judged = line_of(claims.out, "\n# instructions ");
    ck_assert_str_eq(figure, said);
    ck_assert_str_eq(judged, said);
    ck_assert_ptr_nonnull(strstr(said, gnu_get_libc_version()));
    free(said);
    free(figure);
    free(judged);
    cli_free(&version);
    cli_free(&bias);
    cli_free(&claims);
}

/* POSBIAS_INSTRUCTIONS chooses among the vectors that the program has for this processor, its own
 * among them: `version` and a result then name them, and what it has not is refused by name. */
TEST(chosen_instructions_are_those_that_run)
{
    static const char *const names[] = {"avx512f", "avx2", "scalar", "avx9"};
    struct cli_result plain = CLI(NULL, "version");
    cli_went_well(&plain);
    char *own = line_of(plain.out, "\ninstructions ");
    size_t taken = 0;
    for (size_t i = 0; i < TOOLS_COUNT(names); i++) {
        setenv("POSBIAS_INSTRUCTIONS", names[i], 1);
        struct cli_result r = CLI(NULL, "bias", "--scale=smoke", "--encoding=rope:dim=4");
        if (r.status == 0) {
            char *said = line_of(r.out, "\n# instructions ");
            ck_assert_msg(strncmp(said, names[i], strlen(names[i])) == 0, "%s: %s", names[i], said);
            taken += strcmp(said, own) == 0;
            free(said);
        } else {
            ck_assert_int_eq(r.status, 2);
            ck_assert_ptr_nonnull(strstr(r.err, names[i]));
            ck_assert_ptr_nonnull(strstr(r.err, "this program has no such vectors"));
        }
        cli_free(&r);
    }
    ck_assert(taken == 1 || !(strncmp(own, "avx", 3) == 0 || strncmp(own, "scalar,", 7) == 0));
    free(own);
    cli_free(&plain);
}

/* glibc told to do without fused multiply-add gives other last digits, and the header says so: a
 * file from before is made again. Releases before 2.33 have other words for it, and other
 * processors no choice. */
TEST(other_digits_of_libm_are_named)
{
#if defined __x86_64__ && __GLIBC_PREREQ(2, 33)
    static const char wide[] = "libm with fused multiply-add";
    struct cli_result version = CLI(NULL, "version");
    if (strstr(version.out, wide)) {
        struct folder f;
        struct stat before, after;
        folder_make(&f);
        struct cli_result first = CLI(&f, "bias", "--scale=smoke", "--encoding=rope:dim=4", "-o",
                                      "@/out.csv");
        cli_went_well(&first);
        ck_assert_int_eq(stat(folder_file(&f, "out.csv"), &before), 0);
        setenv("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA", 1);
        struct cli_result narrow = CLI(NULL, "version"),
                          second = CLI(&f, "bias", "--scale=smoke", "--encoding=rope:dim=4", "-o",
                                       "@/out.csv", "--reuse");
        unsetenv("GLIBC_TUNABLES");
        ck_assert_ptr_nonnull(strstr(narrow.out, "libm without fused multiply-add"));
        cli_went_well(&second); /* not "is up to date" */
        ck_assert_int_eq(stat(folder_file(&f, "out.csv"), &after), 0);
        ck_assert(before.st_ino != after.st_ino);
        cli_free(&first);
        cli_free(&second);
        cli_free(&narrow);
        ck_assert_uint_eq(folder_remove(&f), 1);
    }
    cli_free(&version);
#endif
}
