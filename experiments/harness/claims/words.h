/* The words of verdicts and kinds, and the columns of claims.csv: said once, for who writes them
 * and who reads them back. */
#ifndef POSBIAS_HARNESS_CLAIMS_WORDS_H
#define POSBIAS_HARNESS_CLAIMS_WORDS_H

#include "experiments/harness/output/table.h"

enum claim_kind {
    CLAIM_PROVED,  /* a rigorous enclosure covers every case of the domain */
    CLAIM_CHECKED, /* deterministic, up to a stated rounding bound */
    CLAIM_MEASURED /* statistical, at a stated confidence */
};
enum { CLAIM_KINDS = CLAIM_MEASURED + 1 };
extern const char *const claim_kind_names[CLAIM_KINDS];
extern const char *const claim_kind_meanings[CLAIM_KINDS];

enum verdict {
    VERDICT_VERIFIED,
    VERDICT_REFUTED,
    VERDICT_VACUOUS,
    VERDICT_INCONCLUSIVE,
    VERDICT_NONE /* not judged: what it is about was not given */
};
enum { VERDICTS = VERDICT_INCONCLUSIVE + 1, VERDICT_WORDS = VERDICT_NONE + 1 };
/* names are also classes of the page's style, experiments/harness/report/report_style.h */
extern const char *const verdict_names[VERDICT_WORDS];
extern const char *const verdict_signs[VERDICT_WORDS];
extern const char *const verdict_meanings[VERDICT_WORDS];

/* How a source begins whose statement is asked here: derived, read into a passage, one paper's
 * criterion put to another's encoding, or a control. */
enum { CLAIM_ASKED = 4 };
extern const char *const claim_asked_words[CLAIM_ASKED];

/* What a claim lacks that is not judged. */
extern const char *const claim_needs_file;

enum claim_column {
    CLAIM_ID,
    CLAIM_VERDICT,
    CLAIM_EXPECTED,
    CLAIM_AS_EXPECTED,
    CLAIM_KIND,
    CLAIM_VALUE,
    CLAIM_LIMIT,
    CLAIM_CLEARANCE,
    CLAIM_QUANTITY,
    CLAIM_RELATION,
    CLAIM_ALLOWANCE,
    CLAIM_STATEMENT,
    CLAIM_VARIANT,
    CLAIM_DOMAIN,
    CLAIM_SOURCE,
    CLAIM_DETAIL,
    CLAIM_SHOWN_BY,
    CLAIM_COMMAND,
    CLAIM_FINDING,
    CLAIM_PAPER,
    CLAIM_COLUMNS
};
extern const struct column claim_columns[CLAIM_COLUMNS];

#endif
