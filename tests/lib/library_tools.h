/* Handles of the library that a test cannot do without. */
#ifndef POSBIAS_TESTS_LIB_LIBRARY_TOOLS_H
#define POSBIAS_TESTS_LIB_LIBRARY_TOOLS_H

#include "lib/posbias.h"
#include "tests/tools/check_tools.h"

enum { LIBRARY_DIM = 256, LIBRARY_ERROR = 1024, LIBRARY_SEED = 7 };

/* Parsed strings; the test fails if they are not valid. */
posbias_encoding *library_encoding(const char *text);
posbias_model *library_model(const char *text);

/* A query and a key of a model under LIBRARY_SEED. */
void library_draw(const posbias_encoding *e, const char *qk, int64_t draw, double *query,
                  double *key);

#endif
