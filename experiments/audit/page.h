/* An audit as a page and as JSON. */
#ifndef POSBIAS_AUDIT_PAGE_H
#define POSBIAS_AUDIT_PAGE_H

#include <stdio.h>

#include "experiments/audit/audit.h"

/* The law that a temperature follows, in the query's position p; "none" without one. */
struct message page_temperature(const struct temperature *temperature);

/* How a rule changes the frequencies, with its numbers. */
struct message page_scaling(const struct audited *layers);

/* Which positions differences were looked for at; "every position" if none was left out. */
struct message page_positions(const struct bench *bench);

void page_print(FILE *out, const struct audit *audit);

/* Returns: false if memory runs out. */
bool page_json(FILE *out, const struct audit *audit);

#endif
