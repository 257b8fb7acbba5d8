#include "experiments/harness/command/help/sheet.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "build/version.h"

/* Columns: where pages end, where an option's meaning begins, and where a line of roff had better
 * end. */
enum { RIGHT = 110, MEANING = 29, SOURCE = 72 };

/* One character as roff takes it. At the start of a line '.' and '\'' would be requests. */
static void put_escaped(struct sheet *s, char c)
{
    static const struct {
        char c;
        const char *text;
    } escapes[] = {{'\\', "\\e"},  {'-', "\\-"},    {'~', "\\(ti"}, {'^', "\\(ha"},
                   {'`', "\\(ga"}, {'\'', "\\(aq"}, {'.', "\\&."},  {'"', "\\(dq"}};
    const char *text = NULL;
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].c == c && (c != '.' || s->at == 0))
            text = escapes[i].text;
    if (text)
        fputs(text, stdout);
    else
        putchar(c);
    s->at = c == '\n' ? 0 : s->at + (text ? strlen(text) : 1);
}

static void put_all(struct sheet *s, const char *text)
{
    while (*text)
        put_escaped(s, *text++);
}

static void line_end(struct sheet *s)
{
    putchar('\n');
    s->at = s->blanks = 0;
}

/* A request stands on a line of its own. */
static void request(struct sheet *s, const char *text)
{
    if (s->at)
        line_end(s);
    puts(text);
}

/* Lines of a source of roff are kept short; it fills them itself, and breaks long strings behind
 * their separators. */
static void put_man(struct sheet *s, const char *text)
{
    for (; *text; text++) {
        if (*text == ' ' && s->at && s->at + strcspn(text + 1, " \n") > SOURCE)
            line_end(s);
        else if (*text == '\n' && text[1] && text[1] != '\n')
            request(s, ".br");
        else if (*text != '\n' && (*text != ' ' || s->at))
            put_escaped(s, *text);
        if (strchr(",;|", *text) && text[1] && !strchr(" \n", text[1]))
            s->at += (size_t)printf("\\:");
    }
}

/* "posbias-word", in letters of that kind. */
static void put_name(struct sheet *s, const char *word, int (*letter)(int))
{
    const char *const parts[] = {"posbias", *word ? "-" : "", word};
    for (size_t i = 0; i < 3; i++)
        for (const char *c = parts[i]; *c; c++)
            put_escaped(s, (char)letter((unsigned char)*c));
}

static int as_it_is(int c) { return c; }

struct sheet sheet_begin(enum sheet_style style, const char *word, int section, const char *summary)
{
    struct sheet s = {.style = style};
    if (style == SHEET_TEXT)
        return s;
    fputs(".TH ", stdout);
    put_name(&s, word, toupper);
    printf(" %d \"%s\" \"posbias %s\" \"posbias\"\n.ad l\n.SH NAME\n", section, POSBIAS_DATE,
           POSBIAS_VERSION);
    put_name(&s, word, as_it_is);
    s.at += (size_t)printf(" \\- ");
    put_man(&s, summary);
    line_end(&s);
    return s;
}

void sheet_usage(struct sheet *s, const char *name, const char *words)
{
    const char *before = *words ? " " : "";
    if (s->style == SHEET_TEXT) {
        printf("Usage: posbias %s [OPTION...]%s%s\n", name, before, words);
        return;
    }
    fputs(".SH SYNOPSIS\n\\fBposbias ", stdout);
    put_all(s, name);
    printf("\\fR [\\fIOPTION\\fR...]%s", before);
    put_all(s, words);
    request(s, ".SH DESCRIPTION");
}

void sheet_section(struct sheet *s, const char *title)
{
    if (s->style != SHEET_MAN)
        return;
    if (s->at)
        line_end(s);
    fputs(".SH ", stdout);
    for (; *title; title++)
        put_escaped(s, (char)toupper((unsigned char)*title));
    line_end(s);
}

void sheet_heading(struct sheet *s, const char *title)
{
    if (s->style == SHEET_TEXT)
        printf("\n%s:\n", title);
    sheet_section(s, title);
}

void sheet_text(struct sheet *s, const char *text)
{
    if (s->style == SHEET_MAN) {
        put_man(s, text);
        return;
    }
    while (*text) {
        s->blanks += strspn(text, " ");
        text += strspn(text, " ");
        size_t length = strcspn(text, " \n");
        if (s->at > s->indent && s->blanks && s->at + s->blanks + length > RIGHT)
            line_end(s);
        size_t before = s->at == 0 ? s->indent : s->blanks;
        if (length) {
            s->at += (size_t)printf("%*s%.*s", (int)before, "", (int)length, text);
            s->blanks = 0;
        }
        for (text += length; *text == '\n'; text++)
            line_end(s);
    }
}

void sheet_paragraph(struct sheet *s, const char *text)
{
    s->indent = 0;
    sheet_text(s, text);
    line_end(s);
    if (s->style == SHEET_TEXT)
        line_end(s);
}

void sheet_option(struct sheet *s, const char *name, const char *metavar, bool optional)
{
    bool is_output = strcmp(name, "output") == 0; /* the one with a short form */
    const char *open = optional ? "[" : "", *close = optional ? "]" : "";
    if (s->style == SHEET_MAN) {
        request(s, ".TP");
        fputs(is_output ? "\\fB\\-o\\fR, \\fB" : "\\fB", stdout);
        put_all(s, "--");
        put_all(s, name);
        printf("\\fR%s%s\\fI", open, metavar ? "=" : "");
        put_all(s, metavar ? metavar : "");
        printf("\\fR%s", close);
        line_end(s);
        return;
    }
    size_t used = (size_t)printf("%s--%s%s%s%s%s", is_output ? "  -o, " : "      ", name, open,
                                 metavar ? "=" : "", metavar ? metavar : "", close);
    if (used + 2 > MEANING) {
        putchar('\n');
        used = 0;
    }
    s->at = s->indent = MEANING;
    s->blanks = 0;
    printf("%*s", (int)(MEANING - used), "");
}

void sheet_option_end(struct sheet *s) { line_end(s); }

void sheet_row(struct sheet *s, int width, const char *name, const char *meaning)
{
    if (s->style == SHEET_TEXT) {
        printf("  %-*s %s\n", width, name, meaning);
        return;
    }
    request(s, ".TP");
    fputs("\\fB", stdout);
    put_all(s, name);
    puts("\\fR");
    s->at = 0;
    put_man(s, meaning);
    line_end(s);
}

void sheet_lines(struct sheet *s, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (s->style == SHEET_TEXT)
        fputs(text, stdout);
    else
        put_all(s, text);
}

void sheet_reference(struct sheet *s, const char *word, int section, bool last)
{
    if (s->style != SHEET_MAN)
        return;
    fputs(".BR ", stdout);
    put_name(s, word, as_it_is);
    printf(" (%d)%s\n", section, last ? "" : ",");
    s->at = 0;
}
