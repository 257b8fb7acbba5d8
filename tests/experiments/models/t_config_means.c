/* What single keys mean: strings of small configurations, and the contradictions noted in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "experiments/models/config/model_config.h"
#include "tests/tools/check_tools.h"

#define SIZES \
    "\"hidden_size\":64,\"num_attention_heads\":2,\"num_hidden_layers\":2,\"max_position_embeddings\":8192"
#define OF(type, more) "{\"model_type\":\"" type "\"," SIZES more "}"
#define ROPE(keys)     OF("llama", ",\"rope_scaling\":{" keys "}")
#define YARN           "\"type\":\"yarn\",\"factor\":2,\"original_max_position_embeddings\":4096"
#define LISTS          "\"short_factor\":[1,2],\"long_factor\":[3,4]"
#define LONG(more)                             \
    "{\"model_type\":\"phi3\",\"head_dim\":4," \
    "\"num_hidden_layers\":2,"                 \
    "\"max_position_embeddings\":8192," more "}"
#define TWO           ",\"layer_types\":[\"full_attention\",\"sliding_attention\"]"
#define LAYERED(dict) OF("llama", TWO ",\"rope_parameters\":{" dict "}")

/* kinds: the encodings, joined by blanks; finds: ids and keys of the findings, likewise. */
static const struct {
    const char *json;
    double context;
    const char *kinds, *finds;
} rows[] = {
    /* Python's words for numbers, in keys of no concern */
    {OF("llama", ",\"time_step_limit\":[0.0,Infinity]"), 0, "rope:base=1e4,dim=32", ""},
    /* where the base stands */
    {OF("llama", ""), 0, "rope:base=1e4,dim=32", ""},
    {OF("llama", ",\"rope_parameters\":{\"rope_theta\":5e5}"), 0, "rope:base=5e5,dim=32", ""},
    {OF("llama", ",\"rope_theta\":7,\"rope_parameters\":{\"rope_theta\":5e5}"), 0,
     "rope:base=5e5,dim=32", "theta-twice rope_theta"},
    {OF("llama", ",\"rope_scaling\":null,\"rope_parameters\":{}"), 0, "rope:base=1e4,dim=32", ""},
    {OF("llama", ",\"rope_scaling\":{\"rope_theta\":3},\"rope_parameters\":{\"rope_theta\":5}"), 0,
     "rope:base=3,dim=32", "dict-twice rope_parameters"},
    {OF("gpt_neox", ",\"rotary_emb_base\":50,\"rotary_pct\":0.5"), 0,
     "rope:base=50,dim=32,rotary=16", ""},
    {OF("llama", ",\"rotary_emb_base\":50"), 0, "rope:base=1e4,dim=32", "not-read rotary_emb_base"},
    /* the rotated part */
    {OF("llama", ",\"head_dim\":64"), 0, "rope:base=1e4,dim=64", ""},
    {OF("hunyuan", ",\"attention_head_dim\":64"), 0, "rope:base=1e4,dim=32",
     "not-read attention_head_dim"},
    {OF("llama", ",\"kv_channels\":64"), 0, "rope:base=1e4,dim=32", "not-read kv_channels"},
    {OF("llama", ",\"kv_channels\":32,\"qk_head_dim\":32"), 0, "rope:base=1e4,dim=32", ""},
    {OF("jetmoe", ",\"kv_channels\":64"), 0, "rope:base=1e4,dim=64", ""},
    {OF("jetmoe", ",\"kv_channels\":64,\"head_dim\":16"), 0, "rope:base=1e4,dim=16",
     "not-read kv_channels"},
    {OF("llama", ",\"partial_rotary_factor\":0.5"), 0, "rope:base=1e4,dim=32,rotary=16", ""},
    {ROPE("\"partial_rotary_factor\":0.5"), 0, "rope:base=1e4,dim=32,rotary=16", ""},
    {OF("llama", ",\"partial_rotary_factor\":0.5,\"rope_scaling\":{\"partial_rotary_factor\":1}"),
     0, "rope:base=1e4,dim=32,rotary=16", "share-twice rope_scaling.partial_rotary_factor"},
    {OF("phi", ""), 0, "rope:base=1e4,dim=32,rotary=16", ""},
    {OF("llama", ",\"rotary_dim\":16"), 0, "rope:base=1e4,dim=32", "not-read rotary_dim"},
    {OF("gptj", ",\"rotary_dim\":16"), 0, "rope:base=1e4,dim=32,rotary=16", ""},
    {ROPE("\"rope_type\":\"proportional\",\"partial_rotary_factor\":0.3"), 0,
     "rope:base=1e4,dim=32,rotary=8,partial=p", ""},
    {ROPE("\"rope_type\":\"proportional\",\"partial_rotary_factor\":0.5,\"factor\":8"), 0,
     "rope:base=1e4,dim=32,rotary=16,partial=p,scaling=linear,factor=8", ""},
    {ROPE("\"rope_type\":\"proportional\",\"partial_rotary_factor\":0.01"), 0, "nope:dim=32", ""},
    /* rules */
    {ROPE("\"type\":\"linear\",\"factor\":2.5"), 0,
     "rope:base=1e4,dim=32,scaling=linear,factor=2.5", ""},
    {ROPE("\"type\":\"linear\",\"rope_type\":\"default\",\"factor\":2"), 0, "rope:base=1e4,dim=32",
     "type-twice rope_scaling.type not-read rope_scaling.factor"},
    {ROPE("\"type\":\"mrope\",\"rope_type\":\"default\",\"mrope_section\":[8,4,4]"), 0,
     "rope:base=1e4,dim=32", ""},
    {ROPE("\"type\":\"mrope\",\"mrope_section\":[8,4,3]"), 0, "rope:base=1e4,dim=32",
     "sections rope_scaling.mrope_section"},
    {ROPE("\"type\":\"dynamic\",\"factor\":2"), 0,
     "rope:base=1e4,dim=32,scaling=dynamic,factor=2,orig=8192,length=8192", ""},
    {ROPE("\"type\":\"dynamic\",\"factor\":2"), 16384,
     "rope:base=1e4,dim=32,scaling=dynamic,factor=2,orig=8192,length=16384", ""},
    {ROPE("\"type\":\"dynamic\",\"factor\":2"), 100,
     "rope:base=1e4,dim=32,scaling=dynamic,factor=2,orig=8192,length=8192", ""},
    {ROPE("\"type\":\"dynamic\",\"factor\":2,\"alpha\":5"), 0,
     "rope:base=1e4,dim=32,scaling=dynamic,factor=2,orig=8192,length=8192",
     "not-read rope_scaling.alpha"},
    {OF("hunyuan_v1_dense", ",\"rope_scaling\":{\"type\":\"dynamic\",\"factor\":1,\"alpha\":5}"), 0,
     "rope:base=1e4,dim=32,scaling=ntk,alpha=5", ""},
    {ROPE("\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":1,"
          "\"original_max_position_embeddings\":4096"),
     0, "rope:base=1e4,dim=32,scaling=llama3,factor=8,orig=4096,high=1", ""},
    {ROPE("\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":4"), 0,
     "rope:base=1e4,dim=32,scaling=llama3,factor=8,orig=8192",
     "original-long rope_scaling.original_max_position_embeddings"},
    /* keys that nobody knows, where the reference reads none; those that say nothing are none */
    {OF("llama", ",\"rope_thetta\":5,\"use_NTK\":true"), 0, "rope:base=1e4,dim=32",
     "not-known rope_thetta not-known use_NTK"},
    {OF("llama", ",\"rope_x\":null,\"use_NTK\":false,\"yarn\":[],\"alibi_x\":{},\"property\":1"), 0,
     "rope:base=1e4,dim=32", ""},
    {"{\"model_type\":\"x\",\"rope_x\":1,\"text_config\":" OF("llama", "") "}", 0,
     "rope:base=1e4,dim=32", "outer-twice rope_x"},
    {OF("llada", ",\"rope\":false,\"n_kv_heads\":2"), 0, "rope:base=1e4,dim=32", "not-read rope"},
    /* yarn */
    {ROPE(YARN), 0, "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096", ""},
    {ROPE("\"type\":\"yarn\",\"factor\":2"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=8192",
     "context-unstretched rope_scaling.factor"},
    {ROPE("\"type\":\"yarn\",\"factor\":null,\"original_max_position_embeddings\":2048"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=4,orig=2048", ""},
    {ROPE("\"type\":\"yarn\",\"factor\":3,\"original_max_position_embeddings\":4096"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=3,orig=4096", "factor-ratio rope_scaling.factor"},
    {OF("llama", ",\"original_max_position_embeddings\":2048,\"rope_scaling\":{\"type\":\"yarn\","
                 "\"factor\":4,\"original_max_position_embeddings\":4096}"),
     0, "rope:base=1e4,dim=32,scaling=yarn,factor=4,orig=2048",
     "original-twice rope_scaling.original_max_position_embeddings"},
    {ROPE(YARN ",\"beta_fast\":0,\"beta_slow\":null"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096", ""},
    {ROPE(YARN ",\"beta_fast\":1,\"beta_slow\":32,\"truncate\":false"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096,beta_fast=1,beta_slow=32,truncate=false",
     "betas-swapped rope_scaling.beta_fast"},
    {ROPE(YARN ",\"attention_factor\":1.5,\"mscale\":2,\"mscale_all_dim\":3"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096,attn=1.5", ""},
    {ROPE(YARN ",\"mscale\":2,\"mscale_all_dim\":0.0"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096,mscale=2", ""},
    {ROPE(YARN ",\"attn_factor\":0.9,\"finetuned\":true"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096", "not-read rope_scaling.attn_factor"},
    {ROPE("\"type\":\"yarn\",\"factor\":0.5"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=0.5,orig=8192",
     "factor-under-1 rope_scaling.factor"},
    {ROPE(YARN ",\"llama_4_scaling_beta\":0.1"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096",
     "not-read rope_scaling.llama_4_scaling_beta"},
    /* longrope: the context decides */
    {LONG("\"rope_scaling\":{\"type\":\"su\",\"original_max_position_embeddings\":4096," LISTS "}"),
     0, "rope:base=1e4,dim=4,scaling=longrope,factor=2,orig=4096,ext=3/4", ""},
    {LONG("\"rope_scaling\":{\"type\":\"yarn\",\"original_max_position_embeddings\":4096," LISTS
          ",\"factor\":3}"),
     4096, "rope:base=1e4,dim=4,scaling=longrope,factor=3,orig=4096,ext=1/2",
     "factor-ratio rope_scaling.factor"},
    {LONG("\"rope_scaling\":{\"type\":\"longrope\",\"short_mscale\":1.5," LISTS "}"), 8193,
     "rope:base=1e4,dim=4,scaling=longrope,factor=1,orig=8192,ext=3/4",
     "not-read rope_scaling.short_mscale"},
    {LONG("\"rope_scaling\":{\"type\":\"longrope\",\"short_factor\":[1],\"long_factor\":[3,4]}"),
     8193, "rope:base=1e4,dim=4,scaling=longrope,factor=1,orig=8192,ext=3/4",
     "list-length rope_scaling.short_factor"},
    /* layers */
    {LAYERED("\"full_attention\":{\"rope_theta\":5},\"sliding_attention\":null"), 0,
     "rope:base=5,dim=32 nope:dim=32", ""},
    {LAYERED("\"full_attention\":{" YARN ",\"truncate\":false},\"sliding_attention\":{}"), 0,
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096 rope:base=1e4,dim=32",
     "not-read rope_parameters.full_attention.truncate"},
    {OF("olmo3", TWO ",\"rope_parameters\":{\"rope_theta\":7," YARN "}"), 0,
     "rope:base=7,dim=32,scaling=yarn,factor=2,orig=4096 rope:base=7,dim=32", ""},
    {OF("gemma3_text", TWO ",\"rope_local_base_freq\":5,\"rope_parameters\":{\"rope_theta\":7,"
                           "\"type\":\"linear\",\"factor\":2}"),
     0, "rope:base=7,dim=256,scaling=linear,factor=2 rope:base=5,dim=256", ""},
    {OF("deepseek_v4", ",\"head_dim\":32,\"qk_rope_head_dim\":16,\"compress_ratios\":[0,4],"
                       "\"rope_parameters\":{\"main\":{\"rope_theta\":7},\"compress\":{"
                       "\"rope_theta\":9," YARN "}}"),
     0,
     "rope:base=7,dim=32,rotary=16 rope:base=9,dim=32,rotary=16,scaling=yarn,factor=2,orig=4096,attn=1",
     ""},
    {OF("smollm3", ",\"no_rope_layers\":[0,1]"), 0, "nope:dim=32 rope:base=2e6,dim=32", ""},
    {OF("smollm3", ",\"no_rope_layers\":[true,false],\"no_rope_layer_interval\":1"), 0,
     "rope:base=2e6,dim=32 nope:dim=32", "layers-twice no_rope_layer_interval"},
    {OF("llama", ",\"no_rope_layers\":[0,1]"), 0, "rope:base=1e4,dim=32",
     "not-read no_rope_layers"},
    {OF("exaone4", TWO), 0, "nope:dim=32 rope:base=1e4,dim=32", ""},
    {OF("exaone4", ",\"sliding_window_pattern\":\"GL\""), 0, "nope:dim=32 rope:base=1e4,dim=32",
     ""},
    {OF("gemma3_text", TWO ",\"sliding_window_pattern\":6"), 0,
     "rope:base=1e6,dim=256 rope:base=1e4,dim=256", "layers-twice sliding_window_pattern"},
    {OF("gemma4_text", TWO), 0, "rope:base=1e6,dim=512,rotary=128,partial=p,norm=none",
     "last-layer layer_types"},
    {OF("gemma4_text",
        ",\"layer_types\":[\"sliding_attention\",\"full_attention\"],\"rope_theta\":50"),
     0, "rope:base=1e4,dim=256,norm=none rope:base=1e6,dim=512,rotary=128,partial=p,norm=none",
     "not-read rope_theta"},
    {OF("exaone4", ",\"sliding_window\":null"), 0, "rope:base=1e4,dim=32", ""},
    {OF("granitemoehybrid",
        ",\"layer_types\":[\"mamba\",\"attention\"],\"attention_multiplier\":0.5,"
        "\"position_embedding_type\":\"nope\""),
     0, "nope:dim=32,scale=0.5", ""},
    {OF("granitemoehybrid",
        ",\"layer_types\":[\"mamba\",\"attention\"],\"attention_multiplier\":0.5,"
        "\"position_embedding_type\":\"rope\""),
     0, "rope:base=1e4,dim=32,scale=0.5", ""},
    /* the score */
    {OF("granite", ",\"attention_multiplier\":0.25"), 0, "rope:base=1e4,dim=32,scale=0.25", ""},
    {OF("granite", ""), 0, "rope:base=1e4,dim=32,norm=none", ""},
    {OF("granite", ",\"head_dim\":64,\"attention_multiplier\":0.125"), 0, "rope:base=1e4,dim=64",
     ""},
    {OF("llama", ",\"attention_multiplier\":0.25"), 0, "rope:base=1e4,dim=32",
     "not-read attention_multiplier"},
    /* wrapped, and said around */
    {"{\"model_type\":\"gemma3\",\"rope_theta\":5,\"llm_config\":" OF("llama",
                                                                      ",\"rope_theta\":7") "}",
     0, "rope:base=7,dim=32", "outer-twice rope_theta"},
    {"{\"thinker_config\":{\"text_config\":" OF("llama", ",\"rope_theta\":7") "}}", 0,
     "rope:base=7,dim=32", ""},
    {OF("llama", ",\"attn_logit_softcapping\":50,\"position_embedding_type\":\"absolute\""), 0,
     "rope:base=1e4,dim=32", "not-read attn_logit_softcapping not-read position_embedding_type"},
    {OF("falcon", ",\"n_head\":4,\"alibi\":true,\"rope_theta\":1e4"), 0,
     "alibi:dim=32,slope=0.011048543456039806", "size-twice n_head not-read rope_theta"},
    {OF("minimax", ",\"architectures\":[\"MiniMaxM2ForCausalLM\"]"), 0, "rope:base=1e6,dim=32",
     "architecture architectures"},
};

TEST_EACH(a_configuration_means_these_strings, TOOLS_COUNT(rows))
{
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    char kinds[2048] = "", finds[2048] = "";
    folder_make(&f);
    const char *path = folder_write(&f, "config.json", strlen(rows[_i].json), rows[_i].json);
    ck_assert_msg(model_config_read(path, rows[_i].context, &c, &error), "%s", error.text);
    for (size_t k = 0; k < c->kind_count; k++)
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s%s", k ? " " : "",
                 c->kinds[k].encoding);
    for (size_t k = 0; k < c->finding_count; k++) {
        snprintf(finds + strlen(finds), sizeof finds - strlen(finds), "%s%s %s", k ? " " : "",
                 c->findings[k].id, c->findings[k].key);
        ck_assert_uint_gt(strlen(c->findings[k].text.text), 5);
    }
    ck_assert_msg(strcmp(kinds, rows[_i].kinds) == 0, "%s\nmeans %s\nnot   %s", rows[_i].json,
                  kinds, rows[_i].kinds);
    ck_assert_msg(strcmp(finds, rows[_i].finds) == 0, "%s\nfinds %s\nnot   %s", rows[_i].json,
                  finds, rows[_i].finds);
    model_config_free(c);
    folder_remove(&f);
}

TEST(facts_are_as_the_file_has_them)
{
    static const char json[] = "{\"model_type\":\"x\",\"head_dim\":7,\"text_config\":" OF(
        "llama", TWO ",\"rope_parameters\":{\"full_attention\":{\"rope_theta\":5},"
                     "\"sliding_attention\":null}") "}";
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    ck_assert(model_config_read(folder_write(&f, "c.json", strlen(json), json), 0.0, &c, &error));
    ck_assert_str_eq(c->wrapper, "text_config");
    ck_assert(model_config_fact(c, "outer", "head_dim")->number == 7.0);
    ck_assert(model_config_fact(c, "rope_parameters.full_attention", "rope_theta")->number == 5.0);
    ck_assert(model_config_fact(c, "rope_parameters", "sliding_attention")->type == FACT_NULL);
    ck_assert_str_eq(model_config_fact(c, "", "layer_types")->text,
                     "full_attention sliding_attention");
    ck_assert_ptr_null(model_config_fact(c, "", "rope_theta"));
    ck_assert(c->kind_of_layer[0] == 0 && c->kind_of_layer[1] == 1);
    model_config_free(c);
    folder_remove(&f);
}

TEST(numbers_are_as_short_as_they_can_be)
{
    static const struct {
        double x;
        const char *text;
    } numbers[] = {{1e4, "1e4"},
                   {5e5, "5e5"},
                   {250000, "2.5e5"},
                   {4096, "4096"},
                   {128, "128"},
                   {1e11, "1e11"},
                   {0.0078125, "0.0078125"},
                   {25000, "25000"},
                   {1.0, "1"},
                   {0.1, "0.1"},
                   {1e-7, "1e-7"},
                   {1.0 / 3.0, "0.3333333333333333"},
                   {0x1p53, "9007199254740992"},
                   {1e300, "1e300"},
                   {2.2250738585072014e-308, "2.2250738585072014e-308"}};
    for (size_t i = 0; i < TOOLS_COUNT(numbers); i++)
        ck_assert_str_eq(encode_number(numbers[i].x).text, numbers[i].text);
    uint64_t state = 7;
    for (size_t i = 0; i < 20000; i++) {
        double x = ldexp(tools_uniform(&state), (int)(i % 600) - 300);
        if (x > 0.0)
            ck_assert(strtod(encode_number(x).text, NULL) == x);
    }
}
