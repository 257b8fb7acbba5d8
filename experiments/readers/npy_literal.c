#include "experiments/readers/npy_literal.h"

#include <ctype.h>
#include <string.h>

char literal_peek(struct literal *l)
{
    for (;;) {
        l->at += strspn(l->at, " \t\n\r\f");
        if (*l->at != '#')
            return *l->at;
        l->at += strcspn(l->at, "\n\r");
    }
}

bool literal_fault(const struct literal *l, const char *expected)
{
    if (!*l->at)
        return message_set(l->error, "\"%s\": the header ends; expected %s", l->name, expected);
    return message_set(l->error, "\"%s\": its header has \"%s\"; expected %s", l->name, l->at,
                       expected);
}

bool literal_mark(struct literal *l, char mark, const char *expected)
{
    if (literal_peek(l) != mark)
        return literal_fault(l, expected);
    l->at++;
    return true;
}

bool literal_string(struct literal *l, char out[LITERAL_STRING_SIZE], const char *expected)
{
    char quote = literal_peek(l);
    if (tolower((unsigned char)quote) == 'u' && (l->at[1] == '\'' || l->at[1] == '"'))
        quote = *++l->at;
    if (quote != '\'' && quote != '"')
        return literal_fault(l, expected);
    const char stops[] = {quote, '\\', '\n', '\r', '\0'};
    size_t length = strcspn(l->at + 1, stops);
    if (l->at[1 + length] != quote || length >= LITERAL_STRING_SIZE)
        return literal_fault(l, "a short string without escapes");
    memcpy(out, l->at + 1, length);
    out[length] = '\0';
    l->at += length + 2;
    return true;
}

bool literal_bool(struct literal *l, const char *key, bool *out)
{
    struct message expected;
    literal_peek(l);
    size_t length = 0;
    while (isalnum((unsigned char)l->at[length]) || l->at[length] == '_')
        length++;
    *out = length == 4 && memcmp(l->at, "True", 4) == 0;
    if (!*out && !(length == 5 && memcmp(l->at, "False", 5) == 0)) {
        message_set(&expected, "True or False for %s", key);
        return literal_fault(l, expected.text);
    }
    l->at += length;
    return true;
}

/* Decimal digits, as Python has them: 1_000, no leading zero. */
static bool whole(struct literal *l, const char *key, size_t *out)
{
    struct message expected;
    message_set(&expected, "a whole number from 0 for %s", key);
    const char *at = l->at;
    bool zero = *at == '0';
    if (!isdigit((unsigned char)*at))
        return literal_fault(l, expected.text);
    for (*out = 0; isdigit((unsigned char)*at);
         at += at[1] == '_' && isdigit((unsigned char)at[2]) ? 2 : 1)
        if (__builtin_mul_overflow(*out, 10, out) ||
            __builtin_add_overflow(*out, (size_t)(*at - '0'), out)) {
            message_set(&expected, "a smaller number for %s", key);
            return literal_fault(l, expected.text);
        }
    if ((zero && *out) || (isalpha((unsigned char)*at) && !(l->longs && *at == 'L')) ||
        *at == '.' || *at == '_')
        return literal_fault(l, expected.text);
    l->at = at + (*at == 'L');
    return true;
}

bool literal_tuple(struct literal *l, const char *key, size_t most, size_t *count, size_t *out)
{
    struct message expected;
    bool comma = true;
    message_set(&expected, "numbers in brackets for %s, as (4, 4)", key);
    if (!literal_mark(l, '(', expected.text))
        return false;
    for (*count = 0; literal_peek(l) != ')'; (*count)++) {
        if (!comma)
            return literal_fault(l, "a comma or a closing bracket");
        if (*count == most)
            return message_set(l->error, "\"%s\" has over %zu dimensions", l->name, most);
        if (!whole(l, key, &out[*count]))
            return false;
        comma = literal_peek(l) == ',';
        l->at += comma;
    }
    if (*count == 1 && !comma)
        return message_set(l->error, "\"%s\": %s is (%zu), a number and no tuple; expected (%zu,)",
                           l->name, key, *out, *out);
    l->at++;
    return true;
}
