/* Queries and keys of every architecture against an independent computation, of one row and of many
 * at once, and what is refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/vectors/architectures.h"
#include "experiments/models/vectors/vectors.h"
#include "tests/tools/models/model_tools.h"

/* What a configuration says besides, of architectures with keys of their own. */
static const char *more_of(const char *model_type)
{
    static const char *const more[][2] = {
        {"gpt_neox", ", \"rotary_pct\": 0.67, \"layer_norm_eps\": 1e-5"},
        {"phi", ", \"partial_rotary_factor\": 0.67, \"layer_norm_eps\": 1e-5"},
        {"stablelm", ", \"partial_rotary_factor\": 0.67, \"layer_norm_eps\": 1e-5"},
        {"cohere", ", \"layer_norm_eps\": 1e-5"},
        {"starcoder2", ", \"norm_epsilon\": 1e-5"},
        {"olmo", ", \"clip_qkv\": 0.3"},
        {"granite", ", \"rms_norm_eps\": 1e-5, \"embedding_multiplier\": 12.0"},
        {"gemma", ", \"rms_norm_eps\": 1e-5"},
        {"gemma2", ", \"rms_norm_eps\": 1e-5, \"query_pre_attn_scalar\": 6"},
        {"gemma3_text", ", \"rms_norm_eps\": 1e-5, \"query_pre_attn_scalar\": 6"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(more); i++)
        if (strcmp(model_type, more[i][0]) == 0)
            return more[i][1];
    return ", \"rms_norm_eps\": 1e-5";
}

static struct vectors *opened(const char *file, const char *tokens)
{
    struct vectors *v;
    struct message error;
    if (!vectors_weights(file, 0, tokens, &v, &error))
        ck_abort_msg("%s", error.text);
    return v;
}

/* The model that golden rows are held against, and the worst of them. */
struct golden {
    char architecture[64];
    struct folder folder;
    struct vectors *vectors;
    struct worst worst;
    size_t architectures;
    const char *real;
};

static void next_model(struct golden *g, const char *name)
{
    struct model_file m;
    if (g->vectors && strcmp(g->architecture, name) == 0)
        return;
    if (g->vectors) {
        vectors_free(g->vectors);
        folder_remove(&g->folder);
    }
    snprintf(g->architecture, sizeof g->architecture, "%s", name);
    g->architectures++;
    folder_make(&g->folder);
    if (g->real) {
        g->vectors = opened(g->real, "uniform");
        return;
    }
    model_layer(&m, name);
    g->vectors = opened(model_write(&g->folder, &m, name, more_of(name)), "uniform");
}

/* Sums of 64 products of numbers up to 1, and norms that divide by their size, agree to far less
 * than the tolerance in numbers of either order. */
static void golden_row(void *context, char *const cell[GOLDEN_CELLS])
{
    struct golden *g = context;
    struct vectors_head *head;
    struct message error;
    double x[64], size = 0.0, want[64];
    size_t side = *cell[2] == 'k', dim, count = 0;
    next_model(g, cell[0]);
    dim = g->vectors->dim;
    for (char *at = cell[4]; *at && count < 64; count++)
        want[count] = strtod(at, &at), size = fmax(size, fabs(want[count]));
    ck_assert_uint_eq(count, dim);
    if (!vectors_head(g->vectors, strtoul(cell[1], NULL, 10), &head, &error) ||
        !vectors_rows(head, side, strtoul(cell[3], NULL, 10), 1, x, &error))
        ck_abort_msg("%s", error.text);
    for (size_t c = 0; c < dim; c++)
        worst_take(&g->worst, fabs(x[c] - want[c]), 1e-13 * size, "%s, head %s, %s of token %s",
                   cell[0], cell[1], cell[2], cell[3]);
    vectors_head_free(head);
}

TEST(every_architecture_agrees_with_the_reference)
{
    struct golden g = {.vectors = NULL};
    golden_each("vectors.csv", &g, golden_row);
    vectors_free(g.vectors);
    folder_remove(&g.folder);
    worst_check(&g.worst);
    ck_assert_uint_eq(g.architectures, architecture_count);
}

TEST(a_real_model_agrees_with_the_reference)
{
    struct golden g = {.real = getenv("POSBIAS_MODEL")};
    if (!g.real) {
        puts("vectors: skipped: POSBIAS_MODEL names no stories260K.bin");
        return;
    }
    golden_each("vectors_real.csv", &g, golden_row);
    ck_assert_str_eq(g.vectors->encoding, "rope:base=1e4,dim=8");
    vectors_free(g.vectors);
    folder_remove(&g.folder);
    worst_check(&g.worst);
}

/* A row alone, in a block, and made of inputs that another head was made of. */
TEST(a_row_is_the_same_however_it_is_asked_for)
{
    for (size_t i = 0; i < architecture_count; i++) {
        enum { COUNT = MODEL_VOCABULARY, MOST = MODEL_HIDDEN * COUNT };
        struct golden g = {.vectors = NULL};
        struct vectors_head *head[2];
        struct message error;
        double input[MOST], block[MOST], made[MOST], one[MODEL_DIM];
        next_model(&g, architectures[i].model_type);
        for (size_t h = 0; h < 2; h++)
            ck_assert(vectors_head(g.vectors, 3 * h, &head[h], &error));
        for (size_t side = 0; side < VECTORS_SIDES; side++) {
            ck_assert(vectors_inputs(g.vectors, side, 0, COUNT, input, &error));
            for (size_t h = 0; h < 2; h++) {
                ck_assert(vectors_project(head[h], side, 0, COUNT, input, made, &error));
                ck_assert(vectors_rows(head[h], side, 0, COUNT, block, &error));
                ck_assert_mem_eq(made, block, COUNT * MODEL_DIM * sizeof *made);
                for (size_t t = 0; t < COUNT; t++) {
                    ck_assert(vectors_rows(head[h], side, t, 1, one, &error));
                    ck_assert_mem_eq(one, block + t * MODEL_DIM, sizeof one);
                }
            }
        }
        for (size_t h = 0; h < 2; h++)
            vectors_head_free(head[h]);
        vectors_free(g.vectors);
        folder_remove(&g.folder);
    }
}

/* Ids in any order, twice, as a list, a range or a file. */
TEST(tokens_are_those_that_were_named)
{
    struct golden g = {.vectors = NULL};
    struct vectors_head *all, *some;
    struct message error;
    double want[MODEL_DIM], got[MODEL_DIM];
    static const size_t ids[] = {7, 2, 3, 4, 7};
    next_model(&g, "qwen3");
    char path[160];
    snprintf(path, sizeof path, "%s", folder_file(&g.folder, "model.safetensors"));
    struct vectors *v = opened(path, "7/2:4/7");
    ck_assert_uint_eq(v->tokens[VECTORS_QUERY], TOOLS_COUNT(ids));
    ck_assert(vectors_head(g.vectors, 1, &all, &error) && vectors_head(v, 1, &some, &error));
    for (size_t i = 0; i < TOOLS_COUNT(ids); i++)
        for (size_t side = 0; side < VECTORS_SIDES; side++) {
            ck_assert(vectors_rows(all, side, ids[i], 1, want, &error));
            ck_assert(vectors_rows(some, side, i, 1, got, &error));
            ck_assert_mem_eq(got, want, sizeof got);
        }
    vectors_head_free(all);
    vectors_head_free(some);
    vectors_free(v);
    vectors_free(g.vectors);
    folder_remove(&g.folder);
}

static void refused(const char *file, size_t layer, const char *tokens, const char *want)
{
    struct vectors *v;
    struct message error = {""};
    ck_assert_msg(!vectors_weights(file, layer, tokens, &v, &error), "taken: %s", want);
    ck_assert_msg(strstr(error.text, want) != NULL, "%s\n    does not say %s", error.text, want);
    ck_assert(v == NULL);
}

TEST(what_is_not_known_is_refused_by_name)
{
    static const struct {
        const char *model_type, *tensor, *want; /* a tensor more */
    } cases[] = {
        {"llama", "model.layers.0.self_attn.kv_a_proj_with_mqa.weight", "kv_a_proj_with_mqa"},
        {"llama", "model.layers.0.self_attn.q_norm.weight", "is there, which \"llama\" has not"},
        {"olmo2", "model.layers.0.input_layernorm.weight", "is there, which \"olmo2\" has not"},
        {"llama", "model.layers.0.input_layernorm.bias", "is there, which \"llama\" has not"},
        /* parts of rounded weights and of adapters */
        {"llama", "model.layers.0.self_attn.q_proj.weight_scale", "q_proj.weight_scale"},
        {"llama", "model.layers.0.self_attn.k_proj.lora_A.weight", "k_proj.lora_A"},
        {"phi3", "model.layers.0.self_attn.qkv_proj.weight_scale_inv", "weight_scale_inv"},
        {"gpt_neox", "gpt_neox.layers.0.attention.query_key_value.SCB", "value.SCB"},
        {"gpt_neox", "gpt_neox.layers.0.attention.biases", "attention.biases"},
    };
    struct folder f;
    struct model_file m;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        model_layer(&m, cases[i].model_type);
        model_add(&m, cases[i].tensor, MODEL_HIDDEN, 0);
        refused(model_write(&f, &m, cases[i].model_type, more_of(cases[i].model_type)), 0,
                "uniform", cases[i].want);
    }
    model_layer(&m, "qwen2");
    m.count -= 2; /* without biases */
    refused(model_write(&f, &m, "qwen2", more_of("qwen2")), 0, "uniform", "q_proj.bias");
    model_layer(&m, "llama");
    m.tensor[2].shape[0]--;
    refused(model_write(&f, &m, "llama", more_of("llama")), 0, "uniform",
            "has shape (23, 24); expected (24, 24) by the configuration");
    model_layer(&m, "llama");
    const char *file = model_write(&f, &m, "llama", more_of("llama"));
    refused(file, 2, "uniform", "layer=2 needs activations");
    refused(file, 0, "3/11", "token 11 is beyond the vocabulary; expected 0 to 10");
    refused(file, 0, "3,4", "is no list");
    refused(file, 0, "4:3", "ends before it begins");
    refused(file, 0, "nowhere.npy", "nowhere.npy");
    folder_remove(&f);
}
