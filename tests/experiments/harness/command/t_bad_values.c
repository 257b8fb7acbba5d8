/* Every value that is none, for every key of every encoding and query-key model and for every
 * option that takes numbers: taken if it is legal, else refused for a condition that it violates.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/option_values.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

/* What a key or an option takes. */
struct taken {
    bool number, tokens, whole, even, size, open_lo, open_hi;
    double lo, hi;
};

enum { TEXT = 48 };

/* Bad value number i, or one next to an end of the interval; false when there are no more. */
static bool bad_value(const struct taken *t, size_t i, char out[TEXT])
{
    static const char *const words[] = {
        "",       "nan",    "NaN",    "inf", "-inf", "infinity", "1e400",
        "-1e400", "1e-400", "5e-324", "-0",  "0",    "0x10",     "x",
        "1x",     "1 ",     " 1",     "1e",  "--1",  "1e400k",   "kk",
        "k",      "1.5",    "3",      "1;2", "٣",    "1e16",     "10000000000000000000000000",
        "-1e9"};
    if (i < TOOLS_COUNT(words)) {
        snprintf(out, TEXT, "%s", words[i]);
        return true;
    }
    if (!t->number)
        return false;
    double step = t->even ? 2.0 : t->whole ? 1.0 : 0.0;
    const double ends[] = {t->lo,
                           step > 0.0 ? t->lo - step : nextafter(t->lo, -HUGE_VAL),
                           t->hi,
                           step > 0.0 ? t->hi + step : nextafter(t->hi, HUGE_VAL),
                           t->size ? -t->hi : t->lo - 1.0,
                           t->size ? -nextafter(t->hi, HUGE_VAL) : t->hi - 0.5};
    i -= TOOLS_COUNT(words);
    if (i < TOOLS_COUNT(ends))
        snprintf(out, TEXT, "%.17g", isfinite(ends[i]) ? ends[i] : 1e300);
    return i < TOOLS_COUNT(ends);
}

/* Whether the text is a plain decimal number, by its characters. */
static bool decimal(const char *text, size_t length)
{
    size_t at = 0, digits = 0;
    at += at < length && strchr("+-", text[at]);
    for (; at < length && strchr("0123456789", text[at]); at++)
        digits++;
    at += at < length && text[at] == '.';
    for (; at < length && strchr("0123456789", text[at]); at++)
        digits++;
    if (digits && at < length && strchr("eE", text[at])) {
        at++;
        at += at < length && strchr("+-", text[at]);
        digits = strspn(text + at, "0123456789");
        at += digits;
    }
    return digits && at == length;
}

/* The one condition that the text violates, as a message says it, or NULL. Values are long doubles:
 * their range holds what doubles round to 0 or infinity. */
static const char *violated(const struct taken *t, const char *text)
{
    size_t length = strlen(text);
    bool unit = t->tokens && length > 1 && strchr("kKM", text[length - 1]);
    if (!*text)
        return "is empty";
    if (strchr(text, ' '))
        return "has a blank";
    if (strpbrk(text, "nNfF"))
        return "is not a finite number";
    if (strncmp(text, "0x", 2) == 0)
        return "is not a decimal number";
    if (!decimal(text, unit ? length - 1 : length))
        return "is not a number";
    long double x = strtold(text, NULL) * (unit && text[length - 1] == 'M' ? 1048576.0L
                                           : unit                          ? 1024.0L
                                                                           : 1.0L);
    if (fabsl(x) > 1.7976931348623157e308L)
        return "is over 1.79e308 in size";
    if (x != 0.0L && fabsl(x) < 2.2250738585072014e-308L)
        return "is under 2.23e-308 in size";
    if (t->whole && x != floorl(x))
        return "is not a whole number";
    if (t->size && x == 0.0L)
        return NULL;
    if (t->size)
        x = fabsl(x);
    x = (double)x; /* the ends are doubles */
    if (t->open_lo ? x <= t->lo : x < t->lo)
        return "is too small";
    if (t->open_hi ? x >= t->hi : x > t->hi)
        return "is too large";
    return t->even && fmodl(x, 2.0L) != 0.0L ? "is odd" : NULL;
}

static struct taken key_takes(const struct spec_key *key)
{
    return (struct taken){.number = key->type != SPEC_CHOICE && key->type != SPEC_TEXT &&
                                    key->type != SPEC_FIRST,
                          .tokens = key->type == SPEC_TOKENS,
                          .whole = key->type == SPEC_WHOLE || key->type == SPEC_EVEN,
                          .even = key->type == SPEC_EVEN,
                          .size = key->type == SPEC_SIGNED,
                          .open_lo = key->open_lo,
                          .open_hi = key->open_hi,
                          .lo = key->lo,
                          .hi = key->hi};
}

/* What the parser says of "name:key=value", for every bad value: nothing that names the value, if
 * the key takes it (others may be missing); else the string, the key, the value, the condition and
 * what is expected, on one line. */
static void check_key(const char *what, const char *name, const struct spec_key *key,
                      bool (*parse)(const char *text, struct message *error))
{
    const struct taken takes = key_takes(key);
    char value[TEXT];
    for (size_t i = 0; bad_value(&takes, i, value); i++) {
        char text[160], says[2048];
        struct message error = {""};
        snprintf(text, sizeof text, "%s:%s=%s", name, key->name, value);
        bool ok = parse(text, &error);
        const char *fault = takes.number   ? violated(&takes, value)
                            : !*value      ? "is empty"
                            : key->choices ? "is not accepted"
                                           : NULL;
        snprintf(says, sizeof says, "%s \"%s\": %s=\"%s\" ", what, text, key->name, value);
        ck_assert_msg(!strchr(error.text, '\n') && ok == !*error.text, "%s", error.text);
        if (!fault) {
            ck_assert_msg(strncmp(error.text, says, strlen(says)) != 0, "legal, and refused: %s",
                          error.text);
            continue;
        }
        ck_assert_msg(!ok, "\"%s\" was taken", text);
        ck_assert_msg(strncmp(error.text, says, strlen(says)) == 0 &&
                          strncmp(error.text + strlen(says), fault, strlen(fault)) == 0,
                      "%s\n    is not: %s%s", error.text, says, fault);
        snprintf(says, sizeof says, "; expected %s", spec_expected(key).text);
        ck_assert_msg(strstr(error.text, says) != NULL, "%s", error.text);
    }
}

static bool parse_encoding(const char *text, struct message *error)
{
    struct encoding *e;
    bool ok = encoding_parse(text, NULL, &e, error);
    encoding_free(e);
    return ok;
}

static bool parse_qk(const char *text, struct message *error)
{
    struct qk_model model;
    bool ok = qk_parse(text, &model, error);
    if (ok)
        qk_free(&model);
    return ok;
}

TEST_EACH(every_key_of_an_encoding, encoding_type_count)
{
    const struct encoding_type *type = encoding_types[_i];
    for (size_t k = 0; k < type->key_count; k++)
        check_key("encoding", type->name, &type->keys[k], parse_encoding);
}

TEST_EACH(every_key_of_a_query_key_model, qk_type_count)
{
    for (size_t k = 0; k < qk_types[_i].key_count; k++)
        check_key("query-key model", qk_types[_i].name, &qk_types[_i].keys[k], parse_qk);
}

/* An option's message names the value, and says "is out of range" of one that is too small or too
 * large. */
TEST(every_option_that_takes_numbers)
{
    size_t checked = 0;
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t o = 0; o < experiments[e]->option_count; o++) {
            const struct option_spec *option = &experiments[e]->options[o];
            bool reals = option->type == OPTION_REALS;
            const struct taken takes = {.number = true,
                                        .tokens = option->type == OPTION_INTEGERS,
                                        .whole = !reals,
                                        .lo = option->lo,
                                        .hi = option->hi};
            if (!reals && option->type != OPTION_INTEGERS && option->type != OPTION_WHOLE)
                continue;
            char value[TEXT];
            for (size_t i = 0; bad_value(&takes, i, value); i++) {
                struct option_value v = {.text = value};
                struct message error = {""};
                bool ok = option_value_read(option, &v, &error);
                const char *fault = violated(&takes, value);
                if (fault && strncmp(fault, "is too", 6) == 0)
                    fault = "is out of range";
                option_value_free(&v);
                ck_assert_msg(ok == !fault, "%s --%s=%s: %s", experiments[e]->name, option->name,
                              value, error.text);
                ck_assert_msg(ok || (strstr(error.text, *value ? value : "empty") &&
                                     strstr(error.text, fault) && strstr(error.text, "expected")),
                              "%s --%s=%s: %s, not: %s", experiments[e]->name, option->name, value,
                              error.text, fault);
                checked++;
            }
        }
    ck_assert_uint_gt(checked, 1000);
}
