/* The value of one option, read from its text. */
#ifndef POSBIAS_HARNESS_COMMAND_OPTION_VALUES_H
#define POSBIAS_HARNESS_COMMAND_OPTION_VALUES_H

#include "experiments/harness/command/option_spec.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "kernels/encodings/encoding.h"

/* The value of one option. */
struct option_value {
    bool given, present;
    const char *text; /* as typed or defaulted */
    struct encoding **encodings;
    struct qk_model *qks;
    struct token_model *tokens;
    char *made; /* what text points to if it was neither typed nor defaulted */
    /* INTEGERS, REALS and NAMES (as indices): the list; RANGE: two ends; WHOLE and CHOICE: one */
    double *numbers;
    size_t count;
};

/* Reads value->text, which is not NULL, as the option's type says.
 * Out:     the members of its type, to be released with option_value_free whatever this returns.
 * Returns: false with *error saying what is wrong, without the option's name. */
bool option_value_read(const struct option_spec *option, struct option_value *value,
                       struct message *error);
void option_value_free(struct option_value *value);

/* Gives the encodings of an experiment's values the tokens that its option of them says, or those
 * of their types; the option's text then names them, so that the resolved command draws the same.
 * Returns: false with *error set if the models do not fit, or if an encoding reads tokens and the
 *          experiment has no such option. */
struct experiment;
bool option_values_tokens(const struct experiment *experiment, struct option_value *values,
                          struct message *error);

#endif
