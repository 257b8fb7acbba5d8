/* Token models: what is drawn of each, the same however it is read, and which encoding takes
 * which. */
#include "experiments/harness/draws/tokens/tokens.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/sample.h"
#include "experiments/harness/draws/tokens/token_types.h"
#include "tests/tools/check_tools.h"

enum { WIDTH = 6, TOKENS = 20000 };

static struct token_law law_of(const char *text)
{
    struct token_model model;
    struct message error;
    ck_assert_msg(token_parse(text, &model, &error), "%s", error.text);
    struct token_law law = model.law;
    token_free(&model);
    return law;
}

/* An encoding of no table that reads that. */
static struct encoding_type type;
static struct encoding reader(enum token_need need, const char *law, size_t width)
{
    type = (struct encoding_type){.name = "reader", .kind = ENCODING_PATH, .tokens = need};
    return (struct encoding){.type = &type, .token_width = width, .tokens = law_of(law)};
}

static const struct random_stream STREAM = {11, 4};

/* Blocks of any size, from any token, hold the bits of one long block, of every row and need. */
TEST(any_block_is_read_again)
{
    static const size_t blocks[][2] = {{0, 1}, {1, 1}, {7, 300}, {333, 64}, {19999, 1}, {5, 3}};
    for (size_t i = 0; i < token_type_count; i++)
        for (int need = TOKEN_GATES; need < TOKEN_NEEDS; need++)
            for (size_t width = 1; width <= WIDTH; width += WIDTH - 1) {
                if (!(token_types[i].serves & 1u << need))
                    continue;
                struct encoding e = reader((enum token_need)need, token_types[i].specimen, width);
                struct token_stream tokens;
                const struct token_source *s = token_stream(&tokens, &e, &STREAM, 40);
                double *all = malloc(TOKENS * width * sizeof *all), part[300 * WIDTH];
                ck_assert(all && s && s->width == width);
                s->read(s, 2, 0, TOKENS, all);
                for (size_t b = 0; b < TOOLS_COUNT(blocks); b++) {
                    s->read(s, 2, blocks[b][0], blocks[b][1], part);
                    ck_assert_msg(memcmp(part, all + blocks[b][0] * width,
                                         blocks[b][1] * width * sizeof *part) == 0,
                                  "%s width %zu block %zu", token_types[i].name, width, b);
                }
                tokens.first = 42;
                s->read(s, 0, 0, 1, part);
                ck_assert(memcmp(part, all, width * sizeof *part) == 0);
                s->read(s, 1, 0, 1, part);
                bool still = token_types[i].kind == TOKEN_CONSTANT ||
                             (need == TOKEN_DIRECTION && width == 1);
                ck_assert((memcmp(part, all, width * sizeof *part) == 0) == still || still);
                free(all);
            }
}

/* Numbers past 2^32 of a draw are those of no earlier token: the address goes on. */
TEST(far_tokens_have_addresses_of_their_own)
{
    enum { MANY = 64 };
    struct encoding e = reader(TOKEN_VECTOR, "normal", MANY);
    struct token_stream tokens;
    const struct token_source *s = token_stream(&tokens, &e, &STREAM, 0);
    double near[2 * MANY], far[2 * MANY], across[4 * MANY];
    size_t page = (size_t)1 << 26;
    s->read(s, 0, 0, 2, near);
    s->read(s, 0, page, 2, far);
    s->read(s, 0, page - 2, 4, across);
    ck_assert(memcmp(near, far, sizeof near) != 0);
    ck_assert(memcmp(across + 2 * MANY, far, sizeof far) == 0);
    s->read(s, 0, page - 2, 2, near);
    ck_assert(memcmp(across, near, sizeof near) == 0);
}

/* Mean and variance of n independent numbers x, within 7 standard errors of what they should be,
 * the variance's from the sample's fourth moment. */
static void moments_are(const char *what, size_t n, const double *x, double mean, double variance)
{
    struct sample s = sample_of(n, x);
    ck_assert_msg(fabs(s.mean - mean) <=
                      7.0 * sqrt(variance / (double)n) + 1e-12 * (1.0 + fabs(mean)),
                  "%s: %g not %g", what, s.mean, mean);
    ck_assert_msg(fabs(sample_variance(&s) - variance) <= 7.0 * sample_variance_error(&s) + 1e-12,
                  "%s: %g not %g", what, sample_variance(&s), variance);
}

TEST(numbers_have_their_law)
{
    static const struct {
        const char *law;
        enum token_need need;
        double mean, variance;
    } cases[] = {
        {"constant:value=0.25", TOKEN_GATES, 0.25, 0.0},
        {"constant:value=0.25", TOKEN_LOG_GATES, -1.3862943611198906, 0.0},
        {"uniform:lo=0.3,hi=0.7", TOKEN_GATES, 0.5, 0.16 / 12.0},
        {"uniform", TOKEN_LOG_GATES, -1.0, 1.0},
        {"logit:mu=0,sigma=0", TOKEN_GATES, 0.5, 0.0},
        /* z - ln(1 + e^z) at z = -700 is z; at 700 it is -e^-700 */
        {"logit:mu=-700,sigma=0", TOKEN_LOG_GATES, -700.0, 0.0},
        {"normal:mu=-2,sigma=3", TOKEN_VECTOR, -2.0, 9.0},
        {"sphere", TOKEN_DIRECTION, 0.0, 1.0 / WIDTH},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding e = reader(cases[i].need, cases[i].law, WIDTH);
        struct token_stream tokens;
        const struct token_source *s = token_stream(&tokens, &e, &STREAM, 0);
        double *x = malloc(TOKENS * WIDTH * sizeof *x), first[TOKENS];
        ck_assert(x != NULL);
        s->read(s, 0, 0, TOKENS, x);
        for (size_t t = 0; t < TOKENS; t++)
            first[t] = x[t * WIDTH];
        moments_are(cases[i].law, TOKENS, first, cases[i].mean, cases[i].variance);
        for (size_t t = 0; cases[i].need == TOKEN_DIRECTION && t < TOKENS; t++) {
            double square = 0.0;
            for (size_t c = 0; c < WIDTH; c++)
                square += x[t * WIDTH + c] * x[t * WIDTH + c];
            check_le(fabs(square - 1.0), 20.0 * UNIT_ROUNDING);
        }
        free(x);
    }
}

/* ln f where f rounds to 1: what it lacks is not lost. */
TEST(logarithms_of_gates_near_one_keep_their_digits)
{
    struct encoding e = reader(TOKEN_LOG_GATES, "logit:mu=100,sigma=0", 1);
    struct token_stream tokens;
    const struct token_source *s = token_stream(&tokens, &e, &STREAM, 0);
    double x;
    s->read(s, 0, 0, 1, &x);
    check_le(fabs(x / -3.7200759760208361e-44 - 1.0), 4.0 * UNIT_ROUNDING);
}

/* A law's text stands for the law. */
TEST(every_text_is_its_law_again)
{
    static const char *const texts[] = {"uniform:lo=0.1,hi=0.30000000000000004",
                                        "logit:mu=-2.5,sigma=0.1", "constant:value=1"};
    for (size_t i = 0; i < token_type_count + TOOLS_COUNT(texts); i++) {
        const char *text = i < token_type_count ? token_types[i].specimen
                                                : texts[i - token_type_count];
        struct token_law law = law_of(text), again = law_of(token_text(&law).text);
        ck_assert_str_eq(token_text(&law).text, text);
        ck_assert(law.kind == again.kind && law.lo == again.lo && law.hi == again.hi &&
                  law.mu == again.mu && law.sigma == again.sigma);
        ck_assert(token_type_of(&law)->kind == law.kind);
    }
}

TEST(bad_strings_name_what_is_wrong)
{
    static const char *const cases[][2] = {
        {"nosuch", "constant, uniform, logit, sphere, normal"},
        {"unifrom", "uniform"},
        {"constant", "value is missing"},
        {"constant:value=1.5", "at most 1"},
        {"uniform:lo=0.7,hi=0.3", "lo=0.7"},
        {"uniform:lo=-1", "lo"},
        {"logit:sigma=-1", "sigma"},
        {"normal:sigma=inf", "sigma"},
        {"sphere:dim=3", "takes no keys"},
        {"rope=uniform", "\"rope\" is no encoding that reads tokens"},
        {"selectiv=uniform", "did you mean \"selective\"?"},
        {"path=uniform", "path reads a direction; expected one of sphere"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct token_model model;
        struct message error;
        ck_assert_msg(!token_parse(cases[i][0], &model, &error), "%s", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) && strstr(error.text, cases[i][0]), "%s",
                      error.text);
    }
}
