#include "experiments/basebound/certificate.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

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
    line(certificate, "posbias certificate 2 basebound\n");
    line(certificate, "dim %zu\n", dim);
    return true;
}

/* The shortest decimal that reads back as the number. */
struct word {
    char text[32];
};
static struct word shortest(double x)
{
    struct word w;
    int digits = 1;
    do
        snprintf(w.text, sizeof w.text, "%.*g", digits, x);
    while (digits++ < 17 && strtod(w.text, NULL) != x);
    return w;
}

enum status certificate_below(void *certificate, const struct base_below *below)
{
    line(certificate, "below %s %.0f\n", shortest(below->to).text, below->distance);
    return STATUS_OK;
}

void certificate_row(struct certificate *certificate, const struct basebound_row *row)
{
    const struct base_end *window = &row->window, *safe = &row->safe;
    if (!row->least.closed)
        return;
    line(certificate, "row %zu %s %s\n", row->length, shortest(row->least.lo).text,
         shortest(row->least.hi).text);
    if (window->proved && !window->none)
        line(certificate, "window %zu %s %s %s %.0f %s\n", row->length,
             shortest(row->least.hi).text, shortest(window->passes).text,
             shortest(window->fails).text, window->distance, shortest(window->margin).text);
    if (row->has_safe && row->limit_ends && safe->proved && !safe->none)
        line(certificate, "safe %zu %s %s %.0f %s\n", row->length, shortest(safe->passes).text,
             shortest(safe->fails).text, safe->distance, shortest(safe->margin).text);
}

bool certificate_close(struct certificate *certificate, struct message *error)
{
    fprintf(certificate->file.stream, "end %zu %016" PRIx64 "\n", certificate->lines,
            certificate->checksum);
    return atomic_commit(&certificate->file, error);
}

void certificate_discard(struct certificate *certificate) { atomic_discard(&certificate->file); }
