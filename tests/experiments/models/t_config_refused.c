/* Configurations that are refused, and the key and condition each refusal names. */
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "tests/tools/check_tools.h"

#define SIZES \
    "\"hidden_size\":64,\"num_attention_heads\":2,\"num_hidden_layers\":2,\"max_position_embeddings\":4096"
#define LLAMA(more) "{\"model_type\":\"llama\"," SIZES more "}"
#define ROPE(keys)  LLAMA(",\"rope_scaling\":{" keys "}")
#define YARN        "\"type\":\"yarn\",\"factor\":4"
#define LAYERED(dict)                                                                              \
    LLAMA(",\"layer_types\":[\"full_attention\",\"sliding_attention\"],\"rope_parameters\":{" dict \
          "}")

static const struct {
    const char *json, *says[3];
} refused[] = {
    {"[]", {"no JSON object"}},
    {"{\"bos_token_id\":1,\"peft_type\":\"LORA\"}", {"no key of a model's configuration"}},
    {"{\"model_type\":\"llama\"", {"line 1"}},
    {"{\"rope_theta\":1,\"rope_theta\":2}", {"twice"}},
    {"{\"model_type\":\"lama\"," SIZES "}", {"model_type", "\"lama\" is not known", "\"llama\""}},
    {"{\"model_type\":\"bert\"," SIZES "}", {"model_type", "absolute"}},
    {"{\"model_type\":\"t5\"," SIZES "}", {"model_type", "relative bias"}},
    /* the reason of the type of model, before any key of it */
    {"{\"rope_ratio\":500,\"model_type\":\"kimi_k3\"}", {"model_type", "only the code"}},
    {"{\"model_type\":\"chatglm\",\"position_encoding_2d\":true}", {"position_encoding_2d"}},
    {"{\"model_type\":\"kimi_linear\"}", {"mla_use_nope is not true"}},
    {"{\"model_type\":\"nomic_bert\"," SIZES ",\"rotary_scaling_factor\":2}",
     {"rotary_scaling_factor is not 1"}},
    {"{\"model_type\":\"granite_swa\"," SIZES ",\"layer_rope_theta\":[10000,0]}",
     {"layer_rope_theta has a base of its own for some layers"}},
    {"{\"model_type\":\"kimi_linear\"," SIZES ",\"mla_use_nope\":true,\"linear_attn_config\":"
     "{\"full_attn_layers\":[3]}}",
     {"linear_attn_config.full_attn_layers entry 0 is 3", "less than the 3 layers"}},
    {"{\"model_type\":\"kimi_linear\"," SIZES ",\"mla_use_nope\":true,\"linear_attn_config\":"
     "{\"full_attn_layers\":[0]}}",
     {"linear_attn_config.full_attn_layers entry 0 is 0", "from 1"}},
    {"{\"model_type\":\"bamba\"," SIZES "}", {"attn_layer_indices is missing"}},
    {"{\"model_type\":\"nemotron_h\",\"layers_block_type\":[\"mamba\",\"attn\"]}",
     {"layers_block_type entry 1, \"attn\", is no known type"}},
    {"{\"model_type\":\"recurrent_gemma\"," SIZES ",\"block_types\":[\"recurrent\",\"attn\"]}",
     {"block_types entry 1, \"attn\", is no known type"}},
    {"{\"model_type\":\"nemotron_h\"," SIZES ",\"hybrid_override_pattern\":\"*X\"}",
     {"hybrid_override_pattern letter 1, \"X\", is no known type", "one of M*-E"}},
    {"{\"model_type\":\"exaone4\"," SIZES ",\"sliding_window_pattern\":\"LQLG\"}",
     {"sliding_window_pattern letter 1, \"Q\", is no known type", "one of LG"}},
    {"{\"model_type\":\"stablelm_alpha\"," SIZES "}", {"model_type", "rotary_scale_base"}},
    {"{\"dim\":64,\"n_layers\":2,\"head_dim\":32,\"n_heads\":2}", {"model_type", "params.json"}},
    {"{\"model_type\":\"pixtral\"," SIZES "}", {"model_type", "axes of an image"}},
    {"{\"model_type\":\"mllama\"," SIZES ",\"cross_attention_layers\":[0,2]}",
     {"cross_attention_layers entry 1 is 2", "the 2 layers"}},
    {"{\"model_type\":\"mllama\"," SIZES "}", {"cross_attention_layers is missing"}},
    {"{\"model_type\":\"llava\",\"text_config\":{\"model_type\":\"x\"," SIZES "}}",
     {"text_config.model_type", "\"x\" is not known"}},
    /* rows of the table from the first to the last */
    {"{\"model_type\":\"lama\"," SIZES "}", {"did you mean \"llama\"?"}},
    {"{\"model_type\":\"stablelm_alfa\"," SIZES "}", {"did you mean \"stablelm_alpha\"?"}},
    {"{\"model_type\":\"falcon_mambo\"," SIZES "}", {"did you mean \"falcon_mamba\"?"}},
    {"{\"model_type\":7}", {"model_type is a number; expected a text"}},
    {"{\"model_type\":\"internlm\"}", {"num_attention_heads is missing"}},
    {"{\"model_type\":\"internlm\",\"num_attention_heads\":2}", {"hidden_size is missing"}},
    {"{\"model_type\":\"llama\",\"hidden_size\":6,\"num_attention_heads\":2}",
     {"hidden_size", "3 coordinates"}},
    {LLAMA(",\"head_dim\":63"), {"head_dim", "63 coordinates"}},
    {LLAMA(",\"rope_theta\":\"1e4\""), {"rope_theta is a text; expected a number"}},
    {LLAMA(",\"rope_theta\":null"), {"rope_theta is null"}},
    {LLAMA(",\"rope_theta\":true"), {"rope_theta is true"}},
    {LLAMA(",\"rope_theta\":1"), {"rope_theta is 1", "over 1"}},
    {LLAMA(",\"rope_theta\":1e301"), {"rope_theta is", "at most 1e+300"}},
    {LLAMA(",\"head_dim\":2.5"), {"head_dim is 2.5; expected a whole number"}},
    {LLAMA(",\"num_key_value_heads\":0"), {"num_key_value_heads is 0", "from 1"}},
    {LLAMA(",\"partial_rotary_factor\":1.5"), {"partial_rotary_factor is 1.5", "at most 1"}},
    {LLAMA(",\"partial_rotary_factor\":0.1"), {"partial_rotary_factor", "odd part of 3 of 32"}},
    {LLAMA(",\"layer_types\":[\"full_attention\"]"), {"layer_types has 1 entries; expected 2"}},
    {LLAMA(",\"layer_types\":[\"full_attention\",3]"), {"layer_types entry 1 is a number"}},
    {LLAMA(",\"layer_types\":[\"full_attention\",\"fall_attention\"]"),
     {"layer_types entry 1, \"fall_attention\", is no known type",
      "did you mean \"full_attention\""}},
    {LLAMA(",\"rope\":{}"), {"rope is an object; expected true or false"}},
    {LLAMA(",\"rope_scaling\":[]"), {"rope_scaling is a list; expected an object"}},
    {ROPE("\"type\":\"ntk\",\"factor\":4"), {"rope_scaling.type \"ntk\" is not known"}},
    {ROPE("\"rope_type\":\"yarm\""), {"rope_scaling.rope_type \"yarm\"", "did you mean \"yarn\""}},
    {ROPE("\"type\":\"xdrope\",\"alpha\":2"), {"rope_scaling.type \"xdrope\""}},
    {ROPE("\"type\":\"linear\""), {"rope_scaling.factor is missing"}},
    {ROPE("\"type\":\"linear\",\"factor\":\"4\""), {"rope_scaling.factor is a text"}},
    {ROPE("\"type\":\"linear\",\"factor\":0"), {"rope_scaling.factor is 0", "over 0"}},
    {ROPE("\"type\":\"linear\",\"factor\":1e7"), {"rope_scaling.factor is 10000000", "at most"}},
    {ROPE("\"type\":\"yarn\""), {"rope_scaling.factor is missing"}},
    {ROPE(YARN ",\"betafast\":32"), {"rope_scaling.betafast is not known", "\"beta_fast\""}},
    {ROPE(YARN ",\"truncate\":null"), {"rope_scaling.truncate is null"}},
    {ROPE(YARN ",\"attention_factor\":0"), {"rope_scaling.attention_factor is 0"}},
    {ROPE("\"type\":\"llama3\",\"factor\":8"), {"rope_scaling.low_freq_factor is missing"}},
    {ROPE("\"type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1"),
     {"rope_scaling.high_freq_factor is missing"}},
    {ROPE("\"type\":\"llama3\",\"factor\":8,\"low_freq_factor\":4,\"high_freq_factor\":1"),
     {"rope_scaling.high_freq_factor is under low_freq_factor"}},
    {ROPE("\"type\":\"longrope\",\"long_factor\":[1]"), {"rope_scaling.short_factor is missing"}},
    {ROPE("\"type\":\"longrope\",\"short_factor\":[1],\"long_factor\":[1]"),
     {"rope_scaling.short_factor has 1 numbers; expected 16"}},
    {ROPE("\"type\":\"longrope\",\"short_factor\":[1,0],\"long_factor\":[1]"),
     {"rope_scaling.short_factor entry 1 is 0", "over 0"}},
    {ROPE("\"type\":\"longrope\",\"short_factor\":[1,\"2\"],\"long_factor\":[1]"),
     {"rope_scaling.short_factor entry 1 is a text"}},
    {LAYERED("\"full_attention\":{},\"slidng_attention\":{}"),
     {"rope_parameters.slidng_attention is no type of layer", "\"sliding_attention\""}},
    {LAYERED("\"full_attention\":{}"), {"rope_parameters has no key", "sliding_attention"}},
    {LAYERED("\"full_attention\":{\"rope_thet\":5},\"sliding_attention\":null"),
     {"rope_parameters.full_attention.rope_thet is not known"}},
    {"{\"weight_map\":{}}", {"weight_map", "index of weights"}},
    {LLAMA(",\"head_dim\":16386"), {"head_dim is 16386", "at most 16384"}},
    {"{\"text_config\":[]}", {"text_config is no object"}},
    {"{\"model_type\":\"x\",\"text_config\":{\"model_type\":\"llama\",\"rope_theta\":0}}",
     {"text_config.rope_theta is 0"}},
    {"{\"model_type\":\"deepseek_v3\"," SIZES "}", {"qk_rope_head_dim is missing"}},
    {"{\"model_type\":\"gptj\"," SIZES ",\"rotary_dim\":64}",
     {"rotary_dim is 64, over the head's 32"}},
    {"{\"model_type\":\"deepseek_v4\"," SIZES "}", {"compress_ratios is missing"}},
    {"{\"model_type\":\"nemotron_h\"," SIZES ",\"hybrid_override_pattern\":\"*\"}",
     {"hybrid_override_pattern", "one letter for each layer"}},
    {"{\"model_type\":\"mpt\",\"d_model\":64,\"n_heads\":2,\"attn_config\":{\"alibi\":false}}",
     {"attn_config.alibi is false", "learned"}},
    {"{\"model_type\":\"qwen3_next\"," SIZES "}", {"leaves no layer with softmax attention"}},
    {LLAMA(",\"rope_theta\":1e300,\"head_dim\":4096,"
           "\"rope_scaling\":{\"type\":\"linear\",\"factor\":1e6}"),
     {"1e-305"}},
};

static void write_and_read(const char *json, double context, struct model_config **out,
                           struct message *error, struct folder *f)
{
    folder_make(f);
    model_config_read(folder_write(f, "config.json", strlen(json), json), context, out, error);
}

TEST_EACH(what_is_not_understood_is_refused_by_name, TOOLS_COUNT(refused))
{
    struct folder f;
    struct message error = {""};
    struct model_config *config;
    write_and_read(refused[_i].json, 0.0, &config, &error, &f);
    ck_assert_msg(config == NULL, "taken: %s", refused[_i].json);
    ck_assert_msg(strstr(error.text, "config.json") != NULL, "no file: %s", error.text);
    for (size_t i = 0; i < TOOLS_COUNT(refused[_i].says) && refused[_i].says[i]; i++)
        ck_assert_msg(strstr(error.text, refused[_i].says[i]) != NULL, "%s\nsays: %s\nnot: %s",
                      refused[_i].json, error.text, refused[_i].says[i]);
    folder_remove(&f);
}

TEST(qwens_own_rules_beyond_its_length_are_refused)
{
    static const char json[] = "{\"model_type\":\"qwen\"," SIZES ",\"use_dynamic_ntk\":true}";
    struct folder f;
    struct message error = {""};
    struct model_config *config;
    write_and_read(json, 4096.0, &config, &error, &f);
    ck_assert_msg(config != NULL, "%s", error.text);
    model_config_free(config);
    folder_remove(&f);
    write_and_read(json, 4097.0, &config, &error, &f);
    ck_assert(config == NULL);
    ck_assert_ptr_nonnull(strstr(error.text, "use_dynamic_ntk"));
    folder_remove(&f);
}
