/* The table of query-key models: what each says of itself, and nothing else asks which it is. */
#ifndef POSBIAS_HARNESS_DRAWS_QK_TYPES_H
#define POSBIAS_HARNESS_DRAWS_QK_TYPES_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

struct qk_reader;

/* A row: name, keys, and how a string of the model becomes a law and draws.
 *
 * A model made of numbers fills name, summary, specimen, kind, keys, parse and draw; closed forms
 * learn of it by its kind. A model that reads files has keys of SPEC_TEXT or SPEC_FIRST for their
 * names, opens them in open and leaves in *state what it read, which draw reads and release frees;
 * its kind is QK_SAMPLED, and its misfit compares the dimension read with the encoding's. */
struct qk_type {
    const char *name;
    /* one line with the definition */
    const char *summary;
    /* a string of the model; tests judge every row by it. NULL: strings name files */
    const char *specimen;
    enum qk_kind kind;
    /* a key without a fallback must be given */
    const struct spec_key *keys;
    size_t key_count;
    /* Sets the law's parameters, whose kind is set already, and *state, NULL before; what it leaves
     * there is released whether it succeeds or not. An *error names the key; the caller adds the
     * string. NULL: there are no parameters. */
    bool (*parse)(const struct spec *spec, struct qk_law *law, void **state, struct message *error);
    /* Of a model that reads files, what parse is of others; the reader is NULL where no files are
     * at hand. Where the key head is "all" it opens nothing and says how many *heads that is. */
    bool (*open)(const struct spec *spec, const struct qk_reader *reader, struct qk_law *law,
                 void **state, size_t *heads, struct message *error);
    void (*release)(void *state);
    /* Query and key number `which`, 0 or 1, of a draw, [dim] each. The query does not depend on
     * which, and the two keys are independent given it. The work holds (2 + which) dim doubles.
     * NULL: the model states expectations only.
     * Returns: STATUS_OK; another status where vectors come from files. */
    enum status (*draw)(const struct qk_law *law, const void *state,
                        const struct random_stream *stream, uint64_t draw, size_t dim, size_t which,
                        double *work, double *query, double *key);
    /* every draw is the same query and key */
    bool deterministic;
    /* If the query decides the key, so that a second key is the first again: what to write for it
     * not to, "rho between -1 and 1"; else NULL. Asked of models that are not deterministic; NULL:
     * never so. */
    const char *(*one_key)(const struct qk_law *law);
    /* Why the model does not fit the encoding, in words that follow its name, or NULL if it does;
     * state is NULL where no string is at hand. NULL: fits every encoding. */
    const char *(*misfit)(const void *state, const struct encoding *encoding);
};

/* What a law draws from besides its parameters: qk_law.source. */
struct qk_source {
    const struct qk_type *type;
    void *state;
};

extern const struct qk_type qk_types[];
extern const size_t qk_type_count;

#endif
