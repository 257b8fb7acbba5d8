#include "experiments/harness/output/column_kind.h"

#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

static const char *const flags[] = {"beyond",        "frontier",   "has_exact", "holds",
                                    "hypothesis",    "men_passes", "passes",    "proved",
                                    "second_passes", "vacuous",    "violated"};
static const char *const counts[] = {
    "by_balls", "comparisons", "count",       "criterion_place", "dim",     "draw",
    "draws",    "evaluated",   "evaluations", "follow_pairs",    "hops",    "key",
    "pair",     "pairs",       "place",       "rank_hi",         "rank_lo", "witness_digits"};

enum column_kind column_kind(const char *name)
{
    size_t length = strlen(name);
    if (text_find(name, ARRAY_COUNT(flags), flags) < ARRAY_COUNT(flags))
        return COLUMN_KIND_FLAG;
    if (text_find(name, ARRAY_COUNT(counts), counts) < ARRAY_COUNT(counts) ||
        (length > 8 && strcmp(name + length - 8, "_differs") == 0) ||
        (length > 4 && strcmp(name + length - 4, "_tok") == 0 &&
         strcmp(name, "wavelength_tok") != 0))
        return COLUMN_KIND_WHOLE;
    return COLUMN_KIND_REAL;
}
