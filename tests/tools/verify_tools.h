/* Certificates as text: read, edited, sealed again, and put to the verifier. */
#ifndef POSBIAS_TESTS_TOOLS_VERIFY_TOOLS_H
#define POSBIAS_TESTS_TOOLS_VERIFY_TOOLS_H

#include "tests/tools/check_tools.h"
#include "verify/bank.h"

/* Certificates by tests/reference/golden_certificate.py: of version 1 D = 8 with all kinds of
 * lines, D = 12, D = 16; of version 2 D = 8 with all kinds, D = 4, D = 16. */
enum { CERTIFICATES = 6, CERTIFICATE_2 = 3 };
extern const char *const certificate_names[CERTIFICATES];

enum { TEXT_MAX = 1 << 16 };
struct text {
    size_t size;
    char bytes[TEXT_MAX];
};

struct outcome {
    int code;
    char *out, *err; /* to be freed */
};

/* What the verifier says of size bytes. The caller frees with outcome_free. */
struct outcome outcome_of(size_t size, const char *bytes);
void outcome_free(struct outcome *v);

void text_load(struct text *text, const char *name);

/* Number of lines; where line i begins. */
size_t text_lines(const struct text *text);
size_t text_line(const struct text *text, size_t i);

/* Replaces size bytes at a place. */
void text_replace(struct text *text, size_t at, size_t size, const char *by);

/* Writes the end line anew, with the number of lines and the checksum that belong to what is before
 * it. */
void text_seal(struct text *text);

/* The number of the line that a refusal names. Asserts that the refusal quotes that line of the
 * text, as far as it is plain and no longer than a line may be. */
size_t text_refused_line(const struct text *text, const char *err);

/* Asserts a code and that the message, one line, holds says (NULL: any). Returns the number of the
 * line it names, 0 if it names none. */
size_t text_gets(const struct text *text, int code, const char *says, const char *what);

/* B_r(base) in long double. Error: reference_sum_error, since angles of size r are off by some 8 r
 * 2^-64. */
long double reference_sum(int pairs, double base, uint32_t r);
double reference_sum_error(int pairs, uint32_t r);

/* Narrows bases at which the sum of a distance has different signs to neighbouring doubles. */
void verify_neighbours(int pairs, uint32_t r, double *lo, double *hi);

#endif
