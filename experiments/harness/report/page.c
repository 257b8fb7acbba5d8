#include "experiments/harness/report/page.h"

#include <stdarg.h>
#include <string.h>

#include "theory/ground/printable.h"
#include "theory/ground/text.h"

/* Writes a text, what no page can show as printable text. */
static void put_escaped(FILE *out, const char *text)
{
    char shown[PRINTABLE_SIZE];
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        const char c = text[at];
        at += printable_next(text + at, length - at, shown);
        if (c == '&')
            fputs("&amp;", out);
        else if (c == '<')
            fputs("&lt;", out);
        else if (c == '>')
            fputs("&gt;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else if (c == '\n' || c == '\t')
            putc(c, out);
        else
            fputs(shown, out);
    }
}

void page_put(FILE *out, const char *template, ...)
{
    va_list list;
    va_start(list, template);
    for (const char *p = template; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            put_escaped(out, va_arg(list, const char *));
            p++;
        } else {
            putc(*p, out);
        }
    }
    va_end(list);
}

struct message page_count(size_t n)
{
    struct message text = {"none"};
    if (n)
        message_set(&text, "%zu", n);
    return text;
}

/* A number of a cell in `digits` digits; a text as it is, a dash for an empty cell. */
static struct message rounded(const char *cell, int digits)
{
    struct message text;
    double x;
    if (text_number(cell, &x))
        message_set(&text, "%.*g", digits, x);
    else
        message_set(&text, "%s", *cell ? cell : "\u2013");
    return text;
}

struct message page_number(const char *cell) { return rounded(cell, 6); }

struct message page_short(const char *cell) { return rounded(cell, 3); }
