#include "tests/tools/coverage_tools.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

size_t coverage_amount(size_t quick, size_t slow) { return getenv("POSBIAS_SLOW") ? slow : quick; }

void misses_take(struct misses *m, double truth, double lo, double hi)
{
    m->below += hi < truth;
    m->above += lo > truth;
}

void misses_check(struct worst *w, const struct misses *m, double runs, double stated, double side,
                  const char *what)
{
    double held = 1.0 - (m->below + m->above) / runs, most = fmax(m->below, m->above) / runs;
    if (getenv("POSBIAS_SHOW"))
        printf("%.4f held, %.4f below, %.4f above of %.0f, stated %.2f: %s\n", held,
               m->below / runs, m->above / runs, runs, stated, what);
    worst_take(w, fmax(stated - held, 0.0), 4.0 * sqrt(stated * (1.0 - stated) / runs),
               "%s: %.4f of %.0f, stated %.2f", what, held, runs, stated);
    worst_take(w, fmax(most - side, 0.0), 4.0 * sqrt(side * (1.0 - side) / runs),
               "%s: %.0f below and %.0f above of %.0f, stated %.3f a side", what, m->below,
               m->above, runs, side);
}
