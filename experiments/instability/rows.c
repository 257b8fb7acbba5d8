/* One row of the table: the scan's witness or a constructed one, and what balls prove of it. */
#include <math.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/instability/instability.h"
#include "theory/limits/independence.h"
#include "theory/proof/tapa/phase_lattice.h"

bool instability_dependent(const struct encoding *e)
{
    unsigned power;
    size_t degree;
    return claim_is_plain(e) &&
           independence_degree(e->schedule->rule.base, e->schedule->pairs, &power, &degree) ==
               STATUS_OK &&
           degree < e->schedule->pairs;
}

bool instability_constructible(const struct encoding *e)
{
    size_t moving = e->schedule ? witness_pairs(e->schedule) : 0;
    return e->slope == 0.0 && moving > 0 && moving <= PHASE_LATTICE_PAIRS;
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
        status = witness_find(r->search, target, r->sought, other, &built);
        lattice = status == STATUS_OK && (!found || built.error < proof.error);
        if (lattice) {
            fmpz_set(distance, other);
            proof = built;
        }
    }
    char *text = status == STATUS_OK ? fmpz_get_str(NULL, 10, distance) : NULL;
    if (text) {
        table_text(table, r->encoding->text);
        table_text(table, r->qk->text);
        table_number(table, target);
        table_text(table, text);
        table_number(table, lattice ? proof.value : found->value);
        table_number(table, lattice ? proof.error : fabs(found->value - target));
        table_text(table, !lattice ? "scan" : r->dependent ? "lattice-dependent" : "lattice");
        table_optional(table, r->scanned, r->scanned ? run_number(r->run, "scan") : 0.0);
        table_optional(table, r->scanned, r->lo);
        table_optional(table, r->scanned, r->hi);
        table_number(table, r->allowed);
        table_number(table, r->sought);
        table_optional(table, r->search, proof.error);
        table_number(table, r->search && proof.error <= r->sought);
        table_number(table, (double)r->encoding->dim);
        table_number(table, (double)strlen(text));
        double expected = r->search && !r->dependent ? witness_digits(r->search, target, r->sought)
                                                     : HUGE_VAL;
        table_optional(table, isfinite(expected), expected);
        flint_free(text);
    }
    fmpz_clear(distance);
    fmpz_clear(other);
    return status;
}
