/* Judged claims as a table for people, CSV, JSON, TAP or Markdown. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIMS_PRINT_H
#define POSBIAS_HARNESS_CLAIMS_CLAIMS_PRINT_H

#include <stdbool.h>

#include "experiments/harness/claims/claims.h"

/* A claim and how it came out. */
struct judged {
    const struct claim *claim;
    struct judgement result;
    char again[256]; /* the command that judges it again */
};

bool claims_as_expected(const struct judged *judged);

/* To path, or stdout if NULL, under header lines that say what was judged. Returns false with
 * *error set. */
bool claims_write_csv(size_t count, const struct judged *list, const char *header, const char *path,
                      struct message *error);

/* Fills verdicts, numbers and texts of the listed claims from such a CSV; false if it does not hold
 * exactly these. */
bool claims_read_csv(size_t count, struct judged *list, const char *path);

/* The table shows unexpected verdicts first. */
void claims_print_table(FILE *out, size_t count, const struct judged *list);
void claims_print_json(FILE *out, size_t count, const struct judged *list);
void claims_print_tap(FILE *out, size_t count, const struct judged *list);
void claims_print_markdown(FILE *out, size_t count, const struct judged *list);

#endif
