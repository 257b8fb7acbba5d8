/* JSON of strangers: what is taken, and each thing that is not, by line and column. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "experiments/readers/json_file.h"
#include "tests/tools/model_files.h"

#define BYTES(text) sizeof(text) - 1, text

static const struct {
    size_t size;
    const char *text, *says;
} refused[] = {
    {BYTES(""), "\"a.json\", line 1, column 1: the text ends too early"},
    {BYTES(" \n\t"), "\"a.json\", line 2, column 1: the text ends too early"},
    {BYTES("{\"a\":\n [1,"), "\"a.json\", line 2, column 4: the text ends too early"},
    {BYTES("[]"), "\"a.json\" is no JSON object"},
    {BYTES("1"), "\"a.json\", line 1, column 1: '[' or '{' expected near '1'"},
    {BYTES("{}{"), "\"a.json\", line 1, column 3: something stands behind the object"},
    {BYTES("{}\n}"), "\"a.json\", line 2, column 1: something stands behind the object"},
    {BYTES("{}\0"), "\"a.json\", line 1, column 3: something stands behind the object"},
    {BYTES("\xef\xbb\xbf{}"), "\"a.json\" begins with a byte-order mark"},
    {BYTES("{\"a\":1,\n\"a\":1}"), "\"a.json\", line 2, column 3: key \"a\" is twice in an object"},
    {BYTES("{\"a\":{\"b\":1,\"\\u0062\":1}}"),
     "\"a.json\", line 1, column 20: key \"\\u0062\" is twice in an object"},
    {BYTES("{\"a\\u0000\":1}"), "\"a.json\", line 1, column 10: a zero byte in a string"},
    {BYTES("{\"a\":\"\\u0000\"}"), "\"a.json\", line 1, column 13: a zero byte in a string"},
    {BYTES("{\"a\":\"\xff\"}"), "\"a.json\", line 1, column 6: not UTF-8"},
    {BYTES("{\"a\":\"\xed\xa0\x80\"}"), "\"a.json\", line 1, column 6: not UTF-8"},
    {BYTES("{\"a\":\"\xc0\xaf\"}"), "\"a.json\", line 1, column 6: not UTF-8"},
    {BYTES("{\"a\":\"\\ud800\"}"),
     "\"a.json\", line 1, column 13: invalid Unicode '\\uD800' near '\"\\ud800\"'"},
    {BYTES("{\"a\":1e999}"), "\"a.json\", line 1, column 10: a number is too large"},
    {BYTES("{\"a\":-1e999}"), "\"a.json\", line 1, column 11: a number is too large"},
    {BYTES("{\"a\":1e-999}"), "\"a.json\", line 1, column 6: a number is too small for a double"},
    {BYTES("{\"a\":9e-999}"), "\"a.json\", line 1, column 6: a number is too small for a double"},
    {BYTES("{\"a\":\n0.0001e-330}"),
     "\"a.json\", line 2, column 1: a number is too small for a double"},
    {BYTES("{\"a\":9223372036854775808}"), "\"a.json\", line 1, column 24: a number is too large"},
    {BYTES("{\"a\":NaN}"), "\"a.json\", line 1, column 8: invalid token near 'NaN'"},
    {BYTES("{\"a\":Infinity}"), "\"a.json\", line 1, column 13: invalid token near 'Infinity'"},
    {BYTES("{\"a\":01}"), "\"a.json\", line 1, column 6: invalid token near '0'"},
    {BYTES("{\"a\":+1}"), "\"a.json\", line 1, column 6: invalid token near '+'"},
    {BYTES("{\"a\":.5}"), "\"a.json\", line 1, column 6: invalid token near '.'"},
    {BYTES("{'a':1}"), "\"a.json\", line 1, column 2: string or '}' expected near '''"},
    {BYTES("{\"a\":1,}"), "\"a.json\", line 1, column 8: string or '}' expected near '}'"},
    {BYTES("{\"a\" 1}"), "\"a.json\", line 1, column 6: ':' expected near '1'"},
    {BYTES("{\"a\":\"\n\"}"), "\"a.json\", line 1, column 6: unexpected newline near '\"'"},
    {BYTES("{\"a\":1} // x"), "\"a.json\", line 1, column 9: something stands behind the object"},
};

TEST_EACH(a_refusal_names_line_and_column, TOOLS_COUNT(refused))
{
    json_t *out;
    struct message error = {""};
    ck_assert(!json_bytes_read(refused[_i].size, refused[_i].text, "a.json", &out, &error));
    ck_assert_str_eq(error.text, refused[_i].says);
}

TEST(good_text_is_taken)
{
    static const char text[] =
        " {\"a\\u00e9\":[1,-2,0.5,0e5,0e-999,-0.0,1e-300,true,null,\"\\u0041[{\\\"\"],\n"
        "\"n\":9223372036854775807,\"o\":{}}\n ";
    json_t *out;
    struct message error;
    ck_assert_msg(json_bytes_read(sizeof text - 1, text, "a.json", &out, &error), "%s", error.text);
    json_t *list = json_object_get(out, "a\xc3\xa9");
    ck_assert_uint_eq(json_array_size(list), 10);
    ck_assert(json_real_value(json_array_get(list, 4)) == 0.0);
    ck_assert_str_eq(json_string_value(json_array_get(list, 9)), "A[{\"");
    ck_assert_int_eq(json_integer_value(json_object_get(out, "n")), INT64_MAX);
    json_decref(out);
}

/* Objects in each other, up to the limit and one more; strings do not count. */
TEST(depth_is_bounded)
{
    for (size_t depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        struct bytes b = {NULL, 0};
        struct message error = {""};
        json_t *out;
        bytes_text(&b, "{\"[[[[[[[[[\\\"[[[[\":");
        for (size_t i = 1; i < depth; i++)
            bytes_text(&b, "[");
        for (size_t i = 1; i < depth; i++)
            bytes_text(&b, "]");
        bytes_text(&b, "}");
        bool taken = json_bytes_read(b.size, (char *)b.at, "a.json", &out, &error);
        ck_assert(taken == (depth == JSON_DEPTH_MAX));
        if (taken)
            json_decref(out);
        else
            ck_assert_str_eq(error.text, "\"a.json\", line 1, column 83: over 64 objects and "
                                         "arrays in each other");
        bytes_free(&b);
    }
}

TEST(a_file_has_a_limit_and_is_a_file)
{
    struct folder f;
    json_t *out;
    struct message error;
    folder_make(&f);
    const char *path = folder_write(&f, "a.json", 8, "{\"a\": 1}");
    ck_assert(json_file_read(path, 8, &out, &error));
    json_decref(out);
    ck_assert(!json_file_read(path, 7, &out, &error) &&
              strstr(error.text, "/a.json\" has 8 bytes; expected at most 7"));
    ck_assert_int_eq(mkfifo(folder_file(&f, "pipe"), 0600), 0);
    ck_assert(!json_file_read(f.file, 7, &out, &error) && strstr(error.text, "not a regular"));
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* Words in strings, at a string's end and at the text's are left; so is a name that begins so. */
TEST(numbers_that_python_writes_are_strings_in_a_file)
{
    static const char text[] =
        "{\"Infinity\": [0.0, Infinity,-Infinity,NaN], \"a\": \"NaN\\\" Infinity\"}";
    struct folder f;
    json_t *out;
    struct message error;
    folder_make(&f);
    const char *path = folder_write(&f, "a.json", sizeof text - 1, text);
    ck_assert_msg(json_file_read(path, 100, &out, &error), "%s", error.text);
    json_t *list = json_object_get(out, "Infinity");
    ck_assert_str_eq(json_string_value(json_array_get(list, 1)), "Infini");
    ck_assert_str_eq(json_string_value(json_array_get(list, 2)), "-Infini");
    ck_assert_str_eq(json_string_value(json_array_get(list, 3)), "N");
    ck_assert_str_eq(json_string_value(json_object_get(out, "a")), "NaN\" Infinity");
    json_decref(out);
    path = folder_write(&f, "b.json", 8, "{\"a\": Na");
    ck_assert(!json_file_read(path, 100, &out, &error) &&
              strstr(error.text, "line 1, column 8: invalid token near 'Na'"));
    ck_assert_uint_eq(folder_remove(&f), 2);
}
