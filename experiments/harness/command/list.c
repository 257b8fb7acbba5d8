#include "experiments/harness/command/list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/text.h"

enum { ITEM_LENGTH = 128, COUNT_LIMIT = 1 << 28 };

/* A growing array of numbers. */
struct growing {
    double *list;
    size_t count, room;
};

static bool grow(struct growing *g, double x)
{
    if (g->count == g->room) {
        size_t room = g->room ? 2 * g->room : 64;
        double *list = realloc(g->list, room * sizeof *list);
        if (!list)
            return false;
        g->list = list;
        g->room = room;
    }
    g->list[g->count++] = x;
    return true;
}

/* Cuts item at ':'; returns the number of parts, at most 5. */
static size_t split(char *item, char *part[5])
{
    size_t count = 0;
    for (char *at = item; at && count < 5; count++) {
        part[count] = at;
        at = strchr(at, ':');
        if (at)
            *at++ = '\0';
    }
    return count;
}

/* " in \"item\"" where the text is a part of it. */
static struct message within(const char *text, const char *item)
{
    struct message m = {""};
    if (strcmp(text, item) != 0)
        message_set(&m, " in \"%s\"", item);
    return m;
}

/* A part of an item, which may be all of it. */
static bool whole(const char *text, const char *item, double lo, double hi, double *x,
                  struct message *error)
{
    struct message in = within(text, item);
    const char *fault = text_tokens_fault(text, x);
    if (fault || *x != floor(*x))
        return message_set(error, "\"%s\"%s %s; expected a whole number from %.17g to %.17g", text,
                           in.text, fault ? fault : "is not a whole number", lo, hi);
    if (*x < lo || *x > hi)
        return message_set(error,
                           "%s%s is out of range; expected a whole number from %.17g to %.17g",
                           text, in.text, lo, hi);
    char exact[32]; /* plain digits must be the number itself: 2^53 + 1 would round */
    snprintf(exact, sizeof exact, "%.0f", *x);
    if (strspn(text, "0123456789") == strlen(text) &&
        strcmp(text + strspn(text, "0"), exact) != 0 && *x > 0.0)
        return message_set(
            error,
            "%s%s is not exact in double precision; expected a whole number from %.17g to %.17g",
            text, in.text, lo, hi);
    return true;
}

/* Appends x if it is new; an item may not go back. */
static bool append(struct growing *g, double x, const char *item, struct message *error)
{
    if (g->count && x <= g->list[g->count - 1])
        return message_set(
            error,
            "%.17g in \"%s\" does not exceed %.17g before it; expected ascending distinct numbers",
            x, item, g->list[g->count - 1]);
    if (g->count >= COUNT_LIMIT)
        return message_set(error, "\"%s\" makes over %d numbers", item, COUNT_LIMIT);
    return grow(g, x) || message_memory(error);
}

static bool append_log(struct growing *g, double a, double b, double n, const char *item,
                       struct message *error)
{
    if (a < 1.0)
        return message_set(
            error, "\"%s\" starts below 1; expected a positive start for log spacing", item);
    double previous = -1.0;
    for (size_t i = 0; i < (size_t)n; i++) {
        double x = i == 0 ? a : rint(a * exp(log1p((b - a) / a) * (double)i / (n - 1.0)));
        /* rounding may overshoot the end, which is always the last */
        if (i + 1 == (size_t)n || x > b)
            x = b;
        if (x > previous && !append(g, x, item, error))
            return false;
        previous = fmax(previous, x);
    }
    return true;
}

static bool append_item(struct growing *g, char *item, double lo, double hi, struct message *error)
{
    char *part[5], typed[ITEM_LENGTH];
    double a, b, extra;
    strcpy(typed, item);
    size_t parts = split(item, part);
    if (!whole(part[0], typed, lo, hi, &a, error))
        return false;
    if (parts == 1)
        return append(g, a, typed, error);
    if (!whole(part[1], typed, lo, hi, &b, error))
        return false;
    if (b < a)
        return message_set(error, "\"%s\" descends; expected A:B with A at most B", typed);
    if (parts == 2) {
        if (b - a >= COUNT_LIMIT)
            return message_set(error, "\"%s\" makes over %d numbers", typed, COUNT_LIMIT);
        /* counted: near 2^53 adding 1 may change nothing */
        for (size_t i = 0; i <= (size_t)(b - a); i++)
            if (!append(g, a + (double)i, typed, error))
                return false;
        return true;
    }
    if (parts == 4 && strcmp(part[2], "log") == 0) {
        if (!whole(part[3], typed, 2, 1e6, &extra, error))
            return false;
        return append_log(g, a, b, extra, typed, error);
    }
    if (parts == 3 && part[2][0] == 'x') {
        if (!text_number(part[2] + 1, &extra) || !(extra >= 2.0) || extra != floor(extra) ||
            a < 1.0)
            return message_set(
                error, "\"%s\": expected A:B:xK with A at least 1 and K a whole number from 2",
                typed);
        for (double x = a; x <= b; x *= extra)
            if (!append(g, x, typed, error))
                return false;
        return true;
    }
    return message_set(error, "\"%s\" is not a list item; expected N, A:B, A:B:log:N or A:B:xK",
                       typed);
}

/* Calls read for each ','-separated item. */
static bool each_item(const char *text, struct growing *g, double lo, double hi,
                      struct message *error,
                      bool (*read)(struct growing *, char *, double, double, struct message *))
{
    const char *all = text;
    if (!*text)
        return message_set(error, "the list is empty; expected numbers joined by ','");
    for (;;) {
        char item[ITEM_LENGTH];
        size_t length = strcspn(text, ",");
        if (length >= sizeof item)
            return message_set(error, "\"%.*s\" is longer than the %d characters of a list item",
                               (int)length, text, ITEM_LENGTH - 1);
        memcpy(item, text, length);
        item[length] = '\0';
        if (!*item)
            return message_set(error, "\"%s\" has an empty item; expected numbers joined by ','",
                               all);
        if (!read(g, item, lo, hi, error))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

static bool finish(bool ok, struct growing *g, double **list, size_t *count)
{
    if (!ok)
        free(g->list);
    *list = ok ? g->list : NULL;
    *count = ok ? g->count : 0;
    return ok;
}

bool list_integers(const char *text, double lo, double hi, double **list, size_t *count,
                   struct message *error)
{
    struct growing g = {NULL, 0, 0};
    return finish(each_item(text, &g, lo, hi, error, append_item), &g, list, count);
}

bool list_whole(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error)
{
    double x;
    *list = NULL;
    *count = 0;
    if (strlen(text) >= ITEM_LENGTH)
        return message_set(error, "\"%s\" is longer than the %d characters of a whole number", text,
                           ITEM_LENGTH - 1);
    if (text[strcspn(text, ",:")])
        return message_set(error, "\"%s\" is not one whole number", text);
    const char *fault = text_number_fault(text, &x);
    if (fault)
        return message_set(error, "\"%s\" %s%s; expected a whole number from %.17g to %.17g", text,
                           fault, text_tokens(text, &x) ? ": k and M count tokens, by 1024" : "",
                           lo, hi);
    if (!whole(text, text, lo, hi, &x, error))
        return false;
    *list = malloc(sizeof x);
    if (!*list)
        return message_memory(error);
    **list = x;
    *count = 1;
    return true;
}

static bool append_real(struct growing *g, char *item, double lo, double hi, struct message *error)
{
    double x;
    const char *fault = text_number_fault(item, &x);
    if (fault)
        return message_set(error, "\"%s\" %s; expected a number from %.16g to %.16g", item, fault,
                           lo, hi);
    if (x < lo || x > hi)
        return message_set(error, "%s is out of range; expected a number from %.16g to %.16g", item,
                           lo, hi);
    return grow(g, x) || message_memory(error);
}

bool list_reals(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error)
{
    struct growing g = {NULL, 0, 0};
    return finish(each_item(text, &g, lo, hi, error, append_real), &g, list, count);
}

bool list_range(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error)
{
    char typed[ITEM_LENGTH], *part[5];
    double ends[2];
    *list = NULL;
    *count = 0;
    if (strlen(text) >= sizeof typed)
        return message_set(error, "\"%s\" is longer than the %d characters of a range", text,
                           ITEM_LENGTH - 1);
    strcpy(typed, text);
    if (split(typed, part) != 2)
        return message_set(error, "\"%s\" is not a range; expected A:B", text);
    for (size_t i = 0; i < 2; i++)
        if (!whole(part[i], text, lo, hi, &ends[i], error))
            return false;
    if (ends[1] < ends[0])
        return message_set(error, "\"%s\" descends; expected A:B with A at most B", text);
    *list = malloc(sizeof ends);
    if (!*list)
        return message_memory(error);
    memcpy(*list, ends, sizeof ends);
    *count = 2;
    return true;
}
