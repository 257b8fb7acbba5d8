#include "tests/tools/models/model_tools.h"

#include <stdlib.h>
#include <string.h>

void model_add(struct model_file *m, const char *name, size_t rows, size_t columns)
{
    ck_assert_uint_lt(m->count, MODEL_TENSORS);
    struct model_tensor *t = &m->tensor[m->count++];
    snprintf(t->name, sizeof t->name, "%s", name);
    t->shape[0] = rows;
    t->shape[1] = columns;
}

/* Which letters stand for which tensors: b biases of q and k, h norms of each head's rows, a norms
 * of all rows, n a norm before, w its bias, f one matrix of queries, keys and values, i one by
 * heads. */
static const char *const layers[][2] = {
    {"llama", "n"},      {"mistral", "n"},      {"ministral3", "n"}, {"mixtral", "n"},
    {"smollm3", "n"},    {"granite", "n"},      {"qwen2", "nb"},     {"qwen2_moe", "nb"},
    {"gpt_oss", "nb"},   {"qwen3", "nh"},       {"qwen3_moe", "nh"}, {"gemma", "n"},
    {"gemma2", "n"},     {"gemma3_text", "nh"}, {"phi3", "nf"},      {"phi", "nwb"},
    {"gpt_neox", "nwi"}, {"starcoder2", "nwb"}, {"stablelm", "nw"},  {"cohere", "n"},
    {"olmo", ""},        {"olmo2", "a"},        {"olmo3", "a"},
};

static void add_both(struct model_file *m, const char *ending, size_t queries, size_t keys,
                     size_t columns)
{
    char name[MODEL_NAME];
    snprintf(name, sizeof name, "model.layers.0.self_attn.q_%s", ending);
    model_add(m, name, queries, columns);
    snprintf(name, sizeof name, "model.layers.0.self_attn.k_%s", ending);
    model_add(m, name, keys, columns);
}

void model_layer(struct model_file *m, const char *model_type)
{
    static const char fused[] = "gpt_neox.layers.0.attention.query_key_value.";
    const size_t queries = MODEL_HEADS * MODEL_DIM, keys = MODEL_KEY_HEADS * MODEL_DIM;
    const char *has = NULL;
    char name[MODEL_NAME];
    for (size_t i = 0; i < TOOLS_COUNT(layers); i++)
        if (strcmp(layers[i][0], model_type) == 0)
            has = layers[i][1];
    if (!has)
        ck_abort_msg("no model of %s is known", model_type);
    bool neox = strchr(has, 'i');
    m->count = 0;
    model_add(m, neox ? "gpt_neox.embed_in.weight" : "model.embed_tokens.weight", MODEL_VOCABULARY,
              MODEL_HIDDEN);
    for (const char *c = "nw"; *c; c++) {
        snprintf(name, sizeof name, "%s.layers.0.input_layernorm.%s", neox ? "gpt_neox" : "model",
                 *c == 'n' ? "weight" : "bias");
        if (strchr(has, *c))
            model_add(m, name, MODEL_HIDDEN, 0);
    }
    if (neox) {
        snprintf(name, sizeof name, "%sweight", fused);
        model_add(m, name, 3 * queries, MODEL_HIDDEN);
        snprintf(name, sizeof name, "%sbias", fused);
        model_add(m, name, 3 * queries, 0);
    } else if (strchr(has, 'f')) {
        model_add(m, "model.layers.0.self_attn.qkv_proj.weight", queries + 2 * keys, MODEL_HIDDEN);
    } else {
        add_both(m, "proj.weight", queries, keys, MODEL_HIDDEN);
    }
    if (strchr(has, 'b'))
        add_both(m, "proj.bias", queries, keys, 0);
    if (strchr(has, 'h'))
        add_both(m, "norm.weight", MODEL_DIM, MODEL_DIM, 0);
    if (strchr(has, 'a'))
        add_both(m, "norm.weight", queries, keys, 0);
}

void model_numbers(const char *name, size_t count, float *out)
{
    uint64_t state = UINT64_C(14695981039346656037);
    size_t length = strlen(name);
    bool weight = strstr(name, "norm") && strcmp(name + length - strlen("weight"), "weight") == 0;
    for (const char *c = name; *c; c++)
        state = (state ^ (unsigned char)*c) * UINT64_C(1099511628211);
    for (size_t i = 0; i < count; i++)
        out[i] = (float)(tools_uniform(&state) + (weight ? 0.5 : -0.5));
}

static size_t entries(const struct model_tensor *t)
{
    return t->shape[0] * (t->shape[1] ? t->shape[1] : 1);
}

const char *model_write(struct folder *f, const struct model_file *m, const char *model_type,
                        const char *more)
{
    char config[2048];
    size_t size = 0, room = 256 * (m->count + 1), used, at = 0;
    bool neox = strcmp(model_type, "gpt_neox") == 0;
    used = (size_t)snprintf(config, sizeof config,
                            "{\"model_type\": \"%s\", \"hidden_size\": %d, "
                            "\"num_attention_heads\": %d, \"num_key_value_heads\": %d, "
                            "\"num_hidden_layers\": 4, \"vocab_size\": %d, "
                            "\"max_position_embeddings\": 64%s%s}",
                            model_type, MODEL_HIDDEN, MODEL_HEADS,
                            neox ? MODEL_HEADS : MODEL_KEY_HEADS, MODEL_VOCABULARY,
                            neox ? "" : ", \"head_dim\": 6", more);
    folder_write(f, "config.json", used, config);
    for (size_t i = 0; i < m->count; i++)
        size += sizeof(float) * entries(&m->tensor[i]);
    char *bytes = malloc(8 + room + size);
    ck_assert(bytes != NULL);
    used = (size_t)snprintf(bytes + 8, room, "{");
    for (size_t i = 0; i < m->count; i++) {
        const struct model_tensor *t = &m->tensor[i];
        size_t end = at + sizeof(float) * entries(t);
        char second[32] = "";
        if (t->shape[1])
            snprintf(second, sizeof second, ", %zu", t->shape[1]);
        used += (size_t)snprintf(bytes + 8 + used, room - used,
                                 "%s\"%s\": {\"dtype\": \"F32\", \"shape\": [%zu%s], "
                                 "\"data_offsets\": [%zu, %zu]}",
                                 i ? ", " : "", t->name, t->shape[0], second, at, end);
        at = end;
    }
    used += (size_t)snprintf(bytes + 8 + used, room - used, "}");
    while (used % 8)
        bytes[8 + used++] = ' ';
    memcpy(bytes, &(uint64_t){used}, 8);
    at = 8 + used;
    for (size_t i = 0; i < m->count; i++) {
        float *out = malloc(sizeof(float) * entries(&m->tensor[i]));
        ck_assert(out != NULL);
        model_numbers(m->tensor[i].name, entries(&m->tensor[i]), out);
        memcpy(bytes + at, out, sizeof(float) * entries(&m->tensor[i]));
        at += sizeof(float) * entries(&m->tensor[i]);
        free(out);
    }
    const char *path = folder_write(f, "model.safetensors", at, bytes);
    free(bytes);
    return path;
}
