/* The encodings of a report card where nobody says which: each at its paper's own parameters for
 * the stated context. */
#ifndef POSBIAS_REPORTCARD_DEFAULTS_H
#define POSBIAS_REPORTCARD_DEFAULTS_H

#include <stddef.h>

#include "theory/ground/message.h"

/* What the defaults are, in the words of help and caption. */
#define CARD_FAIR                                                                             \
    "Each encoding at its paper's own parameters for the stated context M: a trained length " \
    "is M, YaRN and MrRoPE extend M/4 by 4, a slope is that of the fourth of eight heads, "   \
    "and lines stand for what T5 and FIRE learn"

/* What all types say of themselves as encoding_type.published, joined by ';', for a context and a
 * dimension; to be freed.
 * In:      context, of at least 4 tokens and a multiple of 4.
 * Returns: NULL with *error set: no memory. */
char *card_default_list(double context, size_t dim, struct message *error);

#endif
