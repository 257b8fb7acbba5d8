#include "experiments/harness/draws/tokens/token_types.h"

#include <math.h>
#include <string.h>

#include "kernels/curves/product.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"
#include "theory/model/schedule.h"

enum { GATES = 1u << TOKEN_GATES | 1u << TOKEN_LOG_GATES };

const char *const token_need_names[TOKEN_NEEDS] = {
    [TOKEN_NOTHING] = "nothing",       [TOKEN_GATES] = "gates",     [TOKEN_LOG_GATES] = "gates",
    [TOKEN_DIRECTION] = "a direction", [TOKEN_VECTOR] = "a vector",
};

static const struct spec_key constant_keys[] = {
    {"value", SPEC_REAL, 0, 1, true, false, NULL, NULL, "the gate of every token"}};
static const struct spec_key uniform_keys[] = {
    {"lo", SPEC_REAL, 0, 1, false, true, "0", NULL, "lower end"},
    {"hi", SPEC_REAL, 0, 1, true, false, "1", NULL, "upper end, over lo"}};
static const struct spec_key logit_keys[] = {
    {"mu", SPEC_SIGNED, 1.0 / SIZE_MOST, 700, false, false, "0", NULL, "mean of the logit"},
    {"sigma", SPEC_REAL, 0, 1000, false, false, "1", NULL, "its standard deviation"}};
static const struct spec_key normal_keys[] = {
    {"mu", SPEC_SIGNED, 1.0 / SIZE_MOST, 1e6, false, false, "0", NULL, "mean of every number"},
    {"sigma", SPEC_REAL, 0, 1e6, false, false, "1", NULL, "its standard deviation"}};

static double *ends(struct token_law *law, size_t key) { return key == 0 ? &law->lo : &law->hi; }

static double *spread(struct token_law *law, size_t key)
{
    return key == 0 ? &law->mu : &law->sigma;
}

static bool ends_ordered(const struct token_law *law, struct message *error)
{
    return law->lo < law->hi ||
           message_set(error, "lo=%.10g is not below hi=%.10g; expected lo under hi", law->lo,
                       law->hi);
}

static void constant(const struct token_law *law, const struct random_stream *stream, uint64_t draw,
                     uint32_t first, size_t count, double *out)
{
    (void)stream, (void)draw, (void)first;
    for (size_t i = 0; i < count; i++)
        out[i] = law->lo;
}

static void uniform(const struct token_law *law, const struct random_stream *stream, uint64_t draw,
                    uint32_t first, size_t count, double *out)
{
    random_uniforms_from(stream, draw, first, count, out);
    for (size_t i = 0; i < count; i++)
        out[i] = law->lo + (law->hi - law->lo) * out[i];
}

static void normal(const struct token_law *law, const struct random_stream *stream, uint64_t draw,
                   uint32_t first, size_t count, double *out)
{
    random_normals_from(stream, draw, first, count, out);
    for (size_t i = 0; i < count; i++)
        out[i] = law->mu + law->sigma * out[i];
}

static void sphere(const struct token_law *law, const struct random_stream *stream, uint64_t draw,
                   uint32_t first, size_t count, double *out)
{
    (void)law;
    random_normals_from(stream, draw, first, count, out);
}

const struct token_type token_types[] = {
    {"constant", "every gate is value", "constant:value=0.5", TOKEN_CONSTANT, GATES, constant_keys,
     ARRAY_COUNT(constant_keys), ends, NULL, constant},
    {"uniform", "gates independent, uniform on (lo, hi)", "uniform:lo=0.3,hi=0.7", TOKEN_UNIFORM,
     GATES, uniform_keys, ARRAY_COUNT(uniform_keys), ends, ends_ordered, uniform},
    {"logit", "gates independent, 1/(1 + e^-z) with z ~ N(mu, sigma^2)", "logit:mu=1,sigma=0.5",
     TOKEN_LOGIT, GATES, logit_keys, ARRAY_COUNT(logit_keys), spread, NULL, normal},
    {"sphere", "directions independent, each as likely as another", "sphere", TOKEN_SPHERE,
     1u << TOKEN_DIRECTION, NULL, 0, NULL, NULL, sphere},
    {"normal", "vectors of independent numbers N(mu, sigma^2)", "normal:mu=0.5,sigma=2",
     TOKEN_NORMAL, 1u << TOKEN_VECTOR, normal_keys, ARRAY_COUNT(normal_keys), spread, NULL, normal},
};
const size_t token_type_count = ARRAY_COUNT(token_types);

struct message token_servers(enum token_need need)
{
    const char *names[ARRAY_COUNT(token_types)];
    size_t count = 0;
    for (size_t i = 0; i < token_type_count; i++)
        if (token_types[i].serves & 1u << need)
            names[count++] = token_types[i].name;
    return text_join(count, names);
}

const struct token_type *token_type_of(const struct token_law *law)
{
    size_t i = 0;
    while (i + 1 < token_type_count && token_types[i].kind != law->kind)
        i++;
    return &token_types[i];
}

/* 1/(1 + e^-z), by the exponential that does not overflow. */
static double gate(double z)
{
    double e = exp(-fabs(z));
    return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

/* ln 1/(1 + e^-z), to the last digits of what it lacks to 0 or to z. */
static double log_gate(double z) { return fmin(z, 0.0) - log1p(exp(-fabs(z))); }

void token_shape(enum token_need need, const struct token_law *law, size_t width, size_t count,
                 double *numbers)
{
    bool logit = law->kind == TOKEN_LOGIT;
    if (need == TOKEN_GATES && logit)
        for (size_t i = 0; i < count * width; i++)
            numbers[i] = gate(numbers[i]);
    if (need == TOKEN_LOG_GATES)
        for (size_t i = 0; i < count * width; i++)
            numbers[i] = logit ? log_gate(numbers[i]) : log(numbers[i]);
    if (need == TOKEN_DIRECTION)
        for (size_t t = 0; t < count; t++, numbers += width) {
            double scale = 1.0 / sqrt(product_dot(width, numbers, numbers));
            for (size_t c = 0; c < width; c++)
                numbers[c] *= scale;
        }
}
