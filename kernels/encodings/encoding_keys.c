#include "kernels/encodings/encoding_keys.h"

#include <math.h>

const char *const encoding_units[] = {"rad", "turn", NULL};
const char *const encoding_norms[] = {"sqrt", "none", NULL};

bool encoding_read_norm(struct spec *spec, size_t norm, size_t scale, struct frequency_rule *rule,
                        struct message *error)
{
    rule->norm = (enum score_norm)spec->value[norm].number;
    bool both = spec_both(spec, norm, scale);
    if (!spec->value[scale].given)
        return true;
    if (both)
        return message_set(error, "scale=%s replaces norm=%s; give one of them",
                           message_quote(spec->value[scale].text).text,
                           message_quote(spec->value[norm].text).text);
    rule->norm = NORM_SCALE;
    rule->scale = spec->value[scale].number;
    spec->value[norm].present = false;
    return true;
}

bool encoding_read_at(struct spec *spec, size_t at, struct encoding *out, struct message *error)
{
    out->at = spec->value[at].number;
    return out->at == floor(out->at) || message_set(error, "at=%s is not a whole number of tokens",
                                                    message_quote(spec->value[at].text).text);
}
