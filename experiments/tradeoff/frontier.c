#include "experiments/tradeoff/frontier.h"

static bool surely_better(const struct tradeoff_failure *a, const struct tradeoff_failure *b)
{
    return a->hi < b->lo;
}

static bool no_worse(const struct tradeoff_failure *a, const struct tradeoff_failure *b)
{
    return a->p <= b->p && a->lo <= b->lo && a->hi <= b->hi;
}

static bool beats(const struct frontier_point *a, const struct frontier_point *b)
{
    bool better = false;
    for (size_t f = 0; f < TRADEOFF_FAILURES; f++) {
        if (!no_worse(&a->of[f], &b->of[f]))
            return false;
        better = better || surely_better(&a->of[f], &b->of[f]);
    }
    return better;
}

void frontier_find(size_t count, const struct frontier_point *point, bool *frontier)
{
    for (size_t i = 0; i < count; i++) {
        frontier[i] = true;
        for (size_t k = 0; frontier[i] && k < count; k++)
            frontier[i] = !beats(&point[k], &point[i]);
    }
}
