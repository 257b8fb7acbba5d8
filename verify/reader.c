#include "verify/reader.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

bool complain(struct complaint *complaint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(complaint->why, sizeof complaint->why, format, arguments);
    va_end(arguments);
    return false;
}

struct reader reader_of(FILE *in, struct complaint *complaint)
{
    return (struct reader){.in = in, .complaint = complaint, .checksum = 14695981039346656037u};
}

/* FNV-1a of 64 bits. */
static uint64_t checksum_add(uint64_t hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return hash;
}

static bool bad_byte(struct reader *r, int byte)
{
    if (byte == '\r')
        return complain(r->complaint,
                        "carriage return; expected lines that end in a line feed alone");
    return complain(r->complaint, "byte 0x%02x; expected plain text", (unsigned)byte);
}

bool line_read(struct reader *r, bool *at)
{
    r->checksum = checksum_add(r->checksum, r->text, r->size);
    if (r->number > 0)
        r->checksum = checksum_add(r->checksum, "\n", 1);
    r->complaint->line = ++r->number;
    r->size = 0;
    r->text[0] = '\0';
    for (*at = true;;) {
        int byte = getc_unlocked(r->in);
        if (byte == EOF && ferror(r->in))
            return complain(r->complaint, "cannot be read: %s", strerror(errno));
        if (byte == EOF && r->size > 0)
            return complain(r->complaint, "the file ends in the middle of a line (truncated?)");
        *at = byte != EOF;
        if (byte == EOF || byte == '\n')
            break;
        if (byte < ' ' || byte > '~')
            return bad_byte(r, byte);
        if (r->size == LINE_SIZE - 1)
            return complain(r->complaint, "over %d characters; no line is that long",
                            LINE_SIZE - 1);
        r->text[r->size++] = (char)byte;
        r->text[r->size] = '\0';
    }
    return true;
}

bool line_need(struct reader *r, const char *expected)
{
    bool at;
    return line_read(r, &at) && (at || complain(r->complaint, "the file ends; expected %s%s",
                                                expected, r->number > 1 ? " (truncated?)" : ""));
}
