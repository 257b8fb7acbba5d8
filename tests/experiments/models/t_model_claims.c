/* Claims about a real model, judged of models that are made to meet them or not. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/output/csv_columns.h"
#include "experiments/moments/judges.h"
#include "experiments/precision/judges.h"
#include "tests/tools/claim_tools.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/run_tools.h"

enum { WIDTH = 16, HEADS = 2, HIDDEN = 4, TOKENS = 400, CONTEXT = 8, HEAD = WIDTH / HEADS };

/* A nearly normal number: four uniforms. */
static float drawn(uint64_t *state)
{
    double sum = -2.0;
    for (int i = 0; i < 4; i++)
        sum += tools_uniform(state);
    return (float)sum;
}

/* A llama2.c file of one layer whose queries and keys are the normed embedding itself, coordinate
 * by coordinate, times factor in the first pair of each head, plus an offset of the embedding
 * there. */
static const char *write_model(struct folder *f, const char *name, float factor, float offset)
{
    const int32_t numbers[7] = {WIDTH, HIDDEN, 1, HEADS, HEADS, TOKENS, CONTEXT};
    size_t square = WIDTH * WIDTH, embedding = TOKENS * WIDTH,
           count = embedding + WIDTH + 4 * square + WIDTH + 3 * WIDTH * HIDDEN + WIDTH +
                   CONTEXT * HEAD;
    float *bytes = calloc(7 + count, sizeof *bytes), *at = bytes + 7;
    uint64_t state = 11;
    ck_assert(bytes != NULL);
    memcpy(bytes, numbers, sizeof numbers);
    for (size_t i = 0; i < embedding; i++)
        at[i] = drawn(&state) + (i % HEAD < 2 ? offset : 0.0F);
    at += embedding;
    for (size_t i = 0; i < WIDTH; i++)
        at[i] = 1.0F;
    at += WIDTH;
    for (size_t side = 0; side < 2; side++, at += square)
        for (size_t i = 0; i < WIDTH; i++) /* a key is of another part of the token */
            at[i * WIDTH + (i + side * HEAD) % WIDTH] = i % HEAD < 2 ? factor : 1.0F;
    const char *path = folder_write(f, name, (7 + count) * sizeof *bytes, bytes);
    free(bytes);
    return path;
}

static enum verdict judge(const struct claim_set *set, const char *id, const char *path,
                          struct judgement *out)
{
    ck_assert_msg(claim_judge_file(claim_named(set, id), SCALE_SMOKE, path, out) == STATUS_OK,
                  "%s: %s", id, out->detail.text);
    return out->verdict;
}

/* Pairs alike in law pass each test; a larger pair fails those of amplitudes alone, and a pair with
 * a mean of its own the assumption. */
TEST(each_claim_is_true_of_one_model_and_false_of_another)
{
    static const struct {
        const char *name;
        float factor, offset;
        enum verdict assumption, amplitude, largest;
    } cases[] = {
        {"alike.bin", 1.0F, 0.0F, VERDICT_VERIFIED, VERDICT_VERIFIED, VERDICT_VERIFIED},
        {"larger.bin", 4.0F, 0.0F, VERDICT_VERIFIED, VERDICT_REFUTED, VERDICT_REFUTED},
        {"a mean.bin", 1.0F, 0.5F, VERDICT_REFUTED, VERDICT_REFUTED, VERDICT_VERIFIED},
    };
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct judgement j;
        char path[300];
        snprintf(path, sizeof path, "%s",
                 write_model(&f, cases[i].name, cases[i].factor, cases[i].offset));
        enum verdict assumption = judge(&moments_claims, "TAPA-A2.1-MODEL", path, &j);
        ck_assert_msg(assumption == cases[i].assumption, "%s: %g, %s", path, j.value,
                      j.detail.text);
        enum verdict amplitude = judge(&moments_claims, "DU-REGULAR-MODEL", path, &j);
        ck_assert_msg(amplitude == cases[i].amplitude, "%s: %g", path, j.value);
        enum verdict largest = judge(&moments_claims, "DU-REGULAR-MODEL-LARGEST", path, &j);
        ck_assert_msg(largest == cases[i].largest, "%s: %g", path, j.value);
    }
    folder_remove(&f);
}

/* The command that shows a test has its p-values: the largest by Holm is the value. */
TEST(values_are_those_that_the_command_prints)
{
    struct folder f;
    struct judgement j;
    struct message error, line;
    struct csv csv;
    double most = 0.0;
    folder_make(&f);
    char path[300];
    snprintf(path, sizeof path, "%s", write_model(&f, "a mean.bin", 1.0F, 0.5F));
    judge(&moments_claims, "TAPA-A2.1-MODEL", path, &j);
    message_set(&line, "%s -o %s", j.shown_by.text + strlen("build/posbias "),
                folder_file(&f, "out.csv"));
    struct cli_result r = cli_shell(line.text);
    cli_went_well(&r);
    cli_free(&r);
    ck_assert(csv_read(folder_file(&f, "out.csv"), &csv, &error));
    for (size_t row = 0; row < csv.row_count; row++)
        if (strcmp(csv_cell(&csv, row, csv_column(&csv, "test")), "assumption-2.1") == 0)
            most = fmax(most, strtod(csv_cell(&csv, row, csv_column(&csv, "p_holm")), NULL));
    check_le(fabs(log10(most) - j.value), 1e-9 * fabs(j.value));
    csv_free(&csv);
    folder_remove(&f);
}

/* Of bf16 the two claims have numbers of their own; over a limit they turn. */
TEST(limits_turn_the_claims_on_bf16)
{
    static const struct drift_subject over = {DRIFT_OVER_FLOAT, 1e6},
                                      first = {DRIFT_FIRST_TOKEN, 0.1};
    struct folder f;
    struct judgement j;
    folder_make(&f);
    char path[300];
    snprintf(path, sizeof path, "%s", write_model(&f, "m.bin", 1.0F, 0.0F));
    ck_assert_int_eq(judge(&precision_claims, "BF16-SHIFT-MODEL", path, &j), VERDICT_VERIFIED);
    ck_assert_int_eq(judge(&precision_claims, "BF16-FIRST-MODEL", path, &j), VERDICT_REFUTED);
    struct claim claim = *claim_named(&precision_claims, "BF16-SHIFT-MODEL");
    claim.subject = &over;
    ck_assert_int_eq(claim_judge_file(&claim, SCALE_SMOKE, path, &j), STATUS_OK);
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
    claim.subject = &first;
    ck_assert_int_eq(claim_judge_file(&claim, SCALE_SMOKE, path, &j), STATUS_OK);
    ck_assert_int_eq(j.verdict, VERDICT_VERIFIED);
    folder_remove(&f);
}
