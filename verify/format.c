#include "verify/format.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "verify/fail.h"

enum { FIELDS_MAX = 6, TOKENS_MAX = FIELDS_MAX + 1 };

/* How each kind of line is written: its word, its numbers by the letters of fields, the one version
 * that has it (0: all). */
static const struct {
    const char *word, *fields, *shape;
    const char *names[FIELDS_MAX];
    uint32_t version;
} forms[LINE_KINDS] = {
    [LINE_FAIL] = {"fail", "bdm", "fail BASE DISTANCE MARGIN", {"BASE", "DISTANCE", "MARGIN"}, 1},
    [LINE_BELOW] = {"below", "bd", "below BASE DISTANCE", {"BASE", "DISTANCE"}, 2},
    [LINE_ROW] = {"row", "cbb", "row CONTEXT LO HI", {"CONTEXT", "LO", "HI"}, 0},
    [LINE_WINDOW] = {"window",
                     "cbbbdm",
                     "window CONTEXT FROM TO FAIL DISTANCE MARGIN",
                     {"CONTEXT", "FROM", "TO", "FAIL", "DISTANCE", "MARGIN"},
                     0},
    [LINE_SAFE] = {"safe",
                   "cbbdm",
                   "safe CONTEXT SAFE FAIL DISTANCE MARGIN",
                   {"CONTEXT", "SAFE", "FAIL", "DISTANCE", "MARGIN"},
                   0},
};

static enum writing writing_of(const struct certificate *c)
{
    return c->version == 1 ? WRITING_LONG : WRITING_SHORT;
}

static struct field field_of(const struct certificate *c, char letter, const char *name)
{
    switch (letter) {
    case 'b':
        return (struct field){name, writing_of(c), 1.0, BASE_MAX};
    case 'm':
        return (struct field){name, writing_of(c), 0x1p-1000, DIM_MAX};
    case 'c':
        return (struct field){name, WRITING_WHOLE, 1.0, CONTEXT_MAX};
    default:
        return (struct field){name, WRITING_WHOLE, 1.0, CONTEXT_MAX - 1};
    }
}

static bool no_memory(struct reader *r)
{
    r->complaint->no_memory = true;
    return complain(r->complaint, "no memory for %zu lines", r->number);
}

static bool header_read(struct reader *r, struct certificate *c)
{
    static const char expected[] = "\"posbias certificate VERSION basebound\", VERSION 1 or 2";
    unsigned version = 0;
    char text[LINE_SIZE];
    int used = 0;
    if (!line_need(r, expected))
        return false;
    bool numbered = sscanf(r->text, "posbias certificate %9u%n", &version, &used) == 1 && used > 0;
    snprintf(text, sizeof text, "posbias certificate %u basebound", version);
    bool known = version >= 1 && version <= FORMAT_VERSION;
    c->version = version;
    if (known && strcmp(r->text, text) == 0)
        return true;
    if (numbered && !known && (r->text[used] == ' ' || r->text[used] == '\0'))
        return complain(r->complaint, "version %u is not known; known: 1 to %d", version,
                        FORMAT_VERSION);
    return complain(r->complaint, "expected %s", expected);
}

static bool dim_read(struct reader *r, struct certificate *c)
{
    static const struct field dim = {"D", WRITING_WHOLE, 2.0, DIM_MAX};
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
    if (kind == LINE_BELOW) {
        line.base = value[0];
        line.distance = (uint32_t)value[1];
    } else if (kind != LINE_ROW) { /* the last three numbers of the others are a fail line's */
        line.base = value[fields - 3];
        line.distance = (uint32_t)value[fields - 2];
        line.margin = value[fields - 1];
    }
    if (kind > LINE_BELOW) {
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
        struct field field = field_of(c, fields[i], forms[kind].names[i]);
        if (!number_read(tokens[i + 1], &field, &value[i], r->complaint->why, WHY_SIZE))
            return false;
    }
    return line_keep(r, c, kind, value);
}

/* end LINES CHECKSUM, and nothing after it. */
static bool end_parse(struct reader *r, struct certificate *c, size_t count, char *const *tokens)
{
    static const struct field lines = {"LINES", WRITING_WHOLE, 0.0, LINES_MAX + LINES_BEFORE};
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
    const char *first = forms[c->version == 1 ? LINE_FAIL : LINE_BELOW].word;
    char expected[64];
    snprintf(expected, sizeof expected, "%s, row, window, safe or end", first);
    if (!line_need(r, expected))
        return false;
    memcpy(copy, r->text, r->size + 1);
    size_t count = tokens_cut(copy, tokens);
    *ended = strcmp(tokens[0], "end") == 0;
    if (*ended)
        return end_parse(r, c, count, tokens);
    if (r->number > LINES_MAX)
        return complain(r->complaint, "over %d lines", LINES_MAX);
    for (size_t k = 0; k < LINE_KINDS; k++)
        if (strcmp(tokens[0], forms[k].word) == 0 &&
            (forms[k].version == 0 || forms[k].version == c->version))
            return line_parse(r, c, (enum line_kind)k, count, tokens);
    return complain(r->complaint, "expected a line that begins with %s in version %u", expected,
                    c->version);
}

bool certificate_read(FILE *in, struct certificate *certificate, struct complaint *complaint)
{
    struct reader r = reader_of(in, complaint);
    bool ended = false;
    *certificate = (struct certificate){0};
    *complaint = (struct complaint){0};
    bool fine = header_read(&r, certificate) && dim_read(&r, certificate);
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
    enum writing writing = writing_of(certificate);
    enum line_kind kind = b ? b->kind : certificate->version == 1 ? LINE_FAIL : LINE_BELOW;
    char number[NUMBER_SIZE];
    size_t used = (size_t)snprintf(text, LINE_SIZE, "%s", forms[kind].word);
    if (b)
        used += (size_t)snprintf(text + used, LINE_SIZE - used, " %u %s", b->context,
                                 number_write(b->lo, writing, number));
    if (kind == LINE_ROW || kind == LINE_WINDOW)
        used += (size_t)snprintf(text + used, LINE_SIZE - used, " %s",
                                 number_write(b->hi, writing, number));
    if (kind != LINE_ROW)
        used += (size_t)snprintf(text + used, LINE_SIZE - used, " %s %u",
                                 number_write(line->base, writing, number), line->distance);
    if (kind != LINE_ROW && kind != LINE_BELOW)
        snprintf(text + used, LINE_SIZE - used, " %s", number_write(line->margin, writing, number));
}

const char *certificate_base(const struct certificate *certificate, double base,
                             char text[NUMBER_SIZE])
{
    return number_write(base, writing_of(certificate), text);
}

bool checksum_holds(const struct certificate *certificate, struct complaint *complaint)
{
    size_t lines = certificate->count + LINES_BEFORE;
    if (certificate->checksum == certificate->checksum_said)
        return true;
    complaint->line = lines + 1;
    snprintf(complaint->text, sizeof complaint->text, "end %zu %016" PRIx64, lines,
             certificate->checksum_said);
    return complain(complaint,
                    "every line proves, but they are not those that were written; "
                    "expected checksum %016" PRIx64,
                    certificate->checksum);
}
