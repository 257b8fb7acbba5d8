/* Certificates: what a search proved, for a program that does not trust it. */
#ifndef POSBIAS_BASEBOUND_CERTIFICATE_H
#define POSBIAS_BASEBOUND_CERTIFICATE_H

#include "experiments/basebound/measure.h"
#include "experiments/harness/output/files/atomic_file.h"

/* A certificate of a search, a sink for it: lines as verify/README.md states them. Nothing shows
 * under its name until it is finished. A row that is not proved is left out, and so is an end that
 * does not exist. */
struct certificate {
    struct atomic_file file;
    uint64_t checksum;
    size_t lines;
};
bool certificate_open(struct certificate *certificate, const char *path, size_t dim,
                      struct message *error);
enum status certificate_below(void *certificate, const struct base_below *below);
void certificate_row(struct certificate *certificate, const struct basebound_row *row);
bool certificate_close(struct certificate *certificate, struct message *error);
void certificate_discard(struct certificate *certificate);

#endif
