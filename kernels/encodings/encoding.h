/* Positional encodings: what an encoding string stands for, and what each type says of itself. */
#ifndef POSBIAS_KERNELS_ENCODINGS_ENCODING_H
#define POSBIAS_KERNELS_ENCODINGS_ENCODING_H

#include "kernels/curves/bank.h"
#include "kernels/curves/score.h"
#include "kernels/encodings/spec.h"
#include "theory/model/token_law.h"

/* What a score depends on besides the query and the key. */
enum encoding_kind {
    /* the distance r, through a group: q'A(r)k with A(r + s) A(0) = A(r) A(s), A(0) of an inner
     * product: behind another A(0), which turns every key by itself, it is relative */
    ENCODING_GROUP,
    /* r, through a term that depends on nothing else, added to norm q.k */
    ENCODING_ADDITIVE,
    /* r, in any other way */
    ENCODING_RELATIVE,
    /* r and the tokens between key and query: score_input.tokens */
    ENCODING_PATH,
    /* r and the query's position: score_input.position */
    ENCODING_ABSOLUTE
};

/* What parsing needs from outside, since kernels do no I/O: reads a dim x dim matrix, row by row,
 * from a .npy file. */
struct encoding_reader {
    bool (*matrix)(const char *path, size_t dim, double *out, struct message *error);
};

struct encoding;

/* Parameters that the string does not identify, since they stand in files: what they are, in one
 * word, and their bytes. */
struct encoding_files {
    const char *what;
    const void *bytes;
    size_t size;
    const char *names[2]; /* of the files, NULL where there is no more */
};

/* A row of the encoding table: name, kind, keys, constructor and engine. */
struct encoding_type {
    const char *name;
    enum encoding_kind kind;
    /* one line with the score's formula */
    const char *summary;
    /* a string of the type that shows what sets it apart; tests judge every type by it */
    const char *specimen;
    /* strings at its paper's own parameters, joined by ';', for a context and a dimension, which
     * stand in braces: {dim}, {dim*3/4}, {context}, {context/4}, {context*2} */
    const char *published;
    const struct spec_key *keys;
    size_t key_count;
    const struct score_method *engine;
    /* NULL: the score method serves runs of distances as well */
    const struct curve_method *curve;
    /* the score is a sum over pairs of A_n and B_n times functions of the distance */
    bool bank;
    /* of a path encoding: what it reads of a token; else TOKEN_NOTHING */
    enum token_need tokens;
    /* of a path encoding: it depends on the query's position as well */
    bool absolute;
    /* NULL: a model forms the score from the distance, so that a common shift changes nothing */
    const struct factor_method *factors;
    /* of a path encoding: tokens after which no more are read, as half open gates have it; NULL:
     * every token on the way is */
    double (*tokens_read)(const struct encoding *encoding);
    /* Fills dim and state; what it leaves in state is released whether it succeeds or not. */
    bool (*build)(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error);
    void (*release)(void *state);
    /* Whether coordinates 2n and 2n + 1 stand in one part of the score for every n; NULL: where dim
     * is even. */
    bool (*pairs)(const struct encoding *encoding);
    /* False if every parameter stands in the string; NULL: always so. */
    bool (*files)(const struct encoding *encoding, struct encoding_files *out);
};

/* A parsed encoding. */
struct encoding {
    const struct encoding_type *type;
    char *text;     /* as typed */
    char *resolved; /* with every key spelled out */
    size_t dim;
    double context; /* longest length of a preset's configuration, tokens; 0 if not a preset */
    /* where the query's position counts: what it is where nothing else says one, tokens */
    double at;
    /* of a path encoding: numbers it reads of a token, and their law */
    size_t token_width;
    struct token_law tokens;
    void *state; /* what the type's own functions know */
};

/* The bank whose score is the encoding's, to the last term; NULL if the encoding is anything else.
 * Closed forms, laws and proofs for banks hold for such an encoding and no other. */
const struct frequency_bank *encoding_bank(const struct encoding *encoding);

/* The frequencies of encoding_bank, or NULL. */
const struct schedule *encoding_schedule(const struct encoding *encoding);

/* Whether coordinates 2n and 2n + 1 stand in one part of the score for every n. */
bool encoding_pairs(const struct encoding *encoding);

/* The engine at any distances, kernels/curves/score.h: doubles of a table and of scratch, the
 * table, scores [draws][distances], and the bound on the error of one draw's level scores. */
size_t encoding_table_size(const struct encoding *encoding, size_t count);
enum status encoding_table_fill(const struct encoding *encoding, size_t count,
                                const double *distance, double *table);
size_t encoding_work_size(const struct encoding *encoding, size_t draws);
enum status encoding_scores(const struct encoding *encoding, size_t count, const double *table,
                            const struct score_input *input, double *work, double *score);
double encoding_error_level(const struct encoding *encoding, const double *query, const double *key,
                            double farthest);

/* What the engine takes. */
struct score_price encoding_price(const struct encoding *encoding);

/* What the score has at a distance whatever the query and the key, 0 for most: score_input.level
 * leaves it out. */
double encoding_offset(const struct encoding *encoding, double distance);

/* Whether the score depends on the query's position as well: of an absolute encoding, and of a path
 * encoding whose type says so. */
bool encoding_absolute(const struct encoding *encoding);

/* The farthest distance that a key can have, tokens: the query's position where that counts, else
 * DISTANCE_LIMIT. */
double encoding_reach(const struct encoding *encoding);

/* False if every parameter of the encoding stands in its string; else *out holds the others. */
bool encoding_files(const struct encoding *encoding, struct encoding_files *out);

extern const struct encoding_type *const encoding_types[];
extern const size_t encoding_type_count;

/* Names of the types whose specimen fits, and "model" if a preset does: what a message can offer in
 * place of an encoding that does not fit. */
struct message encoding_names(bool (*fits)(const struct encoding *encoding));

/* Parses a string of a type that may stand in no table.
 * In:      full, the string; typed, what the user wrote for it, which messages name. */
bool encoding_parse_as(const struct encoding_type *type, const char *typed, const char *full,
                       const struct encoding_reader *reader, struct encoding **out,
                       struct message *error);

/* Parses an encoding string; `model:NAME,key=value` expands a preset and lets keys override it.
 * Out:     *out, to be released with encoding_free.
 * Returns: false with *error set: the text at fault, what was expected, the nearest valid name. */
bool encoding_parse(const char *text, const struct encoding_reader *reader, struct encoding **out,
                    struct message *error);

/* What the builder of a type on bank_method does at its end: dim and state from a rule.
 * Returns: false with *error set if there is no memory; the rule is in range. */
bool encoding_build_bank(const struct frequency_rule *rule, double slope, struct encoding *out,
                         struct message *error);

/* Releases an encoding; NULL is allowed. */
void encoding_free(struct encoding *encoding);

/* All types, in the order of the help and of the report card: frequencies of RoPE and what is done
 * to them; other groups; biases; other functions of the distance; what the tokens between say.
 * encoding_NAME stands in a file of its own, what is known of it in closed form is closed_NAME of
 * experiments/closed_forms. */
#define ENCODING_TYPES(X) \
    X(rope)               \
    X(nope)               \
    X(hope_fast)          \
    X(cope_clip)          \
    X(rope_id)            \
    X(evq)                \
    X(rope_im)            \
    X(grape_m)            \
    X(xpos)               \
    X(hope_hyp)           \
    X(hyspe)              \
    X(jordan)             \
    X(jordan_stab)        \
    X(alibi)              \
    X(kerple)             \
    X(t5)                 \
    X(fire)               \
    X(sandwich)           \
    X(grape_a)            \
    X(tapa)               \
    X(pope)               \
    X(fope)               \
    X(path)               \
    X(carope)             \
    X(selective)          \
    X(fox)                \
    X(cope_ctx)           \
    X(grape_ap)

#define DECLARE_ENCODING(name) extern const struct encoding_type encoding_##name;
ENCODING_TYPES(DECLARE_ENCODING)
#undef DECLARE_ENCODING

#endif
