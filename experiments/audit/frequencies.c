#include "experiments/audit/frequencies.h"

#include <math.h>
#include <stdlib.h>

/* Frequencies that differ by less are the same number computed in two ways. */
static const double SAME = 0x1p-46;

size_t frequencies_count(const struct frequencies *f)
{
    return f->schedule ? f->schedule->rotating : 0;
}

bool frequencies_near(double a, double b) { return fabs(a - b) <= SAME * fabs(a); }

bool frequencies_equal(const struct schedule *a, const struct schedule *b)
{
    bool same = a->rotating == b->rotating;
    for (size_t n = 0; same && n < a->rotating; n++)
        same = frequencies_near(a->turn_hi[n], b->turn_hi[n]);
    return same;
}

static bool same_frequencies(const struct frequencies *a, const struct frequencies *b)
{
    return frequencies_count(a) == frequencies_count(b) && a->fixed == b->fixed &&
           (frequencies_count(a) == 0 || frequencies_equal(a->schedule, b->schedule));
}

void frequencies_free(struct frequencies *first)
{
    for (struct frequencies *next; first; first = next) {
        next = first->next;
        schedule_free(first->schedule);
        free(first->curve);
        free(first);
    }
}

enum status frequencies_find(struct frequencies **first, const struct meaning *meaning,
                             struct frequencies **out)
{
    struct frequencies *f = calloc(1, sizeof *f);
    enum status status = f ? STATUS_OK : STATUS_MEMORY;
    if (f && meaning->rotates && meaning->rule.rotary > 0)
        status = schedule_new(&meaning->rule, &f->schedule);
    if (status != STATUS_OK) {
        free(f);
        return status;
    }
    f->fixed = (double)(meaning->rule.dim / 2) - (double)frequencies_count(f);
    for (*out = *first; *out && !same_frequencies(*out, f);)
        *out = (*out)->next;
    if (*out) {
        frequencies_free(f);
        return STATUS_OK;
    }
    f->next = *first;
    *out = *first = f;
    return STATUS_OK;
}

enum status frequencies_curve(const struct looks *looks, struct frequencies *f)
{
    size_t count = frequencies_count(f);
    if (f->curve)
        return STATUS_OK;
    struct cosine *cosines = calloc(count + 1, sizeof *cosines);
    f->curve = calloc(looks_count(looks), sizeof *f->curve);
    enum status status = cosines && f->curve ? STATUS_OK : STATUS_MEMORY;
    for (size_t n = 0; status == STATUS_OK && n < count; n++)
        cosines[n] = (struct cosine){f->schedule->turn_hi[n], f->schedule->turn_lo[n], 1.0};
    if (status == STATUS_OK)
        status = cosines_sum(&count, cosines, looks, f->curve);
    free(cosines);
    return status;
}
