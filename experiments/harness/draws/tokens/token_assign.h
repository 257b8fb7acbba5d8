/* Which encoding takes which token model. */
#ifndef POSBIAS_HARNESS_DRAWS_TOKENS_TOKEN_ASSIGN_H
#define POSBIAS_HARNESS_DRAWS_TOKENS_TOKEN_ASSIGN_H

#include "experiments/harness/draws/tokens/tokens.h"

/* Whether it is a path encoding whose string does not fix what it would read. */
bool token_reads(const struct encoding *encoding);

/* Whether an encoding reads no tokens, as an experiment that draws none needs.
 * In:      fits, which encodings that experiment takes.
 * Returns: false with *error set if it reads any. */
bool tokens_unread(const struct encoding *encoding, const char *experiment,
                   bool (*fits)(const struct encoding *encoding), struct message *error);

/* Gives every encoding that reads tokens the one model of the list that serves it: of those for its
 * type, or else of the others. An empty list leaves to each the law its type says.
 * Returns: false with *error set if none or several serve one, or if one serves none. */
bool token_assign(size_t model_count, const struct token_model *models, size_t encoding_count,
                  struct encoding *const *encodings, struct message *error);

/* The laws of the encodings that read tokens as a list that token_parse takes and token_assign
 * gives back, each for its type; empty if none does. */
struct message token_list(size_t encoding_count, struct encoding *const *encodings);

#endif
