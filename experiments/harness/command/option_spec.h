/* An option of an experiment as the user sees it, and the rows that experiments share. */
#ifndef POSBIAS_HARNESS_COMMAND_OPTION_SPEC_H
#define POSBIAS_HARNESS_COMMAND_OPTION_SPEC_H

#include "experiments/harness/output/scale.h"
#include "kernels/encodings/encoding.h"

enum option_type {
    OPTION_ENCODINGS, /* encoding strings joined by ';' */
    OPTION_QKS,       /* query-key models joined by ';' */
    OPTION_TOKENS,    /* token models joined by ';' */
    /* ascending distinct whole numbers: 1,10,100  0:100  1:131072:log:40  1024:1048576:x2 */
    OPTION_INTEGERS,
    OPTION_RANGE, /* A:B, whole numbers */
    OPTION_REALS, /* numbers joined by ',' */
    OPTION_WHOLE, /* one whole number */
    OPTION_CHOICE,
    OPTION_NAMES, /* distinct choices joined by ',' */
    OPTION_FILE,  /* a file to write besides the result */
    OPTION_FLAG   /* no value */
};

struct option_value;
struct message;

/* A row of an experiment's option table. A fallback per scale; NULL means the experiment derives
 * it, as meaning says. */
struct option_spec {
    const char *name;
    enum option_type type;
    const char *fallback[SCALE_COUNT];
    /* Of encodings that are left out and have no fallback: their text, to be freed, from the values
     * of the options without encodings; NULL with *error set. NULL: there is none. */
    char *(*derive)(const struct option_value *values, struct message *error);
    /* "NAME" or "NAME=VALUE": the option whose being given (so) leaves the fallback out, or NULL */
    const char *unless;
    bool alone;                 /* the value may be left out */
    double lo, hi;              /* bounds of whole numbers, of list entries and of range ends */
    const char *const *choices; /* NULL-terminated */
    const char *meaning;        /* one line, with the unit */
};

#define OPTION_ENCODING_ROW(standard)                                                             \
    {                                                                                             \
        .name = "encoding", .type = OPTION_ENCODINGS, .fallback = {standard, standard, standard}, \
        .meaning = "encodings to evaluate, joined by ';'; see `posbias help encodings`"           \
    }
#define OPTION_QK_ROW(standard)                                                       \
    {                                                                                 \
        .name = "qk", .type = OPTION_QKS, .fallback = {standard, standard, standard}, \
        .meaning = "query-key models, joined by ';'; see `posbias help qk`"           \
    }
/* Of an experiment that hands a path encoding its tokens; one without refuses such encodings. */
#define OPTION_TOKENS_ROW                                                                      \
    {                                                                                          \
        .name = "tokens", .type = OPTION_TOKENS,                                               \
        .meaning = "models of the tokens that path encodings read, joined by ';', TYPE=MODEL " \
                   "for one type; default each type's own; see `posbias help tokens`"          \
    }
#define OPTION_DISTANCES_ROW(smoke, standard, full)                                           \
    {                                                                                         \
        .name = "distances", .type = OPTION_INTEGERS, .fallback = {smoke, standard, full},    \
        .lo = 0, .hi = DISTANCE_LIMIT,                                                        \
        .meaning =                                                                            \
            "distances, tokens: 1,10,100 or 0:100 or 1:131072:log:40 or 1k:1M:x2; 1k is 1024" \
    }
#define OPTION_PAIRS_ROW(smoke, standard, full)                                              \
    {                                                                                        \
        .name = "pairs", .type = OPTION_WHOLE, .fallback = {smoke, standard, full}, .lo = 2, \
        .hi = 1e12, .meaning = "Monte Carlo draws of q and k"                                \
    }
#define OPTION_CONTEXT_ROW(smoke, standard, full, least, most)                           \
    {                                                                                    \
        .name = "context", .type = OPTION_INTEGERS, .fallback = {smoke, standard, full}, \
        .lo = least, .hi = most, .meaning = "context lengths M, tokens; 128k is 131072"  \
    }
#define OPTION_DRAWS_ROW(smoke, standard, full)                                              \
    {                                                                                        \
        .name = "pairs", .type = OPTION_WHOLE, .fallback = {smoke, standard, full}, .lo = 1, \
        .hi = 1e9, .meaning = "draws of q and k; 1 is used for a deterministic model"        \
    }
#define OPTION_SEED_ROW                                                             \
    {                                                                               \
        .name = "seed", .type = OPTION_WHOLE, .fallback = {"1", "1", "1"}, .lo = 0, \
        .hi = DISTANCE_LIMIT, .meaning = "seed of the random stream"                \
    }

#endif
