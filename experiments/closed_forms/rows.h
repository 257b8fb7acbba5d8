/* The rows of the table of closed forms, one per type of encoding, each in the file of its type. */
#ifndef POSBIAS_CLOSED_FORMS_ROWS_H
#define POSBIAS_CLOSED_FORMS_ROWS_H

#include "experiments/closed_forms/closed_forms.h"

#define DECLARE_FORMS(name) extern const struct closed_forms closed_##name;
ENCODING_TYPES(DECLARE_FORMS)
#undef DECLARE_FORMS

#endif
