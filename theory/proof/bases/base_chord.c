#include "theory/proof/bases/base_chord.h"

#include <math.h>

#include "theory/proof/filter/directed.h"

enum { DEPTH = 24, TURNS = 64 };

bool base_chord_holds(double first, double last, double bend, double width)
{
    double root = directed_down(directed_down(sqrt(first)) + directed_down(sqrt(last)));
    return directed_down(root * root) > 0.5 * directed_up(bend * directed_up(width * width));
}

/* A base, how far B_r is proved to be under zero there, and a bound on its second derivative in ln
 * b from there on. */
struct point {
    double base, margin, bend;
};

static enum status look(struct base_bank *bank, double distance, double base, struct point *out)
{
    enum status status = base_bank_set(bank, base);
    if (status != STATUS_OK)
        return status;
    *out = (struct point){base, base_bank_margin(bank, distance, base_bank_value(bank, distance)),
                          base_bank_bend(bank, distance)};
    return STATUS_OK;
}

static bool joined(const struct point *a, const struct point *c)
{
    /* ln(c/a) <= (c - a)/a, and that difference rounds once */
    double width = directed_up(directed_up(c->base - a->base) / a->base);
    return base_chord_holds(a->margin, c->margin, a->bend, width);
}

enum status base_chord_prove(struct base_bank *bank, double distance, double from, double to,
                             double *reached, double *margin)
{
    struct point at = {0}, ahead[DEPTH];
    size_t depth = 0;
    enum status status = look(bank, distance, from, &at);
    if (status == STATUS_OK && at.margin > 0.0 && to > from)
        status = look(bank, distance, to, &ahead[depth++]);
    for (int turns = 2; status == STATUS_OK && depth > 0 && turns < TURNS; turns++) {
        struct point *next = &ahead[depth - 1];
        if (next->margin > 0.0 && joined(&at, next)) {
            at = *next;
            depth--;
            continue;
        }
        double middle = at.base + 0.5 * (next->base - at.base);
        if (!(middle > at.base && middle < next->base))
            break;
        /* no chord ends where the sum is not negative */
        if (next->margin > 0.0 && depth == DEPTH)
            break;
        depth += next->margin > 0.0;
        status = look(bank, distance, middle, &ahead[depth - 1]);
    }
    *reached = at.base;
    *margin = status == STATUS_OK ? at.margin : 0.0;
    return status;
}
