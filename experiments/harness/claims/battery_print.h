/* Judged claims as a table for people, CSV, JSON or TAP. */
#ifndef POSBIAS_HARNESS_CLAIMS_BATTERY_PRINT_H
#define POSBIAS_HARNESS_CLAIMS_BATTERY_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/output/table.h"

/* What a claim is judged on. */
enum standing {
    STANDING_USUAL,      /* what its expected verdict is about */
    STANDING_LACKS_FILE, /* nothing: its file was not given */
    STANDING_OTHER_FILE  /* a file other than the one that its expected verdict is about */
};

/* A claim and how it came out. */
struct judged {
    const struct claim *claim;
    enum standing standing;
    struct judgement result;
    struct message variant; /* claim_variant, among all there are */
    struct message command; /* that judges it again */
};

/* Sets the result of one that cannot be judged. */
void judged_none(struct judged *judged);

/* Whether the verdict is the one expected; without one, or without an expectation, it is. */
bool battery_as_expected(const struct judged *judged);

/* Fills a table of claim_columns. */
void battery_fill_table(size_t count, const struct judged *list, struct table *table);

/* Fills verdicts, numbers and texts of the listed claims from such a CSV; false if it does not hold
 * exactly these. */
bool battery_read_csv(size_t count, struct judged *list, const char *path);

/* Each prints the whole list, the table with unexpected verdicts first. Returns false without
 * memory. */
bool battery_print_table(FILE *out, size_t count, const struct judged *list);
bool battery_print_json(FILE *out, size_t count, const struct judged *list);
bool battery_print_tap(FILE *out, size_t count, const struct judged *list);

/* One claim of the table, and the line over all of them. */
void battery_print_heads(FILE *out);
void battery_print_one(FILE *out, const struct judged *judged);

#endif
