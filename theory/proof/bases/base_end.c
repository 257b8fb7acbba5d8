#include "theory/proof/bases/base_end.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Turns of the bank to close in on a zero; what is given up before it, as shares of the arc. */
enum { TURNS = 40, DIGITS = 17 };
#define CLOSE 2e-4
#define NEAR  3e-4
#define FAR   2e-3

double base_end_short(double low, double high)
{
    double middle = low + 0.5 * (high - low);
    for (int digits = 1; digits < DIGITS; digits++) {
        char text[40];
        snprintf(text, sizeof text, "%.*g", digits, middle);
        double x = strtod(text, NULL);
        if (x >= low && x <= high)
            return x;
    }
    return low;
}

static enum status value_at(struct base_bank *bank, double distance, double base, double *value)
{
    enum status status = base_bank_set(bank, base);
    *value = status == STATUS_OK ? base_bank_value(bank, distance) : 0.0;
    return status;
}

enum status base_end_find(struct base_bank *bank, const struct base_arc *arc, double from,
                          double *end)
{
    double lo = fmax(from, arc->last), hi = lo, below, above;
    enum status status = value_at(bank, arc->distance, lo, &below);
    for (;;) {
        hi = lo + arc->step;
        if (status != STATUS_OK || !(below < 0.0) || hi > BASE_BANK_BASE) {
            *end = base_end_short(lo - 0.1 * (lo - from), lo);
            return status;
        }
        status = value_at(bank, arc->distance, hi, &above);
        if (!(above < 0.0))
            break;
        lo = hi;
        below = above;
    }
    /* regula falsi, an end that stays weighs half as much each time (Illinois) */
    for (int turn = 0, side = 0;
         status == STATUS_OK && turn < TURNS && hi - lo > CLOSE * (lo - from); turn++) {
        double at = lo + (hi - lo) * (below / (below - above)), value;
        if (!(at > lo && at < hi))
            at = lo + 0.5 * (hi - lo);
        if (!(at > lo && at < hi))
            break;
        status = value_at(bank, arc->distance, at, &value);
        if (value < 0.0) {
            above *= side < 0 ? 0.5 : 1.0;
            lo = at, below = value, side = -1;
        } else {
            below *= side > 0 ? 0.5 : 1.0;
            hi = at, above = value, side = 1;
        }
    }
    *end = base_end_short(lo - FAR * (lo - from), lo - NEAR * (lo - from));
    return status;
}
