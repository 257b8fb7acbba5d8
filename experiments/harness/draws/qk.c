#include "experiments/harness/draws/qk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/vector.h"
#include "theory/ground/text.h"

#define REAL -HUGE_VAL, HUGE_VAL, false, false
static const struct spec_key gauss_keys[] = {
    {"mu", SPEC_REAL, REAL, "0", NULL, "mean of every coordinate"},
    /* Variances of differences of scores hold its fourth power, and those of their averages must
     * not underflow either. */
    {"sigma", SPEC_REAL, 1e-50, 1e50, false, false, "1", NULL,
     "standard deviation of every coordinate"},
};
static const struct spec_key aligned_keys[] = {
    {"rho", SPEC_REAL, -1, 1, false, false, NULL, NULL, "correlation of key and query"},
};
static const struct spec_key crossed_keys[] = {
    {"c", SPEC_REAL, -1, 1, true, true, NULL, NULL, "correlation within a pair: c in q, -c in k"},
};
static const struct spec_key moments_keys[] = {
    {"mu0", SPEC_REAL, REAL, "1", NULL, "E A_n"},
    {"nu0", SPEC_REAL, REAL, "0", NULL, "E B_n"},
};

static const struct {
    const char *name, *summary;
    enum qk_kind kind;
    const struct spec_key *keys;
    size_t key_count;
} types[] = {
    {"unit", "a_n = 1, phi_n = 0: one deterministic curve", QK_UNIT, NULL, 0},
    {"phase", "a_n = 1, phi_n uniform and independent", QK_PHASE, NULL, 0},
    {"gauss", "all coordinates of q and k independent N(mu, sigma^2)", QK_GAUSS, gauss_keys, 2},
    {"aligned", "q ~ N(0, I), k = rho q + sqrt(1 - rho^2) e, e ~ N(0, I)", QK_ALIGNED, aligned_keys,
     1},
    {"crossed", "coordinates of a pair correlated c in q and -c in k, else independent N(0, 1)",
     QK_CROSSED, crossed_keys, 1},
    {"moments", "only expectations: E A_n = mu0, E B_n = nu0 (TAPA Assumption 2.1)", QK_MOMENTS,
     moments_keys, 2},
};
enum { TYPE_COUNT = sizeof types / sizeof *types };

size_t qk_type_count(void) { return TYPE_COUNT; }
const char *qk_type_name(size_t i) { return types[i].name; }
const char *qk_type_summary(size_t i) { return types[i].summary; }

const struct spec_key *qk_type_keys(size_t i, size_t *count)
{
    *count = types[i].key_count;
    return types[i].keys;
}

bool qk_parse(const char *text, struct qk_model *out, struct message *error)
{
    char name[SPEC_TEXT_MAX], resolved[SPEC_TEXT_MAX];
    const char *names[TYPE_COUNT];
    if (strlen(text) >= sizeof name)
        return message_set(error, "query-key model \"%.40s...\" is too long", text);
    memcpy(name, text, spec_name_length(text));
    name[spec_name_length(text)] = '\0';
    for (size_t i = 0; i < TYPE_COUNT; i++)
        names[i] = types[i].name;
    size_t i = text_find(name, TYPE_COUNT, names);
    if (i == TYPE_COUNT)
        return message_set(
            error, "query-key model \"%s\": unknown name \"%s\"; expected one of %s%s", text, name,
            text_join(TYPE_COUNT, names).text, text_suggestion(name, TYPE_COUNT, names).text);
    if (types[i].key_count == 0 && name[0] && text[strlen(name)] == ':')
        return message_set(error, "query-key model \"%s\": %s takes no keys", text, name);
    struct spec *spec = malloc(sizeof *spec);
    if (!spec)
        return message_memory(error);
    bool ok = spec_parse("query-key model", text, text, types[i].key_count, types[i].keys, spec,
                         error);
    if (ok) {
        *out = (struct qk_model){.law = {.kind = types[i].kind}};
        switch (types[i].kind) {
        case QK_GAUSS:
            out->law.mu = spec->value[0].number, out->law.sigma = spec->value[1].number;
            break;
        case QK_ALIGNED:
            ok = spec->value[0].given ||
                 message_set(error,
                             "query-key model \"%s\": rho is missing; expected aligned:rho=%s",
                             text, spec_expected(&aligned_keys[0]).text);
            out->law.rho = spec->value[0].number;
            break;
        case QK_CROSSED:
            ok = spec->value[0].given ||
                 message_set(error, "query-key model \"%s\": c is missing; expected crossed:c=%s",
                             text, spec_expected(&crossed_keys[0]).text);
            out->law.c = spec->value[0].number;
            break;
        case QK_MOMENTS:
            out->law.mu0 = spec->value[0].number, out->law.nu0 = spec->value[1].number;
            break;
        default:
            break;
        }
        spec_resolved(text, types[i].key_count, types[i].keys, spec, resolved);
    }
    free(spec);
    if (ok) {
        out->text = strdup(text);
        out->resolved = strdup(resolved);
    }
    return ok;
}

void qk_free(struct qk_model *model)
{
    free(model->text);
    free(model->resolved);
}

/* Why a law of that kind cannot be drawn for the encoding, or NULL if it can. */
static const char *obstacle(enum qk_kind kind, const struct encoding *encoding)
{
    switch (kind) {
    case QK_MOMENTS:
        return "states expectations only and cannot be drawn";
    case QK_UNIT:
    case QK_PHASE:
        return encoding->type->bank
                   ? NULL
                   : "sets amplitudes and phases of a frequency bank, and the encoding is none";
    case QK_CROSSED:
        return encoding_pairs(encoding)
                   ? NULL
                   : "works on pairs of coordinates; the encoding has an odd part";
    case QK_GAUSS:
    case QK_ALIGNED:
        break;
    }
    return NULL;
}

bool qk_drawable(const struct qk_model *model, const struct encoding *encoding,
                 struct message *error)
{
    const char *usable[TYPE_COUNT], *why = obstacle(model->law.kind, encoding);
    size_t count = 0;
    if (encoding->type->kind == ENCODING_PATH)
        return message_set(
            error,
            "encoding \"%s\" needs the tokens between query and key, which no query-key model draws yet",
            encoding->text);
    if (encoding->type->kind == ENCODING_ABSOLUTE)
        return message_set(error,
                           "encoding \"%s\" needs the query's position, which nothing draws yet",
                           encoding->text);
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if (!obstacle(types[i].kind, encoding))
            usable[count++] = types[i].name;
    return !why || message_set(error, "query-key model \"%s\" %s; expected for \"%s\" one of %s",
                               model->text, why, encoding->text, text_join(count, usable).text);
}

bool qk_deterministic(const struct qk_law *law) { return law->kind == QK_UNIT; }

size_t qk_work_size(size_t dim) { return 2 * dim; }

size_t qk_second_work_size(size_t dim) { return 3 * dim; }

/* Queries come from the first random numbers of a draw, key number `which` from those after the
 * earlier keys'. */
static void draw_vectors(const struct qk_law *law, const struct random_stream *stream,
                         uint64_t draw, size_t dim, size_t which, double *work, double *query,
                         double *key)
{
    const double *own = work + (1 + which) * dim;
    if (law->kind == QK_GAUSS || law->kind == QK_ALIGNED || law->kind == QK_CROSSED)
        random_normals(stream, draw, (2 + which) * dim, work);
    switch (law->kind) {
    case QK_GAUSS:
        for (size_t c = 0; c < dim; c++) {
            query[c] = law->mu + law->sigma * work[c];
            key[c] = law->mu + law->sigma * own[c];
        }
        break;
    case QK_ALIGNED: {
        double rest = sqrt((1.0 - law->rho) * (1.0 + law->rho));
        for (size_t c = 0; c < dim; c++) {
            query[c] = work[c];
            key[c] = law->rho * work[c] + rest * own[c];
        }
        break;
    }
    case QK_CROSSED: {
        double rest = sqrt((1.0 - law->c) * (1.0 + law->c));
        for (size_t n = 0; n < dim; n += 2) {
            query[n] = work[n], key[n] = own[n];
            query[n + 1] = law->c * work[n] + rest * work[n + 1];
            key[n + 1] = -law->c * own[n] + rest * own[n + 1];
        }
        break;
    }
    case QK_PHASE: { /* q = (1, 0) and k = (cos phi, -sin phi) give A = cos phi, B = -sin phi */
        double *cosine = work + which * (dim / 2), *sine = work + (1 + which) * (dim / 2);
        random_uniforms(stream, draw, (1 + which) * (dim / 2), work);
        vector_sincos_turns(dim / 2, cosine, sine, cosine);
        for (size_t n = 0; n < dim / 2; n++) {
            query[2 * n] = 1.0, query[2 * n + 1] = 0.0;
            key[2 * n] = cosine[n], key[2 * n + 1] = -sine[n];
        }
        break;
    }
    default:
        for (size_t n = 0; n < dim / 2; n++) {
            query[2 * n] = key[2 * n] = 1.0;
            query[2 * n + 1] = key[2 * n + 1] = 0.0;
        }
    }
}

void qk_draw(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
             size_t dim, double *work, double *query, double *key)
{
    draw_vectors(law, stream, draw, dim, 0, work, query, key);
}

void qk_draw_second(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
                    size_t dim, double *work, double *query, double *key)
{
    draw_vectors(law, stream, draw, dim, 1, work, query, key);
}

void qk_align(size_t dim, const double *query, const double *key, double *out)
{
    for (size_t c = 0; c < dim; c += 2) {
        double q = hypot(query[c], query[c + 1]), k = hypot(key[c], key[c + 1]),
               scale = q > 0.0 ? k / q : 0.0;
        out[c] = scale * query[c];
        out[c + 1] = scale * query[c + 1];
    }
}
