/* The table of model types that model_class.h declares. Source: the configuration and model classes
 * of Hugging Face transformers 5; of types that it does not have (stablelm_epoch, phi-msft, qwen,
 * internlm, internlm2, exaone, orion, minicpm, bailing, hunyuan, nemotron-nas, kimi_k2, chatglm,
 * mimo, Dream, minicpmv, molmo, ouro, deepseek, dots_ocr, llada, openelm, PanguEmbedded,
 * internlmxcomposer2, minimax_text_01, minimax_m1, longcat_flash_ngram) the code published with the
 * models, second-hand. */
#include "experiments/models/config/model_class.h"

#include <stdio.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

#define CROSS      .layout = LAYOUT_INTERLEAVED
#define SLIDES(n)  .layers = LAYERS_PERIOD, .period = (n)
#define FULL_OF(n) .layers = LAYERS_FIRST, .period = (n)
#define HALF_TURNS .share = 0.5
#define NO(reason) .positions = POSITIONS_OTHER, .why = reason
#define UNROTATED  .positions = POSITIONS_NONE
#define DEEPSEEK   CROSS, .softmax = SOFTMAX_DEEPSEEK, .flags = CLASS_MLA
#define SCALAR(n)  .softmax = SOFTMAX_SCALAR, .head_dim = (n)
#define SIZED(size, queries, keys, count) \
    .hidden = (size), .heads = (queries), .key_value_heads = (keys), .layer_count = (count)
#define MODERNBERT                                                                         \
    .theta_key = "global_rope_theta", .local_key = "local_rope_theta", .local_theta = 1e4, \
    .context = 8192, .window = 128, .window_key = "local_attention"

/* What the classes take where a file has no rope dict. */
#define GEMMA4_DICT                                                           \
    "{\"full_attention\":{\"rope_type\":\"proportional\",\"rope_theta\":1e6," \
    "\"partial_rotary_factor\":0.25},"                                        \
    "\"sliding_attention\":{\"rope_type\":\"default\",\"rope_theta\":1e4}}"
#define GPT_OSS_DICT                                                                \
    "{\"rope_type\":\"yarn\",\"factor\":32.0,\"beta_fast\":32.0,\"beta_slow\":1.0," \
    "\"truncate\":false,\"original_max_position_embeddings\":4096}"
#define MINISTRAL_DICT                                                                            \
    "{\"type\":\"yarn\",\"rope_theta\":1e6,\"factor\":16.0,\"beta_fast\":32.0,\"beta_slow\":1.0," \
    "\"original_max_position_embeddings\":16384,\"mscale\":1.0,\"mscale_all_dim\":1.0,"           \
    "\"llama_4_scaling_beta\":0.1}"
#define APERTUS_DICT                                                                         \
    "{\"rope_type\":\"llama3\",\"rope_theta\":1.2e7,\"factor\":8.0,\"low_freq_factor\":1.0," \
    "\"high_freq_factor\":4.0,\"original_max_position_embeddings\":8192}"
#define CWM_DICT                                                                            \
    "{\"rope_type\":\"llama3\",\"rope_theta\":1e6,\"factor\":16.0,\"low_freq_factor\":1.0," \
    "\"high_freq_factor\":4.0,\"original_max_position_embeddings\":8192}"
#define MISTRAL4_DICT                                                                              \
    "{\"type\":\"yarn\",\"rope_theta\":1e4,\"factor\":128.0,\"beta_fast\":32.0,\"beta_slow\":1.0," \
    "\"original_max_position_embeddings\":8192,\"mscale\":1.0,\"mscale_all_dim\":1.0,"             \
    "\"llama_4_scaling_beta\":0.1}"
#define CSM_DICT                                                           \
    "{\"rope_type\":\"llama3\",\"factor\":32.0,\"low_freq_factor\":0.125," \
    "\"high_freq_factor\":0.5,\"original_max_position_embeddings\":1024}"

static const struct model_class classes[] = {
    {"llama codellama vicuna llava llava_next", 1e4, SIZED(4096, 32, 0, 32), .context = 2048},
    {"arcee aquila yi xverse olmo olmo2 olmoe internlm2 internlm3 voxtral dots1 diffllama internlm "
     "orion solar exaone minicpm bailing_moe bailing_moe_v2 mimo Dream minicpmv molmo ouro deepseek "
     "eurobert nanochat jais2 emu3_text_model dots_ocr llada aria_text chameleon PanguEmbedded "
     "internlmxcomposer2",
     1e4, .theta_key = NULL},
    {"nemotron-nas", 1e4, .layers = LAYERS_BLOCKS},
    {"flex_olmo bitnet", 5e5, .theta_key = NULL},
    {"seed_oss", 1e4, .head_dim = 128},
    {"solar_open", 1e6, .head_dim = 128},
    {"hy_v3", 11158840, .head_dim = 128},
    {"csm", 5e5, .dict = CSM_DICT},
    {"mllama mllama_text_model", 5e5, .layers = LAYERS_CROSS,
     .layer_key = "cross_attention_layers"},
    {"mistral mistral3", 1e4, SIZED(4096, 32, 8, 32), .context = 131072, .flags = CLASS_SLIDING,
     .window = 4096},
    {"ministral", 1e4, .flags = CLASS_SLIDING, .window = 4096},
    {"mixtral", 1e6, SIZED(4096, 32, 8, 32), .context = 131072, .flags = CLASS_SLIDING},
    {"starcoder2", 1e4, .flags = CLASS_SLIDING},
    {"ministral3", 1e4, .flags = CLASS_SLIDING | CLASS_TEMPERATURE, .head_dim = 128,
     .context = 262144, .dict = MINISTRAL_DICT},
    {"mistral4", 1e4, CROSS, .softmax = SOFTMAX_DEEPSEEK, .flags = CLASS_MLA | CLASS_TEMPERATURE,
     .context = 1048576, .dict = MISTRAL4_DICT},
    {"qwen2_moe", 1e4, .layers = LAYERS_ODD, .window = 4096},
    {"qwen2", 1e4, SIZED(4096, 32, 32, 32), .context = 32768, .layers = LAYERS_WINDOW},
    {"qwen2_audio qwen3_moe", 1e4, .layers = LAYERS_WINDOW},
    {"qwen3", 1e4, SIZED(4096, 32, 32, 32), .context = 32768, .head_dim = 128,
     .layers = LAYERS_WINDOW},
    {"qwen2_vl qwen2_vl_text qwen2_5_vl qwen2_5_vl_text qwen2_5_omni_text", 1e6,
     .layers = LAYERS_WINDOW},
    {"qwen3_vl qwen3_vl_text qwen3_vl_moe qwen3_vl_moe_text", 5e5, .head_dim = 128},
    {"qwen3_omni_moe_text", 1e6, .head_dim = 128},
    {"qwen3_next qwen3_5 qwen3_5_text qwen3_5_moe qwen3_5_moe_text", 1e4, .share = 0.25,
     .head_dim = 256, .layers = LAYERS_INTERVAL, .period = 4},
    {"qwen", 1e4, .theta_key = "rotary_emb_base", .share_key = "rotary_pct", .flags = CLASS_QWEN},
    {"gemma", 1e4, SIZED(3072, 16, 16, 28), .head_dim = 256, .context = 8192},
    {"gemma2 vaultgemma", 1e4, SCALAR(256), SIZED(2304, 8, 4, 26), SLIDES(2), .context = 8192,
     .window = 4096, .cap = 50},
    {"gemma3_text gemma3 embeddinggemma", 1e6, SCALAR(256), SIZED(2304, 8, 4, 26), SLIDES(6),
     .context = 131072, .window = 4096, .local_theta = 1e4},
    {"gemma4_text gemma4 gemma4_unified gemma4_unified_text", 1e6, .softmax = SOFTMAX_ONE,
     SLIDES(6), .head_dim = 256, .context = 131072, .window = 512, .local_theta = 1e4,
     .flags = CLASS_UNCONVERTED | CLASS_GLOBAL_DIM, .dict = GEMMA4_DICT},
    {"gemma3n_text gemma3n", 1e6, .softmax = SOFTMAX_ONE, SIZED(2048, 8, 2, 35), SLIDES(5),
     .head_dim = 256, .context = 32768, .window = 512, .local_theta = 1e4},
    {"cohere", 5e5, CROSS},
    {"cohere2", 1e4, CROSS, SLIDES(4), .flags = CLASS_WINDOWED, .window = 4096},
    {"exaone4 exaone_moe", 1e4, SLIDES(4), .flags = CLASS_NOPE_FULL, .window = 4096},
    {"afmoe", 1e4, SLIDES(4), .flags = CLASS_NOPE_FULL, .window = 1024},
    {"olmo3", 1e4, SLIDES(4), .flags = CLASS_SCALE_FULL, .window = 4096},
    {"gpt_oss", 1.5e5, SLIDES(2), .head_dim = 64, .window = 128, .dict = GPT_OSS_DICT},
    {"cwm", 1e6, FULL_OF(4), .head_dim = 128, .window = 8192, .dict = CWM_DICT},
    {"modernbert", 1.6e5, FULL_OF(3), MODERNBERT},
    {"modernbert-decoder", 1.6e5, SLIDES(3), MODERNBERT},
    {"smollm3", 2e6, .layers = LAYERS_NO_ROPE, .period = 4},
    {"llama4_text llama4", 5e5, CROSS, .layers = LAYERS_NO_ROPE, .period = 4, .head_dim = 128,
     .flags = CLASS_CHUNKED},
    {"apertus", 1.2e7, .dict = APERTUS_DICT},
    {"laguna", 1e4, .layers = LAYERS_LISTED, .head_dim = 128, .window = 512},
    {"granite granitemoe granitemoeshared", 1e4, .softmax = SOFTMAX_MULTIPLY},
    {"granite_swa granitemoe_swa", 1e4, .softmax = SOFTMAX_MULTIPLY, FULL_OF(4), .window = 128},
    {"nemotron", 1e4, HALF_TURNS},
    {"phi", 1e4, HALF_TURNS, SIZED(2048, 32, 0, 24), .context = 2048},
    {"phi-msft", 1e4, .rotary_key = "rotary_dim"},
    {"phi3 phi3_v phi4mm phi4_multimodal", 1e4, SIZED(3072, 32, 0, 32), .context = 4096,
     .flags = CLASS_SLIDING | CLASS_SU},
    {"phimoe", 1e6, .flags = CLASS_SLIDING | CLASS_MSCALES},
    {"persimmon", 2.5e4, HALF_TURNS},
    {"stablelm", 1e4, .share = 0.25},
    {"stablelm_epoch", 1e4, .share = 0.25, .share_key = "rope_pct"},
    {"gpt_neox", 1e4, SIZED(6144, 64, 0, 44), .context = 2048, .share = 0.25,
     .theta_key = "rotary_emb_base", .share_key = "rotary_pct"},
    {"gpt_neox_japanese", 1e4, .theta_key = "rotary_emb_base", .share_key = "rotary_pct"},
    {"openelm", 1e4, .theta_key = "rope_freq_constant"},
    {"jina_embeddings_v3", 2e4, .theta_key = "rotary_emb_base"},
    {"nomic_bert", 1e4, .theta_key = "rotary_emb_base", .share_key = "rotary_emb_fraction"},
    {"gptj codegen", 1e4, CROSS, SIZED(4096, 16, 0, 28), .context = 2048,
     .rotary_key = "rotary_dim", .rotary = 64},
    {"roformer", 1e4, CROSS},
    {"falcon RefinedWebModel RefinedWeb", 1e4, SIZED(4544, 71, 0, 32),
     .positions = POSITIONS_ALIBI_KEY, .context = 2048, .flags = CLASS_ALIBI_NORM},
    {"falcon_h1", 1e5, .softmax = SOFTMAX_KEYS},
    {"glm glm4", 1e4, CROSS, HALF_TURNS, .head_dim = 128},
    {"glm4v glm4v_text glm_ocr_text glm_image_text", 1e4, CROSS, HALF_TURNS},
    {"glm4_moe glm4v_moe glm4v_moe_text", 1e4, HALF_TURNS},
    {"ernie4_5", 5e5, CROSS, .head_dim = 128},
    {"ernie4_5_moe ernie4_5_moe_vl ernie4_5_vl_moe ernie4_5_vl_moe_text", 5e5, CROSS},
    {"helium", 1e5, CROSS, .head_dim = 128},
    {"minimax", 1e6, .layers = LAYERS_ALTERNATE, .rotary_key = "rotary_dim"},
    {"minimax_text_01 minimax_m1", 1e4, .layers = LAYERS_MARKED, .layer_key = "attn_type_list",
     .rotary_key = "rotary_dim"},
    {"minimax_m2 minimax_m3 minimax_m3_vl minimax_m3_vl_text", 5e6, .rotary_key = "rotary_dim"},
    {"hunyuan hunyuan_v1_dense hunyuan_v1_moe hunyuan_vl hunyuan_vl_text", 1e4,
     .flags = CLASS_ALPHA},
    {"deepseek_v2 deepseek_v3 deepseek_v32 kimi_k2 kimi_k25 glm_moe_dsa glm4_moe_lite youtu", 1e4,
     DEEPSEEK},
    {"longcat_flash longcat_flash_ngram", 1e4, CROSS, .softmax = SOFTMAX_LORA, .flags = CLASS_MLA},
    {"minicpm3", 1e4, .flags = CLASS_MLA},
    {"deepseek_v4", 1e4, CROSS, .layers = LAYERS_RATIOS, .rotary_key = "qk_rope_head_dim",
     .rotary = 64},
    {"kimi_linear", 1e4, UNROTATED, .flags = CLASS_MLA, .layers = LAYERS_INDICES,
     .layer_key = "linear_attn_config.full_attn_layers", .first_index = 1, .context = 1048576},
    {"mimo_v2_flash", 1e4, .layers = LAYERS_HYBRID, .local_theta = 1e4,
     .local_key = "swa_rope_theta"},
    {"lfm2 lfm2_moe", 1e6, .layers = LAYERS_INDICES, .layer_key = "full_attn_idxs",
     .context = 128000, .flags = CLASS_ALL_LISTED},
    {"granitemoehybrid", 1e4, .softmax = SOFTMAX_MULTIPLY, .layers = LAYERS_LISTED,
     .flags = CLASS_TYPED},
    {"nemotron_h", 1e4, UNROTATED, .layers = LAYERS_LETTERS, .head_key = "attention_head_dim",
     .head_dim = 128},
    {"jamba", 1e4, UNROTATED, .layers = LAYERS_OFFSET, .context = 262144},
    {"bamba", 1e4, .layers = LAYERS_INDICES, .layer_key = "attn_layer_indices", .context = 262144,
     .flags = CLASS_HALF_SHARE},
    {"zamba", 1e4, UNROTATED, .softmax = SOFTMAX_DOUBLE, .layers = LAYERS_ZAMBA,
     .head_key = "attention_head_dim", .context = 4096},
    {"zamba2", 1e4, .softmax = SOFTMAX_DOUBLE, .layers = LAYERS_INDICES,
     .layer_key = "hybrid_layer_ids", .head_key = "attention_head_dim", .context = 4096,
     .flags = CLASS_SWITCH},
    {"recurrent_gemma", 1e4, HALF_TURNS, .layers = LAYERS_CYCLE, .window = 2048,
     .window_key = "attention_window_size", .flags = CLASS_SLIDING},
    {"jetmoe", 1e4, .head_key = "kv_channels", .head_dim = 128, .context = 4096},
    {"dbrx", 1e4, .theta_key = "attn_config.rope_theta", .context = 2048},
    {"chatglm", 1e4, CROSS, HALF_TURNS, .head_key = "kv_channels", .flags = CLASS_RATIO},
    {"bloom", 1e4, .positions = POSITIONS_ALIBI},
    {"mpt", 1e4, .positions = POSITIONS_ALIBI},
    {"baichuan", 1e4,
     NO("is rotary or ALiBi by its size, which only the code published with it decides")},
    {"kimi_k3", 1e4,
     NO("mixes layers without softmax attention and unrotated ones as only the code published with "
        "it decides")},
    {"bert roberta xlm-roberta albert electra distilbert camembert ernie", 1e4,
     NO("has learned absolute positions, no rotary ones and no ALiBi")},
    {"gpt2 gpt-sw3 gpt_neo gpt_bigcode opt openai-gpt biogpt xglm", 1e4,
     NO("has learned or fixed absolute positions, no rotary ones and no ALiBi")},
    {"t5 mt5 umt5 longt5 switch_transformers", 1e4,
     NO("has T5's relative bias in buckets, which is learned and not in this file")},
    {"t5gemma t5gemma2 encoder-decoder speech-encoder-decoder vision-encoder-decoder", 1e4,
     NO("has an encoder and a decoder, each with keys of its own, which are not read here")},
    {"deberta deberta-v2 xlnet transfo-xl", 1e4,
     NO("has learned relative positions, no rotary ones and no ALiBi")},
    {"stablelm_alpha", 1e4,
     NO("has keys of its own (rotary_scale_base, rotary_pct) that only the code published with it "
        "reads")},
    {"pixtral", 1e4, NO("rotates by two axes of an image, which is not read here")},
    {"whisper bart mbart pegasus marian blenderbot clip vit", 1e4,
     NO("has absolute positions, no rotary ones and no ALiBi")},
    {"mamba mamba2 rwkv rwkv6 falcon_mamba xlstm", 1e4,
     NO("has no softmax attention in every layer, and its scores are not of a kind known here")},
};

/* Whether a list joined by blanks has the name. */
static bool listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == length && memcmp(at, name, length) == 0)
            return true;
    return false;
}

const struct model_class *model_class_find(const char *type)
{
    for (size_t i = 0; i < ARRAY_COUNT(classes); i++)
        if (listed(classes[i].types, type))
            return &classes[i];
    return NULL;
}

/* Whether a list joined by blanks has the name, '_' and '-' left out of the list's. */
static bool listed_plain(const char *list, const char *name)
{
    const char *by = name; /* NULL: this one is another */
    for (const char *at = list;; at++) {
        if (*at == '\0' || *at == ' ') {
            if (by && !*by)
                return true;
            by = name;
        } else if (by && *at != '_' && *at != '-') {
            by = *by == *at ? by + 1 : NULL;
        }
        if (*at == '\0')
            return false;
    }
}

const struct model_class *model_class_plain(const char *name)
{
    for (size_t i = 0; i < ARRAY_COUNT(classes); i++)
        if (listed_plain(classes[i].types, name))
            return &classes[i];
    return NULL;
}

/* The nearest of each row, and of these the nearest, so that no number of names is too many. */
struct message model_class_near(const char *type)
{
    enum { NAME = 64 };
    static const char blank[] = " ";
    char near[ARRAY_COUNT(classes)][NAME];
    const char *names[ARRAY_COUNT(classes)];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(classes); i++) {
        struct message row;
        const char *words[MESSAGE_SIZE / 2];
        size_t word_count = 0;
        message_set(&row, "%s", classes[i].types);
        char *rest = row.text;
        for (char *word = strtok_r(rest, blank, &rest); word; word = strtok_r(NULL, blank, &rest))
            words[word_count++] = word;
        const char *nearest = text_nearest(type, word_count, words);
        if (!nearest)
            continue;
        snprintf(near[count], NAME, "%s", nearest);
        names[count] = near[count];
        count++;
    }
    return text_suggestion(type, count, names);
}
