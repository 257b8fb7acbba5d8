/* Writing HTML in which every foreign text is escaped. */
#ifndef POSBIAS_HARNESS_REPORT_PAGE_H
#define POSBIAS_HARNESS_REPORT_PAGE_H

#include <stddef.h>
#include <stdio.h>

#include "theory/ground/message.h"

/* Writes a template whose only directive is %s; what replaces it is escaped, for text and quoted
 * attributes alike. */
void page_put(FILE *out, const char *template, ...) __attribute__((format(printf, 2, 3)));

/* A count in prose: "none", "1", "17". */
struct message page_count(size_t n);

/* A number of 17 digits at a readable length, six digits; a dash for an empty cell. */
struct message page_number(const char *cell);

/* The same in three digits, for where many stand below one another. */
struct message page_short(const char *cell);

#endif
