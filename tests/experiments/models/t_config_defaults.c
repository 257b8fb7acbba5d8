/* What classes of models take where a file says nothing, by what their encodings become. */
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "tests/tools/check_tools.h"

#define SIZES \
    "\"hidden_size\":64,\"num_attention_heads\":2,\"num_hidden_layers\":2,\"max_position_embeddings\":8192"
#define OF(type, more) "{\"model_type\":\"" type "\"," SIZES more "}"

/* kinds: number of layers and encoding of each; find: the id of the only finding. */
static const struct {
    const char *json, *kinds, *find;
} rows[] = {
    /* bases */
    {OF("bitnet", ""), "2 rope:base=5e5,dim=32", NULL},
    {OF("flex_olmo", ""), "2 rope:base=5e5,dim=32", NULL},
    {OF("cohere", ""), "2 rope:base=5e5,dim=32", NULL},
    {OF("qwen3_vl_moe_text", ""), "2 rope:base=5e5,dim=128", NULL},
    {OF("qwen3_omni_moe_text", ""), "2 rope:base=1e6,dim=128", NULL},
    {OF("voxtral", ""), "2 rope:base=1e4,dim=32", NULL},
    /* heads; null, said aloud, is the quotient */
    {OF("seed_oss", ""), "2 rope:base=1e4,dim=128", NULL},
    {OF("seed_oss", ",\"head_dim\":null"), "2 rope:base=1e4,dim=32", NULL},
    {OF("ernie4_5", ""), "2 rope:base=5e5,dim=128", NULL},
    {OF("ernie4_5_moe", ""), "2 rope:base=5e5,dim=32", NULL},
    {OF("nemotron_h", ",\"attention_head_dim\":16,\"hybrid_override_pattern\":\"M*\""),
     "1 nope:dim=16", NULL},
    /* rules */
    {OF("gpt_oss", ""),
     "1 rope:base=1.5e5,dim=64,scaling=yarn,factor=32,orig=4096,truncate=false "
     "1 rope:base=1.5e5,dim=64,scaling=yarn,factor=32,orig=4096,truncate=false",
     "factor-ratio"},
    {OF("gpt_oss", ",\"rope_parameters\":{\"rope_type\":\"default\"}"),
     "1 rope:base=1.5e5,dim=64 1 rope:base=1.5e5,dim=64", NULL},
    {OF("apertus", ""), "2 rope:base=1.2e7,dim=32,scaling=llama3,factor=8,orig=8192",
     "original-long"},
    /* its dict has a base, which wins */
    {"{\"model_type\":\"apertus\",\"head_dim\":32,\"num_hidden_layers\":2,\"rope_theta\":5e5}",
     "2 rope:base=1.2e7,dim=32,scaling=llama3,factor=8,orig=8192", "theta-twice"},
    {OF("csm", ""), "2 rope:base=5e5,dim=32,scaling=llama3,factor=32,orig=1024,low=0.125,high=0.5",
     NULL},
    {"{\"model_type\":\"ministral3\",\"num_hidden_layers\":2}",
     "2 rope:base=1e6,dim=128,scaling=yarn,factor=16,orig=16384,mscale=1,mscale_all_dim=1", NULL},
    /* layers */
    {OF("mllama_text_model", ",\"cross_attention_layers\":[1]"), "1 rope:base=5e5,dim=32", NULL},
    {OF("nemotron-nas", ",\"block_configs\":[{\"attention\":{\"no_op\":true}},{\"attention\":{}}]"),
     "1 rope:base=1e4,dim=32", NULL},
    {OF("nemotron-nas", ",\"block_configs\":[{},{\"attention\":{\"replace_with_linear\":true}}]"),
     "1 rope:base=1e4,dim=32", NULL},
    {OF("nemotron-nas", ""), "2 rope:base=1e4,dim=32", NULL},
    {OF("qwen2_moe", ",\"use_sliding_window\":true,\"sliding_window\":64,\"max_window_layers\":1"),
     "1 rope:base=1e4,dim=32 1 rope:base=1e4,dim=32", NULL},
    {OF("qwen2_moe", ",\"use_sliding_window\":true,\"max_window_layers\":0"),
     "2 rope:base=1e4,dim=32", NULL},
    {OF("qwen2_moe", ",\"sliding_window\":64,\"max_window_layers\":1"), "2 rope:base=1e4,dim=32",
     NULL},
    /* heads under other keys; twice the width under the score's half */
    {OF("chatglm", ",\"kv_channels\":16,\"rope_ratio\":500"), "2 rope:base=5e6,dim=16,rotary=8",
     NULL},
    {OF("llama", ",\"rope_ratio\":500"), "2 rope:base=1e4,dim=32", "not-read"},
    {OF("jetmoe", ",\"kv_channels\":16"), "2 rope:base=1e4,dim=16", NULL},
    {OF("zamba2", ",\"hybrid_layer_ids\":[1]"), "1 nope:dim=64,scale=0.1767766952966369", NULL},
    {OF("zamba2", ",\"layers_block_type\":[\"mamba\",\"hybrid\"],\"use_mem_rope\":true,"
                  "\"use_long_context\":true,\"attention_head_dim\":16"),
     "1 rope:base=1e4,dim=16,scale=0.3535533905932738,scaling=ntk,alpha=8", NULL},
    {OF("dbrx", ",\"attn_config\":{\"rope_theta\":5e5,\"kv_n_heads\":1}"), "2 rope:base=5e5,dim=32",
     NULL},
    {OF("deepseek_v2", ",\"use_mla\":false,\"qk_rope_head_dim\":0,\"qk_nope_head_dim\":0"),
     "2 rope:base=1e4,dim=32", NULL},
    {OF("minicpm3", ",\"qk_rope_head_dim\":8,\"qk_nope_head_dim\":16"),
     "2 rope:base=1e4,dim=24,rotary=8", NULL},
    /* what multiplies keys or queries multiplies the score */
    {OF("falcon_h1", ",\"key_multiplier\":0.5"), "2 rope:base=1e5,dim=32,scale=0.08838834764831845",
     NULL},
    {OF("llama", ",\"key_multiplier\":0.5"), "2 rope:base=1e4,dim=32", "not-read"},
    {OF("longcat_flash", ",\"qk_rope_head_dim\":8,\"qk_nope_head_dim\":8,\"q_lora_rank\":16,"
                         "\"kv_lora_rank\":16"),
     "2 rope:base=1e4,dim=16,rotary=8,scale=0.5", "keys-scaled"},
    {OF("mistral4", ",\"qk_rope_head_dim\":8,\"qk_nope_head_dim\":8,\"rope_parameters\":{"
                    "\"max_position_embeddings\":4096,\"rope_theta\":5}"),
     "2 rope:base=5,dim=16,rotary=8", "size-twice"},
    /* which layers attend */
    {OF("lfm2", ""), "2 rope:base=1e6,dim=32", NULL},
    {OF("lfm2", ",\"full_attn_idxs\":[1]"), "1 rope:base=1e6,dim=32", NULL},
    {OF("bamba", ",\"attn_layer_indices\":[0],\"partial_rotary_factor\":1.0"),
     "1 rope:base=1e4,dim=32,rotary=16", "not-read"},
    {"{\"model_type\":\"jamba\",\"head_dim\":32,\"num_hidden_layers\":16}", "2 nope:dim=32", NULL},
    {"{\"model_type\":\"jamba\",\"head_dim\":32,\"num_hidden_layers\":8,"
     "\"attn_layer_period\":2,\"attn_layer_offset\":1}",
     "4 nope:dim=32", NULL},
    {"{\"model_type\":\"zamba\",\"attention_head_dim\":32,\"num_hidden_layers\":9}",
     "2 nope:dim=32,scale=0.25", NULL},
    {OF("recurrent_gemma", ",\"block_types\":[\"attention\",\"recurrent\"]"),
     "1 rope:base=1e4,dim=32,rotary=16", NULL},
    {OF("kimi_linear", ",\"mla_use_nope\":true,\"head_dim\":72,\"qk_rope_head_dim\":8,"
                       "\"qk_nope_head_dim\":8,\"linear_attn_config\":{\"full_attn_layers\":[2]}"),
     "1 nope:dim=16", NULL},
    {OF("glm_moe_dsa", ",\"qk_rope_head_dim\":8,\"qk_nope_head_dim\":8,\"layer_types\":["
                       "\"deepseek_sparse_attention\",\"indexed_attention\"]"),
     "1 rope:base=1e4,dim=16,rotary=8 1 rope:base=1e4,dim=16,rotary=8", NULL},
    {OF("nemotron_h", ",\"layers_block_type\":[\"moe\",\"full_attention\"]"), "1 nope", NULL},
    {OF("modernbert", ""), "1 rope:base=1.6e5,dim=32 1 rope:base=1e4,dim=32", NULL},
    {OF("modernbert-decoder", ",\"local_rope_theta\":5,\"global_attn_every_n_layers\":2"),
     "1 rope:base=5,dim=32 1 rope:base=1.6e5,dim=32", NULL},
    {OF("cohere2", ",\"sliding_window\":null"), "2 nope:dim=32", NULL},
    {OF("exaone4", ",\"sliding_window\":null"), "2 rope:base=1e4,dim=32", NULL},
    {OF("minimax_m1", ",\"attn_type_list\":[0,1],\"rotary_dim\":16"),
     "1 rope:base=1e4,dim=32,rotary=16", NULL},
    {OF("xlm-roberta", ",\"position_embedding_type\":\"rotary\""), "2 rope:base=2e4,dim=32", NULL},
    {OF("qwen3", ",\"head_dim\":32,\"rope_scaling\":{\"type\":\"yarn\",\"factor\":2,"
                 "\"attn_factor\":1.0,\"original_max_position_embeddings\":4096}"),
     "2 rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096", NULL},
    {"{\"model_type\":\"openelm\",\"head_dim\":16,\"num_transformer_layers\":3,"
     "\"max_context_length\":2048,\"rope_freq_constant\":500,\"rope_max_length\":4096}",
     "3 rope:base=500,dim=16", NULL},
    /* sizes, where the head depends on them */
    {"{\"model_type\":\"llama\"}", "32 rope:base=1e4,dim=128", "class-defaults"},
    {"{\"model_type\":\"gemma\",\"num_hidden_layers\":3}", "3 rope:base=1e4,dim=256", NULL},
    {OF("qwen2", ",\"dual_chunk_attention_config\":{\"chunk_size\":8}"), "2 rope:base=1e4,dim=32",
     "not-read"},
    /* switches of others that say nothing, and what they say if they are on */
    {OF("qwen2", ",\"use_mrope\":false"), "2 rope:base=1e4,dim=32", NULL},
    {OF("qwen2", ",\"use_mrope\":true"), "2 rope:base=1e4,dim=32", "not-read"},
    {OF("qwen2", ",\"rope_traditional\":false"), "2 rope:base=1e4,dim=32", NULL},
    {OF("qwen2", ",\"rope_traditional\":true"), "2 rope:base=1e4,dim=32", "not-read"},
    /* the type of a text model that only says more than the whole's */
    {"{\"model_type\":\"llava\",\"text_config\":" OF("llava_text", "") "}",
     "2 rope:base=1e4,dim=32", NULL},
};

/* Gemma 2 caps its scores at 50 where its file is silent, and not where it says null. */
TEST(a_cap_left_out_is_the_classs)
{
    static const struct {
        const char *json;
        double cap;
    } files[] = {{OF("gemma2", ""), 50.0},
                 {OF("gemma2", ",\"attn_logit_softcapping\":null"), 0.0},
                 {OF("gemma2", ",\"attn_logit_softcapping\":30.0"), 30.0},
                 {OF("gemma3_text", ""), 0.0}};
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(files); i++) {
        const char *path = folder_write(&f, "config.json", strlen(files[i].json), files[i].json);
        ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
        ck_assert_double_eq(c->kinds[0].cap, files[i].cap);
        model_config_free(c);
    }
    folder_remove(&f);
}

TEST_EACH(what_a_file_leaves_out_is_its_classs, TOOLS_COUNT(rows))
{
    char kinds[512] = "";
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    const char *path = folder_write(&f, "config.json", strlen(rows[_i].json), rows[_i].json);
    ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
    for (size_t k = 0; k < c->kind_count; k++)
        snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s%zu %s", k ? " " : "",
                 c->kinds[k].count, c->kinds[k].encoding);
    ck_assert_msg(strcmp(kinds, rows[_i].kinds) == 0, "%s\nmeans %s\nnot   %s", rows[_i].json,
                  kinds, rows[_i].kinds);
    ck_assert_uint_eq(c->finding_count, rows[_i].find != NULL);
    for (size_t k = 0; k < c->finding_count; k++)
        ck_assert_str_eq(c->findings[k].id, rows[_i].find);
    model_config_free(c);
    folder_remove(&f);
}
