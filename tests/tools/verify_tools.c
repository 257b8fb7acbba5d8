#include "tests/tools/verify_tools.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verify/verify.h"

const char *const certificate_names[CERTIFICATES] = {
    "tests/reference/certificate_8.cert",       "tests/reference/certificate_12.cert",
    "tests/reference/certificate_16.cert",      "tests/reference/certificate_8_below.cert",
    "tests/reference/certificate_4_below.cert", "tests/reference/certificate_16_below.cert"};

struct outcome outcome_of(size_t size, const char *bytes)
{
    struct outcome v = {0};
    size_t out_size, err_size;
    FILE *in = tmpfile(), *out = open_memstream(&v.out, &out_size),
         *err = open_memstream(&v.err, &err_size);
    ck_assert(in && out && err);
    ck_assert_uint_eq(fwrite(bytes, 1, size, in), size);
    rewind(in);
    v.code = (int)verify_certificate(in, "FILE", out, err);
    fclose(in);
    fclose(out);
    fclose(err);
    return v;
}

void outcome_free(struct outcome *v)
{
    free(v->out);
    free(v->err);
}

void text_load(struct text *text, const char *name)
{
    FILE *file = fopen(name, "rb");
    ck_assert_msg(file != NULL, "%s", name);
    text->size = fread(text->bytes, 1, TEXT_MAX, file);
    ck_assert_uint_lt(text->size, TEXT_MAX / 2);
    fclose(file);
}

size_t text_lines(const struct text *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->size; i++)
        count += text->bytes[i] == '\n';
    return count;
}

size_t text_line(const struct text *text, size_t i)
{
    size_t at = 0;
    for (; i > 0; at++)
        i -= text->bytes[at] == '\n';
    return at;
}

void text_replace(struct text *text, size_t at, size_t size, const char *by)
{
    size_t more = strlen(by);
    ck_assert(at + size <= text->size && text->size + more <= TEXT_MAX);
    memmove(text->bytes + at + more, text->bytes + at + size, text->size - at - size);
    memcpy(text->bytes + at, by, more);
    text->size += more - size;
}

void text_seal(struct text *text)
{
    char end[64];
    size_t lines = text_lines(text) - 1, at = text_line(text, lines);
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
    for (size_t i = 0; i < at; i++)
        hash = (hash ^ (unsigned char)text->bytes[i]) * 0x100000001b3;
    snprintf(end, sizeof end, "end %zu %016" PRIx64 "\n", lines, hash);
    text_replace(text, at, text->size - at, end);
}

size_t text_refused_line(const struct text *text, const char *err)
{
    enum { LONGEST = 159 };
    size_t line = 0, at, length = 0;
    char quoted[LONGEST + 64];
    const char *named = strstr(err, ": line ");
    ck_assert_msg(named && sscanf(named, ": line %zu \"", &line) == 1 && line > 0 &&
                      line <= text_lines(text) + 1,
                  "names no line: %s", err);
    at = text_line(text, line - 1);
    while (length < LONGEST && at + length < text->size && text->bytes[at + length] >= ' ' &&
           text->bytes[at + length] <= '~')
        length++;
    snprintf(quoted, sizeof quoted, ": line %zu \"%.*s\": ", line, (int)length, text->bytes + at);
    ck_assert_msg(strncmp(named, quoted, strlen(quoted)) == 0, "not%s but %s", quoted, named);
    return line;
}

size_t text_gets(const struct text *text, int code, const char *says, const char *what)
{
    struct outcome v = outcome_of(text->size, text->bytes);
    size_t line = 0;
    ck_assert_msg(v.code == code, "%s: code %d, not %d: %s", what, v.code, code, v.err);
    if (code != 0) {
        ck_assert_msg(v.out[0] == '\0', "%s: says %s", what, v.out);
        ck_assert_msg(strncmp(v.err, "posbias: \"FILE\" ", 16) == 0 &&
                          strchr(v.err, '\n') == v.err + strlen(v.err) - 1,
                      "%s: not one line: %s", what, v.err);
        ck_assert_msg(strstr(v.err, code == 1 ? "does not prove: line "
                                              : "is not a certificate: line ") != NULL,
                      "%s: %s", what, v.err);
        ck_assert_msg(!says || strstr(v.err, says), "%s: does not say %s: %s", what, says, v.err);
        line = text_refused_line(text, v.err);
    }
    outcome_free(&v);
    return line;
}

long double reference_sum(int pairs, double base, uint32_t r)
{
    long double sum = 0.0L;
    for (int n = 0; n < pairs; n++)
        sum += cosl((long double)r * expl(-logl((long double)base) * n / pairs));
    return sum;
}

double reference_sum_error(int pairs, uint32_t r) { return pairs * (8.0 * r + 8.0) * 0x1p-64; }

void verify_neighbours(int pairs, uint32_t r, double *lo, double *hi)
{
    struct bank bank;
    bank_init(&bank, pairs);
    enum answer low = bank_passes(&bank, *lo, r);
    ck_assert_int_ne(low, bank_passes(&bank, *hi, r));
    while (nextafter(*lo, *hi) < *hi) {
        double middle = *lo + (*hi - *lo) / 2;
        *(bank_passes(&bank, middle, r) == low ? lo : hi) = middle;
    }
    bank_clear(&bank);
}
