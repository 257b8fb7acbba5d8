/* Rows of .npy files: which coordinates stand where, and files of any name. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/models/vectors/vectors_reader.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/models/vector_tools.h"
#include "theory/ground/text.h"

/* Coordinates of a row as they are taken, of rotate_half by hand: the halves of what turns side by
 * side, the rest behind. */
TEST(halves_of_what_turns_stand_side_by_side)
{
    static const struct {
        const char *keys;
        size_t span;
        double order[8];
    } cases[] = {
        {"", 0, {0, 1, 2, 3, 4, 5, 6, 7}},
        {",layout=half", 8, {0, 4, 1, 5, 2, 6, 3, 7}},
        {",layout=half,rotary=8", 8, {0, 4, 1, 5, 2, 6, 3, 7}},
        {",layout=half,rotary=6", 6, {0, 3, 1, 4, 2, 5, 6, 7}},
        {",layout=half,rotary=4", 4, {0, 2, 1, 3, 4, 5, 6, 7}},
    };
    struct folder f;
    double x[16], row[8];
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(x); i++)
        x[i] = (double)i;
    const char *path = vector_npy(&f, "q.npy", 2, (size_t[]){2, 8}, x);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        char text[VECTOR_TEXT];
        snprintf(text, sizeof text, "npy:q=%s,k=%s%s", path, path, cases[i].keys);
        struct qk_model model = vector_model(text);
        ck_assert_uint_eq(qk_rows_of(&model.law)->span, cases[i].span);
        for (size_t side = 0; side < QK_SIDES; side++) {
            ck_assert_int_eq(qk_rows_read(&model.law, side, 1, 1, row), STATUS_OK);
            for (size_t c = 0; c < 8; c++)
                ck_assert_msg(row[c] == 8.0 + cases[i].order[c], "%s: %zu: %g", text, c, row[c]);
        }
        qk_free(&model);
    }
    folder_remove(&f);
}

TEST(halves_are_those_that_the_encoding_turns)
{
#define NPY(keys) "--qk=npy:q=@/q.npy,k=@/q.npy,layout=half" keys
    static const char *const good[][2] = {
        {"--encoding=rope:dim=8,rotary=4", NPY(",rotary=4")},
        {"--encoding=rope:dim=8,rotary=4,partial=p", NPY("")},
        {"--encoding=rope:dim=8", NPY(",rotary=8")},
        {"--encoding=nope:dim=8", NPY(",rotary=4")},
    };
    static const struct cli_row bad[] = {
        {{"bias", "--encoding=rope:dim=8,rotary=4", NPY("")},
         2,
         {"turns halves of another number of coordinates"}},
        {{"bias", "--encoding=rope:dim=8", NPY(",rotary=4")}, 2, {"it needs rotary="}},
        {{"bias", "--encoding=rope:dim=8", NPY(",rotary=10")}, 2, {"over the 8 coordinates"}},
        {{"bias", "--encoding=rope:dim=8", NPY(",rotary=3")}, 2, {"is odd"}},
        {{"bias", "--encoding=rope:dim=8", "--qk=npy:q=@/q.npy,k=@/q.npy,rotary=4"},
         2,
         {"rotary=4 is read with layout=half only"}},
    };
    struct folder f;
    folder_make(&f);
    vector_files(&f);
    for (size_t i = 0; i < TOOLS_COUNT(good); i++) {
        struct cli_result r = CLI(&f, "bias", good[i][0], good[i][1], "--distances=1");
        cli_went_well(&r);
        cli_free(&r);
    }
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        cli_refuses(&f, &(struct cli_setting){NULL, 0}, &bad[i]);
    folder_remove(&f);
}

/* What separates strings, blanks, and letters of several bytes; as the file is called, and as its
 * name is written. The cell of a CSV, pasted back, is the same model. */
static const char *const names[][2] = {
    {"a,b.npy", "a%2Cb.npy"},
    {"a;b.npy", "a%3Bb.npy"},
    {"a=b.npy", "a=b.npy"},
    {"a=b.npy", "a%3Db.npy"},
    {"50%.npy", "50%25.npy"},
    {"%2C.npy", "%252C.npy"},
    {"a b.npy", "a b.npy"},
    {"a#b.npy", "a%23b.npy"},
    {"\xc3\xa9.npy", "\xc3\xa9.npy"},
    {"\xc3\xa9.npy", "%C3%A9.npy"},
    {",head=all.npy", "%2chead=all.npy"},
    {"a\"b.npy", "a\"b.npy"},
};

static void called(struct folder *f, const char *before, const char *after)
{
    char path[160];
    snprintf(path, sizeof path, "%s", folder_file(f, before));
    ck_assert_int_eq(rename(path, folder_file(f, after)), 0);
}

TEST_EACH(files_of_any_name_are_read, TOOLS_COUNT(names))
{
    struct folder f;
    char word[VECTOR_TEXT], cell[VECTOR_TEXT + 8] = "--qk=";
    folder_make(&f);
    vector_files(&f);
    called(&f, "q.npy", names[_i][0]);
    snprintf(word, sizeof word, "--qk=npy:q=@/%s,k=@/%s", names[_i][1], names[_i][1]);
#define RUN(qk) CLI(&f, "bias", "--encoding=rope:dim=8", qk, "--distances=1", "--pairs=8")
    struct cli_result first = RUN(word);
    cli_went_well(&first);
    const char *at = strstr(first.out, "\nrope:dim=8,\"");
    ck_assert_msg(at != NULL, "%s", first.out);
    size_t used = strlen(cell);
    for (at += strlen("\nrope:dim=8,\""); *at && (*at != '"' || *++at == '"'); at++)
        cell[used++] = *at;
    cell[used] = '\0';
    struct cli_result second = RUN(cell);
    cli_went_well(&second);
    ck_assert_str_eq(strstr(second.out, "\nrope:"), strstr(first.out, "\nrope:"));
    cli_free(&first);
    cli_free(&second);
    folder_remove(&f);
}

/* A model's file stands right behind the ':', and in the words of claims. */
TEST(models_of_any_name_are_read)
{
    static const char *const words[] = {"--qk=weights:@/a%3Db%2Cc.bin",
                                        "--qk=weights:@/a=b%2Cc.bin"};
    struct folder f;
    folder_make(&f);
    vector_files(&f);
    called(&f, "model.bin", "a=b,c.bin");
    for (size_t i = 0; i < TOOLS_COUNT(words); i++) {
        struct cli_result r = CLI(&f, "bias", words[i], "--distances=1", "--pairs=8");
        cli_went_well(&r);
        cli_free(&r);
    }
    struct cli_result claim = CLI(&f, "claims", "DU-REGULAR-MODEL", "--weights=@/a=b,c.bin");
    ck_assert_msg(claim.status <= 1 && !*claim.err, "%d: %s", claim.status, claim.err);
    cli_free(&claim);
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"bias", "--qk=weights:@/50%.bin"},
                                  2,
                                  {"no two hexadecimal digits behind it; %25 is '%'"}});
    cli_refuses(&f, &(struct cli_setting){NULL, 0},
                &(struct cli_row){{"bias", "--qk=weights:@/a%00.bin"}, 2, {"hexadecimal"}});
    folder_remove(&f);
}

TEST(every_name_is_written_and_read_back)
{
    char name[256];
    for (int i = 1; i < 256; i++)
        name[i - 1] = (char)i;
    name[255] = '\0';
    char *text = text_escape(name);
    ck_assert(text != NULL && strpbrk(text, ",;=#\n\x7f") == NULL);
    ck_assert(text_unescape(text, text));
    ck_assert_str_eq(text, name);
    free(text);
}
