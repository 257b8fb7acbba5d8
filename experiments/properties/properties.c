/* The sorting test: group, additive, relative, path or absolute, and how far from each. */
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/properties/cost.h"
#include "experiments/properties/judges.h"
#include "experiments/properties/measure.h"

#define LAW "gauss:mu=0,sigma=1"

/* Every type's specimen, so that a new type joins by itself. */
static char *every_type(const struct option_value *values, struct message *error)
{
    size_t size = 1;
    (void)values;
    for (size_t i = 0; i < encoding_type_count; i++)
        size += strlen(encoding_types[i]->specimen) + 1;
    char *list = calloc(size, 1), *end = list;
    if (!list)
        message_memory(error);
    for (size_t i = 0; list && i < encoding_type_count; i++) {
        *end = ';';
        end = stpcpy(end + (i > 0), encoding_types[i]->specimen);
    }
    return list;
}

enum { ENCODING, TOKENS, PAIRS, DISTANCES, SEED };
static const struct option_spec options[] = {
    [ENCODING] = {.name = "encoding",
                  .type = OPTION_ENCODINGS,
                  .derive = every_type,
                  .meaning = "encodings to sort, joined by ';'; default every type at the "
                             "parameters its tests have"},
    [TOKENS] = OPTION_TOKENS_ROW,
    [PAIRS] = OPTION_DRAWS_ROW("8", "32", "1000"),
    [DISTANCES] = {.name = "distances",
                   .type = OPTION_INTEGERS,
                   .fallback = {"1,2,5,12,31,101,1009", "1,2,5,12,31,101,1009",
                                "1,2,3,5,8,12,20,31,57,101,317,1009"},
                   .lo = 1,
                   .hi = PROPERTY_FARTHEST,
                   .meaning = "distances r, and steps s by which distances grow and positions "
                              "move, tokens; all pairs of them are tried"},
    [SEED] = OPTION_SEED_ROW,
};

enum {
    COLUMN_ENCODING,
    COLUMN_PROPERTY,
    COLUMN_DEVIATION,
    COLUMN_HOLDS,
    COLUMN_WITNESS,
    COLUMN_EXPLAINED,
    COLUMN_SORTED,
    COLUMN_DECLARED
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_PROPERTY] =
        {"property",
         "of other q and k called p and l; linear: S(q+p,k,r) is S(q,k,r) + S(p,k,r), of keys "
         "alike. origin: S(q,k,0) is S(k,q,0), and S(q,q,0) at least 0. group: "
         "linear, and A(r+s) A(0) is A(r) A(s). additive: S(q,k,r) - S(q,k,0) is "
         "S(p,l,r) - S(p,l,0). relative: moving query, key and the tokens between "
         "by s changes nothing. path: other tokens between change the score. "
         "absolute: moving changes it"},
    [COLUMN_DEVIATION] = {"deviation",
                          "largest difference of the two numbers compared over the largest score; "
                          "of group over the largest of those numbers"},
    [COLUMN_HOLDS] = {"holds", "1 if rounding explains every difference; of path and absolute, if "
                               "it does not explain one; of group, if linear holds besides"},
    [COLUMN_WITNESS] = {"witness",
                        "the comparison with the largest difference, of those that rounding does "
                        "not explain if there are: number of the draw, as `scores` counts them, r, "
                        "s, both numbers"},
    [COLUMN_EXPLAINED] = {"explained",
                          "what rounding explains of that difference: the engine's bounds, on the "
                          "scale of deviation"},
    [COLUMN_SORTED] = {"sorted", "the kind that the properties say together: path, else absolute, "
                                 "else group (with origin), else additive, else relative"},
    [COLUMN_DECLARED] = {"declared", "the kind that the type says"},
};

static struct message witness_of(const struct run *run, const struct property_pair *w)
{
    struct message text = {0};
    if (!w->taken) {
        message_set(&text, "reads no tokens");
        return text;
    }
    message_set(&text, "draw %zu of --qk=" LAW " --seed=%.0f: r=%.0f", w->draw,
                run_number(run, "seed"), w->r);
    if (w->s >= 0.0)
        message_add(&text, " s=%.0f", w->s);
    message_add(&text, " %.17g against %.17g", w->left, w->right);
    return text;
}

static void rows_of(struct run *run, const struct encoding *encoding,
                    const struct property_result *result)
{
    for (size_t p = 0; p < PROPERTY_COUNT; p++) {
        double size;
        struct property_pair w = property_witness(result, (enum property)p, &size);
        struct message witness = witness_of(run, &w);
        row_text(run->table, COLUMN_ENCODING, encoding->text);
        row_text(run->table, COLUMN_PROPERTY, property_names[p]);
        row_number(run->table, COLUMN_DEVIATION, property_deviation(result, (enum property)p));
        row_number(run->table, COLUMN_HOLDS, property_holds(result, (enum property)p));
        row_text(run->table, COLUMN_WITNESS, witness.text);
        row_number(run->table, COLUMN_EXPLAINED, size > 0.0 ? w.bound / size : 0.0);
        row_text(run->table, COLUMN_SORTED, property_kind_names[properties_kind(result)]);
        row_text(run->table, COLUMN_DECLARED, property_kind_names[encoding->type->kind]);
        row_end(run->table);
    }
}

static enum status run_properties(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING];
    enum status status = run_begin(run) ? STATUS_OK : STATUS_DOMAIN;
    for (size_t i = 0; status == STATUS_OK && i < encodings->count; i++) {
        struct token_stream tokens;
        struct property_plan plan = properties_plan(run, encodings->encodings[i], &tokens);
        struct property_result result;
        status = properties_measure(&plan, &result);
        if (status == STATUS_OK)
            rows_of(run, encodings->encodings[i], &result);
        run_step(run);
    }
    return status;
}

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"properties", "Properties of encodings",
     "A full dot where a property holds, a ring where it does not, and the deviation: from what "
     "linear, origin, group, additive and relative say, or what other tokens (path) and another "
     "position (absolute) change, on the scale of the largest score. Each type has the parameters "
     "its tests have. Kinds are read off from the right: path, else absolute, else group with "
     "origin, else additive, else relative.",
     arguments},
};

const struct experiment experiment_properties = {
    .name = "properties",
    .summary = "what a score needs to know: the sorting test of encodings",
    .measures = "Sorts encodings by their scores alone. A score that is linear in query and key, a "
                "function of the distance r and continuous is q'exp(r G)k, so that A(r + s) A(0) = "
                "A(r) A(s): one comparison tells the groups. Others tell a bias that is added, "
                "what depends on the tokens between, and what depends on where the query stands. "
                "Each is measured by the two numbers it says are equal, and holds if the engine's "
                "bounds on rounding explain every difference. A score that is formed from the "
                "distance is relative with deviation 0. A(0) that is no inner product (origin) "
                "turns every key by itself, which the group's law does not see: the score is "
                "then a group behind a constant. The query stands at twice the largest distance; q "
                "and k are those of " LAW ".",
    .source = "derived; kernels/encodings/encoding.h says what the kinds mean",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &properties_claims,
    .run = run_properties,
    .cost = properties_cost,
};
