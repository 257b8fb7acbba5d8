#include "experiments/models/config/model_config.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/facts.h"
#include "experiments/models/config/findings.h"
#include "experiments/models/config/gguf/gguf_config.h"
#include "experiments/models/config/kinds.h"
#include "experiments/models/config/layers.h"
#include "experiments/models/config/rope.h"
#include "experiments/models/config/sizes.h"
#include "experiments/readers/json_file.h"
#include "experiments/readers/mapped.h"
#include "experiments/readers/tensors.h"
#include "theory/ground/arrays.h"

/* Bytes a config.json may have: the largest published ones, with quantisation tables, have 2^20. */
enum { BYTES_MOST = 1 << 24 };

/* The object of the text model, under the names of those that have others beside it; Qwen's omni
 * models have it one deeper. */
static bool find_text(struct draft *d)
{
    static const char *const wrappers[] = {"text_config", "llm_config", "language_config",
                                           "thinker_config.text_config"};
    json_t *deeper = json_object_get(d->outer, "thinker_config");
    d->text = d->outer;
    d->config->wrapper = "";
    for (size_t i = 0; i < ARRAY_COUNT(wrappers); i++) {
        const char *dot = strchr(wrappers[i], '.');
        json_t *inner = json_object_get(dot ? deeper : d->outer, dot ? dot + 1 : wrappers[i]);
        if (!inner || json_is_null(inner))
            continue;
        if (!json_is_object(inner))
            return draft_refuse(d, "", wrappers[i], "is no object");
        d->text = inner;
        d->config->wrapper = wrappers[i];
        return true;
    }
    return true;
}

/* Whether any key says that this is a model's configuration and not another of its files, those of
 * generation, of the tokenizer, of an adapter. */
static bool is_model(const struct draft *d)
{
    static const char *const keys[] = {"model_type",
                                       "architectures",
                                       "weight_map",
                                       "dim",
                                       "hidden_size",
                                       "n_embd",
                                       "d_model",
                                       "num_attention_heads",
                                       "n_head",
                                       "head_dim",
                                       "max_position_embeddings",
                                       "rope_theta",
                                       "rope_scaling",
                                       "rope_parameters"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
        if (json_object_get(d->text, keys[i]) || json_object_get(d->outer, keys[i]))
            return true;
    return message_set(d->error,
                       "\"%s\" has no key of a model's configuration; expected a config.json or "
                       "a GGUF file",
                       d->config->file);
}

static bool find_class(struct draft *d)
{
    struct message what;
    const char *own = json_text_or(d->text, "model_type", NULL);
    const char *outer = json_text_or(d->outer, "model_type", NULL), *type = own ? own : outer;
    d->config->model_type = type ? type : "";
    if (!type && json_has(d->text, "dim"))
        return draft_refuse(d, "", "model_type",
                            "is missing, and dim is there: a params.json, whose pairs stand side "
                            "by side; expected a config.json");
    d->class = model_class_find(type ? type : "llama");
    /* a text model's own type may say more than the whole's, not something else */
    if (!d->class && own && outer && strncmp(own, outer, strlen(outer)) == 0)
        d->class = model_class_find(outer);
    /* DeepSeek-V2's code has its first model's attention, too */
    if (d->class && (d->class->flags & CLASS_MLA) && !json_truth_or(d->text, "use_mla", true))
        d->class = model_class_find("deepseek");
    /* Jina's third model calls itself xlm-roberta, whose positions it does not have */
    if (type && strcmp(type, "xlm-roberta") == 0 &&
        strcmp(json_text_or(d->text, "position_embedding_type", ""), "rotary") == 0)
        d->class = model_class_find("jina_embeddings_v3");
    if (!d->class) {
        message_set(&what, "\"%s\" is not known%s", type, model_class_near(type).text);
        return draft_refuse(d, own ? "" : "outer", "model_type", what.text);
    }
    if (d->class->positions == POSITIONS_OTHER) {
        message_set(&what, "\"%s\" %s", type, d->class->why);
        return draft_refuse(d, own ? "" : "outer", "model_type", what.text);
    }
    return type || draft_find(d, "no-model-type", "", "model_type",
                              "is missing: what the file does not say is read as Llama's");
}

static bool read_json(struct draft *d, const char *path)
{
    static const char *const parts[] = {"attn_config", "linear_attn_config",
                                        "dual_chunk_attention_config"};
    if (!json_file_read(path, BYTES_MOST, &d->config->store->root, d->error))
        return false;
    d->outer = d->config->store->root;
    if (json_has(d->outer, "weight_map"))
        return draft_refuse(d, "", "weight_map",
                            "makes it an index of weights; expected a config.json");
    if (!find_text(d) || !is_model(d) || !find_class(d) || !facts_take(d, d->text, "", PLACE_TEXT))
        return false;
    if (d->text != d->outer && !facts_take(d, d->outer, "outer", PLACE_TEXT))
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        json_t *part = json_object_get(d->text, parts[i]);
        if (json_is_object(part) && !facts_take(d, part, parts[i], PLACE_PART))
            return false;
    }
    return sizes_read(d) && sizes_class_reads(d) && rope_find(d) && layers_make(d) &&
           rope_covers(d) && kinds_fill(d) && findings_make(d);
}

/* An empty configuration of a file. */
static struct model_config *config_new(struct draft *d, const char *path, double context)
{
    struct model_config *c = calloc(1, sizeof *c);
    if (c)
        c->store = calloc(1, sizeof *c->store);
    if (!c || !c->store) {
        message_memory(d->error);
        free(c);
        return NULL;
    }
    d->config = c;
    c->context = context;
    c->model_type = c->wrapper = "";
    c->file = path; /* for messages until it is copied */
    c->file = draft_copy(d, path);
    if (c->file)
        return c;
    model_config_free(c);
    return NULL;
}

/* A llama2.c header: Llama at base 1e4, pairs side by side. */
static bool read_llama2c(struct draft *d, const struct llama2c *header)
{
    struct model_config *c = d->config;
    c->model_type = "llama";
    c->hidden = header->dim;
    c->heads = header->heads;
    c->key_value_heads = header->key_value_heads;
    c->layers = header->layers;
    c->own_context = (double)header->context;
    c->context = c->context > 0.0 ? c->context : c->own_context;
    c->norm_epsilon = 1e-5;
    d->class = model_class_find("llama");
    c->store->root = d->text = d->outer = json_object();
    if (!d->text)
        return message_memory(d->error);
    if (!layers_make(d) || !kinds_fill(d))
        return false;
    c->kinds[0].layout = LAYOUT_INTERLEAVED;
    return true;
}

/* Reads a model's file by what its bytes say it is. */
static bool read_model(struct draft *d, const char *path)
{
    struct tensors *tensors;
    if (!tensors_open(path, &tensors, d->error))
        return false;
    bool good = false;
    if (tensors_format(tensors) == TENSORS_GGUF) {
        d->config->format = CONFIG_GGUF;
        good = gguf_config(d, tensors);
    } else if (tensors_format(tensors) == TENSORS_LLAMA2C) {
        d->config->format = CONFIG_LLAMA2C;
        good = read_llama2c(d, tensors_llama2c(tensors));
    } else {
        message_set(d->error,
                    "\"%s\" has weights and no configuration; expected a config.json or a "
                    "GGUF file",
                    path);
    }
    tensors_close(tensors);
    return good;
}

/* Whether an object or a list begins behind blanks; what begins with a byte-order mark is left to
 * the reader of JSON, which says so. */
static bool begins_json(const struct mapped *m)
{
    static const char blanks[] = " \t\r\n";
    size_t at = 0;
    while (at < m->size && memchr(blanks, m->bytes[at], sizeof blanks - 1))
        at++;
    return at < m->size && strchr("{[\xef", m->bytes[at]);
}

/* Whether a file is text: every other format has zero bytes in its first 16, lengths that are no
 * longer than a file, or a magic of its own. */
static bool is_text(const char *path, bool *text, struct message *error)
{
    enum { FIRST = 16 };
    struct mapped *m;
    if (!mapped_open(path, &m, error))
        return false;
    *text = !(m->size >= 4 && memcmp(m->bytes, "GGUF", 4) == 0) &&
            !memchr(m->bytes, 0, size_min(m->size, FIRST));
    bool good = !*text || begins_json(m);
    if (!good)
        message_set(error, "\"%s\" is %s; expected a config.json or a GGUF file", path,
                    m->size ? "neither JSON nor GGUF" : "empty");
    mapped_close(m);
    return good;
}

bool model_config_read(const char *path, double context, struct model_config **out,
                       struct message *error)
{
    struct draft d = {.error = error};
    *out = NULL;
    struct model_config *c = config_new(&d, path, context);
    if (!c)
        return false;
    bool text = false;
    bool good = is_text(path, &text, error) && (text ? read_json(&d, path) : read_model(&d, path));
    if (good)
        *out = c;
    else
        model_config_free(c);
    return good;
}

/* The configuration that a file of these formats has in itself. */
static bool has_own(const char *path, bool *own, struct message *error)
{
    struct tensors *tensors;
    if (!tensors_open(path, &tensors, error))
        return false;
    *own = tensors_format(tensors) != TENSORS_SAFETENSORS;
    tensors_close(tensors);
    return true;
}

bool model_config_beside(const char *weights_path, double context, struct model_config **out,
                         struct message *error)
{
    static const char name[] = "config.json";
    const char *slash = strrchr(weights_path, '/');
    size_t length = slash ? (size_t)(slash - weights_path) + 1 : 0;
    bool own = false;
    *out = NULL;
    if (!has_own(weights_path, &own, error))
        return false;
    if (own)
        return model_config_read(weights_path, context, out, error);
    char *path = malloc(length + sizeof name);
    if (!path)
        return message_memory(error);
    memcpy(path, weights_path, length);
    memcpy(path + length, name, sizeof name);
    bool good = model_config_read(path, context, out, error);
    free(path);
    return good;
}
