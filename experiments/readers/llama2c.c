/* llama2.c's files of version 0: seven numbers, then all tensors in one order, as floats. */
#include <stdio.h>
#include <string.h>

#include "experiments/readers/tensors_make.h"
#include "theory/ground/arrays.h"

/* More layers, or a longer side, than any model has. */
enum { FIELDS = 7, SIDE_MAX = 1 << 24, LAYERS_MAX = 1 << 16 };
enum { DIM, HIDDEN, LAYERS, HEADS, KEY_VALUE_HEADS, VOCABULARY, CONTEXT };
static const char *const fields[FIELDS] = {"dim",        "hidden_dim", "n_layers", "n_heads",
                                           "n_kv_heads", "vocab_size", "seq_len"};

static bool fields_read(const struct mapped *file, int32_t out[FIELDS])
{
    if (file->size < FIELDS * sizeof *out)
        return false;
    memcpy(out, file->bytes, FIELDS * sizeof *out);
    return true;
}

/* vocab_size is negative where the classifier is a tensor of its own. */
static bool plausible(size_t field, int32_t value)
{
    int32_t most = field == LAYERS ? LAYERS_MAX : SIDE_MAX;
    if (field == VOCABULARY && value < 0)
        return value >= -most;
    return value >= 1 && value <= most;
}

bool llama2c_plausible(const struct mapped *file)
{
    int32_t value[FIELDS];
    if (!fields_read(file, value))
        return false;
    for (size_t i = 0; i < HEADS; i++)
        if (!plausible(i, value[i]))
            return false;
    return true;
}

static bool header_read(const struct mapped *file, struct llama2c *h, struct message *error)
{
    int32_t value[FIELDS];
    if (!fields_read(file, value))
        return message_set(error, "\"%s\" has %zu bytes, too few for the header of a llama2.c file",
                           file->path, file->size);
    for (size_t i = 0; i < FIELDS; i++)
        if (!plausible(i, value[i])) {
            message_set(error, "\"%s\": as a llama2.c file its %s is ", file->path, fields[i]);
            message_add(error, "%s%u; expected 1 to %d", value[i] < 0 ? "-" : "",
                        value[i] < 0 ? 0U - (unsigned)value[i] : (unsigned)value[i],
                        i == LAYERS ? LAYERS_MAX : SIDE_MAX);
            return false;
        }
    bool shared = value[VOCABULARY] > 0;
    *h = (struct llama2c){
        .dim = (size_t)value[DIM],
        .hidden = (size_t)value[HIDDEN],
        .layers = (size_t)value[LAYERS],
        .heads = (size_t)value[HEADS],
        .key_value_heads = (size_t)value[KEY_VALUE_HEADS],
        .vocabulary = (size_t)(shared ? value[VOCABULARY] : -value[VOCABULARY]),
        .context = (size_t)value[CONTEXT],
        .shared = shared,
    };
    if (h->dim % h->heads != 0 || h->dim / h->heads % 2 != 0)
        return message_set(error,
                           "\"%s\": as a llama2.c file its dim is %zu, which %zu n_heads do not "
                           "divide into even parts",
                           file->path, h->dim, h->heads);
    return h->heads % h->key_value_heads == 0 ||
           message_set(error,
                       "\"%s\": as a llama2.c file its n_heads are %zu, no multiple of its "
                       "n_kv_heads, %zu",
                       file->path, h->heads, h->key_value_heads);
}

/* One block of the file: a tensor, or one for each layer; columns 0: of one axis. */
struct block {
    const char *name; /* of a layer's: behind its number */
    bool layered;
    size_t rows, columns;
};

/* All blocks in their order; the last is left out where the embedding is the classifier. */
enum { BLOCKS = 14 };
static size_t blocks_of(const struct llama2c *h, struct block out[BLOCKS])
{
    size_t part = h->dim / h->heads, keys = part * h->key_value_heads;
    const struct block blocks[BLOCKS] = {
        {"model.embed_tokens.weight", false, h->vocabulary, h->dim},
        {"input_layernorm.weight", true, h->dim, 0},
        {"self_attn.q_proj.weight", true, h->dim, h->dim},
        {"self_attn.k_proj.weight", true, keys, h->dim},
        {"self_attn.v_proj.weight", true, keys, h->dim},
        {"self_attn.o_proj.weight", true, h->dim, h->dim},
        {"post_attention_layernorm.weight", true, h->dim, 0},
        {"mlp.gate_proj.weight", true, h->hidden, h->dim},
        {"mlp.down_proj.weight", true, h->dim, h->hidden},
        {"mlp.up_proj.weight", true, h->hidden, h->dim},
        {"model.norm.weight", false, h->dim, 0},
        {"freq_cis_real", false, h->context, part / 2},
        {"freq_cis_imag", false, h->context, part / 2},
        {"lm_head.weight", false, h->vocabulary, h->dim},
    };
    memcpy(out, blocks, sizeof blocks);
    return BLOCKS - h->shared;
}

static size_t block_entries(const struct block *b) { return b->rows * size_max(b->columns, 1); }

/* Whether the file is as long as its header says: sides up to 2^24 and 2^16 layers in fourteen
 * blocks stay within 64 bits only where they are added with care. */
static bool size_agrees(const struct mapped *file, const struct llama2c *h, size_t count,
                        const struct block *blocks, struct message *error)
{
    size_t all = FIELDS * sizeof(int32_t);
    bool over = false;
    for (size_t i = 0; i < count; i++) {
        size_t size;
        over = __builtin_mul_overflow(block_entries(&blocks[i]),
                                      sizeof(float) * (blocks[i].layered ? h->layers : 1), &size) ||
               __builtin_add_overflow(all, size, &all) || over;
    }
    if (!over && all == file->size)
        return true;
    if (over)
        return message_set(
            error, "\"%s\": as a llama2.c file it would have more bytes than any file", file->path);
    return message_set(error, "\"%s\" has %zu bytes; as a llama2.c file it would have %zu",
                       file->path, file->size, all);
}

static bool add(const struct mapped *file, const struct block *b, size_t layer, size_t *at,
                struct tensors *to)
{
    char name[96];
    int length = b->layered ? snprintf(name, sizeof name, "model.layers.%zu.%s", layer, b->name)
                            : snprintf(name, sizeof name, "%s", b->name);
    struct tensor *t = tensors_add(to, file->path, (size_t)length, name);
    if (!t)
        return false;
    t->type = TENSOR_F32;
    t->type_name = "F32";
    t->rank = b->columns ? 2 : 1;
    t->shape[0] = b->rows;
    t->shape[1] = b->columns;
    t->bytes = file->bytes + *at;
    *at += block_entries(b) * sizeof(float);
    return true;
}

bool llama2c_read(const struct mapped *file, struct tensors *to, struct message *error)
{
    struct block blocks[BLOCKS];
    struct llama2c *h = &to->llama2c;
    size_t at = FIELDS * sizeof(int32_t);
    if (!header_read(file, h, error))
        return false;
    size_t count = blocks_of(h, blocks);
    if (!size_agrees(file, h, count, blocks, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t layer = 0; layer < (blocks[i].layered ? h->layers : 1); layer++)
            if (!add(file, &blocks[i], layer, &at, to))
                return message_memory(error);
    return true;
}
