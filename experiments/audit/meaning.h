/* What a layer does with positions, as one reader of a file takes it. */
#ifndef POSBIAS_AUDIT_MEANING_H
#define POSBIAS_AUDIT_MEANING_H

#include "experiments/models/config/model_config.h"

struct meaning {
    bool rotates;
    struct frequency_rule rule;
    enum rotary_layout layout;
    double attention_factor; /* on cos and sin */
    double softmax_factor;   /* on the score, beside 1/sqrt(D) */
    struct temperature temperature;
    double *owned; /* divisors of its own that the rule points to, or NULL */
};

/* The reference's meaning of a kind of layer; its rule's arrays stay the configuration's. */
struct meaning meaning_of(const struct layer_kind *kind);
void meaning_free(struct meaning *meaning);

/* Gives a meaning divisors of its own, one for each pair that rotates, to be filled in: longrope's
 * rule with the factor on cos and sin as it is. Returns: them, or NULL if memory runs out. */
double *meaning_divisors(struct meaning *meaning);

/* The factor on the score at a query's position, temperature included. */
double meaning_temperature(const struct temperature *temperature, double position);

/* Numbers that two readers compute of one file by different roundings: within 1e-12 of each other,
 * relative. */
bool meaning_near(double a, double b);

/* Sets the factor on cos and sin of a rule that has one. */
void meaning_attention(struct meaning *meaning, double factor);

/* Whether two meanings of one layer differ in any number they were given. */
bool meaning_changed(const struct meaning *a, const struct meaning *b);

/* The string that every command accepts, the factor on the score included, to be freed; NULL if
 * memory runs out. A temperature, which depends on a position, stands in no string. */
char *meaning_text(const struct meaning *meaning);

#endif
