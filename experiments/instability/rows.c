/* One row of the table: the scan's witness or a constructed one, and what balls prove of it. */
#include "experiments/instability/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/instability/measure.h"
#include "theory/limits/independence.h"
#include "theory/proof/tapa/phase_lattice.h"

const struct column instability_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_GAMMA_TARGET] = {"gamma_target", "value sought for (2/sqrt D) E S"},
    [COLUMN_WITNESS_TOK] =
        {"witness_tok",
         "scan: the distance that comes nearest, the smallest among equals; lattice: "
         "the smallest found that meets error_sought, or else the nearest found; every "
         "digit"},
    [COLUMN_GAMMA_REACHED] = {"gamma_reached", "the value there"},
    [COLUMN_ERROR] = {"error", "absolute difference of the two; lattice: no less than it, proved"},
    [COLUMN_METHOD] =
        {"method",
         "scan: every distance from 1 to scan_hi_tok was tried; lattice: constructed; "
         "lattice-dependent: constructed, but the frequencies are rationally dependent and not "
         "every target can be met"},
    [COLUMN_SCAN_HI_TOK] = {"scan_hi_tok", "largest distance tried one by one, empty if none was"},
    [COLUMN_REACHED_LO] = {"reached_lo", "lowest value of the whole scan"},
    [COLUMN_REACHED_HI] = {"reached_hi", "highest value of the whole scan"},
    [COLUMN_ERROR_ALLOWED] = {"error_allowed",
                              "(g + |mu0|)/h, the O(1/D) of the theorem's proof with its constant"},
    [COLUMN_ERROR_SOUGHT] = {"error_sought",
                             "the difference a constructed witness was asked to keep to"},
    [COLUMN_ERROR_BOUND] =
        {"error_bound",
         "no less than the absolute difference at witness_tok, proved by balls; empty if they do "
         "not apply"},
    [COLUMN_PROVED] = {"proved", "1 if error_bound is proved and no more than error_sought"},
    [COLUMN_DIM] = {"dim", "head dimension D"},
    [COLUMN_WITNESS_DIGITS] = {"witness_digits", "decimal digits of witness_tok"},
    [COLUMN_DIGITS_EXPECTED] =
        {"digits_expected",
         "log10 of the distance expected to be the first within error_sought, from the volume of "
         "the phases"},
};

bool instability_dependent(const struct encoding *e)
{
    unsigned power;
    size_t degree;
    return schedule_is_plain(encoding_schedule(e)) &&
           independence_degree(encoding_schedule(e)->rule.base, encoding_schedule(e)->pairs, &power,
                               &degree) == STATUS_OK &&
           degree < encoding_schedule(e)->pairs;
}

bool instability_constructible(const struct encoding *e)
{
    size_t moving = encoding_schedule(e) ? witness_pairs(encoding_schedule(e)) : 0;
    return moving > 0 && encoding_bank(e)->slope == 0.0 && moving <= PHASE_LATTICE_PAIRS;
}

double *instability_targets(const struct run *run, double g, size_t *count)
{
    const struct option_value *given = run_value(run, "target");
    *count = given->present ? given->count : (size_t)run_number(run, "grid");
    double *target = malloc((*count + 2) * sizeof *target);
    if (!target)
        return NULL;
    target[0] = -HUGE_VAL;
    target[*count + 1] = HUGE_VAL;
    for (size_t i = 0; i < *count; i++)
        target[i + 1] = given->present ? given->numbers[i]
                                       : g * (2.0 * (double)i / ((double)*count - 1.0) - 1.0);
    return target;
}

/* A witness that is constructed, and its distance in decimal digits, as many as it has. */
struct constructed {
    const struct instability_rows *rows;
    double target;
    struct witness_value value;
    size_t digits; /* with the zero byte */
    char *text;    /* NULL: an earlier process constructed it */
};

/* Constructs it. */
static enum status construct(struct constructed *c)
{
    fmpz_t distance;
    fmpz_init(distance);
    enum status status = witness_find(c->rows->search, c->target, c->rows->sought, distance,
                                      &c->value);
    if (status == STATUS_OK && !(c->text = fmpz_get_str(NULL, 10, distance)))
        status = STATUS_MEMORY;
    if (status == STATUS_OK)
        c->digits = strlen(c->text) + 1;
    fmpz_clear(distance);
    return status;
}

struct found_value {
    struct witness_value value;
    size_t digits;
};

static enum status fill_value(void *context, void *result)
{
    struct constructed *c = context;
    enum status status = construct(c);
    if (status == STATUS_OK)
        *(struct found_value *)result = (struct found_value){c->value, c->digits};
    return status;
}

static enum status fill_text(void *context, void *text)
{
    struct constructed *c = context;
    enum status status = c->text ? STATUS_OK : construct(c);
    if (status == STATUS_OK)
        memcpy(text, c->text, c->digits);
    return status;
}

/* The distance and its value, as witness_find has them. */
static enum status found_or_kept(const struct instability_rows *rows, double target,
                                 fmpz_t distance, struct witness_value *value)
{
    struct constructed c = {.rows = rows, .target = target};
    struct found_value found = {{0}, 0};
    char *text = NULL;
    enum status status = driver_keep(NULL, sizeof found, &found, fill_value, &c);
    if (status == STATUS_OK) {
        c.digits = found.digits;
        text = malloc(found.digits);
        status = text ? driver_keep(NULL, found.digits, text, fill_text, &c) : STATUS_MEMORY;
    }
    if (status == STATUS_OK && fmpz_set_str(distance, text, 10) != 0)
        status = STATUS_DOMAIN;
    *value = found.value;
    free(text);
    if (c.text)
        flint_free(c.text);
    return status;
}

enum status instability_row(const struct instability_rows *r, double target,
                            const struct witness *found)
{
    struct table *table = r->run->table;
    struct witness_value proof = {0}, built;
    enum status status = STATUS_OK;
    bool lattice = false;
    fmpz_t distance, other;
    fmpz_init(distance);
    fmpz_init(other);
    if (found) {
        fmpz_set_d(distance, found->distance);
        if (r->search)
            status = witness_enclose(r->search, distance, target, &proof);
    }
    bool wanted = r->search && r->build && !(found && proof.error <= r->sought);
    if (status == STATUS_OK && wanted) {
        status = found_or_kept(r, target, other, &built);
        lattice = status == STATUS_OK && (!found || built.error < proof.error);
        if (lattice) {
            fmpz_set(distance, other);
            proof = built;
        }
    }
    char *text = status == STATUS_OK ? fmpz_get_str(NULL, 10, distance) : NULL;
    if (text) {
        row_text(table, COLUMN_ENCODING, r->encoding->text);
        row_text(table, COLUMN_QK, r->qk->text);
        row_number(table, COLUMN_GAMMA_TARGET, target);
        row_text(table, COLUMN_WITNESS_TOK, text);
        row_number(table, COLUMN_GAMMA_REACHED, lattice ? proof.value : found->value);
        row_number(table, COLUMN_ERROR, lattice ? proof.error : fabs(found->value - target));
        row_text(table, COLUMN_METHOD,
                 !lattice       ? "scan"
                 : r->dependent ? "lattice-dependent"
                                : "lattice");
        row_optional(table, COLUMN_SCAN_HI_TOK, r->scanned,
                     r->scanned ? run_number(r->run, "scan") : 0.0);
        row_optional(table, COLUMN_REACHED_LO, r->scanned, r->lo);
        row_optional(table, COLUMN_REACHED_HI, r->scanned, r->hi);
        row_number(table, COLUMN_ERROR_ALLOWED, r->allowed);
        row_number(table, COLUMN_ERROR_SOUGHT, r->sought);
        row_optional(table, COLUMN_ERROR_BOUND, r->search, proof.error);
        row_number(table, COLUMN_PROVED, r->search && proof.error <= r->sought);
        row_number(table, COLUMN_DIM, (double)r->encoding->dim);
        row_number(table, COLUMN_WITNESS_DIGITS, (double)strlen(text));
        double expected = r->search && !r->dependent ? witness_digits(r->search, target, r->sought)
                                                     : HUGE_VAL;
        row_optional(table, COLUMN_DIGITS_EXPECTED, isfinite(expected), expected);
        row_end(table);
        flint_free(text);
    }
    fmpz_clear(distance);
    fmpz_clear(other);
    return status;
}
