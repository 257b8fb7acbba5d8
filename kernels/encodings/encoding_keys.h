/* Keys that several types of encoding have: their rows of a table, and reading those that go
 * together. */
#ifndef POSBIAS_KERNELS_ENCODINGS_ENCODING_KEYS_H
#define POSBIAS_KERNELS_ENCODINGS_ENCODING_KEYS_H

#include "kernels/encodings/encoding.h"

/* Choices of the keys unit and norm, those of enum angle_unit and enum score_norm from 0 on. */
extern const char *const encoding_units[], *const encoding_norms[];

#define ENCODING_BASE_KEY(fallback)                                    \
    {                                                                  \
        "base", SPEC_REAL, 1, BASE_LIMIT, true, false, fallback, NULL, \
            "base of the geometric frequencies"                        \
    }
#define ENCODING_DIM_KEY                                                              \
    {                                                                                 \
        "dim", SPEC_EVEN, 2, DIM_LIMIT, false, false, "128", NULL, "head dimension D" \
    }
#define ENCODING_UNIT_KEY                                               \
    {                                                                   \
        "unit", SPEC_CHOICE, 0, 0, false, false, "rad", encoding_units, \
            "pair n turns by r theta_n radians (rad) or turns (turn)"   \
    }

/* In: divided, what is, "the score". */
#define ENCODING_NORM_KEY(divided)                                       \
    {                                                                    \
        "norm", SPEC_CHOICE, 0, 0, false, false, "sqrt", encoding_norms, \
            "sqrt divides " divided " by sqrt(dim)"                      \
    }

/* Where the query of an absolute encoding stands. */
#define ENCODING_AT_KEY                                                                   \
    {                                                                                     \
        "at", SPEC_TOKENS, 0, DISTANCE_LIMIT, false, false, "131071", NULL,               \
            "the query's position, tokens from the start: keys stand at at, at - 1, .. 0" \
    }

/* The factor on the score, in place of norm's. */
#define ENCODING_SCALE_KEY                                                       \
    {                                                                            \
        "scale", SPEC_REAL, NORM_LEAST, NORM_MOST, false, false, NULL, NULL,     \
            "factor on the score, for a model that has another than 1/sqrt(dim)" \
    }

/* Sets a rule's factor on the score from the keys `norm`, whose choices are those of enum
 * score_norm from 0 on, and `scale`; the resolved string shows the one that counts.
 * Returns: false with *error set if both are given. */
bool encoding_read_norm(struct spec *spec, size_t norm, size_t scale, struct frequency_rule *rule,
                        struct message *error);

/* Sets an absolute encoding's `at` from its key.
 * Returns: false with *error set if it is no whole number of tokens. */
bool encoding_read_at(struct spec *spec, size_t at, struct encoding *out, struct message *error);

#endif
