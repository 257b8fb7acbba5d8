/* Parts of a meaning in words. */
#include <math.h>

#include "experiments/audit/page.h"
#include "experiments/models/config/encode.h"

struct message page_temperature(const struct temperature *t)
{
    struct message text;
    if (t->present)
        message_set(&text, "1 + %s ln(1 + floor(%s/%s))", encode_number(t->beta).text,
                    t->shift != 0.0 ? "(p + shift)" : "p", encode_number(t->length).text);
    else
        message_set(&text, "none");
    if (t->present && t->shift != 0.0)
        message_set(&text, "1 + %s ln(1 + floor((p + %s)/%s))", encode_number(t->beta).text,
                    encode_number(t->shift).text, encode_number(t->length).text);
    return text;
}

/* How many pairs at either end of a ramp keep their frequency, and are divided by the factor. */
static void count_ends(const struct audited *a, size_t *kept, size_t *divided)
{
    double factor = a->kind->rule.factor;
    *kept = *divided = 0;
    for (size_t n = 0; n < a->schedule->rotating; n++) {
        double ratio = a->plain->theta[n] / a->schedule->theta[n];
        *kept += ratio == 1.0;
        *divided += fabs(ratio - factor) <= 1e-12 * factor && ratio != 1.0;
    }
}

static void add_ramp(struct message *text, const struct audited *a)
{
    size_t kept, divided;
    count_ends(a, &kept, &divided);
    message_add(text, "; ramp from pair %s to %s", encode_number(a->ramp[0]).text,
                encode_number(a->ramp[1]).text);
    if (a->ends[0] != a->ramp[0] || a->ends[1] != a->ramp[1])
        message_add(text, ", used as %s to %s", encode_number(a->ends[0]).text,
                    encode_number(a->ends[1]).text);
    message_add(text, ": %zu pairs kept, %zu divided by %s", kept, divided,
                encode_number(a->kind->rule.factor).text);
}

struct message page_scaling(const struct audited *a)
{
    struct message text;
    const struct frequency_rule *rule = &a->kind->rule;
    struct message factor = encode_number(rule->factor), orig = encode_number(rule->orig);
    switch (a->schedule ? rule->scaling : SCALING_NONE) {
    case SCALING_NONE:
        message_set(&text, "none");
        break;
    case SCALING_LINEAR:
        message_set(&text, "linear: every pair divided by %s", factor.text);
        break;
    case SCALING_NTK:
        message_set(&text, "ntk: base times %s^(D/(D-2))", encode_number(rule->alpha).text);
        break;
    case SCALING_DYNAMIC:
        message_set(&text, "dynamic: factor %s beyond %s tokens, at %s", factor.text, orig.text,
                    encode_number(rule->length).text);
        break;
    case SCALING_YARN:
    case SCALING_YARN_PAPER:
        message_set(&text, "yarn: factor %s from %s tokens, %s to %s turns", factor.text, orig.text,
                    encode_number(rule->beta_fast).text, encode_number(rule->beta_slow).text);
        break;
    case SCALING_LLAMA3:
        message_set(&text, "llama3: factor %s from %s tokens, %s to %s turns", factor.text,
                    orig.text, encode_number(rule->high).text, encode_number(rule->low).text);
        break;
    case SCALING_LONGROPE:
        message_set(&text, "%s: a divisor per pair",
                    a->kind->divisors ? a->kind->divisors : "longrope");
        if (a->kind->divisors && !a->kind->other_extension)
            message_add(&text, " (as llama3 is stored)");
        else
            message_add(&text, ", trained length %s tokens%s", orig.text,
                        a->kind->other_extension ? "; another context chooses the other list" : "");
        break;
    case SCALING_MRROPE_UNI:
    case SCALING_MRROPE_PRO:
        message_set(&text, "mrrope: factor %s from %s tokens", factor.text, orig.text);
        break;
    case SCALING_TAPER:
    case SCALING_WAVES:
    case SCALING_EVQ:
    case SCALING_PLANE: /* of other encodings than a file can mean */
        message_set(&text, "of another encoding");
        break;
    }
    if (a->ramps)
        add_ramp(&text, a);
    return text;
}

struct message page_positions(const struct bench *bench)
{
    const struct positions *all = bench_positions(bench);
    struct message text = {.text = ""};
    if (all->within.sparse == 0 && all->beyond.sparse == 0)
        message_set(&text, "every position");
    if (all->within.sparse > 0)
        message_set(&text, "every position below %zu, then one in %.0f", all->within.dense,
                    all->within.step);
    if (all->beyond.sparse > 0)
        message_add(&text, "%severy position from %.0f to %.0f, then one in %.0f",
                    *text.text ? "; " : "", all->window,
                    all->window + (double)all->beyond.dense - 1.0, all->beyond.step);
    return text;
}
