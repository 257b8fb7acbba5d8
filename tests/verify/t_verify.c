/* Certificates to the verifier: true ones, and every way of spoiling them. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/verify_tools.h"

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;
    for (; (text = strstr(text, word)); text++)
        count++;
    return count;
}

/* Accepted, with a line for each row and a summary that names what is not checked; the same for any
 * number of threads. */
TEST_EACH(true_ones_prove, CERTIFICATES)
{
    static const size_t rows[CERTIFICATES] = {3, 2, 2, 3, 2, 2},
                        safes[CERTIFICATES] = {1, 0, 1, 0, 0, 0},
                        endless[CERTIFICATES] = {0, 0, 0, 1, 0, 1};
    struct text t;
    text_load(&t, certificate_names[_i]);
    omp_set_num_threads(1);
    struct outcome v = outcome_of(t.size, t.bytes);
    omp_set_num_threads(3);
    struct outcome w = outcome_of(t.size, t.bytes);
    ck_assert_int_eq(v.code, 0);
    ck_assert_str_eq(v.err, "");
    ck_assert_uint_eq(count_of(v.out, "\n"), rows[_i] + 1);
    ck_assert_uint_eq(count_of(v.out, "proved: context "), rows[_i]);
    ck_assert_uint_eq(count_of(v.out, "NOT re-checked: that every base above"), 2 * safes[_i]);
    ck_assert_uint_eq(count_of(v.out, " does not pass, every base from "), endless[_i]);
    ck_assert_uint_eq(count_of(v.out, "; everything in it re-checked; "), safes[_i] == 0);
    *strrchr(v.out, ';') = *strrchr(w.out, ';') = '\0'; /* the time */
    ck_assert_str_eq(v.out, w.out);
    outcome_free(&v);
    outcome_free(&w);
    text_seal(&t);
    text_gets(&t, 0, NULL, "sealed by the test");
}

/* The kth edit of a number: what a hand or a broken disk does to it. False if there is none. */
static bool edit(char *number, size_t k)
{
    size_t length = strlen(number), middle = length / 2;
    char *mantissa_end = strchr(number, 'e') ? strchr(number, 'e') : number + length;
    switch (k) {
    case 0:
        number[0] = number[0] == '9' ? '1' : (char)(number[0] + 1);
        return true;
    case 1:
        mantissa_end[-1] = mantissa_end[-1] == '0' ? '1' : (char)(mantissa_end[-1] - 1);
        return true;
    case 2:
        mantissa_end[-1] = mantissa_end[-1] == '9' ? '8' : (char)(mantissa_end[-1] + 1);
        return true;
    case 3:
        number[middle] = number[middle] == '5' ? '7' : '5';
        return true;
    case 4:
        memmove(number + 1, number, length + 1), number[0] = '-';
        return true;
    case 5:
        memmove(number + 1, number, length + 1), number[0] = '1';
        return true;
    case 6:
        strcat(number, "e1");
        return true;
    case 7:
        strcat(number, "0");
        return true;
    case 8:
        number[length - 1] = '\0';
        return true;
    case 9:
        strcpy(number, "0");
        return true;
    case 10:
        strcpy(number, "1");
        return true;
    default:
        return false;
    }
}

/* Every number of every line, spoiled in eleven ways; what stays the same is left out. One thread:
 * these are small. */
TEST_EACH(every_edited_number_is_refused, CERTIFICATES)
{
    struct text t;
    size_t edits = 0;
    omp_set_num_threads(1);
    text_load(&t, certificate_names[_i]);
    struct text *spoiled = malloc(sizeof *spoiled);
    ck_assert_ptr_nonnull(spoiled);
    for (size_t at = 0; at < t.size; at++) {
        if (at == 0 || t.bytes[at - 1] != ' ' || t.bytes[at] < '0' || t.bytes[at] > '9')
            continue;
        char number[64], what[160];
        size_t length = strcspn(t.bytes + at, " \n");
        for (size_t k = 0;; k++) {
            snprintf(number, sizeof number, "%.*s", (int)length, t.bytes + at);
            if (!edit(number, k))
                break;
            if (strlen(number) == length && memcmp(number, t.bytes + at, length) == 0)
                continue;
            memcpy(spoiled, &t, sizeof t);
            text_replace(spoiled, at, length, number);
            snprintf(what, sizeof what, "byte %zu, \"%.*s\" to \"%s\"", at, (int)length,
                     t.bytes + at, number);
            struct outcome v = outcome_of(spoiled->size, spoiled->bytes);
            ck_assert_msg(v.code == 1 || v.code == 2, "%s: code %d", what, v.code);
            ck_assert_msg(v.out[0] == '\0', "%s: %s", what, v.err);
            text_refused_line(spoiled, v.err);
            outcome_free(&v);
            edits++;
        }
    }
    free(spoiled);
    ck_assert_uint_gt(edits, _i < CERTIFICATE_2 ? 2000 : 300);
}

TEST_EACH(every_truncation_is_no_certificate, CERTIFICATES)
{
    struct text t;
    text_load(&t, certificate_names[_i]);
    for (size_t whole = t.size, size = 0; size < whole; size++) {
        t.size = size;
        ck_assert_uint_eq(text_gets(&t, 2, NULL, "truncated"), text_lines(&t) + 1);
    }
}

/* Lines swapped, doubled and dropped, as they are and with the end line made to fit. */
TEST(moved_lines_are_refused)
{
    struct text t, s;
    char line[256], next[512];
    text_load(&t, certificate_names[0]);
    size_t lines = text_lines(&t);
    omp_set_num_threads(1);
    for (size_t i = 0; i + 1 < lines; i++) {
        size_t at = text_line(&t, i), middle = text_line(&t, i + 1), end = text_line(&t, i + 2);
        bool fail = strncmp(t.bytes + at, "fail", 4) == 0,
             fails = fail && strncmp(t.bytes + middle, "fail", 4) == 0;
        snprintf(line, sizeof line, "%.*s", (int)(middle - at), t.bytes + at);
        snprintf(next, sizeof next, "%.*s%s", (int)(end - middle), t.bytes + middle, line);
        memcpy(&s, &t, sizeof t);
        text_replace(&s, at, end - at, next);
        struct outcome v = outcome_of(s.size, s.bytes);
        ck_assert_msg(v.code == 1 || v.code == 2, "line %zu swapped: %d", i + 1, v.code);
        outcome_free(&v);
        if (fails) {
            text_seal(&s);
            ck_assert_uint_eq(text_gets(&s, 1, "a gap", "swapped and sealed"), i + 1);
        }
        memcpy(&s, &t, sizeof t);
        text_replace(&s, at, 0, line);
        text_gets(&s, 2, NULL, "doubled");
        memcpy(&s, &t, sizeof t);
        text_replace(&s, at, middle - at, "");
        text_gets(&s, 2, NULL, "dropped");
        if (fail) {
            text_seal(&s);
            ck_assert_uint_eq(text_gets(&s, 1, fails ? "a gap" : "under", "dropped and sealed"),
                              i + 1);
        }
    }
}

static uint64_t pick(uint64_t *state, uint64_t below)
{
    return (uint64_t)(tools_uniform(state) * (double)below);
}

/* One random change: a byte, a bit, a cut, a copied block, or a number from elsewhere in the file.
 * */
static void mutate(struct text *t, uint64_t *state)
{
    size_t at = pick(state, t->size), from = pick(state, t->size), size = 1 + pick(state, 40);
    char block[64];
    size = at + size > t->size ? t->size - at : from + size > t->size ? t->size - from : size;
    switch (pick(state, 5)) {
    case 0:
        t->bytes[at] = (char)pick(state, 256);
        break;
    case 1:
        t->bytes[at] ^= (char)(1 << pick(state, 8));
        break;
    case 2:
        text_replace(t, at, at + size <= t->size ? size : 0, "");
        break;
    case 3:
        t->bytes[at] = "0123456789.e+- \n"[pick(state, 16)];
        break;
    default:
        snprintf(block, sizeof block, "%.*s", (int)size, t->bytes + from);
        text_replace(t, at, 0, block);
    }
}

/* Never accepted unless nothing changed, never anything but a verdict; a third get their end line
 * made to fit, and may prove less. */
TEST_EACH(garbage_is_refused, CERTIFICATES)
{
    static struct text t, s;
    uint64_t state = (uint64_t)_i + 1;
    omp_set_num_threads(1);
    text_load(&t, certificate_names[_i]);
    for (int i = 0; i < 3000; i++) {
        memcpy(&s, &t, sizeof t);
        for (uint64_t k = 1 + pick(&state, 3); k > 0 && s.size > 0; k--)
            mutate(&s, &state);
        bool same = s.size == t.size && memcmp(s.bytes, t.bytes, t.size) == 0,
             sealed = i % 3 == 0 && text_lines(&s) > 1;
        if (sealed)
            text_seal(&s);
        struct outcome v = outcome_of(s.size, s.bytes);
        ck_assert_msg(v.code >= 0 && v.code <= 2 && (v.code > 0 || same || sealed),
                      "mutation %d: code %d", i, v.code);
        ck_assert_msg((v.code == 0) == (v.err[0] == '\0'), "mutation %d: %s", i, v.err);
        if (v.code > 0)
            text_refused_line(&s, v.err);
        outcome_free(&v);
    }
}

/* Two hundred thousand lines at D = 2, B_2 = cos 2 at any base; then a false one among them is
 * named. */
TEST(many_lines_are_read)
{
    enum { LINES = 200000, AT = 170000 };
    static const char header[] = "posbias certificate 1 basebound\ndim 2\n",
                      good[] = "fail 1 2 0.41614683654714235\n",
                      bad[] = "fail 1 2 0.41614683654714246\n";
    size_t size = sizeof header - 1, each = sizeof good - 1;
    char *bytes = malloc(size + LINES * each + 64);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, header, size);
    for (size_t i = 0; i < LINES; i++, size += each)
        memcpy(bytes + size, good, each);
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3;
    size += (size_t)sprintf(bytes + size, "end %d %016llx\n", LINES + 2, (unsigned long long)hash);
    struct outcome v = outcome_of(size, bytes);
    ck_assert_msg(
        v.code == 0 &&
            strstr(v.out,
                   " 200003 lines: no base in [1, 9.9999999999999997e+199) passes at any context "
                   "over 2;"),
        "%s %s", v.out, v.err);
    outcome_free(&v);
    memcpy(bytes + sizeof header - 1 + AT * each, bad, each);
    v = outcome_of(size, bytes);
    ck_assert_msg(v.code == 1 && strstr(v.err, "line 170003 \"fail 1 2 0.41614683654714246\": "),
                  "%s", v.err);
    outcome_free(&v);
    free(bytes);
}
