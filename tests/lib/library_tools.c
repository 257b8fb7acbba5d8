#include "tests/lib/library_tools.h"

posbias_encoding *library_encoding(const char *text)
{
    posbias_encoding *e;
    char error[LIBRARY_ERROR];
    ck_assert_msg(posbias_encoding_parse(text, &e, error, LIBRARY_ERROR) == POSBIAS_OK, "%s",
                  error);
    ck_assert_str_eq(error, "");
    ck_assert_uint_le(posbias_encoding_dim(e), LIBRARY_DIM);
    return e;
}

posbias_model *library_model(const char *text)
{
    posbias_model *m;
    char error[LIBRARY_ERROR];
    ck_assert_msg(posbias_model_parse(text, &m, error, LIBRARY_ERROR) == POSBIAS_OK, "%s", error);
    return m;
}

void library_draw(const posbias_encoding *e, const char *qk, int64_t draw, double *query,
                  double *key)
{
    posbias_model *m = library_model(qk);
    ck_assert_int_eq(
        posbias_draw(e, m, LIBRARY_SEED, draw, posbias_encoding_dim(e), query, key, NULL, 0),
        POSBIAS_OK);
    posbias_model_free(m);
}
