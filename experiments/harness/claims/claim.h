/* A claim as data: a published statement, where it is judged, by what question, and what is
 * expected. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIM_H
#define POSBIAS_HARNESS_CLAIMS_CLAIM_H

#include "experiments/harness/claims/claim_file.h"
#include "experiments/harness/claims/grid.h"
#include "experiments/harness/claims/words.h"
#include "theory/ground/message.h"
#include "theory/ground/status.h"

/* What judging gives: the verdict, the number it rests on and what was seen. */
struct judgement {
    enum verdict verdict;
    /* clearance: signed distance of value from limit, positive on the side the claim needs */
    double value, limit, clearance;
    /* counterexample, horizon, worst case */
    struct message detail;
    /* an experiment that shows it, ready for the shell */
    struct message shown_by;
};

/* What claims of one kind ask: the words they share and the judge that answers. A {name} of an axis
 * in the statement or the source stands for its values. */
struct question {
    /* one sentence */
    const char *statement;
    /* paper and equation */
    const char *source;
    /* what `value` is */
    const char *quantity;
    /* "value < limit", .. */
    const char *relation;
    /* the slack given to value, and why it is enough */
    const char *allowance;
    /* of a question about a model's file, which --weights names: the one whose verdicts the
     * expected ones are; its grid's FILE stands for the path. NULL: no file is needed */
    const struct claim_file *file;
    /* subject: the row's; grid: the row's at the scale asked for, which says how far the judge may
     * look and which points its detail and its command name. What is wrong with the file goes to
     * the detail, with STATUS_DOMAIN */
    enum status (*judge)(const void *subject, const struct grid_walk *grid, struct judgement *out);
};

/* What a verdict rests on: its kind, and what that adds to the allowance, NULL for nothing. */
struct evidence {
    enum claim_kind kind;
    const char *allowance;
};
extern const struct evidence by_proof, by_computation, by_draws;

/* One row: a question asked on a grid. */
struct claim {
    /* upper case, as in the paper where it has a number */
    const char *id;
    const struct question *question;
    const struct evidence *evidence;
    const struct grid *grid;
    /* axes of this row's own, before the grid's */
    struct axis with[GRID_WITH];
    /* numbers that the judge needs besides, a struct of its own; NULL: none */
    const void *subject;
    enum verdict expected;
    /* what the expected verdict means, without its full stop, for the report's answer; NULL: not
     * part of it */
    const char *finding;
};

/* The claims of an experiment. */
struct claim_set {
    const struct claim *claims;
    size_t count;
};
#define CLAIM_SET(rows)                       \
    {                                         \
        (rows), sizeof(rows) / sizeof *(rows) \
    }

/* The grid a claim is judged on; its domain, statement, source and allowance in words. */
struct grid claim_grid(const struct claim *claim);
struct message claim_domain(const struct claim *claim);
struct message claim_statement(const struct claim *claim);
struct message claim_source(const struct claim *claim);
struct message claim_allowance(const struct claim *claim);

/* Whether the statement is asked here, and the paper does not make it: its source begins with one
 * of claim_asked_words. */
bool claim_is_asked(const struct claim *claim);

/* Whether both carry the same sentence. */
bool claim_same_statement(const struct claim *a, const struct claim *b);

/* What tells claims that carry one sentence apart, since a page that gave the sentence alone
 * would give it two verdicts: the parts of its domain that no claim of the list with the same
 * statement has all of, joined by "; ": as few as do, those alike at every scale before those
 * that say how much is computed. Nothing for a claim whose statement is its own. */
struct message claim_variant(const struct claim *claim, size_t count,
                             const struct claim *const *list);

/* Judges a claim at a scale. Returns: the judge's own status, or grid_open's. */
enum status claim_judge(const struct claim *claim, enum scale scale, struct judgement *out);

/* Judges one whose question is about a file, of the file at path. */
enum status claim_judge_file(const struct claim *claim, enum scale scale, const char *path,
                             struct judgement *out);

/* " (needs --weights FILE)" for a claim that does, else nothing. */
struct message claim_need(const struct claim *claim);

/* Level of the two-sided confidence interval of a measured comparison: a false alarm in 1e9, so
 * that the thousand of a battery have less than one in a million runs. That follows where the
 * limits hold whatever the law of a draw: binomial, of a median or of a bounded mean
 * (experiments/harness/draws/interval.h). */
double claim_level(void);

/* The same in deviations of a normal law: nominal, where nothing bounds the tails. */
double claim_z(void);

/* Sets value, limit, clearance = limit - value and the verdict: verified when clearance > 0, else
 * refuted; judge_above: clearance = value - limit. */
void judge_below(struct judgement *out, double value, double limit);
void judge_above(struct judgement *out, double value, double limit);

/* Whether x takes the place of the largest, or the smallest, that a judge has seen so far. A NaN
 * does, and keeps it, so that it reaches the verdict. */
bool claim_larger(double x, double most);
bool claim_smaller(double x, double least);

#endif
