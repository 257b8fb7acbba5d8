/* NoPE: no positional encoding, score q.k. Source: 2203.16634. */
#include <math.h>

#include "kernels/curves/bank.h"

static const char *const norms[] = {"sqrt", "none", NULL};

enum { KEY_DIM, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_DIM] = {"dim", SPEC_EVEN, 2, DIM_LIMIT, false, false, "128", NULL, "head dimension"},
    [KEY_NORM] = {"norm", SPEC_CHOICE, 0, 0, false, false, "none", norms,
                  "sqrt divides the score by sqrt(dim)"},
};

/* A bank that does not turn: the slowest possible plain schedule with its frequencies set to zero.
 * */
static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.norm = spec->value[KEY_NORM].number == 0.0 ? NORM_SQRT : NORM_NONE;
    rule.rotary = 0;
    if (schedule_new(&rule, &out->schedule) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    return true;
}

const struct encoding_type encoding_nope = {"nope",
                                            ENCODING_BANK,
                                            "no positional encoding: q.k",
                                            keys,
                                            sizeof keys / sizeof *keys,
                                            &bank_method,
                                            &bank_curve,
                                            build};
