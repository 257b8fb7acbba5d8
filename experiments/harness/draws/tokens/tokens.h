/* Token models as users type them, and the tokens drawn from them. */
#ifndef POSBIAS_HARNESS_DRAWS_TOKENS_TOKENS_H
#define POSBIAS_HARNESS_DRAWS_TOKENS_TOKENS_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"

/* A token model as typed, and the one type of encoding it is for: "TYPE=" before it; NULL: any that
 * it serves. */
struct token_model {
    char *text;
    const struct encoding_type *only;
    struct token_law law;
};

/* Parses "NAME:key=value,key=value" or "TYPE=NAME:key=value".
 * Returns: false with *error set, and nothing to release. */
bool token_parse(const char *text, struct token_model *out, struct message *error);
void token_free(struct token_model *model);

/* The string of a law, every key spelled out. */
struct message token_text(const struct token_law *law);

/* The tokens of draws numbered from `first` on, in steps of `step`, which is 1. */
struct token_stream {
    struct token_source source;
    struct token_law law;
    enum token_need need;
    struct random_stream stream;
    uint64_t first, step;
};

/* The source of an encoding's tokens: number c of the token `back` places before the query in draw
 * d is number back * width + c of the draw's stream, so that any block can be read again with the
 * same bits, whoever asks, for both keys of a query and for every distance.
 * In:      stream, the draws' own, of which the tokens' differs.
 * Returns: NULL for an encoding that reads none. */
const struct token_source *token_stream(struct token_stream *out, const struct encoding *encoding,
                                        const struct random_stream *stream, uint64_t first);

/* Seconds of one thread for one token. */
double token_seconds(const struct encoding *encoding);

#endif
