/* A sweep over the bases: what it takes, and in which order. */
#include "theory/proof/bases/base_search.h"

#include "tests/tools/check_tools.h"

/* A base limit leaves the sweep open, and a shorter length cannot follow a longer one. */
TEST(lengths_only_grow)
{
    struct base_sweep *sweep;
    struct base_bracket least;
    ck_assert_int_eq(base_sweep_new(32, 0.5, &sweep), STATUS_DOMAIN);
    ck_assert_int_eq(base_sweep_new(32, 1.0, &sweep), STATUS_OK);
    ck_assert_int_eq(base_sweep_run(sweep, 64, 3.0, 1e-9, NULL, &least), STATUS_OK);
    ck_assert(!least.closed && least.lo >= 3.0);
    ck_assert_int_eq(base_sweep_run(sweep, 63, 3.0, 1e-9, NULL, &least), STATUS_DOMAIN);
    base_sweep_free(sweep);
}
