#include "verify/format.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "verify/fail.h"
#include "verify/numbers.h"

enum { FIELDS_MAX = 6, TOKENS_MAX = FIELDS_MAX + 1 };

/* How each kind of line is written: its word, and its numbers by the letters of fields. */
static const struct {
    const char *word, *fields, *shape;
    const char *names[FIELDS_MAX];
} forms[LINE_KINDS] = {
    [LINE_FAIL] = {"fail", "bdm", "fail BASE DISTANCE MARGIN", {"BASE", "DISTANCE", "MARGIN"}},
    [LINE_ROW] = {"row", "cbb", "row CONTEXT LO HI", {"CONTEXT", "LO", "HI"}},
    [LINE_WINDOW] = {"window",
                     "cbbbdm",
                     "window CONTEXT FROM TO FAIL DISTANCE MARGIN",
                     {"CONTEXT", "FROM", "TO", "FAIL", "DISTANCE", "MARGIN"}},
    [LINE_SAFE] = {"safe",
                   "cbbdm",
                   "safe CONTEXT SAFE FAIL DISTANCE MARGIN",
                   {"CONTEXT", "SAFE", "FAIL", "DISTANCE", "MARGIN"}},
};

static struct field field_of(char letter, const char *name)
{
    switch (letter) {
    case 'b':
        return (struct field){name, false, 1.0, BASE_MAX};
    case 'm':
        return (struct field){name, false, 0x1p-1000, DIM_MAX};
    case 'c':
        return (struct field){name, true, 1.0, CONTEXT_MAX};
    default:
        return (struct field){name, true, 1.0, CONTEXT_MAX - 1};
    }
}

static bool no_memory(struct reader *r)
{
    r->complaint->no_memory = true;
    return complain(r->complaint, "no memory for %zu lines", r->number);
}

static bool header_read(struct reader *r)
{
    static const char expected[] = "\"posbias certificate 1 basebound\"";
    unsigned version;
    int used = 0;
    if (!line_need(r, expected))
        return false;
    if (strcmp(r->text, "posbias certificate 1 basebound") == 0)
        return true;
    if (sscanf(r->text, "posbias certificate %9u%n", &version, &used) == 1 && used > 0 &&
        version != FORMAT_VERSION && (r->text[used] == ' ' || r->text[used] == '\0'))
        return complain(r->complaint, "version %u is not known; known: %d", version,
                        FORMAT_VERSION);
    return complain(r->complaint, "expected %s", expected);
}

static bool dim_read(struct reader *r, struct certificate *c)
{
    static const struct field dim = {"D", true, 2.0, DIM_MAX};
    double value;
    if (!line_need(r, "dim D"))
        return false;
    if (strncmp(r->text, "dim ", 4) != 0)
        return complain(r->complaint, "expected dim D");
    if (!number_read(r->text + 4, &dim, &value, r->complaint->why, WHY_SIZE))
        return false;
    c->dim = (uint32_t)value;
    return c->dim % 2 == 0 ||
           complain(r->complaint, "D is %s; expected an even number", r->text + 4);
}

/* Cuts the line at its spaces; more than TOKENS_MAX tokens are too many for every kind. */
static size_t tokens_cut(char *text, char *tokens[TOKENS_MAX + 1])
{
    size_t count = 0;
    for (char *at = text; at && count <= TOKENS_MAX; count++) {
        tokens[count] = at;
        at = strchr(at, ' ');
        if (at)
            *at++ = '\0';
    }
    return count;
}

/* Room for one more of count elements. */
static bool grow(void **block, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    size_t more = *room ? 2 * *room : 1024;
    void *moved = realloc(*block, more * size);
    if (!moved)
        return false;
    *block = moved;
    *room = more;
    return true;
}

/* Order of the lines: contexts of rows ascend, a row's window and safe line follow it, each at most
 * once. */
static bool order_holds(struct reader *r, const struct certificate *c, enum line_kind kind,
                        uint32_t context)
{
    const struct bound *last = c->bound_count ? &c->bounds[c->bound_count - 1] : NULL;
    if (kind == LINE_ROW)
        return !last || context > last->context ||
               complain(r->complaint,
                        "CONTEXT is %u after a row of %u; expected ascending contexts", context,
                        last->context);
    if (!last || c->lines[c->count - 1].bound == 0 || last->kind == kind || last->kind == LINE_SAFE)
        return complain(r->complaint, "expected a %s line directly after its row%s",
                        forms[kind].word, kind == LINE_SAFE ? " or its window" : "");
    return context == last->context ||
           complain(r->complaint, "CONTEXT is %u; expected that of its row, %u", context,
                    last->context);
}

static bool line_keep(struct reader *r, struct certificate *c, enum line_kind kind,
                      const double value[FIELDS_MAX])
{
    struct line line = {0};
    size_t fields = strlen(forms[kind].fields);
    if (!grow((void **)&c->lines, &c->room, c->count, sizeof *c->lines) ||
        !grow((void **)&c->bounds, &c->bound_room, c->bound_count, sizeof *c->bounds))
        return no_memory(r);
    if (kind != LINE_ROW) { /* the last three numbers of the others are a fail line's */
        line.base = value[fields - 3];
        line.distance = (uint32_t)value[fields - 2];
        line.margin = value[fields - 1];
    }
    if (kind != LINE_FAIL) {
        if (!order_holds(r, c, kind, (uint32_t)value[0]))
            return false;
        c->bounds[c->bound_count++] = (struct bound){kind, (uint32_t)value[0], value[1],
                                                     kind == LINE_SAFE ? value[1] : value[2]};
        line.bound = (uint32_t)c->bound_count;
        c->row_count += kind == LINE_ROW;
        c->window_count += kind == LINE_WINDOW;
        c->safe_count += kind == LINE_SAFE;
    }
    c->lines[c->count++] = line;
    return true;
}

static bool line_parse(struct reader *r, struct certificate *c, enum line_kind kind, size_t count,
                       char *const *tokens)
{
    double value[FIELDS_MAX];
    const char *fields = forms[kind].fields;
    if (count != strlen(fields) + 1)
        return complain(r->complaint, "expected %s", forms[kind].shape);
    for (size_t i = 0; fields[i]; i++) {
        struct field field = field_of(fields[i], forms[kind].names[i]);
        if (!number_read(tokens[i + 1], &field, &value[i], r->complaint->why, WHY_SIZE))
            return false;
    }
    return line_keep(r, c, kind, value);
}

/* end LINES CHECKSUM, and nothing after it. */
static bool end_parse(struct reader *r, struct certificate *c, size_t count, char *const *tokens)
{
    static const struct field lines = {"LINES", true, 0.0, LINES_MAX + LINES_BEFORE};
    double said;
    bool more;
    if (count != 3 || strlen(tokens[2]) != 16 || strspn(tokens[2], "0123456789abcdef") != 16)
        return complain(
            r->complaint,
            "expected end LINES CHECKSUM, the checksum as 16 hexadecimal digits in lower case");
    if (!number_read(tokens[1], &lines, &said, r->complaint->why, WHY_SIZE))
        return false;
    if (said != (double)(r->number - 1))
        return complain(r->complaint, "LINES is %s; expected %zu, the lines before it", tokens[1],
                        r->number - 1);
    if (c->count == 0)
        return complain(r->complaint, "expected at least one line to prove");
    c->checksum = r->checksum;
    c->checksum_said = strtoull(tokens[2], NULL, 16);
    if (!line_read(r, &more))
        return false;
    return !more || complain(r->complaint, "expected nothing after the end line");
}

/* One line of the body; the text survives the cutting for the complaint and the checksum. */
static bool body_read(struct reader *r, struct certificate *c, bool *ended)
{
    char copy[LINE_SIZE], *tokens[TOKENS_MAX + 1];
    if (!line_need(r, "fail, row, window, safe or end"))
        return false;
    memcpy(copy, r->text, r->size + 1);
    size_t count = tokens_cut(copy, tokens);
    *ended = strcmp(tokens[0], "end") == 0;
    if (*ended)
        return end_parse(r, c, count, tokens);
    if (r->number > LINES_MAX)
        return complain(r->complaint, "over %d lines", LINES_MAX);
    for (size_t k = 0; k < LINE_KINDS; k++)
        if (strcmp(tokens[0], forms[k].word) == 0)
            return line_parse(r, c, (enum line_kind)k, count, tokens);
    return complain(r->complaint,
                    "expected a line that begins with fail, row, window, safe or end");
}

bool certificate_read(FILE *in, struct certificate *certificate, struct complaint *complaint)
{
    struct reader r = reader_of(in, complaint);
    bool ended = false;
    *certificate = (struct certificate){0};
    *complaint = (struct complaint){0};
    bool fine = header_read(&r) && dim_read(&r, certificate);
    while (fine && !ended)
        fine = body_read(&r, certificate, &ended);
    if (!fine)
        snprintf(complaint->text, sizeof complaint->text, "%s", r.text);
    return fine;
}

void certificate_free(struct certificate *certificate)
{
    free(certificate->lines);
    free(certificate->bounds);
}

void certificate_text(const struct certificate *certificate, size_t i, char text[LINE_SIZE])
{
    const struct line *line = &certificate->lines[i];
    const struct bound *b = line->bound ? &certificate->bounds[line->bound - 1] : NULL;
    size_t used = 0;
    if (!b)
        used = (size_t)snprintf(text, LINE_SIZE, "fail");
    else if (b->kind == LINE_SAFE)
        used = (size_t)snprintf(text, LINE_SIZE, "safe %u %.17g", b->context, b->lo);
    else
        used = (size_t)snprintf(text, LINE_SIZE, "%s %u %.17g %.17g", forms[b->kind].word,
                                b->context, b->lo, b->hi);
    if (!b || b->kind != LINE_ROW)
        snprintf(text + used, LINE_SIZE - used, " %.17g %u %.17g", line->base, line->distance,
                 line->margin);
}
