/* Which encoding of a run reads which token model, and what is refused. */
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/tokens/token_assign.h"
#include "tests/tools/check_tools.h"

enum { MOST = 4 };

/* A run: encodings and models joined by ';', as users join them. */
struct round {
    struct encoding *encodings[MOST];
    struct token_model models[MOST];
    size_t encoding_count, model_count;
};

static void round_make(const char *encodings, const char *models, struct round *out)
{
    char text[2][256], *rest[2] = {text[0], text[1]}, *item;
    struct message error;
    *out = (struct round){.encoding_count = 0};
    ck_assert(strlen(encodings) < sizeof text[0] && strlen(models) < sizeof text[1]);
    strcpy(text[0], encodings), strcpy(text[1], models);
    while ((item = strsep(&rest[0], ";")))
        out->encodings[out->encoding_count++] = tools_encoding(item);
    while ((item = strsep(&rest[1], ";")))
        ck_assert_msg(token_parse(item, &out->models[out->model_count++], &error), "%s",
                      error.text);
}

static bool round_assign(struct round *r, struct message *error)
{
    return token_assign(r->model_count, r->models, r->encoding_count, r->encodings, error);
}

static void round_free(struct round *r)
{
    for (size_t e = 0; e < r->encoding_count; e++)
        encoding_free(r->encodings[e]);
    for (size_t m = 0; m < r->model_count; m++)
        token_free(&r->models[m]);
}

/* A model for the type goes before one for all, in any order; several encodings share one; what
 * reads nothing takes none. */
TEST(each_encoding_takes_its_model)
{
    static const struct {
        const char *encodings, *models, *list;
    } cases[] = {
        {"carope:dim=8;fox:dim=8", "uniform:lo=0.1,hi=0.2",
         "carope=uniform:lo=0.1,hi=0.2;fox=uniform:lo=0.1,hi=0.2"},
        {"carope:dim=8;fox:dim=8", "fox=logit:mu=1,sigma=2;constant:value=0.5",
         "carope=constant:value=0.5;fox=logit:mu=1,sigma=2"},
        {"carope:dim=8;fox:dim=8", "constant:value=0.5;fox=logit:mu=1,sigma=2",
         "carope=constant:value=0.5;fox=logit:mu=1,sigma=2"},
        {"path:dim=8;selective:dim=8;cope-ctx:dim=8,slope=1", "sphere;normal:mu=1,sigma=2",
         "path=sphere;selective=normal:mu=1,sigma=2;cope-ctx=normal:mu=1,sigma=2"},
        {"rope:dim=8;carope:dim=8,f=0.5;fox:dim=8", "constant:value=1", "fox=constant:value=1"},
        {"fox:dim=8;fox:dim=4", "constant:value=1", "fox=constant:value=1"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct round r;
        struct message error, list;
        round_make(cases[i].encodings, cases[i].models, &r);
        ck_assert_msg(round_assign(&r, &error), "%s", error.text);
        list = token_list(r.encoding_count, r.encodings);
        ck_assert_str_eq(list.text, cases[i].list);
        round_free(&r);
    }
}

/* No list leaves to each the law of its type. */
TEST(no_model_changes_nothing)
{
    struct encoding *e = tools_encoding("fox:dim=8");
    struct token_law before = e->tokens;
    struct message error;
    ck_assert(token_assign(0, NULL, 1, &e, &error));
    ck_assert(memcmp(&before, &e->tokens, sizeof before) == 0);
    encoding_free(e);
}

TEST(what_does_not_fit_is_named)
{
    static const struct {
        const char *encodings, *models, *says[3];
    } cases[] = {
        /* none serves */
        {"carope:dim=8", "sphere", {"\"carope:dim=8\"", "gates", "constant, uniform, logit"}},
        {"path:dim=8", "normal", {"\"path:dim=8\"", "a direction", "one of sphere"}},
        {"carope:dim=8;selective:dim=8", "uniform", {"\"selective:dim=8\"", "vector", "normal"}},
        {"carope:dim=8;fox:dim=8", "fox=uniform", {"\"carope:dim=8\"", "none", "uniform"}},
        /* several serve */
        {"fox:dim=8", "uniform;logit", {"\"uniform\" and \"logit\"", "\"fox:dim=8\"", "fox=MODEL"}},
        {"fox:dim=8", "fox=uniform;fox=logit", {"\"fox=uniform\"", "\"fox=logit\"", "one of"}},
        /* serves none */
        {"carope:dim=8", "uniform;sphere", {"\"sphere\"", "no encoding of this run", "path"}},
        {"carope:dim=8", "carope=uniform;uniform", {"\"uniform\"", "no encoding", "carope"}},
        {"carope:dim=8", "uniform;fox=logit", {"\"fox=logit\"", "no encoding", "one of fox"}},
        {"rope:dim=8", "uniform", {"\"uniform\"", "\"rope:dim=8\" reads none", "carope, fox"}},
        {"carope:dim=8,f=0.5", "uniform", {"\"carope:dim=8,f=0.5\" reads none", "expected", "fox"}},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct round r;
        struct message error;
        round_make(cases[i].encodings, cases[i].models, &r);
        ck_assert_msg(!round_assign(&r, &error), "%s with %s", cases[i].encodings, cases[i].models);
        for (size_t s = 0; s < 3; s++)
            ck_assert_msg(strstr(error.text, cases[i].says[s]), "%s: \"%s\"", error.text,
                          cases[i].says[s]);
        round_free(&r);
    }
}
