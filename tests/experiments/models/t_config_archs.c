/* Architectures of GGUF files: which layers attend, rotate and slide; and what is no such file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/audit/audit.h"
#include "experiments/models/config/model_config.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/gguf_words.h"

#define OFF(key)                    " s:" key " 4:7 1:0"
#define FOUR(key, type, a, b, c, d) " s:" key " 4:9 4:" #type " 8:4 " a " " b " " c " " d
#define SIZES(arch, layers)            \
    TEXT("general.architecture", arch) \
    U32(arch ".context_length", 8192)  \
    U32(arch ".embedding_length", 64)  \
    U32(arch ".block_count", layers) U32(arch ".attention.head_count", 2)
#define HEADS(arch, a, b, c, d) \
    FOUR(arch ".attention.head_count_kv", 5, "4:" #a, "4:" #b, "4:" #c, "4:" #d)

/* kinds: number of layers and encoding of each, a '*' behind pairs side by side. */
static const struct {
    int keys;
    const char *words, *kinds;
} files[] = {
    {5, SIZES("glm4", 2), "2 rope:base=1e4,dim=32*"},
    {6, SIZES("glm4", 2) FOUR("glm4.rope.dimension_sections", 5, "4:8", "4:4", "4:4", "4:0"),
     "2 rope:base=1e4,dim=32"},
    {6, SIZES("granite", 2) F32("granite.attention.scale", 0.25),
     "2 rope:base=1e4,dim=32,scale=0.25*"},
    {7,
     SIZES("granite", 2) F32("granite.attention.scale", 0.25) OFF("granite.rope.scaling.finetuned"),
     "2 nope:dim=32,scale=0.25*"},
    {6, SIZES("granitehybrid", 4) HEADS("granitehybrid", 0, 2, 0, 2), "2 rope:base=1e4,dim=32*"},
    {6, SIZES("jamba", 4) HEADS("jamba", 0, 0, 0, 2), "1 nope:dim=32"},
    {6, SIZES("kimi-linear", 2) U32("kimi-linear.attention.key_length_mla", 48), "2 nope:dim=48"},
    {5, SIZES("qwen35", 8), "2 rope:base=1e4,dim=32"},
    {6, SIZES("qwen3next", 8) U32("qwen3next.full_attention_interval", 2),
     "4 rope:base=1e4,dim=32"},
    {7,
     SIZES("modern-bert", 4) U32("modern-bert.attention.sliding_window", 128)
         F32("modern-bert.rope.freq_base_swa", 100),
     "2 rope:base=1e4,dim=32 2 rope:base=100,dim=32"},
    {6, SIZES("gemma3n", 5) U32("gemma3n.attention.sliding_window", 128),
     "4 rope:base=1e4,dim=32,norm=none 1 rope:base=1e4,dim=32,norm=none"},
    {5, SIZES("baichuan", 2), "2 rope:base=1e4,dim=32*"},
    {5, SIZES("baichuan", 40), "40 alibi:dim=32,slope=0.0625*"},
    {5, SIZES("refact", 2), "2 alibi:dim=32,slope=0.0625"},
    {7,
     SIZES("cohere2", 4) U32("cohere2.attention.sliding_window", 128)
         FOUR("cohere2.attention.sliding_window_pattern", 7, "1:0", "1:1", "1:1", "1:1"),
     "1 nope:dim=32* 3 rope:base=1e4,dim=32*"},
    /* numbers of other types */
    {6, SIZES("llama", 2) U32("llama.rope.freq_base", 500), "2 rope:base=500,dim=32*"},
    {6, SIZES("llama", 2) " s:llama.rope.freq_base 4:12 x:0000000000007940",
     "2 rope:base=400,dim=32*"},
};

static const char *gguf(struct folder *f, int keys, const char *words)
{
    struct bytes b = {NULL, 0};
    bytes_words(&b, "t:GGUF 4:3 8:0");
    bytes_number(&b, 8, (uint64_t)keys);
    bytes_words(&b, words + 1);
    const char *path = folder_write(f, "m.gguf", b.size, b.at);
    bytes_free(&b);
    return path;
}

TEST(layers_of_an_architecture_attend_and_rotate_as_llama_cpp_has_them)
{
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(files); i++) {
        char kinds[512] = "";
        const char *path = gguf(&f, files[i].keys, files[i].words);
        ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
        for (size_t k = 0; k < c->kind_count; k++)
            snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s%zu %s%s",
                     k ? " " : "", c->kinds[k].count, c->kinds[k].encoding,
                     c->kinds[k].layout == LAYOUT_INTERLEAVED ? "*" : "");
        ck_assert_msg(strcmp(kinds, files[i].kinds) == 0, "file %zu means %s", i, kinds);
        ck_assert_uint_eq(c->finding_count, 0);
        model_config_free(c);
    }
    folder_remove(&f);
}

TEST(other_files_are_refused_for_what_they_are)
{
    static const struct {
        int keys;
        const char *words, *says;
    } refused[] = {
        {5, SIZES("bert", 2), "\"bert\" has learned absolute positions"},
        {5, SIZES("mamba", 2), "\"mamba\" has no softmax attention"},
        /* the table's last row, and one in its middle */
        {5, SIZES("clop", 2), "did you mean \"clip\""},
        {5, SIZES("grovemo", 2), "did you mean \"grovemoe\""},
        {2, " s:split.no 4:2 2:1 s:split.count 4:2 2:3", "split.no makes it a later part"},
        {5, SIZES("llama", 0), "llama.block_count is 0"},
    };
    static const struct {
        const char *bytes, *says;
    } others[] = {
        {"", "is empty; expected a config.json or a GGUF file"},
        {"\xffGGML, no zero in sixteen bytes", "neither JSON nor GGUF"},
        {" \n words", "neither JSON nor GGUF"},
        {"\xef\xbb\xbf{}", "byte-order mark"},
        {" \t[]", "is no JSON object"},
        {"GGUF\1", "ends inside its header"},
    };
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(refused); i++) {
        ck_assert(!model_config_read(gguf(&f, refused[i].keys, refused[i].words), 0.0, &c, &error));
        ck_assert_msg(strstr(error.text, refused[i].says) != NULL, "%s", error.text);
    }
    for (size_t i = 0; i < TOOLS_COUNT(others); i++) {
        const char *path = folder_write(&f, "m", strlen(others[i].bytes), others[i].bytes);
        ck_assert(!model_config_read(path, 0.0, &c, &error));
        ck_assert_msg(strstr(error.text, others[i].says) != NULL, "%s", error.text);
    }
    folder_remove(&f);
}

/* Said as a limit, no contradiction; and who drops the rule is a reading of the file. */
TEST(a_split_file_says_so_and_a_dropped_rule_is_read)
{
    struct folder f;
    struct message error = {""};
    struct audit audit;
    folder_make(&f);
    const char *path = gguf(
        &f, 10,
        SIZES("qwen2", 2) TEXT("qwen2.rope.scaling.type", "linear")
            F32("qwen2.rope.scaling.factor", 4) " s:split.no 4:2 2:0 s:split.count 4:2 2:3" U32(
                "qwen2.attention.head_count_kv", 1));
    ck_assert_msg(audit_read(path, 0.0, true, &audit, &error), "%s", error.text);
    ck_assert_str_eq(audit.warnings.list[0].id, "split-file");
    ck_assert(!audit.warnings.list[0].contradiction);
    ck_assert_uint_eq(audit.readings.count, 1);
    ck_assert_str_eq(audit.readings.list[0].encoding, "rope:base=1e4,dim=32");
    ck_assert(audit.readings.list[0].difference.unit > 1.0);
    audit_free(&audit);
    folder_remove(&f);
}
