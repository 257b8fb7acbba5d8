/* The engine of path encodings: one walk over the tokens from the query back to the farthest key
 * serves every distance. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_WALK_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_WALK_H

#include "kernels/encodings/encoding.h"

/* What a type does along the walk. */
struct walk_method {
    /* doubles that the walk of one draw keeps */
    size_t (*kept_size)(const void *state);
    /* at the query, which stands at that position, before any token */
    void (*begin)(const void *state, double position, const double *query, const double *key,
                  double *kept);
    /* past the next count tokens; false if no farther one changes a score, or what is kept */
    bool (*pass)(const void *state, size_t count, const double *tokens, double *kept);
    /* the score of a key that stands behind the tokens passed */
    double (*score)(const void *state, const double *query, const double *key, double *kept);
    double (*error)(const void *state, const double *query, const double *key, double farthest);
    /* of score, and of pass for a token */
    double (*score_seconds)(const void *state), (*pass_seconds)(const void *state);
    /* score_price.distinct; NULL: infinite */
    double (*distinct)(const void *state);
};

/* The state of a path encoding; a type's own struct begins with it. */
struct walk {
    const struct walk_method *method;
    /* not NULL: no token is read, and the score is this bank's, bit for bit */
    struct frequency_bank *bank;
    /* numbers of a token, and their law: the encoding's own */
    size_t width;
    const struct token_law *law;
    size_t dim;
    /* the query's position counts, and is at where the input says none */
    bool absolute;
    double at;
    double norm; /* factor on q.k */
    /* bound on the relative error of the bank's angles beyond its own */
    double angle_error;
};

/* The engine of every path encoding.
 * Returns: of scores, STATUS_DOMAIN if the input has no tokens of the width, or for a distance that
 *          is no whole number up to DISTANCE_LIMIT; where the query's position counts, also for one
 *          beyond it, or for a position that is none.
 * Error:   the method's.
 * Cost:    for each draw one pass over as many tokens as the farthest distance has, unless the
 *          method needs no more of them, and a score for each distance. */
extern const struct score_method walk_score_method;

/* What builders do at their end: sets the encoding's dim, token_width, law and state.
 * In: walk, allocated, which the encoding takes over; width, 0 where a bank takes the walk's
 *     place; law, which holds unless a user says another. */
void walk_install(struct walk *walk, const struct walk_method *method, size_t dim, size_t width,
                  const struct token_law *law, struct encoding *out);

/* The bank that takes the walk's place.
 * Returns: false with *error set if there is no memory. */
bool walk_bank(struct walk *walk, const struct frequency_rule *rule, double slope,
               struct message *error);

/* The factor on q.k from the keys norm and scale, as encoding_read_norm. */
bool walk_read_norm(struct spec *spec, size_t norm, size_t scale, size_t dim, struct walk *walk,
                    struct frequency_rule *rule, struct message *error);

/* Releases a walk and its bank; NULL is allowed. */
void walk_release(void *state);

/* The walk of an encoding that has one. */
static inline const struct walk *encoding_walk(const struct encoding *encoding)
{
    return encoding->state;
}

/* Of a bound: the sum of the sizes of q.k's terms, and the square of a vector's length. */
double walk_size(size_t dim, const double *query, const double *key);
double walk_square(size_t dim, const double *vector);

#endif
