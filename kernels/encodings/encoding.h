/* Positional encodings: what an encoding string stands for, and the one interface every engine has.
 * */
#ifndef POSBIAS_KERNELS_ENCODINGS_ENCODING_H
#define POSBIAS_KERNELS_ENCODINGS_ENCODING_H

#include "kernels/encodings/spec.h"
#include "theory/model/schedule.h"
#include "theory/model/tapa_shape.h"

enum encoding_kind { ENCODING_BANK, ENCODING_PAIRWISE, ENCODING_PATH };

/* The tokens on the way from query to key, for a path encoding: read writes the width numbers that
 * the encoding needs of the token `back` places before the query (0: the query's own) in draw
 * `draw`. Read one at a time, since all of them at once would be distance times width numbers per
 * draw. */
struct token_source {
    size_t width;
    void (*read)(const struct token_source *source, size_t draw, size_t back, double *out);
};

/* Queries and keys to score: draws rows of dim coordinates each. tokens is NULL but for path
 * encodings. */
struct score_input {
    size_t draws;
    const double *query, *key;
    const struct token_source *tokens;
};

struct encoding;

/* How a kind of encoding is evaluated. The table depends on the distances only and is shared by all
 * draws and threads. */
struct score_method {
    size_t (*table_size)(const struct encoding *encoding, size_t count); /* doubles */
    enum status (*table_fill)(const struct encoding *encoding, size_t count, const double *distance,
                              double *table);
    /* doubles, one area per thread */
    size_t (*work_size)(const struct encoding *encoding, size_t draws);
    enum status (*score)(const struct encoding *encoding, size_t count, const double *table,
                         const struct score_input *input, double *work, double *score);
    /* Bound on the absolute error of one draw's scores at every distance up to farthest. */
    double (*error)(const struct encoding *encoding, const double *query, const double *key,
                    double farthest);
};

struct curve_method;

/* What parsing needs from outside, since kernels do no I/O: reads a dim x dim matrix, row by row,
 * from a .npy file. */
struct encoding_reader {
    bool (*matrix)(const char *path, size_t dim, double *out, struct message *error);
};

/* A row of the encoding table: name, kind, keys, constructor and engine. */
struct encoding_type {
    const char *name;
    enum encoding_kind kind;
    const char *summary; /* one line with the score's formula */
    const struct spec_key *keys;
    size_t key_count;
    const struct score_method *method;
    /* kernels/curves/curve.h; NULL: the score method serves runs of distances as well */
    const struct curve_method *curve;
    bool (*build)(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error);
};

/* A parsed encoding. A bank has a schedule and a slope; a pairwise encoding its own form. */
struct encoding {
    const struct encoding_type *type;
    char *text;     /* as typed */
    char *resolved; /* with every key spelled out */
    size_t dim;
    double context; /* longest length of a preset's configuration, tokens; 0 if not a preset */
    struct schedule *schedule;
    double slope; /* score lost per token of distance */
    struct tapa_shape tapa;
    double *tapa_matrices; /* general form: M then N, dim x dim each, rows first; else NULL */
};

extern const struct encoding_type *const encoding_types[];
extern const size_t encoding_type_count;

/* Parses an encoding string; `model:NAME,key=value` expands a preset and lets keys override it.
 * Out:     *out, to be released with encoding_free.
 * Returns: false with *error set: the text at fault, what was expected, the nearest valid name. */
bool encoding_parse(const char *text, const struct encoding_reader *reader, struct encoding **out,
                    struct message *error);

/* Releases an encoding; NULL is allowed. */
void encoding_free(struct encoding *encoding);

/* The types themselves, one per file. */
extern const struct encoding_type encoding_rope, encoding_tapa, encoding_nope, encoding_alibi;

#endif
