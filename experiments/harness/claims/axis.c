#include "experiments/harness/claims/axis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/plain_presets.h"
#include "kernels/encodings/presets.h"

bool axis_follows(const struct axis *axis) { return axis->name[0] == '&'; }

bool axis_hidden(const struct axis *axis) { return axis->name[axis_follows(axis)] == '.'; }

const char *axis_name(const struct axis *axis)
{
    return axis->name + axis_follows(axis) + axis_hidden(axis);
}

const char *axis_text(const struct axis *axis, enum scale scale)
{
    while (scale > SCALE_SMOKE && !axis->values[scale])
        scale--;
    return axis->values[scale];
}

static enum status append(struct axis_values *values, size_t length, const char *word)
{
    char **words = realloc(values->words, (values->count + 1) * sizeof *words);
    char *copy = malloc(length + 1);
    if (words)
        values->words = words;
    if (!words || !copy) {
        free(copy);
        return STATUS_MEMORY;
    }
    memcpy(copy, word, length);
    copy[length] = '\0';
    values->words[values->count++] = copy;
    return STATUS_OK;
}

static enum status append_number(struct axis_values *values, double x)
{
    char word[32];
    snprintf(word, sizeof word, "%.15g", x);
    if (strtod(word, NULL) != x)
        snprintf(word, sizeof word, "%.17g", x);
    if (x == floor(x) && fabs(x) < 0x1p53)
        snprintf(word, sizeof word, "%.0f", x);
    return append(values, strlen(word), word);
}

/* first * by^k for k = 0, 1, .. rounded up, each once. */
static enum status append_powers(struct axis_values *values, double first, double last, double by)
{
    enum status status = STATUS_OK;
    double before = NAN, x = ceil(first);
    for (double k = 1.0; status == STATUS_OK && x <= last; k += 1.0) {
        if (x != before)
            status = append_number(values, x);
        before = x;
        x = ceil(first * pow(by, k));
    }
    return status;
}

/* A:B:xF, A:B:^F, A:B:^P%, A:B:+S or A:B:+P%; all but A:B:+S need A > 0 to get to B. After
 * 10^ these are exponents. */
static enum status append_range(struct axis_values *values, const char *item)
{
    bool decades = strncmp(item, "10^", 3) == 0;
    const char *begin = item + (decades ? 3 : 0);
    char *end, *step = NULL;
    double first = strtod(begin, &end);
    if (end == begin || *end != ':')
        return STATUS_DOMAIN;
    const char *second = end + 1;
    double last = strtod(second, &step);
    if (step == second || step[0] != ':' || !step[1] || !strchr("x^+", step[1]) ||
        !(first <= last) || isinf(last))
        return STATUS_DOMAIN;
    double by = strtod(step + 2, &end);
    bool percent = *end == '%', times = step[1] == 'x', share = step[1] == '+' && percent,
         power = step[1] == '^' && !percent, raised = step[1] == '^' && percent;
    if (end == step + 2 || end[percent] != '\0' || (times && percent) ||
        !(by > (times || power ? 1.0 : 0.0)) || ((step[1] != '+' || percent) && !(first > 0.0)))
        return STATUS_DOMAIN;
    if ((power || raised) && decades)
        return STATUS_DOMAIN;
    if (power)
        return append_powers(values, first, last, by);
    enum status status = STATUS_OK;
    for (double x = first, next; status == STATUS_OK && x <= last; x = next) {
        next = times    ? x * by
               : share  ? floor(x * (1.0 + by / 100.0)) + 1.0
               : raised ? ceil(x * (1.0 + by / 100.0))
                        : x + by;
        status = next > x ? append_number(values, decades ? pow(10.0, x) : x) : STATUS_DOMAIN;
    }
    return status;
}

static enum status append_preset(void *context, const char *name, const struct encoding *encoding)
{
    (void)encoding;
    return append(context, strlen(name), name);
}

static enum status append_model(void *context, const char *name, const struct encoding *encoding)
{
    char word[128];
    (void)encoding;
    int length = snprintf(word, sizeof word, "model:%s", name);
    return append(context, (size_t)length, word);
}

/* Where the first {a,b} stands and where it ends; length if there is none. A {name} is no list. */
static size_t find_braces(size_t length, const char *text, size_t *close)
{
    for (size_t open = 0; open < length; open++) {
        size_t inside = text[open] == '{' ? strcspn(text + open, "}") : 0;
        *close = open + inside;
        if (*close < length && memchr(text + open, ',', inside))
            return open;
    }
    return length;
}

/* A string once for every choice from its braces, the last fastest. */
static enum status append_string(struct axis_values *values, size_t length, const char *text)
{
    size_t close, open = find_braces(length, text, &close);
    if (open == length)
        return append(values, length, text);
    enum status status = STATUS_OK;
    for (size_t at = open + 1, end; status == STATUS_OK && at <= close; at = end + 1) {
        char word[128];
        end = at + strcspn(text + at, ",}");
        int written = snprintf(word, sizeof word, "%.*s%.*s%.*s", (int)open, text, (int)(end - at),
                               text + at, (int)(length - close - 1), text + close + 1);
        status = written < (int)sizeof word ? append_string(values, (size_t)written, word)
                                            : STATUS_DOMAIN;
    }
    return status;
}

static bool holds_strings(const struct axis *axis)
{
    const char *name = axis_name(axis);
    return strcmp(name, "qk") == 0 || strcmp(name, "encoding") == 0 || strcmp(name, "against") == 0;
}

enum status axis_spell(const struct axis *axis, enum scale scale, struct axis_values *values)
{
    const char *text = axis_text(axis, scale), *separator = holds_strings(axis) ? ";" : ",";
    enum status status = STATUS_OK;
    *values = (struct axis_values){0};
    if (strcmp(axis->name, "model") == 0 && strcmp(text, "plain") == 0)
        return plain_presets_each("", values, append_preset);
    for (const char *at = text; status == STATUS_OK;) {
        size_t length = strcspn(at, separator);
        bool range = !holds_strings(axis) && memchr(at, ':', length);
        char item[128];
        snprintf(item, sizeof item, "%.*s", (int)length, at);
        if (length == 0)
            return STATUS_DOMAIN;
        if (range)
            status = append_range(values, item);
        else if (strcmp(item, "model:plain") == 0)
            status = plain_presets_each("", values, append_model);
        else
            status = append_string(values, length, at);
        if (!at[length])
            break;
        at += length + 1;
    }
    return status;
}

void axis_free(struct axis_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        free(values->words[i]);
    free(values->words);
    *values = (struct axis_values){0};
}

void axis_list(const struct axis *axis, enum scale scale, const struct axis_values *values,
               struct message *out)
{
    const char *separator = holds_strings(axis) ? ";" : ",", *text = axis_text(axis, scale);
    if (!strpbrk(text, "+^") && strcmp(text, "plain") != 0) {
        message_set(out, "%s", text);
        return;
    }
    out->text[0] = '\0';
    for (size_t i = 0; i < values->count; i++)
        message_add(out, "%s%s", i ? separator : "", values->words[i]);
}
