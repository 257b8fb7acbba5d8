/* Reading a certificate: its bytes, lines and numbers as README.md#format states them; nothing of
 * what they mean. */
#ifndef POSBIAS_VERIFY_FORMAT_H
#define POSBIAS_VERIFY_FORMAT_H

#include "verify/numbers.h"
#include "verify/reader.h"

enum {
    FORMAT_VERSION = 2, /* the newest; all from 1 on are known */
    DIM_MAX = 1024,
    CONTEXT_MAX = 1 << 24,
    LINES_MAX = 1 << 26,
    /* the header's */
    LINES_BEFORE = 2
};

enum line_kind { LINE_FAIL, LINE_BELOW, LINE_ROW, LINE_WINDOW, LINE_SAFE, LINE_KINDS };

/* The numbers of a row, a window or a safe line that its fail part has no place for. */
struct bound {
    enum line_kind kind;
    uint32_t context;
    /* LO, HI; FROM, TO; SAFE in both */
    double lo, hi;
};

/* A line: B_distance(base) <= -margin, or negative from the line before to base, unless it is a
 * row; kept small, there are millions. */
struct line {
    double base, margin;
    /* bound: 0 for a fail or below line, else one more than its place among the bounds */
    uint32_t distance, bound;
};

struct certificate {
    uint32_t version, dim;
    size_t count, bound_count, room, bound_room;
    /* line i stands at i + LINES_BEFORE + 1 in the file */
    struct line *lines;
    struct bound *bounds;
    size_t row_count, window_count, safe_count;
    /* of the bytes before the end line; what that line says */
    uint64_t checksum, checksum_said;
};

/* Reads a certificate to its end. Out: *certificate, to be freed with certificate_free either way.
 * Returns: false with *complaint set. Cost: linear; 24 bytes of memory for a fail or below line. */
bool certificate_read(FILE *in, struct certificate *certificate, struct complaint *complaint);
void certificate_free(struct certificate *certificate);

/* Line i of the certificate as the file has it. */
void certificate_text(const struct certificate *certificate, size_t i, char text[LINE_SIZE]);

/* A base as the certificate's version writes it. Out: text. Returns: text. */
const char *certificate_base(const struct certificate *certificate, double base,
                             char text[NUMBER_SIZE]);

/* Whether the end line's checksum is that of the lines before it; else says so. */
bool checksum_holds(const struct certificate *certificate, struct complaint *complaint);

#endif
