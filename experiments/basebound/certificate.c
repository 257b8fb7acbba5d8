#include "experiments/basebound/certificate.h"

#include <inttypes.h>
#include <stdarg.h>

#include "experiments/harness/output/checksum.h"

/* Writes a line and takes it into the checksum. */
static void line(struct certificate *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void line(struct certificate *c, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fputs(text, c->file.stream); /* a failure shows when the file is finished */
    c->checksum = checksum_add(c->checksum, text, (size_t)length);
    c->lines++;
}

bool certificate_open(struct certificate *certificate, const char *path, size_t dim,
                      struct message *error)
{
    *certificate = (struct certificate){.checksum = CHECKSUM_START};
    if (!atomic_open(&certificate->file, path, error))
        return false;
    line(certificate, "posbias certificate 1 basebound\n");
    line(certificate, "dim %zu\n", dim);
    return true;
}

enum status certificate_hop(void *certificate, const struct base_hop *hop)
{
    line(certificate, "fail %.17g %.17g %.17g\n", hop->base, hop->distance, hop->margin);
    return STATUS_OK;
}

void certificate_row(struct certificate *certificate, const struct basebound_row *row)
{
    if (!row->least.closed)
        return;
    line(certificate, "row %zu %.17g %.17g\n", row->length, row->least.lo, row->least.hi);
    if (row->window.proved && !row->window.none)
        line(certificate, "window %zu %.17g %.17g %.17g %.17g %.17g\n", row->length, row->least.hi,
             row->window.passes, row->window.fails, row->window.distance, row->window.margin);
    if (row->has_safe && row->safe.proved && !row->safe.none)
        line(certificate, "safe %zu %.17g %.17g %.17g %.17g\n", row->length, row->safe.passes,
             row->safe.fails, row->safe.distance, row->safe.margin);
}

bool certificate_close(struct certificate *certificate, struct message *error)
{
    fprintf(certificate->file.stream, "end %zu %016" PRIx64 "\n", certificate->lines,
            certificate->checksum);
    return atomic_commit(&certificate->file, error);
}

void certificate_discard(struct certificate *certificate) { atomic_discard(&certificate->file); }
