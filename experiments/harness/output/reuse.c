#include "experiments/harness/output/reuse.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/files/atomic_file.h"

bool reuse_allowed(const char *path, bool as_csv, struct message *error)
{
    if (!path)
        return message_set(error,
                           "option --reuse: there is no file to keep; expected --output FILE");
    if (!as_csv)
        return message_set(error, "option --reuse: only a CSV can be kept; expected --format=csv");
    struct destination to;
    bool regular = destination_find(path, &to) != 0 || !to.exists || to.kind == DESTINATION_FILE;
    destination_free(&to);
    return regular || message_set(error,
                                  "option --reuse: \"%s\" is not a regular file; expected one, or "
                                  "a name that nothing has",
                                  message_quote(path).text);
}

/* The lines that a table begins with. */
static bool header_follows(FILE *file, const char *header)
{
    bool first = true;
    for (; *header; header++) {
        if (first && (getc(file) != '#' || getc(file) != ' '))
            return false;
        if (getc(file) != (unsigned char)*header)
            return false;
        first = *header == '\n';
    }
    return true;
}

/* What a checksum vouches for, byte by byte. */
struct body {
    FILE *file;
    uint64_t sum;
};

static int next(struct body *body)
{
    int byte = getc(body->file);
    const unsigned char one = (unsigned char)byte;
    if (byte != EOF)
        body->sum = checksum_add(body->sum, &one, 1);
    return byte;
}

static bool names_follow(struct body *body, size_t count, const struct column *columns)
{
    for (size_t i = 0; i < count; i++) {
        for (const char *c = columns[i].name; *c; c++)
            if (next(body) != (unsigned char)*c)
                return false;
        if (next(body) != (i + 1 < count ? ',' : '\n'))
            return false;
    }
    return true;
}

/* Whether as many rows of that many cells follow, and nothing else. */
static bool rows_follow(struct body *body, size_t rows, size_t cells)
{
    bool quoted = false;
    size_t row = 0, cell = 1;
    int last = '\n';
    for (int byte; (byte = next(body)) != EOF; last = byte) {
        quoted ^= byte == '"';
        cell += byte == ',' && !quoted;
        if (byte == '\n' && !quoted) {
            if (cell != cells || ++row > rows)
                return false;
            cell = 1;
        }
    }
    return last == '\n' && row == rows;
}

static bool matches(FILE *file, const char *header, size_t column_count,
                    const struct column *columns)
{
    size_t rows = 0;
    uint64_t sum = 0;
    char end = 0;
    struct body body = {file, CHECKSUM_START};
    return header_follows(file, header) &&
           fscanf(file, TABLE_ROWS "%zu checksum %" SCNx64 "%c", &rows, &sum, &end) == 3 &&
           end == '\n' && rows > 0 && names_follow(&body, column_count, columns) &&
           rows_follow(&body, rows, column_count) && body.sum == sum;
}

/* What reuse_matches tells, as this process sees it. */
static bool file_matches(const char *path, const char *header, size_t column_count,
                         const struct column *columns)
{
    struct stat status;
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    FILE *file = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)
                     ? fdopen(descriptor, "r")
                     : NULL;
    if (!file) {
        close(descriptor);
        return false;
    }
    bool same = matches(file, header, column_count, columns);
    fclose(file);
    if (same)
        atomic_sweep(path);
    return same;
}

bool reuse_matches(const char *path, const char *header, size_t column_count,
                   const struct column *columns)
{
    bool same = ranks_first() && file_matches(path, header, column_count, columns);
    ranks_share(&same, sizeof same);
    return same;
}
