/* posbias verify from outside: its words, its files, its exit statuses. What it makes of
 * certificates: t_verify.c, t_verify_lines.c. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tools/cli_tools.h"

SUITE_SECONDS(4 * CLI_PATIENCE);

#define GOOD "tests/reference/certificate_8.cert"

static const struct cli_row refused[] = {
    {{"verify"}, 2, {"file is missing", "posbias verify FILE"}},
    {{"verfy", GOOD}, 2, {"\"verfy\"", "did you mean \"verify\"?"}},
    {{"help", "verfy"}, 2, {"\"verfy\"", "did you mean \"verify\"?"}},
    {{"verify", GOOD, GOOD}, 2, {"unexpected word"}},
    {{"verify", GOOD, "--thread=1"}, 2, {"\"--thread=1\"", "expected --threads=N"}},
    {{"verify", GOOD, "--threads=0"}, 2, {"--threads: \"0\" is out of range", "from 1 to 1024"}},
    {{"verify", GOOD, "--threads=1025"},
     2,
     {"--threads: \"1025\" is out of range", "from 1 to 1024"}},
    {{"verify", GOOD, "--threads=two"}, 2, {"--threads: \"two\" is not a whole number"}},
    {{"verify", GOOD, "--threads=1.5"}, 2, {"--threads: \"1.5\" is not a whole number"}},
    {{"verify", GOOD, "--threads=0x2"}, 2, {"--threads: \"0x2\" is not a whole number"}},
    {{"verify", GOOD, "--threads=1e400"}, 2, {"--threads: \"1e400\" is out of range"}},
    {{"verify", GOOD, "--threads"}, 2, {"option --threads: the value is missing"}},
    {{"verify", GOOD, "--threads="}, 2, {"option --threads: the value is missing"}},
    {{"verify", "--threads=1", "--threads", "1", GOOD}, 2, {"option --threads is given twice"}},
    {{"verify", GOOD, "-o", "@/out"}, 2, {"\"-o\""}},
    {{"verify", "--", "--help"}, 2, {"\"--help\"", "No such file"}},
    {{"verify", "a\nb"}, 2, {"\"a\\x0ab\"", "No such file"}},
    {{"verify", ""}, 2, {"\"\"", "No such file"}},
    {{"verify", "@/missing.cert"}, 2, {"\"@/missing.cert\"", "No such file"}},
    {{"verify", "@"}, 2, {"\"@\"", "Is a directory"}},
    {{"verify", "/dev/null"},
     2,
     {"\"/dev/null\" is not a certificate: line 1",
      "expected \"posbias certificate VERSION basebound\", VERSION 1 or 2"}},
    {{"verify", "/dev/zero"}, 2, {"is not a certificate: line 1", "byte 0x00"}},
    {{"verify", "README.md"}, 2, {"\"README.md\" is not a certificate: line 1 \"# posbias\""}},
};

TEST_EACH(what_cannot_be_verified_is_refused, TOOLS_COUNT(refused))
{
    struct folder f;
    folder_make(&f);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &refused[_i]);
    ck_assert_uint_eq(folder_remove(&f), 0);
}

/* A copy of posbias in a folder of its own has no verifier beside it. It still says what the
 * command is. */
TEST(a_missing_verifier_is_named)
{
    static const struct cli_row missing = {
        {"verify", GOOD}, 3, {"\"@/posbias-verify\"", "No such file"}};
    struct folder f;
    char command[512];
    const char *program = getenv("POSBIAS");
    folder_make(&f);
    snprintf(command, sizeof command, "cp '%s' '%s/posbias'", program ? program : "build/posbias",
             f.path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(setenv("POSBIAS", folder_file(&f, "posbias"), 1), 0);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &missing);
    struct cli_result help = CLI(NULL, "help", "verify"), same = CLI(NULL, "verify", "--help");
    cli_went_well(&help);
    cli_went_well(&same);
    ck_assert_str_eq(help.out, same.out);
    ck_assert_ptr_nonnull(strstr(help.out, "--threads"));
    cli_free(&help);
    cli_free(&same);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* posbias becomes the verifier: what ends it comes through, here while it waits for a pipe to
 * be written. */
TEST(a_signal_ends_the_verifier)
{
    struct folder f;
    int status;
    folder_make(&f);
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    pid_t child = cli_start(&f, (const char *[]){"verify", "@/pipe", NULL});
    int pipe = open(folder_file(&f, "pipe"), O_WRONLY); /* waits for the reader */
    ck_assert_int_ge(pipe, 0);
    ck_assert_int_eq(kill(child, SIGTERM), 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    close(pipe);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* A copy of the certificate with the first byte that is old after a place changed to new, and how
 * it is refused. */
static void refuses_changed(const char *after, char old, char new, int status, const char *says)
{
    struct folder f;
    struct cli_row row = {{"verify", "@/changed.cert"}, status, {"\"@/changed.cert\"", says}};
    char *bytes = cli_file(GOOD);
    ck_assert_ptr_nonnull(bytes);
    *strchr(strstr(bytes, after), old) = new;
    folder_make(&f);
    folder_write(&f, "changed.cert", strlen(bytes), bytes);
    cli_refuses(&f, &(struct cli_setting){NULL, 0}, &row);
    folder_remove(&f);
    free(bytes);
}

TEST(changed_certificates_have_their_status)
{
    refuses_changed("fail 2.4", '2', '3', 1, "does not prove: line 4 \"fail 3.41088341436466");
    refuses_changed(
        "certificate", '1', '3', 2,
        "is not a certificate: line 1 \"posbias certificate 3 basebound\": version 3 is not "
        "known; known: 1 to 2");
    refuses_changed(
        "certificate", '1', '2', 2,
        "line 3 \"fail 1 3 3.9599695904047829\": expected a line that begins with below, "
        "row, window, safe or end in version 2");
    refuses_changed("fail 2.4", 'f', 'F', 2, "is not a certificate: line 4 \"Fail 2.4");
    refuses_changed("safe", '1', '2', 2, "is not a certificate: line 98");
    refuses_changed("end 98 ", '9', '8', 2, "LINES is 88; expected 98");
}

TEST(true_certificates_prove)
{
    struct cli_result one = CLI(NULL, "verify", GOOD, "--threads=1"),
                      two = CLI(NULL, "verify", "--threads=2", GOOD);
    cli_went_well(&one);
    cli_went_well(&two);
    ck_assert_ptr_nonnull(strstr(
        one.out,
        "proved: context 8: no base under 12.324608965275241 passes; 12.324608975134927 passes\n"));
    ck_assert_ptr_nonnull(strstr(one.out, "certificate_8.cert: proves: D = 8, 99 lines: "));
    ck_assert_ptr_nonnull(strstr(one.out, "3 rows, 1 window; NOT re-checked: "));
    *strrchr(one.out, ';') = *strrchr(two.out, ';') = '\0'; /* the time */
    ck_assert_str_eq(one.out, two.out);
    cli_free(&one);
    cli_free(&two);
    struct cli_result piped = cli_shell("verify /dev/stdin < " GOOD);
    cli_went_well(&piped);
    cli_free(&piped);
}

/* The search and the verifier share no code, only the format and the mathematics. */
TEST(what_the_search_writes_proves)
{
    struct folder f;
    folder_make(&f);
    struct cli_result search = CLI(&f, "basebound", "--dim=32", "--context=16,64,1024", "--quiet",
                                   "--certificate=@/table.cert");
    cli_went_well(&search);
    struct cli_result r = CLI(&f, "verify", "@/table.cert");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(strstr(r.out, "proved: context 1024: no base under "));
    ck_assert_ptr_nonnull(strstr(r.out, "proves: D = 32, "));
    ck_assert_ptr_nonnull(strstr(r.out, " 3 rows, "));
    cli_free(&search);
    cli_free(&r);
    folder_remove(&f);
}

TEST(help_states_the_lines)
{
    static const char *const words[] = {"posbias verify FILE", "fail BASE DISTANCE MARGIN",
                                        "below BASE DISTANCE", "row CONTEXT LO HI",
                                        "window CONTEXT",      "safe CONTEXT",
                                        "NOT checked",         "Exit status",
                                        "verify/README.md"};
    struct cli_result r = CLI(NULL, "help", "verify"), same = CLI(NULL, "verify", "--help"),
                      all = CLI(NULL, "help");
    cli_went_well(&r);
    cli_went_well(&same);
    ck_assert_str_eq(r.out, same.out);
    for (size_t i = 0; i < TOOLS_COUNT(words); i++)
        ck_assert_msg(strstr(r.out, words[i]) != NULL, "%s", words[i]);
    ck_assert_ptr_nonnull(strstr(all.out, "  posbias verify FILE"));
    cli_free(&r);
    cli_free(&same);
    cli_free(&all);
}
