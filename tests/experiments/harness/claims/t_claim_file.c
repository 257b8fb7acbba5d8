/* Claims about a model's file: judged of it, of another one, or not at all, in every format. */
#include "experiments/harness/claims/claim_file.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/process/failure.h"
#include "tests/tools/cli_tools.h"

/* Of a file that begins with 'x' the first claim is true, with 'b' the file is a bad one. */
static enum status judge_first_byte(const void *subject, const struct grid_walk *grid,
                                    struct judgement *out)
{
    (void)subject;
    struct grid_point at = grid_first(grid);
    const char *path = grid_word(&at, "qk") + strlen("weights:");
    char *text = cli_file(path);
    ck_assert_msg(text != NULL, "%s", path);
    char first = text[0];
    free(text);
    if (first == 'b') {
        message_set(&out->detail, "\"%s\" is no model", path);
        return STATUS_DOMAIN;
    }
    judge_below(out, first, 'x' + 0.5);
    message_set(&out->detail, "seen in %s", path);
    out->shown_by = grid_command(1, &at, NULL);
    return STATUS_OK;
}

static enum status judge_true(const void *subject, const struct grid_walk *grid,
                              struct judgement *out)
{
    (void)subject;
    (void)grid;
    judge_below(out, 0.0, 1.0);
    message_set(&out->detail, "seen");
    message_set(&out->shown_by, "build/posbias version");
    return STATUS_OK;
}

/* FNV-1a of "xyz", from its definition. */
static const struct claim_file xyz = {"xyz.bin", 3.0, 0xbff4aa198026f420};
static const struct question plain = {"Always so.", "here", "nought",  "value < limit",
                                      "none",       NULL,   judge_true};
static const struct question of_file = {"It is early.", "here", "byte",          "value < limit",
                                        "none",         &xyz,   judge_first_byte};
static const struct grid nowhere = {.command = "version", .besides = "nowhere"};
static const struct grid in_file = {.command = "version", .axes = {{"qk", {"weights:FILE"}}}};
static const struct claim rows[] = {
    {"PLAIN", &plain, &by_computation, &nowhere, {{0}}, NULL, VERDICT_VERIFIED, "So it is"},
    {"EARLY", &of_file, &by_computation, &in_file, {{0}}, NULL, VERDICT_VERIFIED, "It was early"},
};
static const struct claim_set set = CLAIM_SET(rows), plain_set = {rows, 1};

/* What a run printed, to be freed, and its status. */
static char *run(struct folder *f, struct battery battery, int *code)
{
    const struct claim_set *sets[] = {&set};
    char path[300];
    snprintf(path, sizeof path, "%s", folder_file(f, "printed"));
    if (!battery.sets)
        battery.sets = sets, battery.set_count = 1;
    battery.quiet = true;
    fflush(stdout);
    ck_assert_ptr_nonnull(freopen(path, "w", stdout));
    *code = battery_run(&battery);
    fflush(stdout);
    char *text = cli_file(path);
    ck_assert_ptr_nonnull(text);
    return text;
}

static void check_last(const char *text, const char *lines)
{
    ck_assert_uint_ge(strlen(text), strlen(lines));
    ck_assert_str_eq(text + strlen(text) - strlen(lines), lines);
}

/* The closing line counts what was judged; the others have a line of their own before it. */
TEST(without_the_file_they_are_listed_and_not_counted)
{
    struct folder f;
    int code;
    folder_make(&f);
    char *text = run(&f, (struct battery){.scale = SCALE_SMOKE}, &code);
    ck_assert_int_eq(code, 0);
    check_last(text,
               "posbias: 1 more not judged: needs --weights FILE\n"
               "posbias: 1 claim, 1 verified, 0 refuted, 0 vacuous, 0 inconclusive: as expected\n");
    ck_assert_ptr_nonnull(strstr(text, "\nEARLY                    not judged   checked"));
    ck_assert_ptr_nonnull(strstr(text, "claims EARLY --scale=smoke --weights=FILE\n"));
    free(text);
    text = run(&f, (struct battery){.scale = SCALE_SMOKE, .list = true}, &code);
    ck_assert_ptr_nonnull(strstr(text, "It is early. (needs --weights FILE)\n"));
    ck_assert_ptr_nonnull(strstr(text, "Always so.\n"));
    free(text);
    folder_remove(&f);
}

TEST(tap_skips_them)
{
    struct folder f;
    int code;
    folder_make(&f);
    char *text = run(&f, (struct battery){.format = CLAIM_TAP}, &code);
    ck_assert_int_eq(code, 0);
    check_last(text, "ok 2 - EARLY # SKIP not judged: needs --weights FILE\n");
    ck_assert_ptr_nonnull(strstr(text, "\n1..2\nok 1 - PLAIN verified"));
    free(text);
    folder_remove(&f);
}

TEST(json_has_neither_verdict_nor_numbers)
{
    struct folder f;
    json_error_t error;
    int code;
    folder_make(&f);
    char *text = run(&f, (struct battery){.format = CLAIM_JSON}, &code);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_ptr_nonnull(root);
    const json_t *early = json_array_get(root, 1);
    ck_assert_str_eq(json_string_value(json_object_get(early, "verdict")), "not judged");
    ck_assert_str_eq(json_string_value(json_object_get(early, "detail")),
                     "not judged: needs --weights FILE");
    ck_assert_str_eq(json_string_value(json_object_get(early, "finding")), "");
    ck_assert(json_is_null(json_object_get(early, "as_expected")) &&
              json_is_null(json_object_get(early, "value")) &&
              json_is_null(json_object_get(early, "clearance")));
    json_decref(root);
    free(text);
    folder_remove(&f);
}

TEST(markdown_says_what_is_expected_of_the_file)
{
    struct folder f;
    int code;
    folder_make(&f);
    char *text = run(&f, (struct battery){.format = CLAIM_MARKDOWN}, &code);
    ck_assert_ptr_nonnull(strstr(
        text, "## Other statements\n\n2 claims on 2 statements, 1 verified, 1 not judged.\n"));
    ck_assert_ptr_nonnull(strstr(
        text,
        "\n| EARLY | not judged here (verified, checked, for xyz.bin) | It is early.<br>*Source:* "
        "here | | `"));
    ck_assert_ptr_nonnull(strstr(text, "\n| PLAIN | **verified**, "));
    free(text);
    folder_remove(&f);
}

/* A line per paper; in full only what is not as expected, with the numbers it rests on. */
TEST(summary_counts_and_shows_what_is_wrong)
{
    static const struct claim wrong[] = {
        {"PLAIN", &plain, &by_proof, &nowhere, {{0}}, NULL, VERDICT_VERIFIED, NULL},
        {"PLAIN-NOT", &plain, &by_computation, &nowhere, {{0}}, NULL, VERDICT_REFUTED, NULL},
    };
    static const struct claim_set set_wrong = CLAIM_SET(wrong);
    const struct claim_set *sets[] = {&set_wrong};
    struct folder f;
    int code;
    folder_make(&f);
    char *text = run(&f, (struct battery){.format = CLAIM_SUMMARY, .sets = sets, .set_count = 1},
                     &code);
    ck_assert_int_eq(code, 1);
    ck_assert_ptr_nonnull(strstr(text, "\nPLAIN-NOT                verified     checked"));
    ck_assert_ptr_nonnull(strstr(text, "   NOT AS EXPECTED\n    Always so.\n"));
    ck_assert_ptr_null(strstr(text, "\nPLAIN "));
    check_last(text, "                2            2                                               "
                     "             1  Other statements\n"
                     "posbias: 2 claims, 2 verified, 0 refuted, 0 vacuous, 0 inconclusive: NOT as "
                     "expected\n");
    free(text);
    text = run(&f, (struct battery){.format = CLAIM_SUMMARY}, &code);
    ck_assert_int_eq(code, 0);
    ck_assert_int_eq(strncmp(text, "claims of  number ", 18), 0); /* nothing comes before */
    free(text);
    folder_remove(&f);
}

/* A CSV of both, with this file. Returns: the status. */
static int judge_to_csv(struct folder *f, const char *weights, bool reuse, struct csv *csv)
{
    struct message error;
    char path[300], file[300];
    int code;
    snprintf(path, sizeof path, "%s", folder_file(f, "claims.csv"));
    snprintf(file, sizeof file, "%s", folder_file(f, weights));
    free(run(f, (struct battery){.path = path, .weights = file, .reuse = reuse}, &code));
    bool read = csv_read(path, csv, &error);
    ck_assert_msg(read, "%s", error.text);
    return code;
}

static void check_row(const struct csv *csv, const char *verdict, const char *expected,
                      const char *as_expected)
{
    ck_assert_str_eq(csv_cell(csv, 1, csv_column(csv, "verdict")), verdict);
    ck_assert_str_eq(csv_cell(csv, 1, csv_column(csv, "expected")), expected);
    ck_assert_str_eq(csv_cell(csv, 1, csv_column(csv, "as_expected")), as_expected);
    bool found = strcmp(as_expected, "yes") == 0;
    ck_assert_str_eq(csv_cell(csv, 1, csv_column(csv, "finding")), found ? "It was early" : "");
}

/* Of the file that is meant, under any name, the verdict is expected; of another one it is a
 * finding, whatever it is. */
TEST(expected_verdicts_are_those_of_the_file_meant)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    ck_assert_uint_eq(checksum_add(CHECKSUM_START, "xyz", 3), xyz.checksum);
    folder_write(&f, "any name", 3, "xyz");
    ck_assert_int_eq(judge_to_csv(&f, "any name", false, &csv), 0);
    check_row(&csv, "verified", "verified", "yes");
    ck_assert_ptr_nonnull(strstr(csv_header(&csv, "file"), "any name = 3 bytes, checksum bff4aa"));
    const char *shown = csv_cell(&csv, 1, csv_column(&csv, "shown_by"));
    ck_assert_ptr_nonnull(strstr(shown, "--qk='weights:"));
    ck_assert_ptr_nonnull(strstr(shown, "/any name'"));
    csv_free(&csv);
    folder_write(&f, "other.bin", 3, "yyz");
    ck_assert_int_eq(judge_to_csv(&f, "other.bin", false, &csv), 0);
    check_row(&csv, "refuted", "", "");
    csv_free(&csv);
    folder_write(&f, "same verdict.bin", 3, "xyy");
    ck_assert_int_eq(judge_to_csv(&f, "same verdict.bin", false, &csv), 0);
    check_row(&csv, "verified", "", "");
    csv_free(&csv);
    folder_remove(&f);
}

/* Kept while the file has the same bytes; judged again when one has changed. */
TEST(reuse_looks_at_the_bytes)
{
    struct folder f;
    struct csv csv;
    folder_make(&f);
    folder_write(&f, "m.bin", 3, "xyz");
    ck_assert_int_eq(judge_to_csv(&f, "m.bin", false, &csv), 0);
    csv_free(&csv);
    ck_assert_int_eq(judge_to_csv(&f, "m.bin", true, &csv), 0);
    check_row(&csv, "verified", "verified", "yes");
    csv_free(&csv);
    folder_write(&f, "m.bin", 3, "zyz");
    ck_assert_int_eq(judge_to_csv(&f, "m.bin", true, &csv), 0);
    check_row(&csv, "refuted", "", "");
    csv_free(&csv);
    ck_assert_int_eq(judge_to_csv(&f, "m.bin", true, &csv), 0);
    check_row(&csv, "refuted", "", "");
    csv_free(&csv);
    folder_remove(&f);
}

/* A wrong verdict of the file meant is one; a file that is none, or is not needed, is refused. */
TEST(faults_are_told_apart)
{
    static struct claim wrong[1];
    static const struct claim_set wrong_set = {wrong, 1};
    const struct claim_set *sets[] = {&wrong_set}, *others[] = {&plain_set};
    struct folder f;
    char path[300], bad[300], none[300];
    int code;
    folder_make(&f);
    folder_write(&f, "m.bin", 3, "xyz");
    folder_write(&f, "bad.bin", 1, "b");
    snprintf(path, sizeof path, "%s", folder_file(&f, "m.bin"));
    snprintf(none, sizeof none, "%s", folder_file(&f, "nothing"));
    snprintf(bad, sizeof bad, "%s", folder_file(&f, "bad.bin"));
    wrong[0] = rows[1];
    wrong[0].expected = VERDICT_REFUTED;
    char *text = run(&f, (struct battery){.sets = sets, .set_count = 1, .weights = path}, &code);
    ck_assert_int_eq(code, 1);
    ck_assert_ptr_nonnull(strstr(text, "NOT AS EXPECTED"));
    free(text);
    free(run(&f, (struct battery){.weights = bad}, &code));
    ck_assert_int_eq(code, 2);
    free(run(&f, (struct battery){.weights = none}, &code));
    ck_assert_int_eq(code, 2);
    free(run(&f, (struct battery){.sets = others, .set_count = 1, .weights = path}, &code));
    ck_assert_int_eq(code, 2);
    folder_remove(&f);
}
