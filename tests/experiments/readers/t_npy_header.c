/* .npy headers: each is decided as NumPy decides it, and what is read says what NumPy says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/readers/npy_header.h"
#include "tests/tools/check_tools.h"

/* Reads a header from memory. Returns: whether it was taken; else the message is one that names the
 * file and one condition. */
static bool taken(int version, const char *text, struct npy_header *out, struct message *error)
{
    unsigned char file[2048] = "\x93NUMPY";
    size_t length = strlen(text), at = 8;
    file[6] = (unsigned char)version;
    for (int i = 0; i < (version == 1 ? 2 : 4); i++)
        file[at++] = (unsigned char)(length >> (8 * i));
    memcpy(file + at, text, length);
    *error = (struct message){""};
    bool read = npy_header_read(at + length, file, "a.npy", out, error);
    ck_assert(read == (error->text[0] == '\0'));
    ck_assert_msg(read || strstr(error->text, "\"a.npy\"") != NULL, "%s", error->text);
    ck_assert_msg(!read || out->offset == at + length, "%s", text);
    return read;
}

/* "<f8 C (4, 4)" */
static struct message entries_text(const struct npy_header *h)
{
    struct message text;
    char kind = h->type_name[0], order = h->big_endian ? '>' : '<';
    message_set(&text, "%c%c%zu %c (", h->size == 1 ? '|' : order, kind, h->size,
                h->fortran ? 'F' : 'C');
    for (size_t i = 0; i < h->rank; i++)
        message_add(&text, "%s%zu", i ? ", " : "", h->shape[i]);
    message_add(&text, "%s", h->rank == 1 ? ",)" : ")");
    return text;
}

static void as_numpy(void *context, char *const cell[GOLDEN_CELLS])
{
    size_t *differ = context;
    struct npy_header header;
    struct message error;
    for (char *c = cell[1]; *c; c++)
        if (*c == '`')
            *c = '"';
    bool read = taken(atoi(cell[0]), cell[1], &header, &error),
         theirs = strcmp(cell[2], "read") == 0;
    ck_assert_msg(read == (theirs && !cell[4][0]), "version %s: %s: %s", cell[0], cell[1],
                  error.text);
    if (read)
        ck_assert_str_eq(entries_text(&header).text, cell[3]);
    *differ += theirs && !read;
}

TEST(headers_are_decided_as_numpy_does)
{
    size_t differ = 0;
    ck_assert_uint_eq(golden_each("npy_headers.csv", &differ, as_numpy), 229);
    ck_assert_uint_eq(differ, 25);
}

/* The table is what this machine's NumPy says, where there is one. */
TEST(the_table_is_numpy_s)
{
    if (system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) {
        fprintf(stderr, "npy_header: NumPy is not installed: its table was not made again\n");
        return;
    }
    ck_assert_int_eq(system("/usr/bin/python3 tests/reference/golden_npy.py /dev/stdout | "
                            "cmp - tests/reference/npy_headers.csv"),
                     0);
}

/* What is refused, and the one thing the message names. */
static const struct {
    const char *header, *says;
} refused[] = {
    {"{'descr': '<f8', 'fortran_order': true, 'shape': (4, 4)}",
     "has \"true, 'shape': (4, 4)}\"; expected True or False for fortran_order"},
    {"{'descr': '<f8'junk, 'fortran_order': False}", "has \"junk, "},
    {"{'descr': '<f8junk', 'fortran_order': False}", "type \"<f8junk\"; expected float64, float32"},
    {"{'descr': '|O', 'shape': (4, 4)}", "type \"|O\"; expected float64"},
    {"{'descr': [('x', '<f8')], 'shape': (4, 4)}", "expected a string with the name of one type"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4, -4)}",
     "has \"-4)}\"; expected a whole number from 0 for shape"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4)}",
     "shape is (4), a number and no tuple"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': [4, 4]}",
     "has \"[4, 4]}\"; expected numbers"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4 4)}",
     "has \"4)}\"; expected a comma or"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 1)}", "over 3 dimensions"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 1)}",
     "expected a smaller number for shape"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
     "than any file"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952,)}", "than any file"},
    {"{'descr': '<f8', 'descr': '<f8'}", "gives descr twice"},
    {"{'descr': '<f8', 'fortran_ordr': False}",
     "the key \"fortran_ordr\"; expected descr, fortran_order, shape; did you mean"},
    {"{'descr': '<f8', 'shape': (4, 4)}", "has no fortran_order"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4, 4)} + 1",
     "has \"+ 1\"; expected nothing"},
    {"{'descr': '<f8', 'fortran_order': False, 'shape': (4, 4)",
     "the header ends; expected a comma"},
    {"'descr': '<f8'", "expected a dictionary in braces"},
    {"{'descr' '<f8'", "has \"'<f8'\"; expected a colon"},
    {"{\x1b[31m\xff: 1}", "has \"\\x1b[31m\\xff: 1}\"; expected a key in quotes"},
};

TEST_EACH(a_refusal_names_one_thing, TOOLS_COUNT(refused))
{
    struct npy_header header;
    struct message error;
    ck_assert(!taken(1, refused[_i].header, &header, &error));
    ck_assert_msg(strstr(error.text, refused[_i].says) != NULL, "%s", error.text);
}

TEST(a_zero_byte_and_another_minor_version_are_named)
{
    struct npy_header header;
    struct message error;
    unsigned char file[] = "\x93NUMPY\x01\x00\x04\x00{}\0 ";
    ck_assert(!npy_header_read(14, file, "a.npy", &header, &error) &&
              strstr(error.text, "a zero byte"));
    file[7] = 1;
    ck_assert(!npy_header_read(14, file, "a.npy", &header, &error) &&
              strstr(error.text, "version 1.1"));
}
