/* Laws of the tokens between query and key: what is assumed of the numbers that a path encoding
 * reads of each of them. */
#ifndef POSBIAS_THEORY_MODEL_TOKEN_LAW_H
#define POSBIAS_THEORY_MODEL_TOKEN_LAW_H

/* What an encoding reads of a token. */
enum token_need {
    TOKEN_NOTHING,
    /* gates between 0 and 1, independent */
    TOKEN_GATES,
    /* the logarithms of such gates, accurate also where a gate is nearly 1 */
    TOKEN_LOG_GATES,
    /* a direction: a vector of length 1 */
    TOKEN_DIRECTION,
    /* a vector of any numbers */
    TOKEN_VECTOR,
    TOKEN_NEEDS
};

/* What is assumed, tokens independent of each other, of the query and of the key:
 *   constant  every number is lo
 *   uniform   numbers independent, uniform on (lo, hi)
 *   logit     numbers independent, 1/(1 + e^-z), z ~ N(mu, sigma^2)
 *   sphere    a direction, each as likely as another
 *   normal    numbers independent N(mu, sigma^2) */
enum token_kind { TOKEN_CONSTANT, TOKEN_UNIFORM, TOKEN_LOGIT, TOKEN_SPHERE, TOKEN_NORMAL };

struct token_law {
    enum token_kind kind;
    double lo, hi;    /* constant, uniform */
    double mu, sigma; /* logit, normal */
};

#endif
