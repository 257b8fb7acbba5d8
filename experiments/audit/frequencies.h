/* The frequencies that the meanings of one layer turn by, each kept once with its curve. */
#ifndef POSBIAS_AUDIT_FREQUENCIES_H
#define POSBIAS_AUDIT_FREQUENCIES_H

#include "experiments/audit/cosines.h"
#include "experiments/audit/meaning.h"

/* The frequencies of a rule, and the curve of the pairs that rotate, without factors. */
struct frequencies {
    struct schedule *schedule; /* NULL: nothing rotates */
    double fixed;              /* pairs that do not rotate */
    double *curve;             /* sum of cosines at each position looked at; NULL until needed */
    struct frequencies *next;
};

/* Releases a list. */
void frequencies_free(struct frequencies *first);

/* Pairs that rotate. */
size_t frequencies_count(const struct frequencies *f);

/* Whether two frequencies are one number that was computed in two ways: within 2^-46. */
bool frequencies_near(double a, double b);

/* Whether two schedules turn as many pairs, each by frequencies so near. */
bool frequencies_equal(const struct schedule *a, const struct schedule *b);

/* The frequencies of a meaning: those of the list, or new ones that join it.
 * Returns: STATUS_DOMAIN if the rule is out of range, STATUS_MEMORY. */
enum status frequencies_find(struct frequencies **first, const struct meaning *meaning,
                             struct frequencies **out);

/* Makes the curve if it is not there. */
enum status frequencies_curve(const struct looks *looks, struct frequencies *f);

#endif
