/* What the library refuses, by name, and that nothing of it crashes on NULL. */
#include "lib/posbias.h"

#include <math.h>
#include <string.h>

#include "tests/tools/check_tools.h"

enum { DIM = 8, ERROR = 1024 };

/* What every refusal below is asked with. */
static struct {
    posbias_encoding *rope, *nope, *path, *absolute;
    posbias_model *gauss, *stated;
    double query[DIM], key[DIM], r[3], out[3];
    char error[ERROR];
} x;

static void begin(void)
{
    static const char *const texts[] = {"rope:base=1e4,dim=8", "nope:dim=8", "path:dim=8",
                                        "jordan-stab:dim=8,at=100"};
    posbias_encoding **of[] = {&x.rope, &x.nope, &x.path, &x.absolute};
    for (size_t i = 0; i < TOOLS_COUNT(texts); i++)
        ck_assert_int_eq(posbias_encoding_parse(texts[i], of[i], NULL, 0), POSBIAS_OK);
    ck_assert_int_eq(posbias_model_parse("gauss", &x.gauss, NULL, 0), POSBIAS_OK);
    ck_assert_int_eq(posbias_model_parse("moments:mu0=1,nu0=0", &x.stated, NULL, 0), POSBIAS_OK);
    for (size_t i = 0; i < DIM; i++)
        x.query[i] = x.key[i] = 1.0;
    for (size_t i = 0; i < 3; i++)
        x.r[i] = (double)i;
}

static void end(void)
{
    posbias_encoding_free(x.rope);
    posbias_encoding_free(x.nope);
    posbias_encoding_free(x.path);
    posbias_encoding_free(x.absolute);
    posbias_model_free(x.gauss);
    posbias_model_free(x.stated);
}

/* A call ends with this status and a line that says this. */
#define refused(expected, says, function, ...)                                                     \
    do {                                                                                           \
        int status_ = function(__VA_ARGS__, x.error, ERROR);                                       \
        ck_assert_msg(status_ == (expected) && strstr(x.error, says), "%s: %d, \"%s\"", #function, \
                      status_, x.error);                                                           \
        ck_assert(!strchr(x.error, '\n'));                                                         \
        ck_assert_int_eq(function(__VA_ARGS__, NULL, 0), expected);                                \
    } while (0)

TEST(strings_are_refused_by_name)
{
    posbias_encoding *e = x.rope;
    posbias_model *m = x.gauss;
    refused(POSBIAS_TEXT, "did you mean \"rope\"", posbias_encoding_parse, "rop:dim=8", &e);
    ck_assert(!e);
    refused(POSBIAS_TEXT, "dim=\"7\" is odd", posbias_encoding_parse, "rope:dim=7", &e);
    refused(POSBIAS_TEXT, "expected phase=quadratic or", posbias_encoding_parse,
            "tapa:dim=8,phase=general,m=a.npy,n=b.npy", &e);
    refused(POSBIAS_ARGUMENT, "text is NULL", posbias_encoding_parse, NULL, &e);
    refused(POSBIAS_ARGUMENT, "encoding is NULL", posbias_encoding_parse, "rope", NULL);
    refused(POSBIAS_TEXT, "did you mean \"gauss\"", posbias_model_parse, "gaus", &m);
    ck_assert(!m);
    refused(POSBIAS_TEXT, "files", posbias_model_parse, "npy:q=a.npy,k=b.npy", &m);
    refused(POSBIAS_ARGUMENT, "text is NULL", posbias_model_parse, NULL, &m);
    refused(POSBIAS_ARGUMENT, "model is NULL", posbias_model_parse, "gauss", NULL);
}

TEST(arguments_are_refused_by_name)
{
    double bad[DIM] = {0.0, NAN}, longer[DIM + 1] = {[DIM] = NAN}, far[] = {0.0, 101.0},
           half[] = {0.5}, before[] = {-1.0}, infinite[] = {INFINITY};
    begin();
    refused(POSBIAS_ARGUMENT, "encoding is NULL", posbias_scores, NULL, DIM, x.query, x.key, 1, x.r,
            x.out, NULL);
    refused(POSBIAS_ARGUMENT, "query is NULL", posbias_scores, x.rope, DIM, NULL, x.key, 1, x.r,
            x.out, NULL);
    refused(POSBIAS_ARGUMENT, "key is NULL", posbias_scores, x.rope, DIM, x.query, NULL, 1, x.r,
            x.out, NULL);
    refused(POSBIAS_ARGUMENT, "distance is NULL", posbias_scores, x.rope, DIM, x.query, x.key, 1,
            NULL, x.out, NULL);
    refused(POSBIAS_ARGUMENT, "score is NULL", posbias_scores, x.rope, DIM, x.query, x.key, 1, x.r,
            NULL, NULL);
    refused(POSBIAS_ARGUMENT, "dim is 7; expected 8", posbias_scores, x.rope, 7, x.query, x.key, 1,
            x.r, x.out, NULL);
    refused(POSBIAS_DOMAIN, "key[1] is nan", posbias_scores, x.rope, DIM, x.query, bad, 1, x.r,
            x.out, NULL);
    bad[1] = 2e15;
    refused(POSBIAS_DOMAIN, "query[1] is 2e+15", posbias_scores, x.rope, DIM, bad, x.key, 1, x.r,
            x.out, NULL);
    refused(POSBIAS_DOMAIN, "distance[0] is 0.5", posbias_scores, x.rope, DIM, x.query, x.key, 1,
            half, x.out, NULL);
    refused(POSBIAS_DOMAIN, "distance[0] is -1", posbias_closed_mean, x.rope, x.gauss, 1, before,
            x.out);
    refused(POSBIAS_DOMAIN, "distance[0] is inf", posbias_closed_variance, x.rope, x.gauss, 1,
            infinite, x.out);
    refused(POSBIAS_DOMAIN, "distance[1] is 101; expected a whole number of tokens from 0 to 100",
            posbias_scores, x.absolute, DIM, x.query, x.key, 2, far, x.out, NULL);
    refused(POSBIAS_ARGUMENT, "pairs is 8; expected 4", posbias_frequencies, x.rope, 8, x.out, NULL,
            NULL);
    refused(POSBIAS_ARGUMENT, "pairs is 3; expected 4", posbias_amplitudes, x.rope, DIM, x.query,
            x.key, 3, x.out, NULL, NULL, NULL);
    refused(POSBIAS_ARGUMENT, "model is NULL", posbias_closed_mean, x.rope, NULL, 1, x.r, x.out);
    refused(POSBIAS_ARGUMENT, "mean is NULL", posbias_closed_mean, x.rope, x.gauss, 1, x.r, NULL);
    refused(POSBIAS_ARGUMENT, "variance is NULL", posbias_closed_variance, x.rope, x.gauss, 1, x.r,
            NULL);
    refused(POSBIAS_ARGUMENT, "model is NULL", posbias_draw, x.rope, NULL, 1, 0, DIM, x.query,
            x.key);
    refused(POSBIAS_DOMAIN, "seed is negative", posbias_draw, x.rope, x.gauss, -1, 0, DIM, x.query,
            x.key);
    refused(POSBIAS_DOMAIN, "draw is negative", posbias_draw, x.rope, x.gauss, 1, -1, DIM, x.query,
            x.key);
    ck_assert_int_eq(posbias_scores(x.rope, DIM, longer, x.key, 1, x.r, x.out, NULL, NULL, 0),
                     POSBIAS_OK);
    ck_assert_int_eq(posbias_draw(x.rope, x.gauss, 0, 0, DIM, x.query, x.key, NULL, 0), POSBIAS_OK);
    end();
}

TEST(windows_are_refused_by_name)
{
    posbias_count n;
    begin();
    refused(POSBIAS_ARGUMENT, "count is NULL", posbias_position_inversions, x.rope, DIM, x.query,
            x.key, 0, 4, 4, 4, NULL);
    refused(POSBIAS_ARGUMENT, "key is NULL", posbias_position_inversions, x.rope, DIM, x.query,
            NULL, 0, 4, 4, 4, &n);
    refused(POSBIAS_DOMAIN, "near distances begin at -1", posbias_position_inversions, x.rope, DIM,
            x.query, x.key, -1, 4, 4, 4, &n);
    refused(POSBIAS_DOMAIN, "near distances begin at 0 and are 0", posbias_position_inversions,
            x.rope, DIM, x.query, x.key, 0, 0, 4, 4, &n);
    refused(POSBIAS_DOMAIN, "far distances begin at 98 and are 4", posbias_position_inversions,
            x.absolute, DIM, x.query, x.key, 0, 98, 98, 4, &n);
    refused(POSBIAS_DOMAIN, "far distances begin at 9223372036854775808",
            posbias_position_inversions, x.rope, DIM, x.query, x.key, 0, 4, INT64_MAX, INT64_MAX,
            &n);
    refused(POSBIAS_DOMAIN, "expected at most 4294967296 together", posbias_position_inversions,
            x.rope, DIM, x.query, x.key, 0, INT64_C(1) << 32, 4, 4, &n);
    refused(POSBIAS_UNDEFINED, "reads the tokens between", posbias_position_inversions, x.path, DIM,
            x.query, x.key, 0, 4, 4, 4, &n);
    refused(POSBIAS_ARGUMENT, "other is NULL", posbias_token_inversions, x.rope, DIM, x.query,
            x.key, NULL, 4, &n);
    refused(POSBIAS_ARGUMENT, "count is NULL", posbias_token_inversions, x.rope, DIM, x.query,
            x.key, x.key, 4, NULL);
    refused(POSBIAS_DOMAIN, "the context's distances begin at 0 and are 0",
            posbias_token_inversions, x.rope, DIM, x.query, x.key, x.key, 0, &n);
    refused(POSBIAS_DOMAIN, "from 0 to 100", posbias_token_inversions, x.absolute, DIM, x.query,
            x.key, x.key, 102, &n);
    refused(POSBIAS_UNDEFINED, "reads the tokens between", posbias_token_inversions, x.path, DIM,
            x.query, x.key, x.key, 4, &n);
    ck_assert_int_eq(
        posbias_position_inversions(x.absolute, DIM, x.query, x.key, 0, 98, 98, 3, &n, NULL, 0),
        POSBIAS_OK);
    ck_assert_int_eq(
        posbias_token_inversions(x.absolute, DIM, x.query, x.key, x.key, 101, &n, NULL, 0),
        POSBIAS_OK);
    end();
}

TEST(what_does_not_exist_is_refused_by_name)
{
    begin();
    refused(POSBIAS_UNDEFINED, "\"nope:dim=8\" does not turn by fixed frequencies",
            posbias_frequencies, x.nope, DIM / 2, x.out, NULL, NULL);
    refused(POSBIAS_UNDEFINED, "\"nope:dim=8\" does not turn by fixed frequencies",
            posbias_amplitudes, x.nope, DIM, x.query, x.key, DIM / 2, x.out, NULL, NULL, NULL);
    refused(POSBIAS_UNDEFINED, "\"path:dim=8\" reads the tokens between", posbias_scores, x.path,
            DIM, x.query, x.key, 3, x.r, x.out, NULL);
    refused(POSBIAS_UNDEFINED, "\"path:dim=8\" reads the tokens between", posbias_closed_mean,
            x.path, x.gauss, 3, x.r, x.out);
    refused(POSBIAS_UNDEFINED, "has no variance in closed form", posbias_closed_variance, x.rope,
            x.stated, 3, x.r, x.out);
    refused(POSBIAS_UNDEFINED, "cannot be drawn", posbias_draw, x.rope, x.stated, 1, 0, DIM,
            x.query, x.key);
    ck_assert_int_eq(posbias_closed_mean(x.rope, x.stated, 3, x.r, x.out, NULL, 0), POSBIAS_OK);
    end();
}

TEST(nothing_minds_null)
{
    posbias_encoding_free(NULL);
    posbias_model_free(NULL);
    ck_assert(!posbias_encoding_text(NULL) && !posbias_model_text(NULL));
    ck_assert_uint_eq(posbias_encoding_dim(NULL), 0);
    ck_assert_double_eq(posbias_encoding_context(NULL), 0.0);
    ck_assert_double_eq(posbias_encoding_reach(NULL), 0.0);
    for (int status = -2; status < 20; status++)
        ck_assert(*posbias_status_text(status));
    begin();
    ck_assert_int_eq(posbias_scores(x.rope, DIM, x.query, x.key, 0, x.r, x.out, NULL, NULL, 0),
                     POSBIAS_OK);
    ck_assert_int_eq(posbias_closed_mean(x.rope, x.gauss, 0, x.r, x.out, NULL, 0), POSBIAS_OK);
    end();
}
