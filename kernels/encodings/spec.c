#include "kernels/encodings/spec.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/config_names.h"
#include "theory/ground/text.h"

size_t spec_name_length(const char *text) { return strcspn(text, ":"); }

static size_t choice_count(const struct spec_key *key)
{
    size_t count = 0;
    while (key->choices[count])
        count++;
    return count;
}

/* A bound in as few digits as say it, large ones with an exponent. */
static struct message shortest(double x)
{
    struct message m;
    int digits = fabs(x) < 1e6 && fabs(x) >= 1.0 ? 16 : 1;
    do
        message_set(&m, "%.*g", digits, x);
    while (strtod(m.text, NULL) != x && ++digits <= 17);
    return m;
}

static bool is_text(const struct spec_key *key)
{
    return key->type == SPEC_TEXT || key->type == SPEC_FIRST;
}

struct message spec_expected(const struct spec_key *key)
{
    static const char *const noun[] = {[SPEC_REAL] = "a number",
                                       [SPEC_SIGNED] = "0, or a number of size",
                                       [SPEC_WHOLE] = "a whole number",
                                       [SPEC_EVEN] = "an even whole number",
                                       [SPEC_TOKENS] = "a number of tokens"};
    struct message m = {""};
    if (is_text(key)) {
        message_set(&m, "%s", key->meaning);
    } else if (key->type == SPEC_CHOICE) {
        message_set(&m, "one of %s", text_join(choice_count(key), key->choices).text);
    } else {
        message_set(&m, "%s", noun[key->type]);
        if (key->lo > -HUGE_VAL)
            message_add(&m, " %s %s", key->open_lo ? "over" : "from", shortest(key->lo).text);
        if (key->hi < HUGE_VAL)
            message_add(&m, "%s %s %s", key->lo > -HUGE_VAL && key->open_lo ? " and" : "",
                        key->open_hi                           ? "under"
                        : key->open_lo || key->lo == -HUGE_VAL ? "at most"
                                                               : "to",
                        shortest(key->hi).text);
    }
    return m;
}

/* What keeps a number out of the key's interval, or NULL. */
static const char *interval_fault(const struct spec_key *key, double x)
{
    bool size = key->type == SPEC_SIGNED;
    if (size && x == 0.0)
        return NULL;
    if (size)
        x = fabs(x);
    if (!(key->open_lo ? x > key->lo : x >= key->lo))
        return size ? "is too small in size" : "is too small";
    if (!(key->open_hi ? x < key->hi : x <= key->hi))
        return size ? "is too large in size" : "is too large";
    return NULL;
}

/* Reads one value against its key.
 * Returns: NULL, or the one condition that it does not meet. */
static const char *value_fault(const struct spec_key *key, const char *text, double *number)
{
    if (!*text)
        return "is empty";
    if (is_text(key)) {
        char name[SPEC_TEXT_MAX];
        if (strchr(text, '#'))
            return "holds '#', which only a CSV's header may; %23 is '#'";
        return text_unescape(text, name)
                   ? NULL
                   : "has a '%' with no two hexadecimal digits behind it; %25 is "
                     "'%'";
    }
    if (key->type == SPEC_CHOICE) {
        *number = (double)text_find(text, choice_count(key), key->choices);
        return *number < (double)choice_count(key) ? NULL : "is not accepted";
    }
    const char *fault = (key->type == SPEC_TOKENS ? text_tokens_fault : text_number_fault)(text,
                                                                                           number);
    bool whole = key->type == SPEC_WHOLE || key->type == SPEC_EVEN;
    if (!fault && whole && *number != floor(*number))
        fault = "is not a whole number";
    if (!fault)
        fault = interval_fault(key, *number);
    if (!fault && key->type == SPEC_EVEN && fmod(*number, 2.0) != 0.0)
        fault = "is odd";
    return fault;
}

static bool wrong_value(const char *what, const char *whole, const struct spec_key *key,
                        const char *value, const char *fault, size_t count,
                        const char *const *names, struct message *error)
{
    struct message hint = {""}, near = {""};
    if (text_find(value, count, names) < count)
        message_set(&hint, "; %s is a key, %s=VALUE", value, value);
    else if (key->type == SPEC_CHOICE)
        hint = config_value_hint(key->name, value);
    if (key->type == SPEC_CHOICE && !*hint.text)
        near = text_suggestion(value, choice_count(key), key->choices);
    return message_set(error, "%s \"%s\": %s=\"%s\" %s%s; expected %s%s", what, whole, key->name,
                       value, fault, hint.text, spec_expected(key).text, near.text);
}

/* "; expected scaling=yarn" of a word that is a key, or a value of one, or "". */
static struct message word_meant(const char *word, size_t count, const struct spec_key *keys)
{
    struct message hint = {""};
    for (size_t i = 0; i < count && !*hint.text; i++)
        if (strcmp(word, keys[i].name) == 0)
            message_set(&hint, "; expected %s=VALUE", word);
        else if (keys[i].type != SPEC_CHOICE)
            continue;
        else if (text_find(word, choice_count(&keys[i]), keys[i].choices) < choice_count(&keys[i]))
            message_set(&hint, "; expected %s=%s", keys[i].name, word);
        else
            hint = config_value_hint(keys[i].name, word);
    return hint;
}

/* Refuses a word without '=' behind the key `last` (NULL: none), whose number it is no other of. */
static bool bare_word(const char *what, const char *typed, const char *word,
                      const struct spec_key *last, size_t count, const struct spec_key *keys,
                      const char *const *names, struct message *error)
{
    struct message hint = word_meant(word, count, keys);
    message_set(error, "%s \"%s\": \"%s\" is ", what, typed, word);
    if (last && *word)
        message_add(error, "neither key=value nor another value of %s", last->name);
    else
        message_add(error, "not key=value");
    message_add(error, "%s; keys: %s", hint.text, text_join(count, names).text);
    return false;
}

/* Cuts the item before the next ',' out of *rest and splits it at '=' unless it is bare; false if
 * it is not key=value. */
static bool next_item(const char **rest, bool bare, char item[SPEC_TEXT_MAX], char **value)
{
    size_t length = strcspn(*rest, ",");
    memcpy(item, *rest, length); /* the whole string is shorter than SPEC_TEXT_MAX */
    item[length] = '\0';
    *rest += length;
    *value = bare ? item : strchr(item, '=');
    if (*value && !bare)
        *(*value)++ = '\0';
    return *value != NULL;
}

/* Whether a string's first item is the value of a first key: it begins with no word and '='. */
static bool is_bare(const char *item, size_t count, const struct spec_key *keys)
{
    size_t word = strspn(item, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return count > 0 && keys[0].type == SPEC_FIRST && (word == 0 || item[word] != '=');
}

/* Says why an item is none of the keys. */
static bool unknown_key(const char *what, const char *typed, const char *item, size_t count,
                        const char *const *names, struct message *error)
{
    struct message hint = config_key_hint(item, count, names);
    if (strchr(item, ':'))
        return message_set(error, "%s \"%s\": \"%s\" begins another; %ss are joined by ';'", what,
                           typed, item, what);
    return message_set(error, "%s \"%s\": unknown key \"%s\"%s; keys: %s%s", what, typed, item,
                       hint.text, text_join(count, names).text,
                       *hint.text ? "" : text_suggestion(item, count, names).text);
}

bool spec_parse(const char *what, const char *typed, const char *text, size_t inherited,
                size_t count, const struct spec_key *keys, struct spec *spec, struct message *error)
{
    const char *names[SPEC_KEYS_MAX];
    memset(spec, 0, sizeof *spec);
    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    if (strlen(text) >= SPEC_TEXT_MAX)
        return message_set(error, "%s \"%s\" is longer than %d characters", what, typed,
                           SPEC_TEXT_MAX - 1);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return message_set(error, "%s \"%s\": a control character is not accepted", what,
                               typed);
    const char *rest = text + spec_name_length(text);
    if (*rest == ':' && !rest[1])
        return message_set(error, "%s \"%s\": nothing after \":\"; expected key=value, keys: %s",
                           what, typed, text_join(count, names).text);
    const struct spec_key *last = NULL;
    while (*rest) {
        rest++; /* the ':' or ',' before an item */
        char item[SPEC_TEXT_MAX], *value;
        bool first = !last && is_bare(rest, count, keys);
        if (!next_item(&rest, first, item, &value))
            return bare_word(what, typed, item, last, count, keys, names, error);
        size_t i = first ? 0 : text_find(item, count, names);
        if (i == count)
            return unknown_key(what, typed, item, count, names, error);
        if (spec->value[i].given && !spec->value[i].inherited)
            return message_set(error, "%s \"%s\": key \"%s\" is given twice", what, typed, item);
        strcpy(spec->value[i].text, value);
        const char *fault = value_fault(&keys[i], value, &spec->value[i].number);
        if (fault)
            return wrong_value(what, typed, &keys[i], value, fault, count, names, error);
        last = &keys[i];
        spec->value[i].given = spec->value[i].present = true;
        spec->value[i].inherited = (size_t)(rest - text) <= inherited;
    }
    for (size_t i = 0; i < count; i++)
        if (!spec->value[i].given && keys[i].fallback) {
            strcpy(spec->value[i].text, keys[i].fallback);
            spec->value[i].present = !value_fault(&keys[i], keys[i].fallback,
                                                  &spec->value[i].number);
        }
    return true;
}

bool spec_misjoined(const char *what, const char *text, size_t count, const char *const *names,
                    struct message *error)
{
    char first[SPEC_TEXT_MAX];
    size_t length = strcspn(text, ",:=");
    snprintf(first, sizeof first, "%.*s", (int)length, text);
    if (text[length] == ',' && text_find(first, count, names) < count)
        message_set(error,
                    "%s \"%s\": \"%s\" is followed by ','; expected ':' before its keys, or ';' "
                    "before another %s",
                    what, text, first, what);
    else if (text[length] == '=' && !strchr(first, ' '))
        message_set(error,
                    "%s \"%s\" begins with a key; expected a name and ':' before it, and ',' "
                    "between the keys of one %s",
                    what, text, what);
    else
        return false;
    return true;
}

void spec_drop(struct spec *spec, size_t key)
{
    spec->value[key].given = spec->value[key].present = spec->value[key].inherited = false;
}

bool spec_both(struct spec *spec, size_t a, size_t b)
{
    if (!spec->value[a].given || !spec->value[b].given)
        return false;
    if (spec->value[a].inherited == spec->value[b].inherited)
        return true;
    spec_drop(spec, spec->value[a].inherited ? a : b);
    return false;
}

void spec_fill(struct spec *spec, size_t key, const char *format, ...)
{
    va_list list;
    if (spec->value[key].given)
        return;
    va_start(list, format);
    vsnprintf(spec->value[key].text, sizeof spec->value[key].text, format, list);
    va_end(list);
    spec->value[key].present = true;
}

void spec_resolved(const char *text, size_t count, const struct spec_key *keys,
                   const struct spec *spec, char *out)
{
    size_t used = (size_t)snprintf(out, SPEC_TEXT_MAX, "%.*s", (int)spec_name_length(text), text);
    char separator = ':';
    for (size_t i = 0; i < count && used < SPEC_TEXT_MAX; i++)
        if (spec->value[i].present) {
            bool bare = keys[i].type == SPEC_FIRST;
            used += (size_t)snprintf(out + used, SPEC_TEXT_MAX - used, "%c%s%s%s", separator,
                                     bare ? "" : keys[i].name, bare ? "" : "=",
                                     spec->value[i].text);
            separator = ',';
        }
}
