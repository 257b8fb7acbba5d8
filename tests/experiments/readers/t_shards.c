/* An index of several files: what it may name, and what the files must then hold. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "experiments/readers/tensors.h"
#include "tests/tools/model_files.h"

#define ONE(name) "s:{'" name "':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} f:1"

static const struct {
    const char *words, *says;
} faults[] = {
    {"t:{'metadata':{}}", "'@' has no weight_map, as an index of safetensors has"},
    {"t:{'weight_map':[]}", "'@' has no weight_map, as an index of safetensors has"},
    {"t:{'weight_map':{}}", "'@' has an empty weight_map"},
    {"t:{'weight_map':{'a':1}}", "'@': tensor 'a' is in no file: its value is no string"},
    {"t:{'weight_map':{'a':'../one'}}",
     "'@' names '../one' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':'/etc/passwd'}}",
     "'@' names '/etc/passwd' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':'.'}}", "'@' names '.' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':'..'}}", "'@' names '..' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':''}}", "'@' names '' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':'sub/one'}}",
     "'@' names 'sub/one' for tensor 'a'; expected a file of its folder"},
    {"t:{'weight_map':{'a':'none'}}", "cannot read '%/none': No such file or directory"},
    {"t:{'weight_map':{'a':'out'}}", "'@' names 'out', a link that leads out of its folder"},
    {"t:{'weight_map':{'a':'passwd'}}", "'@' names 'passwd', a link that leads out of its folder"},
    {"t:{'weight_map':{'b':'one'}}", "'@': tensor 'b' is not in 'one'"},
    {"t:{'weight_map':{'a':'one','b':'one'}}", "'@': tensor 'b' is not in 'one'"},
    {"t:{'weight_map':{'a':'one','b':'also'}}", "tensor 'a' stands in '%/also' and in '%/one'"},
    {"t:{'weight_map':{'a':'one','a':'also'}}",
     "'@', line 1, column 28: key 'a' is twice in an object"},
    {"t:{'weight_map':{'a':'bad'}}", "'%/bad' has a header of 9 bytes; 2 are there"},
    {"t:{'weight_map':{'a':'model.safetensors.index.json'}}",
     "'@' has a header of 8388068008349082235 bytes; expected at most 100000000"},
};

TEST_EACH(a_fault_of_an_index_has_its_message, TOOLS_COUNT(faults))
{
    struct folder f, other;
    struct tensors *t;
    struct message error = {""};
    char expected[MESSAGE_SIZE] = "";
    folder_make(&f), folder_make(&other);
    ck_assert_int_eq(symlink(model_file(&other, "one", ONE("a")), folder_file(&f, "out")), 0);
    ck_assert_int_eq(symlink("/etc/passwd", folder_file(&f, "passwd")), 0);
    model_file(&f, "one", ONE("a"));
    model_file(&f, "also",
               "s:{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},"
               "'b':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}} 2:0");
    model_file(&f, "bad", "8:9 t:{}");
    const char *path = model_file(&f, "model.safetensors.index.json", faults[_i].words);
    for (const char *c = faults[_i].says; *c; c++) {
        const char one[] = {*c == '\'' ? '"' : *c, '\0'};
        strcat(expected, *c == '@' ? path : *c == '%' ? f.path : one);
    }
    ck_assert_msg(!tensors_open(path, &t, &error), "it was taken: %s", expected);
    ck_assert_str_eq(error.text, expected);
    ck_assert_uint_eq(folder_remove(&f), 6);
    ck_assert_uint_eq(folder_remove(&other), 1);
}

/* Links within the folder are files of it, and an index is found without a slash in its path. */
TEST(links_within_the_folder_are_followed)
{
    struct folder f;
    struct tensors *t;
    struct message error = {""};
    char here[1024];
    folder_make(&f);
    model_file(&f, "one", ONE("a"));
    ck_assert_int_eq(symlink("one", folder_file(&f, "link")), 0);
    model_file(&f, "index.json", "t:{'weight_map':{'a':'link'}}");
    ck_assert(getcwd(here, sizeof here) && chdir(f.path) == 0);
    ck_assert_msg(tensors_open("index.json", &t, &error), "%s", error.text);
    ck_assert_str_eq(tensors_find(t, "a")->file, "link");
    tensors_close(t);
    ck_assert_int_eq(chdir(here), 0);
    ck_assert_uint_eq(folder_remove(&f), 3);
}
