/* The claims command: selection, verdicts, the summary line, and every format. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/csv_columns.h"
#include "tests/tools/claim_tools.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/models/vector_tools.h"
#include "theory/ground/text.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define QUICK "claims", "--scale=smoke", "CONTROL-FALSE", "TAPA-T3.3"

/* an id brings its sub-claims */
static const char *const quick[] = {"CONTROL-FALSE", "TAPA-T3.3", "TAPA-T3.3-CROSSED"};
enum { QUICK_COUNT = TOOLS_COUNT(quick) };

static const char *last_line(const struct cli_result *r)
{
    size_t at = r->out_size - 1;
    ck_assert(r->out_size > 1 && r->out[at] == '\n');
    while (at > 0 && r->out[at - 1] != '\n')
        at--;
    return r->out + at;
}

TEST(control_is_refuted_as_expected)
{
    struct cli_result r = CLI(NULL, "claims", "CONTROL-FALSE");
    cli_went_well(&r);
    ck_assert_str_eq(
        last_line(&r),
        "posbias: 1 claim, 0 verified, 1 refuted, 0 vacuous, 0 inconclusive: as expected\n");
    ck_assert_ptr_nonnull(strstr(r.out, "\nCONTROL-FALSE"));
    ck_assert_ptr_nonnull(strstr(r.out, "build/posbias claims CONTROL-FALSE"));
    cli_free(&r);
}

TEST(an_equals_sign_names_one_claim)
{
    struct cli_result r = CLI(NULL, "claims", "--scale=smoke", "=TAPA-T3.3", "=CONTROL-FALSE");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(strstr(last_line(&r), "posbias: 2 claims"));
    ck_assert_ptr_null(strstr(r.out, "TAPA-T3.3-CROSSED"));
    cli_free(&r);
    r = CLI(NULL, "claims", "=TAPA-T3");
    ck_assert_int_eq(r.status, 2);
    ck_assert_ptr_nonnull(strstr(r.err, "\"=TAPA-T3\""));
    cli_free(&r);
    r = CLI(NULL, "claims", "=TAPA-T3.33");
    ck_assert_ptr_nonnull(strstr(r.err, "did you mean \"=TAPA-T3.3\"?"));
    cli_free(&r);
}

/* As many lines as claims are chosen, each with its id and statement, in no time. */
TEST(claims_are_listed_without_judging)
{
    struct cli_result r = CLI(NULL, "claims", "--list", "TAPA-T3.3", "CONTROL-FALSE");
    size_t lines = 0;
    cli_went_well(&r);
    for (const char *at = r.out; *at; at = strchr(at, '\n') + 1) {
        bool found = false;
        for (size_t i = 0; i < QUICK_COUNT; i++)
            found |= strncmp(at, quick[i], strcspn(at, " ")) == 0;
        ck_assert(found && at[strcspn(at, " ")] == ' ' && strcspn(at, "\n") > 40);
        lines++;
    }
    ck_assert_uint_eq(lines, QUICK_COUNT);
    cli_free(&r);
}

/* A sanitizer makes the battery take many minutes; there nine statements stand for it. */
#if TOOLS_SANITIZED
#define BATTERY_PART                                                                           \
    "TAPA-T2.1", "TAPA-T2.2", "TAPA-T2.3", "TAPA-LC.1", "TAPA-LC.2", "TAPA-T3.2", "TAPA-T3.3", \
        "TAPA-F1", "TAPA-PHASE", "CONTROL-FALSE",
#else
#define BATTERY_PART
#endif

/* The battery: nine statements and the control; what the last line counts is what the CSV lists,
 * and what shows a claim can be typed. */
TEST(battery_adds_up)
{
    static const char *const needed[] = {"TAPA-T2.1",  "TAPA-T2.2",    "TAPA-T2.3", "TAPA-LC.1",
                                         "TAPA-LC.2",  "TAPA-T3.2",    "TAPA-T3.3", "TAPA-F1",
                                         "TAPA-PHASE", "CONTROL-FALSE"};
    static const char *const verdicts[VERDICTS] = {"verified", "refuted", "vacuous",
                                                   "inconclusive"};
    struct folder f;
    struct csv csv;
    struct message error;
    folder_make(&f);
    struct cli_result r = CLI(&f, "claims", BATTERY_PART "--scale=smoke", "--quiet", "-o",
                              "@/claims.csv");
    ck_assert_str_eq(r.err, "");
    bool read = csv_read(folder_file(&f, "claims.csv"), &csv, &error);
    ck_assert_msg(read, "%s", error.text);
    size_t id = csv_column(&csv, "id"), verdict = csv_column(&csv, "verdict"),
           expected = csv_column(&csv, "expected"), shown = csv_column(&csv, "shown_by"),
           tally[VERDICTS] = {0}, wrong = 0, without = 0;
    for (size_t row = 0; row < csv.row_count; row++) {
        if (strcmp(csv_cell(&csv, row, verdict), "not judged") == 0) {
            without++;
            continue;
        }
        size_t v = text_find(csv_cell(&csv, row, verdict), VERDICTS, verdicts);
        ck_assert_uint_lt(v, VERDICTS);
        tally[v]++;
        wrong += strcmp(csv_cell(&csv, row, verdict), csv_cell(&csv, row, expected)) != 0;
        claim_command_valid(csv_cell(&csv, row, id), csv_cell(&csv, row, shown));
        for (size_t column = 0; column < csv.column_count; column++)
            ck_assert_msg(!strchr(csv_cell(&csv, row, column), '#'), "%s of %s holds a '#'",
                          csv.names[column], csv_cell(&csv, row, id));
    }
    for (size_t i = 0; i < TOOLS_COUNT(needed); i++) {
        size_t row = 0;
        while (row < csv.row_count && strcmp(csv_cell(&csv, row, id), needed[i]) != 0)
            row++;
        ck_assert_msg(row < csv.row_count, "%s is not judged", needed[i]);
    }
    char summary[200];
    snprintf(summary, sizeof summary,
             "posbias: %zu claims, %zu verified, %zu refuted, %zu vacuous, %zu inconclusive: %s\n",
             csv.row_count - without, tally[0], tally[1], tally[2], tally[3],
             wrong ? "NOT as expected" : "as expected");
    ck_assert_str_eq(last_line(&r), summary);
    ck_assert_int_eq(r.status, wrong ? 1 : 0);
    ck_assert_uint_eq(wrong, 0);
    csv_free(&csv);
    cli_free(&r);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(csv_reads_back)
{
    struct folder f;
    struct csv csv;
    struct message error;
    folder_make(&f);
    struct cli_result r = CLI(NULL, QUICK, "--format=csv");
    cli_went_well(&r);
    ck_assert_int_eq(strncmp(r.out, "# posbias claims", 16), 0);
    bool read = csv_read(folder_write(&f, "claims.csv", r.out_size, r.out), &csv, &error);
    ck_assert_msg(read, "%s", error.text);
    ck_assert_uint_eq(csv.row_count, QUICK_COUNT);
    size_t verdict = csv_column(&csv, "verdict"), command = csv_column(&csv, "command");
    for (size_t row = 0; row < csv.row_count; row++)
        ck_assert_str_eq(csv_cell(&csv, row, csv_column(&csv, "id")), quick[row]);
    ck_assert_str_eq(csv_cell(&csv, 0, verdict), "refuted");
    ck_assert_int_eq(strncmp(csv_cell(&csv, 0, command), "build/posbias ", 14), 0);
    struct cli_result again = cli_shell(csv_cell(&csv, 0, command) + strlen("build/posbias "));
    cli_went_well(&again);
    cli_free(&again);
    csv_free(&csv);
    cli_free(&r);
    folder_remove(&f);
}

TEST(json_parses)
{
    json_error_t error;
    struct cli_result r = CLI(NULL, QUICK, "--format=json");
    cli_went_well(&r);
    json_t *root = json_loads(r.out, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "line %d: %s", error.line, error.text);
    ck_assert_uint_eq(json_array_size(root), QUICK_COUNT);
    for (size_t i = 0; i < QUICK_COUNT; i++) {
        const json_t *claim = json_array_get(root, i);
        ck_assert_str_eq(json_string_value(json_object_get(claim, "id")), quick[i]);
        ck_assert(json_is_true(json_object_get(claim, "as_expected")));
        ck_assert(json_is_number(json_object_get(claim, "clearance")));
    }
    json_decref(root);
    cli_free(&r);
}

TEST(tap_parses)
{
    struct cli_result r = CLI(NULL, QUICK, "--format=tap");
    cli_went_well(&r);
    char *save, *line = strtok_r(r.out, "\n", &save), start[64];
    ck_assert_str_eq(line, "TAP version 13");
    line = strtok_r(NULL, "\n", &save);
    snprintf(start, sizeof start, "1..%d", QUICK_COUNT);
    ck_assert_str_eq(line, start);
    for (size_t i = 0; i < QUICK_COUNT; i++) {
        line = strtok_r(NULL, "\n", &save);
        snprintf(start, sizeof start, "ok %zu - %s ", i + 1, quick[i]);
        ck_assert_msg(line && strncmp(line, start, strlen(start)) == 0, "%s", line);
        ck_assert_ptr_null(strchr(line, '#')); /* would start a directive */
    }
    ck_assert_ptr_null(strtok_r(NULL, "\n", &save));
    cli_free(&r);
}

/* With a file, the format asked for goes there and the summary to stdout. */
TEST(json_beside_a_file_parses)
{
    json_error_t error;
    struct folder f;
    folder_make(&f);
    struct cli_result r = CLI(&f, QUICK, "--format=json", "-o", "@/claims");
    if (r.status == 0) { /* or the two are refused together */
        char *file = cli_file(folder_file(&f, "claims"));
        json_t *shown = json_loads(r.out, 0, &error), *written = json_loads(file, 0, &error);
        ck_assert_msg(written, "the file is not JSON");
        ck_assert_ptr_nonnull(strstr(r.out, "as expected\n")); /* the summary and its last line */
        json_decref(shown);
        json_decref(written);
        free(file);
    }
    cli_free(&r);
    folder_remove(&f);
}

/* A verdict that is not the expected one ends in status 1 and says so. No claim comes out so by
 * itself, so a kept battery is edited, under a checksum of its own, and shown again. */
TEST(unexpected_verdict_is_status_1)
{
    struct folder f;
    folder_make(&f);
    struct cli_result first = CLI(&f, "claims", "CONTROL-FALSE", "--scale=smoke", "-o",
                                  "@/claims.csv");
    ck_assert_int_eq(first.status, 0);
    char *file = cli_file(folder_file(&f, "claims.csv")), *body = strstr(file, "\nid,") + 1;
    char *verdict = strstr(body, "CONTROL-FALSE,refuted,") + strlen("CONTROL-FALSE,");
    char edited[1 << 14], sum[17];
    snprintf(edited, sizeof edited, "%.*sverified%s", (int)(verdict - body), body,
             verdict + strlen("refuted"));
    snprintf(sum, sizeof sum, "%016" PRIx64, checksum_add(CHECKSUM_START, edited, strlen(edited)));
    memcpy(strstr(file, " checksum ") + strlen(" checksum "), sum, 16);
    size_t head = (size_t)(body - file);
    char *whole = malloc(head + sizeof edited);
    ck_assert_ptr_nonnull(whole);
    memcpy(whole, file, head);
    strcpy(whole + head, edited);
    folder_write(&f, "claims.csv", strlen(whole), whole);
    struct cli_result again = CLI(&f, "claims", "CONTROL-FALSE", "--scale=smoke", "--reuse", "-o",
                                  "@/claims.csv");
    ck_assert_int_eq(again.status, 1);
    ck_assert_ptr_nonnull(
        strstr(again.out, "1 verified, 0 refuted, 0 vacuous, 0 inconclusive: NOT as expected\n"));
    ck_assert_ptr_nonnull(strstr(again.out, "   NOT AS EXPECTED\n"));
    free(whole);
    free(file);
    cli_free(&first);
    cli_free(&again);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Of a model that no expectation is about every verdict is a finding; what is none is refused, and
 * so is a file that nothing asks for. */
TEST(weights_are_judged_or_refused)
{
    struct folder f;
    folder_make(&f);
    vector_llama2c(&f, "a model.bin", 32, 4, 2, 8, 64);
    struct cli_result r = CLI(&f, "claims", "TAPA-A2.1-MODEL", "DU-REGULAR-MODEL",
                              "BF16-SHIFT-MODEL", "--scale=smoke", "--weights=@/a model.bin");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(strstr(r.out, "(of stories260K.bin: refuted)"));
    ck_assert_ptr_nonnull(strstr(last_line(&r), "posbias: 4 claims, "));
    ck_assert_ptr_null(strstr(r.out, "not judged"));
    cli_free(&r);
    folder_write(&f, "short.bin", 20, "12345678901234567890");
    static const struct cli_row rows[] = {
        {{"claims", "TAPA-A2.1-MODEL", "--weights=@/short.bin"}, 2, {"short.bin"}},
        {{"claims", "TAPA-A2.1-MODEL", "--weights=@/none.bin"}, 2, {"none.bin", "No such file"}},
        {{"claims", "TAPA-A2.1-MODEL", "--weights=@"}, 2, {"is not a regular file"}},
        {{"claims", "TAPA-A2.1-MODEL", "--weights="}, 2, {"--weights", "empty"}},
        {{"claims", "CONTROL-FALSE", "--weights=@/short.bin"}, 2, {"--weights", "about a file"}},
        {{"claims", "--list", "--weights=@/short.bin"}, 2, {"--weights", "--list"}},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &rows[i]);
    folder_remove(&f);
}
