/* Whether the value of a known key is of its type and within its range. */
#include <math.h>

#include "experiments/models/config/keys.h"

/* "a text": what a value is. */
static const char *kind_of(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a text";
    case JSON_NULL:
        return "null";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    default:
        return "a number";
    }
}

static bool of_type(enum key_type type, const json_t *value)
{
    switch (type) {
    case KEY_NUMBER:
    case KEY_WHOLE:
        return json_is_number(value);
    case KEY_TRUTH:
        return json_is_boolean(value) || json_is_number(value);
    case KEY_TEXT:
        return json_is_string(value);
    case KEY_DICT:
        return json_is_object(value);
    case KEY_WHOLE_OR_TEXT:
        return json_is_number(value) || json_is_string(value);
    default:
        return json_is_array(value);
    }
}

static struct message number_fault(const struct known_key *key, double x)
{
    struct message fault = {""};
    bool whole = key->type == KEY_WHOLE || key->type == KEY_WHOLES ||
                 key->type == KEY_WHOLE_OR_TEXT;
    if (key->type == KEY_TRUTH)
        return fault;
    if (whole && x != floor(x))
        message_set(&fault, "is %.17g; expected a whole number", x);
    else if (key->over ? !(x > key->least) : !(x >= key->least))
        message_set(&fault, "is %.17g; expected a number %s %g", x, key->over ? "over" : "from",
                    key->least);
    else if (!(x <= key->most))
        message_set(&fault, "is %.17g; expected at most %g", x, key->most);
    return fault;
}

struct message known_key_fault(const struct known_key *key, const json_t *value)
{
    static const char *const expected[] = {
        [KEY_NUMBER] = "a number",
        [KEY_WHOLE] = "a whole number",
        [KEY_TRUTH] = "true or false",
        [KEY_TEXT] = "a text",
        [KEY_NUMBERS] = "numbers",
        [KEY_WHOLES] = "whole numbers",
        [KEY_TEXTS] = "texts",
        [KEY_DICT] = "an object",
        [KEY_WHOLE_OR_TEXT] = "a whole number or a text",
    };
    struct message fault = {""};
    if (json_is_null(value) && key->null)
        return fault;
    if (!of_type(key->type, value)) {
        message_set(&fault, "is %s; expected %s%s", kind_of(value),
                    key->type == KEY_NUMBERS || key->type == KEY_WHOLES || key->type == KEY_TEXTS
                        ? "a list of "
                        : "",
                    expected[key->type]);
    } else if (json_is_number(value)) {
        fault = number_fault(key, json_number_value(value));
    } else if (json_is_array(value)) {
        size_t i;
        json_t *item;
        json_array_foreach(value, i, item)
        {
            bool good = key->type == KEY_TEXTS    ? json_is_string(item)
                        : key->type == KEY_WHOLES ? json_is_number(item) || json_is_boolean(item)
                                                  : json_is_number(item);
            struct message inner = {""};
            if (good && json_is_number(item))
                inner = number_fault(key, json_number_value(item));
            if (!good)
                message_set(&inner, "is %s; expected %s", kind_of(item), expected[key->type]);
            if (*inner.text) {
                message_set(&fault, "entry %zu %s", i, inner.text);
                break;
            }
        }
    }
    return fault;
}
