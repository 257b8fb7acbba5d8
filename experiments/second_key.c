#include "experiments/second_key.h"

const char *const second_key_names[] = {[SECOND_NONE] = "none",
                                        [SECOND_INDEPENDENT] = "independent",
                                        [SECOND_ALIGNED] = "aligned",
                                        NULL};

bool second_key_fits(const struct encoding *encoding, enum second_key second,
                     const char *const *choices, struct message *error)
{
    struct message others = {""};
    for (; *choices; choices++)
        if (*choices != second_key_names[SECOND_ALIGNED])
            message_add(&others, "%s%s", *others.text ? " or " : "", *choices);
    return second != SECOND_ALIGNED || encoding->type->bank ||
           message_set(error,
                       "option --reference: aligned gives the second key the amplitudes of a "
                       "frequency bank, which \"%s\" has not; expected %s",
                       encoding->text, others.text);
}
