#include "lib/arguments.h"

#include <math.h>

#include "experiments/harness/draws/tokens/token_assign.h"

int argument_given(struct call *call, const void *pointer, const char *name)
{
    if (pointer)
        return POSBIAS_OK;
    message_set(&call->message, "%s is NULL", name);
    return POSBIAS_ARGUMENT;
}

int argument_length(struct call *call, const struct encoding *encoding, const char *name,
                    size_t length, size_t expected)
{
    if (length == expected)
        return POSBIAS_OK;
    message_set(&call->message, "%s is %zu; expected %zu, as encoding \"%s\" has it", name, length,
                expected, encoding->text);
    return POSBIAS_ARGUMENT;
}

int argument_vector(struct call *call, const char *name, size_t dim, const double *vector)
{
    for (size_t i = 0; i < dim; i++)
        if (!(fabs(vector[i]) <= SIZE_MOST)) {
            message_set(&call->message, "%s[%zu] is %.10g; expected a number of at most %g in size",
                        name, i, vector[i], SIZE_MOST);
            return POSBIAS_DOMAIN;
        }
    return POSBIAS_OK;
}

int argument_distances(struct call *call, const struct encoding *encoding, size_t count,
                       const double *distance)
{
    double reach = encoding_reach(encoding);
    for (size_t i = 0; i < count; i++)
        if (!(distance[i] >= 0.0 && distance[i] <= reach && floor(distance[i]) == distance[i])) {
            message_set(&call->message,
                        "distance[%zu] is %.17g; expected a whole number of tokens from 0 to %.0f",
                        i, distance[i], reach);
            return POSBIAS_DOMAIN;
        }
    return POSBIAS_OK;
}

int argument_vectors(struct call *call, const posbias_encoding *encoding, size_t dim, size_t count,
                     const char *const *names, const double *const *vectors)
{
    int status = argument_given(call, encoding, "encoding");
    if (status == POSBIAS_OK)
        status = argument_length(call, encoding->of, "dim", dim, encoding->of->dim);
    for (size_t i = 0; status == POSBIAS_OK && i < count; i++) {
        status = argument_given(call, vectors[i], names[i]);
        if (status == POSBIAS_OK)
            status = argument_vector(call, names[i], dim, vectors[i]);
    }
    return status;
}

static bool without_tokens(const struct encoding *encoding) { return !token_reads(encoding); }

int argument_pathless(struct call *call, const struct encoding *encoding)
{
    return tokens_unread(encoding, "libposbias", without_tokens, &call->message)
               ? POSBIAS_OK
               : POSBIAS_UNDEFINED;
}
