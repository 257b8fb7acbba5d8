#include "experiments/harness/claims/claim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

const struct evidence by_proof = {CLAIM_PROVED, NULL}, by_computation = {CLAIM_CHECKED, NULL},
                      by_draws = {CLAIM_MEASURED,
                                  "confidence limits at a false alarm rate of 1e-9 each, "
                                  "whatever the law of a draw"};

struct grid claim_grid(const struct claim *claim) { return grid_with(claim->grid, claim->with); }

struct message claim_domain(const struct claim *claim)
{
    struct grid grid = claim_grid(claim);
    const struct claim_file *file = claim->question->file;
    struct message out = grid_domain(&grid);
    if (file)
        message_add(&out, "; FILE: of --weights; expected of %s, %.0f bytes", file->name,
                    file->bytes);
    return out;
}

struct message claim_statement(const struct claim *claim)
{
    struct grid grid = claim_grid(claim);
    return grid_fill(&grid, claim->question->statement);
}

struct message claim_source(const struct claim *claim)
{
    struct grid grid = claim_grid(claim);
    return grid_fill(&grid, claim->question->source);
}

struct message claim_allowance(const struct claim *claim)
{
    const char *own = claim->question->allowance, *more = claim->evidence->allowance;
    struct message out;
    message_set(&out, "%s%s%s", own ? own : "", own && more ? "; " : "", more ? more : "");
    return out;
}

/* path: NULL for a claim that needs none. */
static enum status judge_at(const struct claim *claim, enum scale scale, const char *path,
                            struct judgement *out)
{
    struct grid grid = claim_grid(claim);
    struct grid_walk walk;
    out->detail.text[0] = '\0';
    enum status status = grid_open(&grid, scale, &walk);
    if (status == STATUS_OK && path)
        status = grid_place_file(&walk, path);
    if (status == STATUS_OK)
        status = claim->question->judge(claim->subject, &walk, out);
    grid_close(&walk);
    return status;
}

enum status claim_judge(const struct claim *claim, enum scale scale, struct judgement *out)
{
    return judge_at(claim, scale, NULL, out);
}

enum status claim_judge_file(const struct claim *claim, enum scale scale, const char *path,
                             struct judgement *out)
{
    return judge_at(claim, scale, path, out);
}

struct message claim_need(const struct claim *claim)
{
    struct message out = {""};
    if (claim->question->file)
        message_set(&out, " (%s)", claim_needs_file);
    return out;
}

/* Each measured comparison's share of the battery's false alarms. */
static const double FALSE_ALARMS = 1e-9;

double claim_z(void) { return gsl_cdf_ugaussian_Qinv(0.5 * FALSE_ALARMS); }

double claim_level(void) { return 1.0 - FALSE_ALARMS; }

static void judge(struct judgement *out, double value, double limit, double clearance)
{
    out->value = value;
    out->limit = limit;
    out->clearance = clearance;
    out->verdict = clearance > 0.0 ? VERDICT_VERIFIED : VERDICT_REFUTED; /* NaN refutes */
}

void judge_below(struct judgement *out, double value, double limit)
{
    judge(out, value, limit, limit - value);
}

void judge_above(struct judgement *out, double value, double limit)
{
    judge(out, value, limit, value - limit);
}

bool claim_larger(double x, double most) { return !(x <= most) && !isnan(most); }

bool claim_smaller(double x, double least) { return !(x >= least) && !isnan(least); }
