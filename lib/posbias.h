/* libposbias: what a positional encoding does to attention scores over distance, for programs that
 * embed it.
 *
 * An encoding is a string such as "rope:base=5e5,dim=128" or "model:llama-3-8b", a query-key model
 * one such as "aligned:rho=0.5"; `posbias help encodings` and `posbias help qk` list them. Numbers
 * are those of the program, to the last bit, where both were built for the same instructions.
 *
 * Every function may be called from any thread, on the same handle as well: a handle is not changed
 * after it is made. Nothing is printed, and the caller's locale, floating-point environment and
 * error handler of GSL are as before when a function returns. No function ends the process by
 * itself; GMP, MPFR and OpenMP, which it calls, do where they have no memory or no thread.
 *
 * A function that can fail returns POSBIAS_OK or what was wrong, and then writes one line that says
 * so to error[error_size], cut to fit; error may be NULL. It is "" after a success. What a function
 * writes elsewhere is only meant where it returns POSBIAS_OK.
 *
 * Vectors are arrays of dim doubles, finite and at most 1e15 in size; coordinates 2n and 2n + 1 are
 * pair n. Distances are doubles that hold whole numbers of tokens, from 0 to
 * posbias_encoding_reach. Functions take the lengths of arrays that follow from the encoding, to
 * refuse those of another. */
#ifndef POSBIAS_LIB_POSBIAS_H
#define POSBIAS_LIB_POSBIAS_H

#include <stddef.h>
#include <stdint.h>

/* Of this header; posbias_version says the library's. A program built with one header runs with any
 * library of the same soname whose version is not lower. */
#define POSBIAS_VERSION_MAJOR 0
#define POSBIAS_VERSION_MINOR 2

#if defined __GNUC__
#define POSBIAS_API __attribute__((visibility("default")))
#else
#define POSBIAS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What a function returns. Numbers keep their meaning; later versions may add some. */
enum {
    POSBIAS_OK = 0,
    POSBIAS_ARGUMENT = 1,   /* a pointer is NULL, or a length is not the encoding's */
    POSBIAS_TEXT = 2,       /* a string is no encoding, or no query-key model */
    POSBIAS_DOMAIN = 3,     /* a number is out of range */
    POSBIAS_UNDEFINED = 4,  /* the encoding, or the model, has no such quantity */
    POSBIAS_MEMORY = 5,     /* there is no memory */
    POSBIAS_CONVERGENCE = 6 /* an iteration did not reach its tolerance */
};

/* A parsed encoding, and a parsed query-key model. */
typedef struct posbias_encoding posbias_encoding;
typedef struct posbias_model posbias_model;

/* Counts of pairs or distances: at least `least` and at most `most` of them fail, of `total`; of
 * `ties_least` to `ties_most` rounding cannot tell whether they do, which `least` and `most` do not
 * count. Limits are equal where everything was counted. */
typedef struct posbias_count {
    int64_t least, most, ties_least, ties_most, total;
} posbias_count;

/* "0.2.0", of the library; never NULL. */
POSBIAS_API const char *posbias_version(void);

/* What a returned number means, in a few words; never NULL. */
POSBIAS_API const char *posbias_status_text(int status);

/* ---- Encodings and query-key models ---------------------------------------------------------- */

/* Parses an encoding string. Those that name files are refused.
 * Out: *encoding, to be released with posbias_encoding_free; NULL on failure. */
POSBIAS_API int posbias_encoding_parse(const char *text, posbias_encoding **encoding, char *error,
                                       size_t error_size);

/* Releases an encoding; NULL is allowed. */
POSBIAS_API void posbias_encoding_free(posbias_encoding *encoding);

/* The string with every key spelled out, which parses to the same encoding; it lives as long as the
 * encoding. NULL for NULL. */
POSBIAS_API const char *posbias_encoding_text(const posbias_encoding *encoding);

/* Coordinates of a head, D; 0 for NULL. */
POSBIAS_API size_t posbias_encoding_dim(const posbias_encoding *encoding);

/* The longest context of the configuration that a preset stands for, tokens; 0 for others. */
POSBIAS_API double posbias_encoding_context(const posbias_encoding *encoding);

/* The farthest distance that it has scores at, tokens: 2^53, or the query's position where the
 * score depends on that; 0 for NULL. */
POSBIAS_API double posbias_encoding_reach(const posbias_encoding *encoding);

/* Parses the string of a query-key model, with posbias_model_free, .._text as for encodings. */
POSBIAS_API int posbias_model_parse(const char *text, posbias_model **model, char *error,
                                    size_t error_size);
POSBIAS_API void posbias_model_free(posbias_model *model);
POSBIAS_API const char *posbias_model_text(const posbias_model *model);

/* Draw number `draw` under a seed, as `posbias scores --seed` has it: a query and a key.
 * In:      seed, draw: not negative.
 * Out:     query, key [dim]. */
POSBIAS_API int posbias_draw(const posbias_encoding *encoding, const posbias_model *model,
                             int64_t seed, int64_t draw, size_t dim, double *query, double *key,
                             char *error, size_t error_size);

/* ---- Frequencies and scores ------------------------------------------------------------------ */

/* The frequencies that an encoding turns by, pair by pair, after its scaling rule.
 * In:      pairs, dim/2.
 * Out:     radians, turns, per token, and weight, the factor on the pair's part of the score beside
 *          the one on the whole [pairs]; each may be NULL. A pair that does not turn has 0.
 * Returns: POSBIAS_UNDEFINED for an encoding that does not turn by fixed frequencies.
 * Error:   each is correctly rounded; of turns, and of radians under unit=turn, within 2^-51. */
POSBIAS_API int posbias_frequencies(const posbias_encoding *encoding, size_t pairs, double *radians,
                                    double *turns, double *weight, char *error, size_t error_size);

/* What a query and a key make of those frequencies,
 *   score(r) = constant - slope r + sum_n cosine_n cos(radians_n r) + sine_n sin(radians_n r),
 * every factor included; of pairs that do not turn cosine_n and sine_n are 0.
 * Out:     cosine, sine [pairs]; constant, slope; each may be NULL.
 * Returns: POSBIAS_UNDEFINED as posbias_frequencies. */
POSBIAS_API int posbias_amplitudes(const posbias_encoding *encoding, size_t dim,
                                   const double *query, const double *key, size_t pairs,
                                   double *cosine, double *sine, double *constant, double *slope,
                                   char *error, size_t error_size);

/* The scores of a query and a key at distances, as the column score of `posbias scores`.
 * In:      query, key [dim]; distance [count].
 * Out:     score, bound on its rounding error [count]; bound may be NULL.
 * Returns: POSBIAS_UNDEFINED for an encoding that reads the tokens between query and key. */
POSBIAS_API int posbias_scores(const posbias_encoding *encoding, size_t dim, const double *query,
                               const double *key, size_t count, const double *distance,
                               double *score, double *bound, char *error, size_t error_size);

/* ---- Closed forms ---------------------------------------------------------------------------- */

/* The expected score under a query-key model, as mean_closed of `posbias decay`, and its variance,
 * as var_closed.
 * In:      distance [count].
 * Out:     mean, variance [count].
 * Returns: POSBIAS_UNDEFINED where no closed form exists.
 * Error:   docs/library.md; within it a value may depend on the other distances of the call. */
POSBIAS_API int posbias_closed_mean(const posbias_encoding *encoding, const posbias_model *model,
                                    size_t count, const double *distance, double *mean, char *error,
                                    size_t error_size);
POSBIAS_API int posbias_closed_variance(const posbias_encoding *encoding,
                                        const posbias_model *model, size_t count,
                                        const double *distance, double *variance, char *error,
                                        size_t error_size);

/* ---- Exact counts ---------------------------------------------------------------------------- */

/* Position inversions of a query and a key: pairs of a near and a far distance at which the far
 * score is the larger one, as `posbias locality` counts them of each draw. Of a context M of that
 * command near distances are 0 .. M/2 - 1 and far ones M/2 .. M - 1.
 * In:      query, key [dim]; the first of the near and of the far distances and how many there are,
 *          2^32 together at most.
 * Out:     count, of near_count far_count pairs; exact up to 2^24 distances, beyond them limits
 *          within 1e-6 of the pairs.
 * Returns: POSBIAS_UNDEFINED for an encoding that reads the tokens between query and key;
 *          POSBIAS_CONVERGENCE if those limits are wider.
 * Cost:    from 2^20 distances on every thread of OpenMP works; 2^32 take minutes. */
POSBIAS_API int posbias_position_inversions(const posbias_encoding *encoding, size_t dim,
                                            const double *query, const double *key,
                                            int64_t near_first, int64_t near_count,
                                            int64_t far_first, int64_t far_count,
                                            posbias_count *count, char *error, size_t error_size);

/* Token inversions of a query and two keys: distances from 0 to context - 1 at which the two are
 * ranked otherwise than at 0, as `posbias consistency --context` counts them of each draw.
 * In:      query, key, other [dim]; context, 2^32 tokens at most.
 * Out:     count, of context distances, exact.
 * Returns: POSBIAS_UNDEFINED as posbias_position_inversions. */
POSBIAS_API int posbias_token_inversions(const posbias_encoding *encoding, size_t dim,
                                         const double *query, const double *key,
                                         const double *other, int64_t context, posbias_count *count,
                                         char *error, size_t error_size);

#ifdef __cplusplus
}
#endif

#endif
