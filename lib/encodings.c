/* Encodings and query-key models: made of strings, asked what they are, drawn from. */
#include <stdlib.h>

#include "lib/arguments.h"

static int parse_encoding(struct call *call, const char *text, posbias_encoding **out)
{
    int status = argument_given(call, text, "text");
    if (status != POSBIAS_OK)
        return status;
    posbias_encoding *handle = malloc(sizeof *handle);
    if (!handle)
        return POSBIAS_MEMORY;
    if (!encoding_parse(text, NULL, &handle->of, &call->message)) {
        free(handle);
        return call_said(call, POSBIAS_TEXT);
    }
    *out = handle;
    return POSBIAS_OK;
}

int posbias_encoding_parse(const char *text, posbias_encoding **encoding, char *error,
                           size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    int status = argument_given(&call, encoding, "encoding");
    if (status == POSBIAS_OK) {
        *encoding = NULL;
        status = parse_encoding(&call, text, encoding);
    }
    return call_end(&call, status);
}

void posbias_encoding_free(posbias_encoding *encoding)
{
    if (encoding)
        encoding_free(encoding->of);
    free(encoding);
}

const char *posbias_encoding_text(const posbias_encoding *encoding)
{
    return encoding ? encoding->of->resolved : NULL;
}

size_t posbias_encoding_dim(const posbias_encoding *encoding)
{
    return encoding ? encoding->of->dim : 0;
}

double posbias_encoding_context(const posbias_encoding *encoding)
{
    return encoding ? encoding->of->context : 0.0;
}

double posbias_encoding_reach(const posbias_encoding *encoding)
{
    return encoding ? encoding_reach(encoding->of) : 0.0;
}

static int parse_model(struct call *call, const char *text, posbias_model **out)
{
    int status = argument_given(call, text, "text");
    if (status != POSBIAS_OK)
        return status;
    posbias_model *handle = malloc(sizeof *handle);
    if (!handle)
        return POSBIAS_MEMORY;
    if (!qk_parse(text, &handle->of, &call->message)) {
        free(handle);
        return call_said(call, POSBIAS_TEXT);
    }
    *out = handle;
    return POSBIAS_OK;
}

int posbias_model_parse(const char *text, posbias_model **model, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    int status = argument_given(&call, model, "model");
    if (status == POSBIAS_OK) {
        *model = NULL;
        status = parse_model(&call, text, model);
    }
    return call_end(&call, status);
}

void posbias_model_free(posbias_model *model)
{
    if (model)
        qk_free(&model->of);
    free(model);
}

const char *posbias_model_text(const posbias_model *model)
{
    return model ? model->of.resolved : NULL;
}

static int draw_vectors(struct call *call, const posbias_encoding *encoding,
                        const posbias_model *model, int64_t seed, int64_t draw, size_t dim,
                        double *query, double *key)
{
    int status = argument_vectors(call, encoding, dim, 0, NULL, NULL);
    const struct {
        const void *pointer;
        const char *name;
    } given[] = {{model, "model"}, {query, "query"}, {key, "key"}};
    for (size_t i = 0; status == POSBIAS_OK && i < sizeof given / sizeof *given; i++)
        status = argument_given(call, given[i].pointer, given[i].name);
    if (status != POSBIAS_OK)
        return status;
    if (seed < 0 || draw < 0) {
        message_set(&call->message, "%s is negative; expected a number from 0",
                    seed < 0 ? "seed" : "draw");
        return POSBIAS_DOMAIN;
    }
    if (!qk_drawable(&model->of, encoding->of, &call->message))
        return POSBIAS_UNDEFINED;
    struct random_stream stream = random_draws((uint64_t)seed);
    double *work = malloc(qk_work_size(dim) * sizeof *work);
    enum status drawn = work ? qk_draw(&model->of.law, &stream, (uint64_t)draw, dim, work, query,
                                       key)
                             : STATUS_MEMORY;
    free(work);
    return call_status(drawn);
}

int posbias_draw(const posbias_encoding *encoding, const posbias_model *model, int64_t seed,
                 int64_t draw, size_t dim, double *query, double *key, char *error,
                 size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, draw_vectors(&call, encoding, model, seed, draw, dim, query, key));
}
