/* What the report is about: the words and numbers on the page that belong to its subject. */
#ifndef POSBIAS_HARNESS_REPORT_SUBJECT_H
#define POSBIAS_HARNESS_REPORT_SUBJECT_H

#include <stddef.h>

/* Numbers from elsewhere that stand beside those of an experiment's CSV: context, never a pass
 * mark. */
struct subject_context {
    const char *experiment;
    const char *caption;
    /* columns whose cells together name a row, and columns of numbers; repeated rows show once */
    const char *names[2], *numbers[2];
    const char *heads[3];
    size_t row_count;
    const char *const (*rows)[3];
};

/* What to take from an experiment's figure, with the words after the program's name that the
 * numbers in it are of: the report may stand beside a run at another scale. */
struct subject_reading {
    const char *experiment, *command, *opening;
    size_t line_count;
    const char *const *lines;
};

struct subject {
    const char *title, *heading, *question;
    /* claims whose findings open the page */
    size_t finding_count;
    const char *const *findings;
    /* stems: the card beside them, then what people come for; all others follow */
    size_t figure_count;
    const char *const *figures;
    struct subject_context context;
    struct subject_reading reading;
};

extern const struct subject subject;

#endif
