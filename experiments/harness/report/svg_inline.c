#include "experiments/harness/report/svg_inline.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/files/file_read.h"
#include "experiments/harness/report/page.h"
#include "experiments/harness/report/svg_check.h"

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* What gnuplot says of itself would be read out and shown as a tooltip over the whole drawing. */
static const char *skip_signature(const char *at)
{
    static const char title[] = "<title>Gnuplot</title>", desc[] = "<desc>", desc_end[] = "</desc>";
    if (starts(at, title))
        return at + strlen(title);
    const char *end = starts(at, desc) ? strstr(at, desc_end) : NULL;
    return end ? end + strlen(desc_end) : at;
}

/* An attribute " id='gnuplot_...'": gnuplot gives the same one to a curve and to its key, and
 * nothing refers to it. */
static const char *skip_unused_id(const char *at)
{
    if (!starts(at, " id=\"gnuplot_") && !starts(at, " id='gnuplot_"))
        return at;
    const char *end = strchr(at + 5, at[4]);
    return end ? end + 1 : at;
}

/* Length of what stands at `at`, inside a tag, just before the name of an id; 0 if no id follows.
 * */
static size_t before_id(const char *at)
{
    static const char *const forms[] = {" id='", " id=\"", "href='#", "href=\"#",
                                        "url(#", "url('#", "url(\"#"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (starts(at, forms[i]))
            return strlen(forms[i]);
    return 0;
}

bool svg_inline(FILE *out, const char *path, const char *prefix, const char *label,
                struct message *error)
{
    size_t size;
    char *text = file_read(path, &size, error);
    struct message why;
    if (text && !svg_check(text, size, &why)) {
        message_set(error, "%s.svg is not shown: %s", prefix, why.text);
        free(text);
        return false;
    }
    const char *at = text ? strstr(text, "<svg") : NULL, *end = at ? text + size : NULL;
    if (!at)
        return false;
    page_put(out, "<svg role=\"img\" aria-label=\"%s\" aria-describedby=\"caption-%s\"", label,
             prefix);
    at += strlen("<svg");
    for (bool tag = true; at < end;) {
        const char *next = tag ? skip_unused_id(at) : skip_signature(at);
        if (next > end - strlen("</svg>")) /* an attribute or a text that never ends */
            next = at;
        size_t length = tag ? before_id(next) : 0;
        at = next;
        if (length) {
            fprintf(out, "%.*s%s-", (int)length, at, prefix);
            at += length;
        } else if (at < end) {
            tag = *at == '<' || (tag && *at != '>');
            putc(*at++, out);
        }
    }
    free(text);
    return true;
}
