/* What the suites share: errors against derived tolerances, golden tables, parsed strings,
 * temporary folders. */
#ifndef POSBIAS_TESTS_TOOLS_CHECK_TOOLS_H
#define POSBIAS_TESTS_TOOLS_CHECK_TOOLS_H

#include <check.h>
#include <stdint.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/tokens/token_assign.h"

#include "tests/tools/suites.h"
#include "theory/ground/constants.h"

#define TOOLS_COUNT(array) (sizeof(array) / sizeof *(array))

/* Whether a sanitizer watches: it makes everything several times slower, and has memory of its own.
 * Tests of statistics make fewer runs under it, whose bounds follow their number. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TOOLS_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TOOLS_SANITIZED 1
#endif
#ifndef TOOLS_SANITIZED
#define TOOLS_SANITIZED 0
#endif

/* A test whose code other tests run too, and which takes long, need not run where only memory is
 * watched: true there, and a line says so. In: what, the test; why, what else runs its code, or
 * what alone it is about. */
bool tools_spared(const char *what, const char *why);

/* Two statistics of this suite that are normal by the central limit theorem leave +-6.5 deviations
 * once in 1e10 runs. */
#define DEVIATIONS 6.5

/* Assertions NaN cannot pass; for hot loops gather a struct worst and check it once: ck_assert
 * writes to a pipe. */
#define check_le(x, bound)                                                             \
    ck_assert_msg((x) <= (bound), #x " = %.17g, over " #bound " = %.17g", (double)(x), \
                  (double)(bound))
#define check_lt(x, bound)                                                                 \
    ck_assert_msg((x) < (bound), #x " = %.17g, not under " #bound " = %.17g", (double)(x), \
                  (double)(bound))

/* The largest error seen, in units of its tolerance, and where; a NaN anywhere is infinitely large.
 * */
struct worst {
    double ratio;
    size_t count;
    char where[512];
};
void worst_take(struct worst *w, double error, double tolerance, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#define worst_check(w)                                                                        \
    ck_assert_msg((w)->count > 0 && (w)->ratio <= 1.0, "worst of %zu: %.6g tolerances at %s", \
                  (w)->count, (w)->ratio, (w)->where)

/* Uniforms on [0, 1) that owe nothing to the project: splitmix64. */
double tools_uniform(uint64_t *state);

/* Calls each on every row of tests/reference/NAME: five cells, quotes resolved. Returns the number
 * of rows. */
enum { GOLDEN_CELLS = 5 };
size_t golden_each(const char *name, void *context,
                   void (*each)(void *context, char *const cell[GOLDEN_CELLS]));

/* Parsed strings; the test fails if they are not valid. */
struct encoding *tools_encoding(const char *text);
struct qk_law tools_law(const char *text);

/* A folder of its own for a test's files; the path of a name in it. */
struct folder {
    char path[64], file[160];
};
void folder_make(struct folder *f);
const char *folder_file(struct folder *f, const char *name);
/* Number of files left in it; then removes it. */
size_t folder_remove(struct folder *f);
/* Writes bytes to a name in the folder and returns its path. */
const char *folder_write(struct folder *f, const char *name, size_t size, const void *bytes);

/* The tokens of an encoding that reads them, numbered by draw from 0 on; else NULL. */
const struct token_source *tools_tokens(struct token_stream *out, const struct encoding *e);

/* Scores of an encoding through its method's own steps: draws x count, to be freed. */
double *tools_scores(const struct encoding *e, size_t count, const double *r, size_t draws,
                     const double *q, const double *k);

/* sum_n cos(r theta_n), r < count, by the curve engine: q = k = (1, 0, 1, 0, ..); to be freed. */
double *tools_unit_curve(const struct encoding *e, size_t count);

/* P(lo < z < hi) of a standard normal z, from the nearer tail. */
long double tools_normal_mass(long double lo, long double hi);

/* For qsort: doubles, the smaller first. */
int tools_ascending(const void *a, const void *b);

#endif
