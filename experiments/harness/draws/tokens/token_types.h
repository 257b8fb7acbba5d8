/* The table of token models: what each says of itself, and nothing else asks which it is. */
#ifndef POSBIAS_HARNESS_DRAWS_TOKENS_TOKEN_TYPES_H
#define POSBIAS_HARNESS_DRAWS_TOKENS_TOKEN_TYPES_H

#include <stdint.h>

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/spec.h"
#include "theory/model/token_law.h"

/* A row: name, keys, what it can be read as, and how its numbers are drawn. */
struct token_type {
    const char *name;
    /* one line with the definition */
    const char *summary;
    /* a string of the model; tests judge every row by it */
    const char *specimen;
    enum token_kind kind;
    /* 1u << TOKEN_.. for each need that it serves */
    unsigned serves;
    /* a key without a fallback must be given; key i sets the number member(law, i) */
    const struct spec_key *keys;
    size_t key_count;
    double *(*member)(struct token_law *law, size_t key);
    /* false with *error, which names the keys, if their values exclude each other; NULL: never */
    bool (*check)(const struct token_law *law, struct message *error);
    /* Numbers first, .., first + count - 1 of a draw, before what the need makes of them. */
    void (*numbers)(const struct token_law *law, const struct random_stream *stream, uint64_t draw,
                    uint32_t first, size_t count, double *out);
};

extern const struct token_type token_types[];
extern const size_t token_type_count;

/* What a need is called: "gates", "a direction". */
extern const char *const token_need_names[TOKEN_NEEDS];

/* Names of the models that serve a need. */
struct message token_servers(enum token_need need);

/* The row of a law. */
const struct token_type *token_type_of(const struct token_law *law);

/* What the need makes of the numbers of count tokens: logarithms of gates, vectors of length 1.
 * Error: 2 2^-53 of a logarithm and of a gate, width/8 + 7 of them of a direction. */
void token_shape(enum token_need need, const struct token_law *law, size_t width, size_t count,
                 double *numbers);

#endif
