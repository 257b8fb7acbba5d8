/* .npy files: the versions, types and orders that are read, and every way a file can be wrong. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/readers/npy.h"
#include "tests/tools/check_tools.h"

enum { ROOM = 4096 };

/* magic, version, header text, payload; returns the size. */
static size_t make(unsigned char *out, int version, const char *text, size_t bytes,
                   const void *payload)
{
    size_t length = strlen(text), at = 0;
    memcpy(out, "\x93NUMPY", 6);
    out[6] = (unsigned char)version, out[7] = 0;
    at = 8;
    for (int i = 0; i < (version == 1 ? 2 : 4); i++)
        out[at++] = (unsigned char)(length >> (8 * i));
    memcpy(out + at, text, length);
    if (bytes)
        memcpy(out + at + length, payload, bytes);
    return at + length + bytes;
}

static const double EIGHT[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
static const float FOUR[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
#define C_ORDER(type, shape) "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }\n"
#define F_ORDER(type, shape) "{'descr': '" type "', 'fortran_order': True, 'shape': " shape ", }\n"

TEST(good_matrices_are_read)
{
    static const struct {
        int version;
        const char *text;
        bool single, fortran;
    } cases[] = {
        {1, C_ORDER("<f8", "(3, 3)"), false, false},
        {2, C_ORDER("<f8", "(3, 3)"), false, false},
        {3, C_ORDER("<f8", "(3, 3)"), false, false},
        {1, F_ORDER("<f8", "(3, 3)"), false, true},
        {1, C_ORDER("<f4", "(3, 3)"), true, false},
        {1, C_ORDER("<d", "( 3 , 3,)"), false, false},
        {1, "{\"shape\": (3,3), \"fortran_order\": True, \"descr\": \"f8\"}", false, true},
        {2, F_ORDER("<f4", "(3, 3)"), true, true},
        {1, "{'shape': (3, 3), 'fortran_order': False, 'descr': '<f8'}", false, false},
    };
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        unsigned char file[ROOM];
        double out[9];
        struct message error;
        size_t size = make(file, cases[i].version, cases[i].text,
                           cases[i].single ? sizeof FOUR : sizeof EIGHT,
                           cases[i].single ? (const void *)FOUR : (const void *)EIGHT);
        ck_assert_msg(npy_matrix(folder_write(&f, "a.npy", size, file), 3, out, &error),
                      "case %zu: %s", i, error.text);
        for (size_t row = 0; row < 3; row++)
            for (size_t column = 0; column < 3; column++)
                ck_assert_msg(
                    out[3 * row + column] ==
                        (double)(cases[i].fortran ? 1 + row + 3 * column : 1 + 3 * row + column),
                    "case %zu entry %zu,%zu", i, row, column);
    }
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(bad_headers_are_refused)
{
    static const struct {
        int version;
        const char *text;
        size_t bytes;
        const char *names;
    } cases[] = {
        {0, C_ORDER("<f8", "(3, 3)"), 72, "version 0.0; expected 1.0, 2.0 or 3.0"},
        {4, C_ORDER("<f8", "(3, 3)"), 72, "version 4.0; expected 1.0, 2.0 or 3.0"},
        {1, C_ORDER("<i8", "(3, 3)"), 72, "<i8"},
        {1, C_ORDER("<c16", "(3, 3)"), 72, "<c16"},
        {1, C_ORDER("|b1", "(3, 3)"), 72, "|b1"},
        {1, C_ORDER("<f8", "(3,)"), 24, "shape"},
        {1, C_ORDER("<f8", "()"), 8, "shape"},
        {1, C_ORDER("<f8", "(3, 3, 1)"), 72, "shape"},
        {1, C_ORDER("<f8", "(2, 3)"), 48, "(2, 3)"},
        {1, C_ORDER("<f8", "(3, 2)"), 48, "(3, 2)"},
        {1, C_ORDER("<f8", "(4, 4)"), 72, "(4, 4)"},
        {1, C_ORDER("<f8", "(9, 1)"), 72, "(9, 1)"},
        {1, C_ORDER("<f8", "(3, 3)"), 71, "ends after 8"},
        {1, C_ORDER("<f8", "(3, 3)"), 0, "ends after 0"},
        {1, C_ORDER("<f8", "(3, 3)"), 80, "goes on"},
        {1, "{'descr': '<f8', 'shape': (3, 3)}", 72, "fortran_order"},
        {1, "{}", 72, "descr"},
        {1, "", 0, "braces"},
    };
    double payload[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, out[9];
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        unsigned char file[ROOM];
        struct message error = {""};
        size_t size = make(file, cases[i].version, cases[i].text, cases[i].bytes, payload);
        const char *path = folder_write(&f, "bad.npy", size, file);
        ck_assert_msg(!npy_matrix(path, 3, out, &error), "case %zu was taken", i);
        ck_assert_msg(strstr(error.text, cases[i].names) && strstr(error.text, "bad.npy"),
                      "case %zu: %s", i, error.text);
    }
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Entries that are not finite, headers that end early or are absurdly long, and no file at all. */
TEST(broken_files_are_refused)
{
    static const double wrong[] = {NAN, INFINITY, -INFINITY};
    unsigned char file[ROOM];
    double payload[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9}, out[9];
    struct folder f;
    struct message error;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(wrong); i++)
        for (size_t at = 0; at < 9; at += 4) {
            memcpy(payload, EIGHT, sizeof payload);
            payload[at] = wrong[i];
            const char *path = folder_write(
                &f, "a.npy", make(file, 1, C_ORDER("<f8", "(3, 3)"), 72, payload), file);
            ck_assert(!npy_matrix(path, 3, out, &error) && strstr(error.text, "not finite"));
        }
    float single[9] = {1, 2, 3, 4, INFINITY, 6, 7, 8, 9};
    ck_assert(!npy_matrix(
        folder_write(&f, "a.npy", make(file, 1, C_ORDER("<f4", "(3, 3)"), 36, single), file), 3,
        out, &error));
    for (int version = 1; version <= 2; version++) {
        size_t size = make(file, version, C_ORDER("<f8", "(3, 3)"), 72, EIGHT), header = size - 72;
        for (size_t cut = 0; cut < header; cut++) /* every file that ends inside its header */
            ck_assert(!npy_matrix(folder_write(&f, "a.npy", cut, file), 3, out, &error));
    }
    size_t size = make(file, 2, C_ORDER("<f8", "(3, 3)"), 72, EIGHT);
    file[10] = 2; /* over 65536 */
    ck_assert(!npy_matrix(folder_write(&f, "a.npy", size, file), 3, out, &error) &&
              strstr(error.text, "65536"));
    ck_assert_uint_eq(folder_remove(&f), 1);
    ck_assert(!npy_matrix("/nonexistent/a.npy", 3, out, &error) &&
              strstr(error.text, "/nonexistent/a.npy"));
    ck_assert(!npy_matrix("/tmp", 3, out, &error));
}
