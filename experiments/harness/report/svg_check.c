#include "experiments/harness/report/svg_check.h"

#include <stdio.h>
#include <string.h>

#include "theory/ground/printable.h"

enum { NAME_SIZE = 32, DEPTH_MOST = 16 };

/* Shapes of values. */
enum shape { NUMBERS, PATH, COLOUR, WORD, ID, INSIDE, TRANSFORM, FAMILY, EXACTLY };

/* The elements, each as "|name|", that may have an attribute, and the shape of its value. */
static const struct attribute {
    const char *name, *elements;
    enum shape shape;
    const char *value; /* EXACTLY */
} attributes[] = {
    {"xmlns", "|svg|", EXACTLY, "http://www.w3.org/2000/svg"},
    {"xmlns:xlink", "|svg|", EXACTLY, "http://www.w3.org/1999/xlink"},
    {"xml:space", "|text|", EXACTLY, "preserve"},
    {"xlink:href", "|use|", INSIDE, NULL},
    {"id", "|g|circle|path|rect|use|filter|", ID, NULL},
    {"class", "|path|", EXACTLY, "gridline"},
    {"viewBox", "|svg|", NUMBERS, NULL},
    {"width", "|svg|rect|filter|", NUMBERS, NULL},
    {"height", "|svg|rect|filter|", NUMBERS, NULL},
    {"x", "|rect|filter|use|", NUMBERS, NULL},
    {"y", "|rect|filter|use|", NUMBERS, NULL},
    {"cx", "|circle|", NUMBERS, NULL},
    {"cy", "|circle|", NUMBERS, NULL},
    {"r", "|circle|", NUMBERS, NULL},
    {"dy", "|tspan|", NUMBERS, NULL},
    {"d", "|path|", PATH, NULL},
    {"points", "|polygon|", NUMBERS, NULL},
    {"transform", "|g|use|", TRANSFORM, NULL},
    {"fill", "|g|rect|use|path|polygon|", COLOUR, NULL},
    {"stroke", "|g|circle|path|rect|use|polygon|", COLOUR, NULL},
    {"color", "|g|use|", COLOUR, NULL},
    {"flood-color", "|feFlood|", COLOUR, NULL},
    {"flood-opacity", "|feFlood|", NUMBERS, NULL},
    {"fill-opacity", "|g|use|path|polygon|", NUMBERS, NULL},
    {"stroke-opacity", "|g|use|path|polygon|", NUMBERS, NULL},
    {"stroke-width", "|g|circle|path|rect|polygon|", NUMBERS, NULL},
    {"stroke-dasharray", "|g|path|", NUMBERS, NULL},
    {"stroke-linecap", "|g|", WORD, NULL},
    {"stroke-linejoin", "|g|", WORD, NULL},
    {"shape-rendering", "|g|", WORD, NULL},
    {"text-anchor", "|g|", WORD, NULL},
    {"font-family", "|g|tspan|", FAMILY, NULL},
    {"font-size", "|g|tspan|", NUMBERS, NULL},
    {"font-weight", "|g|tspan|", WORD, NULL},
    {"font-style", "|g|tspan|", WORD, NULL},
    {"filterUnits", "|filter|", WORD, NULL},
    {"operator", "|feComposite|", WORD, NULL},
    {"in", "|feComposite|", WORD, NULL},
    {"in2", "|feComposite|", WORD, NULL},
    {"result", "|feFlood|", WORD, NULL},
};

/* Elements, and whether text may stand in them. */
static const struct element {
    const char *name;
    bool text;
} elements[] = {
    {"svg", false},    {"g", false},       {"defs", false},        {"title", true},
    {"desc", true},    {"text", true},     {"tspan", true},        {"path", false},
    {"rect", false},   {"circle", false},  {"polygon", false},     {"use", false},
    {"filter", false}, {"feFlood", false}, {"feComposite", false},
};

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS  "0123456789"
static const char blanks[] = " \t\r\n";

/* Whether the text up to end has only these characters, one at least. */
static bool of(const char *text, const char *end, const char *characters)
{
    return text < end && text + strspn(text, characters) >= end;
}

/* Calls like "translate(1,2) scale(3)". */
static bool calls(const char *at, const char *end)
{
    static const char *const names[] = {"translate(", "scale(", "rotate("};
    while (at < end) {
        size_t i = 0, length = strcspn(at, ")");
        while (i < sizeof names / sizeof *names && strncmp(at, names[i], strlen(names[i])) != 0)
            i++;
        if (i == sizeof names / sizeof *names || at + length >= end ||
            !of(at + strlen(names[i]), at + length, DIGITS "+-.e, "))
            return false;
        at += length + 1;
        at += strspn(at, " ");
    }
    return true;
}

static bool colour(const char *at, const char *end)
{
    if (*at == '#')
        return of(at + 1, end, DIGITS "abcdefABCDEF");
    if (strncmp(at, "rgb(", 4) == 0)
        return end[-1] == ')' && of(at + 4, end - 1, DIGITS ", ");
    return of(at, end, LETTERS);
}

static bool shaped(const struct attribute *a, const char *at, const char *end)
{
    switch (a->shape) {
    case NUMBERS:
        return of(at, end, DIGITS "+-.e, px\n");
    case PATH:
        return of(at, end, DIGITS "+-.e, MLhvzHVZ\n\t");
    case COLOUR:
        return at < end && colour(at, end);
    case WORD:
        return of(at, end, LETTERS DIGITS);
    case ID:
        return of(at, end, LETTERS DIGITS "_");
    case INSIDE:
        return *at == '#' && of(at + 1, end, LETTERS DIGITS "_");
    case TRANSFORM:
        return at < end && calls(at, end);
    case FAMILY:
        return of(at, end, LETTERS "-, ");
    case EXACTLY:
        return strlen(a->value) == (size_t)(end - at) &&
               strncmp(at, a->value, strlen(a->value)) == 0;
    }
    return false;
}

/* Where reading stands, and the elements that are open. */
struct reader {
    const char *at;
    const struct element *open[DEPTH_MOST];
    size_t depth;
    struct message *error;
};

static bool refuse(struct reader *r, const char *what, const char *name, size_t length)
{
    struct message text;
    message_set(&text, "%.*s", (int)(length < NAME_SIZE ? length : NAME_SIZE), name);
    return message_set(r->error, "%s \"%s\", which no figure of ours has", what, text.text);
}

/* One attribute of an element; the reader stands at its name. */
static bool take_attribute(struct reader *r, const struct element *element)
{
    const char *name = r->at, *value;
    size_t length = strcspn(name, "=<>/'\" \t\r\n"), i = 0;
    char holder[NAME_SIZE];
    snprintf(holder, sizeof holder, "|%s|", element->name);
    for (; i < sizeof attributes / sizeof *attributes; i++)
        if (strlen(attributes[i].name) == length &&
            strncmp(name, attributes[i].name, length) == 0 &&
            strstr(attributes[i].elements, holder))
            break;
    if (i == sizeof attributes / sizeof *attributes) {
        struct message what;
        message_set(&what, "element <%s> has attribute", element->name);
        return refuse(r, what.text, name, length ? length : 1);
    }
    value = name + length + strspn(name + length, blanks);
    bool given = *value == '=';
    value += given;
    value += strspn(value, blanks);
    const char quote = given && strchr("'\"", *value) ? *value : '\0';
    const char *end = quote ? strchr(++value, quote) : NULL;
    if (!end || !shaped(&attributes[i], value, end)) {
        struct message what;
        message_set(&what, "attribute %s of element <%s> has value", attributes[i].name,
                    element->name);
        return refuse(r, what.text, value, end ? (size_t)(end - value) : strcspn(value, ">"));
    }
    r->at = end + 1;
    return true;
}

/* A tag; the reader stands behind its '<'. */
static bool take_tag(struct reader *r)
{
    bool closes = *r->at == '/';
    const char *name = r->at + closes;
    size_t length = strcspn(name, "</> \t\r\n"), i = 0;
    while (i < sizeof elements / sizeof *elements &&
           (strlen(elements[i].name) != length || strncmp(name, elements[i].name, length) != 0))
        i++;
    if (i == sizeof elements / sizeof *elements)
        return refuse(r, "it has element", name, length ? length : 1);
    const struct element *element = &elements[i];
    r->at = name + length;
    if (closes) {
        r->at += strspn(r->at, blanks);
        if (*r->at != '>' || r->depth == 0 || r->open[r->depth - 1] != element)
            return message_set(r->error, "element <%s> ends where it is not open", element->name);
        r->depth--;
        r->at++;
        return true;
    }
    if ((r->depth == 0) != (i == 0) || r->depth == DEPTH_MOST)
        return message_set(r->error, "element <%s> stands where no figure of ours has it",
                           element->name);
    for (;;) {
        size_t blank = strspn(r->at, blanks);
        r->at += blank;
        if (*r->at == '>' || (r->at[0] == '/' && r->at[1] == '>'))
            break;
        if (!*r->at || !blank)
            return message_set(r->error, "the tag of element <%s> does not end", element->name);
        if (!take_attribute(r, element))
            return false;
    }
    if (*r->at == '>')
        r->open[r->depth++] = element;
    r->at += 1 + (*r->at == '/');
    return true;
}

/* Text up to the next tag. */
static bool take_text(struct reader *r)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    bool allowed = r->depth && r->open[r->depth - 1]->text;
    for (; *r->at && *r->at != '<'; r->at++) {
        if (!allowed && !strchr(blanks, *r->at))
            return refuse(r, "between elements it has the text", r->at, strcspn(r->at, "<\n"));
        size_t i = 0;
        while (*r->at == '&' && i < 5 && strncmp(r->at, entities[i], strlen(entities[i])) != 0)
            i++;
        if (*r->at == '&' && i == 5)
            return refuse(r, "it has the entity", r->at, 1 + strcspn(r->at, ";<"));
    }
    return true;
}

/* Whether a text has characters alone that a page can show. */
static bool is_printable(const char *text, size_t size, struct message *error)
{
    char shown[PRINTABLE_SIZE];
    for (size_t at = 0; at < size;) {
        const char *c = text + at;
        at += printable_next(c, size - at, shown);
        if (*shown == '\\' && *c != '\\' && !strchr(blanks, *c))
            return message_set(error, "it has %s, which is no text", shown);
    }
    return true;
}

bool svg_check(const char *text, size_t size, struct message *error)
{
    static const char prolog[] = "<?xml version=\"1.0\" encoding=\"utf-8\"";
    struct reader r = {.at = text, .error = error};
    if (strlen(text) != size)
        return message_set(error, "it has a zero byte");
    if (!is_printable(text, size, error))
        return false;
    if (strncmp(text, prolog, strlen(prolog)) == 0) {
        size_t length = strcspn(text, ">");
        if (!text[length] || text[length - 1] != '?' || memchr(text + 1, '<', length))
            return message_set(error, "its first line is not gnuplot's");
        r.at += length + 1;
    }
    for (bool begun = false; *r.at; begun = true) {
        if (!take_text(&r))
            return false;
        if (begun && r.depth == 0 && *r.at)
            return message_set(error, "something follows the drawing");
        if (*r.at && (r.at++, !take_tag(&r)))
            return false;
        if (!*r.at && !begun)
            break;
    }
    return r.depth == 0 && strstr(text, "</svg>")
               ? true
               : message_set(error, "it is cut short: no </svg> ends it");
}
