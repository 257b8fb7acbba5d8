/* posbias verify: re-checks certificates of basebound, sharing no code with what wrote them. */
#ifndef POSBIAS_VERIFY_VERIFY_H
#define POSBIAS_VERIFY_VERIFY_H

#include <stdio.h>

/* The command. In: one word, the file's name. Returns: as verify_certificate; 2 also for a file
 * that cannot be read. */
int verify_main(int argc, char **argv);

/* Reads and proves one certificate. Out: one line for each row and one of summary on out, if all of
 * it proves; else one line on err.
 * In: name for the messages.
 * Returns: 0 if every line proves, 1 if it does not prove, 2 if it is not a certificate, 3 if
 *          memory runs out. */
int verify_certificate(FILE *in, const char *name, FILE *out, FILE *err);

/* Prints what posbias help verify shows. */
void verify_help(FILE *out);

#endif
