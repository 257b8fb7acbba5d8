#include "experiments/harness/claims/claim.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

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

bool claim_is_asked(const struct claim *claim)
{
    bool asked = false;
    for (size_t w = 0; w < CLAIM_ASKED; w++)
        asked = asked || strncmp(claim->question->source, claim_asked_words[w],
                                 strlen(claim_asked_words[w])) == 0;
    return asked;
}

struct message claim_allowance(const struct claim *claim)
{
    const char *own = claim->question->allowance, *more = claim->evidence->allowance;
    struct message out;
    message_set(&out, "%s%s%s", own ? own : "", own && more ? "; " : "", more ? more : "");
    return out;
}

/* Claims that carry one statement. */
enum { BROTHERS_MOST = 64 };

bool claim_same_statement(const struct claim *a, const struct claim *b)
{
    return strcmp(a->question->statement, b->question->statement) == 0 &&
           strcmp(claim_statement(a).text, claim_statement(b).text) == 0;
}

/* A bit for each of the parts that the other claim's domain does not have. */
static uint32_t lacking(size_t count, const struct grid_part *parts, const struct claim *other)
{
    struct grid grid = claim_grid(other);
    struct grid_part theirs[GRID_PARTS];
    size_t their_count = grid_parts(&grid, theirs);
    uint32_t lacks = 0;
    for (size_t p = 0; p < count; p++) {
        bool has = false;
        for (size_t t = 0; t < their_count; t++)
            has = has || strcmp(parts[p].words.text, theirs[t].words.text) == 0;
        lacks |= has ? 0 : UINT32_C(1) << p;
    }
    return lacks;
}

struct message claim_variant(const struct claim *claim, size_t count,
                             const struct claim *const *list)
{
    struct grid grid = claim_grid(claim);
    struct grid_part parts[GRID_PARTS];
    struct message out = {""};
    uint32_t lacks[BROTHERS_MOST];
    size_t part_count = grid_parts(&grid, parts), brothers = 0;
    for (size_t i = 0; i < count && brothers < BROTHERS_MOST; i++)
        if (list[i] != claim && claim_same_statement(list[i], claim))
            lacks[brothers++] = lacking(part_count, parts, list[i]);
    for (int scaled = 0; scaled < 2; scaled++)
        for (size_t p = 0; p < part_count; p++) {
            uint32_t bit = UINT32_C(1) << p;
            bool tells = false;
            for (size_t b = 0; b < brothers && parts[p].scaled == (scaled == 1); b++)
                if (lacks[b] & bit) {
                    lacks[b] = 0; /* told apart */
                    tells = true;
                }
            if (tells)
                message_add(&out, "%s%s", out.text[0] ? "; " : "", parts[p].words.text);
        }
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
