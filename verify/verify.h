/* The verdict on one certificate, in words. */
#ifndef POSBIAS_VERIFY_VERIFY_H
#define POSBIAS_VERIFY_VERIFY_H

#include <stdio.h>

/* Outcomes, which are also the program's exit statuses. */
enum verification { VERIFY_PROVES, VERIFY_DOES_NOT, VERIFY_NO_CERTIFICATE, VERIFY_BROKEN };

/* Reads and proves one certificate.
 * In: name, for the messages. Out: one line for each row and one of summary on out, if all of it
 *      proves; else one line on err.
 * Returns: VERIFY_BROKEN if memory runs out. */
enum verification verify_certificate(FILE *in, const char *name, FILE *out, FILE *err);

#endif
