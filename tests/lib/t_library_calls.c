/* What a call of the library leaves as it was, and what threads may do at the same time. */
#include <fenv.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>

#include "lib/call.h"
#include "tests/lib/library_tools.h"

/* An error that is cut ends before a character of several bytes, not in it. */
TEST(an_error_is_cut_to_fit)
{
    char whole[LIBRARY_ERROR], part[LIBRARY_ERROR];
    posbias_encoding *e;
    static const char text[] = "r\xc3\xb6pe\xe2\x82\xac:dim=8";
    ck_assert_int_eq(posbias_encoding_parse(text, &e, whole, LIBRARY_ERROR), POSBIAS_TEXT);
    ck_assert(e == NULL && strstr(whole, "r\xc3\xb6pe\xe2\x82\xac"));
    for (size_t size = 1; size < strlen(whole) + 2; size++) {
        memset(part, 'x', sizeof part);
        ck_assert_int_eq(posbias_encoding_parse(text, &e, part, size), POSBIAS_TEXT);
        size_t length = strlen(part);
        ck_assert_uint_lt(length, size);
        ck_assert_uint_ge(length + 3, size < strlen(whole) + 1 ? size : strlen(whole) + 1);
        ck_assert(memcmp(part, whole, length) == 0 &&
                  ((unsigned char)whole[length] & 0xc0) != 0x80);
        ck_assert_int_eq(part[size], 'x');
    }
}

/* What a thread does with handles that others use at the same time. */
struct share {
    const posbias_encoding *encoding;
    const posbias_model *model;
    double mean, score;
    int status;
};

static void *work(void *context)
{
    struct share *s = context;
    size_t dim = posbias_encoding_dim(s->encoding);
    double query[LIBRARY_DIM], key[LIBRARY_DIM], r = 4321.0;
    for (int i = 0; i < 20 && s->status == POSBIAS_OK; i++) {
        posbias_encoding *own;
        s->status |= posbias_encoding_parse(posbias_encoding_text(s->encoding), &own, NULL, 0);
        s->status |= posbias_draw(own, s->model, 7, 5, dim, query, key, NULL, 0);
        s->status |= posbias_scores(s->encoding, dim, query, key, 1, &r, &s->score, NULL, NULL, 0);
        s->status |= posbias_closed_mean(s->encoding, s->model, 1, &r, &s->mean, NULL, 0);
        posbias_encoding_free(own);
    }
    return NULL;
}

TEST(threads_share_a_handle)
{
    enum { THREADS = 8 };
    posbias_encoding *e = library_encoding("tapa:dim=64,alpha=0.1,split=0.5");
    posbias_model *m = library_model("gauss:mu=0.5");
    struct share alone = {.encoding = e, .model = m}, share[THREADS];
    pthread_t thread[THREADS];
    work(&alone);
    for (size_t i = 0; i < THREADS; i++) {
        share[i] = (struct share){.encoding = e, .model = m};
        ck_assert_int_eq(pthread_create(&thread[i], NULL, work, &share[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        ck_assert_int_eq(share[i].status, POSBIAS_OK);
        ck_assert_double_eq(share[i].score, alone.score);
        ck_assert_double_eq(share[i].mean, alone.mean);
    }
    posbias_encoding_free(e);
    posbias_model_free(m);
}

/* A caller that rounds upward gets the same bits, and rounds upward still. */
TEST(the_rounding_of_the_caller_is_its_own)
{
    double value[2][4];
    for (int upward = 0; upward < 2; upward++) {
        ck_assert_int_eq(fesetround(upward ? FE_UPWARD : FE_TONEAREST), 0);
        posbias_encoding *e = library_encoding(
            "rope:base=5e5,dim=128,scaling=yarn,factor=8,orig=8k");
        posbias_model *m = library_model("gauss:mu=0.3");
        double query[LIBRARY_DIM], key[LIBRARY_DIM], r = 777.0, *v = value[upward];
        library_draw(e, "gauss:mu=0.3", 2, query, key);
        ck_assert_int_eq(posbias_scores(e, 128, query, key, 1, &r, v, v + 1, NULL, 0), POSBIAS_OK);
        ck_assert_int_eq(posbias_closed_mean(e, m, 1, &r, v + 2, NULL, 0), POSBIAS_OK);
        ck_assert_int_eq(posbias_closed_variance(e, m, 1, &r, v + 3, NULL, 0), POSBIAS_OK);
        ck_assert_int_eq(fegetround(), upward ? FE_UPWARD : FE_TONEAREST);
        posbias_encoding_free(e);
        posbias_model_free(m);
    }
    fesetround(FE_TONEAREST);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq(value[0][i], value[1][i]);
}

static int heard;

static void hear(const char *reason, const char *file, int line, int code)
{
    (void)reason, (void)file, (void)line, (void)code;
    heard++;
}

/* GSL's default handler ends the process; while any call runs nobody hears an error, after the last
 * one the caller does. */
TEST(the_error_handler_of_the_caller_is_its_own)
{
    struct call one, two;
    gsl_set_error_handler(hear);
    call_begin(&one, NULL, 0);
    call_begin(&two, NULL, 0);
    gsl_error("in both", __FILE__, __LINE__, GSL_EDOM);
    call_end(&one, POSBIAS_OK);
    gsl_error("in the other", __FILE__, __LINE__, GSL_EDOM);
    ck_assert_int_eq(heard, 0);
    call_end(&two, POSBIAS_OK);
    gsl_error("in none", __FILE__, __LINE__, GSL_EDOM);
    ck_assert_int_eq(heard, 1);
}

/* A locale may write 0,5 for 0.5: a call has the plain one, and the thread its own again after. */
TEST(the_locale_of_the_caller_is_its_own)
{
    struct call call;
    locale_t own = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    ck_assert(own);
    uselocale(own);
    call_begin(&call, NULL, 0);
    ck_assert(uselocale((locale_t)0) == call.plain && call.plain != own);
    call_end(&call, POSBIAS_OK);
    ck_assert(uselocale((locale_t)0) == own);
    uselocale(LC_GLOBAL_LOCALE);
    freelocale(own);
}
