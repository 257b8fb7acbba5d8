/* Models' files that are wrong in one way, and the one message that names it. */
#include <stdio.h>
#include <string.h>

#include "experiments/readers/tensors.h"
#include "tests/tools/model_files.h"

/* One tensor "a" of safetensors whose entry has this in place of its own. */
#define SAFE(entry)                  "s:{'a':{" entry "}} f:1 f:2"
#define ENTRY(dtype, shape, offsets) "'dtype':" dtype ",'shape':" shape ",'data_offsets':" offsets
#define TWO(a, b)                                         \
    "s:{'a':{'dtype':'F32','shape':[1],'data_offsets':" a \
    "},'b':{'dtype':'F32','shape':[1],'data_offsets':" b "}}"
/* A GGUF file of so many tensors and keys. */
#define GGUF(tensors, keys) "t:GGUF 4:3 8:" #tensors " 8:" #keys " "
/* 24 + 9 + .. bytes are aligned by z. */
#define FLOATS "s:w 4:1 8:2 4:0 8:0 "

/* '@' in a message stands for the path, ' for ". */
static const struct {
    const char *name, *words, *says;
} faults[] = {
    /* what no format is */
    {"a", "", "'@' is empty; expected safetensors, GGUF or llama2.c"},
    {"a", "t:PK x:0304 z:60",
     "'@' is an archive, as PyTorch writes it; expected safetensors, GGUF or llama2.c"},
    {"a", "x:93 t:NUMPY z:60",
     "'@' is a .npy file, one array without a name; expected safetensors, GGUF or llama2.c"},
    {"a", "t:24ka 4:1 z:60",
     "'@' is a llama2.c file of a version after 0; expected safetensors, GGUF or llama2.c"},
    {"a", "t:hello~world,~hello~world",
     "'@' is no file of a model; expected safetensors, GGUF or "
     "llama2.c"},
    {"a", "t:lmgg z:60",
     "'@' is a file of ggml before GGUF; expected safetensors, GGUF or llama2.c"},
    {"a", "t:GGU", "'@' is no file of a model; expected safetensors, GGUF or llama2.c"},
    /* the front of safetensors */
    {"a.safetensors", "t:abc", "'@' has 3 bytes, too few for a safetensors file"},
    {"a.safetensors", "8:3 t:{}", "'@' has a header of 3 bytes; 2 are there"},
    {"a.safetensors", "8:4294967296 t:{}",
     "'@' has a header of 4294967296 bytes; expected at most 100000000"},
    {"a.safetensors", "8:100000001 t:{}",
     "'@' has a header of 100000001 bytes; expected at most 100000000"},
    {"a.safetensors", "8:-1 t:{}",
     "'@' has a header of 18446744073709551615 bytes; expected at most 100000000"},
    {"a.safetensors", "8:0", "'@', line 1, column 1: the text ends too early"},
    {"a.safetensors", "s:[]", "'@' is no JSON object"},
    {"a.safetensors", "s:{}x", "'@', line 1, column 3: something stands behind the object"},
    {"a.safetensors", "s:{} z:2", "'@' has 2 bytes behind its tensors"},
    {"a.safetensors", "8:7 t:{'a x:ff t:':1}", "'@', line 1, column 3: not UTF-8"},
    {"a.safetensors", "s:{'__metadata__':1}", "'@': __metadata__ is no object"},
    {"a.safetensors", "s:{'__metadata__':{'a':1}}",
     "'@': __metadata__ has 'a', which is no string"},
    /* an entry of safetensors */
    {"a.safetensors", "s:{'a':1}", "'@': tensor 'a' is no object in the header"},
    {"a.safetensors", SAFE("'dtype':'F32','shape':[2]"), "'@': tensor 'a' has no data_offsets"},
    {"a.safetensors", SAFE("'dtype':'F32','data_offsets':[0,8]"), "'@': tensor 'a' has no shape"},
    {"a.safetensors", SAFE("'shape':[2],'data_offsets':[0,8]"), "'@': tensor 'a' has no dtype"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2]", "[0,8]") ",'shpe':1"),
     "'@': tensor 'a' has the key 'shpe'; expected dtype, shape, data_offsets; did you mean "
     "'shape'?"},
    {"a.safetensors", SAFE(ENTRY("32", "[2]", "[0,8]")),
     "'@': tensor 'a' has a dtype that is no string"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "2", "[0,8]")),
     "'@': tensor 'a' has a shape that is no array"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[-2]", "[0,8]")),
     "'@': tensor 'a' has a shape with an entry that is no whole number from 0"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2.0]", "[0,8]")),
     "'@': tensor 'a' has a shape with an entry that is no whole number from 0"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "['2']", "[0,8]")),
     "'@': tensor 'a' has a shape with an entry that is no whole number from 0"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2]", "[0]")),
     "'@': tensor 'a' has data_offsets that are no two numbers"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2]", "[0,8.0]")),
     "'@': tensor 'a' has data_offsets that are no two whole numbers from 0"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2]", "[8,0]")),
     "'@': tensor 'a' has data_offsets that run backwards"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[3]", "[0,12]")),
     "'@': tensor 'a' ends at byte 12 of its data, which has 8"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[3]", "[0,8]")),
     "'@': tensor 'a' of type F32 and shape (3,) takes 12 bytes; its data_offsets are 8 apart"},
    {"a.safetensors", SAFE(ENTRY("'F64'", "[1,2]", "[0,8]")),
     "'@': tensor 'a' of type F64 and shape (1, 2) takes 16 bytes; its data_offsets are 8 apart"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[4294967296,4294967296]", "[0,8]")),
     "'@': tensor 'a' has a shape with more entries than any file"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[2305843009213693952]", "[0,8]")),
     "'@': tensor 'a' has a shape with more entries than any file"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[99999999999999999999]", "[0,8]")),
     "'@', line 1, column 49: a number is too large"},
    {"a.safetensors", SAFE(ENTRY("'F32'", "[1e999]", "[0,8]")),
     "'@', line 1, column 34: a number is too large"},
    /* tensors beside each other */
    {"a.safetensors", TWO("[0,4]", "[0,4]") " f:1", "'@': tensors 'a' and 'b' overlap"},
    {"a.safetensors", TWO("[0,4]", "[2,6]") " f:1 2:0", "'@': tensors 'a' and 'b' overlap"},
    {"a.safetensors", TWO("[5,9]", "[0,4]") " f:1 f:2 1:0",
     "'@': 1 bytes between tensors 'b' and 'a' belong to no tensor"},
    {"a.safetensors", TWO("[2,6]", "[6,10]") " f:1 f:2 2:0",
     "'@': 2 bytes before tensor 'a' belong to no tensor"},
    {"a.safetensors", TWO("[0,4]", "[4,8]") " f:1 f:2 1:0", "'@' has 1 bytes behind its tensors"},
    {"a.safetensors", "s:{'a':{},'a':{}}", "'@', line 1, column 11: key 'a' is twice in an object"},
    /* the front of GGUF */
    {"a.gguf", "t:GGML 4:1", "'@' is not a GGUF file"},
    {"a.gguf", "t:GGUF", "'@' ends inside its header"},
    {"a.gguf", "t:GGUF 4:1 8:0 8:0", "'@' is a GGUF file of version 1; expected 2 or 3"},
    {"a.gguf", "t:GGUF 4:4 8:0 8:0", "'@' is a GGUF file of version 4; expected 2 or 3"},
    {"a.gguf", "t:GGUF x:00000003 z:16", "'@' is a big-endian GGUF file; expected little-endian"},
    {"a.gguf", GGUF(0, 1152921504606846976) "z:40",
     "'@' says that it has 1152921504606846976 keys, more than its 64 bytes hold"},
    {"a.gguf", GGUF(1152921504606846976, 0) "z:40",
     "'@' says that it has 1152921504606846976 tensors, more than its 64 bytes hold"},
    /* keys and values */
    {"a.gguf", GGUF(0, 1) "8:1000 z:40",
     "'@' has a string of 1000 bytes in its header where 40 are left"},
    {"a.gguf", GGUF(0, 1) "8:-1 z:40",
     "'@' has a string of 18446744073709551615 bytes in its header where 40 are left"},
    {"a.gguf", GGUF(0, 1) "s: 4:0 1:1 z:9", "'@': key 0 has 0 bytes; expected 1 to 65535"},
    {"a.gguf", GGUF(0, 1) "8:2 x:ff0a 4:0 1:1", "'@': key '\\xff\\x0a' is not in printable ASCII"},
    {"a.gguf", GGUF(0, 1) "s:k 4:13 z:9", "'@': key 'k' has a value of type 13; expected 0 to 12"},
    {"a.gguf", GGUF(0, 1) "s:k 4:9 4:77 8:0",
     "'@': key 'k' has a value of type 77; expected 0 to 12"},
    {"a.gguf", GGUF(0, 1) "s:k 4:9 4:6 8:4611686018427387905 z:4",
     "'@': key 'k' has 4611686018427387905 entries, more than the rest of the file"},
    {"a.gguf", GGUF(0, 1) "s:k 4:9 4:8 8:2 s:x 8:9 z:1",
     "'@' has a string of 9 bytes in its header where 1 are left"},
    {"a.gguf", GGUF(0, 1) "s:k 4:7 1:2", "'@': key 'k' is neither true nor false (1 or 0)"},
    {"a.gguf", GGUF(0, 1) "s:k 4:12 4:0", "'@' ends inside its header"},
    {"a.gguf",
     GGUF(0, 1) "s:k 4:9 4:9 8:1 4:9 8:1 4:9 8:1 4:9 8:1 4:9 8:1 4:9 8:1 4:9 8:1 4:9 "
                "8:1 4:9 8:1 z:40",
     "'@': key 'k' has over 8 arrays in each other"},
    {"a.gguf", GGUF(0, 2) "s:k 4:0 1:1 s:k 4:0 1:1", "'@' has key 'k' twice"},
    {"a.gguf", GGUF(0, 1) "s:general.alignment 4:4 4:24",
     "'@': key 'general.alignment' is 24; expected a power of two"},
    {"a.gguf", GGUF(0, 1) "s:general.alignment 4:4 4:0",
     "'@': key 'general.alignment' is 0; expected a power of two"},
    {"a.gguf", GGUF(0, 1) "s:general.alignment 4:10 8:32",
     "'@': key 'general.alignment' is of type u64; expected u32"},
    /* tensors of GGUF: 24 bytes of front, 33 of "w" */
    {"a.gguf", GGUF(1, 0) FLOATS, "'@': tensor 'w' ends behind the file"},
    {"a.gguf", GGUF(1, 0) FLOATS "z:7 f:1", "'@': tensor 'w' ends behind the file"},
    {"a.gguf", GGUF(1, 0) "s:w 4:1 8:2 4:0 8:-32 z:7 f:1 f:2",
     "'@': tensor 'w' ends behind the file"},
    {"a.gguf", GGUF(1, 0) "s:w 4:1 8:2 4:0 8:8 z:7 z:16",
     "'@': tensor 'w' begins at byte 8 of the data, no multiple of 32"},
    {"a.gguf", GGUF(1, 0) "s:w 4:1 8:2 4:0 8:32 z:7 z:40",
     "'@': 32 bytes before tensor 'w' belong to no tensor"},
    {"a.gguf", GGUF(1, 0) "s:w 4:5 8:2 8:1 8:1 8:1 8:1 4:0 8:0",
     "'@': tensor 'w' has 5 dimensions; expected at most 4"},
    {"a.gguf", GGUF(1, 0) "s:w 4:2 8:4294967296 8:4294967296 4:0 8:0",
     "'@': tensor 'w' has a shape with more entries than any file"},
    {"a.gguf", GGUF(1, 0) "s:w 4:1 8:33 4:8 8:0",
     "'@': tensor 'w' of type Q8_0 has rows of 33 entries, no multiple of 32"},
    {"a.gguf", GGUF(1, 0) "8:65 z:65 4:1 8:1 4:0 8:0",
     "'@': the name of tensor 0 has 65 bytes; expected at most 64"},
    {"a.gguf", GGUF(1, 0) "8:1 z:1 4:1 8:1 4:0 8:0", "'@': the name of tensor 0 has a zero byte"},
    {"a.gguf", GGUF(2, 0) FLOATS "s:w 4:1 8:2 4:0 8:32 z:6 z:64", "'@' has tensor 'w' twice"},
    {"a.gguf", GGUF(2, 0) FLOATS "s:v 4:1 8:2 4:0 8:0 z:6 z:64",
     "'@': tensors 'w' and 'v' overlap"},
    {"a.gguf", GGUF(2, 0) FLOATS "s:v 4:1 8:2 4:0 8:64 z:6 z:99",
     "'@': 32 bytes between tensors 'w' and 'v' belong to no tensor"},
    /* llama2.c */
    {"a.bin", "4:4 4:3", "'@' has 8 bytes, too few for the header of a llama2.c file"},
    {"a.bin", "z:64", "'@': as a llama2.c file its dim is 0; expected 1 to 16777216"},
    {"a.bin", "4:4 4:0 z:20",
     "'@': as a llama2.c file its hidden_dim is 0; expected 1 to 16777216"},
    {"a.bin", "4:4 4:3 4:65537 4:2 4:1 4:5 4:6",
     "'@': as a llama2.c file its n_layers is 65537; expected 1 to 65536"},
    {"a.bin", "4:4 4:3 4:2 4:0 4:1 4:5 4:6",
     "'@': as a llama2.c file its n_heads is 0; expected 1 to 16777216"},
    {"a.bin", "4:4 4:3 4:2 4:2 4:-1 4:5 4:6",
     "'@': as a llama2.c file its n_kv_heads is -1; expected 1 to 16777216"},
    {"a.bin", "4:4 4:3 4:2 4:2 4:1 4:2147483648 4:6",
     "'@': as a llama2.c file its vocab_size is -2147483648; expected 1 to 16777216"},
    {"a.bin", "4:4 4:3 4:2 4:2 4:1 4:5 4:0",
     "'@': as a llama2.c file its seq_len is 0; expected 1 to 16777216"},
    {"a.bin", "4:6 4:3 4:2 4:2 4:1 4:5 4:6",
     "'@': as a llama2.c file its dim is 6, which 2 n_heads do not divide into even parts"},
    {"a.bin", "4:12 4:3 4:2 4:3 4:2 4:5 4:6",
     "'@': as a llama2.c file its n_heads are 3, no multiple of its n_kv_heads, 2"},
    {"a.bin", "4:4 4:3 4:2 4:2 4:1 4:5 4:6",
     "'@' has 28 bytes; as a llama2.c file it would have 908"},
    {"a.bin", "4:16777216 4:16777216 4:65536 4:2 4:1 4:5 4:6",
     "'@': as a llama2.c file it would have more bytes than any file"},
};

TEST_EACH(a_fault_has_its_message, TOOLS_COUNT(faults))
{
    struct folder f;
    struct tensors *t;
    struct message error = {""};
    char expected[MESSAGE_SIZE] = "";
    folder_make(&f);
    const char *path = model_file(&f, faults[_i].name, faults[_i].words);
    for (const char *c = faults[_i].says; *c; c++) {
        const char one[] = {*c == '\'' ? '"' : *c, '\0'};
        strcat(expected, *c == '@' ? path : one);
    }
    ck_assert_msg(!tensors_open(path, &t, &error), "it was taken: %s", expected);
    ck_assert_str_eq(error.text, expected);
    ck_assert(t == NULL);
    ck_assert_uint_eq(folder_remove(&f), 1);
}
